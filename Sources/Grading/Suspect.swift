/// A grade that is worth a person's look, with why.
public struct Suspect: Sendable, Hashable {
  public var attempt: GradedAttempt
  public var expected: String
  /// Heaviest first, at least one.
  public var causes: [Cause]

  public init(attempt: GradedAttempt, expected: String, causes: [Cause]) {
    self.attempt = attempt
    self.expected = expected
    self.causes = causes
  }

  /// What suspects are ranked by: the sum of its causes' weights.
  public var weight: Int { causes.reduce(0) { $0 + $1.kind.weight } }

  public struct Cause: Sendable, Hashable {
    public var kind: Kind
    /// What was seen, in one line.
    public var remark: String

    public init(_ kind: Kind, _ remark: String) {
      self.kind = kind
      self.remark = remark
    }
  }

  /// Signs that a grade may be wrong, the surest first.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Two equal answers cannot both be judged rightly.
    case unlikeVerdicts = "unlike_verdicts"
    case goldInAnswer = "gold_in_answer"
    /// The reference may be wrong.
    case agreeAgainstGold = "agree_against_gold"
    case undecided
    case guessedWrong = "guessed_wrong"
    case nearTimeLimit = "near_time_limit"
    case truncated
    case guessedRight = "guessed_right"

    /// About how likely a look is to change the grade, on a scale of its own.
    public var weight: Int {
      switch self {
      case .unlikeVerdicts: 10
      case .goldInAnswer: 8
      case .agreeAgainstGold: 7
      case .undecided: 6
      case .guessedWrong: 5
      case .nearTimeLimit: 3
      case .truncated: 2
      case .guessedRight: 1
      }
    }
  }
}
