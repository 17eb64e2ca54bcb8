public import Grading

/// Finds the final answer of a mathematics completion, or that there is none.
///
/// What the model marked comes first: an `<answer>` element, a JSON field, a box, a label, hash
/// marks. Of these the latest counts, unless it is taken back. Without a mark the reply itself is
/// read from its end, with low confidence. A reply that was cut off, declined or is empty has no
/// answer: no number is better than a wrong one.
///
/// Linear in the completion's length; works on bytes.
public struct FinalAnswerExtractor: Extractor {
  public static let version = 4

  public init() {}

  public func extract(from completion: Completion) -> Extraction {
    CompletionReading.extract(from: completion) { text, range, isFinished in
      Self.search(text, range, isFinished: isFinished).map { found in
        Answer(
          text: found.text, rule: found.rule.rawValue, range: found.range,
          confidence: found.rule.confidence)
      }
    }
  }

  /// The answer in a range of visible text.
  static func search(_ text: ByteText, _ range: Range<Int>, isFinished: Bool) -> Candidate? {
    let marks = AnswerMarks(text: text, range: range)
    let limit = marks.runOn() ?? range.upperBound
    let cut = range.lowerBound..<limit
    // What follows a run-on mark was finished before it.
    let isFinished = isFinished || limit < range.upperBound
    if let found = marks.latest(before: limit, isFinished: isFinished) { return found }
    if !isFinished || Refusal.isRefusal(text, cut) { return nil }
    return Guesses(text: text).best(in: cut)
  }
}

/// What all extractors do around their search: visible text first, then why there is no answer.
enum CompletionReading {
  /// The longest text that is read, in bytes; what a model writes behind it counts for nothing.
  static let byteLimit = 8 << 20

  static func extract(
    from completion: Completion,
    by search: (ByteText, Range<Int>, _ isFinished: Bool) -> Answer?
  ) -> Extraction {
    let text = ByteText(completion.content)
    let isFinished = completion.finishReason != .length
    let visible = VisibleText.find(in: text)
    if visible.reasoning == .unclosed {
      return .nothing(.truncated, remark: "the reasoning was never closed")
    }
    let range = visible.range.prefix(byteLimit)
    if text.isBlank(range) {
      return blank(completion, visible: visible, isFinished: isFinished, by: search)
    }
    if let answer = search(text, range, isFinished), hasText(answer) { return .found(answer) }
    return nothing(completion, text, range)
  }

  /// Marks with nothing but white space between them hold no answer.
  private static func hasText(_ answer: Answer) -> Bool {
    let text = ByteText(answer.text)
    return !text.isBlank(text.whole)
  }

  /// Nothing is visible: an answer may stand in reasoning that a server returned apart.
  private static func blank(
    _ completion: Completion, visible: VisibleText, isFinished: Bool,
    by search: (ByteText, Range<Int>, _ isFinished: Bool) -> Answer?
  ) -> Extraction {
    if completion.finishReason == .contentFilter {
      return .nothing(.refused, remark: "the server's content filter withheld the reply")
    }
    guard isFinished else {
      return .nothing(.truncated, remark: "the token limit came before any reply")
    }
    if visible.reasoning == .closed {
      return .nothing(.noAnswer, remark: "nothing follows the reasoning")
    }
    if let reasoning = completion.reasoning, completion.finishReason == .stop {
      let text = ByteText(reasoning)
      if var answer = search(text, text.whole.prefix(byteLimit), true), hasText(answer) {
        answer.source = .reasoning
        answer.confidence = .low
        return .found(answer)
      }
    }
    return .nothing(.noAnswer, remark: "the reply is empty")
  }

  private static func nothing(
    _ completion: Completion, _ text: ByteText, _ range: Range<Int>
  ) -> Extraction {
    switch completion.finishReason {
    case .length:
      return .nothing(.truncated, remark: "the token limit came before an answer")
    case .contentFilter:
      return .nothing(.refused, remark: "the server's content filter cut the reply")
    case .stop, .other:
      return Refusal.isRefusal(text, range)
        ? .nothing(.refused, remark: "the model declined to answer")
        : .nothing(.noAnswer, remark: "no answer was found in the reply")
    }
  }
}
