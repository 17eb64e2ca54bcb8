import Grading
import ModelServer
import Testing

/// Comparing runs, looking at suspects, overriding grades and planning: as a user does it.
@Suite struct CompareTests {
  /// Two runs of forty problems; the first has all right, the second the first `right`.
  private func desk(right: Int, of count: Int = 40) async throws -> Desk {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(count))
    try desk.write("a.jsonl", Sums.outputs(count))
    try desk.write(
      "b.jsonl", Sums.outputs(count) { "Answer: \($0 <= right ? $0 + 1 : 1_000)" })
    for name in ["a", "b"] {
      let graded = try await desk.assay(
        "grade", "set.jsonl", "--outputs", "\(name).jsonl", "--run", name, "--no-report")
      #expect(graded.status == 0, "\(graded.messages)")
    }
    return desk
  }

  @Test func aWorseRunIsToldAndFailsTheGate() async throws {
    let desk = try await desk(right: 30)
    let told = try await desk.assay(
      "compare", "a", "b", "--out", "c.html", "--out", "c.md", "--out", "c.json")
    #expect(told.status == 0, "\(told.messages)")
    #expect(told.output.contains("b is worse than a: −25.0 points"), "\(told.output)")
    #expect(told.output.contains("lost (10)") && told.output.contains("p31"))
    #expect(try desk.text("c.md").contains("b is worse than a"))
    let page = try desk.text("c.html")
    #expect(page.hasPrefix("<!doctype html>") && page.contains("b is worse than a"))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))

    let json = try JSON(parsing: try desk.text("c.json"))
    let pair = try #require(json["pairs"]?.array?.first)
    #expect(pair["overall"]?["lost"] == .int(10) && pair["worse"] == .bool(true))
    // Ten of ten against one: 2 · ½¹⁰.
    #expect(abs((pair["overall"]?["p"]?.double ?? 0) - 2.0 / 1_024) < 1e-12)
    #expect(pair["lost"]?.array?.first?["second"]?["answer"] == .string("1000"))
    let printed = try await desk.assay("compare", "a", "b", "--json")
    #expect(try printed.lines().first == json)

    let gate = try await desk.assay("compare", "a", "b", "--fail-if-worse", "--quiet")
    #expect(gate.status == 1 && gate.messages.contains("worse than a"))
    let other = try await desk.assay("compare", "b", "a", "--fail-if-worse")
    #expect(other.status == 0 && other.output.contains("a is better than b"))
  }

  @Test func aSmallDifferenceIsNotShown() async throws {
    let desk = try await desk(right: 38)
    let told = try await desk.assay("compare", "a", "b", "--fail-if-worse")
    #expect(told.status == 0)
    #expect(told.output.contains("No difference between b and a can be shown"), "\(told.output)")
  }

  @Test func unequalConditionsAreRefusedUnlessForced() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3))
    let server = ModelServer(playback: Sums.playback(3))
    let endpoint = try await server.start()
    for (name, temperature) in [("cold", "0"), ("warm", "1")] {
      let graded = try await desk.assay(
        "grade", "set.jsonl", "--endpoint", endpoint, "--model", "m", "--temperature", temperature,
        "--run", name, "--no-report")
      #expect(graded.status == 0, "\(graded.messages)")
    }
    await server.stop()
    let refused = try await desk.assay("compare", "cold", "warm")
    #expect(refused.status == 2 && refused.output.isEmpty)
    #expect(refused.messages.contains("temperature differs"), "\(refused.messages)")
    let forced = try await desk.assay("compare", "cold", "warm", "--force")
    #expect(forced.status == 0 && forced.output.contains("Not alike: temperature"))
  }

  @Test(arguments: [
    ["compare", "a"], ["compare", "a", "a"], ["compare", "a", "nobody"],
    ["compare", "a", "b", "--out", "x.csv"], ["override", "a", "--problem", "p1"],
    ["override", "a", "--problem", "p1", "--verdict", "right", "--because", "x"],
    ["override", "a", "--problem", "p1", "--verdict", "correct"],
    ["override", "a", "--problem", "p1", "--verdict", "partial", "--because", "x"],
    ["override", "a", "--problem", "p9", "--verdict", "correct", "--because", "x"],
    ["override", "a", "--problem", "p1", "--undo"],
    ["override", "a", "--problem", "p1", "--undo", "--because", "x"],
    ["rescore", "a", "--diff", "x.txt"], ["plan", "set.jsonl", "--detect", "much"],
    ["plan", "set.jsonl", "--price-in", "1"], ["plan", "set.jsonl", "--attempts", "0"],
    ["suspects", "a", "--limit", "-1"],
  ])
  func badUsageIsOneLineAndStatusTwo(arguments: [String]) async throws {
    let desk = try await desk(right: 2, of: 2)
    let told = try await desk.assay(arguments)
    #expect(told.status == 2 && told.output.isEmpty, "\(arguments): \(told.messages)")
    #expect(told.messages.split(separator: "\n").count == 1, "\(told.messages)")
  }

  @Test func anOverrideIsAMarkingOfItsOwnShownEverywhereAndCanBeUndone() async throws {
    let desk = try await desk(right: 1, of: 2)
    let told = try await desk.assay(
      "override", "b", "--problem", "p2", "--verdict", "correct", "--because", "it <b>is</b> three",
      "--author", "Ada")
    #expect(told.status == 0, "\(told.messages)")
    #expect(told.output.contains("p2#1: incorrect (not_equal) → correct (accepted)"))
    let grade = try await desk.export("b")[1]
    #expect(grade["marking"] == .int(2) && grade["score"] == .int(1))
    let override = try #require(grade["evidence"]?["override"])
    #expect(override["author"] == .string("Ada") && override["marking"] == .int(1))
    #expect(override["because"] == .string("it <b>is</b> three"))
    #expect(override["replaced"] == .string("incorrect (not_equal)"))
    #expect(override["time"]?.string?.hasSuffix("Z") == true)
    for command in [["show", "b", "--problem", "p2"], ["explain", "b", "--problem", "p2"]] {
      #expect(try await desk.assay(command).output.contains("Overridden by Ada"), "\(command)")
    }
    _ = try await desk.assay("report", "b", "--format", "html,markdown,csv,json", "--out", "r")
    let page = try desk.text("r/index.html")
    #expect(page.contains("Overridden by Ada") && !page.contains("<b>is</b>"))
    #expect(try desk.text("r/report.csv").contains("Overridden by Ada"))
    #expect(try desk.text("r/report.md").contains("overridden: 1 grade by a person"))

    // Rescoring keeps it, unless told otherwise; the first marking is as it was.
    let kept = try await desk.assay("rescore", "b")
    #expect(kept.output.contains("1 grade overridden by a person kept"), "\(kept.output)")
    #expect(try await desk.export("b")[1]["score"] == .int(1))
    let dropped = try await desk.assay("rescore", "b", "--drop-overrides", "--dry-run")
    #expect(dropped.output.contains("1 of 2 grades changed"), "\(dropped.output)")
    #expect(try await desk.assay("export", "b", "--marking", "1").lines()[1]["score"] == .int(0))

    let undone = try await desk.assay("override", "b", "--problem", "p2", "--undo")
    #expect(undone.status == 0, "\(undone.messages)")
    let now = try await desk.export("b")[1]
    #expect(now["score"] == .int(0) && now["evidence"]?["override"] == nil)
    #expect(now["marking"] == .int(4))
  }

  @Test func suspectsAreListedAndAnswersCompareAsTheScorersDo() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    let completions = [
      "p1": ["Answer: 1/4", "Answer: 0.25", "Answer: 2"],
      "p2": ["Answer: x = 3 or 4", "Answer: 3", "Answer: 3"],
    ]
    try desk.write(
      "outputs.jsonl",
      completions.sorted { $0.key < $1.key }.flatMap { id, texts in
        texts.map { text -> String in
          let line: JSON = ["problem_id": .string(id), "completion": .string(text)]
          return line.text + "\n"
        }
      }.joined())
    _ = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r", "--no-report")
    let listed = try await desk.assay("suspects", "r", "--json")
    #expect(listed.status == 0, "\(listed.messages)")
    let suspects = try #require(try listed.lines().first?["suspects"]?.array)
    let found = suspects.map {
      "\($0["problem_id"]?.string ?? "")#\($0["attempt"]?.int ?? 0) "
        + ($0["causes"]?.array ?? []).compactMap { $0["kind"]?.string }.joined(separator: " ")
    }
    #expect(
      found == [
        "p2#1 gold_in_answer", "p1#1 agree_against_gold", "p1#2 agree_against_gold",
      ], "\(listed.output)")
    let told = try await desk.assay("suspects", "r", "--limit", "1")
    #expect(told.output.contains("3 grades of 6") && told.output.contains("… and 2 more"))
    // 1/4 and 0.25 are one vote, so that the majority at p1 is wrong.
    let report = try await desk.assay("show", "r", "--json")
    let curve = try JSON(parsing: report.output)["summary"]?["figures"]?["curve"]?.array
    #expect(curve?.last?["majority"]?["average"]?["value"] == .number("0.5"))
  }

  @Test func aDryRescoreStoresNothingAndWritesTheDifference() async throws {
    let desk = try await desk(right: 2, of: 4)
    try desk.write("mended.jsonl", Sums.set(4) { $0 == 3 ? 1_000 : $0 + 1 })
    let told = try await desk.assay(
      "rescore", "b", "--set", "mended.jsonl", "--dry-run", "--diff", "d.html")
    #expect(told.status == 0, "\(told.messages)")
    #expect(told.output.contains("Nothing is stored (--dry-run): 1 of 4 grades changed"))
    #expect(told.output.contains("references as stored → others of p3"), "\(told.output)")
    #expect(try desk.text("d.html").contains("incorrect → correct"))
    #expect(try await desk.export("b").map { $0["marking"]?.int } == [1, 1, 1, 1])
    for form in ["md", "json"] {
      _ = try await desk.assay(
        "rescore", "b", "--set", "mended.jsonl", "--dry-run", "--diff", "d.\(form)")
    }
    #expect(try desk.text("d.md").contains("| p3/1 |"))
    let json = try JSON(parsing: try desk.text("d.json"))
    #expect(json["stored"] == .bool(false) && json["accuracy_after"] == .number("0.75"))
    #expect(json["difference"]?["won"] == .int(1))
  }

  @Test func aPlanNamesWhatItTakes() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(10))
    let blind = try await desk.assay("plan", "set.jsonl", "--detect", "3%", "--json")
    #expect(blind.status == 0, "\(blind.messages)")
    let plan = try #require(try blind.lines().first)
    #expect(plan["options"]?.array?.first?["requests"] == .int(10))
    #expect(plan["options"]?.array?.first?["cost"] == .null)
    #expect(plan["wanted"]?["problems_at_one_attempt"] == .int(3_876))
    #expect(plan["wanted"]?["attempts"] == .null)

    let server = ModelServer(playback: Sums.playback(10))
    _ = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", try await server.start(), "--model", "m", "--no-report",
      "--run", "r")
    await server.stop()
    let told = try await desk.assay(
      "plan", "set.jsonl", "--attempts", "3", "--price-in", "1", "--price-out", "2",
      "--detect", "20%")
    #expect(told.status == 0, "\(told.messages)")
    #expect(told.output.contains("Estimates from r, model m"), "\(told.output)")
    #expect(told.output.contains("A difference of 20.0 points"))
  }
}
