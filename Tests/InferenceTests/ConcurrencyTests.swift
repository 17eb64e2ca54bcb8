import Grading
import Testing

@testable import Inference

/// The controller against servers that exist only on a clock of their own.
struct ConcurrencyTests {
  /// A server, and a client that always has as many requests in flight as the controller allows.
  private struct World {
    /// Worked on at once; the others wait in line.
    var capacity: Int
    /// Of one request when the server is empty.
    var milliseconds: Double
    /// By how much every other request in work slows one down.
    var slowing = 0.0
    /// The share by which requests differ from one another.
    var jitter = 0.0
    var controller: ConcurrencyController

    private var now = 0.0
    private var inWork = Heap<(due: Double, begun: Double, ticket: ConcurrencyController.Ticket)> {
      $0.due < $1.due
    }
    /// When each place is free.
    private var slots = Heap<Double>(<)
    private var state: UInt64 = 42

    init(
      capacity: Int, milliseconds: Double, slowing: Double = 0, jitter: Double = 0,
      controller: ConcurrencyController = ConcurrencyController()
    ) {
      self.capacity = capacity
      self.milliseconds = milliseconds
      self.slowing = slowing
      self.jitter = jitter
      self.controller = controller
      for _ in 0..<capacity { slots.push(0) }
    }

    private mutating func chance() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }

    /// Runs so many requests; returns replies a second and the latency that 95 % do not exceed.
    mutating func run(_ count: Int) -> (throughput: Double, p95: Double) {
      var latencies: [Double] = []
      let start = now
      while latencies.count < count {
        while inWork.count < controller.limit, let free = slots.pop() {
          let ticket = controller.begin(inFlight: inWork.count + 1)
          let service =
            milliseconds * (1 + slowing * Double(inWork.count))
            * (1 + jitter * (2 * chance() - 1))
          let due = max(now, free) + service
          slots.push(due)
          inWork.push((due, now, ticket))
        }
        guard let done = inWork.pop() else { break }
        now = done.due
        latencies.append(done.due - done.begun)
        controller.end(done.ticket, milliseconds: done.due - done.begun)
      }
      latencies.sort()
      return (Double(count) * 1000 / (now - start), latencies[count * 95 / 100])
    }
  }

  @Test(arguments: [
    // capacity, milliseconds, jitter
    (40, 1000.0, 0.0), (40, 100, 0.3), (40, 30, 0.8), (4, 500, 0.2), (1, 80, 0.5), (200, 800, 0.3),
  ])
  func theKneeIsFound(capacity: Int, milliseconds: Double, jitter: Double) {
    var world = World(capacity: capacity, milliseconds: milliseconds, jitter: jitter)
    _ = world.run(capacity * 40 + 1000)  // finds its way
    let (throughput, p95) = world.run(capacity * 40 + 1000)
    let best = Double(capacity) * 1000 / milliseconds
    #expect(throughput >= best * 0.85)
    let unloaded = milliseconds * (1 + jitter * 0.9)
    let knee = Double(world.controller.knee?.limit ?? 0)
    #expect(knee >= Double(capacity) * 0.8 && knee <= Double(capacity) * 1.6 + 7)
    // Where a place more or less is much, chance decides about a few.
    #expect(capacity < 40 || p95 <= unloaded * 2.01)
  }

  @Test func itSettlesBeforeLong() {
    var world = World(capacity: 40, milliseconds: 1000, jitter: 0.3)
    _ = world.run(900)
    #expect(world.controller.knee != nil)
  }

  @Test func aServerThatOnlySlowsDownIsUsedAsLongAsItPays() {
    // Throughput n / (1 + 0.05 n) of at most 20 times one request's.
    var world = World(capacity: 2000, milliseconds: 100, slowing: 0.05)
    _ = world.run(6000)
    let (throughput, _) = world.run(2000)
    #expect(throughput >= 200 * 0.75)
    #expect(world.controller.limit < 1024)
  }

  @Test func aServerWithoutAKneeGetsTheMost() {
    var world = World(
      capacity: 4000, milliseconds: 100, controller: ConcurrencyController(most: 256))
    _ = world.run(4000)
    #expect(world.controller.limit >= 200)
  }

  @Test func oneRefusalOfManyThatWentTogetherTakesThreeTenths() {
    var controller = ConcurrencyController(first: 100)
    let tickets = (1...100).map { controller.begin(inFlight: $0) }
    for ticket in tickets { controller.overload(ticket) }
    #expect(controller.limit == 70)
    for _ in 0..<40 {
      controller.overload(controller.begin(inFlight: 70))
    }
    #expect(controller.limit == 1)
  }

  @Test func aServerThatRefusesBeyondItsRoomIsKeptBelowIt() {
    var controller = ConcurrencyController()
    var most = 0
    for round in 0..<400 {
      let limit = controller.limit
      if round > 200 { most = max(most, limit) }
      let tickets = (1...limit).map { _ in controller.begin(inFlight: limit) }
      for (index, ticket) in tickets.enumerated() {
        if index < 30 {
          controller.end(ticket, milliseconds: 100)
        } else {
          controller.overload(ticket)
        }
      }
    }
    #expect(controller.limit >= 12 && most <= 45)
  }

  @Test func withTooLittleToDoNothingIsLearnt() {
    var controller = ConcurrencyController()
    for _ in 0..<1000 {
      controller.end(controller.begin(inFlight: 1), milliseconds: 10)
    }
    #expect(controller.limit == 8)
    #expect(controller.knee == nil)
  }

  @Test func requestsThatBeganBeforeSayNothingAboutTheNewLimit() {
    var controller = ConcurrencyController(first: 16)
    let old = controller.begin(inFlight: 16)
    for _ in 0..<24 { controller.end(controller.begin(inFlight: 16), milliseconds: 10) }
    let limit = controller.limit
    #expect(limit == 32)
    for _ in 0..<1000 { controller.end(old, milliseconds: 9999) }
    #expect(controller.limit == limit)
  }
}

/// Requests and tokens a minute.
struct RateBudgetTests {
  @Test func requestsAreSpreadOverTheMinute() {
    var budget = RateBudget(requestsPerMinute: 120, tokensPerMinute: nil)
    var now = Duration.zero
    var sent: [Duration] = []
    while now < .seconds(60) {
      now = max(now, budget.readyAt(now))
      _ = budget.take(now)
      sent.append(now)
    }
    #expect(120...123 ~= sent.count)
    let inOneSecond = sent.filter { .seconds(10)..<(.seconds(11)) ~= $0 }
    #expect(inOneSecond.count <= 3)
  }

  @Test func tokensThatWereGuessedWrongAreMadeUpFor() {
    var budget = RateBudget(requestsPerMinute: nil, tokensPerMinute: 60_000, expectedTokens: 100)
    var now = Duration.zero
    var tokens = 0
    while now < .seconds(600) {
      now = max(now, budget.readyAt(now))
      let guess = budget.take(now)
      budget.settle(guessed: guess, actual: 2000, now)
      tokens += 2000
    }
    #expect(tokens <= 606_000 && tokens >= 570_000)
  }

  @Test func withoutLimitsNothingWaits() {
    var budget = RateBudget(requestsPerMinute: nil, tokensPerMinute: nil)
    for _ in 0..<1000 { #expect(budget.take(.zero) == 0) }
    #expect(budget.readyAt(.seconds(1)) == .seconds(1))
  }
}

/// Who may go, and where to.
struct DispatcherTests {
  private func dispatcher(
    _ weights: [Double], _ concurrency: Concurrency = .unlimited
  ) -> Dispatcher {
    Dispatcher(
      weights: weights, concurrency: concurrency,
      budget: RateBudget(requestsPerMinute: nil, tokensPerMinute: nil))
  }

  private func go(_ dispatcher: inout Dispatcher, _ now: Duration = .zero) -> Int? {
    guard case .go(let lease) = dispatcher.choose(for: 1, avoiding: nil, now: now) else {
      return nil
    }
    return lease.index
  }

  @Test func anEndpointOfWeightThreeGetsThreeTimesAsMuch() {
    var dispatcher = dispatcher([1, 3])
    let chosen = (0..<40).compactMap { _ in go(&dispatcher) }
    #expect(chosen.filter { $0 == 1 }.count == 30)
  }

  @Test func noMoreThanTheNumberGivenAreInFlight() {
    var dispatcher = dispatcher([1, 1], .fixed(3))
    #expect((0..<5).map { _ in go(&dispatcher) != nil } == [true, true, true, false, false])
  }

  @Test func aPauseThatTheServerAsksForHoldsForAll() {
    var dispatcher = dispatcher([1])
    guard case .go(let lease) = dispatcher.choose(for: 1, avoiding: nil, now: .zero) else { return }
    let failure = TryFailure.status(
      429, ServerError(message: "busy"), RetryAdvice(wait: .seconds(7)))
    dispatcher.release(
      lease, .failed(failure, Fault(.rateLimited, ""), isLast: false), now: .seconds(1))
    guard case .wait(let until) = dispatcher.choose(for: 1, avoiding: nil, now: .seconds(2)) else {
      Issue.record("sent into the pause")
      return
    }
    #expect(until == .seconds(8))
    #expect(go(&dispatcher, .seconds(8)) == 0)
  }

  @Test func anEndpointThatFailsIsProbedByOneRequestAtATime() {
    var dispatcher = dispatcher([1])
    func fail(at now: Duration) {
      guard case .go(let lease) = dispatcher.choose(for: 1, avoiding: nil, now: now) else { return }
      dispatcher.release(
        lease,
        .failed(.transport(.unconnected("refused")), Fault(.network, ""), isLast: false), now: now)
    }
    for _ in 0..<8 { fail(at: .zero) }
    #expect(go(&dispatcher, .milliseconds(400)) == nil)
    guard case .go(let probe) = dispatcher.choose(for: 1, avoiding: nil, now: .milliseconds(500))
    else {
      Issue.record("not probed")
      return
    }
    #expect(go(&dispatcher, .seconds(3)) == nil)  // one probe is under way
    dispatcher.release(probe, .answered(milliseconds: 5, tokens: nil), now: .seconds(3))
    #expect((0..<4).compactMap { _ in go(&dispatcher, .seconds(3)) }.count == 4)
  }

  /// What connections that break leave open, one request finds out at once; then there is rest.
  @Test func afterBreaksOneRequestLooksAtOnce() {
    var dispatcher = dispatcher([1])
    func end(_ failure: TransportFailure) {
      guard case .go(let lease) = dispatcher.choose(for: 1, avoiding: nil, now: .zero) else {
        Issue.record("not sent")
        return
      }
      dispatcher.release(
        lease, .failed(.transport(failure), Fault(.network, ""), isLast: false), now: .zero)
    }
    for _ in 0..<8 { end(.broken("reset")) }
    #expect(go(&dispatcher) == 0)
    #expect(go(&dispatcher) == nil)  // one alone
    dispatcher = self.dispatcher([1])
    for _ in 0..<8 { end(.broken("reset")) }
    end(.unconnected("refused"))
    #expect(go(&dispatcher, .milliseconds(499)) == nil)
    #expect(go(&dispatcher, .milliseconds(500)) == 0)
  }

  /// That a server is gone is no matter of patience once a connection broke there.
  @Test func aServerThatIsFoundToBeGoneRestsAtOnce() {
    var dispatcher = dispatcher([1])
    guard case .go(let broken) = dispatcher.choose(for: 1, avoiding: nil, now: .zero) else {
      return
    }
    #expect(dispatcher.broke(broken) == .free)
    dispatcher.release(
      broken, .failed(.transport(.broken("")), Fault(.network, ""), isLast: false), now: .zero)
    guard case .go(let look) = dispatcher.choose(for: 2, avoiding: nil, now: .zero) else { return }
    let failure = TryFailure.transport(.unconnected("refused"))
    #expect(dispatcher.wasInVain(look, failure))
    dispatcher.release(look, .failed(failure, Fault(.network, ""), isLast: false), now: .zero)
    #expect(go(&dispatcher) == nil)
    #expect(go(&dispatcher, .milliseconds(500)) == 0)
  }

  @Test func anOutageThatLastsEndsTheRun() {
    var dispatcher = dispatcher([1])
    var now = Duration.zero
    for _ in 0..<200 where dispatcher.verdict == nil {
      switch dispatcher.choose(for: 1, avoiding: nil, now: now) {
      case .go(let lease):
        dispatcher.release(
          lease,
          .failed(.transport(.broken("reset")), Fault(.network, "reset"), isLast: false), now: now)
      case .wait(let until): now = until ?? now
      case .refused, .apart, .over: break
      }
    }
    #expect(dispatcher.verdict?.message == "reset; it has not answered for 10 min")
    #expect(now < .seconds(700))
  }
}

/// A binary heap: the least first.
private struct Heap<Element> {
  private var elements: [Element] = []
  private let isBefore: (Element, Element) -> Bool

  init(_ isBefore: @escaping (Element, Element) -> Bool) { self.isBefore = isBefore }

  var count: Int { elements.count }

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, isBefore(elements[child], elements[(child - 1) / 2]) {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Element? {
    guard let first = elements.first, let last = elements.popLast() else { return nil }
    guard !elements.isEmpty else { return first }
    elements[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && isBefore(elements[child], elements[least]) {
        least = child
      }
      guard least != parent else { return first }
      elements.swapAt(least, parent)
      parent = least
    }
  }
}
