import Grading
import Testing

/// What a script relies on: exit statuses, quiet, JSON, plain text.
@Suite struct ExitStatusTests {
  // the share demanded, the status
  @Test(arguments: [("0.75", 0), ("0.7501", 1), ("1", 1), ("0", 0)])
  func failUnderTurnsALowAccuracyIntoStatusOne(share: String, status: Int32) async throws {
    let desk = try graded(wrong: 4)
    let result = try await desk.assay(grade + ["--fail-under", share])
    #expect(result.status == status, "\(result.messages)")
    #expect(result.messages.contains("--fail-under") == (status == 1))
    #expect(result.output.contains("75.0%"))
  }

  @Test func quietSaysNothingOnStandardError() async throws {
    let desk = try graded(wrong: 4)
    let commands = [
      grade + ["--quiet"], ["report", "last", "--quiet"], ["runs", "--quiet"],
      ["show", "last", "--quiet"], ["export", "last", "--quiet"],
      ["rescore", "last", "--quiet"], ["check", "set.jsonl", "--quiet"],
      ["explain", "last", "--problem", "p1", "--quiet"],
    ]
    for command in commands {
      let result = try await desk.assay(command)
      #expect(result.status == 0)
      #expect(result.messages.isEmpty, "\(command): \(result.messages)")
    }
  }

  @Test func jsonIsPrintedWhereResultsArePrinted() async throws {
    let desk = try graded(wrong: 4)
    // command, a key of the first object
    let commands = [
      (grade + ["--json"], "summary"), (["runs", "--json"], "accuracy"),
      (["show", "last", "--json"], "summary"),
      (["show", "last", "--problem", "p1", "--json"], "verdict"),
      (["report", "last", "--json"], "report"), (["rescore", "last", "--json"], "changed"),
      (["check", "set.jsonl", "--json"], "passed"), (["doctor", "--json"], "finding"),
    ]
    for (command, key) in commands {
      let result = try await desk.assay(command)
      #expect(result.status == 0 || command[0] == "doctor", "\(command): \(result.messages)")
      // One document, or one a line.
      let whole = try? JSON(parsing: result.output)
      let first = try whole ?? result.lines().first
      #expect((first?[0] ?? first)?[key] != nil, "\(command): \(result.output)")
      #expect(try whole != nil || !result.lines().isEmpty)
    }
  }

  @Test func nothingIsColouredOrRedrawnInAPipe() async throws {
    let desk = try graded(wrong: 4)
    let commands = [
      grade, ["runs"], ["show", "last"], ["show", "last", "--problem", "p1"],
      ["explain", "last", "--problem", "p4"], ["report", "last"], ["rescore", "last"],
      ["export", "last"], ["check", "set.jsonl"], ["doctor"], ["--help"],
      ["equal", "1", "1"], ["grade", "nothing.jsonl"],
    ]
    for command in commands {
      let result = try await desk.assay(command, environment: ["TERM": "xterm-256color"])
      #expect(!(result.output + result.messages).contains("\u{1B}"), "\(command)")
      #expect(!result.messages.contains("\r"), "\(command)")
    }
  }

  @Test func theVersionIsPrinted() async throws {
    let result = try await Tool.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: ".").count == 3)
  }

  @Test func everyCommandHasHelpWithAnExampleThatFitsTheScreen() async throws {
    let desk = Desk()
    let help = try await desk.assay("--help")
    #expect(help.status == 0)
    #expect(help.messages.isEmpty)
    let commands = help.output.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("(not yet)") }
      .filter { !$0.contains("assay help") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(commands).isSuperset(of: ["grade", "rescore", "report", "export", "equal"]))
    for command in commands {
      let result = try await desk.assay(command, "--help")
      #expect(result.status == 0)
      let long = result.output.split(separator: "\n").filter { $0.count > 100 }.map(String.init)
      #expect(long == [])
      let examples = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { !$0.hasPrefix("Example") }.dropFirst().prefix { !$0.isEmpty }
      #expect(!examples.isEmpty)
      #expect(examples.allSatisfy { $0.hasPrefix("  assay \(command)") }, "\(result.output)")
    }
  }

  private let grade = [
    "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report", "--run", "r",
  ]

  /// Four problems, of which the last is answered wrong.
  private func graded(wrong: Int) throws -> Desk {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(4))
    try desk.write(
      "outputs.jsonl", Sums.outputs(4) { "Answer: \($0 == wrong ? 99 : $0 + 1)" })
    return desk
  }
}
