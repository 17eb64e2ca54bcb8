/// An attempt with what became of it under one marking.
public struct Grade: Sendable, Hashable {
  public var attempt: AttemptID
  /// What was extracted; `nil` if there was nothing or the attempt faulted.
  public var answer: Answer?
  public var outcome: Outcome

  public init(attempt: AttemptID, answer: Answer?, outcome: Outcome) {
    self.attempt = attempt
    self.answer = answer
    self.outcome = outcome
  }

  public indirect enum Outcome: Sendable, Hashable {
    case scored(Score)
    case faulted(Fault)
  }

  public var score: Score? {
    guard case .scored(let score) = outcome else { return nil }
    return score
  }

  public var fault: Fault? {
    guard case .faulted(let fault) = outcome else { return nil }
    return fault
  }
}
