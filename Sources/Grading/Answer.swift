/// What an extractor found in a completion.
public struct Answer: Sendable, Hashable {
  /// The final answer, the letters of a choice joined by commas, the code, or the whole text.
  public var text: String
  /// The rule that found it, for example `boxed`, `label`, `fence`.
  public var rule: String
  /// UTF-8 bytes of the completion's content (or reasoning) that hold it.
  public var range: Range<Int>
  public var source: Source
  public var confidence: Confidence
  /// For code: the language that it is taken for.
  public var language: String?

  public init(
    text: String, rule: String, range: Range<Int>, source: Source = .content,
    confidence: Confidence = .high, language: String? = nil
  ) {
    self.text = text
    self.rule = rule
    self.range = range
    self.source = source
    self.confidence = confidence
    self.language = language
  }

  public enum Source: String, Sendable, Hashable { case content, reasoning }

  /// Whether the rule is a marker that the model set, or a guess.
  public enum Confidence: String, Sendable, Hashable { case high, low }
}

/// What an extractor says of a completion.
public enum Extraction: Sendable, Hashable {
  case found(Answer)
  /// No answer: `no_answer`, `truncated` or `refused`, and in one line why.
  case nothing(Reason, remark: String)
}
