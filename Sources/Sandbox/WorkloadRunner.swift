internal import Grading

/// What running a whole workload tells besides its tests.
struct WorkloadOutcome: Sendable {
  /// Set if the interpreter could not read the source; then no test was handed over.
  var syntaxError: String?
  var integrity = Execution.Integrity.separate
}

/// One switch says how each kind of workload is run.
struct WorkloadRunner {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let limits: Limits
  /// The author's program, for workloads that have one.
  var judge: JudgeProcess?

  func run(
    _ workload: Workload, receive: (TestRun) -> Bool
  ) throws(Fault) -> WorkloadOutcome {
    switch workload {
    case .program(let inputs):
      let runner = ProgramRunner(
        helper: helper, jail: jail, work: work, prepared: prepared, limits: limits)
      return WorkloadOutcome(syntaxError: try runner.run(inputs: inputs, receive: receive))
    case .calls(let entryPoint, let calls):
      let runner = CallRunner(
        helper: helper, jail: jail, work: work, prepared: prepared, limits: limits)
      return WorkloadOutcome(
        syntaxError: try runner.run(entryPoint: entryPoint, calls: calls, receive: receive))
    case .harness(let code, let entryPoint):
      return try HarnessRunner(
        helper: helper, jail: jail, work: work, prepared: prepared, limits: limits
      ).run(code: code, entryPoint: entryPoint, receive: receive)
    case .checked(let inner, let answers, _):
      return try CheckedRunner(runner: self, judge: try required(), answers: answers)
        .run(inner, receive: receive)
    case .interactive(let tests, _):
      return try InteractionRunner(
        helper: helper, jail: jail, work: work, prepared: prepared, judge: try required(),
        limits: limits
      ).run(tests, receive: receive)
    }
  }

  private func required() throws(Fault) -> JudgeProcess {
    guard let judge else { throw Fault(.sandbox, "the checker was not prepared") }
    return judge
  }
}

extension Workload {
  /// The author's program that takes part.
  var judge: JudgeProgram? {
    switch self {
    case .program, .calls, .harness: nil
    case .checked(_, _, let program), .interactive(_, let program): program
    }
  }

  /// Whether the submission is a program of its own, which any language can be.
  var isProgram: Bool {
    switch self {
    case .program, .interactive: true
    case .calls, .harness: false
    case .checked(let workload, _, _): workload.isProgram
    }
  }
}
