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
    policy.aliases += rules.aliases
    return policy
  }
}
