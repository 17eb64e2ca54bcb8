import Grading
import Testing

@testable import Inference

/// Prompts that end the servers that get them, and networks that only look so.
@Suite(.timeLimit(.minutes(2))) struct PoisonTests {
  struct Outcome: Sendable {
    var text: String
    var result: Result<Completion, Fault>
    var fault: Fault? { if case .failure(let fault) = result { fault } else { nil } }
  }

  /// Asks all, in this order.
  private func ask(
    _ texts: [String], _ servers: MortalServers, in time: VirtualTime, endpoints: Int,
    concurrency: Int = 8, policy: RetryPolicy = RetryPolicy()
  ) async throws -> [Outcome] {
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: try "abc".prefix(endpoints).map { try Endpoint("http://\($0)") },
      over: servers,
      options: .init(runPrefix: "r", userAgent: "a", concurrency: .fixed(concurrency)),
      policy: policy, clock: time.clock)
    time.start()
    defer { time.stop() }
    let outcomes: [Outcome] = await withTaskGroup(of: Outcome.self) { group in
      for text in texts {
        group.addTask(executorPreference: time) {
          do throws(Fault) {
            return Outcome(
              text: text, result: .success(try await model.complete(.test(text))))
          } catch {
            return Outcome(text: text, result: .failure(error))
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(model.load.inFlight == 0 && model.load.waiting == 0)
    return outcomes
  }

  private static func texts(_ count: Int, poisonAt places: [Int]) -> [String] {
    (0..<count).map { places.contains($0) ? "poison \($0)" : "q\($0)" }
  }

  /// So many endpoints, and how many seconds a server is gone that died.
  @Test(arguments: [(1, 0.3), (1, 2), (1, 40), (2, 2), (2, 40), (3, 2), (3, 40)])
  func aPromptThatEndsItsServerDoesSoThreeTimesAtMostAndTheOthersAreAnswered(
    endpoints: Int, seconds: Double
  ) async throws {
    for place in [0, 1, 6, 7, 8, 13, 19] {
      let time = VirtualTime(seed: UInt64(place + 1))
      let servers = MortalServers(in: time, downtime: .milliseconds(Int(seconds * 1000)))
      let outcomes = try await ask(
        PoisonTests.texts(20, poisonAt: [place]), servers, in: time, endpoints: endpoints)
      #expect(servers.deaths <= 3, "at \(place)")
      let faults = outcomes.filter { $0.fault != nil }
      #expect(faults.map(\.text) == ["poison \(place)"])
      let fault = try #require(faults.first?.fault)
      #expect(fault.kind == .network)
      #expect(fault.message.hasPrefix("http://"))
      #expect(
        fault.message.hasSuffix(
          "; the server was gone after two of its tries before, so the request itself seems to end it"
        ))
    }
  }

  @Test(arguments: [(1, 1), (1, 8), (2, 8), (3, 32)])
  func aNetworkThatResetsAThirdOfAllConnectionsQuarantinesNobody(
    endpoints: Int, concurrency: Int
  ) async throws {
    let time = VirtualTime(seed: 7)
    let servers = MortalServers(in: time, downtime: .zero, resets: 0.3)
    let outcomes = try await ask(
      PoisonTests.texts(200, poisonAt: []), servers, in: time, endpoints: endpoints,
      concurrency: concurrency, policy: RetryPolicy(tries: 20))
    #expect(outcomes.count == 200)
    #expect(outcomes.compactMap(\.fault) == [])
  }

  /// Resets, dying servers and several prompts that end them, at once: every attempt ends, none is lost in
  /// a line, and none is said to end its server where no server ended.
  @Test(arguments: 1...24) func everyAttemptEndsWhateverBreaks(seed: Int) async throws {
    let time = VirtualTime(seed: UInt64(seed))
    let servers = MortalServers(
      in: time, downtime: .milliseconds(1 << (seed % 14)), resets: Double(seed % 4) / 10)
    let outcomes = try await ask(
      PoisonTests.texts(60, poisonAt: (0..<seed % 4).map { _ in Int(time.chance() * 60) }),
      servers, in: time, endpoints: 1 + seed % 3, concurrency: 1 << (seed % 6))
    #expect(outcomes.count == 60)
    for outcome in outcomes where !outcome.text.hasPrefix("poison") {
      guard let fault = outcome.fault else { continue }
      #expect(fault.kind == .network)
      #expect(servers.deaths > 0 || !fault.message.contains("seems to end it"))
    }
    for outcome in outcomes where outcome.text.hasPrefix("poison") {
      #expect(outcome.fault?.kind == .network)
    }
  }

  @Test func severalSuchPromptsEachEndOnTheirOwn() async throws {
    let time = VirtualTime(seed: 3)
    let servers = MortalServers(in: time, downtime: .seconds(10))
    let outcomes = try await ask(
      PoisonTests.texts(200, poisonAt: [5, 150]), servers, in: time, endpoints: 2)
    #expect(servers.deaths <= 6)
    #expect(
      outcomes.filter { $0.fault != nil }.map(\.text).sorted() == ["poison 150", "poison 5"])
  }

  /// What it waited for would have used up its tries otherwise: six, of which each finds nobody.
  @Test func aServerThatIsGoneForAWhileCostsNoTries() async throws {
    let transport = ScriptedTransport(
      [.reply(200)] + [ScriptedTransport.Answer](repeating: .failure(.unconnected("")), count: 9),
      other: { _ in .reply(200) })
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint("http://h")], over: transport, options: .test,
      clock: FakeClock().clock)
    #expect(try await model.complete(.test("q")).tries == 1)
    #expect(try await model.complete(.test("r")).tries == 10)
  }

  @Test func aServerThatIsGoneForGoodIsNotWaitedForByOneAttemptForEver() async throws {
    let transport = ScriptedTransport([.reply(200)], other: { _ in .failure(.unconnected("")) })
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint("http://h")], over: transport, options: .test,
      policy: RetryPolicy(tries: 2), clock: FakeClock().clock)
    _ = try await model.complete(.test("q"))
    await #expect {
      try await model.complete(.test("r"))
    } throws: { ($0 as? Fault)?.tries == 10 }
  }
}

/// The line, with requests in it that may end a server.
@Suite(.timeLimit(.minutes(2))) struct ApartTests {
  private let pool: EndpointPool

  init() throws {
    pool = EndpointPool(
      [try Endpoint("http://h")], concurrency: .unlimited,
      budget: RateBudget(requestsPerMinute: nil, tokensPerMinute: nil), clock: FakeClock().clock,
      deadline: nil)
  }

  private static let fault = Fault(.network, "")

  /// The attempts with these tickets crash twice.
  private func crash(_ tickets: [Int]) async throws {
    for _ in 0..<2 {
      var leases: [Dispatcher.Lease] = []
      for ticket in tickets { leases.append(try await pool.take(ticket)) }
      for lease in leases {
        _ = pool.broke(lease)
        pool.release(
          lease, .failed(.transport(.broken("")), ApartTests.fault, isLast: false))
      }
      let look = try await pool.take(100)
      pool.release(
        look, .failed(.transport(.unconnected("")), ApartTests.fault, isLast: false))
      let back = try await pool.take(100)
      pool.release(back, .answered(milliseconds: 1, tokens: nil))
    }
  }

  /// A request that waits, once it stands in the line.
  private func wait(_ ticket: Int) async -> Task<Dispatcher.Lease, any Error> {
    let before = pool.load.waiting
    let task = Task { try await pool.take(ticket) }
    while pool.load.waiting == before { await Task.yield() }
    return task
  }

  @Test func othersGoOnBesideWhatIsApart() async throws {
    try await crash([1, 2, 3])
    let first = try await pool.take(1)
    let third = await wait(3)
    let second = await wait(2)
    let other = try await pool.take(4)
    pool.release(other, .answered(milliseconds: 1, tokens: nil))
    #expect(pool.load.inFlight == 1 && pool.load.waiting == 2)
    pool.release(first, .answered(milliseconds: 1, tokens: nil))
    pool.forget(1)
    let lease = try await second.value  // in the order of the line
    #expect(pool.load.inFlight == 1 && pool.load.waiting == 1)
    pool.release(lease, .answered(milliseconds: 1, tokens: nil))
    pool.release(try await third.value, .answered(milliseconds: 1, tokens: nil))
    #expect(pool.load.inFlight == 0 && pool.load.waiting == 0)
  }

  @Test func whoIsApartCanLeaveTheLine() async throws {
    try await crash([1, 2])
    let first = try await pool.take(1)
    let second = await wait(2)
    second.cancel()
    await #expect(throws: Fault(.cancelled, "interrupted")) { try await second.value }
    #expect(pool.load.waiting == 0)
    pool.release(first, .nothing)
  }

  @Test func theEndOfTheRunIsTheEndOfThoseApartToo() async throws {
    try await crash([1, 2])
    let first = try await pool.take(1)
    let second = await wait(2)
    pool.close(Fault(.cancelled, "enough"))
    await #expect(throws: Fault(.cancelled, "enough")) { try await second.value }
    pool.release(first, .nothing)
  }

  @Test func whatBrokeApartIsRefusedEvenBeforeItIsKnownThatItsServerIsGone() async throws {
    try await crash([1])
    let lease = try await pool.take(1)
    #expect(pool.broke(lease) == .over(endpoint: 0))
    pool.release(lease, .failed(.transport(.broken("")), ApartTests.fault, isLast: false))
    await #expect {
      try await pool.take(1)
    } throws: { error in
      (error as? Fault)?.message.hasPrefix("http://h: the connection broke; the server was gone")
        ?? false
    }
    pool.forget(1)
    pool.release(try await pool.take(1), .nothing)
  }
}
