import Grading
import GradingTesting
import Scoring
import Testing

/// The one switch, end to end over a scripted runner.
struct MarkerTests {
  private static let runner = ScriptedRunner { submission, workload in
    let printed = submission.source.contains("return x") ? TypedValue.int("1") : .int("0")
    switch workload {
    case .program(let inputs):
      return .init(
        runs: inputs.indices.map {
          .printed(submission.source.contains("ok") ? "ok" : "no", test: $0)
        })
    case .calls(_, let calls):
      return .init(runs: calls.indices.map { .gave(.returned(printed), test: $0) })
    case .harness, .checked, .interactive: return .init(runs: [.gave(.passed)])
    }
  }

  private static func mark(
    _ reference: Reference, _ content: String, rubric: Rubric = .correctness
  ) async throws -> Score {
    let marker = Marker(runner: runner) { _ throws(Fault) in rubric }
    let problem = Problem(id: "p", statement: "?", reference: reference)
    return try await marker.scheme(for: problem).mark(Completion(content: content)).score
  }

  private static let function = FunctionReference(
    languages: ["python"], entryPoint: "f",
    tests: [TestCase(name: "1", input: Call(arguments: []), expected: .int("1"))])

  @Test(arguments: [
    (Reference.answer(golds: ["42"]), "\\boxed{42}", Verdict.correct),
    (.answer(golds: ["42"]), "\\boxed{41}", .incorrect), (.answer(golds: ["42"]), "", .unanswered),
    (.choice(options: ["x", "y"], right: ["B"]), "(B)", .correct),
    (.choice(options: ["x", "y", "z"], right: ["A", "C"]), "A and C", .correct),
    (.function(function), "```python\ndef f(x): return x\n```", .correct),
    (.function(function), "```python\ndef f(x): return 0\n```", .incorrect),
    (.function(function), "I would loop.", .unanswered),
    (
      .program(
        ProgramReference(
          languages: ["python"], tests: [TestCase(name: "1", input: "", expected: "ok")])),
      "```python\nprint('ok')\n```", .correct
    ),
    (
      .harness(HarnessReference(languages: ["python"], entryPoint: "f", harness: "check(f)")),
      "```python\ndef f(): pass\n```", .correct
    ),
  ])
  func everyKindIsMarked(reference: Reference, content: String, verdict: Verdict) async throws {
    #expect(try await Self.mark(reference, content).verdict == verdict)
  }

  @Test func anOpenProblemIsMarkedByItsRubric() async throws {
    let rubric = Rubric(
      name: "r",
      criteria: [
        Criterion(id: "a", title: "A", points: 1, measure: .mentions(.init(all: [["air"]]))),
        Criterion(id: "w", title: "W", points: 1, measure: .words(1...2)),
      ])
    let score = try await Self.mark(.open, "<think>air</think>hot air", rubric: rubric)
    #expect(score.verdict == .correct)
    let partial = try await Self.mark(.open, "hot hot air", rubric: rubric)
    #expect(partial.verdict == .partial)
    #expect(partial.criteria.map(\.earned) == [1, 0])
    await #expect(throws: Fault.self) { try await Self.mark(.open, "hot air") }
  }

  @Test func aRubricWithTestsRunsAllOfThem() async throws {
    var reference = Self.function
    reference.tests += [
      TestCase(name: "2", input: Call(arguments: []), expected: .int("0"), points: 3)
    ]
    let rubric = Rubric(
      name: "r",
      criteria: [Criterion(id: "t", title: "T", points: 10, measure: .tests(.all))])
    let score = try await Self.mark(
      .function(reference), "```python\ndef f(x): return 0\n```", rubric: rubric)
    #expect(score.verdict == .partial)
    #expect(score.points == 0.75)
  }

  @Test func everyExtractorAndScorerHasAVersion() {
    let versions = Marker.versions.members ?? []
    #expect(versions.count == 15)
    #expect(versions.allSatisfy { ($0.value.int ?? 0) >= 1 })
  }

  @Test func extractorsAreMadeByTheNameOfTheirKind() {
    for kind in ExtractorKind.allCases {
      let found = kind.extractor(language: "py").extract(from: Completion(content: ""))
      #expect(found == .nothing(.noAnswer, remark: "the reply is empty"))
    }
    let code = ExtractorKind.code.extractor(language: "Python", entryPoint: "f")
    guard
      case .found(let answer) = code.extract(from: Completion(content: "```\ndef f(): pass\n```"))
    else {
      Issue.record("nothing found")
      return
    }
    #expect(answer.language == "python")
  }
}
