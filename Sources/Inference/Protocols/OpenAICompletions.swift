public import Grading

/// The older text protocol of OpenAI, `POST …/completions`: for base models.
///
/// It has no roles; a system text is put before the prompt, with an empty line between.
public struct OpenAICompletions: WireProtocol {
  public let name = "openai-completions"
  private let model: String
  private let sampling: Sampling

  public init(model: String, sampling: Sampling = Sampling()) {
    self.model = model
    self.sampling = sampling
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    let prompt = request.prompt
    guard prompt.images.isEmpty else {
      throw Fault(.unsupported, "\(name) carries no images; openai-chat does")
    }
    let system = prompt.system.map { $0.isEmpty ? "" : $0 + "\n\n" } ?? ""
    let body: JSON = ["model": .string(model), "prompt": .string(system + prompt.text)]
    return .json(
      sampling.adding(to: body, attempt: request.id.number),
      to: endpoint.url(endpoint.openAIBase + "/completions"))
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    let reply = try OpenAIReply(response)
    guard let text = reply.choice["text"]?.string else {
      throw .malformed("the reply's choice has no text")
    }
    return try reply.completion(content: text)
  }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.openAIBase + "/models")
  }
}
