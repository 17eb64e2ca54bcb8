import Foundation
import Grading
import Testing

/// Sets and outputs of other tools, from the command line to the exported grades.
@Suite struct FormatsTests {
  private static let set = #"""
    {"task_id":"HumanEval/0","prompt":"def inc(x):\n    \"\"\"One more.\"\"\"\n","entry_point":"inc","canonical_solution":"    return x + 1\n","test":"def check(candidate):\n    assert candidate(1) == 2\n"}
    {"task_id":"HumanEval/1","prompt":"def dec(x):\n    \"\"\"One less.\"\"\"\n","entry_point":"dec","canonical_solution":"    return x - 1\n","test":"def check(candidate):\n    assert candidate(1) == 0\n"}
    """#

  @Test func aSetIsGradedByItsOwnSolutionsAndItsGradesAreExportedAsOtherToolsDo() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Self.set)
    let converted = try await desk.assay(
      "convert", "set.jsonl", "--to", "solutions", "--out", "own.jsonl")
    #expect(converted.status == 0, "\(converted.messages)")
    #expect(converted.messages.contains("humaneval → solutions, 2 lines"))
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "own.jsonl", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(try await desk.export().allSatisfy { $0["verdict"] == .string("correct") })

    let human = try await desk.assay("export", "last", "--format", "humaneval").lines()
    #expect(human.map { $0["passed"] } == [.bool(true), .bool(true)])
    #expect(human.first?["result"] == .string("passed"))
    let plus = try await desk.assay("export", "last", "--format", "evalplus").lines()
    #expect(plus.first?["pass_at_k"]?["base"]?["pass@1"] == .int(1))
    #expect(
      plus.first?["eval"]?["HumanEval/1"]?[0]?["base_status"] == .string("pass"))
    let unknown = try await desk.assay("export", "last", "--format", "csv")
    #expect(unknown.status == 2)
  }

  @Test func aBatchGoesOutAndItsResultsAreMarked() async throws {
    let desk = Desk()
    try desk.write("sums.jsonl", Sums.set(3))
    let out = try await desk.assay(
      "export-batch", "sums.jsonl", "--model", "m", "--temperature", "0.5", "--attempts", "2",
      "--out", "requests.jsonl")
    #expect(out.status == 0, "\(out.messages)")
    let requests = try desk.text("requests.jsonl").split(separator: "\n").map {
      try JSON(parsing: String($0))
    }
    #expect(requests.count == 6)
    #expect(requests[0]["custom_id"] == .string("p1#1"))
    #expect(requests[0]["url"] == .string("/v1/chat/completions"))
    #expect(requests[0]["body"]?["model"] == .string("m"))
    #expect(requests[0]["body"]?["temperature"] == .number("0.5"))
    #expect(requests[0]["body"]?["messages"]?.text.contains("What is 1 + 1?") == true)
    // What an offline engine gives back, in another order, one of them failed.
    let results = requests.reversed().compactMap { request -> String? in
      guard let id = request["custom_id"]?.string else { return nil }
      let number = Int(id.dropFirst().prefix(1)) ?? 0
      return id == "p2#2"
        ? #"{"id":"x","custom_id":"\#(id)","response":null,"error":{"message":"expired"}}"#
        : #"{"id":"x","custom_id":"\#(id)","response":{"status_code":200,"body":{"choices":[{"message":{"content":"Answer: \#(number + 1)"},"finish_reason":"stop"}]}},"error":null}"#
    }
    try desk.write("results.jsonl", results.joined(separator: "\n"))
    let graded = try await desk.assay(
      "grade", "sums.jsonl", "--outputs", "results.jsonl", "--no-report")
    #expect(graded.status == 3, "\(graded.messages)")
    let grades = try await desk.export()
    #expect(grades.filter { $0["verdict"] == .string("correct") }.count == 5)
    let fault = try #require(grades.first { $0["fault"] != .null })
    #expect(fault["problem_id"] == .string("p2"))
    #expect(fault["fault"]?["message"]?.string?.contains("expired") == true)
  }

  @Test func testCodeOfCppIsRunWithTheSolutionAndSaysSo() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      ##"{"task_id":"CPP/0","prompt":"#include<cmath>\nint inc(int x){\n","declaration":"#include<cmath>\nint inc(int x){\n","canonical_solution":"    return x + 1;\n}\n","test":"#undef NDEBUG\n#include<assert.h>\nint main(){\n    assert (inc(1)==2);\n}\n"}"##
    )
    func output(_ attempt: Int, _ code: String) -> String {
      let line: JSON = [
        "task_id": .string("CPP/0"), "attempt": .int(attempt),
        "completion": .string("```cpp\n\(code)\n```"),
      ]
      return line.text + "\n"
    }
    try desk.write(
      "o.jsonl",
      output(1, "int inc(int x) { return x + 1; }\nint main() { return 7; }")
        + output(2, "int inc(int x) { return x; }")
        + output(3, "#include <cstdlib>\nint inc(int x) { std::exit(0); }"))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "o.jsonl", "--no-report")
    let grades = try await desk.export()
    guard grades.first?["fault"] == .null else { return }  // no compiler here
    #expect(grades.map { $0["reason"]?.string } == ["accepted", "wrong_answer", "wrong_answer"])
    #expect(
      grades.allSatisfy { $0["evidence"]?["integrity"] == .string("in_process") })
  }

  @Test func conversionsSayWhatTheyDropAndBadFormatsWhatThereIs() async throws {
    let desk = Desk()
    try desk.write("exam.jsonl", Exam.set)
    let dropped = try await desk.assay("convert", "exam.jsonl", "--to", "humaneval")
    #expect(dropped.status == 0)
    #expect(dropped.messages.contains("Left out: 5 problems"))
    let bad = try await desk.assay("convert", "exam.jsonl", "--to", "parquet")
    #expect(bad.status == 2)
    #expect(bad.messages.contains("written are native, humaneval, inspect, solutions"))
    let from = try await desk.assay("convert", "exam.jsonl", "--from", "humanevl")
    #expect(from.status == 2)
    #expect(from.messages.contains("did you mean “humaneval”?"))
    let schema = try await desk.assay("schema")
    #expect(schema.output.contains("\"$schema\""))
  }

  @Test func solutionsOfLeetCodeHaveTheLibraryThatItsPromptsImport() async throws {
    let desk = Desk()
    let task: JSON = [
      "task_id": .string("kth"), "problem_description": .string("The smallest but one."),
      "prompt": .string("from sortedcontainers import SortedList\n"),
      "starter_code": .string("class Solution:\n    def second(self, x):"),
      "entry_point": .string("Solution().second"),
      "test": .string("def check(candidate):\n    assert candidate(x=[5, 3, 4]) == 4\n"),
    ]
    try desk.write("set.jsonl", task.text)
    let bodies = ["SortedList(x)[1]", "sorted(x)[1]", "SortedList(x)[0]"]
    let outputs = bodies.map { body in
      JSON.object([
        .init("problem_id", .string("kth")),
        .init(
          "completion",
          .string(
            "```python\nclass Solution:\n    def second(self, x):\n        return \(body)\n```")),
      ]).text
    }
    try desk.write("outputs.jsonl", outputs.joined(separator: "\n"))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(
      try await desk.export().map { $0["reason"]?.string }
        == ["accepted", "accepted", "wrong_answer"])
  }

  @Test func aFormatThatIsForcedIsThatOfTheGradesToo() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"{"code":"def f(x):\n    return x + 1","input":"3","output":"4","id":"sample_0"}"# + "\n")
    let form = ["--from", "cruxeval-input"]
    _ = try await desk.assay(
      ["convert", "set.jsonl"] + form + ["--to", "solutions", "--out", "own.jsonl"])
    _ = try await desk.assay(
      ["grade", "set.jsonl"] + form + ["--outputs", "own.jsonl", "--no-report"])
    #expect(try await desk.export().map { $0["verdict"]?.string } == ["correct"])
  }
}
