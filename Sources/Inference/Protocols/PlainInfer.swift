public import Grading

/// The simplest service: `POST /infer {"prompt", "system"}` answered by `{"answer"}`, with
/// `token_usage` and `latency_ms` where the server tells them.
///
/// An endpoint with a path of its own is used as it is; otherwise the path is `/infer`.
public struct PlainInfer: WireProtocol {
  public let name = "infer"
  private let sampling: Sampling

  public init(sampling: Sampling = Sampling()) { self.sampling = sampling }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    try request.prompt.requireNoImages(for: name)
    var body: JSON = ["prompt": .string(request.prompt.text)]
    if let system = request.prompt.system { body = body.setting("system", to: .string(system)) }
    let path = endpoint.path.isEmpty ? "/infer" : endpoint.path
    return .json(sampling.adding(to: body, attempt: request.id.number), to: endpoint.url(path))
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    let json = try response.json()
    guard let answer = json["answer"]?.string else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no answer: \(ServerError.line(json.text.utf8))")
    }
    let usage = json["token_usage"] ?? .null
    let reason = json["finish_reason"]?.string ?? "stop"
    var completion = Completion(
      content: "", finishReason: Completion.FinishReason(name: reason),
      promptTokens: OpenAIReply.count(usage["prompt_tokens"]),
      completionTokens: OpenAIReply.count(usage["completion_tokens"]),
      servedModel: json["model"]?.string, requestID: json["id"]?.string)
    MessageText(json.setting("content", to: .string(answer))).fill(&completion)
    return completion
  }
}
