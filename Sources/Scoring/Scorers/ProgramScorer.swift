public import Grading

/// Scores a program by its standard output for each input. Outputs are compared here, outside the
/// sandbox, which never holds an expected output.
public struct ProgramScorer: Scorer {
  public static let version = 2

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
    let language = answer.language ?? reference.languages.first ?? "python"
    var allowed = reference
    allowed.limits = reference.limits.allowing(language: language)
    let reference = allowed
    let judging = TestJudging(
      runsAllTests: runsAllTests, runner: runner, limits: reference.limits,
      files: reference.files)
    return try await judging.score(
      answer, on: ProgramScorer.workload(of: reference),
      language: language
    ) { run in
      guard reference.tests.indices.contains(run.index) else { return TestJudging.misplaced(run) }
      return ProgramScorer.judge(run, reference.tests[run.index], reference)
    }
  }

  private static func workload(of reference: ProgramReference) -> Workload {
    if let interactor = reference.interactor {
      let tests = reference.tests.map {
        Workload.InteractiveTest(input: $0.input, answer: $0.expected)
      }
      return .interactive(tests: tests, with: interactor)
    }
    let inputs = Workload.program(inputs: reference.tests.map(\.input))
    switch reference.checker {
    case .program(let checker):
      return .checked(inputs, answers: reference.tests.map(\.expected), by: checker)
    case .exact, .tokens, .lines, .trimmed, .floats, .unordered, .unorderedTokens, .values:
      return inputs
    }
  }

  /// The author's program that decides instead of a comparison.
  private static func decider(of reference: ProgramReference) -> JudgeProgram? {
    if let interactor = reference.interactor { return interactor }
    guard case .program(let checker) = reference.checker else { return nil }
    return checker
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
    var evidence = TestEvidence(
      name: test.name, reason: reason, points: test.points, hidden: test.hidden,
      input: Excerpt(test.input), expected: Excerpt(test.expected),
      actual: Excerpt(String(decoding: output, as: UTF8.self)), remark: remark)
    switch reason {
    case .wrongAnswer, .presentationError:
      evidence.difference = OutputChecker(reference.checker).difference(
        expected: test.expected, actual: output)
    default: break
    }
    if reason == .partialCredit { evidence.share = run.judgement?.share }
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
    if let program = decider(of: reference) {
      guard let judgement = run.judgement else {
        return (.cannotDecide, "\(program.name) was not asked")
      }
      return TestJudging.outcome(of: judgement, by: program)
    }
    switch OutputChecker(reference.checker).compare(expected: test.expected, actual: output) {
    case .equal: return (.accepted, "output as expected")
    case .wrong(let difference): return (.wrongAnswer, difference)
    case .layout(let difference): return (.presentationError, difference)
    }
  }
}
