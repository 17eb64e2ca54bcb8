public import Grading

/// Triton's `POST /v2/models/MODEL/generate`, and `generate_stream` where a stream is wanted.
///
/// Parameters go twice, flat and under `parameters`: a model that has them as tensors finds them in one
/// place, one that reads the request's parameters in the other, and unknown ones are ignored.
public struct TritonGenerate: WireProtocol {
  public let name = "triton-generate"
  public let streams: Bool
  private let model: String
  private let sampling: Sampling

  public init(model: String, sampling: Sampling = Sampling(), streams: Bool = false) {
    self.model = model
    self.sampling = sampling
    self.streams = streams
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    var body: JSON = [
      "text_input": .string(try request.prompt.asText(for: name)), "stream": .bool(streams),
      // Else vLLM's backend repeats the prompt before its answer.
      "exclude_input_in_output": .bool(true),
    ]
    var plain = sampling
    plain.extraBody = [:]
    let parameters = plain.adding(to: [:], attempt: request.id.number)
    for member in parameters.members ?? [] {
      body = body.setting(member.key, to: member.value)
    }
    if parameters.members?.isEmpty == false {
      body = body.setting("parameters", to: parameters)
    }
    return .json(
      sampling.addingExtras(to: body), to: endpoint.url(url(endpoint)),
      accept: streams ? "text/event-stream" : "application/json")
  }

  private func url(_ endpoint: Endpoint) -> String {
    let verb = streams ? "/generate_stream" : "/generate"
    if endpoint.path.hasSuffix("/generate") || endpoint.path.hasSuffix("/generate_stream") {
      return endpoint.base(below: "", ["/generate", "/generate_stream"]) + verb
    }
    return KServeInfer.base(endpoint) + "/models/\(KServeInfer.escaped(model))" + verb
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try TritonGenerate.completion(from: try response.json())
  }

  static func completion(from json: JSON) throws(ReplyFailure) -> Completion {
    guard let output = json["text_output"] else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no text_output: \(ServerError.line(json.text.utf8))")
    }
    let text = output.string ?? (output.array ?? []).compactMap(\.string).joined()
    var completion = Completion(
      content: "",
      finishReason: Completion.FinishReason(name: json["finish_reason"]?.string ?? "stop"),
      promptTokens: OpenAIReply.count(json["prompt_tokens"]),
      completionTokens: OpenAIReply.count(json["completion_tokens"]),
      servedModel: json["model_name"]?.string, requestID: json["id"]?.string)
    MessageText(["content": .string(text)]).fill(&completion)
    return completion
  }

  public func error(in response: HTTPResponse) -> (status: Int, error: ServerError) {
    TritonFailure.corrected(response)
  }

  public var fold: (any StreamFold)? { TritonFold() }

  public func versionURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.base(below: "/v2", ["/generate", "/generate_stream"]))
  }
}

/// Puts `generate_stream` together: each event holds the next piece of text; the end is the end.
struct TritonFold: StreamFold {
  let form = StreamForm.events
  /// Nothing in the stream says so.
  let isOver = false
  private var text = ""
  private var last: JSON?

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    if event.isDone { return .something }
    let json = try event.json()
    if json["error"]?.isNull == false, let error = ServerError(json) { throw .error(error) }
    let output = json["text_output"] ?? .null
    let piece = output.string ?? (output.array ?? []).compactMap(\.string).joined()
    text += piece
    last = json
    return piece.isEmpty ? .something : .text
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard let last else { throw .endedEarly("", hasEvents: false) }
    return try TritonGenerate.completion(from: last.setting("text_output", to: .string(text)))
  }

  var received: String { text }
}
