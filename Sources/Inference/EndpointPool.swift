internal import Grading

/// The endpoints of a run, and the line of requests that wait for one.
///
/// Requests are let go in the order in which their attempts began, so problems that are listed first
/// come first, tries of theirs included. All deciding is ``Dispatcher``'s; this only keeps who waits.
final class EndpointPool: Sendable {
  let endpoints: [Endpoint]
  private let clock: RetryClock
  private let deadline: Deadline?
  private let state: Locked<State>

  fileprivate struct State {
    var dispatcher: Dispatcher
    var waiting = WaitingLine()
    /// Those that may end a server, while one of them is in flight.
    var apart = WaitingLine()
    var nextTicket = 0
    /// When somebody will look again without being asked to.
    var alarm: Duration?
  }

  init(
    _ endpoints: [Endpoint], concurrency: Concurrency, budget: RateBudget, clock: RetryClock,
    deadline: Deadline?
  ) {
    precondition(!endpoints.isEmpty, "a model needs at least one endpoint")
    self.endpoints = endpoints
    self.clock = clock
    self.deadline = deadline
    state = Locked(
      State(
        dispatcher: Dispatcher(
          weights: endpoints.map(\.weight), concurrency: concurrency, budget: budget)))
  }

  /// An attempt's place in the line; the earlier, the sooner.
  func ticket() -> Int {
    state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
  }

  /// Waits for an endpoint; ``release(_:_:)`` gives it back.
  ///
  /// - Throws: the fault with which all requests end from now on; `cancelled` if the task is;
  ///   `deadline` if the run's time ended in the line.
  func take(
    _ ticket: Int, avoiding avoided: Int? = nil
  ) async throws(Fault) -> Dispatcher.Lease {
    let now = clock.now()
    let choice = state.withLock { state -> Dispatcher.Choice in
      // Nobody overtakes those who wait.
      guard state.nobodyWaits else { return .wait(until: nil) }
      return state.dispatcher.choose(for: ticket, avoiding: avoided, now: now)
    }
    switch choice {
    case .go(let lease): return lease
    case .refused(let fault): throw fault
    case .over(let endpoint): throw fault(ofLast: endpoint)
    case .wait, .apart: return try await wait(ticket, avoided)
    }
  }

  private func fault(ofLast endpoint: Int) -> Fault {
    Fault(
      .network,
      "\(endpoints[endpoint].display): the connection broke; \(Crashes.explanation)")
  }

  private func wait(_ ticket: Int, _ avoided: Int?) async throws(Fault) -> Dispatcher.Lease {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: WaitingLine.Reply) in
        state.withLock { $0.waiting.add(ticket, avoided, continuation) }
        // Cancelled before it stood in the line: then nobody else would take it out.
        if Task.isCancelled { leave(ticket) }
        serve()
      }
    } onCancel: {
      leave(ticket)
    }
    return try result.get()
  }

  private func leave(_ ticket: Int) {
    state.withLock { $0.waiting.remove(ticket) ?? $0.apart.remove(ticket) }?
      .resume(returning: .failure(Fault(.cancelled, "interrupted")))
  }

  /// Gives an endpoint back, and lets those go who waited for it.
  func release(_ lease: Dispatcher.Lease, _ outcome: Dispatcher.Outcome) {
    let now = clock.now()
    let someWait = state.withLock { state in
      state.dispatcher.release(lease, outcome, now: now)
      return !state.nobodyWaits
    }
    if someWait { serve() }
  }

  /// Whether a try only found that a server is not back yet.
  func wasInVain(_ lease: Dispatcher.Lease, _ failure: TryFailure) -> Bool {
    state.withLock { $0.dispatcher.wasInVain(lease, failure) }
  }

  /// The connection of a try broke; to be told before it is given back.
  func broke(_ lease: Dispatcher.Lease) -> Crashes.Standing {
    state.withLock { $0.dispatcher.broke(lease) }
  }

  /// An attempt has ended of which a connection broke.
  func forget(_ ticket: Int) {
    state.withLock { $0.dispatcher.forget(ticket) }
  }

  /// Lets go whoever may.
  private func serve() {
    let now = clock.now()
    let (served, alarm) = state.withLock { state in state.serve(now, deadline: deadline?.moment) }
    for (reply, end) in served {
      switch end {
      case .go(let lease): reply.resume(returning: .success(lease))
      case .refused(let fault): reply.resume(returning: .failure(fault))
      case .over(let endpoint): reply.resume(returning: .failure(fault(ofLast: endpoint)))
      }
    }
    guard let alarm else { return }
    Task {
      try? await clock.sleep(max(alarm - now, .zero))
      state.withLock { if $0.alarm == alarm { $0.alarm = nil } }
      serve()
    }
  }

  /// Ends all requests that were not sent yet, and all that come, with this fault.
  func close(_ fault: Fault) {
    state.withLock { $0.dispatcher.close(fault) }
    serve()
  }

  func hasAlternative(to index: Int) -> Bool {
    state.withLock { $0.dispatcher.hasAlternative(to: index) }
  }

  func hasReadyOther(than index: Int) -> Bool {
    guard endpoints.count > 1 else { return false }
    let now = clock.now()
    return state.withLock { $0.dispatcher.hasReadyOther(than: index, now: now) }
  }

  /// The fault with which all requests end, if no endpoint is left.
  var verdict: Fault? { state.withLock { $0.dispatcher.verdict } }

  /// How things stand.
  var load: InferenceLoad {
    state.withLock { state in
      InferenceLoad(
        inFlight: state.dispatcher.inFlight, waiting: state.waiting.count + state.apart.count,
        endpoints: zip(endpoints, state.dispatcher.each).map { endpoint, each in
          InferenceLoad.EndpointLoad(
            endpoint: endpoint.display, inFlight: each.outstanding,
            limit: each.controller?.limit, knee: each.controller?.knee,
            unloaded: each.controller?.unloaded, isResting: !each.breaker.isClosed)
        })
    }
  }
}

extension EndpointPool.State {
  /// How somebody's waiting ends.
  enum End {
    case go(Dispatcher.Lease)
    case refused(Fault)
    case over(endpoint: Int)
  }

  var nobodyWaits: Bool { waiting.isEmpty && apart.isEmpty }

  /// Takes out of the line whoever may go.
  ///
  /// - Returns: Who and with what, and when to look again if nobody has undertaken to.
  fileprivate mutating func serve(
    _ now: Duration, deadline: Duration?
  ) -> ([(WaitingLine.Reply, End)], Duration?) {
    var served: [(WaitingLine.Reply, End)] = []
    let isLate = deadline.map { now >= $0 } ?? false
    if !apart.isEmpty, isLate || dispatcher.takeReleased() || dispatcher.verdict != nil {
      while !apart.isEmpty { apart.moveFirst(to: &waiting) }
    }
    while true {
      // Only those apart wait for that, so it is theirs now.
      if dispatcher.crashes.underWay == nil { apart.moveFirst(to: &waiting) }
      guard let first = waiting.first else { return (served, nil) }
      if isLate {
        served.append(
          (waiting.removeFirst(), .refused(Fault(.deadline, "the run's time is over"))))
        continue
      }
      switch dispatcher.choose(for: first.ticket, avoiding: first.avoided, now: now) {
      case .go(let lease): served.append((waiting.removeFirst(), .go(lease)))
      case .refused(let fault): served.append((waiting.removeFirst(), .refused(fault)))
      case .over(let endpoint): served.append((waiting.removeFirst(), .over(endpoint: endpoint)))
      case .apart: waiting.moveFirst(to: &apart)
      case .wait(let until):
        guard let time = [until, deadline].compactMap(\.self).min(),
          alarm.map({ time < $0 }) ?? true
        else { return (served, nil) }
        alarm = time
        return (served, time)
      }
    }
  }
}
