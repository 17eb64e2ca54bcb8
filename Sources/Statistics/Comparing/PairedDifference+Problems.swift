public import Grading

/// One problem in two runs, faults left out.
public struct PairedShare: Sendable, Hashable {
  public var attempts: (first: Int, second: Int) { (firstAttempts, secondAttempts) }
  var firstAttempts: Int
  var firstCorrect: Int
  var secondAttempts: Int
  var secondCorrect: Int

  /// - Parameters: Attempts at least 1, correct ones among them.
  public init(first: (attempts: Int, correct: Int), second: (attempts: Int, correct: Int)) {
    precondition(first.attempts > 0 && second.attempts > 0, "both runs have an attempt")
    firstAttempts = first.attempts
    firstCorrect = first.correct
    secondAttempts = second.attempts
    secondCorrect = second.correct
  }

  var firstShare: Double { Double(firstCorrect) / Double(firstAttempts) }
  var secondShare: Double { Double(secondCorrect) / Double(secondAttempts) }
  var difference: Double { secondShare - firstShare }
}

extension PairedDifference {
  public static let adjustedMethod = "Bonett–Price"
  public static let studentMethod = "Student’s t over problems’ differences"

  /// Compares two runs over the problems that both were asked.
  ///
  /// One attempt each: the exact test of McNemar, and the adjusted interval of Bonett and Price
  ///
  ///     (c − b)/(n + 2) ± z √( (p₁ + p₂ − (p₂ − p₁)²)/(n + 2) ),  p₁ = (b+1)/(n+2), p₂ = (c+1)/(n+2)
  ///
  /// with b lost and c won. Several attempts: the sign-flip test on dᵢ = p̂ᵢ(second) − p̂ᵢ(first), and
  /// Student's t on them. What is compared is paired: problems that both find hard cancel.
  ///
  /// - Returns: `nil` without problems.
  /// Source: Miller 2024, arXiv:2411.00640, section 4.2; Bonett and Price 2012, Adjusted Wald Confidence
  /// Interval for a Difference of Binomial Proportions Based on Paired Data.
  public init?(_ pairs: [PairedShare]) {
    guard let first = Mean(of: pairs.map(\.firstShare)),
      let second = Mean(of: pairs.map(\.secondShare)), let mean = Mean(of: pairs.map(\.difference))
    else { return nil }
    let won = pairs.count { $0.difference > 1e-12 }
    let lost = pairs.count { $0.difference < -1e-12 }
    let isSingle = pairs.allSatisfy { $0.firstAttempts == 1 && $0.secondAttempts == 1 }
    let error = mean.standardError ?? 0
    let spread = Self.adjusted(won: won, lost: lost, of: pairs.count)
    let usesAdjusted = isSingle || error == 0
    let reach: Double
    if usesAdjusted {
      reach = 0
    } else {
      reach = error * StudentT.quantile(0.975, degreesOfFreedom: pairs.count - 1)
    }
    let value = second.value - first.value
    self.init(
      problems: pairs.count, first: first.value, second: second.value, difference: value,
      low: usesAdjusted ? spread.low : max(-1, value - reach),
      high: usesAdjusted ? spread.high : min(1, value + reach),
      method: usesAdjusted ? Self.adjustedMethod : Self.studentMethod,
      pValue: isSingle
        ? PairedTest.mcNemar(won: won, lost: lost) : PairedTest.signFlip(Self.whole(pairs)),
      test: isSingle ? PairedTest.mcNemar : PairedTest.signFlip, won: won, lost: lost,
      detectable: Power.detectable(standardError: usesAdjusted ? spread.error : error))
  }

  private static func adjusted(
    won: Int, lost: Int, of n: Int
  ) -> (low: Double, high: Double, error: Double) {
    let trials = Double(n) + 2
    let (up, down) = ((Double(won) + 1) / trials, (Double(lost) + 1) / trials)
    let error = ((up + down - (up - down) * (up - down)) / trials).squareRoot()
    return (
      max(-1, up - down - Estimate.z * error), min(1, up - down + Estimate.z * error), error
    )
  }

  /// The differences as whole multiples of a common fraction.
  private static func whole(_ pairs: [PairedShare]) -> [Int] {
    let counts = Set(pairs.flatMap { [$0.firstAttempts, $0.secondAttempts] })
    // Beyond this the fractions are rounded to millionths, far below what one attempt is worth.
    let limit = 1_000_000
    let unit = counts.reduce(1) { unit, count in
      unit > limit ? unit : unit / greatestCommonDivisor(unit, count) * count
    }
    guard unit <= limit else {
      return pairs.map { Int(($0.difference * Double(limit)).rounded()) }
    }
    return pairs.map {
      $0.secondCorrect * (unit / $0.secondAttempts) - $0.firstCorrect * (unit / $0.firstAttempts)
    }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
