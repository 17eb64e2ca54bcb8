internal import Grading

/// A reply before it becomes HTTP.
struct ServedReply: Sendable, Hashable {
  var status = 200
  var contentType = "application/json"
  var headers: [String: String] = [:]
  var body: [UInt8] = []

  init(_ json: JSON, status: Int = 200) {
    self.status = status
    json.write(into: &body)
  }

  init(contentType: String, body: [UInt8]) {
    self.contentType = contentType
    self.body = body
  }

  /// An error in OpenAI's form.
  static func error(_ status: Int, _ message: String, code: String?) -> ServedReply {
    ServedReply(
      [
        "error": [
          "message": .string(message), "type": .string("server_error"), "param": .null,
          "code": .optional(code),
        ]
      ], status: status)
  }
}

/// What a client asked for.
struct ServedRequest: Sendable, Hashable {
  /// The text of the last user message, or the prompt.
  var prompt: String
  var model: String
  var streams = false
  var wantsUsage = false

  /// Reads a body of the chat protocol; `nil` if it is none.
  init?(chat json: JSON) {
    guard let messages = json["messages"]?.array,
      let message = messages.last(where: { $0["role"]?.string == "user" }),
      let content = message["content"]
    else { return nil }
    if let text = content.string {
      prompt = text
    } else {
      prompt = (content.array ?? []).compactMap { $0["text"]?.string }.joined()
    }
    model = json["model"]?.string ?? "recorded"
    streams = json["stream"]?.bool ?? false
    wantsUsage = json["stream_options"]?["include_usage"]?.bool ?? false
  }

  /// Reads a body of `/infer`.
  init?(infer json: JSON) {
    guard let text = json["prompt"]?.string else { return nil }
    prompt = text
    model = "recorded"
  }

  /// The attempt in a request identifier `…-a3-t1`; `nil` if it has none.
  static func attempt(in requestID: String) -> Int? {
    for part in requestID.split(separator: "-").reversed() where part.first == "a" {
      if let number = Int(part.dropFirst()), number >= 1 { return number }
    }
    return nil
  }
}

extension ServedReply {
  /// A completion in the chat protocol, whole or as events.
  init(chat completion: RecordedCompletion, _ request: ServedRequest, id: String) {
    if request.streams {
      self.init(
        contentType: "text/event-stream",
        body: ServedReply.events(completion, request, id: id))
      return
    }
    var message: JSON = [
      "role": .string("assistant"), "content": .string(completion.content),
    ]
    if let reasoning = completion.reasoning {
      message = message.setting("reasoning_content", to: .string(reasoning))
    }
    self.init([
      "id": .string("chatcmpl-\(id)"), "object": .string("chat.completion"), "created": .int(0),
      "model": .string(request.model),
      "choices": .array([
        [
          "index": .int(0), "message": message,
          "finish_reason": .string(completion.finishReason),
        ]
      ]),
      "usage": ServedReply.usage(completion, request),
    ])
  }

  /// A completion as the answer of `/infer`.
  init(infer completion: RecordedCompletion, _ request: ServedRequest, milliseconds: Double) {
    self.init([
      "answer": .string(completion.content),
      "token_usage": ServedReply.usage(completion, request),
      "latency_ms": .double(milliseconds),
    ])
  }

  private static func usage(_ completion: RecordedCompletion, _ request: ServedRequest) -> JSON {
    let prompt = completion.promptTokens ?? (request.prompt.utf8.count + 3) / 4
    let text = completion.content.utf8.count + (completion.reasoning?.utf8.count ?? 0)
    let answer = completion.completionTokens ?? (text + 3) / 4
    return [
      "prompt_tokens": .int(prompt), "completion_tokens": .int(answer),
      "total_tokens": .int(prompt + answer),
    ]
  }

  /// The completion in pieces of some characters, as OpenAI's servers stream it.
  private static func events(
    _ completion: RecordedCompletion, _ request: ServedRequest, id: String
  ) -> [UInt8] {
    var body: [UInt8] = []
    func send(_ choices: JSON, usage: JSON? = nil) {
      var event: JSON = [
        "id": .string("chatcmpl-\(id)"), "object": .string("chat.completion.chunk"),
        "created": .int(0), "model": .string(request.model), "choices": choices,
      ]
      if let usage { event = event.setting("usage", to: usage) }
      body.append(contentsOf: "data: ".utf8)
      event.write(into: &body)
      body.append(contentsOf: "\n\n".utf8)
    }
    func send(delta: JSON, finish: String? = nil) {
      send(.array([["index": .int(0), "delta": delta, "finish_reason": .optional(finish)]]))
    }
    send(delta: ["role": .string("assistant"), "content": .string("")])
    for piece in pieces(completion.reasoning ?? "") {
      send(delta: ["reasoning_content": .string(piece)])
    }
    for piece in pieces(completion.content) { send(delta: ["content": .string(piece)]) }
    send(delta: [:], finish: completion.finishReason)
    if request.wantsUsage { send(.array([]), usage: usage(completion, request)) }
    body.append(contentsOf: "data: [DONE]\n\n".utf8)
    return body
  }

  private static func pieces(_ text: String) -> [String] {
    var result: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      result.append(String(rest.prefix(24)))
      rest = rest.dropFirst(24)
    }
    return result
  }
}
