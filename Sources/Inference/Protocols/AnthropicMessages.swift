public import Grading

/// The messages protocol of Anthropic, `POST …/v1/messages`, as vLLM and LiteLLM speak it too.
///
/// It wants a limit of tokens with every request and knows no seed.
public struct AnthropicMessages: WireProtocol {
  public let name = "anthropic"
  public let streams: Bool
  private let model: String
  private let sampling: Sampling
  private let image: ImageReader

  /// Sent where no limit was given.
  public static let usualMaxTokens = 8192

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
    var members: [JSON.Member] = [
      .init("model", .string(model)),
      .init("max_tokens", .int(sampling.maxTokens ?? AnthropicMessages.usualMaxTokens)),
    ]
    if let system = request.prompt.system, !system.isEmpty {
      members.append(.init("system", .string(system)))
    }
    members.append(
      .init(
        "messages",
        .array([["role": .string("user"), "content": try content(request.prompt)]])))
    if let temperature = sampling.temperature {
      members.append(.init("temperature", .double(temperature)))
    }
    if let topP = sampling.topP { members.append(.init("top_p", .double(topP))) }
    if !sampling.stop.isEmpty { members.append(.init("stop_sequences", .strings(sampling.stop))) }
    if let chatTemplate = sampling.chatTemplate {
      members.append(.init("chat_template_kwargs", chatTemplate))
    }
    if streams { members.append(.init("stream", .bool(true))) }
    return .json(
      sampling.addingExtras(to: .object(members)),
      to: endpoint.url(AnthropicMessages.base(endpoint) + "/messages"),
      accept: streams ? "text/event-stream" : "application/json", more: headers)
  }

  private func content(_ prompt: Prompt) throws(Fault) -> JSON {
    guard !prompt.images.isEmpty else { return .string(prompt.text) }
    var parts: [JSON] = []
    for image in try prompt.imageParts(by: image) {
      let source: JSON =
        switch image {
        case .data(let image):
          [
            "type": .string("base64"), "media_type": .string(image.mediaType),
            "data": .string(image.base64),
          ]
        case .address(let url): ["type": .string("url"), "url": .string(url)]
        }
      parts.append(["type": .string("image"), "source": source])
    }
    parts.append(["type": .string("text"), "text": .string(prompt.text)])
    return .array(parts)
  }

  public func authorization(_ key: Secret) -> HTTPHeader { key.header("x-api-key") }

  public var headers: [HTTPHeader] { [HTTPHeader("anthropic-version", "2023-06-01")] }

  public var unsent: [String] { sampling.seed == nil ? [] : ["--seed"] }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try AnthropicMessages.completion(from: try response.json())
  }

  static func completion(from json: JSON) throws(ReplyFailure) -> Completion {
    guard let blocks = json["content"]?.array else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no content: \(ServerError.line(json.text.utf8))")
    }
    var text = ""
    var thoughts = ""
    for block in blocks {
      switch block["type"]?.string {
      case "text": text += block["text"]?.string ?? ""
      case "thinking": thoughts += block["thinking"]?.string ?? ""
      default: break  // redacted thoughts, tools
      }
    }
    let usage = json["usage"] ?? .null
    let prompt = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"]
      .compactMap { OpenAIReply.count(usage[$0]) }
    var completion = Completion(
      content: "", finishReason: finishReason(json["stop_reason"]?.string),
      promptTokens: prompt.isEmpty ? nil : prompt.reduce(0, +),
      completionTokens: OpenAIReply.count(usage["output_tokens"]),
      servedModel: json["model"]?.string, requestID: json["id"]?.string)
    MessageText(["content": .string(text), "thinking": .string(thoughts)]).fill(&completion)
    return completion
  }

  private static func finishReason(_ name: String?) -> Completion.FinishReason {
    name == "model_context_window_exceeded" ? .length : Completion.FinishReason(name: name)
  }

  public var fold: (any StreamFold)? { AnthropicFold() }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(AnthropicMessages.base(endpoint) + "/models")
  }

  private static func base(_ endpoint: Endpoint) -> String {
    let base = endpoint.base(below: "/v1", ["/messages", "/models"])
    return base.hasSuffix("/v1") ? base : base + "/v1"  // as Anthropic's own clients have it
  }
}
