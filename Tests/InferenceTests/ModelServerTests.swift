import Grading
import Inference
import ModelServer
import Testing

/// The embedded server as clients see it.
struct ModelServerTests {
  private let entries = [
    PlaybackEntry(
      prompt: "What is 2 + 2?",
      completions: [
        RecordedCompletion(content: "4", reasoning: "easy", promptTokens: 9, completionTokens: 1),
        RecordedCompletion(content: "five", finishReason: "length"),
      ])
  ]

  /// Runs `body` with a server, and stops it.
  private func withServer(
    _ options: ModelServer.Options = .init(),
    _ body: (ModelServer, Endpoint, CurlTransport) async throws -> Void
  ) async throws {
    let server = ModelServer(playback: entries, options: options)
    let endpoint = try Endpoint(try await server.start())
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(server, endpoint, CurlTransport()))
    } catch {
      result = .failure(error)
    }
    await server.stop()
    try result.get()
  }

  private func text(_ response: HTTPResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  private func get(_ path: String, _ endpoint: Endpoint, _ transport: CurlTransport) async throws
    -> String
  {
    text(try await transport.send(HTTPRequest(.get, endpoint.url(path))))
  }

  private func post(
    _ path: String, _ body: String, _ endpoint: Endpoint, _ transport: CurlTransport,
    total: Duration = .seconds(600)
  ) async throws(TransportFailure) -> HTTPResponse {
    try await transport.send(
      HTTPRequest(
        .post, endpoint.url(path), body: Array(body.utf8), limits: HTTPLimits(total: total)))
  }

  @Test func theAttemptPicksTheCompletion() async throws {
    try await withServer { server, endpoint, transport in
      let model = RemoteModel(
        OpenAIChat(model: "m"), at: [endpoint], over: transport, options: .test)
      var contents: [String] = []
      for attempt in 1...3 {
        contents.append(
          try await model.complete(.test("What is 2 + 2?\n", attempt: attempt)).content)
      }
      #expect(contents == ["4", "five", "4"])
      #expect(server.requests.map(\.attempt) == [1, 2, 3])
      #expect(server.requests.allSatisfy { $0.requestID?.hasPrefix("run-") == true })
      #expect(server.requests.allSatisfy { $0.body.contains("2 + 2") && $0.status == 200 })
    }
  }

  @Test func everythingRecordedComesBack() async throws {
    try await withServer { _, endpoint, transport in
      let model = RemoteModel(
        OpenAIChat(model: "m"), at: [endpoint], over: transport, options: .test)
      var completion = try await model.complete(.test("What is 2 + 2?"))
      #expect(completion.latencyMilliseconds ?? 0 > 0)
      completion.latencyMilliseconds = nil
      #expect(completion.delivery?.status == 200)
      completion.delivery = nil
      #expect(
        completion
          == Completion(
            content: "4", reasoning: "easy", promptTokens: 9, completionTokens: 1,
            endpoint: endpoint.display, servedModel: "m", requestID: completion.requestID,
            wire: WireNotes(reasoningSource: "reasoning_content")))
      let cut = try await model.complete(.test("What is 2 + 2?", attempt: 2))
      #expect(cut.finishReason == .length)
    }
  }

  @Test func withoutAnIdentifierAttemptsAreCounted() async throws {
    try await withServer { server, endpoint, transport in
      let ask = #"{"prompt":"What is 2 + 2?"}"#
      var answers: [String] = []
      for _ in 1...3 {
        answers.append(text(try await post("/infer", ask, endpoint, transport)))
      }
      #expect(answers[0].hasPrefix(#"{"answer":"4","token_usage":{"prompt_tokens":9,"#))
      #expect(answers[1].hasPrefix(#"{"answer":"five","#))
      #expect(answers[2] == answers[0])
    }
  }

  @Test func aStreamHoldsTheSameInPieces() async throws {
    try await withServer { _, endpoint, transport in
      let response = try await post(
        "/v1/chat/completions",
        #"{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","#
          + #""content":[{"type":"text","text":"What is 2 + 2?"}]}]}"#, endpoint, transport)
      #expect(response.header("content-type") == "text/event-stream")
      let events = text(response).split(separator: "\n\n")
      #expect(events.count == 6)
      #expect(events[1].contains(#""delta":{"reasoning_content":"easy"}"#))
      #expect(events[2].contains(#""delta":{"content":"4"}"#))
      #expect(events[3].contains(#""finish_reason":"stop""#))
      #expect(events[4].contains(#""choices":[],"usage":{"prompt_tokens":9"#))
      #expect(events[5] == "data: [DONE]")
    }
  }

  @Test func theOtherPathsAnswer() async throws {
    try await withServer { _, endpoint, transport in
      #expect(try await get("/health", endpoint, transport) == #"{"status":"ok"}"#)
      let report = await Probe(OpenAIChat(model: ""), over: transport).report(on: endpoint)
      #expect(report.models == ["recorded"])
      #expect(try await get("/nothing", endpoint, transport).contains("unknown_path"))
      let reply = try await post("/v1/chat/completions", "{", endpoint, transport)
      #expect(reply.status == 400)
    }
  }

  @Test func anUnknownPromptIsNotFound() async throws {
    try await withServer { server, endpoint, transport in
      let model = RemoteModel(
        OpenAIChat(model: "m"), at: [endpoint], over: transport, options: .test)
      await #expect {
        try await model.complete(.test("What is 3 + 3?"))
      } throws: { error in
        guard let fault = error as? Fault else { return false }
        return fault.kind == .rejected && fault.message.contains("no recorded completion")
      }
      #expect(server.requests.map(\.status) == [404])
    }
  }

  @Test func theCountsAreByPrompt() async throws {
    try await withServer(.init(faults: [Injection(.status(500), .first(1))])) {
      server, endpoint, transport in
      for prompt in ["What is 2 + 2?", "What is 2 + 2?", "other"] {
        _ = try await post("/infer", #"{"prompt":"\#(prompt)"}"#, endpoint, transport)
      }
      let stats = try JSON(parsing: try await get("/stats", endpoint, transport))
      #expect(stats["requests"]?.int == 3)
      #expect(stats["statuses"]?.text == #"{"200":1,"404":1,"500":1}"#)
      #expect(stats["prompts"]?[0]?["requests"]?.int == 2)
      #expect(stats["prompts"]?[0]?["answered"]?.int == 1)
      #expect(stats["prompts"]?[1]?["prompt"]?.string == "other")
    }
  }

  @Test(arguments: [
    // deed, what a client sees
    (Injection.Deed.status(503, retryAfter: 2), "503 2"), (.drop, "broken"),
    (.truncate, "broken"), (.malform, "malformed"), (.hang, "timeout"),
    (.slow(milliseconds: 1), "200"),
  ])
  func faultsAreCommittedOnPurpose(deed: Injection.Deed, seen: String) async throws {
    try await withServer(.init(faults: [Injection(deed, .first(1))])) { _, endpoint, transport in
      let limit: Duration = deed == .hang ? .milliseconds(50) : .seconds(600)
      #expect(await infer(endpoint, transport, total: limit) == seen)
      #expect(await infer(endpoint, transport, total: .seconds(600)) == "200")
    }
  }

  /// What comes of one request, in a word.
  private func infer(
    _ endpoint: Endpoint, _ transport: CurlTransport, total: Duration
  ) async -> String {
    do throws(TransportFailure) {
      let reply = try await post(
        "/infer", #"{"prompt":"What is 2 + 2?"}"#, endpoint, transport, total: total)
      guard (try? JSON(parsing: reply.body)) != nil else { return "malformed" }
      return "\(reply.status)" + (reply.header("retry-after").map { " \($0)" } ?? "")
    } catch {
      switch error {
      case .broken: return "broken"
      case .timeout: return "timeout"
      default: return error.message
      }
    }
  }

  @Test func patienceOvercomesAllFaults() async throws {
    let faults = try Injection.list(
      parsing: "500@every=3,429:0@first=2,drop@every=5,truncate@every=7,malform@every=11")
    try await withServer(.init(faults: faults)) { server, endpoint, transport in
      var clock = RetryClock.system
      clock.sleep = { _ in try Task.checkCancellation() }
      let model = RemoteModel(
        OpenAIChat(model: "m"), at: [endpoint], over: transport, options: .test,
        policy: RetryPolicy(tries: 20, equalErrors: 20), clock: clock)
      var tries = 0
      for _ in 1...50 {
        let completion = try await model.complete(.test("What is 2 + 2?"))
        #expect(completion.content == "4")
        tries += completion.tries
      }
      // More arrived than were counted as tries: dropped on a connection used before, which the
      // transport replaces unnoticed.
      #expect(server.requestCount > tries)
      #expect(tries > 60)
    }
  }

  @Test func tooManyRequestsASecondAreRefusedWithAWait() async throws {
    try await withServer(.init(requestsPerSecond: 0.01)) { _, endpoint, transport in
      let ask = #"{"prompt":"What is 2 + 2?"}"#
      #expect(try await post("/infer", ask, endpoint, transport).status == 200)
      let refusal = try await post("/infer", ask, endpoint, transport)
      #expect(refusal.status == 429)
      let wait = Int(refusal.header("retry-after") ?? "") ?? 0
      #expect(90...100 ~= wait)
      #expect(Int(refusal.header("retry-after-ms") ?? "").map { ($0 + 999) / 1000 } == wait)
    }
  }

  @Test func aPortIsTakenOnlyOnce() async throws {
    try await withServer { _, endpoint, _ in
      let port = UInt16(try #require(endpoint.port))
      let second = ModelServer(playback: [], options: .init(port: port))
      await #expect(throws: (any Error).self) { try await second.start() }
    }
  }

  @Test(
    arguments: [
      ("", []), ("500@every=7", [Injection(.status(500), .every(7))]),
      (
        "429:2@first=3,drop@every=50",
        [Injection(.status(429, retryAfter: 2), .first(3)), Injection(.drop, .every(50))]
      ),
      (
        "truncate@first=1,malform@first=1,hang@first=1,slow:200@every=2",
        [
          Injection(.truncate, .first(1)), Injection(.malform, .first(1)),
          Injection(.hang, .first(1)), Injection(.slow(milliseconds: 200), .every(2)),
        ]
      ),
    ] as [(String, [Injection])])
  func faultsAreReadFromText(text: String, injections: [Injection]) throws {
    #expect(try Injection.list(parsing: text) == injections)
  }

  @Test(arguments: [
    "500", "500@", "@every=1", "200@every=1", "500@every=0", "500@every=-1", "500@each=1",
    "500:x@every=1", "500:1:2@every=1", "slow@every=1", "slow:-1@every=1", "explode@every=1",
    "drop:1@every=1", "500@every=1@first=1",
  ])
  func whatIsNoFaultIsRefused(text: String) {
    #expect(throws: Injection.ParseError.self) { try Injection.list(parsing: text) }
  }
}
