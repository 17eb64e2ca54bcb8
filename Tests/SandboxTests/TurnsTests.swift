import Grading
import Testing

@testable import Sandbox

@Suite struct TurnsTests {
  static let limits = Limits(
    cpuMilliseconds: 1_000, wallMilliseconds: 10_000, memoryBytes: 128 << 20, outputBytes: 1 << 20,
    processes: 16)

  /// termination, processor, elapsed and idle milliseconds; whether it is run again, and how it
  /// counts if nothing changes then
  static let runs: [(Termination, Double, Double, Double, Bool, Termination)] = [
    (.exited(0), 1_000, 1_100, 0, false, .exited(0)),
    (.exited(0), 1_001, 1_100, 0, true, .timeLimit(.cpu)),
    (.exited(3), 1_200, 1_300, 0, true, .timeLimit(.cpu)),
    (.signalled(6), 1_200, 1_300, 0, true, .timeLimit(.cpu)),
    (.timeLimit(.cpu), 1_250, 9_000, 0, false, .timeLimit(.cpu)),
    (.timeLimit(.idle), 10, 2_100, 2_000, false, .timeLimit(.idle)),
    (.timeLimit(.idle), 10, 4_000, 2_000, true, .timeLimit(.idle)),
    (.timeLimit(.wall), 10, 10_000, 100, true, .timeLimit(.wall)),
    (.memoryLimit(inferred: false), 1_100, 9_000, 0, false, .memoryLimit(inferred: false)),
    (.outputLimit, 1_100, 9_000, 0, false, .outputLimit),
  ]

  @Test(arguments: runs)
  func onlyARunWhoseTimeIsInDoubtIsRepeated(
    _ termination: Termination, cpu: Double, wall: Double, idle: Double, isRepeated: Bool,
    counts: Termination
  ) {
    let run = TestRun(
      index: 0, termination: termination, product: .nothing,
      usage: Usage(cpuMilliseconds: cpu, wallMilliseconds: wall, idleMilliseconds: idle))
    #expect(TimeDoubt.isIn(run, limits: TurnsTests.limits) == isRepeated)
    let settled = TimeDoubt.settled(run, limits: TurnsTests.limits, isRepeated: isRepeated)
    #expect(settled.termination == counts)
    #expect(settled.isRepeated == isRepeated)
  }

  @Test func whoWishesToBeAloneIsWaitedForAndWaitsForOthers() {
    let turns = Turns()
    #expect(turns.tryBeside() && turns.tryBeside())
    turns.wish(1)
    #expect(!turns.tryBeside())
    #expect(!turns.tryAlone())
    turns.leave()
    #expect(!turns.tryAlone())
    turns.leave()
    #expect(turns.tryAlone())
    #expect(!turns.tryAlone())
    turns.leave()
    turns.wish(-1)
    #expect(turns.tryBeside())
  }

  /// A program that always takes a little more than its limit is repeated, and then too late.
  @Test(arguments: ["program", "calls", "harness"])
  func whatEndsShortlyAfterItsLimitIsRunAgainAlone(kind: String) async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.cpuMilliseconds = 400
    let burning =
      "import time\ndef f():\n    while time.process_time() < 0.45: pass\n    return 1\n"
    let workload: Workload =
      switch kind {
      case "calls": .calls(entryPoint: "f", calls: [Call(arguments: [])])
      case "harness": .harness(code: "assert f() == 1", entryPoint: "f")
      default: .program(inputs: [""])
      }
    let source = kind == "program" ? burning + "print(f())" : burning
    let ran = try await sandbox.run("python", source, on: workload, limits: limits)
    let test = try #require(ran.tests.first)
    #expect(test.termination == .timeLimit(.cpu))
    #expect(test.isRepeated)
  }

  @Test func whatNeverEndsIsNotRepeated() async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.cpuMilliseconds = 200
    let run = try await sandbox.program("python", "while True: pass", limits: limits)
    #expect(run.termination == .timeLimit(.cpu) && !run.isRepeated)
  }
}
