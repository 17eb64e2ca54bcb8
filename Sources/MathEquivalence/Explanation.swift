/// What a text is read as: what a person is told who wonders about a decision.
public struct ReadingNote: Sendable, Hashable {
  public enum Kind: String, Sendable { case mathematics, words, unreadable, tooLong = "too_long" }

  public var kind: Kind
  /// The form that is compared, in short plain notation; for what cannot be read, why.
  public var form: String
}

extension Equivalence {
  /// How a gold or given answer is read under a policy.
  public static func note(on text: String, policy: Policy = Policy()) -> ReadingNote {
    let reading = Reading.of(text, Notation(policy))
    switch reading.content {
    case .math:
      guard case .math(let node) = reading.simplified.content else {
        return ReadingNote(kind: .mathematics, form: "")
      }
      return ReadingNote(kind: .mathematics, form: node.description)
    case .words:
      return ReadingNote(kind: .words, form: reading.words.joined(separator: " "))
    case .unreadable(let message, let offset):
      return ReadingNote(kind: .unreadable, form: "\(message), at character \(offset + 1)")
    case .tooLong: return ReadingNote(kind: .tooLong, form: "more than 4096 tokens")
    }
  }
}
