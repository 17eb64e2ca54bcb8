internal import Grading

/// Who may run now: tests of all workers side by side, or one alone.
///
/// A worker waits on its own thread, so that interrupting it is noticed.
final class Turns: Sendable {
  private struct State {
    var running = 0
    var isAlone = false
    /// Tests that wait to be alone; while there are any, no other starts.
    var wishes = 0
  }
  private let state = Locked(State())
  /// How often a waiting worker looks, in milliseconds: tests that are run alone are few.
  private static let pause: Int32 = 2

  /// Runs `body` beside others.
  func beside<Result>(_ helper: Helper, _ body: () throws(Fault) -> Result) throws(Fault) -> Result
  {
    while !tryBeside() { try helper.step(milliseconds: Turns.pause) }
    defer { leave() }
    return try body()
  }

  /// Runs `body` while no other test runs; nothing of the caller's may be running `beside`.
  func alone<Result>(_ helper: Helper, _ body: () throws(Fault) -> Result) throws(Fault) -> Result {
    wish(1)
    defer { wish(-1) }
    while !tryAlone() { try helper.step(milliseconds: Turns.pause) }
    defer { leave() }
    return try body()
  }

  func tryBeside() -> Bool {
    state.withLock { state in
      guard !state.isAlone, state.wishes == 0 else { return false }
      state.running += 1
      return true
    }
  }

  func wish(_ change: Int) {
    state.withLock { $0.wishes += change }
  }

  func tryAlone() -> Bool {
    state.withLock { state in
      guard !state.isAlone, state.running == 0 else { return false }
      state.isAlone = true
      state.running = 1
      return true
    }
  }

  func leave() {
    state.withLock { state in
      state.running -= 1
      state.isAlone = false
    }
  }
}

/// How a run stands to its time limits.
///
/// Processor time is measured well, but caches and cores are shared: beside others a program may
/// take some percent more. So it may go on a little beyond its limit. If it ends there, it is run
/// again alone, and that run counts.
enum TimeDoubt {
  /// What a process may use of processor time, in milliseconds, before it is ended.
  static func mostMilliseconds(_ limit: Int) -> Int { limit + limit / 4 }

  /// Whether a run should be repeated alone: it ended shortly after its limit, stood still while it
  /// also waited long for a processor, or reached the limit of elapsed time.
  static func isIn(_ run: TestRun, limits: Limits) -> Bool {
    switch run.termination {
    case .exited, .signalled: isOver(run, limits)
    case .timeLimit(.cpu): false
    case .timeLimit(.idle): waitedLong(run.usage)
    case .timeLimit(.wall): true
    case .memoryLimit, .outputLimit: false
    }
  }

  /// A run that counts: whatever it did after its limit of processor time is too late.
  static func settled(_ run: TestRun, limits: Limits, isRepeated: Bool) -> TestRun {
    var run = run
    run.isRepeated = isRepeated
    switch run.termination {
    case .exited, .signalled:
      if isOver(run, limits) { run.termination = .timeLimit(.cpu) }
    case .timeLimit, .memoryLimit, .outputLimit: break
    }
    return run
  }

  private static func isOver(_ run: TestRun, _ limits: Limits) -> Bool {
    run.usage.cpuMilliseconds > Double(limits.cpuMilliseconds)
  }

  private static func waitedLong(_ usage: Usage) -> Bool {
    let waited = usage.wallMilliseconds - usage.cpuMilliseconds - usage.idleMilliseconds
    return waited > usage.wallMilliseconds / 5
  }
}
