internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Grading

/// An OpenAI-compatible server within the program, which plays back recorded completions: for
/// demonstrations and tests over real HTTP.
///
/// It answers `POST /v1/chat/completions` (also with `stream: true`), `POST /infer`, `GET /v1/models`,
/// `GET /health` and `GET /stats`, on 127.0.0.1 only.
public final class ModelServer: Sendable {
  private let playback: Playback
  private let options: Options
  private let onRequest: @Sendable (Int) -> Void
  private let log = Locked(RequestLog())
  private let limiter: Locked<RateLimit?>
  private let running = Locked<(server: HTTPServer, task: Task<Void, any Error>)?>(nil)

  /// How the server behaves.
  public struct Options: Sendable, Hashable {
    /// 0 lets the system choose.
    public var port: UInt16
    /// The name in its list of models.
    public var model: String
    /// Before each completion.
    public var latencyMilliseconds: Int
    public var faults: [Injection]
    /// Completions a second; more are refused with 429. `nil` for no limit.
    public var requestsPerSecond: Double?

    public init(
      port: UInt16 = 0, model: String = "recorded", latencyMilliseconds: Int = 0,
      faults: [Injection] = [], requestsPerSecond: Double? = nil
    ) {
      self.port = port
      self.model = model
      self.latencyMilliseconds = latencyMilliseconds
      self.faults = faults
      self.requestsPerSecond = requestsPerSecond
    }
  }

  /// Longer requests are refused.
  static let longestRequest = 64 << 20
  /// How long a request may hang or be slowed at most.
  private static let patienceSeconds = 3600.0

  /// - Parameter onRequest: Is told the number of each request for a completion, from 1, before it is
  ///   answered: for tests that must do something at a certain point.
  public init(
    playback: [PlaybackEntry], options: Options = Options(),
    onRequest: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.playback = Playback(playback)
    self.options = options
    self.onRequest = onRequest
    let rate = options.requestsPerSecond.flatMap { $0 > 0 ? $0 : nil }
    limiter = Locked(rate.map { RateLimit(perSecond: $0, now: ModelServer.now()) })
  }

  /// Begins to listen.
  ///
  /// - Returns: The address to give to clients, for example `http://127.0.0.1:40123`.
  /// - Throws: if the port cannot be had, or the server already listens.
  public func start() async throws -> String {
    let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: options.port)
    let server = HTTPServer(
      config: .init(
        address: address, timeout: ModelServer.patienceSeconds, pool: PromptPool(),
        logger: .disabled),
      handler: ClosureHTTPHandler { [self] request in try await answer(request) })
    let listening = Task { try await server.waitUntilListening(timeout: 30) }
    let task = Task {
      defer { listening.cancel() }  // a port that cannot be had is known at once
      try await server.run()
    }
    do {
      try await listening.value
    } catch {
      task.cancel()
      try await task.value
      throw error
    }
    guard case .ip4(_, let port)? = await server.listeningAddress else {
      task.cancel()
      throw SocketError.unsupportedAddress
    }
    running.withLock { $0 = (server, task) }
    return "http://127.0.0.1:\(port)"
  }

  /// Stops listening and drops all connections.
  public func stop() async {
    let taken = running.withLock { running in
      defer { running = nil }
      return running
    }
    guard let (server, task) = taken else { return }
    task.cancel()
    await server.stop(timeout: 0)
    _ = try? await task.value
  }

  /// Requests so far, in the order in which they were answered; the oldest of very many are gone.
  public var requests: [RequestLogEntry] { log.withLock { $0.entries } }

  /// Requests for completions so far.
  public var requestCount: Int { log.withLock { $0.received } }

  private static func now() -> Duration {
    ContinuousClock.now - origin
  }
  private static let origin = ContinuousClock.now

  // MARK: - Answering

  private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    switch (request.method, request.path) {
    case (.GET, "/health"): render(ServedReply(["status": .string("ok")]))
    case (.GET, "/stats"): render(ServedReply(log.withLock { $0.stats }))
    case (.GET, "/v1/models"): render(models)
    case (.POST, "/v1/chat/completions"), (.POST, "/infer"): try await complete(request)
    case _: render(.error(404, "there is nothing at \(request.path)", code: "unknown_path"))
    }
  }

  private var models: ServedReply {
    let model: JSON = [
      "id": .string(options.model), "object": .string("model"), "created": .int(0),
      "owned_by": .string("assay"),
    ]
    return ServedReply(["object": .string("list"), "data": .array([model])])
  }

  private func complete(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard Int(request.headers[.contentLength] ?? "0") ?? 0 <= ModelServer.longestRequest else {
      return render(.error(413, "the request is too long", code: nil))
    }
    let body = [UInt8](try await request.bodyData)
    let number = log.withLock { $0.receive() }
    onRequest(number)
    let deed = options.faults.first { $0.hits(number) }?.deed
    var entry = RequestLogEntry(
      number: number, path: request.path, requestID: request.headers[HTTPHeader("X-Request-Id")],
      attempt: 1, body: String(decoding: body.prefix(RequestLog.longestBody), as: UTF8.self),
      status: 0)
    let json = try? JSON(parsing: body, depth: 64, repairsText: true)
    let asked = json.flatMap {
      request.path == "/infer" ? ServedRequest(infer: $0) : ServedRequest(chat: $0)
    }
    let prompt = asked.map { Playback.key($0.prompt) }
    entry.attempt = attempt(entry.requestID, prompt)
    let reply = honestReply(asked, entry, deed)
    if let reply { entry.status = reply.status }
    log.withLock { $0.record(entry, prompt: prompt) }
    return try await deliver(reply, deed)
  }

  private func attempt(_ requestID: String?, _ prompt: String?) -> Int {
    if let named = requestID.flatMap(ServedRequest.attempt) { return named }
    guard let prompt else { return 1 }
    return log.withLock { $0.countAttempt(prompt) }
  }

  /// The reply that will be sent, or half sent; `nil` if none will be.
  private func honestReply(
    _ asked: ServedRequest?, _ entry: RequestLogEntry, _ deed: Injection.Deed?
  ) -> ServedReply? {
    switch deed {
    case .status(let status, let retryAfter)?:
      var reply = ServedReply.error(status, "a fault on purpose", code: nil)
      reply.headers["Retry-After"] = retryAfter.map(String.init)
      return reply
    case .drop?, .hang?: return nil
    case .malform?: return ServedReply(contentType: "application/json", body: Array("{\"ch".utf8))
    case .truncate?, .slow?, nil: break
    }
    if let wait = limiter.withLock({ $0?.take(now: ModelServer.now()) }) {
      let milliseconds = Int((wait / .milliseconds(1)).rounded(.up))
      var reply = ServedReply.error(429, "too many requests a second", code: "rate_limited")
      reply.headers["Retry-After"] = String((milliseconds + 999) / 1000)
      reply.headers["retry-after-ms"] = String(milliseconds)
      return reply
    }
    guard let asked else { return .error(400, "the request has no prompt", code: "bad_request") }
    guard let completion = playback.completion(for: asked.prompt, attempt: entry.attempt) else {
      return .error(404, "no recorded completion for this prompt", code: "unknown_prompt")
    }
    if entry.path == "/infer" {
      return ServedReply(
        infer: completion, asked, milliseconds: Double(options.latencyMilliseconds))
    }
    return ServedReply(chat: completion, asked, id: entry.requestID ?? String(entry.number))
  }

  private func deliver(_ reply: ServedReply?, _ deed: Injection.Deed?) async throws -> HTTPResponse
  {
    guard let reply else {
      if case .hang? = deed { try await Task.sleep(for: .seconds(ModelServer.patienceSeconds)) }
      return HTTPResponse(webSocket: Silence())
    }
    var late = reply.status == 200 ? options.latencyMilliseconds : 0
    if case .slow(let milliseconds)? = deed { late += milliseconds }
    if late > 0 { try await Task.sleep(for: .milliseconds(late)) }
    if case .truncate? = deed {
      return HTTPResponse(
        statusCode: HTTPStatusCode(reply.status, phrase: "OK"),
        headers: [.contentType: reply.contentType],
        body: HTTPBodySequence(from: Half(of: reply.body), count: reply.body.count))
    }
    return render(reply)
  }

  private func render(_ reply: ServedReply) -> HTTPResponse {
    var headers = HTTPHeaders([.contentType: reply.contentType])
    for (name, value) in reply.headers { headers[HTTPHeader(name)] = value }
    let phrase = reply.status == 200 ? "OK" : "Error"
    return HTTPResponse(
      statusCode: HTTPStatusCode(reply.status, phrase: phrase), headers: headers,
      body: Data(reply.body))
  }
}

/// Closes the connection without a byte: the library asks a web socket's handler before it writes.
private struct Silence: WSHandler {
  func makeFrames(
    for client: AsyncThrowingStream<WSFrame, any Error>
  ) async throws -> AsyncStream<WSFrame> {
    throw SocketError.disconnected
  }
}

/// The first half of some bytes, and then an error, on which the library closes the connection.
private struct Half: AsyncBufferedSequence {
  typealias Element = UInt8
  private let bytes: ArraySlice<UInt8>

  init(of bytes: [UInt8]) { self.bytes = bytes.prefix(bytes.count / 2) }

  func makeAsyncIterator() -> Iterator { Iterator(rest: bytes) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var rest: ArraySlice<UInt8>

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
      guard !rest.isEmpty else { throw SocketError.disconnected }
      let piece = rest.prefix(count)
      rest = rest.dropFirst(count)
      return piece
    }
  }
}
