"""Writes independent.json: values that Sources/Statistics must give, from other people's programs.

    python3 -m venv v && v/bin/pip install scipy statsmodels krippendorff
    v/bin/python Tests/StatisticsTests/Fixtures/make.py
"""

import json
import os

import krippendorff
import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import special, stats
from statsmodels.stats import inter_rater, multitest, power, proportion
from statsmodels.stats.contingency_tables import mcnemar

rng = np.random.default_rng(20261121)


def beta():
    return [
        {"x": x, "a": a, "b": b, "p": float(special.betainc(a, b, x))}
        for a in (0.5, 1, 3, 24.7, 400)
        for b in (0.5, 2, 31, 1200.5)
        for x in (0.001, 0.2, 0.5, 0.93)
    ]


def beta_quantiles():
    return [
        {"p": p, "a": a, "b": b, "x": float(special.betaincinv(a, b, p))}
        for p in (0.025, 0.5, 0.975)
        for a, b in ((1, 30), (24, 7), (95.5, 1.5), (500, 501))
    ]


def binomial():
    return [
        {"k": k, "n": n, "q": q, "p": float(stats.binom.cdf(k, n, q))}
        for k, n in ((0, 1), (3, 10), (24, 30), (499, 1000))
        for q in (0.02, 0.5, 0.8)
    ]


def proportions():
    out = []
    for k, n in ((0, 10), (1, 2), (24, 30), (45, 96), (99, 100), (1, 1)):
        for name, method in (("wilson", "wilson"), ("exact", "beta")):
            low, high = proportion.proportion_confint(k, n, 0.05, method)
            out.append({"k": k, "n": n, "method": name, "low": float(low), "high": float(high)})
    return out


def student():
    return [
        {"df": df, "p": p, "t": float(stats.t.ppf(p, df))}
        for df in (1, 2, 7, 29, 499)
        for p in (0.9, 0.975)
    ]


def tests():
    return [
        {"won": b, "lost": c, "p": float(mcnemar([[5, b], [c, 5]], exact=True).pvalue)}
        for b, c in ((0, 0), (1, 5), (7, 1), (12, 30), (250, 200))
    ]


def flips():
    out = []
    for n in (5, 9, 12):
        d = rng.integers(-4, 5, n)
        result = stats.permutation_test(
            (d,), lambda x, axis: np.sum(x, axis=axis), permutation_type="samples",
            n_resamples=np.inf, vectorized=True, alternative="two-sided")
        out.append({"d": d.tolist(), "p": float(result.pvalue)})
    return out


def holm():
    p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.2]
    return {"p": p, "adjusted": multitest.multipletests(p, method="holm")[1].tolist()}


def bootstrap():
    out = []
    for n in (12, 60):
        x = np.round(rng.beta(3, 1, n), 4)
        r = stats.bootstrap((x,), np.mean, n_resamples=200_000, method="BCa", batch=5_000, rng=1)
        ci = r.confidence_interval
        out.append({"x": x.tolist(), "low": float(ci.low), "high": float(ci.high)})
    return out


def clusters():
    out = []
    for n, c in ((12, 4), (60, 17)):
        x = rng.integers(0, 5, n) / 4
        g = rng.integers(0, c, n)
        fit = sm.OLS(x, np.ones(n)).fit(cov_type="cluster", cov_kwds={"groups": g})
        out.append({"x": x.tolist(), "cluster": g.tolist(), "se": float(fit.bse[0])})
    return out


def variance():
    """The mean squares of a one-way analysis of variance, and what follows for its components."""
    k, n = 4, 25
    x = (rng.random((n, k)) < rng.beta(1, 1, (n, 1))).astype(int)
    model = sm.OLS(x.ravel(), sm.add_constant(np.kron(np.eye(n)[:, 1:], np.ones((k, 1))))).fit()
    within = model.mse_resid
    between = model.mse_model
    return {
        "attempts": k, "correct": x.sum(1).tolist(), "within": float(within),
        "questions": float((between - within) / k),
    }


def kappa():
    out = []
    for table in ([[20, 5], [10, 15]], [[45, 15], [25, 15]], [[8, 1, 0], [2, 9, 3], [0, 2, 5]]):
        out.append({"table": table, "kappa": float(inter_rater.cohens_kappa(table).kappa)})
    return out


def alpha():
    nan = np.nan
    data = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    ]
    value = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    items = [[str(int(j[i])) for j in data if not np.isnan(j[i])] for i in range(12)]
    return {"items": items, "alpha": float(value)}


def sizes():
    return [
        {
            "variance": v, "difference": d,
            "n": float(power.normal_sample_size_one_tail(d, 0.8, 0.025, np.sqrt(v))),
        }
        for v in (4 / 9, 0.1) for d in (0.03, 0.1)
    ]


def tails():
    return [
        {"n": n, "c": c, "k": k, "least": j, "p": float(stats.hypergeom.sf(j - 1, n, c, k))}
        for n, c, k, j in ((16, 9, 8, 4), (64, 40, 16, 12), (64, 1, 2, 1), (1000, 500, 100, 50))
    ]


here = os.path.dirname(os.path.abspath(__file__))
values = {
    "made_by": f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, "
    f"krippendorff {krippendorff.__version__ if hasattr(krippendorff, '__version__') else ''}",
    "beta": beta(), "beta_quantiles": beta_quantiles(), "binomial": binomial(),
    "proportions": proportions(), "student": student(), "mcnemar": tests(), "flips": flips(),
    "holm": holm(), "bootstrap": bootstrap(), "clusters": clusters(), "variance": variance(),
    "kappa": kappa(), "alpha": alpha(), "sizes": sizes(), "tails": tails(),
}
with open(os.path.join(here, "independent.json"), "w") as file:
    json.dump(values, file, indent=1)
    file.write("\n")
