import Grading
import Testing

@testable import Inference

/// What real servers were seen to do, once each: the bytes that they send, what must come of them, and
/// whether they are asked again.
///
/// Streams have their own in StreamingTests; time-outs, dead connections and error bodies theirs in
/// CurlTransportTests and ServerErrorTests.
struct TrapTests {
  enum Expected: Sendable {
    case content(String)
    /// The kind of fault, words of its message, and the requests made in two tries.
    case fault(Fault.Kind, String, requests: Int)
  }

  struct Trap: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: [UInt8]
    let expected: Expected
    init(_ name: String, _ reply: String, _ expected: Expected) {
      self.init(name, Array(reply.utf8), expected)
    }
    init(_ name: String, _ reply: [UInt8], _ expected: Expected) {
      testDescription = name
      self.reply = reply
      self.expected = expected
    }
  }

  private static func http(
    _ status: String, _ body: String, type: String = "application/json", more: String = ""
  ) -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static func choice(_ message: String, _ reason: String = #""stop""#) -> String {
    http("200 OK", #"{"choices":[{"index":0,"message":\#(message),"finish_reason":\#(reason)}]}"#)
  }

  static let traps = [
    Trap(
      "thoughts only, the budget gone", choice(#"{"content":null,"reasoning":"r"}"#, #""length""#),
      .content("")),
    Trap("no finish reason", choice(#"{"content":"4"}"#, "null"), .content("4")),
    Trap(
      "a finish reason of its own", choice(#"{"content":"4"}"#, #""repetition""#), .content("4")),
    Trap(
      "blank lines before the JSON", http("200 OK", "\n\n\n" + Replies.chat("4")), .content("4")),
    Trap("a byte order mark", http("200 OK", "\u{FEFF}" + Replies.chat("4")), .content("4")),
    Trap("JSON as text", http("200 OK", Replies.chat("4"), type: "text/plain"), .content("4")),
    Trap("JSON as a page", http("200 OK", Replies.chat("4"), type: "text/html"), .content("4")),
    Trap("half a surrogate pair", choice(#"{"content":"4\ud800"}"#), .content("4\u{FFFD}")),
    Trap(
      "bytes that are no characters",
      choice(#"{"content":"4~"}"#).utf8.map { $0 == UInt8(ascii: "~") ? 0xFF : $0 },
      .content("4\u{FFFD}")),
    Trap(
      "characters that mean nothing", choice(#"{"content":"4\u0000\u0007\u0301\ufffd"}"#),
      .content("4\0\u{7}\u{301}\u{FFFD}")),
    Trap(
      "a control character as it is", choice("{\"content\":\"4\u{7}\"}"),
      .content("4\u{7}")),
    Trap(
      "blank lines, and nothing after them", http("200 OK", "\n\n\n"),
      .fault(.badReply, "empty", requests: 2)),
    Trap(
      "thoughts that were told to be none", choice(#"{"content":"<think>\n\n</think>4"}"#),
      .content("<think>\n\n</think>4")),
    Trap(
      "a thought without its end", choice(#"{"content":"<think>4"}"#, #""length""#),
      .content("<think>4")),
    Trap("a call of a function", choice(#"{"content":null}"#, #""function_call""#), .content("")),
    Trap(
      "no resources",
      choice(#"{"content":"4"}"#, #""insufficient_system_resource""#), .content("4")),
    Trap(
      "an interim head",
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + http("200 OK", Replies.chat("4")),
      .content("4")),
    Trap(
      "another choice first",
      http(
        "200 OK",
        #"{"choices":[{"index":1,"message":{"content":"no"}},{"index":0,"message":{"content":"4"},"finish_reason":"stop"}]}"#
      ), .content("4")),
    Trap(
      "not a number among the counts",
      http(
        "200 OK",
        #"{"choices":[{"message":{"content":"4"},"finish_reason":"stop"}],"usage":{"prompt_tokens":NaN}}"#
      ), .fault(.badReply, "no JSON", requests: 2)),
    Trap(
      "a login page", http("200 OK", "<html><title>Log in</title></html>", type: "text/html"),
      .fault(.badReply, "no JSON", requests: 2)),
    Trap("nothing at all", http("200 OK", ""), .fault(.badReply, "empty", requests: 2)),
    Trap("no content", "HTTP/1.1 204 No Content\r\n\r\n", .fault(.badReply, "empty", requests: 2)),
    Trap(
      "no choices", http("200 OK", #"{"choices":[]}"#), .fault(.badReply, "no choices", requests: 2)
    ),
    Trap(
      "an error under 200", http("200 OK", #"{"error":"generate expects exactly 1 response"}"#),
      .fault(.server, "exactly 1 response", requests: 2)),
    Trap(
      "an error of the client's under 200",
      http("200 OK", #"{"error":{"message":"too long","code":400}}"#),
      .fault(.rejected, "too long", requests: 1)),
    Trap(
      "an aborted completion", choice(#"{"content":"par"}"#, #""abort""#),
      .fault(.server, "gave the completion up", requests: 2)),
    Trap(
      "a list of errors",
      http("429 Busy", #"[{"error":{"message":"slow down"}}]"#, more: "Retry-After: soon\r\n"),
      .fault(.rateLimited, "slow down", requests: 2)),
    Trap(
      "a type that lies",
      http(
        "429 T",
        #"{"error":{"message":"none left","type":"internal_server_error","code":"500"}}"#),
      .fault(.rateLimited, "none left", requests: 2)),
    Trap(
      "a code that lies", http("503 S", #"{"error":{"message":"restarting","code":400}}"#),
      .fault(.server, "restarting", requests: 2)),
    Trap(
      "a page for too many requests",
      http("429 T", "<html><h1>429 Too Many Requests</h1></html>", type: "text/html"),
      .fault(.rateLimited, "Too Many Requests", requests: 2)),
    Trap(
      "the client's own mistake as a failure of the server's",
      http("500 I", #"{"error":{"code":500,"message":"parse error","type":"server_error"}}"#),
      .fault(.server, "parse error", requests: 2)),
    Trap("a method not there", http("501 N", "no"), .fault(.server, "501", requests: 2)),
    Trap(
      "a conflict", http("409 C", #"{"detail":"try again"}"#),
      .fault(.server, "try again", requests: 2)),
    Trap(
      "a type of content that is not liked",
      http("415 U", #"{"error":"Unsupported Media Type"}"#),
      .fault(.rejected, "Unsupported", requests: 1)),
    Trap(
      "a page for an overload",
      http(
        "503 X", "<html><body><h1>503 Service Unavailable</h1></body></html>", type: "text/html"),
      .fault(.server, "Service Unavailable", requests: 2)),
    Trap(
      "a status without words", "HTTP/1.1 529 \r\nContent-Length: 0\r\n\r\n",
      .fault(.server, "529", requests: 2)),
    Trap(
      "a time-out of the gateway's", http("524 A Timeout Occurred", ""),
      .fault(.server, "524", requests: 2)),
    Trap(
      "a request time-out",
      http("408 T", #"{"error":{"message":"litellm.Timeout","type":"invalid_request_error"}}"#),
      .fault(.timeout, "litellm.Timeout", requests: 2)),
    Trap("a closed client", http("499 C", ""), .fault(.server, "499", requests: 2)),
    Trap(
      "a model that is loading",
      http(
        "503 S", #"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#),
      .fault(.server, "Loading model", requests: 2)),
    Trap(
      "a permanent redirect", http("307 R", "", more: "Location: http://127.0.0.1:9/infer\r\n"),
      .fault(.rejected, "redirects", requests: 1)),
    Trap(
      "a list of what is wrong",
      http(
        "422 U", #"{"detail":[{"type":"missing","loc":["body","prompt"],"msg":"Field required"}]}"#),
      .fault(.rejected, "body.prompt: Field required", requests: 1)),
    Trap(
      "too long a prompt",
      http(
        "400 B",
        #"{"error":{"code":400,"message":"exceeds the context","type":"exceed_context_size_error","n_ctx":1024}}"#
      ), .fault(.rejected, "exceeds the context", requests: 1)),
    Trap(
      "too large a body",
      http(
        "413 L", "<html><title>413 Request Entity Too Large</title></html>", type: "text/html",
        more: "Connection: close\r\n"), .fault(.rejected, "Too Large", requests: 1)),
    Trap(
      "an error that is no object", http("401 U", #"{"error":"Unauthorized"}"#),
      .fault(.rejected, "Unauthorized", requests: 1)),
    Trap(
      "no money left", http("429 Q", #"{"error":{"message":"pay","type":"insufficient_quota"}}"#),
      .fault(.rateLimited, "pay", requests: 1)),
    Trap(
      "a head that breaks off", "HTTP/1.1 200 OK\r\nContent-Ty",
      .fault(.network, "broke", requests: 2)),
    Trap(
      "a body that breaks off",
      "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + Replies.chat("4"),
      .fault(.network, "broke", requests: 2)),
    Trap(
      "a chunk that breaks off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cho",
      .fault(.network, "broke", requests: 2)),
    Trap("an end without a word", "", .fault(.network, "broke", requests: 2)),
  ]

  @Test(arguments: traps) func aServerIsUnderstood(_ trap: Trap) async throws {
    let script: [ScriptedServer.Step] = [.read, .sendBytes(trap.reply)]
    let server = try ScriptedServer(script, script)
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .test, policy: RetryPolicy(tries: 2, rateLimitedTries: 2, firstWait: .zero),
      clock: FakeClock().clock)
    do throws(Fault) {
      let completion = try await model.complete(.test("q"))
      guard case .content(let content) = trap.expected else {
        Issue.record("a completion: \(completion)")
        return
      }
      #expect(completion.content == content)
    } catch {
      guard case .fault(let kind, let words, let requests) = trap.expected else {
        Issue.record("\(error)")
        return
      }
      #expect(error.kind == kind)
      #expect(error.message.contains(words), "\(error.message)")
      #expect(server.requests.count == requests)
      #expect(error.tries == requests)
    }
  }

  /// Some servers name every reply by our `X-Request-Id`, others by a constant, and the model as they like.
  @Test func namesThatServersGiveTellNothingApart() async throws {
    let first = ScriptedServer.Signal()
    func reply(_ content: String) -> ScriptedServer.Step { .reply(200, Replies.chat(content)) }
    // Both are in flight before either is answered.
    let server = try ScriptedServer(
      [.read, .wait(first), reply("a")], [.read, .fire(first), reply("b")])
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .test, policy: .never)
    async let one = model.complete(.test("1"))
    async let two = model.complete(.test("2"))
    let completions = try await [one, two]
    #expect(Set(completions.map(\.content)) == ["a", "b"])
    #expect(completions.map(\.requestID) == ["c-1", "c-1"])
    #expect(completions.map(\.servedModel) == ["served", "served"])
    #expect(Set(completions.map(\.delivery?.sentID)).count == 2)
  }

  /// A server with a small pool of threads gives each kept connection one.
  @Test func noMoreConnectionsAreKeptThanRequestsAreInFlight() async throws {
    let script = Array(repeating: [ScriptedServer.Step.read, .reply()], count: 20).flatMap(\.self)
    let server = try ScriptedServer(scripts: Array(repeating: script, count: 20))
    var options = RemoteModel.Options.test
    options.concurrency = .fixed(2)
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint(server.url)],
      over: try CurlTransport(.init(idleConnectionSeconds: 3_600)), options: options, policy: .never
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try await model.complete(.test("\(number)")) }
      }
      try await group.waitForAll()
    }
    #expect(server.connections <= 2)
    #expect(server.requests.count == 20)
  }

  @Test func aCompressedStreamIsUnpackedAsItComes() async throws {
    // data: {"choices":[{"index":0,"delta":{"content":"4"},"finish_reason":"stop"}]} and [DONE]
    let bytes: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x49, 0x2C, 0x49, 0xB4,
      0x52, 0xA8, 0x56, 0x4A, 0xCE, 0xC8, 0xCF, 0x4C, 0x4E, 0x2D, 0x56, 0xB2, 0x8A, 0xAE, 0x56,
      0xCA, 0xCC, 0x4B, 0x49, 0xAD, 0x50, 0xB2, 0x32, 0xD0, 0x51, 0x4A, 0x49, 0xCD, 0x29, 0x49,
      0x54, 0xB2, 0x02, 0x4A, 0xE7, 0xE7, 0x95, 0xA4, 0xE6, 0x95, 0x28, 0x59, 0x29, 0x99, 0x28,
      0xD5, 0xEA, 0x28, 0xA5, 0x65, 0xE6, 0x65, 0x16, 0x67, 0xC4, 0x17, 0xA5, 0x26, 0x16, 0xE7,
      0xE7, 0x01, 0x05, 0x8B, 0x4B, 0xF2, 0x0B, 0x94, 0x6A, 0x63, 0x6B, 0xB9, 0xB8, 0x52, 0xC0,
      0xE6, 0x45, 0xBB, 0xF8, 0xFB, 0xB9, 0xC6, 0x72, 0x71, 0x01, 0x00, 0xD6, 0x2B, 0x4D, 0x55,
      0x5E, 0x00, 0x00, 0x00,
    ]
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
      + "Content-Length: \(bytes.count)\r\n\r\n"
    let server = try ScriptedServer([.read, .send(head), .sendBytes(bytes), .untilClosed])
    let model = RemoteModel(
      OpenAIChat(model: "m", streams: true), at: [try Endpoint(server.url)],
      over: try CurlTransport(), options: .test, policy: .never)
    #expect(try await model.complete(.test("q")).content == "4")
  }
}
