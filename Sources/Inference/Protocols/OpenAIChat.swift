public import Grading

/// The chat protocol of OpenAI, `POST …/chat/completions`, as vLLM, llama.cpp, Ollama, SGLang,
/// LiteLLM, OpenRouter and many others speak it.
public struct OpenAIChat: WireProtocol {
  public let name = "openai-chat"
  private let model: String
  private let sampling: Sampling
  private let image: @Sendable (String) throws(Fault) -> PromptImage

  /// - Parameters:
  ///   - model: The name that the server knows it by.
  ///   - image: The image at a path of a prompt.
  public init(
    model: String, sampling: Sampling = Sampling(),
    image: @escaping @Sendable (String) throws(Fault) -> PromptImage = OpenAIChat.noImages
  ) {
    self.model = model
    self.sampling = sampling
    self.image = image
  }

  /// For callers whose prompts have no images.
  @Sendable public static func noImages(_ path: String) throws(Fault) -> PromptImage {
    throw Fault(.unsupported, "the image \(path) cannot be sent")
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    var messages: [JSON] = []
    if let system = request.prompt.system, !system.isEmpty {
      messages.append(["role": .string("system"), "content": .string(system)])
    }
    messages.append(["role": .string("user"), "content": try content(request.prompt)])
    let body: JSON = ["model": .string(model), "messages": .array(messages)]
    return .json(
      sampling.adding(to: body, attempt: request.id.number),
      to: endpoint.url(endpoint.openAIBase + "/chat/completions"))
  }

  /// Text alone is sent as text, which every server understands; images need parts.
  private func content(_ prompt: Prompt) throws(Fault) -> JSON {
    guard !prompt.images.isEmpty else { return .string(prompt.text) }
    var parts: [JSON] = [["type": .string("text"), "text": .string(prompt.text)]]
    for path in prompt.images {
      let url = try image(path).dataURL
      parts.append(["type": .string("image_url"), "image_url": ["url": .string(url)]])
    }
    return .array(parts)
  }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    let reply = try OpenAIReply(response)
    let message = reply.choice["message"] ?? .null
    let (content, thoughts) = OpenAIChat.text(message["content"] ?? reply.choice["text"] ?? .null)
    let refusal = message["refusal"]?.string
    var completion = try reply.completion(content: content.isEmpty ? refusal ?? "" : content)
    completion.reasoning =
      [message["reasoning"]?.string, message["reasoning_content"]?.string, thoughts]
      .first { $0?.isEmpty == false } ?? nil
    if content.isEmpty, refusal != nil { completion.finishReason = .contentFilter }
    return completion
  }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.openAIBase + "/models")
  }

  /// The text of a message's content, and the thoughts among its parts.
  ///
  /// Content is text, null, or a list of parts; a thinking part holds text or parts of its own.
  private static func text(_ content: JSON) -> (text: String, thoughts: String?) {
    if let text = content.string { return (text, nil) }
    var text = ""
    var thoughts = ""
    for part in content.array ?? [] {
      switch part["type"]?.string {
      case "thinking", "reasoning":
        let inner = part["thinking"] ?? part["text"] ?? part["content"] ?? .null
        thoughts += inner.string ?? (inner.array ?? []).compactMap { $0["text"]?.string }.joined()
      case nil where part.string != nil: text += part.string ?? ""
      default: text += part["text"]?.string ?? ""
      }
    }
    return (text, thoughts.isEmpty ? nil : thoughts)
  }
}

/// What the replies of OpenAI's protocols have in common.
struct OpenAIReply {
  let json: JSON
  /// The first choice; only one is ever asked for.
  let choice: JSON

  init(_ response: HTTPResponse) throws(ReplyFailure) {
    json = try response.json()
    guard let choice = json["choices"]?.array?.first, choice.members != nil else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no choices: \(ServerError.line(json.text.utf8))")
    }
    // OpenRouter: generating had begun when the upstream failed.
    if let error = choice["error"], error.members != nil, let stated = ServerError(choice) {
      throw .error(stated)
    }
    self.choice = choice
  }

  /// A completion of that content, with all else that the reply tells.
  func completion(content: String) throws(ReplyFailure) -> Completion {
    let reason = choice["finish_reason"]?.string
    if reason == "error" || reason == "abort" {
      throw .error(ServerError(message: "the server gave the completion up", type: reason))
    }
    let usage = json["usage"] ?? .null
    return Completion(
      content: content, finishReason: Completion.FinishReason(name: reason),
      promptTokens: OpenAIReply.count(usage["prompt_tokens"]),
      completionTokens: OpenAIReply.count(usage["completion_tokens"]),
      servedModel: json["model"]?.string, requestID: json["id"]?.string)
  }

  /// A number of tokens, at most a milliard; what is anything else is unknown.
  static func count(_ value: JSON?) -> Int? {
    guard let count = value?.int, 0...1_000_000_000 ~= count else { return nil }
    return count
  }
}
