public import Grading

/// A model behind one or several servers: a protocol, a transport, and patience.
public struct RemoteModel: Model {
  private let wire: any WireProtocol
  private let transport: any Transport
  private let exchange: Exchange
  private let pool: EndpointPool
  private let options: Options
  private let policy: RetryPolicy
  private let clock: RetryClock
  private let onEvent: @Sendable (InferenceEvent) -> Void

  /// What holds for all requests of a run.
  public struct Options: Sendable {
    /// Sent as the protocol wants it; without one, no header is sent.
    public var key: Secret?
    /// Begins every request's identifier: the run's name or number. At most 64 bytes are sent, with
    /// `_` for what is no letter, digit, `.`, `_` or `-`.
    public var runPrefix: String
    public var userAgent: String
    /// Of one try.
    public var limits: HTTPLimits
    /// When the run must be over; tries are cut short by it.
    public var deadline: Deadline?
    /// For protocols that carry several prompts in a request; `nil` if each goes alone.
    public var batching: Batching?

    public init(
      key: Secret? = nil, runPrefix: String, userAgent: String, limits: HTTPLimits = HTTPLimits(),
      deadline: Deadline? = nil, batching: Batching? = nil
    ) {
      self.key = key
      self.runPrefix = runPrefix
      self.userAgent = userAgent
      self.limits = limits
      self.deadline = deadline
      self.batching = batching
    }
  }

  /// - Parameters:
  ///   - endpoints: At least one; each request goes to the least busy.
  ///   - onEvent: Called in the middle of the work, on any thread: must return at once.
  public init(
    _ wire: any WireProtocol, at endpoints: [Endpoint], over transport: any Transport,
    options: Options, policy: RetryPolicy = RetryPolicy(), clock: RetryClock = .system,
    onEvent: @escaping @Sendable (InferenceEvent) -> Void = { _ in }
  ) {
    self.wire = wire
    self.transport = transport
    exchange = Exchange(wire, over: transport, batching: options.batching)
    pool = EndpointPool(endpoints)
    var options = options
    options.runPrefix = RemoteModel.word(options.runPrefix)
    self.options = options
    self.policy = policy
    self.clock = clock
    self.onEvent = onEvent
  }

  /// The fault with which every further request ends unsent, once all endpoints have shown that they
  /// refuse everything: a wrong key, a wrong model, nobody there. `nil` while there is hope.
  public var verdict: Fault? { pool.verdict }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    do throws(Fault) {
      let completion = try await withTaskExecutorPreference(transport.executor) {
        () async throws(Fault) -> Completion in
        try await persist(request)
      }
      onEvent(
        .answered(
          request.id, tries: completion.tries, milliseconds: completion.latencyMilliseconds ?? 0))
      return completion
    } catch {
      onEvent(.failed(request.id, error))
      throw error
    }
  }

  /// Tries until there is a completion or no hope.
  private func persist(_ request: ModelRequest) async throws(Fault) -> Completion {
    let start = clock.now()
    var history = RetryHistory()
    var last: Int?
    while true {
      try checkTime(tries: history.tries)
      let chosen = try take(avoiding: last, tries: history.tries)
      last = chosen
      let outcome = await attempt(request, at: pool.endpoints[chosen], number: history.tries + 1)
      switch outcome {
      case .completed(let completion):
        pool.release(chosen, .answered)
        return completion
      case .unsendable(let fault):
        pool.release(chosen, .nothing)
        throw fault
      case .failed(let failure, let received):
        history.record(failure)
        let decision = policy.decision(
          after: failure, history, elapsed: clock.now() - start, left: timeLeft,
          chance: clock.chance())
        var fault = fault(failure, decision, pool.endpoints[chosen], tries: history.tries)
        fault.received = received.map(Fault.shortened)
        let wait = try follow(decision, failure, fault, at: chosen, tries: history.tries)
        onEvent(
          .retrying(request.id, try: history.tries, wait: wait, reason: redacted(failure.message)))
        try await pause(wait, tries: history.tries)
      }
    }
  }

  /// Gives the endpoint back, and returns how long to wait before the next try.
  ///
  /// - Throws: the fault, if there is to be none.
  private func follow(
    _ decision: RetryDecision, _ failure: TryFailure, _ fault: Fault, at chosen: Int, tries: Int
  ) throws(Fault) -> Duration {
    switch decision {
    case .retry(let wait):
      pool.release(chosen, .failed(failure, fault, isLast: false))
      return wait
    case .giveUp where fault.kind == .cancelled:
      pool.release(chosen, .nothing)
      throw fault
    case .giveUp:
      pool.release(chosen, .failed(failure, fault, isLast: true))
      // One server's wrong key is not the attempt's end if there are other servers.
      guard pool.hasAlternative(to: chosen), tries < policy.tries else { throw fault }
      return .zero
    }
  }

  /// The next endpoint; a refusal that another attempt met counts none of this one's tries.
  private func take(avoiding last: Int?, tries: Int) throws(Fault) -> Int {
    do throws(Fault) {
      return try pool.take(avoiding: last)
    } catch {
      throw Fault(error.kind, error.message, tries: tries)
    }
  }

  /// One request and its reply.
  private func attempt(
    _ request: ModelRequest, at endpoint: Endpoint, number: Int
  ) async -> Exchange.Outcome {
    onEvent(.sent(request.id, try: number, endpoint: endpoint.display))
    let reply = await exchange.ask(
      request, at: endpoint, unixSeconds: clock.unixSeconds()
    ) { message in
      dressed(message, request.id, number)
    }
    guard case .completed(var completion) = reply.outcome else { return reply.outcome }
    completion.tries = number
    completion.endpoint = endpoint.display
    return .completed(completion)
  }

  /// The request with what no protocol knows: who asks, how long, under which name.
  private func dressed(_ request: HTTPRequest, _ id: AttemptID, _ number: Int) -> HTTPRequest {
    var request = request
    request.headers.append(HTTPHeader("User-Agent", options.userAgent))
    request.headers.append(
      HTTPHeader("X-Request-Id", RemoteModel.requestID(options.runPrefix, id, try: number)))
    if let key = options.key { request.headers.append(wire.authorization(key)) }
    request.limits = options.limits
    if let left = timeLeft {
      request.limits.total = min(request.limits.total, max(left, .milliseconds(1)))
    }
    return request
  }

  /// Names a try: `<run>-<problem>-a<attempt>-t<try>`, where the problem's id is hashed, because ids
  /// may hold what headers may not.
  static func requestID(_ run: String, _ id: AttemptID, try number: Int) -> String {
    "\(run)-\(SHA256.hex(id.problemID.utf8).prefix(12))-a\(id.number)-t\(number)"
  }

  /// Text as a word that every header, log and file name can hold.
  private static func word(_ text: String) -> String {
    let bytes = text.utf8.prefix(64).map { byte in
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."): byte
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func fault(
    _ failure: TryFailure, _ decision: RetryDecision, _ endpoint: Endpoint, tries: Int
  ) -> Fault {
    var kind = failure.kind
    var end = ""
    if case .giveUp(let decided, let note) = decision {
      kind = decided
      end = note.map { "; \($0)" } ?? ""
    }
    if case .transport(.timeout) = failure, let left = timeLeft, left <= .zero { kind = .deadline }
    if kind == .cancelled { return Fault(.cancelled, "interrupted", tries: tries) }
    return Fault(
      kind, redacted("\(endpoint.display): \(failure.message)\(end)"), tries: tries)
  }

  private func redacted(_ text: String) -> String {
    options.key?.redacted(from: text) ?? text
  }

  private func pause(_ wait: Duration, tries: Int) async throws(Fault) {
    do {
      try await clock.sleep(wait)
    } catch {
      throw Fault(.cancelled, "interrupted while waiting to try again", tries: tries)
    }
  }

  private var timeLeft: Duration? {
    options.deadline.map { $0.moment - clock.now() }
  }

  private func checkTime(tries: Int) throws(Fault) {
    if Task.isCancelled { throw Fault(.cancelled, "interrupted", tries: tries) }
    if let left = timeLeft, left <= .zero {
      throw Fault(.deadline, "the run's time is over", tries: tries)
    }
  }
}
