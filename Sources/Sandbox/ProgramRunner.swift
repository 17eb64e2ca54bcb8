internal import Grading

/// Runs a program once for each input.
struct ProgramRunner {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let limits: Limits

  /// - Returns: Diagnostics, if the interpreter could not read the source; then no test was handed
  ///   over.
  func run(inputs: [String], receive: (TestRun) -> Bool) throws(Fault) -> String? {
    for (index, input) in inputs.enumerated() {
      var outcome = try jail.turns.beside(helper) { () throws(Fault) in try once(input, index) }
      let isInDoubt = TimeDoubt.isIn(outcome.run, limits: limits)
      if isInDoubt {
        outcome = try jail.turns.alone(helper) { () throws(Fault) in try once(input, index) }
      }
      if let diagnostics = outcome.diagnostics { return diagnostics }
      let run = TimeDoubt.settled(outcome.run, limits: limits, isRepeated: isInDoubt)
      guard receive(run) else { return nil }
    }
    return nil
  }

  private func once(
    _ input: String, _ index: Int
  ) throws(Fault) -> (run: TestRun, diagnostics: String?) {
    let child = try start(input)
    let ending = try helper.finish(child)
    let run = TestRun(
      index: index, termination: try Termination(ending, of: child),
      product: .output(child.output), usage: Usage(ending), errorOutput: child.errorTail.text)
    return (run, ProgramRunner.syntaxError(of: child))
  }

  private func start(_ input: String) throws(Fault) -> Child {
    try start { $0.input = Array(input.utf8) }
  }

  /// Starts the program with an input that is written while it runs.
  func start(fedBy descriptor: Descriptor) throws(Fault) -> Child {
    try start { $0.inputDescriptor = descriptor }
  }

  private func start(_ giveInput: (inout ProcessSpec) -> Void) throws(Fault) -> Child {
    let toolchain = prepared.toolchain.toolchain
    var belongings = prepared.belongings()
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    let command = prepared.toolchain.fill(
      toolchain.run, for: prepared.submission, memoryBytes: limits.memoryBytes)
    var spec = jail.spec(
      command, environment: toolchain.environment, belongings: belongings,
      limits: ProcessLimits(limits, for: toolchain, level: jail.level))
    giveInput(&spec)
    spec.hasChannel = toolchain.language == "python"
    spec.warmArguments = prepared.warmArguments(for: limits)
    let child = try helper.start(spec)
    child.box = belongings.box
    return child
  }

  /// What the Python driver said before it closed the channel.
  static func syntaxError(of child: Child) -> String? {
    while let frame = child.frames.next() {
      if case .syntax(let text) = DriverFrame(frame) { return text }
    }
    return nil
  }
}
