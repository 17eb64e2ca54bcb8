import Grading
import Testing

@testable import Problems

/// Foreign records become native problems, told by their fields.
@Suite struct ForeignFormatTests {
  private func load(_ fixture: Fixture) throws -> LoadedSet {
    let folder = try TemporaryFolder()
    return try ProblemSetReader().read(
      try folder.write(fixture.file, fixture.text),
      as: fixture.isForced ? fixture.format : nil)
  }

  @Test(arguments: Fixtures.all)
  func aRecordBecomesTheProblemThatItDescribes(_ fixture: Fixture) throws {
    let loaded = try load(fixture)
    #expect(loaded.formats == [fixture.format])
    let problem = try #require(loaded.set.problems.first)
    #expect(loaded.set.problems.count == 1)
    #expect(problem.id == fixture.id)
    #expect(problem.kind == fixture.kind)
    for (name, text) in fixture.fields {
      #expect(problem.document[name]?.text == text, "\(fixture.format.rawValue): \(name)")
    }
    #expect(loaded.solutions[problem.id]?.count ?? 0 == fixture.solutions)
    #expect(problem.metadata["format"]?.string == fixture.format.rawValue)
  }

  @Test(arguments: Fixtures.all)
  func theNativeDocumentReadsBackAsAnEqualProblem(_ fixture: Fixture) throws {
    for problem in try load(fixture).set.problems {
      #expect(try Problem(document: problem.document) == problem)
    }
  }

  @Test(arguments: Fixtures.all.filter { $0.file.hasSuffix("l") })
  func aRecordWithoutAFieldIsNeverReadInSilence(_ fixture: Fixture) throws {
    let record = try JSON(parsing: Array(fixture.text.utf8), depth: 64, acceptsNonFinite: true)
    for member in record.members ?? [] {
      let folder = try TemporaryFolder()
      let rest = (record.members ?? []).filter { $0.key != member.key }
      let path = try folder.write("x.jsonl", JSON.object(rest).text)
      do throws(LoadingErrors) {
        // Without a field that is optional it is the same problem still.
        let problems = try ProblemSetReader().read(path, as: fixture.format).set.problems
        #expect(problems.count == 1 && problems[0].kind != .open)
      } catch {
        #expect(error.errors.allSatisfy { $0.line == 1 && !$0.message.isEmpty })
      }
    }
  }

  @Test func fixturesCoverEveryFormatOfRecords() {
    let covered = Set(Fixtures.all.map(\.format))
    for format in ProblemFormat.allCases where !format.isFolder && format != .native {
      #expect(covered.contains(format), "\(format.rawValue)")
    }
  }

  @Test func packedTestsStayPackedUntilTheProblemIsMarked() throws {
    let fixture = try #require(Fixtures.contests.first)
    let problem = try #require(try load(fixture).set.problems.first)
    #expect(problem.document["tests"]?.array?.count == 1)
    guard case .program(let program) = try DeferredReferences.resolved(problem) else {
      Issue.record("no program")
      return
    }
    #expect(program.tests.map(\.input) == ["1\n", "2\n"])
    #expect(program.tests.map(\.hidden) == [false, true])
    #expect(program.deferred == nil)
  }

  @Test(arguments: [
    (#"{"question":"x","answer":"no mark"}"#, "gsm8k", "“answer” has no “####”"),
    (#"{"question":"x","input_output":"{]"}"#, "apps", "“input_output” is not JSON at byte 2"),
    (
      #"{"question":"x","input_output":"{\"inputs\":[1],\"outputs\":[]}"}"#, "apps",
      "does not hold as many inputs as outputs"
    ),
    (
      #"{"question":"x","options":["a","b"],"answer":"A","answer_index":1}"#, "mmlu-pro",
      "“answer” is A, but “answer_index” is 1"
    ),
    (#"{"task_id":"Ada/1","prompt":"x","declaration":"x","test":"x"}"#, "humaneval-x", "language"),
    (#"{"name":"x","language":"lua","prompt":"x","tests":"x"}"#, "multipl-e", "no language"),
    (#"{"input":"x","target":"y","sandbox":"docker"}"#, "inspect", "an environment of their own"),
  ])
  func whatCannotBeReadIsNamedWithItsLine(_ line: String, _ format: String, _ message: String)
    throws
  {
    let folder = try TemporaryFolder()
    let path = try folder.write("x.jsonl", "\n" + line + "\n")
    let error = #expect(throws: LoadingErrors.self) {
      try ProblemSetReader().read(path, as: try ProblemFormat.named(format))
    }
    let first = try #require(error?.errors.first)
    #expect(first.line == 2)
    #expect(first.message.contains(message), "\(first)")
  }

  @Test func optionsAreShuffledTheSameWayEachTimeAndThePermutationIsStored() throws {
    var places: Set<String> = []
    for number in 0..<40 {
      let text =
        "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,Record ID\n"
        + "Which?,right,w1,w2,w3,rec\(number)\n"
      let problem = try #require(try read(text, as: "g.csv").set.problems.first)
      guard case .choice(let options, let right) = problem.reference else { continue }
      let index = try #require(options.firstIndex(of: "right"))
      #expect(right == ["ABCD".map(String.init)[index]])
      let order = problem.metadata["permutation"]?.array?.compactMap(\.int) ?? []
      #expect(order.map { ["right", "w1", "w2", "w3"][$0] } == options)
      places.formUnion(right)
    }
    #expect(places == ["A", "B", "C", "D"])
  }

  @Test func aWindowOfDatesKeepsWhatLiesInIt() throws {
    let lines = [
      ("a", "2024-07-31"), ("b", "2024-08-01"), ("c", "2025-02-01"), ("d", "2025-02-02"),
    ]
    .map { #"{"id":"\#($0)","kind":"answer","statement":"s","answer":"1","date":"\#($1)"}"# }
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "x.jsonl",
      (lines + [#"{"id":"e","kind":"answer","statement":"s","answer":"1"}"#]).joined(
        separator: "\n"))
    let set = try ProblemSetReader().read(
      path, filter: ProblemFilter(since: "2024-08-01", until: "2025-02-01")
    ).set
    #expect(set.problems.map(\.id) == ["b", "c"])
  }

  @Test func anUnknownFormatNamesTheNearestOne() {
    let error = #expect(throws: LoadingErrors.self) { try ProblemFormat.named("humanevl") }
    #expect(error?.errors.first?.mend == "did you mean “humaneval”?")
  }

  @Test(arguments: [
    ("ab 1:2", "ab-1-2"), ("a//b/../c", "a/b/-/c"), ("é", "--"),
    (
      String(repeating: "x", count: 300),
      "id-" + SHA256.hex(String(repeating: "x", count: 300)).prefix(24)
    ),
  ])
  func foreignIdsAreMadeFitForOurs(_ id: String, _ cleaned: String) {
    #expect(ForeignID.cleaned(id) == cleaned)
  }
}
