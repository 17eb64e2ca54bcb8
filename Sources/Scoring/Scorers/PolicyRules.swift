import Grading
import MathEquivalence

extension Policy {
  /// This policy, with what a problem and its rubric say in the place of its own values.
  func with(_ rules: AnswerPolicy) -> Policy {
    var policy = self
    if rules.absoluteTolerance != nil || rules.relativeTolerance != nil
      || rules.significantFigures != nil
    {
      policy.absoluteTolerance = rules.absoluteTolerance
      policy.relativeTolerance = rules.relativeTolerance
      policy.significantFigures = rules.significantFigures
    }
    if let percentIsNumber = rules.percentIsNumber { policy.percentIsNumber = percentIsNumber }
    if let unitsRequired = rules.unitsRequired { policy.unitsRequired = unitsRequired }
    if let ordered = rules.ordered { policy.orderMatters = ordered }
    if let unit = rules.angleUnit {
      policy.angleUnit =
        switch unit {
        case .degrees: .degrees
        case .radians: .radians
        }
    }
    if let base = rules.logBase {
      policy.logBase =
        switch base {
        case .e: .e
        case .two: .two
        case .ten: .ten
        }
    }
    if let decimalComma = rules.decimalComma { policy.decimalComma = decimalComma }
    if let simplified = rules.simplified { policy.simplifiedRequired = simplified }
    policy.aliases += rules.aliases
    return policy
  }
}
