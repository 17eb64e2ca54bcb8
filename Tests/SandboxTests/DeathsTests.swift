import Glibc
import Grading
import Testing

@testable import Sandbox

/// Whatever of the sandbox's own processes dies, and whenever: the run that it served ends, in a
/// result or in a fault, and the next is as good as any.
@Suite(.serialized) struct DeathsTests {
  /// Who is killed, as the path from the helper down: which child of the one before.
  enum Victim: String, CaseIterable, CustomTestStringConvertible {
    case helper, keeper, supervisor, zygote, program
    var testDescription: String { rawValue }
  }

  private static let alone = Task { () -> Result<Sandbox, Fault> in
    await Shared.opened(SandboxOptions(workers: 1))
  }

  /// The keepers of the worker's containers that serve a run now, with the processes below them.
  private func find(_ victim: Victim, _ sandbox: Sandbox) -> Int32? {
    let helper = sandbox.pool.workers[0].helperID.withLock { $0 }
    guard helper != 0, victim != .helper else { return helper == 0 ? nil : helper }
    for keeper in Processes.children(of: helper) {
      let below = Processes.children(of: keeper)
      // An interpreter leads a command line of its own; a supervisor has the helper's.
      let zygotes = below.filter { Processes.commandLine(of: $0).hasSuffix("zygote") }
      let supervisors = below.filter { !zygotes.contains($0) }
      let programs = (zygotes + supervisors).flatMap(Processes.children(of:))
      switch victim {
      case .helper: break
      case .keeper: if !programs.isEmpty { return keeper }
      case .supervisor: if !programs.isEmpty, let last = supervisors.last { return last }
      case .zygote: if !programs.isEmpty, let zygote = zygotes.first { return zygote }
      case .program: if let program = programs.first { return program }
      }
    }
    return nil
  }

  /// Kills as soon as there is somebody to kill.
  private func kill(_ victim: Victim, of sandbox: Sandbox, until isOver: Locked<Bool>) async {
    while !isOver.withLock({ $0 }) {
      if let pid = find(victim, sandbox) {
        Glibc.kill(pid, SIGKILL)
        return
      }
      await Task.yield()
    }
  }

  @Test(arguments: Victim.allCases)
  func aDeathInTheMiddleOfARunHoldsNobodyUp(_ victim: Victim) async throws {
    let sandbox = try await DeathsTests.alone.value.get()
    try #require(sandbox.isolation.level >= 2)
    for round in 0..<3 {
      let isOver = Locked(false)
      async let killing: Void = kill(victim, of: sandbox, until: isOver)
      var limits = Limits.small
      limits.cpuMilliseconds = 5_000
      let outcome: Result<TestRun, any Error>
      do {
        outcome = .success(
          try await sandbox.program(
            "python", "import time\ntime.sleep(1)\nprint(1)", limits: limits))
      } catch {
        outcome = .failure(error)
      }
      isOver.withLock { $0 = true }
      await killing
      switch outcome {
      case .failure(let error): #expect((error as? Fault)?.kind == .sandbox, "\(error)")
      case .success(let run):
        // What the program itself suffers is its own.
        #expect(run.termination == .signalled(9) || run.text == "1\n", "\(victim) \(round): \(run)")
        if victim == .helper || victim == .keeper { #expect(run.text == "1\n") }
      }
      let next = try await sandbox.program("python", "print(input())", input: "next\n")
      #expect(next.text == "next\n", "\(victim): \(next)")
    }
  }

  @Test func aDeathBetweenRunsIsNotNoticed() async throws {
    let sandbox = try await DeathsTests.alone.value.get()
    try #require(sandbox.isolation.level >= 2)
    for _ in 0..<3 {
      let first = try await sandbox.program("python", "print(1)")
      #expect(first.text == "1\n")
      let helper = sandbox.pool.workers[0].helperID.withLock { $0 }
      for keeper in Processes.children(of: helper) { await end(keeper) }
      let second = try await sandbox.program("python", "print(2)")
      #expect(second.text == "2\n")
      for keeper in Processes.children(of: helper) {
        for below in Processes.children(of: keeper)
        where Processes.commandLine(of: below).hasSuffix("zygote") {
          // Its keeper goes with it.
          await end(below, until: keeper)
        }
      }
      let third = try await sandbox.program("python", "print(3)")
      #expect(third.text == "3\n")
    }
  }

  /// Kills a process and waits until it, or the one that goes with it, is a zombie or gone.
  private func end(_ pid: Int32, until other: Int32? = nil) async {
    Glibc.kill(pid, SIGKILL)
    while !Processes.hasEnded(other ?? pid) { await Task.yield() }
  }

  /// Test code that starts while the submission cannot be read is stopped at every stage of its
  /// start.
  @Test func manyStopsAtTheStartLeaveAContainerAsItWas() async throws {
    let sandbox = try await DeathsTests.alone.value.get()
    let check = Workload.harness(code: "def check(f): assert f(1) == 2", entryPoint: "f")
    for _ in 0..<30 {
      #expect(try await sandbox.run("python", "def f(:", on: check).tests.isEmpty)
      let good = try await sandbox.run("python", "def f(x): return x + 1", on: check)
      #expect(good.tests.map(\.product) == [.passed])
    }
  }
}
