internal import Grading

/// Runs test code against a submission that lives in another process.
///
///     test code ──call──▶ here ──call──▶ submission
///               ◀─reply──      ◀─reply──
///
/// The test code's process holds nothing of the submission's, so what it reports at its end can
/// be believed: a submission chooses what its functions return, never the verdict. Only where the
/// test code passes arguments that cannot leave its process, uses other definitions of the
/// submission's, or the time does not suffice for asking across, both run in one process, and the
/// outcome is labelled so.
struct HarnessRunner {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let limits: Limits

  private var calls: CallRunner {
    CallRunner(helper: helper, jail: jail, work: work, prepared: prepared, limits: limits)
  }

  func run(
    code: String, entryPoint: String, receive: (TestRun) -> Bool
  ) throws(Fault) -> WorkloadOutcome {
    var (outcome, run) = try jail.turns.beside(helper) { () throws(Fault) in
      try once(code, entryPoint)
    }
    guard let first = run else { return outcome }
    let isInDoubt = TimeDoubt.isIn(first, limits: limits)
    if isInDoubt {
      (outcome, run) = try jail.turns.alone(helper) { () throws(Fault) in
        try once(code, entryPoint)
      }
    }
    _ = receive(TimeDoubt.settled(run ?? first, limits: limits, isRepeated: isInDoubt))
    return outcome
  }

  /// - Returns: No run if the submission cannot be read.
  private func once(
    _ code: String, _ entryPoint: String
  ) throws(Fault) -> (WorkloadOutcome, TestRun?) {
    // The test code's process gets ready while the submission is loaded.
    let judge = try appoint(code, entryPoint)
    let loading = try calls.load(entryPoint)
    guard case .ready(let candidate) = loading else {
      try dismiss(judge, [])
      if case .failed(let run) = loading { return (WorkloadOutcome(), run) }
      guard case .unreadable(let diagnostics) = loading else { return (WorkloadOutcome(), nil) }
      return (WorkloadOutcome(syntaxError: diagnostics), nil)
    }
    if let run = try separately(judge, candidate) { return (WorkloadOutcome(), run) }
    let directory = try work.makeDirectory()
    try directory.write(code, to: "harness.py")
    let run = try together(directory, entryPoint)
    return (WorkloadOutcome(integrity: .inProcess), run)
  }

  // MARK: in two processes

  /// The test code's own limits are wide: what it does is no fault of the submission's.
  private var judgeLimits: Limits {
    var wide = limits
    wide.cpuMilliseconds = 4 * limits.cpuMilliseconds + 10_000
    wide.wallMilliseconds = 4 * limits.wallMilliseconds + 10_000
    wide.memoryBytes = max(limits.memoryBytes, 1 << 30)
    return wide
  }

  /// Who runs the test code.
  private enum Judge {
    /// A process of its own; the directory has the test code.
    case single(Child, WorkDirectory)
    case referee(Referee)

    var child: Child {
      switch self {
      case .single(let child, _): child
      case .referee(let referee): referee.child
      }
    }
  }

  private func appoint(_ code: String, _ entryPoint: String) throws(Fault) -> Judge {
    let limits = judgeLimits
    guard jail.hasNamespaces, prepared.warmArguments(for: limits) > 0 else {
      let directory = try work.makeDirectory()
      try directory.write(code, to: "harness.py")
      return .single(
        try start(["test", "{source}/harness.py", entryPoint], source: directory, limits: limits),
        directory)
    }
    let toolchain = prepared.toolchain.fill(PythonDriver.run, source: "", memoryBytes: 0).joined()
    if let known = helper.referee {
      if known.limits == limits, known.toolchain == toolchain,
        try known.take(code, entryPoint, helper: helper)
      {
        return .referee(known)
      }
      helper.referee = nil
      if known.child.ending == nil { try helper.dismiss([known.child]) }
    }
    let source = try work.makeDirectory()
    let new = Referee(
      child: try start(["referee"], source: source, limits: limits), limits: limits,
      toolchain: toolchain, source: source)
    helper.referee = new
    guard try new.take(code, entryPoint, helper: helper) else {
      throw Fault(.sandbox, "the process that runs test code does not start")
    }
    return .referee(new)
  }

  private func dismiss(_ judge: Judge, _ others: [Child]) throws(Fault) {
    switch judge {
    case .single(let child, _): try helper.dismiss([child] + others)
    case .referee(let referee):
      referee.release(helper: helper)
      try helper.dismiss(others)
    }
  }

  /// - Returns: `nil` if the test code cannot be run apart from the submission.
  private func separately(_ judge: Judge, _ candidate: Child) throws(Fault) -> TestRun? {
    var ledger = Ledger(limits: limits)
    let deadline = Clocks.now + Int64(judgeLimits.wallMilliseconds) * 1_000_000
    let outcome = try converse(judge.child, candidate, &ledger, deadline)
    try dismiss(judge, [candidate])
    switch outcome {
    case .passed: return ledger.testRun(.exited(0), .passed)
    case .failed(let message): return ledger.testRun(.exited(1), .failed(message: message))
    case .raised(let exception): return ledger.testRun(.exited(1), HarnessRunner.product(exception))
    case .candidateEnded(let clock):
      var termination = Termination.exited(0)
      if let ending = candidate.ending { termination = try Termination(ending, of: candidate) }
      if let clock { termination = .timeLimit(clock) }
      return ledger.testRun(termination, .nothing, errorText: candidate.errorTail.text)
    case .outOfMemory(let run): return run
    case .cannot: return nil
    }
  }

  private enum Conversation {
    case passed
    case failed(String)
    /// The test code did not expect an exception of the submission's.
    case raised(DriverFrame.Exception)
    case candidateEnded(Termination.Clock?)
    case outOfMemory(TestRun)
    /// Arguments cannot be sent, or asking across takes too long.
    case cannot
  }

  /// What the submission used over all calls.
  private struct Ledger {
    var left: Limits
    /// Processor time until the submission is ended, beyond its limit.
    var mostMilliseconds: Int
    var usage = Usage(cpuMilliseconds: 0, wallMilliseconds: 0)
    /// The submission's latest exception, with the trace that the test code is not given.
    var latest: DriverFrame.Exception?

    init(limits: Limits) {
      left = limits
      mostMilliseconds = TimeDoubt.mostMilliseconds(limits.cpuMilliseconds)
    }

    mutating func add(_ more: Usage) {
      usage.cpuMilliseconds += more.cpuMilliseconds
      usage.wallMilliseconds += more.wallMilliseconds
      usage.idleMilliseconds += more.idleMilliseconds
      usage.memoryPeakBytes = more.memoryPeakBytes ?? usage.memoryPeakBytes
      mostMilliseconds -= Int(more.cpuMilliseconds)
      left.wallMilliseconds -= Int(more.wallMilliseconds)
    }

    func testRun(
      _ termination: Termination, _ product: TestRun.Product, errorText: String = ""
    ) -> TestRun {
      TestRun(
        index: 0, termination: termination, product: product, usage: usage,
        errorOutput: errorText)
    }
  }

  /// Carries calls and replies until the test code has come to an end.
  private func converse(
    _ judge: Child, _ candidate: Child, _ ledger: inout Ledger, _ deadline: Int64
  ) throws(Fault) -> Conversation {
    while true {
      var watch = Watch(judge, limits: judgeLimits)
      let outcome = try watch.frame(of: judge, helper: helper)
      guard Clocks.now < deadline else { return .cannot }
      switch outcome {
      case .stopped: return .cannot
      case .ended, .frame(.over):
        throw Fault(
          .unreadableReference,
          "the test code ended its process: \(judge.errorTail.text.suffix(500))")
      case .frame(.ready): continue
      case .frame(.loaded): judge.send([UInt8(ascii: "g")])
      case .frame(.passed): return .passed
      case .frame(.failed(let message)): return .failed(message)
      case .frame(.unmarshallable): return .cannot
      case .frame(.broken(let text)):
        throw Fault(.unreadableReference, "the test code cannot be read: \(text.suffix(500))")
      case .frame(.call(let call)):
        candidate.send(Array("c".utf8) + Array(call.json.text.utf8))
        if let end = try relay(from: candidate, to: judge, &ledger) { return end }
      case .frame(.knows(let name)):
        // Test code that builds on more of the submission than the function in question lets it
        // have a say in the outcome: that is not to be called separate.
        candidate.send(Array("n".utf8) + Array(name.utf8))
        var watch = Watch(candidate, limits: ledger.left)
        guard case .frame(.returned(let owns)) = try watch.frame(of: candidate, helper: helper),
          owns == .bool(false)
        else { return .cannot }
        judge.send(Array("g".utf8))
      case .frame(.raised(let exception)):
        if let latest = ledger.latest, latest.type == exception.type { return .raised(latest) }
        return .raised(exception)
      case .frame(.syntax), .frame(.missing), .frame(.returned), .frame(.returnedChanged):
        throw Fault(.sandbox, "the test code's driver answered where it should ask")
      }
    }
  }

  /// Waits for the submission's reply and passes it on; the end of the conversation, if it is one.
  private func relay(
    from candidate: Child, to judge: Child, _ ledger: inout Ledger
  ) throws(Fault) -> Conversation? {
    var watch = Watch(
      candidate, limits: ledger.left, mostMilliseconds: ledger.mostMilliseconds)
    let outcome = try watch.frame(of: candidate, helper: helper)
    ledger.add(watch.usage(of: candidate))
    switch outcome {
    case .stopped(let clock): return .candidateEnded(clock)
    case .ended: return .candidateEnded(nil)
    case .frame(.raised(let exception)) where exception.bases.contains("MemoryError"):
      return .outOfMemory(
        ledger.testRun(.memoryLimit(inferred: true), HarnessRunner.product(exception)))
    case .frame(let frame):
      if case .raised(let exception) = frame { ledger.latest = exception }
      judge.send(HarnessRunner.reply(frame))
      return nil
    }
  }

  /// A reply written anew from what was understood of it: nothing else reaches the test code.
  private static func reply(_ frame: DriverFrame) -> [UInt8] {
    switch frame {
    case .returned(let value):
      return Array("v".utf8) + Array(value.json.text.utf8)
    case .returnedChanged(let value):
      if case .list(let parts) = value, parts.count == 3, case .list = parts[1],
        case .dictionary = parts[2]
      {
        return Array("w".utf8) + Array(value.json.text.utf8)
      }
    case .raised(let exception):
      let parts: JSON = .array([
        .string(exception.type), .string(exception.message), .string(""),
        .strings(exception.bases),
      ])
      return Array("x".utf8) + Array(parts.text.utf8)
    case .ready, .loaded, .syntax, .missing, .call, .knows, .passed, .failed, .broken,
      .unmarshallable, .over:
      break
    }
    return Array("v".utf8) + Array(TypedValue.opaque("no reply").json.text.utf8)
  }

  private static func product(_ exception: DriverFrame.Exception) -> TestRun.Product {
    .raised(type: exception.type, message: exception.message, trace: exception.trace)
  }

  // MARK: in one process

  private func together(
    _ directory: WorkDirectory, _ entryPoint: String
  ) throws(Fault) -> TestRun {
    try directory.write(prepared.submission.source, to: "solution.py")
    let child = try start(
      ["together", "{source}/solution.py", "{source}/harness.py", entryPoint], source: directory,
      limits: limits)
    var watch = Watch(child, limits: limits)
    var outcome = try watch.frame(of: child, helper: helper)
    var waits = 0
    while case .frame(let frame) = outcome, frame.isProgress, waits < 4 {
      waits += 1
      outcome = try watch.frame(of: child, helper: helper)
    }
    let usage = watch.usage(of: child)
    helper.stop(child)
    let ending = try helper.finish(child)
    func testRun(_ termination: Termination, _ product: TestRun.Product) -> TestRun {
      TestRun(
        index: 0, termination: termination, product: product, usage: usage,
        errorOutput: child.errorTail.text)
    }
    switch outcome {
    case .stopped(let clock): return testRun(.timeLimit(clock), .nothing)
    case .ended: return testRun(try Termination(ending, of: child), .nothing)
    case .frame(.passed): return testRun(.exited(0), .passed)
    case .frame(.failed(let message)): return testRun(.exited(1), .failed(message: message))
    case .frame(.raised(let exception)):
      return testRun(.exited(1), HarnessRunner.product(exception))
    case .frame: return testRun(.exited(1), .failed(message: "the test code gave no outcome"))
    }
  }

  private func start(
    _ mode: [String], source: WorkDirectory, limits: Limits
  ) throws(Fault) -> Child {
    let own = Prepared(
      toolchain: prepared.toolchain, submission: prepared.submission, source: source,
      support: prepared.support, output: nil, compilation: .notNeeded,
      warmArguments: prepared.warmArguments)
    return try CallRunner(
      helper: helper, jail: jail, work: work, prepared: own, limits: limits
    ).start(mode)
  }
}

extension DriverFrame {
  /// Whether the driver only tells that it has come so far.
  var isProgress: Bool {
    switch self {
    case .ready, .loaded: true
    case .syntax, .missing, .returned, .returnedChanged, .raised, .call, .knows, .passed, .failed,
      .broken, .unmarshallable, .over:
      false
    }
  }
}
