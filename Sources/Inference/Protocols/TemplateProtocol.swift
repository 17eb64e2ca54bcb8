public import Grading

/// Speaks to a server as a ``Template`` says.
///
/// A text of the body that is one placeholder and nothing else becomes the value, with its type; if
/// the value was not given, the member is left out. Within a longer text the value is put in its
/// place. Values go in as JSON, so that no prompt can break out of its text.
public struct TemplateProtocol: WireProtocol {
  public var name: String { "\(template.name)@\(template.digest.prefix(8))" }
  public let streams: Bool
  let template: Template
  private let model: String
  private let sampling: Sampling

  public init(
    _ template: Template, model: String, sampling: Sampling = Sampling(), streams: Bool = false
  ) {
    self.template = template
    self.model = model
    self.sampling = sampling
    self.streams = streams
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    let mentionsSystem = template.body.text.contains("{system}")
    let prompt = request.prompt
    try prompt.requireNoImages(for: template.name)
    let values: [String: JSON] = [
      "prompt": .string(mentionsSystem ? prompt.text : try prompt.asText(for: template.name)),
      "system": prompt.system.map { $0.isEmpty ? .null : .string($0) } ?? .null,
      "model": .string(model), "attempt": .int(request.id.number),
      "request_id": .string(
        "\(SHA256.hex(request.id.problemID.utf8).prefix(12))-a\(request.id.number)"),
      "temperature": .optional(sampling.temperature), "top_p": .optional(sampling.topP),
      "max_tokens": .optional(sampling.maxTokens),
      "seed": .optional(sampling.seed(of: request.id.number)),
      "stop": sampling.stop.isEmpty ? .null : .strings(sampling.stop),
    ]
    var body = Filling(values: values).filled(template.body) ?? [:]
    if streams, let stream = template.stream {
      body = (stream.body.members ?? []).reduce(body) { $0.setting($1.key, to: $1.value) }
    }
    var message = HTTPRequest.json(
      sampling.addingExtras(to: body), to: url(endpoint, values),
      accept: streams && template.stream?.form == .events
        ? "text/event-stream" : "application/json")
    for header in headers where !message.headers.contains(where: { $0.name == header.name }) {
      message.headers.append(header)
    }
    return message
  }

  private func url(_ endpoint: Endpoint, _ values: [String: JSON]) -> String {
    let path = (streams ? template.stream?.path : nil) ?? template.path
    guard let path else {
      return endpoint.url(endpoint.path.isEmpty ? "/" : endpoint.path)
    }
    let name = KServeInfer.escaped(model)
    return endpoint.url(
      path.split(separator: "{model}", omittingEmptySubsequences: false).joined(separator: name))
  }

  /// Those without the key; the key's own is made by ``authorization(_:)``.
  public var headers: [HTTPHeader] {
    template.headers.filter { !$0.value.contains("{key}") }.map {
      HTTPHeader($0.name, $0.value, isSecret: true)
    }
  }

  public func authorization(_ key: Secret) -> HTTPHeader {
    for field in template.headers {
      let parts = field.value.split(separator: "{key}", omittingEmptySubsequences: false)
      if parts.count == 2, parts[1].isEmpty {
        return key.header(field.name, prefix: String(parts[0]))
      }
    }
    return key.header("Authorization", prefix: "Bearer ")
  }

  public var unsent: [String] {
    let given: [(flag: String, name: String, isSet: Bool)] = [
      ("--temperature", "temperature", sampling.temperature != nil),
      ("--top-p", "top_p", sampling.topP != nil),
      ("--max-tokens", "max_tokens", sampling.maxTokens != nil),
      ("--seed", "seed", sampling.seed != nil), ("--stop", "stop", !sampling.stop.isEmpty),
      ("--chat-template-kwargs", "chat_template_kwargs", sampling.chatTemplate != nil),
    ]
    let body = template.body.text
    return given.filter { $0.isSet && !body.contains("{\($0.name)}") }.map(\.flag)
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try TemplateProtocol.completion(from: try response.json(), template.reply)
  }

  static func completion(
    from json: JSON, _ reply: Template.Reply
  ) throws(ReplyFailure) -> Completion {
    if let message = error(in: json, reply) { throw .error(message) }
    guard let text = reply.text.string(in: json) else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed(
        "the reply has no text at \(reply.text.text): \(ServerError.line(json.text.utf8))")
    }
    let count = { (path: JSONPath?) -> Int? in
      OpenAIReply.count(path?.values(in: json).first)
    }
    var completion = Completion(
      content: "",
      finishReason: Completion.FinishReason(
        name: reply.finishReason.map { $0.string(in: json) ?? "unknown" } ?? "stop"),
      promptTokens: count(reply.promptTokens), completionTokens: count(reply.completionTokens),
      servedModel: reply.model?.string(in: json), requestID: reply.id?.string(in: json))
    var message: JSON = ["content": .string(text)]
    if let reasoning = reply.reasoning?.string(in: json) {
      message = message.setting("reasoning", to: .string(reasoning))
    }
    MessageText(message).fill(&completion)
    if completion.wire.reasoningSource == "reasoning", let path = reply.reasoning {
      completion.wire.reasoningSource = path.text
    }
    return completion
  }

  fileprivate static func error(in json: JSON, _ reply: Template.Reply) -> ServerError? {
    guard let value = reply.error?.values(in: json).first, !value.isNull else { return nil }
    return ServerError(["error": value])
      ?? ServerError(message: ServerError.line(value.text.utf8))
  }

  public func error(in response: HTTPResponse) -> (status: Int, error: ServerError) {
    if let json = try? response.json(), let error = TemplateProtocol.error(in: json, template.reply)
    {
      return (response.status, error)
    }
    return (response.status, ServerError(body: response.body))
  }

  public var fold: (any StreamFold)? {
    template.stream.map { TemplateFold(stream: $0, reply: template.reply) }
  }

  public func modelsURL(at endpoint: Endpoint) -> String? { template.models.map(endpoint.url) }
}

/// Puts values in the place of placeholders.
private struct Filling {
  let values: [String: JSON]

  /// - Returns: `nil` for a placeholder whose value was not given.
  func filled(_ json: JSON) -> JSON? {
    switch json {
    case .null, .bool, .number: json
    case .string(let text): filled(text)
    case .array(let elements): .array(elements.compactMap(filled))
    case .object(let members):
      .object(
        members.compactMap { member in
          filled(member.value).map { JSON.Member(member.key, $0) }
        })
    }
  }

  private func filled(_ text: String) -> JSON? {
    if text.first == "{", text.last == "}", let value = values[String(text.dropFirst().dropLast())]
    {
      return value.isNull ? nil : value
    }
    guard text.contains("{") else { return .string(text) }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}"),
        let value = values[String(rest[rest.index(after: open)..<close])]
      else {
        result += "{"
        rest = rest.dropFirst()
        continue
      }
      result += value.isNull ? "" : value.string ?? value.text
      rest = rest[rest.index(after: close)...]
    }
    return .string(result + rest)
  }
}

/// Puts a described stream together.
struct TemplateFold: StreamFold {
  let stream: Template.Stream
  let reply: Template.Reply
  private(set) var isOver = false
  private var text = ""
  private var thoughts = ""
  /// The last value that each event had at the places of a reply.
  private var finishReason: String?
  private var promptTokens: Int?
  private var completionTokens: Int?
  private var model: String?
  private var id: String?
  private var hasEvents = false

  init(stream: Template.Stream, reply: Template.Reply) {
    self.stream = stream
    self.reply = reply
  }

  var form: StreamForm { stream.form }

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    if let done = stream.done, event.data.trimmingASCIISpace.elementsEqual(done.utf8) {
      isOver = true
      return .something
    }
    if event.isDone { return .something }
    let json = try event.json()
    if let error = TemplateProtocol.error(in: json, reply) { throw .error(error) }
    let piece = stream.text.string(in: json) ?? ""
    let thought = stream.reasoning?.string(in: json) ?? ""
    if stream.text.values(in: json).isEmpty, json["error"]?.isNull == false,
      let error = ServerError(json)
    {
      throw .error(error)
    }
    hasEvents = true
    text += piece
    thoughts += thought
    finishReason = reply.finishReason?.string(in: json) ?? finishReason
    promptTokens = OpenAIReply.count(reply.promptTokens?.values(in: json).first) ?? promptTokens
    completionTokens =
      OpenAIReply.count(reply.completionTokens?.values(in: json).first) ?? completionTokens
    model = reply.model?.string(in: json) ?? model
    id = reply.id?.string(in: json) ?? id
    return piece.isEmpty && thought.isEmpty ? .something : .text
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard hasEvents, isOver || stream.done == nil || finishReason != nil else {
      throw .endedEarly("no \(stream.done ?? "event")", hasEvents: hasEvents)
    }
    if reply.finishReason != nil, finishReason == nil, stream.done == nil {
      throw .endedEarly("no finish reason", hasEvents: true)
    }
    var completion = Completion(
      content: "",
      finishReason: Completion.FinishReason(
        name: reply.finishReason == nil ? "stop" : finishReason),
      promptTokens: promptTokens, completionTokens: completionTokens, servedModel: model,
      requestID: id)
    var message: JSON = ["content": .string(text)]
    if !thoughts.isEmpty { message = message.setting("reasoning", to: .string(thoughts)) }
    MessageText(message).fill(&completion)
    if completion.wire.reasoningSource == "reasoning",
      let path = reply.reasoning ?? stream.reasoning
    {
      completion.wire.reasoningSource = path.text
    }
    return completion
  }

  var received: String { thoughts + text }
}
