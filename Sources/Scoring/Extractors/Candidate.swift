public import Grading

/// The rules by which an answer is found; their raw values are stored with grades.
public enum AnswerRule: String, Sendable, Hashable, CaseIterable {
  case answerTag = "answer_tag"
  case json
  case boxed
  case label
  case hashes
  case bold
  case display
  case equation
  case lastQuantity = "last_quantity"
  case wholeReply = "whole_reply"

  /// Whether the model set a mark; everything else is a guess.
  public var confidence: Answer.Confidence {
    switch self {
    case .answerTag, .json, .boxed, .label, .hashes: .high
    case .bold, .display, .equation, .lastQuantity, .wholeReply: .low
    }
  }
}

/// Something in a completion that may be its answer.
struct Candidate: Sendable, Hashable {
  var text: String
  /// Where the answer itself stands.
  var range: Range<Int>
  var rule: AnswerRule
  /// Where its marker begins: candidates are ordered by it.
  var position: Int
  /// A weak one counts only where there is no other.
  var isWeak: Bool = false

  init(
    _ text: String, _ range: Range<Int>, _ rule: AnswerRule, position: Int? = nil,
    isWeak: Bool = false
  ) {
    self.text = text
    self.range = range
    self.rule = rule
    self.position = position ?? range.lowerBound
    self.isWeak = isWeak
  }
}
