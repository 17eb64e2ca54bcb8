/// What an examiner says of an answer.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  case correct, partial, incorrect, undecided, unanswered
}

/// Why, in judge's terms.
public enum Reason: String, Sendable, Hashable, CaseIterable {
  case accepted
  case partialCredit = "partial_credit"
  case notEqual = "not_equal"
  case wrongAnswer = "wrong_answer"
  case presentationError = "presentation_error"
  case timeLimit = "time_limit"
  case memoryLimit = "memory_limit"
  case outputLimit = "output_limit"
  case runtimeError = "runtime_error"
  case compileError = "compile_error"
  case noAnswer = "no_answer"
  case truncated
  case refused
  case cannotDecide = "cannot_decide"
}

/// A verdict with its points and what a person needs to check it.
public struct Score: Sendable, Hashable {
  public var verdict: Verdict
  public var reason: Reason
  /// 0 … 1.
  public var points: Double
  /// Points by criterion of the rubric, in its order.
  public var criteria: [CriterionScore]
  @Apart public var evidence: Evidence

  public init(
    verdict: Verdict, reason: Reason, points: Double, criteria: [CriterionScore] = [],
    evidence: Evidence
  ) {
    precondition((0...1).contains(points), "points are a share")
    self.verdict = verdict
    self.reason = reason
    self.points = points
    self.criteria = criteria
    self.evidence = evidence
  }

  public static func correct(_ evidence: Evidence) -> Score {
    Score(verdict: .correct, reason: .accepted, points: 1, evidence: evidence)
  }

  public static func incorrect(_ reason: Reason, _ evidence: Evidence) -> Score {
    Score(verdict: .incorrect, reason: reason, points: 0, evidence: evidence)
  }

  public static func undecided(_ evidence: Evidence) -> Score {
    Score(verdict: .undecided, reason: .cannotDecide, points: 0, evidence: evidence)
  }

  public static func unanswered(_ reason: Reason, _ remark: String) -> Score {
    Score(
      verdict: .unanswered, reason: reason, points: 0, evidence: Evidence(remark: remark))
  }
}

/// What one criterion gave.
public struct CriterionScore: Sendable, Hashable {
  public var id: String
  public var title: String
  /// Points earned and points possible, in the rubric's own scale.
  public var earned: Double
  public var possible: Double
  public var remark: String

  public init(id: String, title: String, earned: Double, possible: Double, remark: String) {
    self.id = id
    self.title = title
    self.earned = earned
    self.possible = possible
    self.remark = remark
  }
}
