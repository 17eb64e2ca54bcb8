public import Grading

/// Triton's `POST /v2/models/MODEL/generate`, and `generate_stream` where a stream is wanted.
///
/// A parameter goes flat if the model has an input of its name, and under `parameters` otherwise: in
/// both places at once Triton refuses it.
public struct TritonGenerate: WireProtocol {
  public let name = "triton-generate"
  public let streams: Bool
  private let model: String
  private let sampling: Sampling
  private let signature: KServeSignature

  public init(
    model: String, sampling: Sampling = Sampling(), streams: Bool = false,
    signature: KServeSignature = .usual
  ) {
    self.model = model
    self.sampling = sampling
    self.signature = signature
    self.streams = streams
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    let prompt = request.prompt
    let hasSystem = signature.inputs["system"] != nil
    try prompt.requireNoImages(for: name)
    var body: JSON = [
      signature.textInput: .string(hasSystem ? prompt.text : try prompt.asText(for: name))
    ]
    if hasSystem, let system = prompt.system {
      body = body.setting("system", to: .string(system))
    }
    // Without the second, vLLM's backend repeats the prompt before its answer.
    for (key, value) in [("stream", streams), ("exclude_input_in_output", true)]
    where signature.inputs[key] != nil {
      body = body.setting(key, to: .bool(value))
    }
    var plain = sampling
    plain.extraBody = [:]
    var parameters: JSON = [:]
    for member in plain.adding(to: [:], attempt: request.id.number).members ?? [] {
      if signature.inputs[member.key] != nil {
        body = body.setting(member.key, to: member.value)
      } else {
        parameters = parameters.setting(member.key, to: KServeInfer.scalar(member.value))
      }
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
    try TritonGenerate.completion(from: try response.json(), signature.textOutput)
  }

  static func completion(
    from json: JSON, _ textOutput: String
  ) throws(ReplyFailure) -> Completion {
    guard let output = json[textOutput] else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no \(textOutput): \(ServerError.line(json.text.utf8))")
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

  public var fold: (any StreamFold)? { TritonFold(textOutput: signature.textOutput) }

  public func versionURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.base(below: "/v2", ["/generate", "/generate_stream"]))
  }
}

/// Puts `generate_stream` together: each event holds the next piece of text; the end is the end.
struct TritonFold: StreamFold {
  let form = StreamForm.events
  /// Nothing in the stream says so.
  let isOver = false
  private let textOutput: String
  private var text = ""
  private var last: JSON?

  init(textOutput: String) { self.textOutput = textOutput }

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    if event.isDone { return .something }
    let json = try event.json()
    if json["error"]?.isNull == false, let error = ServerError(json) { throw .error(error) }
    let output = json[textOutput] ?? .null
    let piece = output.string ?? (output.array ?? []).compactMap(\.string).joined()
    text += piece
    last = json
    return piece.isEmpty ? .something : .text
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard let last else { throw .endedEarly("", hasEvents: false) }
    return try TritonGenerate.completion(
      from: last.setting(textOutput, to: .string(text)), textOutput)
  }

  var received: String { text }
}
