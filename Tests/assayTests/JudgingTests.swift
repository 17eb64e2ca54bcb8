import Foundation
import Grading
import Testing

/// Judging code as a user has it: authors' programs, languages of one's own, what students see.
@Suite struct JudgingTests {
  @Test func theSetOfJudgedProblemsHoldsWhatItSays() async throws {
    let result = try await Tool.run(["check", "problems/judged"])
    #expect(result.status == 0, "\(result.output)\(result.messages)")
    #expect(result.messages.contains("2 problems, 9 checks: all passed"), "\(result.messages)")
  }

  @Test func partOfThePointsAndATalkAreInTheExport() async throws {
    let desk = Desk()
    let any = "```python\nprint(1, int(input()) - 1)\n```"
    let up =
      "```python\ng = 0\nwhile True:\n    g += 1\n    print(g, flush=True)\n    if input() == 'right': break\n```"
    let lines = [("sum-of-two", any), ("guess-the-number", up)].map { id, completion in
      JSON.object([
        .init("problem_id", .string(id)), .init("completion", .string(completion)),
      ]).text
    }
    try desk.write("outputs.jsonl", lines.joined(separator: "\n"))
    let result = try await desk.assay(
      "grade", Tool.root + "/problems/judged", "--outputs", "outputs.jsonl", "--only",
      "sum-of-two,guess-the-number", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    let grades = try await desk.export()
    let sum = try #require(grades.first { $0["problem_id"]?.string == "sum-of-two" })
    #expect(sum["verdict"]?.string == "partial" && sum["reason"]?.string == "partial_credit")
    // Sample and odd are whole, even is half.
    #expect(abs((sum["score"]?.double ?? 0) - 2.5 / 3) < 1e-9)
    let guess = try #require(grades.first { $0["problem_id"]?.string == "guess-the-number" })
    #expect(guess["reason"]?.string == "wrong_answer")
    let failed = guess["evidence"]?["tests"]?.array?.last
    #expect(failed?["checker"]?.string == "ten guesses were not enough")
    #expect(failed?["transcript"]?.string?.hasPrefix("program: 1\ninteractor: higher\n") == true)
  }

  @Test func aBrokenCheckerIsAFaultAndNeverAWrongAnswer() async throws {
    let desk = Desk()
    try desk.write("set/p/problem.yaml", "kind: program\nstatement: Print 1.")
    try desk.write("set/p/checker.py", "raise KeyError('lost')")
    try desk.write("set/p/tests/1.in", "")
    try desk.write("outputs.jsonl", #"{"problem_id":"p","completion":"```python\nprint(1)\n```"}"#)
    let result = try await desk.assay(
      "grade", "set", "--outputs", "outputs.jsonl", "--no-report")
    #expect(result.status == 3, "\(result.messages)")
    let grade = try #require(try await desk.export().first)
    #expect(grade["verdict"]?.isNull == true && grade["score"]?.isNull == true)
    #expect(grade["fault"]?["message"]?.string?.hasPrefix("checker.py ended with status 1") == true)
  }

  // MARK: several files

  @Test func aSolutionOfSeveralFilesIsGradedAndShownWhole() async throws {
    let desk = Desk()
    try desk.write(
      "set/area/problem.yaml",
      """
      kind: program
      statement: Print the area of a square.
      files: [main.py, geometry.py]
      tests: [{input: "3", output: "9"}, {input: "5", output: "25"}]
      """)
    try desk.write(
      "set/area/right/two/main.py", "import geometry\nprint(geometry.area(int(input())))")
    try desk.write("set/area/right/two/geometry.py", "def area(x): return x * x")
    try desk.write("set/area/wrong/runtime_error--alone/main.py", "import geometry")
    let check = try await desk.assay("check", "set", "--mutants", "6")
    #expect(check.status == 0, "\(check.output)\(check.messages)")
    #expect(!check.output.contains("=== →"), "\(check.output)")
    let files = { (body: String) in
      "main.py:\n```python\nfrom geometry import area\nprint(area(int(input())))\n```\n"
        + "```python geometry.py\ndef area(x):\n    return \(body)\n```\n"
    }
    let lines = [files("x * x"), files("3 * x"), "```python\nprint(int(input()) ** 2)\n```"].map {
      JSON.object([.init("problem_id", .string("area")), .init("completion", .string($0))]).text
    }
    try desk.write("outputs.jsonl", lines.joined(separator: "\n"))
    let result = try await desk.assay(
      "grade", "set", "--outputs", "outputs.jsonl", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    let grades = try await desk.export()
    #expect(
      grades.map { $0["reason"]?.string } == ["accepted", "wrong_answer", "accepted"],
      "\(grades)")
    let shown = grades[0]["extracted"]?.string ?? ""
    #expect(
      shown.hasPrefix("==== main.py ====\nfrom geometry") && shown.contains("==== geometry.py ====")
    )
    let explained = try await desk.assay("explain", "last", "--problem", "area")
    #expect(explained.output.contains("the file geometry.py, closed"), "\(explained.output)")
  }

  // MARK: languages of one's own

  static let languages = """
    - id: perl
      name: Perl
      extension: pl
      compile: [perl, -c, "{source}"]
      run: [perl, "{source}"]
      version: [perl, -v]
      package: perl
      multiplier: 2
    - {id: awk, name: AWK, extension: awk, run: [awk, -f, "{source}"], version: [awk, -W, version]}
    - {id: zork, extension: zrk, run: [no-such-program, "{source}"], package: zork-tools}
    """

  static let sum = #"""
    - id: sum
      kind: program
      statement: Add the numbers of the input.
      languages: [perl, awk]
      limits: {cpu: 1s}
      tests: [{input: "1 2 3\n", output: "6"}]
    """#

  private func grade(_ fence: String, _ code: String, on desk: Desk) async throws -> JSON {
    let line: JSON = [
      "problem_id": .string("sum"), "completion": .string("```\(fence)\n\(code)\n```"),
    ]
    try desk.write("outputs.jsonl", line.text)
    let result = try await desk.assay(
      "grade", "sum.yaml", "--outputs", "outputs.jsonl", "--languages", "languages.yaml",
      "--no-report", "--fresh")
    #expect(result.status == 0, "\(result.messages)")
    return try #require(try await desk.export().first)
  }

  // fence | code | reason
  @Test(arguments: [
    ("perl", "my $s = 0; $s += $_ for split ' ', <STDIN>; print \"$s\\n\";", "accepted"),
    ("perl", "print 7;", "wrong_answer"), ("perl", "print 6 6;", "compile_error"),
    ("perl", "1 while 1;", "time_limit"), ("perl", "die 'no';", "runtime_error"),
    ("awk", "{ for (i = 1; i <= NF; i++) s += $i } END { print s }", "accepted"),
    ("awk", "END { print 5 }", "wrong_answer"),
  ])
  func aLanguageOfOnesOwnIsJudgedLikeAnyOther(
    fence: String, code: String, reason: String
  ) async throws {
    guard access("/usr/bin/perl", X_OK) == 0, access("/usr/bin/awk", X_OK) == 0 else { return }
    let desk = Desk()
    try desk.write("languages.yaml", Self.languages)
    try desk.write("sum.yaml", Self.sum)
    let grade = try await grade(fence, code, on: desk)
    #expect(grade["reason"]?.string == reason, "\(grade.text)")
    if reason == "time_limit" {
      // A busy machine may have made it run a second time, which the remark then tells too.
      let remark = try #require(grade["evidence"]?["remark"]?.string)
      let told = "1: used more than 2 s of processor time"
      #expect(remark == told || remark == told + " (run again alone)", "\(remark)")
    }
  }

  @Test func withoutTheFileTheLanguageIsUnknownAndDoctorTellsOfIt() async throws {
    let desk = Desk()
    try desk.write("languages.yaml", Self.languages)
    try desk.write("sum.yaml", Self.sum)
    let check = try await desk.assay("check", "sum.yaml")
    #expect(check.status == 2)
    #expect(check.messages.contains("“perl” is no language that is known here"))
    let doctor = try await desk.assay("doctor", "--languages", "languages.yaml", "--json")
    #expect(doctor.output.contains("zork needs no-such-program, which is not installed"))
    try desk.write("languages.yaml", "- {id: perl, extension: pl, runs: [perl]}")
    let bad = try await desk.assay("check", "sum.yaml", "--languages", "languages.yaml")
    #expect(bad.status == 2)
    #expect(bad.messages.contains("languages.yaml:1: “runs” is no field; did you mean “run”?"))
  }

  /// Reading a set takes its languages, whatever is done with it.
  @Test(arguments: [
    ["show-prompt"], ["plan"], ["export-batch", "--model", "m"], ["convert", "--to", "native"],
  ])
  func commandsThatRunNothingTakeLanguagesToo(words: [String]) async throws {
    let desk = Desk()
    try desk.write("languages.yaml", Self.languages)
    try desk.write("sum.yaml", Self.sum)
    let call = [words[0], "sum.yaml"] + words.dropFirst()
    let refused = try await desk.assay(call)
    #expect(refused.status == 2)
    #expect(refused.messages.contains("--languages"), "\(refused.messages)")
    let taken = try await desk.assay(call + ["--languages", "languages.yaml"])
    #expect(taken.status == 0, "\(taken.messages)")
  }

  @Test func rescoringWithoutTheLanguagesSaysWhatIsMissing() async throws {
    guard access("/usr/bin/perl", X_OK) == 0 else { return }
    let desk = Desk()
    try desk.write("languages.yaml", Self.languages)
    try desk.write("sum.yaml", Self.sum)
    _ = try await grade("perl", "print 6;", on: desk)
    let without = try await desk.assay("rescore", "last")
    #expect(without.status != 0)
    #expect(without.messages.contains("--languages"), "\(without.messages)")
    let with = try await desk.assay("rescore", "last", "--languages", "languages.yaml")
    #expect(with.status == 0, "\(with.messages)")
  }

  // MARK: hidden tests

  @Test func studentsSeeNothingOfHiddenTests() async throws {
    let desk = Desk()
    try desk.write(
      "set.yaml",
      """
      - id: p
        kind: program
        statement: Repeat the input.
        tests:
          - {name: shown, input: "seen", output: "seen"}
          - {name: secret, input: "SECRETIN", output: "SECRETOUT", hidden: true}
      """)
    try desk.write(
      "outputs.jsonl", #"{"problem_id":"p","completion":"```python\nprint(input())\n```"}"#)
    _ = try await desk.assay("grade", "set.yaml", "--outputs", "outputs.jsonl", "--no-report")
    let whole = try await desk.assay("export", "last")
    #expect(whole.output.contains("SECRETIN") && whole.output.contains("SECRETOUT"))
    let shown = try await desk.assay("export", "last", "--hide-hidden")
    #expect(!shown.output.contains("SECRET"), "\(shown.output)")
    #expect(shown.output.contains(#""reason":"wrong_answer""#) && shown.output.contains("seen"))
    _ = try await desk.assay(
      "report", "last", "--hide-hidden", "--format", "html,markdown,json,csv,junit", "--out", "out")
    for file in desk.files where file.hasPrefix("out/") {
      #expect(!(try desk.text(file)).contains("SECRET"), "\(file)")
    }
    _ = try await desk.assay("report", "last", "--format", "html", "--out", "author")
    #expect(try desk.text("author/index.html").contains("SECRETOUT"))
  }

  // MARK: HumanEval

  /// The canonical solutions of HumanEval, where it is at hand: a tenth of them, or all where
  /// `ASSAY_HUMANEVAL=all` is set.
  @Test func canonicalSolutionsAreAccepted() async throws {
    let path = Tool.root + "/../shared/data/humaneval/HumanEval.jsonl"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let wantsAll = ProcessInfo.processInfo.environment["ASSAY_HUMANEVAL"] == "all"
    let tasks = try text.split(separator: "\n").enumerated().filter {
      wantsAll || $0.offset % 10 == 0
    }
    .map { try JSON(parsing: String($0.element)) }
    let desk = Desk()
    var problems = ""
    var outputs = ""
    for task in tasks {
      let id = try #require(task["task_id"]?.string)
      let prompt = try #require(task["prompt"]?.string)
      let solution = try #require(task["canonical_solution"]?.string)
      let problem: JSON = [
        "id": .string(id), "kind": .string("harness"),
        "statement": .string("Complete the function."),
        "entry_point": task["entry_point"] ?? .null, "starter_code": .string(prompt),
        "harness": task["test"] ?? .null,
      ]
      let output: JSON = [
        "problem_id": .string(id),
        "completion": .string("````python\n\(prompt)\(solution)\n````\n"),
      ]
      problems += problem.text + "\n"
      outputs += output.text + "\n"
    }
    try desk.write("humaneval.jsonl", problems)
    try desk.write("outputs.jsonl", outputs)
    let result = try await desk.assay(
      "grade", "humaneval.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    let grades = try await desk.export()
    #expect(grades.count == tasks.count)
    for grade in grades where grade["verdict"]?.string != "correct" {
      Issue.record("\(grade["problem_id"]?.text ?? "?"): \(grade["evidence"]?.text ?? "?")")
    }
    // Test code that calls the prompt's other functions cannot run apart, and says so.
    let together = grades.filter { $0["evidence"]?["integrity"] != nil }
      .compactMap { $0["problem_id"]?.string }
    #expect(
      Set(together).subtracting(["HumanEval/32", "HumanEval/38", "HumanEval/50"]).isEmpty,
      "\(together)")
  }
}
