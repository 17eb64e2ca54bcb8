import Grading
import Testing

@testable import Problems

/// What is written reads back as what it was, as far as the format can hold it.
@Suite struct ExportTests {
  private func lines(_ loaded: LoadedSet, _ format: ProblemExport) -> String {
    loaded.set.problems.flatMap { problem in
      format.outcome(of: problem, solutions: loaded.solutions[problem.id] ?? []).lines
    }.joined(separator: "\n")
  }

  @Test(arguments: Fixtures.all)
  func theNativeFormIsLossless(_ fixture: Fixture) throws {
    let folder = try TemporaryFolder()
    let first = try ProblemSetReader().read(
      try folder.write(fixture.file, fixture.text), as: fixture.isForced ? fixture.format : nil)
    let again = try read(lines(first, .native), as: "n.jsonl")
    #expect(again.set.problems == first.set.problems)
    #expect(again.set.contentHash == first.set.contentHash)
  }

  @Test func humanEvalComesBackAsItWas() throws {
    let fixture = Fixtures.code[0]
    let first = try read(fixture.text, as: "x.jsonl")
    let text = lines(first, .humaneval)
    #expect(try JSON(parsing: text) == JSON(parsing: fixture.text))
    #expect(try read(text, as: "x.jsonl").set.problems == first.set.problems)
  }

  @Test(arguments: Fixtures.samples.filter { $0.format == .inspect } + Fixtures.choices)
  func answersAndChoicesSurviveInspectSamples(_ fixture: Fixture) throws {
    let first = try read(fixture.text, as: fixture.file)
    let again = try read(lines(first, .inspect), as: "s.jsonl")
    #expect(again.formats == [.inspect])
    #expect(again.set.problems.map(\.id) == first.set.problems.map(\.id))
    #expect(again.set.problems.map(\.reference) == first.set.problems.map(\.reference))
    #expect(again.set.problems.map(\.statement) == first.set.problems.map(\.statement))
  }

  @Test func whatHasNoRoomIsNamed() throws {
    let set = try read(
      """
      {"id":"a","kind":"answer","statement":"s","answer":"1","points":2,"license":"CC0"}
      {"id":"b","kind":"program","statement":"s","tests":[{"input":"","output":""}]}
      {"id":"c","kind":"harness","statement":"Write f.","entry_point":"f","harness":"x","tags":["t"]}
      """, as: "x.jsonl")
    func dropped(_ format: ProblemExport) -> [[String]] {
      set.set.problems.map { format.outcome(of: $0, solutions: []).dropped }
    }
    #expect(dropped(.inspect) == [["points", "license"], ["kind"], ["kind"]])
    #expect(dropped(.humaneval) == [["kind"], ["kind"], ["tags", "statement"]])
    #expect(dropped(.native) == [[], [], []])
  }

  @Test func solutionsBecomeStoredOutputsOfTheirSet() throws {
    let loaded = try read(Fixtures.code[0].text, as: "x.jsonl")
    let folder = try TemporaryFolder()
    let outputs = try StoredOutput.read(
      try folder.write("o.jsonl", lines(loaded, .solutions)), of: loaded.set)
    #expect(outputs.map(\.problemID) == ["HumanEval/7"])
    #expect(outputs.first?.completion.content.contains("    return 1\n") == true)
  }
}
