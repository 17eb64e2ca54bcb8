public import Grading

/// Ollama's own protocol, `POST /api/chat`: the one way to set its context length, and the one that
/// tells what it counted.
public struct OllamaChat: WireProtocol {
  public let name = "ollama"
  public let streams: Bool
  private let model: String
  private let sampling: Sampling
  private let image: ImageReader

  public init(
    model: String, sampling: Sampling = Sampling(), streams: Bool = false,
    image: @escaping ImageReader = PromptImage.none
  ) {
    self.model = model
    self.sampling = sampling
    self.streams = streams
    self.image = image
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    var messages: [JSON] = []
    if let system = request.prompt.system, !system.isEmpty {
      messages.append(["role": .string("system"), "content": .string(system)])
    }
    var message: JSON = ["role": .string("user"), "content": .string(request.prompt.text)]
    let images = try images(request.prompt)
    if !images.isEmpty { message = message.setting("images", to: .strings(images)) }
    messages.append(message)
    var body: JSON = [
      "model": .string(model), "messages": .array(messages), "stream": .bool(streams),
    ]
    // Templates know thinking by this name, Ollama by that.
    if let thinks = sampling.chatTemplate?["enable_thinking"] {
      body = body.setting("think", to: thinks)
    }
    let options = options(request.id.number)
    if options.members?.isEmpty == false { body = body.setting("options", to: options) }
    for extra in sampling.extraBody.members ?? [] where extra.key != "options" {
      body = body.setting(extra.key, to: extra.value)
    }
    return .json(
      body, to: endpoint.url(OllamaChat.base(endpoint) + "/chat"),
      accept: streams ? "application/x-ndjson" : "application/json")
  }

  /// What Ollama wants apart; `options` of the extra body are added one by one.
  private func options(_ attempt: Int) -> JSON {
    var members: [JSON.Member] = []
    if let temperature = sampling.temperature {
      members.append(.init("temperature", .double(temperature)))
    }
    if let topP = sampling.topP { members.append(.init("top_p", .double(topP))) }
    if let maxTokens = sampling.maxTokens { members.append(.init("num_predict", .int(maxTokens))) }
    if let seed = sampling.seed(of: attempt) { members.append(.init("seed", .int(seed))) }
    if !sampling.stop.isEmpty { members.append(.init("stop", .strings(sampling.stop))) }
    return (sampling.extraBody["options"]?.members ?? []).reduce(.object(members)) {
      $0.setting($1.key, to: $1.value)
    }
  }

  private func images(_ prompt: Prompt) throws(Fault) -> [String] {
    var images: [String] = []
    for image in try prompt.imageParts(by: image) {
      switch image {
      case .data(let image): images.append(image.base64)
      case .address(let url):
        throw Fault(.unsupported, "ollama fetches no images; save \(url) as a file")
      }
    }
    return images
  }

  public var unsent: [String] {
    let others = (sampling.chatTemplate?.members ?? []).contains { $0.key != "enable_thinking" }
    return others ? ["--chat-template-kwargs but for enable_thinking"] : []
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try OllamaChat.completion(from: try response.json())
  }

  static func completion(from json: JSON) throws(ReplyFailure) -> Completion {
    guard let message = json["message"], message.members != nil else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no message: \(ServerError.line(json.text.utf8))")
    }
    var completion = Completion(
      content: "", finishReason: Completion.FinishReason(name: json["done_reason"]?.string),
      promptTokens: OpenAIReply.count(json["prompt_eval_count"]),
      completionTokens: OpenAIReply.count(json["eval_count"]),
      servedModel: json["model"]?.string)
    MessageText(message).fill(&completion)
    return completion
  }

  public var fold: (any StreamFold)? { OllamaFold() }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(OllamaChat.base(endpoint) + "/tags")
  }

  public func versionURL(at endpoint: Endpoint) -> String? {
    endpoint.url(OllamaChat.base(endpoint) + "/version")
  }

  private static func base(_ endpoint: Endpoint) -> String {
    // `/v1` is its OpenAI end; who copied that address still means this server.
    let base = endpoint.base(below: "/api", ["/chat", "/tags", "/generate"])
    return base.hasSuffix("/v1") ? base.dropLast(3) + "/api" : base
  }
}
