import Grading
import ModelServer
import Testing

/// Marking stored completions again.
@Suite struct RescoreTests {
  @Test func aMendedGoldChangesTheGradeOfItsProblemAlone() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(4) { $0 == 2 ? 33 : $0 + 1 })
    let server = ModelServer(playback: Sums.playback(4))
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", try await server.start(), "--model", "m", "--no-report",
      "--run", "r")
    #expect(graded.status == 0, "\(graded.messages)")
    let before = try await desk.assay("export", "r").output
    try desk.write("mended.jsonl", Sums.set(4))
    let rescored = try await desk.assay("rescore", "r", "--set", "mended.jsonl")
    await server.stop()
    #expect(rescored.status == 0, "\(rescored.messages)")
    #expect(server.requestCount == 4)
    let lines = rescored.output.split(separator: "\n")
    #expect(lines.first?.contains("1 of 4 grades changed") == true, "\(rescored.output)")
    #expect(lines.dropFirst().first == "What differs: references as stored → others of p2")
    #expect(
      lines.dropFirst(2).first?.hasPrefix("  p2#1: incorrect (not_equal) → correct (accepted)")
        == true, "\(rescored.output)")
    #expect(lines.count == 4)
    #expect(lines.last?.contains("75.0") == true && lines.last?.contains("100.0") == true)

    let now = try await desk.export("r")
    #expect(now.map { $0["marking"]?.int } == [2, 2, 2, 2])
    #expect(now.map { $0["score"]?.int } == [1, 1, 1, 1])
    #expect(now.map { $0["expected"]?.string } == ["2", "3", "4", "5"])
    #expect(try await desk.assay("export", "r", "--marking", "1").output == before)
  }

  @Test func onlyTheNamedProblemsAreMarkedAnew() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3))
    try desk.write("outputs.jsonl", Sums.outputs(3))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    try desk.write("other.jsonl", Sums.set(3) { _ in 99 })
    let rescored = try await desk.assay(
      "rescore", "last", "--set", "other.jsonl", "--only", "p1,p3", "--json")
    #expect(rescored.status == 0, "\(rescored.messages)")
    let changed = try rescored.lines().first?["changed"]?.array
    #expect(changed?.map { $0["problem_id"]?.string } == ["p1", "p3"])
    #expect(try await desk.export().map { $0["score"]?.int } == [0, 1, 0])
  }

  @Test func nothingChangesWhenNothingIsMended() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    try desk.write("outputs.jsonl", Sums.outputs(2))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let rescored = try await desk.assay("rescore", "last")
    #expect(rescored.status == 0)
    #expect(rescored.output.contains("0 of 2 grades changed"))
    // The set's file is not needed: the run holds its problems.
    #expect(try await desk.export().map { $0["marking"]?.int } == [2, 2])
  }

  @Test func aPersonsVerdictStaysWithAllItsEvidence() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3) { $0 == 2 ? 33 : $0 + 1 })
    try desk.write("outputs.jsonl", Sums.outputs(3))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let overridden = try await desk.assay(
      "override", "last", "--problem", "p2", "--verdict", "correct", "--because",
      "the gold is wrong",
      "--author", "me")
    #expect(overridden.status == 0, "\(overridden.messages)")
    let before = try await desk.export()
    let rescored = try await desk.assay("rescore", "last")
    #expect(rescored.status == 0 && rescored.output.contains("0 of 3 grades changed"))
    let after = try await desk.export()
    #expect(after.map { $0["evidence"]?.text } == before.map { $0["evidence"]?.text })
    #expect(after.map { $0["completion"]?.string } == before.map { $0["completion"]?.string })
    #expect(after[1]["verdict"]?.string == "correct")
  }

  @Test func anUnfinishedRunStaysUnfinished() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    try desk.write("outputs.jsonl", Sums.outputs(1))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let rescored = try await desk.assay("rescore", "last")
    #expect(rescored.output.contains("0 of 1 grade changed"), "\(rescored.output)")
    let runs = try await desk.assay("runs", "--json").lines().first?.array
    #expect(runs?.map { $0["finished"]?.bool } == [false])
  }

  @Test func partialCreditGivesPointsByTests() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Self.function)
    try desk.write("outputs.jsonl", Self.halfRight)
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(try await desk.export()[0]["score"] == .int(0))

    let rescored = try await desk.assay("rescore", "last", "--rubric", "partial-credit")
    #expect(rescored.status == 0, "\(rescored.messages)")
    #expect(
      rescored.output.contains(
        "double#1: incorrect (wrong_answer) → partial (partial_credit, 75.0%)"),
      "\(rescored.output)")
    #expect(rescored.output.contains("Points"))
    let grade = try await desk.export()[0]
    #expect(grade["score"] == .number("0.75"))
    #expect(grade["verdict"] == .string("partial"))
    let earlier = try await desk.assay("export", "last", "--marking", "1").lines()
    #expect(earlier[0]["score"] == .int(0))

    // Back again: a marking of its own, and the first one's grade.
    let back = try await desk.assay("rescore", "last", "--rubric", "correctness")
    #expect(back.status == 0)
    #expect(try await desk.export()[0]["marking"] == .int(3))
    #expect(try await desk.export()[0]["score"] == .int(0))
  }

  @Test func otherLimitsChangeTheVerdictOfASlowFunction() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"""
      {"id":"total","kind":"function","entry_point":"total","statement":"Add 0 to n - 1.","tests":[\#
      {"args":[8000000],"returns":31999996000000}]}

      """#)
    try desk.write(
      "outputs.jsonl",
      #"""
      {"problem_id":"total","completion":"```python\ndef total(n):\n    return sum(range(n))\n```"}

      """#)
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(try await desk.export()[0]["reason"] == .string("accepted"))

    let rescored = try await desk.assay("rescore", "last", "--limits", "cpu=10ms,memory=512MiB")
    #expect(rescored.status == 0, "\(rescored.messages)")
    #expect(try await desk.export()[0]["reason"] == .string("time_limit"))
    for text in ["cpu", "cpu=", "speed=1", "cpu=1s;wall=2s", ""] {
      let refused = try await desk.assay("rescore", "last", "--limits", text)
      #expect(refused.status == 2, "\(text)")
    }
  }

  private static let function = """
    {"id":"double","kind":"function","entry_point":"double","statement":"Double n.","tests":[\
    {"args":[0],"returns":0},{"args":[1],"returns":2},{"args":[2],"returns":4},\
    {"args":[-1],"returns":-2}]}

    """

  /// Right unless n is negative.
  private static let halfRight = #"""
    {"problem_id":"double","completion":"```python\ndef double(n):\n    return 2 * abs(n)\n```"}

    """#
}
