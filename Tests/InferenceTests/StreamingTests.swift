import Grading
import Testing

@testable import Inference

/// Streams over the loopback: what a server sends, byte for byte and pause by pause, and what becomes
/// of it.
struct StreamingTests {
  /// Asks one question by a protocol of the server that runs the script.
  private func ask(
    _ wire: any WireProtocol, _ server: ScriptedServer, quiet: Duration? = nil,
    total: Duration = .seconds(60), tries: Int = 1
  ) async throws -> Completion {
    try await RemoteModel(
      wire, at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .init(
        runPrefix: "run", userAgent: "assay/test", limits: HTTPLimits(total: total, quiet: quiet)),
      policy: RetryPolicy(tries: tries, firstWait: .zero), clock: FakeClock().clock
    ).complete(.test("q", system: "s"))
  }

  private func fault(
    _ wire: any WireProtocol, _ server: ScriptedServer, quiet: Duration? = nil
  ) async throws -> Fault {
    do {
      let completion = try await ask(wire, server, quiet: quiet)
      throw Fault(.unsupported, "a completion came: \(completion)")
    } catch let fault as Fault {
      return fault
    }
  }

  /// What must not differ between a stream and a whole reply.
  private func essence(_ completion: Completion) -> Completion {
    var completion = completion
    completion.latencyMilliseconds = nil
    completion.delivery = nil
    completion.endpoint = nil
    completion.wire.isStreamed = false
    completion.wire.firstTokenMilliseconds = nil
    return completion
  }

  @Test(arguments: Pair.all)
  func aStreamGivesTheSameCompletionAsAWholeReply(_ pair: Pair) async throws {
    let whole = try ScriptedServer([.read, .reply(200, pair.whole)])
    let expected = try await ask(pair.wire(false), whole)
    #expect(expected.content == "The answer is 4. 😀")
    #expect(!expected.wire.isStreamed)
    let bytes = Array(pair.stream.utf8)
    // As one piece; and chunked in pieces of seven bytes, which cut events and characters.
    let plain = try ScriptedServer([.read, .stream(pair.stream, type: pair.type)])
    let pieces = stride(from: 0, to: bytes.count, by: 7).map { start in
      ScriptedServer.Step.chunk(Array(bytes[start..<min(start + 7, bytes.count)]))
    }
    let chunked = try ScriptedServer(
      [.read, .chunkedHead(type: pair.type)] + pieces + [.send("0\r\n\r\n"), .untilClosed])
    for server in [plain, chunked] {
      let streamed = try await ask(pair.wire(true), server)
      #expect(streamed.wire.isStreamed)
      #expect((streamed.wire.firstTokenMilliseconds ?? -1) >= 0)
      #expect(essence(streamed) == essence(expected))
    }
  }

  @Test func theFirstTokenIsTimedWhenItsTextCame() throws {
    let collector = StreamCollector(OpenAIFold(.chat))
    #expect(
      collector.begin(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")]))
    let role =
      #"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"# + "\n\n"
    for (piece, milliseconds, progress) in [
      (": ping\n\n", 5.0, nil), (role, 10, 10), (": ping\n\n", 20, 10),
      (Chunks.content("4"), 40, 40),
      (Chunks.content("2"), 50, 50), (Chunks.stop, 60, 60),
    ] as [(String, Double, Double?)] {
      #expect(
        Array(piece.utf8).withUnsafeBytes { collector.receive($0, milliseconds: milliseconds) })
      #expect(collector.lastProgress == progress)
    }
    guard case .completion(let completion) = collector.end(isCut: false) else {
      Issue.record("no completion")
      return
    }
    #expect(completion.content == "42")
    #expect(completion.wire.firstTokenMilliseconds == 40)
  }

  // MARK: Traps

  @Test(
    arguments: [
      // the stream, whether a completion comes of it
      (Chunks.content("4") + Chunks.stop, true),  // no [DONE]
      (Chunks.content("4") + Chunks.stop + "data: [DONE]\n\n", true),
      (Chunks.content("4") + "data: [DONE]\n\n", true),
      (": ping\n\n" + Chunks.content("4") + ": keep-alive\n\n" + Chunks.stop, true),
      (
        #"data: {"choices":[],"prompt_filter_results":[]}"# + "\n\n" + Chunks.content("4")
          + Chunks.stop, true
      ),
      (
        // nothing but remarks, before and after
        #"data: {"choices":[{"index":0,"delta":{},"finish_reason":null}],"object":"x"}"# + "\n\n"
          + #"data: {"choices":[{"index":0,"delta":null}]}"# + "\n\n" + Chunks.content("4")
          + #"data: {"choices":[{"index":0,"content_filter_offsets":{"start":0}}]}"# + "\n\n"
          + #"data: {"choices":null}"# + "\n\n" + #"data: {}"# + "\n\n" + Chunks.stop, true
      ),
      (
        #"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}"# + "\n\n"
          + Chunks.content("") + Chunks.content("4") + Chunks.stop + Chunks.stop, true
      ),
      (Chunks.content("4"), false),  // ends early, cleanly
      ("", false), ("data: [DONE]\n\n", false),
      (
        Chunks.content("4") + #"data: {"error":{"message":"EngineCore died","code":500}}"#
          + "\n\ndata: [DONE]\n\n", false
      ),
      (Chunks.content("4") + #"data: {"error":"stream broke at 2"}"# + "\n\n", false),
      (Chunks.content("4") + "event: error\ndata: {\"message\":\"no\"}\n\n" + Chunks.stop, false),
      // broken JSON
      (Chunks.content("4") + "data: {\"choices\":[{\"delta\":\n\n" + Chunks.stop, false),
      (
        Chunks.content("4") + #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}"#
          + "\n\n", false
      ),
    ] as [(String, Bool)])
  func whatEndsAStreamWell(stream: String, isGood: Bool) async throws {
    let wire = OpenAIChat(model: "m", streams: true)
    let server = try ScriptedServer([.read, .stream(stream)])
    guard isGood else {
      let fault = try await fault(wire, server)
      #expect(fault.kind == .badReply || fault.kind == .server)
      #expect(fault.received == (stream.contains("\"4\"") ? "4" : nil))
      return
    }
    #expect(try await ask(wire, server).content == "4")
  }

  @Test(
    arguments: [
      // the last usage counts, wherever it stands
      (Chunks.stop + Chunks.usage(7), 7), (Chunks.usage(7) + Chunks.stop, 7),
      (Chunks.usage(1) + Chunks.usage(5) + Chunks.stop + Chunks.usage(9), 9),
      (
        #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}"#
          + "\n\n", 4
      ),
      (
        #"data: {"choices":[{"delta":{}}],"usage":{"prompt_tokens":3,"completion_tokens":6}}"#
          + "\n\n" + Chunks.stop, 6
      ),
      (Chunks.stop + #"data: {"choices":[],"usage":null}"# + "\n\n", nil), (Chunks.stop, nil),
    ] as [(String, Int?)])
  func usageIsTakenNeverAdded(end: String, tokens: Int?) async throws {
    let server = try ScriptedServer([.read, .stream(Chunks.content("4") + end)])
    let completion = try await ask(OpenAIChat(model: "m", streams: true), server)
    #expect(completion.completionTokens == tokens)
  }

  @Test func aStreamThatBreaksLeavesWhatCame() async throws {
    // A reset; an end without its last chunk.
    for ending in [ScriptedServer.Step.reset, .send("")] {
      let server = try ScriptedServer([
        .read, .chunkedHead(), .chunk(Chunks.content("The answer")), .chunk(Chunks.content(" is")),
        .chunk("data: {\"choi"), ending,
      ])
      let fault = try await fault(OpenAIChat(model: "m", streams: true), server)
      #expect(fault.kind == .network)
      #expect(fault.received == "The answer is" || fault.received == "The answer")
    }
  }

  @Test func aBreakBehindTheEndCostsNothing() async throws {
    let server = try ScriptedServer([
      .read, .chunkedHead(), .chunk(Chunks.content("4") + Chunks.stop + "data: [DONE]\n\n"),
    ])
    #expect(try await ask(OpenAIChat(model: "m", streams: true), server).content == "4")
  }

  @Test func aStreamThatGoesQuietIsGivenUpThoughItsServerPings() async throws {
    let pings = (0..<400).flatMap { _ in
      [ScriptedServer.Step.chunk(": ping\n\n"), .pause(milliseconds: 5)]
    }
    let server = try ScriptedServer(
      [.read, .chunkedHead(), .chunk(Chunks.content("The answer"))] + pings + [.untilClosed])
    let fault = try await fault(
      OpenAIChat(model: "m", streams: true), server, quiet: .milliseconds(80))
    #expect(fault.kind == .timeout)
    #expect(fault.message.contains("nothing came for 0.08 s"))
    #expect(fault.received == "The answer")
  }

  @Test func waitingForTheFirstEventIsNoQuiet() async throws {
    let server = try ScriptedServer([
      .read, .chunkedHead(), .chunk(": ping\n\n"), .pause(milliseconds: 150),
      .chunk(Chunks.content("4") + Chunks.stop + "data: [DONE]\n\n"), .send("0\r\n\r\n"),
      .untilClosed,
    ])
    let completion = try await ask(
      OpenAIChat(model: "m", streams: true), server, quiet: .milliseconds(60))
    #expect(completion.content == "4")
  }

  @Test func whatIsSentDecidesNotWhatWasAsked() async throws {
    // A whole reply to a request for a stream, even under the wrong type.
    for head in ["", "Content-Type: text/event-stream\r\n", "Content-Type: text/plain\r\n"] {
      let body = Replies.chat("4")
      let server = try ScriptedServer([
        .read,
        .send("HTTP/1.1 200 OK\r\n\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"),
      ])
      let completion = try await ask(OpenAIChat(model: "m", streams: true), server)
      #expect(completion.content == "4")
      #expect(!completion.wire.isStreamed)
    }
    // A stream that nobody asked for.
    let server = try ScriptedServer([.read, .stream(Chunks.content("4") + Chunks.stop)])
    #expect(try await ask(OpenAIChat(model: "m"), server).content == "4")
  }

  @Test func anErrorBeforeTheStreamIsReadAsAnyOther() async throws {
    let server = try ScriptedServer([
      .read,
      .send(
        "HTTP/1.1 400 Bad\r\nContent-Type: text/event-stream\r\nContent-Length: 15\r\n\r\n"
          + #"{"error":"bad"}"#),
    ])
    let fault = try await fault(OpenAIChat(model: "m", streams: true), server)
    #expect(fault.kind == .rejected)
    #expect(fault.message.contains("answered 400: bad"))
  }

  @Test func aBrokenStreamIsAskedAgain() async throws {
    let server = try ScriptedServer(
      [.read, .chunkedHead(), .chunk(Chunks.content("no")), .reset],
      [.read, .stream(Chunks.content("4") + Chunks.stop)])
    let completion = try await ask(OpenAIChat(model: "m", streams: true), server, tries: 3)
    #expect(completion.content == "4")
    #expect(completion.tries == 2)
  }

  @Test func aStreamHasALimitOfBytes() async throws {
    let server = try ScriptedServer([
      .read, .stream(Chunks.content(String(repeating: "x", count: 5000))),
    ])
    let collector = StreamCollector(OpenAIFold(.chat))
    var request = HTTPRequest(.post, server.url)
    request.limits.bodyBytes = 1000
    let exchange = await (try CurlTransport()).exchange(request, into: collector)
    #expect(exchange.failure == .tooLarge(limit: 1000))
  }

  @Test func interleavedChoicesAreKeptApart() throws {
    let stream =
      #"data: {"choices":[{"index":1,"delta":{"content":"B"}}]}"# + "\n\n"
      + Chunks.content("A")
      + #"data: {"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}"# + "\n\n"
      + Chunks.stop
    let end = Folds.end(OpenAIFold(.chat), [Array(stream.utf8)], type: "text/event-stream")
    #expect(end.contains(#"content: "A""#) && !end.contains("length"))
  }
}

/// Pieces of OpenAI's streams.
enum Chunks {
  static func content(_ text: String) -> String {
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(JSON.string(text).text)},\"finish_reason\":null}]}\n\n"
  }
  static let stop =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
  static func usage(_ tokens: Int) -> String {
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":\(tokens)}}\n\n"
  }
}

/// One completion, as each protocol sends it whole and as a stream.
struct Pair: Sendable, CustomTestStringConvertible {
  let name: String
  let wire: @Sendable (Bool) -> any WireProtocol
  let whole: String
  let stream: String
  var type = "text/event-stream; charset=utf-8"
  var testDescription: String { name }

  static let all = [
    Pair(
      name: "openai-chat, vLLM",
      wire: { OpenAIChat(model: "m", streams: $0) },
      whole:
        #"{"id":"c","model":"M","system_fingerprint":"fp","choices":[{"index":0,"message":{"role":"assistant","content":"The answer is 4. 😀","reasoning":"two and two"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":9}}"#,
      stream: [
        #"{"id":"c","model":"M","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"delta":{"reasoning":"two "}}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"delta":{"reasoning":"and two"}}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"delta":{"content":"The answer"},"finish_reason":null}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"delta":{"role":"assistant","content":" is 4. 😀"}}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"delta":{"content":null},"finish_reason":"stop"}]}"#,
        #"{"id":"c","model":"M","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":9}}"#,
        "[DONE]",
      ].map { "data: \($0)\n\n" }.joined()),
    Pair(
      name: "openai-chat, reasoning_details",
      wire: { OpenAIChat(model: "m", streams: $0) },
      whole:
        #"{"choices":[{"message":{"content":"The answer is 4. 😀","reasoning_details":[{"type":"reasoning.text","text":"two"},{"type":"reasoning.summary","summary":" and two"}]},"finish_reason":"length"}]}"#,
      stream: [
        #"{"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","text":"two"}]}}]}"#,
        #"{"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.summary","summary":" and two"}]}}]}"#,
        #"{"choices":[{"delta":{"content":"The answer is 4. 😀"},"finish_reason":"length"}]}"#,
      ].map { "data:\($0)\r\n\r\n" }.joined()),
    Pair(
      name: "openai-completions",
      wire: { OpenAICompletions(model: "m", streams: $0) },
      whole:
        #"{"id":"c","model":"M","choices":[{"index":0,"text":"The answer is 4. 😀","finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":9}}"#,
      stream: [
        #"{"id":"c","model":"M","choices":[{"index":0,"text":"The answer","finish_reason":null}]}"#,
        #"{"id":"c","model":"M","choices":[{"index":0,"text":" is 4. 😀","finish_reason":"stop"}]}"#,
        #"{"id":"c","model":"M","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":9}}"#,
        "[DONE]",
      ].map { "data: \($0)\n\n" }.joined()),
    Pair(
      name: "anthropic",
      wire: { AnthropicMessages(model: "m", streams: $0) },
      whole:
        #"{"id":"msg_1","type":"message","model":"M","content":[{"type":"thinking","thinking":"two and two","signature":"s"},{"type":"text","text":"The answer is 4. 😀"}],"stop_reason":"end_turn","usage":{"input_tokens":2,"cache_read_input_tokens":1,"output_tokens":9}}"#,
      stream: [
        (
          "message_start",
          #"{"type":"message_start","message":{"id":"msg_1","model":"M","content":[],"usage":{"input_tokens":2,"cache_read_input_tokens":1,"output_tokens":1}}}"#
        ),
        (
          "content_block_start",
          #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#
        ),
        ("ping", #"{"type":"ping"}"#),
        (
          "content_block_delta",
          #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"two and two"}}"#
        ),
        (
          "content_block_delta",
          #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}"#
        ),
        ("content_block_stop", #"{"type":"content_block_stop","index":0}"#),
        (
          "content_block_start",
          #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#
        ),
        (
          "content_block_delta",
          #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"The answer"}}"#
        ),
        (
          "content_block_delta",
          #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" is 4. 😀"}}"#
        ),
        (
          "message_delta",
          #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}"#
        ),
        ("message_stop", #"{"type":"message_stop"}"#),
      ].map { "event: \($0.0)\ndata: \($0.1)\n\n" }.joined()),
    Pair(
      name: "ollama",
      wire: { OllamaChat(model: "m", streams: $0) },
      whole:
        #"{"model":"M","message":{"role":"assistant","content":"The answer is 4. 😀","thinking":"two and two"},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":9}"#,
      stream: [
        #"{"model":"M","message":{"role":"assistant","content":"","thinking":"two "},"done":false}"#,
        #"{"model":"M","message":{"role":"assistant","content":"","thinking":"and two"},"done":false}"#,
        #"{"model":"M","message":{"role":"assistant","content":"The answer"},"done":false}"#,
        #"{"model":"M","message":{"role":"assistant","content":" is 4. 😀"},"done":false}"#,
        #"{"model":"M","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":9}"#,
      ].map { $0 + "\n" }.joined(), type: "application/x-ndjson"),
    Pair(
      name: "triton-generate",
      wire: { TritonGenerate(model: "m", streams: $0) },
      whole: #"{"model_name":"M","text_output":"The answer is 4. 😀"}"#,
      stream: [
        #"{"model_name":"M","text_output":"The answer"}"#,
        #"{"model_name":"M","text_output":" is 4. 😀"}"#,
      ].map { "data: \($0)\n\n" }.joined()),
    Pair(
      name: "template",
      wire: { streams in
        TemplateProtocol(
          Template(
            name: "t", path: nil, headers: [], body: ["q": .string("{prompt}")],
            reply: .init(
              text: JSONPath("out.text") ?? .none, reasoning: JSONPath("out.why"),
              finishReason: JSONPath("end"), completionTokens: JSONPath("count")),
            stream: .init(
              form: .lines, path: nil, body: ["live": .bool(true)],
              text: JSONPath("piece") ?? .none, reasoning: JSONPath("why"), done: nil),
            models: nil, digest: "0123456789"), model: "m", streams: streams)
      },
      whole: #"{"out":{"text":"The answer is 4. 😀","why":"because"},"end":"stop","count":9}"#,
      stream: [
        #"{"why":"because"}"#, #"{"piece":"The answer"}"#,
        #"{"piece":" is 4. 😀","end":"stop","count":9}"#,
      ].joined(separator: "\n"), type: "application/jsonl"),
  ]
}
