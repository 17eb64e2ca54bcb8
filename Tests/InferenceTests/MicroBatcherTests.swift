import Grading
import Testing

@testable import Inference

/// Prompts that share a request.
struct MicroBatcherTests {
  /// Asks all prompts at once; what each got.
  private func ask(
    _ prompts: [String], _ transport: any Transport, size: Int, wait: Duration = .seconds(3600),
    sampling: Sampling = Sampling(), attempts: [Int]? = nil, policy: RetryPolicy = .never
  ) async throws -> [String] {
    let model = RemoteModel(
      OpenAICompletions(model: "m", sampling: sampling), at: [try Endpoint("http://h")],
      over: transport,
      options: .init(
        runPrefix: "run", userAgent: "a", batching: Batching(size: size, wait: wait)),
      policy: policy, clock: FakeClock().clock)
    return await withTaskGroup(of: (Int, String).self) { group in
      for (place, prompt) in prompts.enumerated() {
        let request = ModelRequest.test(prompt, attempt: attempts?[place] ?? 1)
        group.addTask {
          do throws(Fault) {
            return (place, try await model.complete(request).content)
          } catch {
            return (place, "\(error.kind.rawValue): \(error.message)")
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// A server that answers every prompt with itself, in reverse order, and hates some.
  private func echo(
    refusing bad: String? = nil, status: Int = 400
  ) -> ScriptedTransport {
    ScriptedTransport([]) { request in
      let prompts = MicroBatcherTests.prompts(request)
      if let bad, prompts.contains(bad) { return .reply(status, #"{"error":"bad prompt"}"#) }
      let choices = prompts.enumerated().reversed().map { index, prompt -> JSON in
        ["index": .int(index), "text": .string("re " + prompt), "finish_reason": .string("stop")]
      }
      let reply: JSON = [
        "choices": .array(choices),
        "usage": ["prompt_tokens": .int(9), "completion_tokens": .int(9)],
      ]
      return .reply(200, reply.text)
    }
  }

  private static func prompts(_ request: HTTPRequest) -> [String] {
    let prompt = (try? JSON(parsing: request.body))?["prompt"] ?? .null
    return prompt.array?.compactMap(\.string) ?? [prompt.string ?? ""]
  }

  private func sizes(_ transport: ScriptedTransport) -> [Int] {
    transport.requests.map { MicroBatcherTests.prompts($0).count }.sorted()
  }

  @Test func aFullBatchGoesAtOnceAndRepliesFindTheirPrompts() async throws {
    let transport = echo()
    let prompts = (0..<12).map { "p\($0)" }
    #expect(try await ask(prompts, transport, size: 4) == prompts.map { "re " + $0 })
    #expect(sizes(transport) == [4, 4, 4])
  }

  @Test func whatDoesNotFillABatchGoesAfterTheWait() async throws {
    let transport = echo()
    let replies = try await ask(["a", "b", "c"], transport, size: 8, wait: .milliseconds(1))
    #expect(replies == ["re a", "re b", "re c"])
    #expect(sizes(transport).reduce(0, +) == 3)
  }

  @Test(arguments: [400, 413, 422, 500])
  func oneBadPromptDoesNotLoseTheOthers(status: Int) async throws {
    let transport = echo(refusing: "p5", status: status)
    let prompts = (0..<8).map { "p\($0)" }
    let replies = try await ask(prompts, transport, size: 8)
    for (prompt, reply) in zip(prompts, replies) {
      #expect(prompt == "p5" ? reply.contains("bad prompt") : reply == "re " + prompt)
    }
    // Halved until it stood alone: 8, 4 + 4, 2 + 2, 1 + 1.
    #expect(sizes(transport) == [1, 1, 2, 2, 4, 4, 8])
  }

  @Test func anOverloadedServerIsNotAskedInHalves() async throws {
    for status in [429, 502, 503] {
      let transport = ScriptedTransport([]) { _ in .reply(status, #"{"error":"busy"}"#) }
      let replies = try await ask(["a", "b"], transport, size: 2)
      #expect(replies.allSatisfy { $0.contains("answered \(status)") })
      #expect(transport.requests.count == 1)
    }
  }

  @Test func aReplyThatLacksOneIsThatOnesFault() async throws {
    let reply = #"{"choices":[{"index":2,"text":"c"},{"index":0,"text":"a"}]}"#
    let transport = ScriptedTransport([.reply(200, reply)])
    let replies = try await ask(["x", "x", "x"], transport, size: 3)
    #expect(replies.filter { $0 == "a" }.count == 1)
    #expect(replies.filter { $0 == "c" }.count == 1)
    #expect(replies.filter { $0.hasPrefix("bad_reply") }.count == 1)
  }

  @Test func eachPromptKeepsItsOwnTries() async throws {
    let first = ScriptedTransport.Answer.reply(503, #"{"error":"busy"}"#)
    let again = echo()
    let transport = ScriptedTransport([first]) { request in
      (try? again.answerNow(request)) ?? .failure(.broken("no"))
    }
    let replies = try await ask(
      ["a", "b"], transport, size: 2, policy: RetryPolicy(tries: 3, firstWait: .zero))
    #expect(replies == ["re a", "re b"])
  }

  @Test func otherSeedsMeanOtherBatches() async throws {
    let transport = echo()
    let replies = try await ask(
      ["a", "a", "b", "b"], transport, size: 2, sampling: Sampling(seed: 7),
      attempts: [1, 2, 1, 2])
    #expect(replies == ["re a", "re a", "re b", "re b"])
    let seeds = transport.requests.compactMap { try? JSON(parsing: $0.body)["seed"]?.int }.sorted()
    #expect(seeds == [7, 8])
    #expect(sizes(transport) == [2, 2])
  }

  @Test func whoIsCancelledWhileWaitingLeavesTheBatch() async throws {
    let transport = echo()
    let batcher = MicroBatcher(
      OpenAICompletions(model: "m"), over: transport, Batching(size: 2, wait: .seconds(3600)))
    let endpoint = try Endpoint("http://h")
    let first = Task {
      await batcher.ask(.test("gone"), at: endpoint, unixSeconds: 0) { $0 }
    }
    first.cancel()
    guard case .failed(.transport(.cancelled), _) = await first.value.outcome else {
      Issue.record("it was not cancelled")
      return
    }
    async let second = batcher.ask(.test("a"), at: endpoint, unixSeconds: 0) { $0 }
    async let third = batcher.ask(.test("b"), at: endpoint, unixSeconds: 0) { $0 }
    _ = await (second, third)
    #expect(transport.requests.map(MicroBatcherTests.prompts).map { $0.sorted() } == [["a", "b"]])
  }

  @Test func aBatchThatNobodyWantsAnyMoreIsGivenUp() async throws {
    let reached = ScriptedServer.Signal()
    let gone = ScriptedServer.Signal()
    let server = try ScriptedServer([.read, .fire(reached), .untilClosed, .fire(gone)])
    let batcher = MicroBatcher(
      OpenAICompletions(model: "m"), over: try CurlTransport(), Batching(size: 2))
    let endpoint = try Endpoint(server.url)
    let tasks = ["a", "b"].map { prompt in
      Task { await batcher.ask(.test(prompt), at: endpoint, unixSeconds: 0) { $0 } }
    }
    await reached.reached()
    for task in tasks { task.cancel() }
    for task in tasks { _ = await task.value }
    await gone.reached()
  }

  @Test(arguments: [
    // Texts of 8, 2 and 2 bytes and one more each; prompts of 1, 1 and 8.
    (#""prompt_tokens":13,"completion_tokens":15"#, [2, 2, 9], [9, 3, 3]),
    (#""prompt_tokens":1,"completion_tokens":2"#, [0, 0, 1], [1, 0, 1]),
  ]) func theTokensOfABatchAreSharedByLength(
    usage: String, sent: [Int?], received: [Int?]
  ) throws {
    let requests = [ModelRequest.test("a"), .test("b"), .test("12345678")]
    let reply =
      #"{"choices":[{"index":0,"text":"12345678"},{"index":1,"text":"it"},{"index":2,"text":"is"}],"#
      + #""usage":{\#(usage)}}"#
    let completions = try OpenAICompletions(model: "m").completions(
      from: HTTPResponse(status: 200, body: Array(reply.utf8)), to: requests
    ).map { try $0.get() }
    #expect(completions.map(\.promptTokens) == sent)
    #expect(completions.map(\.completionTokens) == received)
  }

  @Test func whatFailedInABatchHasNoShareOfItsTokens() throws {
    let reply =
      #"{"choices":[{"index":0,"text":"a"},{"index":1,"text":"","finish_reason":"error"}],"#
      + #""usage":{"prompt_tokens":7,"completion_tokens":5}}"#
    let results = try OpenAICompletions(model: "m").completions(
      from: HTTPResponse(status: 200, body: Array(reply.utf8)), to: [.test("a"), .test("b")])
    let first = try results[0].get()
    #expect(first.promptTokens == 7 && first.completionTokens == 5)
    #expect(throws: ReplyFailure.self) { try results[1].get() }
  }

  @Test func tensorsCarryBatchesToo() throws {
    let wire = KServeInfer(model: "m")
    let requests = [ModelRequest.test("a"), .test("b")]
    let request = try wire.request(forBatch: requests, at: Endpoint("http://h"))
    let inputs = try JSON(parsing: request.body)["inputs"]
    #expect(
      inputs?.text
        == #"[{"name":"text_input","shape":[2,1],"datatype":"BYTES","data":["a","b"]}]"#)
    let reply =
      #"{"outputs":[{"name":"text_output","datatype":"BYTES","shape":[2,1],"data":["1","2"]},"#
      + #"{"name":"completion_tokens","datatype":"INT32","shape":[2,1],"data":[3,4]}]}"#
    let results = try wire.completions(
      from: HTTPResponse(status: 200, body: Array(reply.utf8)), to: requests)
    #expect(try results.map { try $0.get().content } == ["1", "2"])
    #expect(try results.map { try $0.get().completionTokens } == [3, 4])
    // A model that takes one prompt only is asked for one at a time.
    let metadata = #"{"inputs":[{"name":"text_input","datatype":"BYTES","shape":[1]}]}"#
    let single = try #require(KServeSignature(metadata: JSON(parsing: metadata)))
    #expect(throws: Fault.self) {
      try KServeInfer(model: "m", signature: single).request(
        forBatch: requests, at: Endpoint("http://h"))
    }
  }
}

extension ScriptedTransport {
  /// The script's answer, without a task.
  func answerNow(_ request: HTTPRequest) throws -> Answer { other(request) }
}
