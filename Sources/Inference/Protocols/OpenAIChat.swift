public import Grading

/// The chat protocol of OpenAI, `POST …/chat/completions`, as vLLM, llama.cpp, Ollama, SGLang,
/// LiteLLM, OpenRouter and many others speak it.
public struct OpenAIChat: WireProtocol {
  public let name = "openai-chat"
  public let streams: Bool
  private let model: String
  private let sampling: Sampling
  private let image: ImageReader

  /// - Parameters:
  ///   - model: The name that the server knows it by.
  ///   - streams: Whether to ask for a stream.
  ///   - image: The image at a path of a prompt.
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
    messages.append(["role": .string("user"), "content": try content(request.prompt)])
    var body: JSON = ["model": .string(model), "messages": .array(messages)]
    if streams { body = body.streaming() }
    return .json(
      sampling.adding(to: body, attempt: request.id.number),
      to: endpoint.url(endpoint.openAIBase + "/chat/completions"),
      accept: streams ? "text/event-stream" : "application/json")
  }

  /// Text alone is sent as text, which every server understands; images need parts.
  private func content(_ prompt: Prompt) throws(Fault) -> JSON {
    guard !prompt.images.isEmpty else { return .string(prompt.text) }
    var parts: [JSON] = [["type": .string("text"), "text": .string(prompt.text)]]
    for image in try prompt.imageParts(by: image) {
      let url =
        switch image {
        case .data(let image): image.dataURL
        case .address(let url): url
        }
      parts.append(["type": .string("image_url"), "image_url": ["url": .string(url)]])
    }
    return .array(parts)
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try OpenAIChat.completion(from: try response.json())
  }

  static func completion(from json: JSON) throws(ReplyFailure) -> Completion {
    let reply = try OpenAIReply(json)
    let message = reply.choice["message"] ?? .null
    var text = MessageText(message)
    if text.content.isEmpty, let plain = reply.choice["text"]?.string, !plain.isEmpty {
      text.content = plain
      text.contentSource = "text"
    }
    let refusal = message["refusal"]?.string
    if text.content.isEmpty, let refusal {
      text.content = refusal
      text.contentSource = "refusal"
    }
    var completion = try reply.completion(content: "")
    text.fill(&completion)
    if text.contentSource == "refusal" { completion.finishReason = .contentFilter }
    return completion
  }

  public var fold: (any StreamFold)? { OpenAIFold(.chat) }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.openAIBase + "/models")
  }

  public func versionURL(at endpoint: Endpoint) -> String? { endpoint.url("/version") }
}

extension JSON {
  /// A request of OpenAI's kind that asks for a stream, with the token counts at its end.
  func streaming() -> JSON {
    setting("stream", to: .bool(true))
      .setting("stream_options", to: ["include_usage": .bool(true)])
  }
}
