import Grading
import ModelServer
import Testing

/// Asking a model over HTTP: what is asked, how often, and what happens when it fails.
@Suite struct AskingTests {
  @Test func nothingIsAskedTwiceUnlessAFreshRunIsWanted() async throws {
    try await withServer(Sums.playback(5)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(5))
      let first = try await desk.assay(grade)
      #expect(first.status == 0, "\(first.messages)")
      #expect(server.requestCount == 5)
      let again = try await desk.assay(grade)
      #expect(again.status == 0)
      #expect(again.messages.contains("5 of 5"))
      #expect(server.requestCount == 5)
      #expect(again.output == first.output)
      let fresh = try await desk.assay(grade + ["--fresh"])
      #expect(fresh.status == 0)
      #expect(server.requestCount == 10)
      #expect(try await desk.assay("runs", "--json").lines().first?.array?.count == 2)
    }
  }

  @Test func aNamedRunIsNotGoneOnWithUnderOtherParameters() async throws {
    try await withServer(Sums.playback(3)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(3))
      #expect(try await desk.assay(grade + ["--run", "monday"]).status == 0)
      #expect(try await desk.assay(grade + ["--run", "monday"]).status == 0)
      #expect(server.requestCount == 3)
      for other in [
        ["--temperature", "0.5"], ["--attempts", "2"], ["--limit", "2"], ["--fresh"],
      ] {
        let refused = try await desk.assay(grade + ["--run", "monday"] + other)
        #expect(refused.status == 2)
        #expect(refused.messages.contains("--run monday"))
        #expect(refused.messages.contains("choose another name"))
      }
      #expect(server.requestCount == 3)
    }
  }

  @Test func everyAttemptGetsItsOwnCompletion() async throws {
    let playback = Sums.playback(4) { number in
      ["Answer: \(number + 1)", "Answer: 0", "Answer: \(number + 1)."]
    }
    try await withServer(playback) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(4))
      let graded = try await desk.assay(grade + ["--attempts", "3"])
      #expect(graded.status == 0, "\(graded.messages)")
      #expect(server.requestCount == 12)
      let lines = try await desk.export()
      #expect(lines.map { $0["attempt"]?.int } == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
      #expect(lines.map { $0["score"]?.int } == [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1])
    }
  }

  @Test func anAttemptThatFailedIsAskedAgainByTheSameCall() async throws {
    let faults = [Injection(.status(400), .first(1))]
    try await withServer(Sums.playback(4), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(4))
      let first = try await desk.assay(grade + ["--concurrency", "1"])
      #expect(first.status == 3)
      #expect(first.messages.contains("the same call"))
      let faulted = try await desk.export()
      #expect(faulted.map { $0["fault"]?["kind"]?.string } == ["rejected", nil, nil, nil])
      #expect(faulted.map { $0["score"] } == [.null, .int(1), .int(1), .int(1)])
      #expect(faulted[0]["fault"]?["message"]?.string?.contains("answered 400") == true)
      #expect(faulted[0]["tries"] == .int(1))

      let second = try await desk.assay(grade + ["--concurrency", "1"])
      #expect(second.status == 0, "\(second.messages)")
      #expect(server.requestCount == 5)
      #expect(try await desk.export().allSatisfy { $0["score"] == .int(1) })
    }
  }

  @Test func aServerThatStillLoadsIsSaidToAndAskedAllTheSame() async throws {
    let body = #"{"error":{"message":"Loading model"}}"#
    let reply =
      "HTTP/1.1 503 Busy\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    let script = Array(repeating: [ScriptedServer.Step.read, .send(reply)], count: 8)
      .flatMap(\.self)
    let server = try ScriptedServer(scripts: Array(repeating: script, count: 8))
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let graded = try await desk.assay([
      "grade", "set.jsonl", "--model", "m", "--no-report", "--retries", "0", "--endpoint",
      server.url,
    ])
    #expect(graded.status == 3)
    #expect(
      graded.messages.contains(
        "\(server.url): is still loading: answered 503: Loading model; --wait-ready"),
      "\(graded.messages)")
    #expect(try await desk.export().map { $0["fault"]?["kind"]?.string } == ["server"])
  }

  @Test func aServerThatWasDownIsAskedWhenItIsBack() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3))
    let call = ["grade", "set.jsonl", "--model", "m", "--no-report", "--retries", "0"]
    // Nobody listens on the discard port.
    let down = try await desk.assay(call + ["--endpoint", "http://127.0.0.1:9"])
    #expect(down.status == 3)
    let first = try #require(down.messages.split(separator: "\n").first)
    #expect(first.contains("http://127.0.0.1:9") && first.contains("--wait-ready"))
    let kinds = try await desk.export().map { $0["fault"]?["kind"]?.string }
    #expect(kinds == ["network", "network", "network"])
    let server = ModelServer(playback: Sums.playback(3))
    let up = try await desk.assay(call + ["--endpoint", try await server.start()])
    await server.stop()
    #expect(up.status == 0, "\(up.messages)")
    #expect(try await desk.export().map { $0["score"] } == [.int(1), .int(1), .int(1)])
    #expect(try await desk.assay("runs", "--json").lines().first?.array?.count == 1)
  }

  // the status that every request gets, words of the advice
  @Test(arguments: [(404, "the model's name"), (401, "check the key")])
  func aServerThatRefusesEverythingIsNotAskedToTheEnd(status: Int, advice: String) async throws {
    let faults = [Injection(.status(status), .every(1))]
    try await withServer(Sums.playback(40), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(40))
      let result = try await desk.assay(grade + ["--concurrency", "4"])
      #expect(result.status == 3)
      #expect((1...8).contains(server.requestCount))
      #expect(result.messages.contains("answered \(status)"), "\(result.messages)")
      #expect(result.messages.contains(advice), "\(result.messages)")
      let lines = try await desk.export()
      #expect(lines.count == 40)
      #expect(lines.allSatisfy { $0["fault"]?["kind"]?.string == "rejected" })
    }
  }

  @Test func aServerThatIsBusyIsAskedAgainWhenItSays() async throws {
    let faults = try Injection.list(parsing: "429:0@first=3")
    try await withServer(Sums.playback(4), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(4))
      let result = try await desk.assay(grade + ["--retries", "1"])
      #expect(result.status == 0, "\(result.messages)")
      #expect(server.requestCount == 7)
      let tries = try await desk.export().compactMap { $0["tries"]?.int }
      #expect(tries.reduce(0, +) == 7)
    }
    // Who wants no retries gets none, not even then.
    try await withServer(Sums.playback(4), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(4))
      let result = try await desk.assay(grade + ["--retries", "0"])
      #expect(result.status == 3)
      #expect(server.requestCount == 4)
      let kinds = try await desk.export().compactMap { $0["fault"]?["kind"]?.string }
      #expect(kinds == ["rate_limited", "rate_limited", "rate_limited"])
    }
  }

  // what the server does once, the kind of fault
  @Test(arguments: [
    ("drop@first=1", "network"), ("malform@first=1", "bad_reply"), ("500@first=1", "server"),
  ])
  func aFailureThatMayPassIsTriedAgainAndElseAFault(fault: String, kind: String) async throws {
    let faults = try Injection.list(parsing: fault)
    try await withServer(Sums.playback(2), faults) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(2))
      let result = try await desk.assay(grade + ["--concurrency", "1"])
      #expect(result.status == 0, "\(result.messages)")
      #expect(server.requestCount == 3)
    }
    // Without retries; libcurl itself sends a request again that a kept connection swallowed.
    let always = try Injection.list(parsing: fault.replacing("first=1", with: "every=1"))
    try await withServer(Sums.playback(2), always) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(2))
      let result = try await desk.assay(grade + ["--concurrency", "1", "--retries", "0"])
      #expect(result.status == 3)
      #expect(
        fault.hasPrefix("drop") ? (2...4).contains(server.requestCount) : server.requestCount == 2)
      #expect(try await desk.export().map { $0["fault"]?["kind"]?.string } == [kind, kind])
    }
  }

  @Test func aServerThatNeverAnswersIsAFaultAfterTheTimeout() async throws {
    try await withServer(Sums.playback(1), [Injection(.hang, .every(1))]) { desk, _, grade in
      try desk.write("set.jsonl", Sums.set(1))
      let result = try await desk.assay(grade + ["--retries", "0", "--timeout", "200ms"])
      #expect(result.status == 3, "\(result.messages)")
      #expect(try await desk.export()[0]["fault"]?["kind"]?.string == "timeout")
    }
  }

  @Test func severalEndpointsShareTheWork() async throws {
    let second = ModelServer(playback: Sums.playback(8))
    let address = try await second.start()
    try await withServer(Sums.playback(8)) { desk, first, grade in
      try desk.write("set.jsonl", Sums.set(8))
      let result = try await desk.assay(grade + ["--endpoint", address, "--concurrency", "4"])
      #expect(result.status == 0, "\(result.messages)")
      #expect(first.requestCount + second.requestCount == 8)
      #expect(first.requestCount > 0 && second.requestCount > 0)
    }
    await second.stop()
  }

  @Test func theKeyIsNeverStoredOrShown() async throws {
    try await withServer(Sums.playback(1)) { desk, _, grade in
      try desk.write("set.jsonl", Sums.set(1))
      let key = "sk-test-0123456789abcdef"
      let result = try await desk.assay(
        grade + ["--api-key-env", "COURSE_KEY"], environment: ["COURSE_KEY": key])
      #expect(result.status == 0)
      let everything =
        [result.output, result.messages] + (try desk.files.map { try desk.text($0) })
      #expect(everything.allSatisfy { !$0.contains(key) })
    }
  }

  @Test func theParametersReachTheServer() async throws {
    try await withServer(Sums.playback(1)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(1))
      try desk.write("system.md", "Be brief.\n")
      let result = try await desk.assay(
        grade + [
          "--system", "@system.md", "--temperature", "0.25", "--top-p", "0.9", "--max-tokens", "64",
          "--seed", "7", "--stop", "END", "--extra-body", #"{"top_k":20}"#,
        ])
      #expect(result.status == 0, "\(result.messages)")
      let body = try JSON(parsing: server.requests.first?.body ?? "")
      #expect(body["model"] == .string("m"))
      #expect(body["temperature"] == .number("0.25"))
      #expect(body["top_p"] == .number("0.9"))
      #expect((body["max_tokens"] ?? body["max_completion_tokens"]) == .int(64))
      #expect(body["seed"] == .int(7))
      #expect(body["stop"]?.text.contains("END") == true)
      #expect(body["top_k"] == .int(20))
      #expect(body["messages"]?[0]?["role"] == .string("system"))
      #expect(body["messages"]?[0]?["content"]?.string?.hasPrefix("Be brief.") == true)
      #expect(body["messages"]?[1]?["content"] == .string("What is 1 + 1?"))
    }
  }

  @Test func theProtocolInferIsSpokenEndToEnd() async throws {
    try await withServer(Sums.playback(3)) { desk, server, grade in
      try desk.write("set.jsonl", Sums.set(3))
      let result = try await desk.assay(grade + ["--protocol", "infer"])
      #expect(result.status == 0, "\(result.messages)")
      #expect(server.requests.map(\.path) == ["/infer", "/infer", "/infer"])
      let lines = try await desk.export()
      #expect(lines.map { $0["score"] } == [.int(1), .int(1), .int(1)])
      #expect(lines.allSatisfy { $0["prompt_tokens"]?.int ?? 0 > 0 })
      #expect(lines.allSatisfy { $0["latency_ms"]?.double ?? 0 > 0 })
    }
  }

  /// Runs `body` with a desk, a server, and the `grade` call that asks it.
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
