import Grading
import Testing

/// Marking outputs that were made elsewhere, up to the exported grades.
@Suite struct OutputsTests {
  static let keys = [
    "run", "marking", "problem_id", "attempt", "model", "verdict", "reason", "score", "extracted",
    "expected", "evidence", "fault", "finish_reason", "prompt_tokens", "completion_tokens",
    "latency_ms", "tries", "completion",
  ]

  @Test func everyKindOfOutcomeIsExportedWithTheAgreedKeys() async throws {
    let desk = Desk()
    try desk.write("exam.jsonl", Exam.set)
    try desk.write("outputs.jsonl", Exam.outputs)
    let graded = try await desk.assay(
      "grade", "exam.jsonl", "--outputs", "outputs.jsonl", "--run", "first", "--no-report")
    #expect(graded.status == 3, "\(graded.messages)")
    #expect(graded.messages.contains("1 attempt"))

    let export = try await desk.assay("export", "last")
    #expect(export.status == 0)
    let lines = try export.lines()
    #expect(lines.allSatisfy { $0.members?.map(\.key) == Self.keys })
    let facts = lines.map { line in
      ["problem_id", "verdict", "reason", "score", "extracted", "expected"]
        .map { line[$0]?.text ?? "missing" }.joined(separator: " ")
    }
    #expect(
      facts == [
        #""sum" "correct" "accepted" 1 "4" "4""#,
        #""product" "incorrect" "not_equal" 0 "7" "6""#,
        #""even" "correct" "accepted" 1 "C" "C""#,
        #""silent" "unanswered" "no_answer" 0 null "5""#,
        #""lost" null null null null "4""#,
      ])
    for line in lines {
      #expect(line["run"] == .string("first"))
      #expect(line["marking"] == .int(1))
      #expect(line["attempt"] == .int(1))
      #expect(line["model"] == .string("pupil"))
      #expect((line["fault"] == .null) == (line["problem_id"] != .string("lost")))
    }
    #expect(lines[0]["prompt_tokens"] == .int(11))
    #expect(lines[0]["completion_tokens"] == .int(7))
    #expect(lines[0]["latency_ms"] == .int(250))
    #expect(lines[0]["finish_reason"] == .string("stop"))
    #expect(lines[0]["completion"] == .string(#"Two and two. Answer: \boxed{4}"#))
    #expect(lines[4]["fault"]?["kind"] == .string("missing_output"))
    #expect(lines[4]["fault"]?["message"]?.string?.contains("outputs.jsonl") == true)
    #expect(lines[4]["completion"] == .null)
    #expect(lines[4]["evidence"] == .null)
  }

  @Test func exportingTwiceGivesTheSameBytesAlsoInAFile() async throws {
    let desk = Desk()
    try desk.write("exam.jsonl", Exam.set)
    try desk.write("outputs.jsonl", Exam.outputs)
    _ = try await desk.assay("grade", "exam.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let first = try await desk.assay("export", "last")
    let second = try await desk.assay("export", "last", "--out", "deep/grades.jsonl")
    #expect(second.status == 0)
    #expect(second.output.isEmpty)
    #expect(try desk.text("deep/grades.jsonl") == first.output)
    #expect(try await desk.assay("export", "last").output == first.output)
  }

  @Test func theNamesOfOtherToolsAreUnderstoodAndAttemptsAreCounted() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    try desk.write(
      "outputs.jsonl",
      """
      {"problem_id":"p1","completion":"Answer: 2"}
      {"task_id":"p1","response":"Answer: 3"}
      {"question_id":"p1","output":"Answer: 4"}
      {"id":"p1","generation":"Answer: 5"}
      {"task_id":"p1","solution":"Answer: 6"}
      """)
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    let lines = try await desk.export()
    #expect(lines.map { $0["attempt"]?.int } == [1, 2, 3, 4, 5])
    #expect(lines.map { $0["extracted"]?.string } == ["2", "3", "4", "5", "6"])
    #expect(lines.map { $0["score"] } == [.int(1), .int(0), .int(0), .int(0), .int(0)])
  }

  @Test func attemptsThatAreNamedKeepTheirNumbersAndComeInOrder() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    try desk.write(
      "outputs.jsonl",
      """
      {"problem_id":"p2","attempt":2,"completion":"p2 second"}
      {"problem_id":"p1","attempt":3,"completion":"p1 third"}
      {"problem_id":"p2","attempt":1,"completion":"p2 first"}
      {"problem_id":"p1","attempt":1,"completion":"p1 first"}
      """)
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    let lines = try await desk.export()
    #expect(
      lines.map { $0["completion"]?.string } == ["p1 first", "p1 third", "p2 first", "p2 second"])
    #expect(lines.map { $0["attempt"]?.int } == [1, 3, 1, 2])
  }

  @Test func everyProblemMayHaveItsOwnNumberOfAttempts() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    try desk.write(
      "outputs.jsonl", Sums.outputs(2) + #"{"problem_id":"p1","completion":"Answer: 2"}"#)
    let graded = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl")
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(graded.output.contains("3 of 3 attempts"))
    #expect(!graded.output.contains("not complete"))
    let runs = try await desk.assay("runs", "--json").lines()
    #expect(runs[0][0]?["finished"] == .bool(true))
  }

  @Test func figuresThatCannotBeAreUnknown() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let figures = ["1e300", "9223372036854775807", "-1", #""many""#, "[]"]
    try desk.write(
      "outputs.jsonl",
      figures.map {
        #"{"problem_id":"p1","completion":"2","latency_ms":\#($0),"#
          + #""usage":{"prompt_tokens":\#($0),"completion_tokens":\#($0)}}"#
      }.joined(separator: "\n"))
    let graded = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl")
    #expect(graded.status == 0, "\(graded.messages)")
    for line in try await desk.export() {
      for key in ["latency_ms", "prompt_tokens", "completion_tokens"] {
        #expect(line[key] == .null)
      }
    }
    #expect(!graded.output.contains("tokens"))
  }

  @Test func anOutputOfAnUnknownProblemIsAnErrorUnlessItMayBeSkipped() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    try desk.write(
      "outputs.jsonl",
      """
      {"problem_id":"p1","completion":"Answer: 2"}
      {"problem_id":"q1","completion":"Answer: 3"}
      """)
    let arguments = ["grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report"]
    let refused = try await desk.assay(arguments)
    #expect(refused.status == 2)
    #expect(refused.messages.hasPrefix("outputs.jsonl:2: "))
    #expect(refused.messages.contains("“q1”"))
    #expect(!desk.files.contains { $0.hasPrefix("reports") })

    let skipped = try await desk.assay(arguments + ["--skip-unknown"])
    #expect(skipped.status == 0, "\(skipped.messages)")
    #expect(try await desk.export().count == 1)
  }

  @Test func theSameProblemsInEveryKindOfFileGetTheSameGrades() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Exam.set)
    let problems = Exam.set.split(separator: "\n").joined(separator: ",\n")
    try desk.write("set.json", "[\(problems)]")
    try desk.write(
      "set.yaml",
      Exam.set.split(separator: "\n").map { "- \($0)\n" }.joined())
    try desk.write(
      "set.csv",
      """
      id,kind,statement,answer,choices
      sum,answer,What is 2 + 2?,4,
      product,answer,What is 2 · 3?,6,
      even,choice,Which is even?,C,"[""3"",""5"",""8""]"
      silent,answer,What is 9 − 4?,5,
      lost,answer,"What is 9 − 5?",4,

      """)
    try desk.write("folder/set.yaml", "name: set\ndefaults: {kind: answer}\n")
    try desk.write("folder/a.jsonl", Exam.set)
    try desk.write("outputs.jsonl", Exam.outputs)
    var exports: [String: String] = [:]
    for set in ["set.jsonl", "set.json", "set.yaml", "set.csv", "folder"] {
      let store = "\(set).db"
      let graded = try await desk.assay(
        "grade", set, "--outputs", "outputs.jsonl", "--run", "r", "--store", store, "--no-report")
      #expect(graded.status == 3, "\(set): \(graded.messages)")
      exports[set] = try await desk.assay("export", "r", "--store", store).output
    }
    for (set, export) in exports { #expect(export == exports["set.jsonl"], "\(set)") }
    #expect(exports["set.jsonl"]?.isEmpty == false)
  }
}
