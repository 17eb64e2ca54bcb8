import Grading
import ModelServer
import Testing

/// Sets that are too large to be held, here any: graded problem by problem, to the same end.
@Suite struct StreamedGradeTests {
  /// What the hidden flag says is held of a set.
  private let streaming = ["--most-held-bytes", "1"]

  @Test func gradesAndFiguresAreThoseOfTheSetHeldWhole() async throws {
    try await withServer(30) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(30) { $0 % 3 == 0 ? 0 : $0 + 1 })
      let held = try await desk.assay(grade + ["--run", "held", "--store", "held.db"])
      let streamed = try await desk.assay(
        grade + streaming + ["--run", "held", "--store", "streamed.db"])
      #expect(held.status == 0 && streamed.status == 0, "\(streamed.messages)")
      func figures(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.contains("latency") && !$0.contains("took") }
      }
      #expect(figures(streamed.output) == figures(held.output))
      let exports = try await ["held.db", "streamed.db"].asyncMap { store in
        try await desk.assay("export", "last", "--store", store).lines().map {
          [$0["problem_id"], $0["verdict"], $0["extracted"], $0["completion"]].map { $0?.text }
        }
      }
      #expect(exports[0] == exports[1] && exports[0].count == 30)
      // One is the other's run: nothing is left to be asked.
      let asked = server.requestCount
      let again = try await desk.assay(grade + ["--store", "streamed.db"])
      #expect(again.status == 0 && again.messages.contains("30 of 30"), "\(again.messages)")
      #expect(server.requestCount == asked)
    }
  }

  @Test func whatFaultedIsAskedAgainAndNothingElse() async throws {
    let faults = [Injection(.status(401), .every(4))]
    try await withServer(20, faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(20))
      let call = grade + streaming + ["--concurrency", "1"]
      let first = try await desk.assay(call)
      #expect(first.status == 3, "\(first.messages)")
      let lacking = 20 - (try await desk.export().filter { $0["fault"]?.isNull == true }.count)
      let before = server.requestCount
      #expect(lacking > 0)
      let second = try await desk.assay(call)
      #expect(second.messages.contains("Going on with"), "\(second.messages)")
      #expect(server.requestCount <= before + lacking)
    }
  }

  @Test(arguments: [
    (#"{"id":"p1","kind":"answer","statement":"1?","answer":"1"}"#, "the id stands twice"),
    (#"{"id":"x","kind":"answer","statement":"1?","answr":"1"}"#, "answr"),
    (#"{"id":"x","kind":"answer","statement":"1?","answer":"1"}, }"#, "not JSON"),
  ])
  func aSetThatIsWrongIsRefusedBeforeAnythingIsAsked(line: String, word: String) async throws {
    try await withServer(1) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(1) + line + "\n")
      let result = try await desk.assay(grade + streaming)
      #expect(result.status == 2)
      #expect(result.messages.contains(word), "\(result.messages)")
      #expect(server.requestCount == 0)
      let runs = try await desk.assay("runs", "--json").lines().first?.array ?? []
      #expect(runs == [])
    }
  }

  private func withServer(
    _ count: Int, _ faults: [Injection] = [],
    _ body: (Desk, ModelServer, [String]) async throws -> Void
  ) async throws {
    let server = ModelServer(playback: Sums.playback(count), options: .init(faults: faults))
    let address = try await server.start()
    do {
      try await body(
        Desk(), server,
        [
          "grade", "set.jsonl", "--endpoint", address, "--model", "m", "--no-report",
          "--retries", "0",
        ])
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }
}

extension Array {
  fileprivate func asyncMap<Value>(
    _ transform: (Element) async throws -> Value
  ) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
