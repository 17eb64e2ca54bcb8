public import Grading

extension Estimate {
  /// The name of the interval that ``wilson(share:of:)`` gives.
  public static let wilsonMethod = "Wilson"
  /// The name of the interval over problems' shares.
  public static let studentMethod = "Student’s t over problems"

  /// 95 % of the normal distribution lie within this many standard deviations.
  static let z = 1.959963984540054

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
    precondition(n >= 1 && (0...1).contains(share), "a share of at least one trial")
    let n = Double(n)
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

  /// The mean over problems of the share of correct attempts, with an interval for new problems of
  /// the same sort.
  ///
  /// One attempt at each problem: Wilson. Several: Student's t on the problems' shares, cut at 0 and
  /// 1. Where the shares do not spread (all right, all wrong, a single problem) that interval would
  /// claim certainty; then Wilson's on the number of problems stands in.
  ///
  /// - Parameter problems: For each problem its attempts without faults, at least 1, and how many of
  ///   them count as correct.
  /// - Returns: `nil` without problems.
  public static func accuracy(_ problems: [(attempts: Int, correct: Int)]) -> Estimate? {
    let shares = problems.map { Double($0.correct) / Double($0.attempts) }
    guard let mean = Mean(of: shares) else { return nil }
    let value = min(1, max(0, mean.value))
    guard problems.contains(where: { $0.attempts > 1 }), let error = mean.standardError, error > 0
    else { return wilson(share: value, of: mean.count) }
    let reach = error * StudentT.quantile(0.975, degreesOfFreedom: mean.count - 1)
    return Estimate(
      value: value, low: max(0, value - reach), high: min(1, value + reach), method: studentMethod)
  }
}
