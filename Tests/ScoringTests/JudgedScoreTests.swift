import Grading
import GradingTesting
import Scoring
import Testing

/// What authors' programs say, as scores and evidence.
@Suite struct JudgedScoreTests {
  static let checker = JudgeProgram(name: "checker.py", language: "python", source: "…")

  static func reference(interactor: Bool = false) -> Reference {
    let tests = ["1", "2"].map {
      TestCase(name: $0, input: "in \($0)\n", expected: "out \($0)\n", points: 2)
    }
    return .program(
      ProgramReference(
        languages: ["python"], tests: tests, checker: interactor ? .tokens : .program(checker),
        interactor: interactor ? checker : nil))
  }

  static func score(_ runs: [TestRun], _ reference: Reference = reference()) async throws -> Score {
    let runner = ScriptedRunner { _, workload in
      switch workload {
      case .checked(.program(let inputs), let answers, let program):
        #expect(inputs == ["in 1\n", "in 2\n"] && answers == ["out 1\n", "out 2\n"])
        #expect(program == checker)
      case .interactive(let tests, let program):
        #expect(tests.map(\.input) == ["in 1\n", "in 2\n"] && program == checker)
      case .program, .calls, .harness, .checked: Issue.record("\(workload)")
      }
      return .init(runs: runs)
    }
    let problem = Problem(id: "p", statement: "?", reference: reference)
    return try await Marker(runner: runner).scheme(for: problem)
      .mark(Completion(content: "```python\nprint(1)\n```")).score
  }

  static func run(_ index: Int, _ judgement: Judgement?) -> TestRun {
    var run = TestRun.printed("x\n", test: index)
    run.judgement = judgement
    return run
  }

  @Test(arguments: [false, true])
  func allAcceptedIsCorrectAndKeepsTheWords(interactor: Bool) async throws {
    let score = try await Self.score(
      [Self.run(0, Judgement(.accepted, message: "fine")), Self.run(1, Judgement(.accepted))],
      Self.reference(interactor: interactor))
    #expect(score.verdict == .correct)
    #expect(score.evidence.tests.map(\.checkerMessage) == ["fine", nil])
    #expect(score.evidence.tests[0].remark == "accepted by checker.py: fine")
  }

  @Test func aRejectionIsAWrongAnswerAndEndsTheTests() async throws {
    let score = try await Self.score([Self.run(0, Judgement(.wrong, message: "too long\nby 2"))])
    #expect(score.reason == .wrongAnswer && score.evidence.testsSkipped == 1)
    #expect(score.evidence.remark == "1: rejected by checker.py: too long")
    #expect(score.evidence.tests[0].checkerMessage == "too long\nby 2")
  }

  @Test func whatIsUnreadableForTheCheckerIsAPresentationError() async throws {
    let score = try await Self.score([Self.run(0, Judgement(.presentation))])
    #expect(score.reason == .presentationError)
  }

  @Test func partOfThePointsIsPartialCreditByWeight() async throws {
    let score = try await Self.score([
      Self.run(0, Judgement(.partial, share: 0.25)), Self.run(1, Judgement(.accepted)),
    ])
    #expect(score.verdict == .partial && score.reason == .partialCredit)
    #expect(score.points == 0.625)
    #expect(score.evidence.tests.map(\.share) == [0.25, nil])
    #expect(score.evidence.remark == "1: 25.0 % of the points by checker.py")
  }

  @Test func aTestThatNobodyJudgedIsAFault() async throws {
    await #expect(throws: Fault.self) { try await Self.score([Self.run(0, nil)]) }
  }

  @Test func evidenceSurvivesItsStoredForm() async throws {
    var run = Self.run(0, Judgement(.wrong, message: "no"))
    run.transcript = "program: 1\n"
    let score = try await Self.score([run], Self.reference(interactor: true))
    let test = score.evidence.tests[0]
    #expect(test.transcript == "program: 1\n" && test.exitStatus == 0 && test.idleMilliseconds == 1)
    #expect(Evidence(json: score.evidence.json) == score.evidence)
  }

  @Test func aDifferenceIsToldWithItsLines() async throws {
    let reference = ProgramReference(
      languages: ["python"],
      tests: [TestCase(name: "1", input: "", expected: "a b\nc d e\n")])
    var run = TestRun.printed("a b\nc x e\n")
    run.termination = .exited(0)
    let problem = Problem(id: "p", statement: "?", reference: .program(reference))
    let score = try await Marker(runner: ScriptedRunner(.init(runs: [run]))).scheme(for: problem)
      .mark(Completion(content: "```python\nprint(1)\n```")).score
    let test = score.evidence.tests[0]
    #expect(
      test.difference == FirstDifference(line: 2, token: 2, expected: "c d e", actual: "c x e"))
    #expect(Evidence(json: score.evidence.json) == score.evidence)
  }
}

/// What students are shown of hidden tests.
@Suite struct HiddenTestsTests {
  static func evidence(hidden: Bool) -> Evidence {
    var test = TestEvidence(
      name: "secret", reason: .wrongAnswer, points: 3, hidden: hidden, input: Excerpt("IN"),
      expected: Excerpt("WANT"), actual: Excerpt("GOT"), remark: "expected WANT, found GOT",
      cpuMilliseconds: 4, errorOutput: "IN again")
    test.checkerMessage = "WANT it"
    test.transcript = "IN GOT"
    test.difference = FirstDifference(line: 1, token: 1, expected: "WANT", actual: "GOT")
    return Evidence(
      remark: "secret: expected WANT, found GOT", steps: ["WANT"],
      tests: [
        TestEvidence(name: "shown", reason: .accepted, input: Excerpt("IN 0"), remark: ""), test,
      ])
  }

  @Test func theContentOfAHiddenTestIsGoneAndItsOutcomeStays() {
    let shown = Self.evidence(hidden: true).withoutHiddenTests
    let text = shown.json.text
    for word in ["WANT", "GOT", "IN again"] { #expect(!text.contains(word), "\(text)") }
    #expect(text.contains("IN 0"))
    #expect(shown.remark == "secret: failed: wrong answer")
    #expect(shown.tests[1].reason == .wrongAnswer && shown.tests[1].points == 3)
    #expect(shown.tests[1].cpuMilliseconds == 4)
  }

  @Test func whatIsNotHiddenStaysAsItIs() {
    let evidence = Self.evidence(hidden: false)
    #expect(evidence.withoutHiddenTests == evidence)
  }
}
