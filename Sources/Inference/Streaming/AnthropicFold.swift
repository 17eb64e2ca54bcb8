internal import Grading

/// Puts Anthropic's streams together: named events that open, fill and close blocks of content.
///
/// `ping` is a sign of life, `error` may come at any time, `message_stop` is the end. `message_start`
/// may be missing: llama.cpp leaves it out when the first token is half a character.
struct AnthropicFold: StreamFold {
  let form = StreamForm.events
  private(set) var isOver = false
  private var message: JSON = [:]
  private var hasEvents = false
  private var text = ""
  private var thoughts = ""
  private var stopReason: String?
  private var usage: JSON = [:]

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    if event.isDone { return .something }
    let json = try event.json()
    defer { hasEvents = true }
    switch json["type"]?.string ?? event.name {
    case "ping": return .nothing
    case "error":
      throw .error(ServerError(json) ?? ServerError(message: ServerError.line(json.text.utf8)))
    case "message_start":
      let start = json["message"] ?? [:]
      message = start
      count(start["usage"])
    case "content_block_start": return append(json["content_block"] ?? .null)
    case "content_block_delta": return append(json["delta"] ?? .null)
    case "message_delta":
      stopReason = json["delta"]?["stop_reason"]?.string ?? stopReason
      count(json["usage"])
    case "message_stop": isOver = true
    default:
      if json["error"]?.isNull == false, let error = ServerError(json) { throw .error(error) }
    }
    return .something
  }

  private mutating func append(_ block: JSON) -> StreamProgress {
    let text = block["text"]?.string ?? ""
    let thinking = block["thinking"]?.string ?? ""
    self.text += text
    thoughts += thinking
    return text.isEmpty && thinking.isEmpty ? .something : .text
  }

  /// Later counts replace earlier ones; those that are not repeated stay.
  private mutating func count(_ counts: JSON?) {
    for member in counts?.members ?? [] where !member.value.isNull {
      usage = usage.setting(member.key, to: member.value)
    }
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard isOver || stopReason != nil else {
      throw .endedEarly("no message_stop", hasEvents: hasEvents)
    }
    return try AnthropicMessages.completion(
      from: [
        "id": message["id"] ?? .null, "model": message["model"] ?? .null,
        "content": .array([
          ["type": .string("thinking"), "thinking": .string(thoughts)],
          ["type": .string("text"), "text": .string(text)],
        ]), "stop_reason": .optional(stopReason), "usage": usage,
      ])
  }

  var received: String { thoughts + text }
}
