import Grading
import GradingTesting
import MathEquivalence
import Scoring
import Testing

/// Scorers of answers and choices.
struct AnswerAndChoiceScorerTests {
  private static func answer(_ text: String) -> Answer {
    Answer(text: text, rule: "boxed", range: 0..<text.utf8.count)
  }

  // golds | answer | verdict
  @Test(arguments: [
    (["42"], "42", Verdict.correct), (["42"], "41", .incorrect), (["1", "2"], "2", .correct),
    (["1", "2"], "3", .incorrect),
  ])
  func anyGoldAnswerWillDo(golds: [String], text: String, verdict: Verdict) async throws {
    let score = try await AnswerScorer(golds: golds).score(Self.answer(text))
    #expect(score.verdict == verdict)
    #expect(score.points == (verdict == .correct ? 1 : 0))
    #expect(score.reason == (verdict == .correct ? .accepted : .notEqual))
    #expect(score.evidence.expected == golds.joined(separator: " or "))
    #expect(!score.evidence.steps.isEmpty && !score.evidence.remark.isEmpty)
  }

  @Test func anUnreadableGoldAnswerIsAFaultBeforeAnythingIsAsked() {
    #expect(throws: Fault.self) { try AnswerScorer(golds: []) }
    let error = #expect(throws: Fault.self) { try AnswerScorer(golds: ["1", "\\frac{"]) }
    #expect(error?.kind == .unreadableReference)
  }

  // right | chosen | is right
  @Test(arguments: [
    (["B"], "B", true), (["B"], "A", false), (["B"], "A, B", false), (["A", "C"], "C, A", true),
    (["A", "C"], "A", false), (["A", "C"], "A, B, C", false), (["a"], "A", true),
  ])
  func allRightLettersAndNoOther(right: [String], chosen: String, isRight: Bool) async throws {
    let scorer = try ChoiceScorer(options: ["x", "y", "z"], right: right)
    let score = try await scorer.score(Self.answer(chosen))
    #expect(score.verdict == (isRight ? .correct : .incorrect))
    #expect(score.reason == (isRight ? .accepted : .notEqual))
  }

  @Test(arguments: [[], ["D"], ["A", "AB"]])
  func aLetterWithoutOptionIsAnUnreadableReference(right: [String]) {
    let error = #expect(throws: Fault.self) {
      try ChoiceScorer(options: ["x", "y", "z"], right: right)
    }
    #expect(error?.kind == .unreadableReference)
  }
}

/// Scorers of code, over a runner that runs nothing.
struct CodeScorerTests {
  private static let code = Answer(
    text: "print(1)", rule: "fence", range: 0..<8, language: "python")

  private static func program(
    _ script: ScriptedRunner.Script, tests: Int = 2, all: Bool = false,
    checker: Checker = .tokens
  ) async throws -> Score {
    let reference = ProgramReference(
      languages: ["python"],
      tests: (0..<tests).map {
        TestCase(name: "test \($0 + 1)", input: "\($0)", expected: "\($0)\n", hidden: $0 > 0)
      }, checker: checker)
    return try await ProgramScorer(
      reference: reference, runner: ScriptedRunner(script), runsAllTests: all
    ).score(code)
  }

  @Test func aProgramThatPassesAllTestsIsCorrect() async throws {
    let score = try await Self.program(.init(runs: [.printed("0"), .printed("1", test: 1)]))
    #expect(score.verdict == .correct)
    #expect(score.evidence.tests.count == 2)
    #expect(score.evidence.tests.map(\.hidden) == [false, true])
    #expect(score.evidence.isolationLevel == 3)
    #expect(score.evidence.integrity == nil)
    #expect(score.evidence.tests[0].input?.text == "0")
    #expect(score.evidence.tests[0].cpuMilliseconds == 1)
  }

  @Test func theFirstFailedTestDecidesAndEndsTheRun() async throws {
    let runs: [TestRun] = [.printed("9"), .printed("1", test: 1)]
    let score = try await Self.program(.init(runs: runs))
    #expect(score.reason == .wrongAnswer)
    #expect(score.points == 0)
    #expect(score.evidence.tests.count == 1)
    #expect(score.evidence.testsSkipped == 1)
    #expect(score.evidence.remark == "test 1: line 1, token 1: expected “0”, found “9”")

    let all = try await Self.program(.init(runs: runs), all: true)
    #expect(all.reason == .wrongAnswer)
    #expect(all.evidence.tests.map(\.passed) == [false, true])
    #expect(all.evidence.testsSkipped == 0)
  }

  // how it ended | reason, even if the output is right
  @Test(arguments: [
    (Termination.exited(1), Reason.runtimeError), (.signalled(11), .runtimeError),
    (.timeLimit(.cpu), .timeLimit), (.timeLimit(.idle), .timeLimit),
    (.timeLimit(.wall), .timeLimit),
    (.memoryLimit(inferred: false), .memoryLimit), (.memoryLimit(inferred: true), .memoryLimit),
    (.outputLimit, .outputLimit),
  ])
  func howAProgramEndedComesBeforeItsOutput(termination: Termination, reason: Reason) async throws {
    let score = try await Self.program(
      .init(runs: [.printed("0", termination: termination)]), tests: 1)
    #expect(score.verdict == .incorrect)
    #expect(score.reason == reason)
    #expect(score.evidence.tests.first?.actual?.text == "0")
  }

  // processor, elapsed, idle (ms) | whether the submission is to blame for the elapsed time
  @Test(arguments: [
    (1_000.0, 20_000.0, 500.0, false), (100, 2_000, 1_900, true), (1_900, 2_000, 0, true),
    (1_500, 2_000, 0, false), (40_000, 20_000, 0, true),
  ])
  func waitingForAProcessorIsAFaultOfOurs(
    cpu: Double, wall: Double, idle: Double, isToBlame: Bool
  ) async throws {
    var run = TestRun.printed("", termination: .timeLimit(.wall))
    run.usage = Usage(cpuMilliseconds: cpu, wallMilliseconds: wall, idleMilliseconds: idle)
    if isToBlame {
      #expect(try await Self.program(.init(runs: [run]), tests: 1).reason == .timeLimit)
    } else {
      await #expect {
        try await Self.program(.init(runs: [run]), tests: 1)
      } throws: { ($0 as? Fault)?.kind == .sandbox }
    }
  }

  @Test func rightWordsInAWrongLayoutAreToldApart() async throws {
    let score = try await Self.program(.init(runs: [.printed("0")]), tests: 1, checker: .exact)
    #expect(score.reason == .presentationError)
  }

  @Test func codeThatCannotBeCompiledFailsWithTheCompilersWords() async throws {
    let score = try await Self.program(
      .init(compilation: .failed(diagnostics: "a.c:1: error: expected ;")))
    #expect(score.reason == .compileError)
    #expect(score.evidence.diagnostics == "a.c:1: error: expected ;")
    #expect(score.evidence.testsSkipped == 2)
  }

  @Test func aFailureOfTheSandboxIsAFaultAndNoVerdict() async {
    let fault = Fault(.sandbox, "no more processes")
    let scripts: [ScriptedRunner.Script] = [
      .init(runs: [.printed("9")], fault: fault), .init(runs: [.printed("0")]), .init(runs: []),
      .init(runs: [.printed("0"), .printed("0", test: 0)]),
      .init(runs: [.printed("1", test: 1)]), .init(runs: [.printed("0", test: -1)]),
    ]
    for script in scripts {
      let error = await #expect(throws: Fault.self) { try await Self.program(script) }
      #expect(error?.kind == .sandbox)
    }
  }

  @Test func aProblemWithoutTestsIsAnUnreadableReference() {
    let runner = ScriptedRunner(.init())
    let errors = [
      #expect(throws: Fault.self) {
        try ProgramScorer(reference: .init(languages: ["c"], tests: []), runner: runner)
      },
      #expect(throws: Fault.self) {
        try FunctionScorer(
          reference: .init(languages: ["python"], entryPoint: "f", tests: []), runner: runner)
      },
      #expect(throws: Fault.self) {
        try HarnessScorer(
          reference: .init(languages: ["python"], entryPoint: "f", harness: " \n"), runner: runner)
      },
    ]
    #expect(errors.allSatisfy { $0?.kind == .unreadableReference })
  }

  private static func function(_ run: TestRun, checker: Checker = .exact) async throws -> Score {
    let test = TestCase(
      name: "test 1", input: Call(arguments: [.int("2")], named: [.init("k", .text("a'b"))]),
      expected: TypedValue.list([.int("1"), .float(2.5)]))
    let reference = FunctionReference(
      languages: ["python"], entryPoint: "f", tests: [test], checker: checker)
    return try await FunctionScorer(
      reference: reference, runner: ScriptedRunner(.init(runs: [run]))
    )
    .score(code)
  }

  // what came of the call | how it ended | reason
  @Test(arguments: [
    (
      TestRun.Product.returned(.list([.int("1"), .float(2.5)])), Termination.exited(0),
      Reason.accepted
    ),
    (.returned(.tuple([.int("1"), .float(2.5)])), .exited(0), .accepted),
    (.returned(.list([.int("1")])), .exited(0), .wrongAnswer),
    (.returned(.opaque("numpy.ndarray")), .exited(0), .wrongAnswer),
    (.returned(.list([.int("1"), .float(2.5)])), .timeLimit(.cpu), .timeLimit),
    (.raised(type: "KeyError", message: "'a'", trace: ""), .exited(0), .runtimeError),
    (
      .raised(type: "MemoryError", message: "", trace: ""), .memoryLimit(inferred: false),
      .memoryLimit
    ),
    (.nothing, .exited(0), .runtimeError), (.nothing, .exited(3), .runtimeError),
    (.nothing, .signalled(9), .runtimeError), (.nothing, .outputLimit, .outputLimit),
    (.passed, .exited(0), .runtimeError), (.output([]), .exited(0), .runtimeError),
  ])
  func aFunctionMustReturnWhatIsExpected(
    product: TestRun.Product, termination: Termination, reason: Reason
  ) async throws {
    let score = try await Self.function(.gave(product, termination: termination))
    #expect(score.reason == reason)
    #expect(score.verdict == (reason == .accepted ? .correct : .incorrect))
  }

  @Test func evidenceShowsCallAndValuesAsPythonWritesThem() async throws {
    let score = try await Self.function(.gave(.returned(.tuple([.bool(true), .none]))))
    let test = try #require(score.evidence.tests.first)
    #expect(test.input?.text == #"f(2, k='a\'b')"#)
    #expect(test.expected?.text == "[1, 2.5]")
    #expect(test.actual?.text == "(True, None)")
    #expect(test.remark == "at [0]: expected 1 (int), found True (bool)")
  }

  // what came of the harness | how it ended | reason
  @Test(arguments: [
    (TestRun.Product.passed, Termination.exited(0), Reason.accepted),
    (.failed(message: "assert f(1) == 2"), .exited(1), .wrongAnswer),
    (.raised(type: "TypeError", message: "x", trace: ""), .exited(1), .runtimeError),
    (.passed, .exited(1), .runtimeError), (.nothing, .exited(0), .runtimeError),
    (.nothing, .timeLimit(.wall), .timeLimit), (.passed, .timeLimit(.cpu), .timeLimit),
  ])
  func aHarnessDecidesItself(
    product: TestRun.Product, termination: Termination, reason: Reason
  ) async throws {
    let script = ScriptedRunner.Script(
      runs: [.gave(product, termination: termination)], integrity: .inProcess)
    let reference = HarnessReference(languages: ["python"], entryPoint: "f", harness: "check(f)")
    let score = try await HarnessScorer(reference: reference, runner: ScriptedRunner(script))
      .score(Self.code)
    #expect(score.reason == reason)
    #expect(score.evidence.integrity == "in_process")
  }
}
