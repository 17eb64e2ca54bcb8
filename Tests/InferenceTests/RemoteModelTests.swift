import Grading
import ModelServer
import Testing

@testable import Inference

/// Real requests over the loopback to the embedded server.
struct RemoteModelTests {
  @Test func twoThousandRequestsAreAnsweredOnceEach() async throws {
    let prompts = (0..<2000).map { "What is \($0) + 1?" }
    let server = ModelServer(
      playback: prompts.enumerated().map { number, prompt in
        PlaybackEntry(prompt: prompt, completions: [.init(content: "It is \(number + 1).")])
      })
    let endpoint = try Endpoint(try await server.start())
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [endpoint], over: try CurlTransport(), options: .test)

    let contents = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      var contents: [Int: String] = [:]
      var next = 0
      func ask() {
        guard next < prompts.count else { return }
        let number = next
        next += 1
        group.addTask { (number, try await model.complete(.test(prompts[number])).content) }
      }
      for _ in 0..<64 { ask() }
      for try await (number, content) in group {
        contents[number] = content
        ask()
      }
      return contents
    }

    #expect(contents.count == 2000)
    #expect(contents.allSatisfy { $0.value == "It is \($0.key + 1)." })
    #expect(server.requestCount == 2000)
    await server.stop()
  }

  @Test func whateverAServerDoesAGoodReplyIsFoundInTheEnd() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
    let server = try ScriptedServer(
      [.read, .reset],  // before a byte
      [.read, .send("HTTP/1.1 200"), .reset],  // in the head
      [.read, .send(head + "{\"choices\":"), .reset],  // in the body
      [.read, .send(head + "{\"choices\":")],  // an end too early
      [.read, .send("\u{1}\u{2}garbage\r\n\r\n")],
      [.read, .reply(200, "{\"choices\":[{\"message\":")],  // cut off, but of the right length
      [.read, .untilClosed],  // hangs
      [
        .read, .reply(429, "{\"error\":\"busy\"}", headers: "Retry-After: 4000\r\n"),
        .read, .reply(200, "<html>Log in</html>"), .read, .reply(503, ""), .read, .reply(),
      ])
    let clock = FakeClock()
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .init(
        runPrefix: "run", userAgent: "assay/test", limits: HTTPLimits(total: .milliseconds(200))),
      policy: RetryPolicy(tries: 20, firstWait: .zero), clock: clock.clock)
    let completion = try await model.complete(.test("q"))
    #expect(completion.content == "hello")
    #expect(completion.tries == 11)
    #expect(server.requests.count == 11)
    let tries = (1...11).map { "-a1-t\($0)\r\n" }
    #expect(zip(server.requests, tries).allSatisfy { $0.contains($1) })
    // The server's 4,000 seconds were cut to 120; half of the jitter's five seconds came on top.
    #expect(clock.sleeps.filter { $0 > .zero } == [.milliseconds(122_500)])
  }

  @Test func theSame500ThriceFromARealServerIsEnough() async throws {
    let error = ScriptedServer.Step.reply(500, "Internal Server Error")
    let server = try ScriptedServer([.read, error, .read, error, .read, error, .read, .reply()])
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .test, clock: FakeClock().clock)
    await #expect {
      try await model.complete(.test("q"))
    } throws: { error in
      (error as? Fault)?.kind == .server && (error as? Fault)?.tries == 3
    }
    #expect(server.requests.count == 3)
  }

  @Test func cancellingEndsAllRequestsInFlight() async throws {
    let server = ModelServer(
      playback: [], options: .init(faults: [Injection(.hang, .every(1))]))
    let endpoint = try Endpoint(try await server.start())
    let sent = Locked(0)
    let allSent = ScriptedServer.Signal()
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [endpoint], over: try CurlTransport(), options: .test,
      onEvent: { event in
        guard case .sent = event else { return }
        if sent.withLock({
          $0 += 1; return $0
        }) == 100 {
          allSent.fire()
        }
      })
    let task = Task {
      await withTaskGroup(of: Fault.Kind?.self) { group in
        for number in 0..<100 {
          group.addTask {
            do throws(Fault) {
              _ = try await model.complete(.test("\(number)"))
              return nil
            } catch {
              return error.kind
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    await allSent.reached()
    task.cancel()
    #expect(await task.value == Array(repeating: .cancelled, count: 100))
    await server.stop()
  }
}

extension RemoteModel.Options {
  static let test = RemoteModel.Options(
    runPrefix: "run", userAgent: "assay/test", limits: HTTPLimits(total: .seconds(600)))
}

extension ModelRequest {
  static func test(_ text: String, attempt: Int = 1, system: String? = nil) -> ModelRequest {
    ModelRequest(
      id: AttemptID(problemID: text, number: attempt), prompt: Prompt(system: system, text: text))
  }
}
