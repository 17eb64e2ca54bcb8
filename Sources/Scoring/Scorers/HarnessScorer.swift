public import Grading

/// Scores code by test code that is run with it. The test code decides, so its evidence says where
/// the submission shared a process with it.
public struct HarnessScorer: Scorer {
  public static let version = 1

  private let reference: HarnessReference
  private let runner: any CodeRunner

  /// - Throws: an unreadable reference if the test code is empty.
  public init(reference: HarnessReference, runner: any CodeRunner) throws(Fault) {
    guard reference.harness.contains(where: { !$0.isWhitespace }) else {
      throw Fault(.unreadableReference, "the problem's test code is empty")
    }
    self.reference = reference
    self.runner = runner
  }

  public func score(_ answer: Answer) async throws(Fault) -> Score {
    let judging = TestJudging(
      runsAllTests: false, runner: runner, limits: reference.limits)
    let limits = reference.limits
    return try await judging.score(
      answer, on: .harness(code: reference.harness, entryPoint: reference.entryPoint),
      language: reference.languages.first ?? "python"
    ) { run in
      let (reason, remark) = HarnessScorer.outcome(run, limits)
      return TestJudging.measured(
        TestEvidence(name: "test code", reason: reason, hidden: true, remark: remark), run)
    }
  }

  private static func outcome(_ run: TestRun, _ limits: Limits) -> (Reason, String) {
    let failure = TestJudging.failure(run, limits: limits)
    if let failure, failure.0 != .runtimeError { return failure }
    switch run.product {
    case .passed: return failure ?? (.accepted, "the test code found nothing wrong")
    case .failed(let message):
      let shown = FunctionScorer.short(message)
      return (.wrongAnswer, shown.isEmpty ? "an assertion failed" : "failed: \(shown)")
    case .raised(let type, let message, _):
      return (
        .runtimeError,
        "raised \(type)\(message.isEmpty ? "" : ": " + FunctionScorer.short(message))"
      )
    case .nothing, .output, .returned:
      return failure ?? (.runtimeError, "the test code did not come to its end")
    }
  }
}
