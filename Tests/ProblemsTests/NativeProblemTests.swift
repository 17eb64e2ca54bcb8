import Grading
import Problems
import Testing

@Suite struct NativeProblemTests {
  static let yaml = """
    name: mixed
    title: All kinds
    defaults:
      source: a book
      limits: {cpu: 1s}
    problems:
      - id: a
        kind: answer
        statement: Half?
        answer: [0.50, "1/2", True]
        points: 2.5
        tags: [fractions]
        date: 2026-01-31
        metadata: {level: 3, big: 123456789012345678901234567890}
      - id: c/1
        kind: choice
        statement: Which?
        choices: [no, 7, on]
        answer: [c, A]
      - id: f
        kind: function
        statement: Add.
        language: py
        entry_point: add
        checker: floats(1e-6, 0)
        tests:
          - {args: [1, {$tuple: [2.0]}], kwargs: {base: .inf}, returns: null, hidden: true}
          - {args: [], returns: {$set: [1]}, points: 3, explanation: Nothing., name: none}
      - id: p
        kind: program
        statement: Echo.
        languages: [C++, python]
        limits: {cpu: 500ms, wall: 1.5 min, memory: 256MiB, output: 64, processes: 2}
        tests: [{input: "", output: 0.50}]
      - id: h
        kind: harness
        statement: Write f.
        entry_point: f
        starter_code: "def f(): ..."
        harness: |
          def check(f): assert f() == 1
      - id: o
        kind: open
        statement: Why?
        rubric: correctness
        source: another
    """

  private func problems() throws -> [Problem] {
    try read(NativeProblemTests.yaml, as: "mixed.yaml").set.problems
  }

  @Test func everyKindIsReadFromYAML() throws {
    let problems = try problems()
    #expect(problems.map(\.id) == ["a", "c/1", "f", "p", "h", "o"])
    #expect(problems[0].reference == .answer(golds: ["0.50", "1/2", "True"]))
    #expect(problems[0].points == 2.5)
    #expect(problems[0].metadata["big"] == .number("123456789012345678901234567890"))
    #expect(
      problems[1].reference == .choice(options: ["no", "7", "on"], right: ["A", "C"]))
    #expect(problems.map(\.source) == Array(repeating: "a book", count: 5) + ["another"])
  }

  @Test func aFunctionHasItsTestsInOrderWithTheirTypes() throws {
    guard case .function(let function) = try problems()[2].reference else {
      Issue.record("no function")
      return
    }
    #expect(function.languages == ["python"])
    #expect(function.checker == .floats(absolute: 1e-6, relative: 0))
    #expect(function.limits.cpuMilliseconds == 1_000)
    #expect(function.limits.wallMilliseconds == 25_000)
    #expect(
      function.tests == [
        TestCase(
          name: "1",
          input: Call(
            arguments: [.int("1"), .tuple([.float(2)])], named: [.init("base", .float(.infinity))]),
          expected: .none, hidden: true),
        TestCase(
          name: "none", input: Call(arguments: []), expected: .set([.int("1")]), points: 3,
          explanation: "Nothing."),
      ])
  }

  @Test func aProgramHasItsLimitsAndKeepsOutputAsWritten() throws {
    guard case .program(let program) = try problems()[3].reference else {
      Issue.record("no program")
      return
    }
    #expect(program.languages == ["cpp", "python"])
    #expect(program.checker == .tokens)
    #expect(program.tests == [TestCase(name: "1", input: "", expected: "0.50")])
    #expect(
      program.limits
        == Limits(
          cpuMilliseconds: 500, wallMilliseconds: 90_000, memoryBytes: 256 << 20, outputBytes: 64,
          processes: 2))
  }

  @Test func aLongProcessorTimeWidensTheBackstop() throws {
    let text = """
      {"id":"p","kind":"program","statement":"s","limits":{"cpu":60},
       "tests":[{"input":"","output":""}]}
      """
    guard case .program(let program) = try read(text, as: "p.json").set.problems[0].reference else {
      Issue.record("no program")
      return
    }
    #expect(program.limits.cpuMilliseconds == 60_000)
    #expect(program.limits.wallMilliseconds == 300_000)
  }

  @Test func aDocumentReadsBackAsAnEqualProblem() throws {
    for problem in try problems() {
      let stored = try JSON(parsing: problem.document.text)
      #expect(try Problem(document: stored) == problem)
    }
  }

  @Test func aDocumentHasAFixedOrderWhateverTheFilesOrder() throws {
    let one = #"{"id":"a","kind":"answer","statement":"s","answer":"1","tags":["t"]}"#
    let two =
      #"{"tags":["t"],"answer":["1"],"statement":"s","kind":"answer","id":"a","title":null}"#
    let first = try read(one, as: "one.json").set
    let second = try read(two, as: "two.jsonl").set
    #expect(first.problems == second.problems)
    #expect(first.contentHash == second.contentHash)
    #expect(
      first.problems[0].document.text
        == #"{"id":"a","kind":"answer","statement":"s","answer":["1"],"points":1,"tags":["t"]}"#)
  }

  @Test func aClusterIsNamedByItsFieldOrByATag() throws {
    let text = """
      {"id":"a","kind":"answer","statement":"s","answer":"1","cluster":"text 3"}
      {"id":"b","kind":"answer","statement":"s","answer":"1","tags":["x","cluster:text 4"]}
      {"id":"c","kind":"answer","statement":"s","answer":"1","tags":["x"]}
      """
    let problems = try read(text, as: "p.jsonl").set.problems
    #expect(problems.map(\.cluster) == ["text 3", "text 4", nil])
    for problem in problems {
      #expect(try Problem(document: try JSON(parsing: problem.document.text)) == problem)
    }
  }

  @Test func aStoredDocumentThatIsDamagedIsRefused() throws {
    #expect { try Problem(document: ["id": .string("a")]) } throws: { error in
      (error as? LoadingErrors)?.errors.map(\.message).first == "“kind” is missing"
    }
  }

  @Test func positionsNameTheFileAndLineOfEachProblem() throws {
    let loaded = try read(NativeProblemTests.yaml, as: "mixed.yaml")
    #expect(loaded.positions["a"]?.line == 7)
    #expect(loaded.positions["o"]?.line == 42)
    let json = try read(
      "{\"problems\": [\n  {\"id\": \"a\", \"kind\": \"answer\", \"statement\": \"]{\",\n"
        + "   \"answer\": 1},\n\n  {\"id\": \"b\", \"kind\": \"answer\", \"statement\": \"s\", "
        + "\"answer\": 1}\n]}", as: "x.json")
    #expect(json.positions["a"]?.line == 2)
    #expect(json.positions["b"]?.line == 5)
  }

  @Test func oneProblemMayBeAFileByItself() throws {
    let loaded = try read("id: a\nkind: answer\nstatement: s\nanswer: 1\n", as: "a.yaml")
    #expect(loaded.set.problems.map(\.id) == ["a"])
    #expect(loaded.set.name == "a")
  }

  @Test func aDefaultThatAKindLacksIsPassedOver() throws {
    let loaded = try read(
      """
      defaults: {kind: answer, language: c, checker: exact}
      problems: [{id: a, statement: s, answer: 1}]
      """, as: "x.yaml")
    #expect(loaded.set.problems.count == 1)
  }

  @Test func aProblemsLanguagesReplaceADefaultLanguage() throws {
    let loaded = try read(
      """
      defaults: {kind: program, language: c}
      problems:
        - {id: a, statement: s, tests: [{input: 1, output: 1}]}
        - {id: b, statement: s, languages: [go, rust], tests: [{input: 1, output: 1}]}
      """, as: "x.yaml")
    #expect(loaded.set.problems.map(\.reference.languages) == [["c"], ["go", "rust"]])
  }
}
