import Grading
import Testing

/// How strictly answers are compared, from a problem's file to the verdict.
@Suite struct PolicyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var gold: String
    var answer: String
    /// The problem's `policy`, as JSON.
    var policy: String
    var without: String
    var with: String
    var testDescription: String { "\(gold) ~ \(answer) under \(policy)" }
  }

  static let cases = [
    Case(
      gold: "3.14159", answer: "3.14", policy: #"{"tolerance":0.01}"#, without: "incorrect",
      with: "correct"),
    Case(
      gold: "3.14159", answer: "3.2", policy: #"{"tolerance":{"absolute":0.01}}"#,
      without: "incorrect", with: "incorrect"),
    Case(
      gold: "200", answer: "201", policy: #"{"tolerance":"1%"}"#, without: "incorrect",
      with: "correct"),
    Case(
      gold: "200", answer: "203", policy: #"{"tolerance":{"relative":0.01}}"#,
      without: "incorrect", with: "incorrect"),
    Case(
      gold: "2.71828", answer: "2.72", policy: #"{"significant_figures":3}"#,
      without: "incorrect", with: "correct"),
    Case(
      gold: "25", answer: "25%", policy: #"{"percent":"number"}"#, without: "incorrect",
      with: "correct"),
    Case(
      gold: "5 cm", answer: "5", policy: #"{"units":"required"}"#, without: "correct",
      with: "incorrect"),
    Case(
      gold: "1, 2", answer: "2, 1", policy: #"{"ordered":true}"#, without: "correct",
      with: "incorrect"),
    Case(
      gold: "1/2", answer: "2/4", policy: #"{"simplified":true}"#, without: "correct",
      with: "incorrect"),
    Case(
      gold: "none", answer: "nothing", policy: #"{"aliases":["nothing","nil"]}"#,
      without: "incorrect", with: "correct"),
    Case(
      gold: "3.5", answer: "3,5", policy: #"{"decimal_comma":true}"#, without: "incorrect",
      with: "correct"),
  ]

  /// The verdict on one answer.
  static func verdict(
    _ item: Case, policy: String?, rubric: String? = nil
  ) async throws -> (verdict: String?, steps: String) {
    let desk = Desk()
    var problem =
      #"{"id":"p1","kind":"answer","statement":"How much?","answer":[\#(JSON.string(item.gold).text)]"#
    if let policy { problem += #","policy":\#(policy)"# }
    try desk.write("set.jsonl", problem + "}\n")
    try desk.write(
      "outputs.jsonl",
      #"{"problem_id":"p1","completion":\#(JSON.string("Answer: \(item.answer)").text)}"# + "\n")
    var arguments = [
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r", "--no-report",
    ]
    if let rubric {
      try desk.write("strict.yaml", rubric)
      arguments += ["--rubric", "strict.yaml"]
    }
    let result = try await desk.assay(arguments)
    #expect(result.status == 0, "\(result.messages)")
    let line = try await desk.export().first
    return (line?["verdict"]?.string, line?["evidence"]?.text ?? "")
  }

  @Test(arguments: cases)
  func aProblemsPolicyDecidesAndStandsInTheEvidence(item: Case) async throws {
    let strict = try await Self.verdict(item, policy: nil)
    #expect(strict.verdict == item.without)
    let lenient = try await Self.verdict(item, policy: item.policy)
    #expect(lenient.verdict == item.with)
    #expect(lenient.steps.contains("compared with the policy"))
  }

  private static let rubric = """
    name: rounded
    policy:
      tolerance: 0.01
    criteria:
      - id: right
        points: 1
        measure: correct
    """

  @Test func aRubricsPolicyHoldsWhereAProblemSaysNothing() async throws {
    let item = Self.cases[0]
    let byRubric = try await Self.verdict(item, policy: nil, rubric: Self.rubric)
    #expect(byRubric.verdict == "correct")
    let byProblem = try await Self.verdict(
      item, policy: #"{"tolerance":0.0001}"#, rubric: Self.rubric)
    #expect(byProblem.verdict == "incorrect", "the problem's own tolerance goes first")
  }

  @Test func severalGoldsAreEachCompared() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"{"id":"p1","kind":"answer","statement":"?","answer":["1/3","0.33"],"policy":{"tolerance":0}}"#
    )
    try desk.write(
      "outputs.jsonl", #"{"problem_id":"p1","completion":"Answer: 0.33"}"# + "\n")
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    #expect(try await desk.export().first?["verdict"]?.string == "correct")
  }

  @Test(arguments: [
    ("tolerance: -1", "set.yaml:6: p1", "no number from 0 on"),
    ("tolerance: {relative: 300%}", "set.yaml:6: p1", "no share from 0 to 1"),
    ("tolerence: 1", "set.yaml:6: p1", "tolerance"),
    ("significant_figures: 40", "set.yaml:6: p1", "from 1 to 15"),
    ("units: maybe", "set.yaml:6: p1", "required or optional"),
    ("angle: gradians", "set.yaml:6: p1", "degrees or radians"),
    ("ordered: 7", "set.yaml:6: p1", "true"),
  ])
  func whatIsWrongWithAPolicyIsToldWithItsLine(
    line: String, place: String, words: String
  ) async throws {
    let desk = Desk()
    try desk.write(
      "set.yaml",
      """
      - id: p1
        kind: answer
        statement: How much?
        answer: "5"
        policy:
          \(line)
      """)
    let result = try await desk.assay("check", "set.yaml")
    #expect(result.status == 2)
    let messages = "\(result.messages)"
    #expect(messages.contains(place) && messages.contains(words), "\(messages)")
  }

  @Test func aMarkingKeepsThePolicyOfItsRubricAndExplainTellsIt() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"{"id":"p1","kind":"answer","statement":"?","answer":"3.14159"}"# + "\n")
    try desk.write(
      "outputs.jsonl",
      #"{"problem_id":"p1","completion":"First \\boxed{3}. Wait, I was wrong. Answer: 3.14"}"#
        + "\n")
    try desk.write("rounded.yaml", Self.rubric)
    _ = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r", "--no-report")
    #expect(try await desk.export("r").first?["verdict"]?.string == "incorrect")
    _ = try await desk.assay("rescore", "r", "--rubric", "rounded.yaml")
    #expect(try await desk.export("r").first?["verdict"]?.string == "correct")
    let json = try await desk.assay("explain", "r", "--problem", "p1", "--json").lines().first
    #expect(json?["policy"]?["tolerance"]?["absolute"]?.double == 0.01)
    let candidates = json?["candidates"]?.array ?? []
    #expect(candidates.map { $0["rule"]?.string } == ["boxed", "label"])
    #expect(candidates.map { $0["chosen"]?.bool } == [false, true])
    #expect(json?["readings"]?.array?.map { $0["role"]?.string } == ["gold", "answer"])
    let first = try await desk.assay("explain", "r", "--problem", "p1", "--marking", "1", "--json")
    #expect(try first.lines().first?["policy"]?.members?.isEmpty == true)
    let shown = try await desk.assay("show", "r", "--problem", "p1", "--attempt", "1").output
    for words in ["Candidates", "→ label, weight 100", "Readings", "gold 3.14159: mathematics"] {
      #expect(shown.contains(words), "\(words): \(shown)")
    }
  }
}
