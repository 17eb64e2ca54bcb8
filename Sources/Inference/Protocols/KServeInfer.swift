public import Grading

/// The KServe v2 protocol, `POST /v2/models/MODEL/infer`, as Triton, KServe and MLServer speak it:
/// texts are tensors of BYTES, and a request carries as many as fit.
///
/// Data is sent flat and every request has an `id`, because some servers lose texts without the one
/// and fail without the other. Outputs are found by name, never by place.
public struct KServeInfer: BatchProtocol {
  public var name: String { isBinary ? "kserve-binary" : "kserve" }
  private let model: String
  private let sampling: Sampling
  private let signature: KServeSignature
  private let isBinary: Bool

  /// - Parameters:
  ///   - signature: What the model's tensors are called; see ``KServeSignature``.
  ///   - isBinary: Whether texts are sent, and asked for, as raw bytes after the JSON, as Triton's
  ///     binary data extension has it.
  public init(
    model: String, sampling: Sampling = Sampling(), signature: KServeSignature = .usual,
    isBinary: Bool = false
  ) {
    self.model = model
    self.sampling = sampling
    self.signature = signature
    self.isBinary = isBinary
  }

  public func request(
    for request: ModelRequest, at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    try self.request(forBatch: [request], at: endpoint)
  }

  public func request(
    forBatch requests: [ModelRequest], at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    guard let first = requests.first else { throw Fault(.unsupported, "a batch without prompts") }
    guard requests.count == 1 || signature.isBatched else {
      throw Fault(.unsupported, "the model \(model) takes one prompt in a request")
    }
    let hasSystem = signature.inputs["system"] != nil
    var texts: [String] = []
    for request in requests {
      try request.prompt.requireNoImages(for: name)
      texts.append(hasSystem ? request.prompt.text : try request.prompt.asText(for: name))
    }
    var body = KServeBody(count: texts.count, signature: signature, isBinary: isBinary)
    body.add(texts: texts, to: signature.textInput)
    if hasSystem { body.add(texts: requests.map { $0.prompt.system ?? "" }, to: "system") }
    var parameters: JSON = [:]
    for member in sampling.adding(to: [:], attempt: first.id.number).members ?? [] {
      if body.add(value: member.value, to: member.key) { continue }
      parameters = parameters.setting(member.key, to: KServeInfer.scalar(member.value))
    }
    return body.request(
      id: "\(SHA256.hex(first.id.problemID.utf8).prefix(12))-a\(first.id.number)",
      parameters: parameters, to: endpoint.url(url(endpoint)))
  }

  /// Parameters of a request are numbers, texts or booleans; anything else goes as its JSON.
  static func scalar(_ value: JSON) -> JSON {
    switch value {
    case .bool, .number, .string: value
    case .array(let elements) where elements.count == 1: scalar(elements[0])
    case .null, .array, .object: .string(value.text)
    }
  }

  private func url(_ endpoint: Endpoint) -> String {
    // Who gives the whole path means it.
    if endpoint.path.hasSuffix("/infer") { return endpoint.path }
    return KServeInfer.base(endpoint) + "/models/\(KServeInfer.escaped(model))/infer"
  }

  static func base(_ endpoint: Endpoint) -> String { endpoint.base(below: "/v2", []) }

  /// A model's name as part of a path; a version may follow after a slash.
  static func escaped(_ name: String) -> String {
    name.utf8.map { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126, 47: String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }

  public func batchKey(of request: ModelRequest) -> Int { sampling.batchKey(of: request) }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    let results = try completions(of: KServeReply(response), count: 1)
    guard let result = results.first else { throw .malformed("the reply has no outputs") }
    return try result.get()
  }

  public func completions(
    from response: HTTPResponse, to requests: [ModelRequest]
  ) throws(ReplyFailure) -> [Result<Completion, ReplyFailure>] {
    try completions(of: KServeReply(response), count: requests.count)
  }

  private func completions(
    of reply: KServeReply, count: Int
  ) throws(ReplyFailure) -> [Result<Completion, ReplyFailure>] {
    let texts = try reply.texts(preferring: signature.textOutput)
    guard texts.count == count else {
      throw .malformed("the reply has \(texts.count) texts for \(count) prompts")
    }
    let prompt = reply.values("prompt_tokens")
    let answer = reply.values("completion_tokens")
    let reasons = reply.values("finish_reason")
    return texts.enumerated().map { number, text in
      var completion = Completion(
        content: "",
        finishReason: Completion.FinishReason(
          name: reasons.count == count ? reasons[number].string ?? "stop" : "stop"),
        promptTokens: prompt.count == count ? OpenAIReply.count(prompt[number]) : nil,
        completionTokens: answer.count == count ? OpenAIReply.count(answer[number]) : nil,
        servedModel: reply.json["model_name"]?.string, requestID: reply.json["id"]?.string)
      MessageText(["content": .string(text)]).fill(&completion)
      return .success(completion)
    }
  }

  public func error(in response: HTTPResponse) -> (status: Int, error: ServerError) {
    TritonFailure.corrected(response)
  }

  public func versionURL(at endpoint: Endpoint) -> String? {
    endpoint.url(KServeInfer.base(endpoint))
  }
}

/// What Triton says of its own failures, whatever status it says it under.
enum TritonFailure {
  /// A full queue, a wait in vain and a dead process come as 400 through `generate`, and the last one
  /// through `infer` too; all of them pass.
  static func corrected(_ response: HTTPResponse) -> (status: Int, error: ServerError) {
    var error = ServerError(body: response.body)
    guard response.status == 400 else { return (response.status, error) }
    let passing = ["exceeds maximum queue size", "request timeout expired", "is not healthy"]
    guard passing.contains(where: { error.message.containsIgnoringCase($0) }) else {
      return (400, error)
    }
    error.message += " (sent as 400)"
    return (503, error)
  }
}
