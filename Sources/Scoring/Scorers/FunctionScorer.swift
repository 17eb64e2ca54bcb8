public import Grading

/// Scores a function by what it returns for each call. Values are compared here, outside the
/// sandbox, which never holds an expected one.
public struct FunctionScorer: Scorer {
  public static let version = 2

  private let reference: FunctionReference
  private let runner: any CodeRunner
  private let runsAllTests: Bool

  /// - Parameter runsAllTests: Whether to go on after the first failed test; needed where points
  ///   are given by test.
  /// - Throws: an unreadable reference if there are no tests, or one wants what no value equals.
  public init(
    reference: FunctionReference, runner: any CodeRunner, runsAllTests: Bool = false
  ) throws(Fault) {
    guard !reference.tests.isEmpty else {
      throw Fault(.unreadableReference, "the problem has no tests")
    }
    for test in reference.tests {
      if case .opaque(let type) = test.expected {
        throw Fault(.unreadableReference, "\(test.name) expects “\(type)”, which equals nothing")
      }
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
    let workload = FunctionScorer.workload(of: reference)
    return try await judging.score(
      answer, on: workload, language: reference.languages.first ?? "python"
    ) { run in
      guard reference.tests.indices.contains(run.index) else { return TestJudging.misplaced(run) }
      return FunctionScorer.judge(run, reference.tests[run.index], reference)
    }
  }

  private static func workload(of reference: FunctionReference) -> Workload {
    let calls = Workload.calls(
      entryPoint: reference.entryPoint, calls: reference.tests.map(\.input))
    switch reference.checker {
    case .program(let checker):
      let answers = reference.tests.map { $0.expected.json.text + "\n" }
      return .checked(calls, answers: answers, by: checker)
    case .exact, .tokens, .lines, .trimmed, .floats, .unordered, .unorderedTokens, .values:
      return calls
    }
  }

  private static func judge(
    _ run: TestRun, _ test: TestCase<Call, TypedValue>, _ reference: FunctionReference
  ) -> TestEvidence {
    let (reason, remark) = outcome(run, test, reference)
    var actual: Excerpt?
    if case .returned(let value) = run.product {
      actual = Excerpt(PythonText.of(value), limit: 2_100)
    }
    var evidence = TestEvidence(
      name: test.name, reason: reason, points: test.points, hidden: test.hidden,
      input: Excerpt(PythonText.of(test.input, entryPoint: reference.entryPoint), limit: 2_100),
      expected: Excerpt(PythonText.of(test.expected), limit: 2_100), actual: actual,
      remark: remark)
    if reason == .partialCredit { evidence.share = run.judgement?.share }
    return TestJudging.measured(evidence, run)
  }

  private static func outcome(
    _ run: TestRun, _ test: TestCase<Call, TypedValue>, _ reference: FunctionReference
  ) -> (Reason, String) {
    let failure = TestJudging.failure(run, limits: reference.limits)
    switch run.product {
    case .returned(let value):
      // A value that came back counts, unless a limit was passed.
      if let failure, failure.0 != .runtimeError { return failure }
      if case .signalled = run.termination, let failure { return failure }
      return compared(value, run.judgement, test, reference)
    case .raised(let type, let message, _):
      if let failure, failure.0 != .runtimeError { return failure }
      return (.runtimeError, "raised \(type)\(message.isEmpty ? "" : ": " + short(message))")
    case .nothing, .output, .passed, .failed:
      return failure ?? (.runtimeError, "ended without returning")
    }
  }

  private static func compared(
    _ value: TypedValue, _ judgement: Judgement?, _ test: TestCase<Call, TypedValue>,
    _ reference: FunctionReference
  ) -> (Reason, String) {
    if case .program(let checker) = reference.checker {
      guard let judgement else {
        return (.wrongAnswer, "returned what is no plain data (\(value.typeName))")
      }
      return TestJudging.outcome(of: judgement, by: checker)
    }
    return switch ValueChecker(reference.checker).compare(expected: test.expected, actual: value) {
    case .equal: (.accepted, "result as expected")
    case .wrong(let difference): (.wrongAnswer, difference)
    case .layout(let difference): (.presentationError, difference)
    }
  }

  static func short(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? ""
    return Excerpt(line, limit: 300).text
  }
}
