import Grading
import ModelServer
import Testing

@testable import assay

/// What is tried before money is spent, and what is asked.
@Suite struct CanaryTests {
  /// Its tests cannot be passed by the solution that it calls right.
  private static let broken = """
    kind: function
    statement: Double it.
    entry_point: double
    tests:
      - {args: [2], returns: 5}
    """

  @Test func aSetThatCannotGradeItsOwnAnswersIsRefusedBeforeAnythingIsAsked() async throws {
    let server = ModelServer(playback: Sums.playback(1))
    let endpoint = try await server.start()
    let desk = Desk()
    try desk.write("set/set.yaml", "name: set\n")
    try desk.write("set/double/problem.yaml", Self.broken)
    try desk.write("set/double/right/double.py", "def double(x):\n    return 2 * x\n")
    let arguments = ["grade", "set", "--endpoint", endpoint, "--model", "m"]
    let result = try await desk.assay(arguments)
    #expect(result.status == 2)
    #expect(result.messages.contains("set: double: its right solution"))
    #expect(result.messages.contains("nothing was asked"))
    #expect(server.requestCount == 0)
    let forced = try await desk.assay(arguments + ["--no-canary"])
    // The server knows no such prompt, but it was asked.
    #expect(forced.status == 3 && server.requestCount > 0, "\(forced.messages)")
    await server.stop()
  }

  @Test func whatWasTriedOnceIsNotTriedAgain() async throws {
    let server = ModelServer(playback: Sums.playback(2))
    let endpoint = try await server.start()
    let desk = Desk()
    try desk.write("sums.jsonl", Sums.set(2))
    let environment = ["XDG_CACHE_HOME": desk.path + "/cache"]
    for _ in 1...2 {
      let result = try await desk.assay(
        ["grade", "sums.jsonl", "--endpoint", endpoint, "--model", "m", "--fresh"],
        environment: environment)
      #expect(result.status == 0)
    }
    #expect(desk.files.filter { $0.hasPrefix("cache/assay/canary/") }.count == 1)
    await server.stop()
  }

  // gold | changed
  @Test(arguments: [
    ("42", "52"), ("\\frac{9}{2}", "\\frac{8}{2}"), ("x = 0.5", "x = 1.5"), ("Paris", nil),
  ])
  func aGoldIsChangedInItsFirstDigit(_ gold: String, _ changed: String?) {
    #expect(Canary.changed(gold) == changed)
  }

  @Test func showPromptPrintsWhatIsAsked() async throws {
    let desk = Desk()
    try desk.write("sums.jsonl", Sums.set(3))
    try desk.write("ask.md", "Work it out.\n{{shots}}\n\n{{problem}}\n")
    let wording = ["--prompt", "ask.md", "--shots", "1", "--shots-from", "sums.jsonl"]
    let shown = try await desk.assay(
      ["show-prompt", "sums.jsonl", "--problem", "p2", "--json"] + wording)
    #expect(shown.status == 0, "\(shown.messages)")
    let text = try #require(try shown.lines().first?["text"]?.string)
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: true) == [
        "Work it out.", "Problem:", "What is 1 + 1?", "Answer:", "Answer: \\boxed{2}",
        "What is 2 + 1?",
      ])
    // The server knows an answer to this text alone.
    let server = ModelServer(playback: [
      PlaybackEntry(prompt: text, completions: [RecordedCompletion(content: "Answer: 3")])
    ])
    let endpoint = try await server.start()
    let graded = try await desk.assay(
      ["grade", "sums.jsonl", "--only", "p2", "--endpoint", endpoint, "--model", "m"] + wording)
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(try await desk.export().map { $0["verdict"]?.string } == ["correct"])
    await server.stop()
  }

  @Test func aPromptThatWouldShowTheAnswerIsRefused() async throws {
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"{"id":"a","kind":"answer","statement":"Which words?","answer":"colourless green ideas"}"#
        + "\n")
    let result = try await desk.assay(
      "show-prompt", "set.jsonl", "--system", "Say colourless green ideas.")
    #expect(result.status == 2)
    #expect(result.messages.contains("its prompt would show its answer"))
  }
}
