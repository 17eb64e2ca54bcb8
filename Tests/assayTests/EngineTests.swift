import Grading
import ModelServer
import Testing

/// What is reused, watched, paid for and tuned.
@Suite struct EngineTests {
  @Test func completionsOfEqualRequestsAreTakenFromAnotherRun() async throws {
    try await withServer(Sums.playback(6) { ["Answer: \($0 + 1)", "Answer: 0"] }) {
      desk, server, grade in
      try desk.write("set.jsonl", Sums.set(4))
      #expect(try await desk.assay(grade + ["--run", "small"]).status == 0)
      #expect(server.requestCount == 4)
      // The set has grown, and there are more attempts: only what is new is asked.
      try desk.write("set.jsonl", Sums.set(6))
      let grown = try await desk.assay(
        grade + ["--run", "large", "--attempts", "2", "--reuse", "small"])
      #expect(grown.status == 0, "\(grown.messages)")
      #expect(server.requestCount == 4 + 12 - 4)
      #expect(
        try await desk.export().map { $0["score"]?.int } == [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0])
      // Other parameters are other requests.
      let other = try await desk.assay(
        grade + ["--run", "hot", "--temperature", "1", "--reuse", "any"])
      #expect(other.status == 0)
      #expect(server.requestCount == 12 + 6)
      let unknown = try await desk.assay(grade + ["--run", "x", "--reuse", "nowhere"])
      #expect(unknown.status == 2)
      #expect(unknown.messages.contains("nowhere"))
    }
  }

  @Test func whenTheMoneyIsSpentTheRunStopsInOrderAndGoesOnLater() async throws {
    try await withServer(Sums.playback(40)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(40))
      // The server counts a token for four letters: a few for each prompt and answer.
      let call = grade + ["--concurrency", "2", "--price-in", "1000000", "--price-out", "0"]
      let first = try await desk.assay(call + ["--max-cost", "30"])
      #expect(first.status == 130, "\(first.messages)")
      #expect(first.messages.contains("--max-cost 30.0 is spent"), "\(first.messages)")
      let asked = server.requestCount
      #expect(asked >= 2 && asked < 40)
      let second = try await desk.assay(call)
      #expect(second.status == 0, "\(second.messages)")
      #expect(server.requestCount == 40)
      #expect(second.messages.contains("Cost: "))
    }
  }

  @Test func everyTryIsALineOfTheTrace() async throws {
    let faults = [Injection(.status(429, retryAfter: 0), .first(1))]
    try await withServer(Sums.playback(3), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(3))
      let graded = try await desk.assay(
        grade + ["--concurrency", "1", "--trace", "trace.jsonl"], environment: ["SECRET": "sk-1"])
      #expect(graded.status == 0, "\(graded.messages)")
      let lines = try desk.text("trace.jsonl").split(separator: "\n").map {
        try JSON(parsing: String($0))
      }
      #expect(lines.count == server.requestCount && lines.count == 4)
      #expect(
        lines.compactMap { $0["outcome"]?.string }.sorted() == [
          "completed", "completed", "completed", "rate_limited",
        ])
      #expect(
        Set(lines.compactMap { $0["request_id"]?.string })
          == Set(server.requests.compactMap(\.requestID)))
    }
  }

  @Test(arguments: [
    (["--max-cost", "1"], "--price-in"), (["--price-in", "-1"], "--price-in"),
    (["--rpm", "0"], "--rpm"), (["--wait-ready", "soon"], "--wait-ready"),
    (["--trace", "no/such/folder/x"], "--trace"),
    (["--endpoint", "http://h#weight=x"], "weight"),
  ])
  func whatMakesNoSenseIsSaidAtOnce(flags: [String], word: String) async throws {
    try await withServer(Sums.playback(1)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(1))
      let result = try await desk.assay(grade + flags)
      #expect(result.status == 2)
      #expect(result.messages.contains(word), "\(result.messages)")
      #expect(server.requestCount == 0)
    }
  }

  @Test func tuningPrintsATableAndARecommendation() async throws {
    try await withServer(Sums.playback(2)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(2))
      let endpoint = try #require(grade.firstIndex(of: "--endpoint").map { grade[$0 + 1] })
      let call = [
        "tune", "set.jsonl", "--endpoint", endpoint, "--model", "m", "--most", "4", "--seconds",
        "0.01", "--requests", "20",
      ]
      let table = try await desk.assay(call)
      #expect(table.status == 0, "\(table.messages)")
      #expect(table.output.contains("IN FLIGHT") && table.output.contains("Recommended: "))
      let json = try await desk.assay(call + ["--json", "--quiet"]).lines()
      #expect(json.first?["levels"]?.array?.count ?? 0 >= 1)
      #expect(json.first?["recommended_concurrency"]?.int ?? 0 >= 1)
    }
  }

  private func withServer(
    _ playback: [PlaybackEntry], _ faults: [Injection] = [],
    _ body: (Desk, ModelServer, [String]) async throws -> Void
  ) async throws {
    let server = ModelServer(playback: playback, options: .init(faults: faults))
    let address = try await server.start()
    do {
      try await body(
        Desk(), server,
        ["grade", "set.jsonl", "--endpoint", address, "--model", "m", "--no-report"])
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }
}
