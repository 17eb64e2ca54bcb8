/// What a comparison found, and why.
public struct Decision: Sendable, Hashable {
  public enum Outcome: String, Sendable {
    case equal
    case different
    /// Neither was shown: the notation is unknown, or the work exceeded the fuel.
    case undecided
  }

  /// How the outcome was reached.
  public enum Method: String, Sendable {
    /// The same tokens.
    case identical
    /// Exact arithmetic: a proof.
    case exact
    /// Balls of high precision: a proof when different; agreement to more than 100 bits when equal.
    case numeric
    /// Element by element, unit by unit.
    case structural
    /// As normalised words.
    case text
    /// A limit was met.
    case fuel
  }

  public var outcome: Outcome
  public var method: Method
  /// One line for a person: what differs, or how equality was found.
  public var reason: String

  public init(outcome: Outcome, method: Method, reason: String) {
    self.outcome = outcome
    self.method = method
    self.reason = reason
  }

  static func equal(_ method: Method, _ reason: String) -> Decision {
    Decision(outcome: .equal, method: method, reason: reason)
  }

  static func different(_ method: Method, _ reason: String) -> Decision {
    Decision(outcome: .different, method: method, reason: reason)
  }

  static func undecided(_ method: Method, _ reason: String) -> Decision {
    Decision(outcome: .undecided, method: method, reason: reason)
  }

  var isEqual: Bool { outcome == .equal }

  /// The same with words before the reason.
  func prefixed(_ words: String) -> Decision {
    Decision(outcome: outcome, method: method, reason: words + reason)
  }
}

/// A reference that nobody can mark: it is empty, too long or not readable as an answer.
public struct UnreadableGold: Error, Sendable {
  /// Where reading stopped, in Unicode scalars after delimiters were removed.
  public let offset: Int
  public let message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}
