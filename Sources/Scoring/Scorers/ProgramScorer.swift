public import Grading

/// Scores a program by its standard output for each input. Outputs are compared here, outside the
/// sandbox, which never holds an expected output.
public struct ProgramScorer: Scorer {
  public static let version = 1

  private let reference: ProgramReference
  private let runner: any CodeRunner
  private let runsAllTests: Bool

  /// - Parameter runsAllTests: Whether to go on after the first failed test; needed where points
  ///   are given by test.
  /// - Throws: an unreadable reference if there are no tests: nothing would be right or wrong.
  public init(
    reference: ProgramReference, runner: any CodeRunner, runsAllTests: Bool = false
  ) throws(Fault) {
    guard !reference.tests.isEmpty else {
      throw Fault(.unreadableReference, "the problem has no tests")
    }
    self.reference = reference
    self.runner = runner
    self.runsAllTests = runsAllTests
  }

  public func score(_ answer: Answer) async throws(Fault) -> Score {
    let judging = TestJudging(
      runsAllTests: runsAllTests, runner: runner,
      limits: reference.limits)
    let reference = reference
    return try await judging.score(
      answer, on: .program(inputs: reference.tests.map(\.input)),
      language: reference.languages.first ?? "python"
    ) { run in
      guard reference.tests.indices.contains(run.index) else { return TestJudging.misplaced(run) }
      return ProgramScorer.judge(run, reference.tests[run.index], reference)
    }
  }

  private static func judge(
    _ run: TestRun, _ test: TestCase<String, String>, _ reference: ProgramReference
  ) -> TestEvidence {
    let output: [UInt8] =
      switch run.product {
      case .output(let bytes): bytes
      case .nothing, .returned, .raised, .passed, .failed: []
      }
    let (reason, remark) = outcome(run, test, output, reference)
    let evidence = TestEvidence(
      name: test.name, reason: reason, points: test.points, hidden: test.hidden,
      input: Excerpt(test.input), expected: Excerpt(test.expected),
      actual: Excerpt(String(decoding: output, as: UTF8.self)), remark: remark)
    return TestJudging.measured(evidence, run)
  }

  private static func outcome(
    _ run: TestRun, _ test: TestCase<String, String>, _ output: [UInt8],
    _ reference: ProgramReference
  ) -> (Reason, String) {
    if let failure = TestJudging.failure(run, limits: reference.limits) { return failure }
    switch run.product {
    case .output, .nothing: break
    case .raised(let type, let message, _): return (.runtimeError, "\(type): \(message)")
    case .returned, .passed, .failed: return (.runtimeError, "gave no output")
    }
    switch OutputChecker(reference.checker).compare(expected: test.expected, actual: output) {
    case .equal: return (.accepted, "output as expected")
    case .wrong(let difference): return (.wrongAnswer, difference)
    case .layout(let difference): return (.presentationError, difference)
    }
  }
}
