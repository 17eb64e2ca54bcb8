internal import Grading

/// Which request may go now, and to which endpoint. A pure value: time is given to it.
///
/// An endpoint is ready if it has not refused everything, its breaker is closed, no refusal for want
/// of room has paused it, and it has fewer requests in flight than its controller allows. Of the ready
/// ones that with the fewest requests in flight for its weight is taken.
struct Dispatcher: Sendable {
  private(set) var each: [State]
  private let weights: [Double]
  private let concurrency: Concurrency
  private var budget: RateBudget
  private var closing: Fault?
  /// Where the search for the least busy one starts, so that equals take turns.
  private var turn = 0
  private(set) var inFlight = 0
  private(set) var crashes = Crashes()
  /// Tries that have begun, ever.
  private var begun = 0

  struct State: Sendable {
    var outstanding = 0
    var controller: ConcurrencyController?
    var breaker = Breaker()
    var pausedUntil: Duration?
    var refusals = Refusals()
    /// Whether a connection stood and broke.
    var hasBroken = false

    /// Whether there ever was a server.
    var wasThere: Bool { hasBroken || refusals.hasAnswered }
  }

  /// An endpoint taken for one request.
  struct Lease: Sendable {
    var index: Int
    /// The attempt's place in the line.
    fileprivate var attempt: Int
    /// The try's place among all.
    fileprivate var number: Int
    /// Whether it is to find out how an endpoint is that rested.
    fileprivate var isProbe: Bool
    fileprivate var ticket: ConcurrencyController.Ticket?
    fileprivate var guessedTokens: Double
  }

  enum Choice {
    case go(Lease)
    /// Not before then; `nil` if something must come back first.
    case wait(until: Duration?)
    /// Another that may end its server is in flight: others may overtake until it has come back.
    case apart
    /// It ends the servers that get it; the endpoint is the last.
    case over(endpoint: Int)
    /// Nothing will ever be sent again.
    case refused(Fault)
  }

  /// How a request ended.
  enum Outcome {
    case answered(milliseconds: Double, tokens: Int?)
    /// The fault is what the attempt ends with if this was its last try.
    case failed(TryFailure, Fault, isLast: Bool)
    /// It was not sent, or the answer was not waited for.
    case nothing
  }

  /// After this many failures in a row an endpoint rests, if it is the only one.
  private static let patience = 8
  /// The same where others can take over.
  private static let patienceWithOthers = 2
  /// The longest pause that a server may ask for.
  private static let longestPause = Duration.seconds(120)
  /// An endpoint that has not answered for so long does not come back in this run.
  private static let longestOutage = Duration.seconds(600)

  init(weights: [Double], concurrency: Concurrency, budget: RateBudget) {
    self.weights = weights
    self.concurrency = concurrency
    self.budget = budget
    each = weights.map { _ in
      var state = State()
      if case .automatic(let most) = concurrency {
        state.controller = ConcurrencyController(most: most)
      }
      return state
    }
  }

  /// - Parameters:
  ///   - attempt: Its place in the line.
  ///   - avoided: The endpoint that failed just now; taken only if there is no other.
  mutating func choose(for attempt: Int, avoiding avoided: Int?, now: Duration) -> Choice {
    if let closing { return .refused(closing) }
    guard each.contains(where: { $0.refusals.verdict == nil }) else {
      return .refused(
        each.lazy.compactMap(\.refusals.verdict).first
          ?? Fault(.rejected, "no endpoint is left"))
    }
    if !crashes.isEmpty {
      switch crashes.standing(of: attempt) {
      case .over(let endpoint): return .over(endpoint: endpoint)
      case .apart where crashes.underWay != nil: return .apart
      case .apart, .free: break
      }
    }
    if case .fixed(let most) = concurrency, inFlight >= most { return .wait(until: nil) }
    let affordable = budget.readyAt(now)
    guard affordable <= now else { return .wait(until: affordable) }
    var best: (index: Int, load: Double)?
    var soonest: Duration?
    for offset in 0..<each.count {
      let index = (turn + offset) % each.count
      switch readiness(index, now) {
      case .never, .later(nil): break
      case .later(let time?): soonest = min(soonest ?? time, time)
      case .ready:
        let load =
          Double(each[index].outstanding + 1) / weights[index] + (index == avoided ? 1e9 : 0)
        if best.map({ load < $0.load }) ?? true { best = (index, load) }
      }
    }
    guard let best else { return .wait(until: soonest) }
    return .go(take(best.index, for: attempt, now))
  }

  private enum Readiness {
    case ready, never
    case later(Duration?)
  }

  private func readiness(_ index: Int, _ now: Duration) -> Readiness {
    let state = each[index]
    if state.refusals.verdict != nil { return .never }
    if let paused = state.pausedUntil, paused > now { return .later(paused) }
    if case .later(let time) = state.breaker.permission(now: now) { return .later(time) }
    if let limit = state.controller?.limit, state.outstanding >= limit { return .later(nil) }
    return .ready
  }

  private mutating func take(_ index: Int, for attempt: Int, _ now: Duration) -> Lease {
    turn = (index + 1) % each.count
    inFlight += 1
    begun += 1
    if !crashes.isEmpty { crashes.begin(attempt) }
    each[index].outstanding += 1
    let isProbe = !each[index].breaker.isClosed
    each[index].breaker.take()
    let outstanding = each[index].outstanding
    return Lease(
      index: index, attempt: attempt, number: begun, isProbe: isProbe,
      ticket: each[index].controller?.begin(inFlight: outstanding),
      guessedTokens: budget.take(now))
  }

  /// Takes an endpoint back and learns from what it did.
  mutating func release(_ lease: Lease, _ outcome: Outcome, now: Duration) {
    let index = lease.index
    inFlight -= 1
    each[index].outstanding -= 1
    if !crashes.isEmpty { tellCrashes(lease, outcome) }
    switch outcome {
    case .answered(let milliseconds, let tokens):
      if let ticket = lease.ticket {
        each[index].controller?.end(ticket, milliseconds: milliseconds)
      }
      each[index].breaker.succeed()
      each[index].refusals.recordAnswer()
      if let tokens { budget.settle(guessed: lease.guessedTokens, actual: tokens, now) }
    case .failed(let failure, let fault, let isLast):
      each[index].refusals.record(failure, fault, gaveUp: isLast)
      budget.settle(guessed: lease.guessedTokens, actual: 0, now)
      learn(failure, fault, lease, now)
    case .nothing:
      if let ticket = lease.ticket { each[index].controller?.forget(ticket) }
      each[index].breaker.abstain()
      budget.settle(guessed: lease.guessedTokens, actual: 0, now)
    }
  }

  /// What the outcome says of requests whose connections broke.
  private mutating func tellCrashes(_ lease: Lease, _ outcome: Outcome) {
    switch outcome {
    case .answered: crashes.wasAnswered(lease.asTry)
    case .failed(let failure, _, _):
      switch failure.presence {
      case .there: crashes.wasAnswered(lease.asTry)
      case .gone: crashes.metNobody(lease.asTry)
      case .unknown: break
      }
    case .nothing: break
    }
    crashes.cameBack(lease.attempt)
  }

  /// The connection of a try broke; to be told before it is released.
  mutating func broke(_ lease: Lease) -> Crashes.Standing {
    each[lease.index].hasBroken = true
    return crashes.broke(lease.asTry, begun: begun)
  }

  /// An attempt has ended of which a connection broke.
  mutating func forget(_ attempt: Int) { crashes.forget(attempt) }

  /// Whether a request that was to go apart need not any more; tells it once.
  mutating func takeReleased() -> Bool { crashes.takeReleased() }

  private mutating func learn(
    _ failure: TryFailure, _ fault: Fault, _ lease: Lease, _ now: Duration
  ) {
    let index = lease.index
    if let ticket = lease.ticket {
      if failure.meansOverload {
        each[index].controller?.overload(ticket)
      } else {
        each[index].controller?.forget(ticket)
      }
    }
    switch failure.prospect {
    case .permanent: each[index].breaker.succeed()  // it answers, and that at once
    case .rateLimited:
      each[index].breaker.succeed()
      guard case .status(_, _, let advice) = failure, let wait = advice.wait else { break }
      // Who comes after it would only be refused as well.
      let until = now + min(wait, Dispatcher.longestPause)
      each[index].pausedUntil = max(each[index].pausedUntil ?? until, until)
    case .passing:
      let patience =
        crashes.isGone(index)
        ? 1 : each.count > 1 ? Dispatcher.patienceWithOthers : Dispatcher.patience
      each[index].breaker.fail(now: now, limit: patience, isBreak: failure.isBreak)
      if let since = each[index].breaker.openSince, now - since > Dispatcher.longestOutage {
        each[index].refusals.giveUp(
          Fault(
            fault.kind, fault.message + "; it has not answered for 10 min", tries: fault.tries))
      }
    }
  }

  /// Whether another endpoint can take over from this one at once.
  func hasReadyOther(than index: Int, now: Duration) -> Bool {
    each.indices.contains { other in
      guard other != index, case .ready = readiness(other, now) else { return false }
      return true
    }
  }

  /// Whether a try only found that a server is not back yet: the attempt is no more at fault for that than
  /// those that waited meanwhile.
  func wasInVain(_ lease: Lease, _ failure: TryFailure) -> Bool {
    guard each[lease.index].wasThere else { return false }
    return failure.presence == .gone
      || lease.isProbe && failure.isEndpoints && !failure.isBreak
  }

  /// Whether this endpoint refused for good while another did not.
  func hasAlternative(to index: Int) -> Bool {
    each[index].refusals.verdict != nil && each.contains { $0.refusals.verdict == nil }
  }

  /// The fault with which all requests end, if no endpoint is left.
  var verdict: Fault? {
    if let closing { return closing }
    let verdicts = each.compactMap(\.refusals.verdict)
    return verdicts.count == each.count ? verdicts.first : nil
  }

  /// Sends nothing more.
  mutating func close(_ fault: Fault) { closing = closing ?? fault }
}

extension Dispatcher.Lease {
  fileprivate var asTry: Crashes.Try {
    Crashes.Try(attempt: attempt, endpoint: index, number: number)
  }
}
