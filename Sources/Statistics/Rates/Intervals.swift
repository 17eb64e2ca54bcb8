public import Grading

extension Estimate {
  /// The name of the interval that ``wilson(share:of:)`` gives.
  public static let wilsonMethod = "Wilson"
  /// The name of the interval that ``clopperPearson(share:of:)`` gives.
  public static let clopperPearsonMethod = "Clopper–Pearson"
  /// What follows the name where several attempts at a problem were turned into so many trials.
  public static let effectiveSize = ", effective sample size"

  /// 95 % of the normal distribution lie within this many standard deviations.
  static let z = 1.959963984540054

  /// With fewer successes or failures than this, Wilson's interval may cover far less than 95 %: at
  /// n = 30 it falls to 86 %, from here on to 92 % at one accuracy and to 93 % elsewhere.
  private static let fewestForWilson = 5.0
  /// The same where the number of trials is itself estimated from the spread.
  private static let fewestForEffectiveWilson = 10.0
  /// With fewer than this the spread over problems says nothing; the number of problems stands in.
  private static let fewestForSpread = 2.0

  /// Wilson's score interval of 95 % for a share among `n` independent trials.
  ///
  /// Unlike p ± 1.96 √(p(1−p)/n) it stays within 0…1, has a width at p = 0 and p = 1, and covers
  /// what it says for small n.
  ///
  /// - Parameters:
  ///   - share: 0 … 1; a fraction of a success is allowed.
  ///   - n: At least 1.
  /// Source: Wilson 1927; Brown, Cai and DasGupta 2001, Interval Estimation for a Binomial Proportion.
  public static func wilson(share: Double, of n: Int) -> Estimate {
    wilson(share: share, trials: Double(n))
  }

  /// As ``wilson(share:of:)``, for an effective number of trials.
  static func wilson(share: Double, trials n: Double) -> Estimate {
    precondition(n > 0 && (0...1).contains(share), "a share of some trials")
    let square = z * z
    let centre = share + square / (2 * n)
    let reach = z * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
    let scale = 1 + square / n
    // At the edges the formula gives 0 and 1 but for rounding.
    return Estimate(
      value: share,
      low: share == 0 ? 0 : max(0, (centre - reach) / scale),
      high: share == 1 ? 1 : min(1, (centre + reach) / scale), method: wilsonMethod)
  }

  /// Clopper and Pearson's exact interval of 95 % for a share among `n` independent trials: it never
  /// covers less than it says, and often more.
  ///
  /// Source: Clopper and Pearson 1934; as quantiles of beta distributions in Brown, Cai and DasGupta
  /// 2001, section 4.2.1.
  public static func clopperPearson(share: Double, of n: Int) -> Estimate {
    clopperPearson(share: share, trials: Double(n))
  }

  /// As ``clopperPearson(share:of:)``, for an effective number of trials.
  ///
  /// Source: Korn and Graubard 1998, Confidence Intervals for Proportions with Small Expected Number
  /// of Positive Counts Estimated from Survey Data.
  static func clopperPearson(share: Double, trials n: Double) -> Estimate {
    precondition(n > 0 && (0...1).contains(share), "a share of some trials")
    let successes = share * n
    return Estimate(
      value: share,
      low: share == 0 ? 0 : Beta.quantile(0.025, successes, n - successes + 1),
      high: share == 1 ? 1 : Beta.quantile(0.975, successes + 1, n - successes),
      method: clopperPearsonMethod)
  }

  /// The customary interval of 95 % for a mean of shares: Student's t with n − 1 degrees of freedom,
  /// cut at 0 and 1.
  ///
  /// - Returns: `nil` with fewer than two values.
  public static func student(_ shares: [Double]) -> Estimate? {
    guard let mean = Mean(of: shares), let error = mean.standardError else { return nil }
    let reach = error * StudentT.quantile(0.975, degreesOfFreedom: mean.count - 1)
    return Estimate(
      value: mean.value, low: max(0, mean.value - reach), high: min(1, mean.value + reach),
      method: "Student’s t over problems")
  }

  /// The mean over problems of the share of correct attempts, with an interval of 95 % for new
  /// problems of the same sort.
  ///
  /// One attempt at each problem: Wilson, and Clopper–Pearson where fewer than five problems are
  /// right or fewer than five wrong. Several: the same intervals at the effective sample size
  ///
  ///     n* = x̄ (1 − x̄) / SE² · (z / t(0.975; n − 1))²
  ///
  /// the number of independent trials whose mean would spread as the problems' shares do. Student's t
  /// on the shares, the customary choice, covers 81 to 94 % where accuracies are above 90 % and
  /// problems fewer than a hundred; `CoverageTests` compares them. Where the spread says nothing (all
  /// right, all wrong, nearly so, a single problem) the number of problems stands in for n*: the most
  /// cautious choice, since attempts at one problem may all agree.
  ///
  /// - Parameter problems: For each problem its attempts without faults, at least 1, and how many of
  ///   them count as correct.
  /// - Returns: `nil` without problems.
  /// Source: Korn and Graubard 1998; Dean and Pagano 2015, Evaluating Confidence Interval Methods for
  /// Binomial Proportions in Clustered Surveys.
  public static func accuracy(_ problems: [(attempts: Int, correct: Int)]) -> Estimate? {
    let shares = problems.map { Double($0.correct) / Double($0.attempts) }
    let several = problems.contains { $0.attempts > 1 }
    return overProblems(shares, draws: several ? problems.reduce(0) { $0 + $1.attempts } : nil)
  }

  /// As ``accuracy(_:)``, for any share of 0 … 1 that each problem has, for example its pass@k.
  ///
  /// - Parameter draws: The attempts behind all values: the most independent trials that there can
  ///   be; `nil` if each value is a single right or wrong.
  static func overProblems(_ shares: [Double], draws: Int?) -> Estimate? {
    Mean(of: shares).map { overProblems($0, draws: draws) }
  }

  /// As ``overProblems(_:draws:)``, for the mean of the shares.
  static func overProblems(_ mean: Mean, draws: Int?) -> Estimate {
    let value = min(1, max(0, mean.value))
    let rarer = min(value, 1 - value)
    let n = Double(mean.count)
    guard let draws else {
      return rarer * n < fewestForWilson - 1e-9
        ? clopperPearson(share: value, trials: n) : wilson(share: value, trials: n)
    }
    guard let error = mean.standardError, error > 0, rarer * n >= fewestForSpread else {
      return clopperPearson(share: value, trials: n)
    }
    let narrowing = z / StudentT.quantile(0.975, degreesOfFreedom: mean.count - 1)
    let trials =
      min(Double(draws), value * (1 - value) / (error * error)) * narrowing * narrowing
    var estimate =
      rarer * n < fewestForEffectiveWilson
      ? clopperPearson(share: value, trials: trials) : wilson(share: value, trials: trials)
    estimate.method += effectiveSize
    return estimate
  }
}
