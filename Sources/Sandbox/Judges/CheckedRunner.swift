internal import Grading

/// Runs a workload and has each outcome judged by the author's checker, which sees the input, the
/// answer and the outcome, in a sandbox of its own.
struct CheckedRunner {
  let runner: WorkloadRunner
  let judge: JudgeProcess
  let answers: [String]

  func run(
    _ workload: Workload, receive: (TestRun) -> Bool
  ) throws(Fault) -> WorkloadOutcome {
    guard workload.count == answers.count else {
      throw Fault(.sandbox, "\(answers.count) answers for \(workload.count) tests")
    }
    var failure: Fault?
    let outcome = try runner.run(workload) { run in
      do throws(Fault) {
        return receive(try judged(run, workload))
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    return outcome
  }

  /// The run with a judgement, if it came to an end that can be judged.
  private func judged(_ run: TestRun, _ workload: Workload) throws(Fault) -> TestRun {
    guard run.termination == .exited(0), answers.indices.contains(run.index),
      let (input, output) = papers(run, workload)
    else { return run }
    let running = try judge.start(input: input, answer: answers[run.index], output: output)
    _ = try judge.helper.finish(running.child)
    var run = run
    run.judgement = try judge.judgement(of: running)
    return run
  }

  /// What went in and what came out, as text; `nil` if nothing came out that a checker could read.
  private func papers(_ run: TestRun, _ workload: Workload) -> (String, [UInt8])? {
    switch (workload, run.product) {
    case (.program(let inputs), .output(let bytes)): (inputs[run.index], bytes)
    case (.calls(_, let calls), .returned(let value)) where value.isPlain:
      (calls[run.index].json.text + "\n", Array((value.json.text + "\n").utf8))
    default: nil
    }
  }
}

extension Call {
  /// `{"args": […], "kwargs": {…}}`.
  var json: JSON {
    [
      "args": .array(arguments.map(\.json)),
      "kwargs": .object(named.map { JSON.Member($0.name, $0.value.json) }),
    ]
  }
}

extension TypedValue {
  /// Whether there is nothing opaque in it.
  var isPlain: Bool {
    switch self {
    case .none, .bool, .int, .float, .text, .bytes, .complex: true
    case .opaque: false
    case .list(let values), .tuple(let values), .set(let values), .frozenset(let values):
      values.allSatisfy(\.isPlain)
    case .dictionary(let entries): entries.allSatisfy { $0.key.isPlain && $0.value.isPlain }
    }
  }
}
