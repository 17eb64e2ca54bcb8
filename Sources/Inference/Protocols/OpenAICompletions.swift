public import Grading

/// The older text protocol of OpenAI, `POST …/completions`: for base models.
///
/// It has no roles; a system text is put before the prompt, with an empty line between. A request can
/// carry several prompts, whose completions are told apart by their `index`.
public struct OpenAICompletions: BatchProtocol {
  public let name = "openai-completions"
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
    try make(.string(request.prompt.asText(for: name)), request.id.number, endpoint)
  }

  public func request(
    forBatch requests: [ModelRequest], at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    guard requests.count > 1, let first = requests.first else {
      return try request(for: requests[0], at: endpoint)
    }
    var prompts: [String] = []
    for request in requests { prompts.append(try request.prompt.asText(for: name)) }
    return try make(.strings(prompts), first.id.number, endpoint)
  }

  private func make(
    _ prompt: JSON, _ attempt: Int, _ endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest {
    var body: JSON = ["model": .string(model), "prompt": prompt]
    if streams { body = body.streaming() }
    return .json(
      sampling.adding(to: body, attempt: attempt),
      to: endpoint.url(endpoint.openAIBase + "/completions"),
      accept: streams ? "text/event-stream" : "application/json")
  }

  public func batchKey(of request: ModelRequest) -> Int { sampling.batchKey(of: request) }

  public func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion {
    try OpenAICompletions.completion(from: try OpenAIReply(response))
  }

  static func completion(from reply: OpenAIReply) throws(ReplyFailure) -> Completion {
    guard let text = reply.choice["text"]?.string else {
      throw .malformed("the reply's choice has no text")
    }
    var completion = try reply.completion(content: "")
    MessageText(["content": .string(text)]).fill(&completion)
    return completion
  }

  public func completions(
    from response: HTTPResponse, to requests: [ModelRequest]
  ) throws(ReplyFailure) -> [Result<Completion, ReplyFailure>] {
    let json = try response.json()
    guard json["choices"]?.array?.isEmpty == false else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no choices: \(ServerError.line(json.text.utf8))")
    }
    // With n completions of each prompt, the first of each is taken.
    let each = max(1, sampling.extraBody["n"]?.int ?? 1)
    let results = requests.indices.map { number in
      Result { () throws(ReplyFailure) in
        try OpenAICompletions.completion(from: OpenAIReply(json, choice: number * each))
      }
    }
    return requests.count > 1 ? OpenAICompletions.sharing(results, requests) : results
  }

  /// The reply tells the tokens of all prompts together: each completion gets a share by the length of
  /// its text, and the shares add up to what was told, so that what a run costs stays right.
  private static func sharing(
    _ results: [Result<Completion, ReplyFailure>], _ requests: [ModelRequest]
  ) -> [Result<Completion, ReplyFailure>] {
    let completions = results.map { try? $0.get() }
    let told = completions.lazy.compactMap(\.self).first
    // One more than the length, so that an empty text has a share too; what failed has none.
    let sent = TokenShares(
      of: told?.promptTokens,
      by: zip(requests, completions).map { $1 == nil ? 0 : $0.prompt.bytes + 1 })
    let received = TokenShares(
      of: told?.completionTokens, by: completions.map { $0.map { $0.content.utf8.count + 1 } ?? 0 })
    return results.indices.map { number in
      results[number].map { completion in
        var completion = completion
        completion.promptTokens = sent[number]
        completion.completionTokens = received[number]
        return completion
      }
    }
  }

  public var fold: (any StreamFold)? { OpenAIFold(.text) }

  public func modelsURL(at endpoint: Endpoint) -> String? {
    endpoint.url(endpoint.openAIBase + "/models")
  }

  public func versionURL(at endpoint: Endpoint) -> String? { endpoint.url("/version") }
}

extension Prompt {
  /// System text and prompt as one text, for protocols without roles.
  ///
  /// - Throws: if there are images, which text cannot carry.
  func asText(for name: String) throws(Fault) -> String {
    try requireNoImages(for: name)
    return (system.map { $0.isEmpty ? "" : $0 + "\n\n" } ?? "") + text
  }

  func requireNoImages(for name: String) throws(Fault) {
    guard images.isEmpty else {
      throw Fault(
        .unsupported, "\(name) carries no images; openai-chat, anthropic and ollama do")
    }
  }
}

/// A number of tokens divided by weights into whole numbers that add up to it.
struct TokenShares {
  private let total: Int?
  /// The sums of the weights up to each share's end, beginning with zero.
  private let ends: [Int]

  /// - Parameters:
  ///   - total: `nil` if it was not told, as then no share is.
  ///   - weights: none negative; their sum is below 2⁶³.
  init(of total: Int?, by weights: [Int]) {
    self.total = total
    ends = weights.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  subscript(number: Int) -> Int? {
    guard let total, let all = ends.last, all > 0 else { return nil }
    func upTo(_ end: Int) -> Int { Int(Int128(total) * Int128(end) / Int128(all)) }
    return upTo(ends[number + 1]) - upTo(ends[number])
  }
}

extension Prompt {
  fileprivate var bytes: Int { text.utf8.count + (system?.utf8.count ?? 0) }
}

extension Sampling {
  /// Requests with different seeds cannot share a batch.
  func batchKey(of request: ModelRequest) -> Int {
    seed == nil || extraBody["seed"] != nil ? 0 : request.id.number
  }
}
