import Grading
import Testing

@testable import Inference

/// The model with a scripted transport and a clock on which nobody waits.
struct PatienceTests {
  private let clock = FakeClock()
  private let events = Events()

  private func model(
    _ transport: ScriptedTransport, at endpoints: [String] = ["http://h"], key: String? = nil,
    policy: RetryPolicy = RetryPolicy(), deadline: Duration? = nil
  ) throws -> RemoteModel {
    RemoteModel(
      OpenAIChat(model: "m"), at: try endpoints.map { try Endpoint($0) }, over: transport,
      options: .init(
        key: key.flatMap(Secret.init), runPrefix: "r7", userAgent: "assay/1",
        deadline: deadline.map { clock.clock.deadline(in: $0) }), policy: policy,
      clock: clock.clock, onEvent: events.receive)
  }

  private func ask(_ model: RemoteModel, _ text: String = "q") async -> Result<Completion, Fault> {
    do throws(Fault) {
      return .success(try await model.complete(.test(text, attempt: 2)))
    } catch {
      return .failure(error)
    }
  }

  private func fault(_ model: RemoteModel, _ text: String = "q") async throws -> Fault {
    guard case .failure(let fault) = await ask(model, text) else {
      throw Fault(.unsupported, "there was a completion")
    }
    return fault
  }

  @Test func everyRequestSaysWhoAsksAndWhat() async throws {
    let transport = ScriptedTransport([.reply(503, ""), .reply(200)])
    _ = try await ask(model(transport, key: "sk-123")).get()
    let names = transport.requests.map { request in
      request.headers.map { "\($0.name): \($0.value)" }
    }
    // The first twelve digits of SHA-256 of "q".
    #expect(
      names
        == (1...2).map {
          [
            "Content-Type: application/json", "Accept: application/json", "User-Agent: assay/1",
            "X-Request-Id: r7-8e35c2cd3bf6-a2-t\($0)", "Authorization: Bearer sk-123",
          ]
        })
  }

  @Test func withoutAKeyThereIsNoHeaderForIt() async throws {
    let transport = ScriptedTransport([.reply(200)])
    _ = try await ask(model(transport)).get()
    #expect(transport.requests[0].headers.allSatisfy { $0.name != "Authorization" })
  }

  @Test func theCompletionSaysWhereItCameFromAndHowLongItTook() async throws {
    let transport = ScriptedTransport([
      .failure(.broken("reset")), .reply(429, "", headers: [HTTPHeader("Retry-After", "3")]),
      .reply(
        200, #"{"choices":[{"message":{"content":"x"}}]}"#,
        headers: [HTTPHeader("X-Request-ID", "srv-9")], milliseconds: 12.5),
    ])
    let completion = try await ask(model(transport)).get()
    #expect(completion.tries == 3)
    #expect(completion.latencyMilliseconds == 12.5)
    #expect(completion.endpoint == "http://h")
    #expect(completion.requestID == "srv-9")
    // Half of the first wait; then the server's three seconds and half of their quarter.
    #expect(clock.sleeps == [.milliseconds(250), .milliseconds(3375)])
  }

  @Test func everyTryIsReportedWithItsTimesAndItsEnd() async throws {
    let transport = ScriptedTransport([.reply(503, "down"), .reply(200, milliseconds: 5)])
    let completion = try await ask(model(transport)).get()
    let tries = events.all.compactMap { event -> TryRecord? in
      guard case .tried(let record) = event else { return nil }
      return record
    }
    #expect(tries.map(\.sentID) == ["r7-8e35c2cd3bf6-a2-t1", "r7-8e35c2cd3bf6-a2-t2"])
    #expect(tries.map(\.status) == [503, 200])
    #expect(tries.map(\.milliseconds) == [0, 5])
    #expect(
      tries.map(\.outcome) == [
        .failed(.server, message: "answered 503: down", wait: .milliseconds(250)), .completed,
      ])
    #expect(tries[1].completionTokens == 5)
    #expect(
      completion.delivery
        == Delivery(
          sentID: "r7-8e35c2cd3bf6-a2-t2", status: 200, waitedMilliseconds: 250,
          firstByteMilliseconds: 0))
  }

  @Test func eventsTellTheStory() async throws {
    let transport = ScriptedTransport([.reply(503, "down"), .reply(200, milliseconds: 5)])
    _ = try await ask(model(transport)).get()
    let id = AttemptID(problemID: "q", number: 2)
    let told = events.all.filter {
      if case .tried = $0 { false } else { true }
    }
    #expect(
      told == [
        .sent(id, try: 1, endpoint: "http://h"),
        .retrying(id, try: 1, wait: .milliseconds(250), reason: "answered 503: down"),
        .sent(id, try: 2, endpoint: "http://h"), .answered(id, tries: 2, milliseconds: 5),
      ])
  }

  @Test func aFaultSaysWhoSaidWhatAndHowOftenItWasTried() async throws {
    let transport = ScriptedTransport([], other: { _ in .reply(502, "<title>Bad Gateway</title>") })
    let fault = try await fault(model(transport, policy: RetryPolicy(tries: 4)))
    #expect(fault == Fault(.server, "http://h: answered 502: Bad Gateway", tries: 4))
    #expect(transport.requests.count == 4)
    #expect(events.all.last == .failed(AttemptID(problemID: "q", number: 2), fault))
  }

  @Test func theSame500ThriceIsEnough() async throws {
    let transport = ScriptedTransport([], other: { _ in .reply(500, #"{"error":"bad JSON"}"#) })
    let fault = try await fault(model(transport))
    #expect(
      fault == Fault(.server, "http://h: answered 500: bad JSON; the same 3 times", tries: 3))
  }

  @Test func anEchoedKeyIsNotRepeated() async throws {
    let transport = ScriptedTransport([.reply(401, "wrong key sk-123!")])
    let fault = try await fault(model(transport, key: "sk-123"))
    #expect(
      fault == Fault(.rejected, "http://h: answered 401: wrong key ***! (check the key)", tries: 1))
  }

  @Test(arguments: [
    // status, body, requests that are sent before the rest fail unsent
    (401, #"{"error":"Unauthorized"}"#, 1), (402, "", 1), (405, "", 1), (307, "", 1),
    (404, #"{"error":{"message":"The model `m` does not exist","code":404}}"#, 1),
    (404, #"{"error":{"message":"no such model","code":"model_not_found"}}"#, 1),
    (404, #"{"detail":"Not Found"}"#, 1),
    (404, #"{"error":{"message":"no","code":"unknown_prompt"}}"#, 8), (403, "no", 3),
    (400, "no", 8), (422, "no", 8),
    (429, #"{"error":{"message":"pay","code":"insufficient_quota"}}"#, 1),
  ])
  func aServerThatRefusesEverythingIsNotAskedAThousandTimes(
    status: Int, body: String, sent: Int
  ) async throws {
    let transport = ScriptedTransport([], other: { _ in .reply(status, body) })
    let model = try model(transport)
    var faults: [Fault] = []
    for number in 0..<20 { faults.append(try await fault(model, "q\(number)")) }
    #expect(transport.requests.count == sent)
    #expect(model.verdict?.message == faults[0].message)
    #expect(Set(faults.map(\.kind)) == [status == 429 ? .rateLimited : .rejected])
    #expect(Set(faults.map(\.message)).count == 1)
    #expect(faults.map(\.tries) == (0..<20).map { $0 < sent ? 1 : 0 })
  }

  @Test func aServerThatIsNotThereIsNotAwaitedAThousandTimes() async throws {
    let counter = Locked(0)
    let transport = ScriptedTransport(
      [],
      other: { _ in
        .failure(.unconnected("refused after \(counter.withLock { $0 += 1; return $0 }) ms"))
      })
    let model = try model(transport, policy: RetryPolicy(tries: 4))
    var tries: [Int] = []
    for _ in 0..<10 { tries.append(try await fault(model).tries) }
    #expect(tries == [4, 4, 4, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func aRunsNameMayHoldAnything() async throws {
    let transport = ScriptedTransport([.reply(200)])
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint("http://h")], over: transport,
      options: .init(runPrefix: "Lauf 1/é\r\nX: y", userAgent: "assay/1"))
    _ = try await ask(model).get()
    let id = transport.requests[0].headers.first { $0.name == "X-Request-Id" }?.value
    #expect(id == "Lauf_1_____X__y-8e35c2cd3bf6-a2-t1")
  }

  @Test func oneAnswerShowsThatTheServerDoesNotRefuseEverything() async throws {
    let transport = ScriptedTransport([.reply(200)], other: { _ in .reply(403, "moderated") })
    let model = try model(transport)
    _ = try await ask(model).get()
    for _ in 0..<20 { _ = try await fault(model) }
    #expect(model.verdict == nil)
    #expect(transport.requests.count == 21)
  }

  @Test func differentRefusalsAreAboutThePrompts() async throws {
    let counter = Locked(0)
    let transport = ScriptedTransport(
      [],
      other: { _ in
        .reply(
          400,
          "too long: \(counter.withLock { count in count += 1; return count })")
      })
    let model = try model(transport)
    for _ in 0..<20 { _ = try await fault(model) }
    #expect(transport.requests.count == 20)
  }

  @Test func oneServersWrongKeyLeavesTheOthers() async throws {
    let transport = ScriptedTransport(
      [],
      other: { request in
        request.url.hasPrefix("http://a") ? .reply(401, "no") : .reply(200)
      })
    let model = try model(transport, at: ["http://a", "http://b"])
    for _ in 0..<10 { _ = try await ask(model).get() }
    #expect(transport.requests.filter { $0.url.hasPrefix("http://a") }.count == 1)
    #expect(transport.requests.count == 11)
  }

  @Test func endpointsTakeTurnsAndAFailureIsTriedElsewhere() async throws {
    let transport = ScriptedTransport(
      [], other: { request in request.url.hasPrefix("http://c") ? .reply(503, "") : .reply(200) })
    let model = try model(transport, at: ["http://a", "http://b", "http://c"])
    var endpoints: [String?] = []
    for _ in 0..<5 { endpoints.append(try await ask(model).get().endpoint) }
    #expect(endpoints == ["http://a", "http://b", "http://a", "http://b", "http://a"])
  }

  @Test func aDeadServerAmongOthersIsAskedLessAndLess() async throws {
    let clock = clock
    let isWell = Locked(false)
    let transport = ScriptedTransport(
      [],
      other: { request in
        clock.advance(.milliseconds(10))
        guard request.url.hasPrefix("http://a"), !isWell.withLock(\.self) else {
          return .reply(200)
        }
        return .failure(.unconnected("refused"))
      })
    let model = try model(transport, at: ["http://a", "http://b"])
    func shareOfA(_ count: Int) async throws -> Int {
      let before = transport.requests.count
      for _ in 0..<count { _ = try await ask(model).get() }
      return transport.requests[before...].filter { $0.url.hasPrefix("http://a") }.count
    }
    #expect(try await 2...8 ~= shareOfA(200))
    isWell.withLock { $0 = true }
    clock.advance(.seconds(30))
    #expect(try await shareOfA(200) > 60)  // it is found to be well again
  }

  @Test func theDeadlineEndsTriesAndWaits() async throws {
    let clock = clock
    let transport = ScriptedTransport(
      [],
      other: { request in
        clock.advance(request.limits.total)
        return .failure(.timeout(request.limits.total))
      })
    let model = try model(transport, deadline: .seconds(900))
    let first = try await fault(model)
    #expect(first.kind == .deadline)
    #expect(first.tries == 2)
    #expect(transport.requests.map(\.limits.total) == [.seconds(600), .milliseconds(299_750)])
    #expect(
      try await fault(model) == Fault(.deadline, "the run's time is over", tries: 0))
    #expect(transport.requests.count == 2)
  }

  @Test func aCancelledTaskIsToldSoAndAsksNoMore() async throws {
    let transport = ScriptedTransport([.failure(.cancelled)])
    let first = try await fault(model(transport))
    #expect(first == Fault(.cancelled, "interrupted", tries: 1))

    let busy = ScriptedTransport([], other: { _ in .reply(503, "") })
    let model = try model(busy)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await fault(model)
    }
    #expect(try await task.value == Fault(.cancelled, "interrupted", tries: 0))
    #expect(busy.requests.isEmpty)
  }

  @Test func aPromptThatCannotBeWrittenIsNotSent() async throws {
    let transport = ScriptedTransport([])
    var request = ModelRequest.test("q")
    request.prompt.images = ["a.png"]
    let model = try model(transport)
    await #expect {
      try await model.complete(request)
    } throws: { ($0 as? Fault)?.kind == .unsupported }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [
    (#"{"data":[{"id":"a"},{"id":"b"}]}"#, ["a", "b"]), (#"{"data":[]}"#, []),
    (#"{"models":[{"name":"a"}]}"#, ["a"]), (#"["a",{"id":"b"},7]"#, ["a", "b"]),
  ])
  func aProbeListsModels(body: String, models: [String]) async throws {
    let transport = ScriptedTransport([.reply(200, body, milliseconds: 3)])
    let report = await Probe(OpenAIChat(model: ""), over: transport, key: Secret("sk-1")).report(
      on: try Endpoint("http://h/v1/chat/completions"))
    #expect(
      report
        == ProbeReport(
          endpoint: "http://h/v1/chat/completions", status: 200, models: models, milliseconds: 3))
    #expect(transport.requests.map(\.url) == ["http://h/v1/models"])
    #expect(transport.requests[0].method == .get)
  }

  @Test(
    arguments: [
      (.reply(401, #"{"error":"no"}"#), 401, "answered 401: no"),
      (.reply(200, "<html>"), 200, nil), (.reply(200, #"{"error":"no"}"#), 200, "no"),
      (.failure(.unconnected("refused")), nil, "no connection (refused)"),
    ] as [(ScriptedTransport.Answer, Int?, String?)])
  func aProbeSaysWhatIsWrong(
    answer: ScriptedTransport.Answer, status: Int?, error: String?
  ) async throws {
    let probe = Probe(OpenAIChat(model: ""), over: ScriptedTransport([answer]))
    let report = await probe.report(on: try Endpoint("http://h"))
    #expect(report.status == status)
    #expect(report.error != nil)
    if let error { #expect(report.error == error) }
  }
}
