public import Grading

/// The spread of a mean split into what comes from the choice of problems and what comes from chance
/// within attempts.
///
/// Var(x̄) = (ω² + σ²/K)/n: more problems lessen both parts, more attempts the second alone.
///
/// Source: Miller 2024, arXiv:2411.00640, section 3.2 (law of total variance), with the unbiased
/// estimates of a one-way random-effects analysis of variance (Searle, Casella and McCulloch 1992).
extension VarianceSplit {
  /// - Parameter problems: For each problem its attempts without faults, at least 1, and how many of
  ///   them are correct. Problems with one attempt say nothing of the spread within.
  /// - Returns: `nil` with fewer than two problems or none with two attempts.
  public init?(_ problems: [(attempts: Int, correct: Int)]) {
    let repeated = problems.filter { $0.attempts > 1 }
    guard problems.count > 1, !repeated.isEmpty,
      let spread = Mean(
        of: problems.map { Double($0.correct) / Double($0.attempts) })?.variance
    else { return nil }
    let within = repeated.reduce(0) { $0 + Self.within($1) } / Double(repeated.count)
    // The mean of 1/K: what is left of the spread within after averaging.
    let inverse = problems.reduce(0) { $0 + 1 / Double($1.attempts) } / Double(problems.count)
    self.init(questions: max(0, spread - within * inverse), attempts: within)
  }

  /// The unbiased variance of one attempt at a problem: K/(K−1) · p(1−p).
  static func within(_ problem: (attempts: Int, correct: Int)) -> Double {
    let k = Double(problem.attempts)
    let share = Double(problem.correct) / k
    return k / (k - 1) * share * (1 - share)
  }
}

extension Estimate {
  public static let fixedSetMethod = "normal, attempts only"

  /// The mean over problems with an interval of 95 % for this very set: how far it may lie if the
  /// same problems were asked again, chance within attempts alone.
  ///
  ///     SE = (1/n) √(Σ vᵢ / Kᵢ),  vᵢ = Kᵢ/(Kᵢ−1) · pᵢ(1−pᵢ)
  ///
  /// Cut at 0 and 1. A problem whose attempts all agree adds nothing, so with few attempts the
  /// interval is rather too narrow than too wide.
  ///
  /// - Returns: `nil` unless every problem has at least two attempts: one attempt does not show how
  ///   much chance there is.
  /// Source: Miller 2024, arXiv:2411.00640, section 3.1; the sum of independent variances.
  public static func fixedSet(_ problems: [(attempts: Int, correct: Int)]) -> Estimate? {
    guard problems.allSatisfy({ $0.attempts > 1 }),
      let mean = Mean(of: problems.map { Double($0.correct) / Double($0.attempts) })
    else { return nil }
    let sum = problems.reduce(0) { $0 + VarianceSplit.within($1) / Double($1.attempts) }
    let reach = z * sum.squareRoot() / Double(problems.count)
    return Estimate(
      value: mean.value, low: max(0, mean.value - reach), high: min(1, mean.value + reach),
      method: fixedSetMethod)
  }
}

extension Clustered {
  /// The error of a mean whose values depend on one another within clusters, for example problems
  /// on the same text.
  ///
  ///     SE = (1/n) √( C/(C−1) · Σ_c ( Σ_{i∈c} (xᵢ − x̄) )² )
  ///
  /// and an interval of 95 % by Student's t with C − 1 degrees of freedom, cut at 0 and 1. With every
  /// value its own cluster this is the plain standard error.
  ///
  /// - Parameters:
  ///   - values: One for each problem.
  ///   - clusters: The cluster of each, in the same order.
  /// - Returns: `nil` with fewer than two clusters.
  /// Source: Miller 2024, arXiv:2411.00640, section 2.2, with the factor C/(C−1) of Liang and Zeger 1986
  /// as statistical packages apply it.
  public init?(_ values: [Double], clusters: [String]) {
    precondition(values.count == clusters.count, "a cluster for each value")
    guard let mean = Mean(of: values) else { return nil }
    var sums: [String: Double] = [:]
    var order: [String] = []
    for (value, cluster) in zip(values, clusters) {
      if sums[cluster] == nil { order.append(cluster) }
      sums[cluster, default: 0] += value - mean.value
    }
    guard order.count > 1 else { return nil }
    let count = Double(order.count)
    let squares = order.reduce(0) { $0 + sums[$1, default: 0] * sums[$1, default: 0] }
    let error = (count / (count - 1) * squares).squareRoot() / Double(values.count)
    let reach = error * StudentT.quantile(0.975, degreesOfFreedom: order.count - 1)
    self.init(
      clusters: order.count, standardError: error,
      estimate: Estimate(
        value: mean.value, low: max(0, mean.value - reach), high: min(1, mean.value + reach),
        method: "Student’s t over clusters"))
  }
}

extension MissingBounds {
  /// The accuracy if every missing attempt were wrong, and if every one were right.
  ///
  /// Missing are faults and attempts that were planned but not made. A problem counts once, whatever
  /// it lacks; one without any attempt counts as 0 and as 1.
  ///
  /// - Parameter problems: For each problem the attempts planned, those without faults, and of them
  ///   the correct ones.
  /// - Returns: `nil` if nothing is missing or there is no problem.
  /// Source: Manski 1989, Anatomy of the Selection Problem: bounds without assumptions.
  public init?(_ problems: [(planned: Int, marked: Int, correct: Int)]) {
    let missing = problems.reduce(0) { $0 + max(0, $1.planned - $1.marked) }
    guard missing > 0 else { return nil }
    let n = Double(problems.count)
    var (low, high) = (0.0, 0.0)
    for problem in problems {
      let planned = Double(max(problem.planned, problem.marked))
      low += Double(problem.correct) / planned
      high += (Double(problem.correct) + planned - Double(problem.marked)) / planned
    }
    self.init(
      missing: missing, planned: problems.reduce(0) { $0 + max($1.planned, $1.marked) },
      low: low / n, high: min(1, high / n))
  }
}
