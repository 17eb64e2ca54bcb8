import Grading
import Testing

/// `extract` and `equal`: the lines that other programs read.
@Suite struct ExtractAndEqualTests {
  @Test func extractTellsWhatWasFoundAndWhere() async throws {
    let desk = Desk()
    let text = #"Größe: \boxed{3}. Answer: \boxed{42}"#
    try desk.write(
      "in.jsonl",
      """
      \(JSON.object([.init("id", .string("x")), .init("completion", .string(text))]).text)
      {"id":7,"completion":""}

      {"completion":"Half a character: \\ud800. Answer: 5"}
      """)
    let result = try await desk.assay("extract", "in.jsonl")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.isEmpty)
    let lines = try result.lines()
    #expect(
      lines.allSatisfy {
        $0.members?.map(\.key) == ["id", "extracted", "rule", "range", "confidence", "reason"]
      })
    #expect(lines.map { $0["id"] } == [.string("x"), .int(7), .int(4)])
    #expect(lines.map { $0["extracted"]?.string } == ["42", nil, "5"])
    let range = lines[0]["range"]?.array?.compactMap(\.int) ?? []
    #expect(range.count == 2)
    #expect(String(decoding: Array(text.utf8)[range[0]..<range[1]], as: UTF8.self) == "42")
    #expect(lines[0]["rule"]?.string?.isEmpty == false)
    #expect(lines[0]["confidence"]?.string?.isEmpty == false)
    #expect(lines[0]["reason"] == .null)
    for key in ["extracted", "rule", "range", "confidence"] { #expect(lines[1][key] == .null) }
    #expect(lines[1]["reason"] == .string("no_answer"))
  }

  @Test func extractFindsLettersAndCode() async throws {
    let desk = Desk()
    try desk.write(
      "in.jsonl",
      #"""
      {"id":"a","completion":"I choose (B).\n\nAnswer: B"}
      {"id":"b","completion":"Sure:\n```python\ndef f(x):\n    return x\n```\nDone."}
      """#)
    let letters = try await desk.assay("extract", "in.jsonl", "--kind", "choice", "--choices", "3")
    #expect(try letters.lines()[0]["extracted"] == .string("B"))
    let code = try await desk.assay(
      "extract", "in.jsonl", "--kind", "code", "--language", "python", "--entry-point", "f")
    let lines = try code.lines()
    #expect(lines[0]["extracted"] == .null)
    #expect(lines[1]["extracted"]?.string?.hasPrefix("def f(x):\n    return x") == true)
  }

  // the flags before the file, a file with a bad line 2, what is said
  @Test(arguments: [
    (["extract"], #"{"id":"a","completion":"1"}"# + "\n{\"id\":", "in.jsonl:2: "),
    (["extract"], #"{"id":"a","completion":"1"}"# + "\n{\"completion\":5}", "“completion”"),
    (["equal", "--pairs"], #"{"gold":"1","answer":"1"}"# + "\nnull", "in.jsonl:2: "),
    (["equal", "--pairs"], #"{"gold":"1","answer":"1"}"# + "\n{\"gold\":\"1\"}", "“answer”"),
  ])
  func aBadLineEndsItWithItsNumber(command: [String], text: String, says: String) async throws {
    let desk = Desk()
    try desk.write("in.jsonl", text)
    let result = try await desk.assay(command + ["in.jsonl"])
    #expect(result.status == 2)
    #expect(result.messages.hasPrefix("in.jsonl:2: "))
    #expect(result.messages.contains(says), "\(result.messages)")
    #expect(result.messages.split(separator: "\n").count == 1)
    // The lines before it are good.
    #expect(try result.lines().count == 1)
  }

  @Test func equalAnswersPairsLineByLine() async throws {
    let desk = Desk()
    try desk.write(
      "pairs.jsonl",
      """
      {"id":"same","gold":"4","answer":"4"}
      {"id":"other","gold":"4","answer":"5"}

      {"gold":"12","answer":"12"}
      """)
    let result = try await desk.assay("equal", "--pairs", "pairs.jsonl")
    #expect(result.status == 0, "\(result.messages)")
    let lines = try result.lines()
    #expect(
      lines.allSatisfy {
        $0.members?.map(\.key) == ["id", "equal", "decided_by", "reason", "micros"]
      })
    #expect(lines.map { $0["id"] } == [.string("same"), .string("other"), .int(4)])
    #expect(lines.map { $0["equal"] } == [.bool(true), .bool(false), .bool(true)])
    #expect(lines.allSatisfy { $0["decided_by"]?.string?.isEmpty == false })
    #expect(lines.allSatisfy { $0["reason"]?.string != nil })
    #expect(lines.allSatisfy { ($0["micros"]?.double ?? -1) >= 0 })
  }

  // gold and answer, the status
  @Test(arguments: [("4 4", 0), ("4 5", 1), ("-4 -4", 0), ("-- -4 -5", 1)])
  func equalOfTwoAnswersIsAStatus(words: String, status: Int32) async throws {
    let result = try await Tool.run(["equal"] + words.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(result.messages)")
    #expect(result.output.hasPrefix(status == 0 ? "equal (" : "different ("))
    #expect(result.messages.isEmpty)
  }

  @Test func anUndecidedPairAndAnUnreadableGoldHaveStatusesOfTheirOwn() async throws {
    let undecided = try await Tool.run(["equal", "\\zeta(10^9)", "1", "--json"])
    #expect(undecided.status == 3)
    #expect(try JSON(parsing: undecided.output)["equal"] == .null)
    let unreadable = try await Tool.run(["equal", "\\frac{1}{", "1"])
    #expect(unreadable.status == 2)
    #expect(unreadable.messages.contains("cannot be read"))
  }

  @Test func equalTakesSeveralGoldsAndATolerance() async throws {
    #expect(try await Tool.run(["equal", "4", "5", "--or", "5"]).status == 0)
    #expect(try await Tool.run(["equal", "3.14", "3.141", "--figures", "3"]).status == 0)
    #expect(try await Tool.run(["equal", "3.14", "3.141"]).status == 1)
  }
}
