/// What the server answers to one prompt.
public struct PlaybackEntry: Sendable, Hashable {
  /// The text of the user's message, by which the prompt is recognised; white space at its ends does
  /// not matter.
  public var prompt: String
  /// For attempt 1, 2, …; after the last it begins again.
  public var completions: [RecordedCompletion]

  public init(prompt: String, completions: [RecordedCompletion]) {
    self.prompt = prompt
    self.completions = completions
  }
}

/// A completion as a model once gave it.
public struct RecordedCompletion: Sendable, Hashable {
  public var content: String
  public var reasoning: String?
  public var finishReason: String
  /// Estimated from the texts' lengths where nobody counted.
  public var promptTokens: Int?
  public var completionTokens: Int?

  public init(
    content: String, reasoning: String? = nil, finishReason: String = "stop",
    promptTokens: Int? = nil, completionTokens: Int? = nil
  ) {
    self.content = content
    self.reasoning = reasoning
    self.finishReason = finishReason
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}

/// Entries by their prompts.
struct Playback: Sendable {
  private var entries: [String: [RecordedCompletion]] = [:]

  /// Where two entries have the same prompt, the first stays.
  init(_ entries: [PlaybackEntry]) {
    for entry in entries where !entry.completions.isEmpty {
      let key = Playback.key(entry.prompt)
      if self.entries[key] == nil { self.entries[key] = entry.completions }
    }
  }

  /// The completion for an attempt, numbered from 1; `nil` if the prompt is unknown.
  func completion(for prompt: String, attempt: Int) -> RecordedCompletion? {
    guard let completions = entries[Playback.key(prompt)] else { return nil }
    return completions[max(0, attempt - 1) % completions.count]
  }

  static func key(_ prompt: String) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
    var bytes = Substring(prompt).utf8.drop(while: isSpace)
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }
}
