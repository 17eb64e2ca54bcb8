public import Grading

/// Takes the whole visible reply: for problems that a rubric alone marks.
public struct WholeTextExtractor: Extractor {
  public static let version = 1

  public init() {}

  public func extract(from completion: Completion) -> Extraction {
    CompletionReading.extract(from: completion) { text, range, isFinished in
      let reply = text.trimmed(range)
      // A short refusal is no essay; a long text may well begin with an apology.
      if reply.count < 400, Refusal.isRefusal(text, reply) { return nil }
      return Answer(
        text: text.string(reply), rule: AnswerRule.wholeReply.rawValue, range: reply,
        confidence: isFinished ? .high : .low)
    }
  }
}
