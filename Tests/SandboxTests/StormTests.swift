import Foundation
import Glibc
import Grading
import Testing

@testable import Sandbox

/// Things that come at the wrong moment: ends that overtake one another, orders to stop for somebody
/// else, signals.
@Suite(.serialized) struct StormTests {
  private static let alone = Task { () -> Result<Sandbox, Fault> in
    await Shared.opened(SandboxOptions(workers: 1))
  }

  /// Two supervisors that have answered cannot leave yet, as a process in their namespaces is held,
  /// and a third run is asked for: the second then leaves while the keeper waits for the first.
  @Test func aSupervisorThatOvertakesTheOneBeforeItIsReapedOnce() async throws {
    let sandbox = try await StormTests.alone.value.get()
    guard getuid() == 0, sandbox.isolation.level >= 2, access(Held.program, X_OK) == 0 else {
      return
    }
    let said = try await sandbox.pool.use { (helper, jail) throws(Fault) -> [String] in
      var outputs: [String] = []
      for _ in 0..<3 {
        var held: [Held] = []
        for _ in 0..<2 {
          let (reading, writing) = try Helper.pipe()
          _ = fcntl(reading.number, F_SETFL, 0)
          let run = try StormTests.start("read word; echo $word", reading, helper, jail)
          held.append(Held(in: StormTests.supervisor(of: helper)))
          withExtendedLifetime(writing) { _ = write(writing.number, "on\n", 3) }
          _ = try helper.finish(run)
          outputs.append(String(decoding: run.output, as: UTF8.self))
        }
        let third = try StormTests.start("echo on", nil, helper, jail)
        // Served in another container, after the third was handed over.
        _ = try helper.finish(
          try StormTests.start("echo", nil, helper, jail, memoryBytes: 65 << 20))
        held[1].release()
        held[0].release()
        for run in [third, try StormTests.start("echo on", nil, helper, jail)] {
          _ = try helper.finish(run)
          outputs.append(String(decoding: run.output, as: UTF8.self))
        }
      }
      return outputs
    }
    #expect(said == Array(repeating: "on\n", count: 12))
  }

  private static func start(
    _ command: String, _ input: Descriptor?, _ helper: Helper, _ jail: Jail,
    memoryBytes: Int = 64 << 20
  ) throws(Fault) -> Child {
    var limits = ProcessLimits()
    limits.memoryBytes = memoryBytes
    limits.stackBytes = 8 << 20
    limits.processes = 16
    var spec = jail.spec(
      ["/bin/sh", "-c", command], belongings: Jail.Belongings(), limits: limits)
    spec.inputDescriptor = input
    return try helper.start(spec)
  }

  /// The supervisor of the only run, once its program runs.
  private static func supervisor(of helper: Helper) -> Int32 {
    while true {
      for keeper in Processes.children(of: helper.pid) {
        for below in Processes.children(of: keeper) {
          let programs = Processes.children(of: below)
          if programs.contains(where: { Processes.commandLine(of: $0).hasPrefix("/bin/sh") }) {
            return below
          }
        }
      }
      sched_yield()
    }
  }

  // MARK: orders to stop

  @Test func anOrderToStopIsForTheRunThatItNamesAlone() async throws {
    let sandbox = try await StormTests.alone.value.get()
    let outputs = try await sandbox.pool.use { (helper, jail) throws(Fault) -> [String] in
      func start(_ command: String, _ input: Descriptor? = nil) throws(Fault) -> Child {
        try StormTests.start(command, input, helper, jail)
      }
      let over = try start("echo over")
      _ = try helper.finish(over)
      let (reading, writing) = try Helper.pipe()
      _ = fcntl(reading.number, F_SETFL, 0)
      let waiting = try start("read word; echo $word", reading)
      let stopped = try start("sleep 1000")
      // One is over, one never was, one is another.
      over.ending = nil
      helper.stop(over)
      helper.stop(Child(id: .max, limits: over.limits, deadline: .max))
      helper.stop(stopped)
      helper.stop(stopped)
      let ending = try helper.finish(stopped)
      // What was asked for before has been served when this is.
      let last = try start("echo last")
      _ = try helper.finish(last)
      let isUnderWay = waiting.ending == nil
      withExtendedLifetime(writing) { _ = write(writing.number, "on\n", 3) }
      let went = try helper.finish(waiting)
      return [
        "\(isUnderWay) \(went.stop) \(went.exitCode ?? -1) \(ending.stop)",
        String(decoding: waiting.output, as: UTF8.self),
        String(decoding: last.output, as: UTF8.self),
      ]
    }
    #expect(outputs == ["true none 0 asked", "on\n", "last\n"])
  }

  // MARK: signals

  /// Runs of each kind, which must come out as ever.
  private func runAll(_ sandbox: Sandbox) async throws {
    let long = String(repeating: "0123456789", count: 40_000)
    let echo = try await sandbox.program(
      "python", "import sys\nsys.stdout.write(sys.stdin.read())", input: long)
    #expect(echo.text == long)
    let cat = try await sandbox.program("bash", "cat", input: long)
    #expect(cat.text == long)
    let calls = try await sandbox.call("def f(x): return x * 2", "f", [[.int("1")], [.text(long)]])
    #expect(calls.map(\.product) == [.returned(.int("2")), .returned(.text(long + long))])
    let judged = try await sandbox.run(
      "python", "def f(x): return x + 1",
      on: .harness(
        code: "def check(f): assert [f(i) for i in range(20)][-1] == 20", entryPoint: "f"))
    #expect(judged.tests.map(\.product) == [.passed])
    #expect(judged.execution.integrity == .separate)
  }

  /// Waiting calls return early, with EINTR, on our side.
  @Test func signalsToAWorkersThreadDisturbNothing() async throws {
    let sandbox = try await StormTests.alone.value.get()
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    var old = sigaction()
    sigaction(SIGUSR2, &action, &old)
    defer { sigaction(SIGUSR2, &old, nil) }
    let thread = try await sandbox.pool.use { (_, _) throws(Fault) -> pthread_t in pthread_self() }
    let isOver = Locked(false)
    async let storm = Task.detached { () -> Int in
      var count = 0
      while !isOver.withLock({ $0 }) {
        pthread_kill(thread, SIGUSR2)
        count += 1
        usleep(50)
      }
      return count
    }.value
    let result = await Result.of { for _ in 0..<3 { try await runAll(sandbox) } }
    isOver.withLock { $0 = true }
    #expect(await storm > 100)
    try result.get()
  }

  /// The helper, the keepers, the supervisors, the interpreters and the programs are stopped and go on
  /// again, all the time.
  @Test func processesThatAreHeldUpForMomentsGoOn() async throws {
    let sandbox = try await StormTests.alone.value.get()
    try #require(sandbox.isolation.level >= 2)
    try await runAll(sandbox)
    let helper = sandbox.pool.workers[0].helperID.withLock { $0 }
    let isOver = Locked(false)
    async let storm = Task.detached { () -> Int in
      var count = 0
      while !isOver.withLock({ $0 }) {
        var family = [helper]
        var next = 0
        while next < family.count {
          family += Processes.children(of: family[next])
          next += 1
        }
        for pid in family {
          kill(pid, SIGSTOP)
          kill(pid, SIGCONT)
        }
        count += family.count
        usleep(500)
      }
      return count
    }.value
    let result = await Result.of { for _ in 0..<2 { try await runAll(sandbox) } }
    isOver.withLock { $0 = true }
    #expect(await storm > 20)
    try result.get()
  }
}

/// A process in a run's namespace of processes, which cannot end before its parent lets it.
private final class Held {
  static let program = "/usr/bin/nsenter"
  private let parent = Process()

  init(in supervisor: Int32) {
    parent.executableURL = URL(fileURLWithPath: Held.program)
    parent.arguments = ["--pid=/proc/\(supervisor)/ns/pid", "--", "/bin/sleep", "1000"]
    guard (try? parent.run()) != nil else { return }
    while !Processes.children(of: parent.processIdentifier).contains(where: {
      Processes.commandLine(of: $0).hasPrefix("/bin/sleep")
    }), parent.isRunning { sched_yield() }
    kill(parent.processIdentifier, SIGSTOP)
  }

  /// Its parent reaps it: the namespace has ended it already.
  func release() {
    kill(parent.processIdentifier, SIGCONT)
    parent.waitUntilExit()
  }
}

extension Result where Success == Void, Failure == any Error {
  /// What came of it, to be looked at when all else is done.
  fileprivate static func of(_ body: () async throws -> Void) async -> Self {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }
}

/// A user who has many pipes gets small ones: what fits into one must not be taken for granted.
@Suite(.serialized) struct SmallPipesTests {
  @Test func anOrdinaryUserIsServedThroughThemToo() throws {
    guard getuid() == 0, !AttackTests.isOrdinaryUser else { return }
    guard let outcome = OrdinaryUser.run(suite: "SmallPipesTests") else { return }
    #expect(outcome.status == 0, "\(outcome.output.suffix(6_000))")
  }

  @Test func moreThanAPipeHoldsComesThrough() async throws {
    let pipes = SmallPipesTests.takeAllThatAreLarge()
    defer { for pipe in pipes { close(pipe) } }
    guard case .success(let sandbox) = await Shared.opened(SandboxOptions(workers: 1)) else {
      return
    }
    let long = String(repeating: "x", count: 300_000)
    let echo = "import sys\nsys.stdout.write(sys.stdin.read())\nsys.stderr.write('e' * 100000)"
    let run = try await sandbox.program("python", echo, input: long)
    #expect(run.text == long && run.termination == .exited(0))
    // A name so long that what an interpreter is told about its run is longer than a pipe.
    let name = String(repeating: "f", count: 15_000)
    let calls = try await sandbox.call("def \(name)(x): return x", name, [[.int("1")]])
    #expect(calls.map(\.product) == [.returned(.int("1"))])
    await sandbox.close()
  }

  /// Opens pipes until the kernel gives small ones, which it does for ordinary users alone.
  private static func takeAllThatAreLarge() -> [Int32] {
    var files = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    files.rlim_cur = files.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    var taken: [Int32] = []
    guard AttackTests.isOrdinaryUser else { return taken }
    for _ in 0..<2_000 {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { break }
      taken += ends
      if fcntl(ends[0], F_GETPIPE_SZ) < 16_384 { break }
    }
    return taken
  }

  private static let F_GETPIPE_SZ: Int32 = 1_032
}
