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
    }
  }
}
