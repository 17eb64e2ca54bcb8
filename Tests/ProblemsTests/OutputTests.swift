import Grading
import Problems
import Testing

@Suite struct OutputTests {
  private func read(
    _ text: String, problems: [String] = ["a", "b"], skipUnknown: Bool = false
  ) throws -> [StoredOutput] {
    let folder = try TemporaryFolder()
    return try StoredOutput.read(
      try folder.write("o.jsonl", text), problems: problems, skipUnknown: skipUnknown)
  }

  private func said(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      let lines = (error as? LoadingErrors)?.lines ?? []
      return lines.map { line in
        line.split(separator: "o.jsonl", maxSplits: 1).last.map { "o.jsonl" + $0 } ?? line
      }
    }
  }

  @Test func aLineCarriesAllThatIsKnownOfACompletion() throws {
    let outputs = try read(
      #"{"problem_id":"a","completion":"x","reasoning":"r","finish_reason":"length","model":"m","#
        + #""usage":{"prompt_tokens":3,"completion_tokens":4},"latency_ms":12.5,"extra":[1]}"#)
    #expect(
      outputs == [
        StoredOutput(
          problemID: "a", attempt: 1,
          completion: Completion(
            content: "x", reasoning: "r", finishReason: .length, promptTokens: 3,
            completionTokens: 4, latencyMilliseconds: 12.5, servedModel: "m"),
          model: "m", line: 1)
      ])
  }

  @Test(arguments: [
    (#"{"task_id":"a","response":"x"}"#), (#"{"question_id":"a","output":"x"}"#),
    (#"{"id":"a","generation":"x"}"#), (#"{"problem_id":null,"id":"a","solution":"x"}"#),
    (#"{"problem_id":"a","id":"other","completion":"x","output":"other"}"#),
  ])
  func otherNamesAreKnown(_ line: String) throws {
    let outputs = try read(line)
    #expect(outputs.map(\.problemID) == ["a"])
    #expect(outputs.map(\.completion.content) == ["x"])
  }

  @Test func attemptsAreCountedInOrder() throws {
    let line = { (id: String) in "{\"id\":\"\(id)\",\"completion\":\"\"}\n" }
    let outputs = try read(line("a") + line("b") + "\n" + line("a"))
    #expect(outputs.map(\.attempt) == [1, 1, 2])
    #expect(outputs.map(\.line) == [1, 2, 4])
  }

  @Test func numbersAreIdsToo() throws {
    #expect(
      try read(#"{"task_id":7,"completion":"x"}"#, problems: ["7"]).map(\.problemID) == ["7"])
  }

  @Test func whatAModelWroteIsRepairedNotRefused() throws {
    #expect(
      try read(#"{"id":"a","completion":"x\ud83dy"}"#).map(\.completion.content) == ["x\u{FFFD}y"])
  }

  @Test(arguments: [
    (#"{"id":"c","completion":"x"}"#, "o.jsonl:1: “c” is no problem of the set; did you mean “a”?"),
    (
      #"{"id":"something","completion":"x"}"#,
      "o.jsonl:1: “something” is no problem of the set; pass over such lines with --skip-unknown"
    ),
    (
      #"{"completion":"x"}"#,
      "o.jsonl:1: “problem_id” is missing; name the problem that is answered"
    ),
    (#"{"id":"a"}"#, "o.jsonl:1: a: “completion” is missing; give the text that the model wrote"),
    (
      #"{"id":"a","completion":["x"]}"#,
      "o.jsonl:1: a: “completion” is a list, not text; give the text that the model wrote, one line for each"
    ),
    (
      #"{"id":"a","completion":"x","attempt":0}"#,
      "o.jsonl:1: a: “attempt” is no number from 1 on; write “attempt”: 1, or leave it out"
    ),
    ("7", "o.jsonl:1: the line is a number, not a mapping; write “field: value” pairs"),
    (
      "{",
      "o.jsonl:1: not JSON at byte 2 of the line: a key in quotation marks is missing; mend the text there"
    ),
  ])
  func aLineThatCannotBeUsedIsNamed(_ line: String, _ expected: String) {
    #expect(said(line) == [expected])
  }

  @Test func anAttemptThatStandsTwiceNamesBothLines() {
    let line = #"{"id":"a","completion":"x","attempt":2}"#
    let found = said(line + "\n" + line)
    #expect(found.count == 1)
    #expect(found.first?.contains("attempt 2 stands twice; first in") == true)
    #expect(found.first?.contains("o.jsonl:1; number the attempts") == true)
  }

  @Test func unknownProblemsArePassedOverWhenAsked() throws {
    let text = "{\"id\":\"z\",\"completion\":\"\"}\n{\"id\":\"a\",\"completion\":\"\"}"
    #expect(try read(text, skipUnknown: true).map(\.problemID) == ["a"])
  }
}
