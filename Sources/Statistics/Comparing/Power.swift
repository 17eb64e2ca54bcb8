public import Grading

/// How small a difference between two runs can be found, and what it takes.
public enum Power {
  /// The usual level of a two-sided test, and the usual chance to find what is there.
  public static let level = 0.05
  public static let power = 0.8

  /// z(1 − α/2) + z(power): 2.80 at 5 % and 80 %.
  public static func reach(level: Double = level, power: Double = power) -> Double {
    Normal.quantile(1 - level / 2) + Normal.quantile(power)
  }

  /// The smallest difference that is found with the chance `power`.
  ///
  /// - Parameter standardError: Of the paired difference.
  /// Source: Miller 2024, arXiv:2411.00640, equation 10.
  public static func detectable(standardError: Double) -> Double { reach() * standardError }

  /// The variance of one problem's difference between two runs of `attempts` attempts each.
  ///
  ///     ω_d² + σ_A²/K + σ_B²/K, both runs with the same σ² and ω_d² = ⁴⁄₃ ω²
  ///
  /// How alike two models find the same problems is known only when both were asked. The factor ⁴⁄₃,
  /// a correlation of one third, is that of Miller's example (ω² = 1/12 for shares spread evenly from
  /// 0 to 1, ω_d² = 1/9). Runs of similar models are more alike and detect less than this says.
  public static func differenceVariance(_ split: VarianceSplit, attempts: Int) -> Double {
    4 / 3 * split.questions + 2 * split.attempts / Double(attempts)
  }

  /// The smallest difference to another run over the same problems that is found with 80 %.
  ///
  /// - Returns: A share; `nil` if even the largest difference would not be.
  public static func detectable(_ split: VarianceSplit, problems: Int, attempts: Int) -> Double? {
    guard problems > 0, attempts > 0 else { return nil }
    let variance = differenceVariance(split, attempts: attempts) / Double(problems)
    let share = detectable(standardError: variance.squareRoot())
    return share <= 1 ? share : nil
  }

  /// The problems that it takes to find a difference with 80 %.
  ///
  ///     n = (z(1−α/2) + z(power))² (ω_d² + 2σ²/K) / δ²
  ///
  /// Source: Miller 2024, arXiv:2411.00640, equation 9.
  public static func problems(
    toDetect difference: Double, _ split: VarianceSplit, attempts: Int
  ) -> Int {
    precondition(difference > 0 && attempts > 0, "a difference, and attempts")
    let ratio = reach() / difference
    return wholeUp(ratio * ratio * differenceVariance(split, attempts: attempts))
  }

  /// The attempts at each of `problems` that it takes to find a difference with 80 %.
  ///
  /// - Returns: `nil` if no number suffices: the problems themselves are too few.
  public static func attempts(
    toDetect difference: Double, _ split: VarianceSplit, problems: Int
  ) -> Int? {
    precondition(difference > 0, "a difference")
    let ratio = difference / reach()
    let room = ratio * ratio * Double(problems) - 4 / 3 * split.questions
    guard room > 0 else { return nil }
    let attempts = 2 * split.attempts / room
    return attempts < 1e9 ? max(1, wholeUp(attempts)) : nil
  }

  /// Rounded up, but for what rounding of doubles adds to a whole number.
  private static func wholeUp(_ value: Double) -> Int {
    Int(min(1e15, (value * (1 - 1e-12)).rounded(.up)))
  }
}

extension VarianceSplit {
  /// Shares of correct attempts spread evenly from 0 to 1: what may be assumed of a set that nobody
  /// was asked yet. Source: Miller 2024, arXiv:2411.00640, section 5.
  public static let unknown = VarianceSplit(questions: 1.0 / 12, attempts: 1.0 / 6)

  /// The split where single attempts show the sum p(1−p) alone: in the proportion of ``unknown``.
  ///
  /// - Parameter share: The accuracy, moved towards a half by one right and one wrong problem, so that
  ///   a run that is all right does not claim to detect anything.
  public static func assumed(correct: Double, of problems: Int) -> VarianceSplit {
    let share = (correct + 1) / (Double(problems) + 2)
    return VarianceSplit(questions: share * (1 - share) / 3, attempts: share * (1 - share) * 2 / 3)
  }
}
