import Grading
import Testing

/// What a person reads of a run and of one attempt.
@Suite struct ShowTests {
  @Test func anAttemptIsShownWithItsPromptTheAnswerMarkedAndTheEvidence() async throws {
    let desk = try await graded()
    let shown = try await desk.assay("show", "r", "--problem", "p1", "--attempt", "2")
    #expect(shown.status == 0)
    #expect(shown.messages.isEmpty)
    for words in [
      "p1, attempt 2 of r", "What is 1 + 1?", "Answer: ⟦7⟧", "incorrect (not_equal)", "expected: 2",
    ] {
      #expect(shown.output.contains(words), "\(words): \(shown.output)")
    }
    #expect(!shown.output.contains("first"))
    let both = try await desk.assay("show", "r", "--problem", "p1").output
    #expect(both.contains("attempt 1 of r") && both.contains("attempt 2 of r"))
    let json = try await desk.assay("show", "r", "--problem", "p1", "--json").lines()
    #expect(json.map { $0["attempt"]?.int } == [1, 2])
    #expect(json.first?.members?.map(\.key) == OutputsTests.keys)
  }

  @Test func explainTellsEveryStep() async throws {
    let desk = try await graded()
    let result = try await desk.assay("explain", "r", "--problem", "p1")
    #expect(result.status == 0)
    var rest = Substring(result.output)
    for step in [
      "p1, attempt 1 of r", "Asked", "model pupil", "System prompt", "Prompt", "What is 1 + 1?",
      "Completion", "Answer: ⟦2⟧", "Extracted", "by the rule", "bytes ", "correct (accepted)",
      "Marked", "marking 1, rubric correctness", "answer_scorer", "isolation",
    ] {
      let range = rest.firstRange(of: step)
      #expect(range != nil, "“\(step)” does not follow: \(result.output)")
      if let range { rest = rest[range.upperBound...] }
    }
  }

  @Test func textThatWouldSteerATerminalIsShownAsText() async throws {
    let desk = Desk()
    let escape = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{202E}"
    try desk.write(
      "set.jsonl",
      JSON.object([
        .init("id", .string("p1")), .init("kind", .string("answer")),
        .init("statement", .string("What is\(escape) 1 + 1?")), .init("answer", .string("2")),
      ]).text)
    let output: JSON = [
      "problem_id": .string("p1"), "model": .string("m\(escape)"),
      "completion": .string("\(escape) Answer: \\boxed{x\(escape)}"),
      "reasoning": .string("hm\(escape)"), "latency_ms": .number("1e300"),
    ]
    try desk.write("outputs.jsonl", output.text)
    let commands = [
      ["grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report"], ["runs"],
      ["show", "last"], ["show", "last", "--problem", "p1"],
      ["explain", "last", "--problem", "p1"],
      ["rescore", "last"], ["check", "set.jsonl"], ["equal", "1", "2\(escape)"],
      ["grade", "set.jsonl", "--outputs", "none\(escape).jsonl"], ["export", "run\(escape)"],
    ]
    for command in commands {
      let result = try await desk.assay(command)
      #expect((0...3).contains(result.status), "\(command[0]): \(result.status)")
      let text = result.output + result.messages
      #expect(!text.isEmpty)
      for scalar in ["\u{1B}", "\u{7}", "\u{202E}"] {
        #expect(!text.contains(scalar), "\(command): \(text.debugDescription)")
      }
    }
    // What was received is exported as it was.
    #expect(try await desk.export()[0]["completion"] == output["completion"])
  }

  @Test func runsAreListedOldestFirst() async throws {
    let desk = try await graded()
    _ = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report", "--run", "second",
      "--limit", "1")
    let table = try await desk.assay("runs")
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("RUN"))
    #expect(lines[1].hasPrefix("r ") && lines[2].hasPrefix("second "))
    let runs = try await desk.assay("runs", "--json").lines()[0].array ?? []
    #expect(runs.map { $0["name"]?.string } == ["r", "second"])
    #expect(runs.map { $0["graded"]?.int } == [2, 2])
    #expect(runs.allSatisfy { $0["finished"] == .bool(true) })
    // By the beginning of its id.
    let id = runs[0]["id"]?.string ?? ""
    #expect(try await desk.export(String(id.prefix(8))).first?["run"] == .string("r"))
  }

  /// A run `r` of two attempts at one problem: right and wrong.
  private func graded() async throws -> Desk {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    try desk.write(
      "outputs.jsonl",
      #"""
      {"id":"p1","completion":"The first. Answer: 2","model":"pupil"}
      {"id":"p1","completion":"Another. Answer: 7"}
      """#)
    let result = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    return desk
  }
}
