internal import Grading

/// Puts OpenAI's streams together, in the dialects of its imitators.
///
/// - Usage may come in a chunk without choices, with the last one, or in every chunk as a running
///   sum: the last is taken, never a sum.
/// - Deltas may be empty, null, or repeat the role; chunks may have no choices at all.
/// - Some servers end without `[DONE]`: then a reason of stopping must have come.
/// - An `error` in any event is the end, whatever follows.
struct OpenAIFold: StreamFold {
  enum Kind: Sendable { case chat, text }

  let form = StreamForm.events
  private(set) var isOver = false
  private let kind: Kind
  private var hasEvents = false
  private var texts: [(field: String, text: String)] = []
  private var details: [JSON] = []
  private var finishReason: String?
  private var usage: JSON?
  private var frame: [JSON.Member] = []

  init(_ kind: Kind) { self.kind = kind }

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    if event.isDone {
      isOver = true
      return .something
    }
    let json = try event.json()
    if json["error"]?.isNull == false || json["object"]?.string == "error"
      || event.name == "error" || (json["choices"] == nil && json["detail"] != nil)
    {
      throw .error(ServerError(json) ?? ServerError(message: ServerError.line(json.text.utf8)))
    }
    hasEvents = true
    if let counts = json["usage"], counts.members != nil { usage = counts }
    for key in ["id", "model", "system_fingerprint"] {
      if let value = json[key], !value.isNull, !frame.contains(where: { $0.key == key }) {
        frame.append(.init(key, value))
      }
    }
    let choices = json["choices"]?.array ?? []
    guard let choice = choices.first(where: { ($0["index"]?.int ?? 0) == 0 }) else {
      return .something
    }
    if let error = choice["error"], error.members != nil, let stated = ServerError(choice) {
      throw .error(stated)
    }
    if let reason = choice["finish_reason"]?.string { finishReason = reason }
    return take(choice) ? .text : .something
  }

  /// Takes a choice's delta; returns whether it brought text.
  private mutating func take(_ choice: JSON) -> Bool {
    let delta = choice["delta"] ?? choice["message"] ?? .null
    var brought = false
    for member in (kind == .text ? choice.members : delta.members) ?? [] {
      switch member.key {
      case "content", "reasoning", "reasoning_content", "refusal", "text", "thinking":
        let text =
          member.value.string
          ?? (member.value.array ?? []).compactMap { $0["text"]?.string ?? $0.string }.joined()
        brought = append(text, to: member.key) || brought
      case "reasoning_details":
        details += member.value.array ?? []
        brought = brought || !(member.value.array ?? []).isEmpty
      default: break
      }
    }
    return brought
  }

  private mutating func append(_ text: String, to field: String) -> Bool {
    guard !text.isEmpty else { return false }
    if let index = texts.firstIndex(where: { $0.field == field }) {
      texts[index].text += text
    } else {
      texts.append((field, text))
    }
    return true
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard hasEvents, isOver || finishReason != nil else {
      throw .endedEarly("no finish_reason", hasEvents: hasEvents)
    }
    var members = texts.map { JSON.Member($0.field, .string($0.text)) }
    if !details.isEmpty { members.append(.init("reasoning_details", .array(details))) }
    var choice: JSON = ["index": .int(0), "finish_reason": .optional(finishReason)]
    switch kind {
    case .chat: choice = choice.setting("message", to: .object(members))
    case .text: choice = choice.setting("text", to: .string(text(of: "text")))
    }
    var reply = JSON.object(frame).setting("choices", to: .array([choice]))
    if let usage { reply = reply.setting("usage", to: usage) }
    switch kind {
    case .chat: return try OpenAIChat.completion(from: reply)
    case .text: return try OpenAICompletions.completion(from: OpenAIReply(reply))
    }
  }

  private func text(of field: String) -> String {
    texts.first { $0.field == field }?.text ?? ""
  }

  var received: String {
    ["thinking", "reasoning_content", "reasoning", "text", "refusal", "content"].map(text(of:))
      .joined()
  }
}
