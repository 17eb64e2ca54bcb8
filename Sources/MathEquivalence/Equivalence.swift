/// A reference answer, read once and compared with many answers.
///
/// The comparison is total and uses no clock: the same pair gives the same decision everywhere.
///
///     let gold = try Equivalence(gold: "\\frac{1}{2}")
///     gold.compare("0.5").outcome        // equal
///     gold.compare("0.49").reason        // expected 1/2, found 49/100
public struct Equivalence: Sendable {
  /// Raised whenever a decision may change, so that stored scores can tell.
  public static let version: Int = 6

  private let policy: Policy
  private let text: String
  private let gold: Reading
  private let aliases: [Reading]
  private let notation: Notation
  private let requiresSimplest: Bool

  /// A reference of more than 4096 tokens is equal to the same text only.
  ///
  /// - Throws: ``UnreadableGold`` when the reference is empty, longer than 32,768 characters, or
  ///   mathematics in a notation that is not known.
  public init(gold text: String, policy: Policy = Policy()) throws(UnreadableGold) {
    let notation = Notation(policy)
    let reading = Reading.of(text, notation)
    switch reading.content {
    case .tooLong:
      // Text of too many tokens can still be given back as it is.
      guard text.unicodeScalars.count <= Lexer.scalarLimit else {
        throw UnreadableGold(offset: Lexer.scalarLimit, message: "it is too long")
      }
    case .unreadable(let message, let offset):
      throw UnreadableGold(offset: offset, message: message)
    case .math, .words: break
    }
    guard !reading.isEmpty || reading.isTooLong else {
      throw UnreadableGold(offset: 0, message: "it is empty")
    }
    self.policy = policy
    self.text = text
    gold = reading.simplified
    aliases = policy.aliases.map { Reading.of($0, notation) }
    self.notation = notation
    requiresSimplest = policy.simplifiedRequired && Simplest.flaw(reading.tokens) == nil
  }

  /// Decides whether an answer equals the reference. Never throws and never hangs.
  public func compare(_ answer: String) -> Decision {
    if answer == text || policy.aliases.contains(answer) {
      return .equal(.identical, "the same text")
    }
    let reading = Reading.of(answer, notation)
    if reading.isTooLong {
      if answer.unicodeScalars.allSatisfy(Reading.isBracket) {
        return .different(.text, "the answer is nothing but brackets")
      }
      return .undecided(.fuel, "the answer is too long to be read")
    }
    if reading.isEmpty { return .different(.text, "the answer is empty") }
    for known in [gold] + aliases where !known.isTooLong && areSame(known.tokens, reading.tokens) {
      return .equal(.identical, "the same text")
    }
    let decision = Comparison(policy: policy).compare(gold, reading)
    if requiresSimplest, decision.isEqual, let flaw = Simplest.flaw(reading.tokens) {
      return .different(.structural, "right in value, but not in its simplest form: \(flaw)")
    }
    return decision
  }

  private func areSame(_ left: [Token], _ right: [Token]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.kind == $1.kind }
  }
}
