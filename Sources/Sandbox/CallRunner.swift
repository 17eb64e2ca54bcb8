internal import Grading

/// Calls a function of a submission, one call after another in one process; a call that ends the
/// process costs only itself.
struct CallRunner {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let limits: Limits

  /// - Returns: Diagnostics, if the interpreter could not read the source; then no test was handed
  ///   over.
  func run(
    entryPoint: String, calls: [Call], receive: (TestRun) -> Bool
  ) throws(Fault) -> String? {
    var child: Child?
    for (index, call) in calls.enumerated() {
      let serving: Child
      if let child {
        serving = child
      } else {
        switch try jail.turns.beside(helper, { () throws(Fault) in try load(entryPoint) }) {
        case .ready(let new): serving = new
        case .unreadable(let diagnostics): return diagnostics
        case .failed(let run):
          // Loading does not depend on the call: it would fail the same way each time.
          for rest in index..<calls.count {
            var run = run
            run.index = rest
            guard receive(run) else { break }
          }
          return nil
        }
      }
      var run = try jail.turns.beside(helper) { () throws(Fault) in
        try answer(to: call, index: index, from: serving)
      }
      child = serving.ending == nil ? serving : nil
      let isInDoubt = TimeDoubt.isIn(run, limits: limits)
      if isInDoubt {
        if let child { try helper.dismiss([child]) }
        (run, child) = try jail.turns.alone(helper) { () throws(Fault) in
          try answerAnew(to: call, index: index, entryPoint: entryPoint, instead: run)
        }
      }
      run = TimeDoubt.settled(run, limits: limits, isRepeated: isInDoubt)
      guard receive(run) else { break }
    }
    if let child { try helper.dismiss([child]) }
    return nil
  }

  // MARK: loading

  enum Loading {
    case ready(Child)
    case unreadable(String)
    case failed(TestRun)
  }

  /// Starts a process that has loaded the submission, within the limits of a call.
  func load(_ entryPoint: String) throws(Fault) -> Loading {
    let child = try start(["serve", "{source}/solution.py", entryPoint])
    var watch = Watch(child, limits: limits)
    var outcome = try watch.frame(of: child, helper: helper)
    if case .frame(.ready) = outcome { outcome = try watch.frame(of: child, helper: helper) }
    switch outcome {
    case .frame(.loaded): return .ready(child)
    case .frame(.syntax(let text)):
      try helper.dismiss([child])
      return .unreadable(text)
    case .frame(.missing(let name)):
      try helper.dismiss([child])
      return .failed(
        TestRun(
          index: 0, termination: .exited(1),
          product: .raised(
            type: "NameError", message: "the solution does not define \(name)", trace: ""),
          usage: watch.usage(of: child), errorOutput: child.errorTail.text))
    case .frame(let frame):
      try helper.dismiss([child])
      return .failed(testRun(0, of: frame, usage: watch.usage(of: child), child))
    case .stopped(let clock):
      return .failed(try testRun(0, clock: clock, usage: watch.usage(of: child), child))
    case .ended:
      return .failed(try testRun(0, clock: nil, usage: watch.usage(of: child), child))
    }
  }

  /// Starts the driver in one of its modes.
  func start(_ mode: [String]) throws(Fault) -> Child {
    var belongings = prepared.belongings()
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    let toolchain = prepared.toolchain.toolchain
    let command = prepared.toolchain.fill(
      PythonDriver.run + mode, source: "", memoryBytes: limits.memoryBytes)
    var own = ProcessLimits(limits, for: toolchain, level: jail.level)
    // Calls are watched one by one from here; the process as a whole may go on.
    own.cpuNanoseconds = 0
    own.idleNanoseconds = 0
    own.wallNanoseconds = 0
    var spec = jail.spec(command, belongings: belongings, limits: own)
    spec.hasChannel = true
    spec.warmArguments = prepared.warmArguments(for: limits)
    let child = try helper.start(spec)
    child.box = belongings.box
    return child
  }

  // MARK: calling

  private func answer(to call: Call, index: Int, from child: Child) throws(Fault) -> TestRun {
    child.send(CallRunner.request(call))
    var watch = Watch(child, limits: limits)
    switch try watch.frame(of: child, helper: helper) {
    case .frame(let frame):
      let run = testRun(index, of: frame, usage: watch.usage(of: child), child)
      // What a refused allocation left behind is not for the next call to bear.
      if case .memoryLimit = run.termination { try helper.dismiss([child]) }
      return run
    case .stopped(let clock):
      return try testRun(index, clock: clock, usage: watch.usage(of: child), child)
    case .ended:
      return try testRun(index, clock: nil, usage: watch.usage(of: child), child)
    }
  }

  /// Calls in a process of its own; `run` stands if that cannot even be loaded any more.
  private func answerAnew(
    to call: Call, index: Int, entryPoint: String, instead run: TestRun
  ) throws(Fault) -> (TestRun, Child?) {
    guard case .ready(let child) = try load(entryPoint) else { return (run, nil) }
    let run = try answer(to: call, index: index, from: child)
    return (run, child.ending == nil ? child : nil)
  }

  private static func request(_ call: Call) -> [UInt8] {
    let entries = call.named.map { TypedValue.Entry(.text($0.name), $0.value) }
    let arguments = TypedValue.list([
      .none, .list(call.arguments), .dictionary(entries), .bool(false),
    ])
    return Array("c".utf8) + Array(arguments.json.text.utf8)
  }

  /// What a frame says about a call; a frame that answers no call is as good as none.
  private func testRun(
    _ index: Int, of frame: DriverFrame, usage: Usage, _ child: Child
  ) -> TestRun {
    var termination = Termination.exited(0)
    let product: TestRun.Product
    switch frame {
    case .returned(let value):
      product = .returned(value)
    case .raised(let exception):
      product = .raised(
        type: exception.type, message: exception.message, trace: exception.trace)
      if exception.bases.contains("MemoryError") { termination = .memoryLimit(inferred: true) }
    case .ready, .loaded, .syntax, .missing, .returnedChanged, .call, .knows, .passed, .failed,
      .broken, .unmarshallable, .over:
      product = .returned(.opaque("a reply that answers no call"))
    }
    return TestRun(index: index, termination: termination, product: product, usage: usage)
  }

  /// What the end of the process says about a call.
  private func testRun(
    _ index: Int, clock: Termination.Clock?, usage: Usage, _ child: Child
  ) throws(Fault) -> TestRun {
    var termination = Termination.exited(0)
    if let ending = child.ending { termination = try Termination(ending, of: child) }
    if let clock { termination = .timeLimit(clock) }
    return TestRun(
      index: index, termination: termination, product: .nothing, usage: usage,
      errorOutput: child.errorTail.text)
  }
}
