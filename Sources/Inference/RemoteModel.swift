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
    public var concurrency: Concurrency
    /// The most requests that begin within a minute, over all endpoints.
    public var requestsPerMinute: Int?
    /// The most tokens of prompts and completions within a minute, over all endpoints.
    public var tokensPerMinute: Int?
    /// For protocols that carry several prompts in a request; `nil` if each goes alone.
    public var batching: Batching?

    public init(
      key: Secret? = nil, runPrefix: String, userAgent: String, limits: HTTPLimits = HTTPLimits(),
      deadline: Deadline? = nil, concurrency: Concurrency = .unlimited,
      requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, batching: Batching? = nil
    ) {
      self.key = key
      self.runPrefix = runPrefix
      self.userAgent = userAgent
      self.limits = limits
      self.deadline = deadline
      self.concurrency = concurrency
      self.requestsPerMinute = requestsPerMinute
      self.tokensPerMinute = tokensPerMinute
      self.batching = batching
    }
  }

  /// - Parameters:
  ///   - endpoints: At least one; each request goes to the least busy for its weight.
  ///   - onEvent: Called in the middle of the work, on any thread: must return at once.
  public init(
    _ wire: any WireProtocol, at endpoints: [Endpoint], over transport: any Transport,
    options: Options, policy: RetryPolicy = RetryPolicy(), clock: RetryClock = .system,
    onEvent: @escaping @Sendable (InferenceEvent) -> Void = { _ in }
  ) {
    self.wire = wire
    self.transport = transport
    exchange = Exchange(wire, over: transport, batching: options.batching)
    pool = EndpointPool(
      endpoints, concurrency: options.concurrency,
      budget: RateBudget(
        requestsPerMinute: options.requestsPerMinute, tokensPerMinute: options.tokensPerMinute),
      clock: clock, deadline: options.deadline)
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

  /// How busy it is now.
  public var load: InferenceLoad { pool.load }

  /// Sends nothing more: what is in flight is waited for, everything else ends in this fault.
  public func close(_ fault: Fault) { pool.close(fault) }

  public var executor: (any TaskExecutor)? { transport.executor }

  /// Whether the caller's task prefers the transport's thread already.
  private var isAtHome: Bool {
    guard let home = executor?.asUnownedTaskExecutor() else { return true }
    return withUnsafeCurrentTask { $0?.unownedTaskExecutor == home }
  }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    do throws(Fault) {
      let completion =
        isAtHome
        ? try await persist(request)
        : try await withTaskExecutorPreference(executor) { () async throws(Fault) -> Completion in
          try await persist(request)
        }
      tellAnswered(request.id, completion)
      return completion
    } catch {
      tellFailed(request.id, error)
      throw error
    }
  }

  // Not inlined, here and below: what they need for a moment would otherwise be kept for each request as
  // long as it is in flight.

  @inline(never) private func tellAnswered(_ id: AttemptID, _ completion: Completion) {
    onEvent(
      .answered(id, tries: completion.tries, milliseconds: completion.latencyMilliseconds ?? 0))
  }

  @inline(never) private func tellFailed(_ id: AttemptID, _ fault: Fault) {
    onEvent(.failed(id, fault))
  }

  /// Tries until there is a completion or no hope.
  private func persist(_ request: ModelRequest) async throws(Fault) -> Completion {
    let ticket = pool.ticket()
    var course = Course()
    defer { if course.hasBroken { pool.forget(ticket) } }
    while true {
      try checkTime(tries: course.history.tries)
      let asked = clock.now()
      let lease = try await take(ticket, course)
      let sent = clock.now()
      course.begin(at: lease.index, queued: sent - asked, now: sent)
      let reply = await attempt(
        request, at: pool.endpoints[lease.index], number: course.history.tries + 1)
      switch try settle(reply, lease, request.id, &course, sent: sent) {
      case .completed(let completion): return completion
      case .again(let wait):
        if wait > .zero { try await pause(wait, tries: course.history.tries) }
      }
    }
  }

  private enum Next {
    case completed(Completion)
    case again(after: Duration)
  }

  /// Gives the endpoint back, and says how to go on.
  @inline(never) private func settle(
    _ reply: Reply, _ lease: Dispatcher.Lease, _ id: AttemptID, _ course: inout Course,
    sent: Duration
  ) throws(Fault) -> Next {
    let spent = (clock.now() - sent).inMilliseconds
    switch reply.outcome {
    case .completed(var completion):
      let milliseconds = completion.latencyMilliseconds ?? spent
      pool.release(lease, .answered(milliseconds: milliseconds, tokens: completion.allTokens))
      completion.tries = reply.number
      completion.endpoint = reply.endpoint
      if let key = options.key { completion.redactNames(key) }
      completion.delivery = course.delivery(reply)
      report(id, reply, course, milliseconds, .completed, completion)
      return .completed(completion)
    case .unsendable(let fault):
      pool.release(lease, .nothing)
      throw fault
    case .failed(let failure, let received):
      return .again(after: try conclude(id, failure, received, reply, lease, &course, spent))
    }
  }

  /// What became of an attempt so far.
  private struct Course {
    var history = RetryHistory()
    /// When its first try began.
    var began: Duration?
    var last: Int?
    var queued = Duration.zero
    var waited = Duration.zero
    /// Before the try in hand.
    var queuedNow = Duration.zero
    /// Whether a connection broke under it.
    var hasBroken = false

    mutating func begin(at index: Int, queued time: Duration, now: Duration) {
      began = began ?? now
      last = index
      queuedNow = time
      queued += time
    }

    func delivery(_ reply: Reply) -> Delivery {
      Delivery(
        sentID: reply.sentID, status: reply.status, queuedMilliseconds: queued.inMilliseconds,
        waitedMilliseconds: waited.inMilliseconds,
        firstByteMilliseconds: reply.timings?.firstByteMilliseconds)
    }
  }

  /// Gives the endpoint back, and returns how long to wait before the next try.
  ///
  /// - Throws: the fault, if there is to be none.
  private func conclude(
    _ id: AttemptID, _ failure: TryFailure, _ received: String?, _ reply: Reply,
    _ lease: Dispatcher.Lease, _ course: inout Course, _ spent: Double
  ) throws(Fault) -> Duration {
    var standing = Crashes.Standing.free
    if failure.isBreak {
      standing = pool.broke(lease)
      course.hasBroken = true
      course.last = nil  // somebody must look whether the server is still there
    }
    // Another server takes over what this one could not do, and the attempt is none the worse for it;
    // but not what may have ended this one and would end the other as well.
    let isTakenOver =
      standing == .free && failure.prospect != .permanent && policy.tries > 1
      && course.history.takenOver < 2 * pool.endpoints.count
      && (failure.isEndpoints || failure.prospect == .rateLimited)
      && pool.hasReadyOther(than: lease.index)
    let isInVain =
      !isTakenOver && course.history.inVain < policy.vainTries && pool.wasInVain(lease, failure)
    course.history.record(
      failure, against: isTakenOver ? .takenOver : isInVain ? .inVain : .attempt)
    let tries = course.history.tries
    let decision = decision(after: failure, standing, isTakenOver: isTakenOver, course)
    var fault = fault(failure, decision, pool.endpoints[lease.index], tries: tries)
    // A model may be told the key and repeat it.
    fault.received = received.map { redacted(Fault.shortened($0)) }
    let kind = fault.kind
    func report(_ wait: Duration?) {
      self.report(
        id, reply, course, spent,
        .failed(kind, message: redacted(failure.message), wait: wait), nil)
    }
    switch decision {
    case .retry(let wait):
      pool.release(lease, .failed(failure, fault, isLast: false))
      report(wait)
      onEvent(.retrying(id, try: tries, wait: wait, reason: redacted(failure.message)))
      course.waited += wait
      return wait
    case .giveUp where fault.kind == .cancelled:
      pool.release(lease, .nothing)
      report(nil)
      throw fault
    case .giveUp:
      pool.release(lease, .failed(failure, fault, isLast: true))
      // One server's wrong key is not the attempt's end if there are other servers.
      let goesOn =
        pool.hasAlternative(to: lease.index) && tries - course.history.inVain < policy.tries
      report(goesOn ? .zero : nil)
      guard goesOn else { throw fault }
      onEvent(.retrying(id, try: tries, wait: .zero, reason: redacted(failure.message)))
      return .zero
    }
  }

  private func decision(
    after failure: TryFailure, _ standing: Crashes.Standing, isTakenOver: Bool, _ course: Course
  ) -> RetryDecision {
    switch standing {
    case .over: .giveUp(failure.kind, note: Crashes.explanation)
    case .free where isTakenOver: .retry(after: .zero)
    case .free, .apart:
      policy.decision(
        after: failure, course.history, elapsed: clock.now() - (course.began ?? .zero),
        left: timeLeft, chance: clock.chance())
    }
  }

  /// The next endpoint; a refusal that another attempt met counts none of this one's tries.
  private func take(_ ticket: Int, _ course: Course) async throws(Fault) -> Dispatcher.Lease {
    do throws(Fault) {
      return try await pool.take(ticket, avoiding: course.last)
    } catch {
      throw Fault(error.kind, error.message, tries: course.history.tries)
    }
  }

  /// What one try brought.
  private struct Reply {
    let sentID: String
    let endpoint: String
    let number: Int
    let exchange: Exchange.Reply

    var status: Int? { exchange.status }
    var timings: HTTPTimings? { exchange.timings }
    var outcome: Exchange.Outcome { exchange.outcome }
  }

  /// One request and its reply.
  private func attempt(
    _ request: ModelRequest, at endpoint: Endpoint, number: Int
  ) async -> Reply {
    let sentID = RemoteModel.requestID(options.runPrefix, request.id, try: number)
    tellSent(request.id, number, endpoint)
    let exchange = await exchange.ask(
      request, at: endpoint, unixSeconds: clock.unixSeconds()
    ) { message in
      dressed(message, sentID)
    }
    return Reply(sentID: sentID, endpoint: endpoint.display, number: number, exchange: exchange)
  }

  @inline(never) private func tellSent(_ id: AttemptID, _ number: Int, _ endpoint: Endpoint) {
    onEvent(.sent(id, try: number, endpoint: endpoint.display))
  }

  private func report(
    _ id: AttemptID, _ reply: Reply, _ course: Course, _ milliseconds: Double,
    _ outcome: TryRecord.Outcome, _ completion: Completion?
  ) {
    onEvent(
      .tried(
        TryRecord(
          attempt: id, number: reply.number, sentID: reply.sentID, endpoint: reply.endpoint,
          queuedMilliseconds: course.queuedNow.inMilliseconds, milliseconds: milliseconds,
          firstByteMilliseconds: reply.timings?.firstByteMilliseconds, status: reply.status,
          reusedConnection: reply.timings?.reusedConnection ?? false, outcome: outcome,
          promptTokens: completion?.promptTokens, completionTokens: completion?.completionTokens,
          servedModel: completion?.servedModel, finishReason: completion?.finishReason.name)))
  }

  /// The request with what no protocol knows: who asks, how long, under which name.
  private func dressed(_ request: HTTPRequest, _ sentID: String) -> HTTPRequest {
    var request = request
    request.headers.append(HTTPHeader("User-Agent", options.userAgent))
    request.headers.append(HTTPHeader("X-Request-Id", sentID))
    if let key = options.key { request.headers.append(wire.authorization(key)) }
    request.limits = options.limits
    if let left = timeLeft {
      request.limits.total = min(request.limits.total, max(left, .milliseconds(1)))
    }
    return request
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

extension Completion {
  /// What a server calls itself and its reply is stored and reported: it must not repeat the key there.
  /// The content is kept as received.
  fileprivate mutating func redactNames(_ key: Secret) {
    servedModel = servedModel.map { key.redacted(from: $0) }
    requestID = requestID.map { key.redacted(from: $0) }
    wire.systemFingerprint = wire.systemFingerprint.map { key.redacted(from: $0) }
    if case .other(let name) = finishReason {
      finishReason = .other(key.redacted(from: name))
    }
  }

  /// Of the prompt and the completion; `nil` if the server counted neither.
  fileprivate var allTokens: Int? {
    promptTokens == nil && completionTokens == nil
      ? nil : (promptTokens ?? 0) + (completionTokens ?? 0)
  }
}

extension Duration {
  fileprivate var inMilliseconds: Double { self / .milliseconds(1) }
}
