import Grading
import Testing

@testable import Inference

/// Which requests are taken to end their servers, told by tries alone.
struct CrashesTests {
  /// What happened, in this order; tries are numbered as they begin.
  enum Event: Sendable {
    /// So many tries begin: of these attempts at that endpoint.
    case begin([Int], at: Int = 0)
    /// The tries of these attempts that are in flight break.
    case breaks([Int])
    /// They are answered, or find nobody.
    case answers([Int])
    case finds([Int])
    case ends(Int)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let events: [Event]
    /// Of the attempts 1, 2, …
    let standings: [Crashes.Standing]
    init(_ name: String, _ events: [Event], _ standings: [Crashes.Standing]) {
      testDescription = name
      self.events = events
      self.standings = standings
    }
  }

  /// 1 and 2 break together, and 9 finds nobody there.
  private static let crash: [Event] = [.begin([1, 2]), .breaks([1, 2]), .begin([9]), .finds([9])]

  static let rows = [
    Row("nothing", [], [.free]),
    Row("a reset", [.begin([1]), .breaks([1])], [.free]),
    Row(
      "a reset, then an answer, again and again",
      (0..<9).flatMap { _ in
        [.begin([1]), .breaks([1]), .begin([2]), .answers([2])] as [Event]
      }, [.free, .free]),
    Row(
      "two resets after which nobody looked",
      [.begin([1]), .breaks([1]), .begin([1]), .breaks([1])], [.apart]),
    Row(
      "two resets, and an answer later",
      [.begin([1]), .breaks([1]), .begin([1]), .breaks([1]), .begin([2]), .answers([2])], [.free]),
    Row(
      "an answer to what had begun before says nothing",
      [.begin([1, 2]), .breaks([1]), .answers([2]), .begin([1]), .breaks([1])], [.apart, .free]),
    Row(
      "an answer elsewhere says nothing",
      [
        .begin([1]), .breaks([1]), .begin([2], at: 1), .answers([2]), .begin([1]), .breaks([1]),
      ], [.apart]),
    Row("one crash", crash, [.free, .free]),
    Row("two crashes", crash + crash, [.apart, .apart]),
    Row(
      "two crashes with answers between", crash + [.begin([8]), .answers([8])] + crash,
      [.apart, .apart]),
    Row(
      "two crashes and many answers",
      crash + crash + (0..<9).flatMap { _ in [.begin([8]), .answers([8])] as [Event] },
      [.apart, .apart]),
    Row(
      "a crash at each of two endpoints",
      crash + [.begin([1], at: 1), .breaks([1]), .begin([9], at: 1), .finds([9])],
      [.apart, .free]),
    Row("a third that is apart", crash + crash + [.begin([1]), .breaks([1])], [.over(0), .apart]),
    Row(
      "a third that is one of two: only the first went apart",
      crash + crash + [.begin([1]), .begin([2]), .breaks([1, 2])], [.over(0), .apart]),
    Row(
      "a third elsewhere", crash + crash + [.begin([1], at: 1), .breaks([1])],
      [.over(1), .apart]),
    Row(
      "a third before it is known of the second",
      crash + [
        .begin([8]), .answers([8]), .begin([1]), .breaks([1]), .begin([1], at: 1), .breaks([1]),
        .begin([9]), .finds([9]),
      ], [.over(1), .free]),
    Row(
      "what is told late of a crash counts as well",
      [.begin([1, 2]), .breaks([1]), .begin([9]), .finds([9]), .breaks([2])]
        + [.begin([8]), .answers([8])] + crash, [.apart, .apart]),
    Row(
      "the first thing that a new server gets",
      crash + [.begin([1]), .breaks([1])], [.apart, .free]),
    Row(
      "nobody there before any break", [.begin([9]), .finds([9]), .begin([1]), .breaks([1])],
      [.free]),
    Row(
      "nobody found by a try that had begun before",
      [.begin([1, 9]), .breaks([1]), .finds([9]), .begin([1]), .breaks([1]), .begin([8])]
        + [.answers([8])], [.free]),
    Row("an end", crash + crash + [.ends(1)], [.free, .apart]),
  ]

  @Test(arguments: rows) func aServersEndIsToldFromAReset(_ row: Row) {
    var world = World()
    for event in row.events { world.hear(event) }
    #expect(row.standings.indices.map { world.crashes.standing(of: $0 + 1) } == row.standings)
    for attempt in 1...9 { world.crashes.forget(attempt) }
    #expect(world.crashes.isEmpty && world.crashes.underWay == nil)
  }

  @Test func oneIsUnderWayApartAtATime() {
    var world = World()
    for event in CrashesTests.crash + CrashesTests.crash { world.hear(event) }
    #expect(world.crashes.underWay == nil)
    world.hear(.begin([7]))
    #expect(world.crashes.underWay == nil)
    world.hear(.begin([2]))
    #expect(world.crashes.underWay == 2)
    world.hear(.finds([2]))
    #expect(world.crashes.underWay == nil)
    world.hear(.begin([1]))
    #expect(world.crashes.underWay == 1)
    world.hear(.ends(1))
    #expect(world.crashes.underWay == nil)
  }

  @Test func whoIsClearedIsToldOnceAndMakesRoom() {
    var world = World()
    for event in [.begin([1]), .breaks([1]), .begin([1]), .breaks([1]), .begin([1])] as [Event] {
      world.hear(event)
    }
    #expect(world.crashes.underWay == 1)
    let early = world.crashes.takeReleased()
    world.hear(.begin([2]))
    world.hear(.answers([2]))
    #expect(world.crashes.underWay == nil)
    let told = (world.crashes.takeReleased(), world.crashes.takeReleased())
    #expect(!early && told == (true, false))
  }

  /// However often a network resets connections, nobody is over, and nothing is kept of who has ended.
  @Test(arguments: [1, 2, 3]) func resetsAloneEndNobody(endpoints: Int) {
    var world = World()
    var random = UInt64(endpoints)
    func chance(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    for _ in 0..<20_000 {
      let attempt = chance(64)
      if world.flights[attempt] == nil {
        world.hear(.begin([attempt], at: chance(endpoints)))
      } else if chance(10) < 3 {
        world.hear(.breaks([attempt]))
        if case .over = world.crashes.standing(of: attempt) { Issue.record("\(attempt) is over") }
      } else {
        world.hear(.answers([attempt]))
        world.hear(.ends(attempt))
      }
    }
    for attempt in 0..<64 { world.hear(.ends(attempt)) }
    #expect(world.crashes.isEmpty)
  }

  /// Numbers tries as they begin.
  private struct World {
    var crashes = Crashes()
    var flights: [Int: Crashes.Try] = [:]
    var begun = 0

    mutating func hear(_ event: Event) {
      switch event {
      case .begin(let attempts, let endpoint):
        for attempt in attempts {
          begun += 1
          flights[attempt] = Crashes.Try(attempt: attempt, endpoint: endpoint, number: begun)
          if crashes.underWay == nil { crashes.begin(attempt) }
        }
      case .breaks(let attempts):
        for it in land(attempts) {
          _ = crashes.broke(it, begun: begun)
          crashes.cameBack(it.attempt)
        }
      case .answers(let attempts):
        for it in land(attempts) {
          crashes.wasAnswered(it)
          crashes.cameBack(it.attempt)
        }
      case .finds(let attempts):
        for it in land(attempts) {
          crashes.metNobody(it)
          crashes.cameBack(it.attempt)
        }
      case .ends(let attempt):
        flights[attempt] = nil
        crashes.forget(attempt)
      }
    }

    private mutating func land(_ attempts: [Int]) -> [Crashes.Try] {
      attempts.compactMap { flights.removeValue(forKey: $0) }
    }
  }
}

extension Crashes.Standing {
  fileprivate static func over(_ endpoint: Int) -> Self { .over(endpoint: endpoint) }
}
