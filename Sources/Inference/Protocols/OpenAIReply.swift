internal import Grading

/// What the replies of OpenAI's protocols have in common.
struct OpenAIReply {
  let json: JSON
  /// The first choice; only one is ever asked for.
  let choice: JSON

  init(_ response: HTTPResponse) throws(ReplyFailure) { try self.init(try response.json()) }

  init(_ json: JSON, choice index: Int = 0) throws(ReplyFailure) {
    self.json = json
    let choices = json["choices"]?.array ?? []
    // By its number: servers may leave the number out, or give the choices in another order.
    let named = choices.first { $0["index"]?.int == index }
    let placed = choices.indices.contains(index) ? choices[index] : nil
    guard let choice = named ?? (placed?["index"]?.int == nil ? placed : nil),
      choice.members != nil
    else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no choices: \(ServerError.line(json.text.utf8))")
    }
    // OpenRouter: generating had begun when the upstream failed.
    if let error = choice["error"], error.members != nil, let stated = ServerError(choice) {
      throw .error(stated)
    }
    self.choice = choice
  }

  /// A completion of that content, with all else that the reply tells.
  func completion(content: String) throws(ReplyFailure) -> Completion {
    let reason = choice["finish_reason"]?.string
    if reason == "error" || reason == "abort" {
      throw .error(ServerError(message: "the server gave the completion up", type: reason))
    }
    let usage = json["usage"] ?? .null
    return Completion(
      content: content, finishReason: Completion.FinishReason(name: reason),
      promptTokens: OpenAIReply.count(usage["prompt_tokens"]),
      completionTokens: OpenAIReply.count(usage["completion_tokens"]),
      servedModel: json["model"]?.string, requestID: json["id"]?.string,
      wire: WireNotes(systemFingerprint: json["system_fingerprint"]?.string))
  }

  /// A number of tokens, at most a milliard; what is anything else is unknown.
  static func count(_ value: JSON?) -> Int? {
    guard let count = value?.int, 0...1_000_000_000 ~= count else { return nil }
    return count
  }
}

/// The texts of a message and where each stood.
///
/// The content is what the server calls content, exactly; a `<think>` within it is left there and only
/// remarked on, because where thinking ends is a judgement that must be possible to make anew.
struct MessageText {
  var content = ""
  var contentSource: String?
  var reasoning: String?
  var reasoningSource: String?

  /// Reads a message of OpenAI's kind, in any of its dialects.
  init(_ message: JSON) {
    let (text, thoughts) = MessageText.parts(message["content"] ?? .null)
    content = text
    let candidates: [(source: String, text: String?)] = [
      ("reasoning", message["reasoning"]?.string),
      ("reasoning_content", message["reasoning_content"]?.string),
      ("reasoning_details", MessageText.details(message["reasoning_details"] ?? .null)),
      ("thinking", message["thinking"]?.string), ("content parts", thoughts),
    ]
    let found = candidates.first { $0.text?.isEmpty == false }
    reasoning = found?.text
    reasoningSource = found?.source ?? MessageText.tags(in: content)
  }

  /// Puts texts and sources into a completion.
  func fill(_ completion: inout Completion) {
    completion.content = content
    completion.reasoning = reasoning
    completion.wire.contentSource = contentSource
    completion.wire.reasoningSource = reasoningSource
  }

  /// The text of a message's content, and the thoughts among its parts.
  ///
  /// Content is text, null, or a list of parts; a thinking part holds text or parts of its own.
  private static func parts(_ content: JSON) -> (text: String, thoughts: String?) {
    if let text = content.string { return (text, nil) }
    var text = ""
    var thoughts = ""
    for part in content.array ?? [] {
      switch part["type"]?.string {
      case "thinking", "reasoning":
        let inner = part["thinking"] ?? part["text"] ?? part["content"] ?? .null
        thoughts += inner.string ?? (inner.array ?? []).compactMap { $0["text"]?.string }.joined()
      case nil where part.string != nil: text += part.string ?? ""
      default: text += part["text"]?.string ?? ""
      }
    }
    return (text, thoughts.isEmpty ? nil : thoughts)
  }

  /// OpenRouter's list of thoughts, whole or summed up; encrypted ones cannot be read.
  private static func details(_ list: JSON) -> String? {
    let texts = (list.array ?? []).compactMap {
      $0["text"]?.string ?? $0["summary"]?.string
    }
    return texts.isEmpty ? nil : texts.joined()
  }

  /// Whether the content begins with a thought in tags, or a chat template opened them beforehand.
  private static func tags(in content: String) -> String? {
    let text = content.utf8
    let isOpened = text.drop(while: \.isASCIISpace).starts(with: "<think>".utf8)
    let isClosed = content.containsTag("</think>")
    switch (isOpened, isClosed) {
    case (true, true): return "<think> in the content"
    case (true, false): return "unclosed <think> in the content"
    case (false, true): return "</think> in the content"
    case (false, false): return nil
    }
  }
}

extension String {
  /// Whether `tag`, which is ASCII and begins with `<`, stands somewhere in the text.
  fileprivate func containsTag(_ tag: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { text in
      guard text.count >= tag.utf8CodeUnitCount else { return false }
      return (0...text.count - tag.utf8CodeUnitCount).contains { start in
        text[start] == UInt8(ascii: "<")
          && (1..<tag.utf8CodeUnitCount).allSatisfy { text[start + $0] == tag.utf8Start[$0] }
      }
    }
  }
}
