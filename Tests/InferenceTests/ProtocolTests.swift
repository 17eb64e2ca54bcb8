import Grading
import Testing

@testable import Inference

/// What each protocol sends, byte for byte, and what it makes of replies.
struct ProtocolTests {
  private let endpoint = Result { try Endpoint("http://h") }

  private func body(_ wire: some WireProtocol, _ request: ModelRequest) throws -> String {
    String(decoding: try wire.request(for: request, at: endpoint.get()).body, as: UTF8.self)
  }

  private func chat(_ body: String) throws -> Completion {
    try OpenAIChat(model: "m").completion(from: HTTPResponse(status: 200, body: Array(body.utf8)))
  }

  @Test func chatSendsTheModelAndTheMessages() throws {
    #expect(
      try body(OpenAIChat(model: "m"), .test("a “question”\n", system: "be brief"))
        == #"{"model":"m","messages":[{"role":"system","content":"be brief"},"#
        + #"{"role":"user","content":"a “question”\n"}]}"#)
    #expect(
      try body(OpenAIChat(model: "m"), .test("q", system: ""))
        == #"{"model":"m","messages":[{"role":"user","content":"q"}]}"#)
  }

  @Test func samplingIsSentOnlyWhereItIsGiven() throws {
    let sampling = Sampling(
      temperature: 0.7, topP: 1, maxTokens: 100, seed: -3, stop: ["END"],
      extraBody: ["top_k": .int(20), "seed": .int(9), "model": .string("other")])
    #expect(
      try body(OpenAIChat(model: "m", sampling: sampling), .test("q"))
        == #"{"model":"other","messages":[{"role":"user","content":"q"}],"temperature":0.7,"#
        + #""top_p":1,"max_tokens":100,"seed":9,"stop":["END"],"top_k":20}"#)
  }

  @Test(arguments: [(1, 7), (2, 8), (10, 16)])
  func eachAttemptHasASeedOfItsOwn(_ attempt: Int, _ seed: Int) throws {
    let request = ModelRequest(
      id: AttemptID(problemID: "p", number: attempt), prompt: Prompt(text: "q"))
    let sent = try body(OpenAIChat(model: "m", sampling: Sampling(seed: 7)), request)
    #expect(try JSON(parsing: sent)["seed"] == .int(seed))
  }

  @Test func theTokenLimitHasANameOfTheUsersChoice() throws {
    let sampling = Sampling(maxTokens: 5, maxTokensField: "max_completion_tokens")
    #expect(sampling.parameters.text == #"{"max_completion_tokens":5}"#)
  }

  @Test(
    arguments: [
      // the bytes after a PNG's first four, their base64
      ([], "iVBORw=="), ([0x0D], "iVBORw0="), ([0x0D, 0x0A], "iVBORw0K"),
      ([0x0D, 0x0A, 0xFF, 0xFE], "iVBORw0K//4="),
    ] as [([UInt8], String)])
  func imagesBecomeParts(tail: [UInt8], base64: String) throws {
    let chat = OpenAIChat(model: "m") { path throws(Fault) in
      guard path == "a.png", let image = PromptImage([0x89, 0x50, 0x4E, 0x47] + tail) else {
        throw Fault(.unsupported, "no such image")
      }
      return image
    }
    var request = ModelRequest.test("look")
    request.prompt.images = ["a.png"]
    #expect(
      try body(chat, request)
        == #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"look"},"#
        + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(base64)"}}]}]}"#)
  }

  @Test func imagesThatCannotBeSentAreAFault() throws {
    var request = ModelRequest.test("look")
    request.prompt.images = ["a.png"]
    for wire in [OpenAIChat(model: "m"), OpenAICompletions(model: "m"), PlainInfer()]
      as [any WireProtocol]
    {
      #expect { try wire.request(for: request, at: endpoint.get()) } throws: {
        ($0 as? Fault)?.kind == .unsupported
      }
    }
  }

  @Test func otherProtocolsSendTheirOwnBodies() throws {
    #expect(
      try body(OpenAICompletions(model: "m"), .test("q", system: "s"))
        == #"{"model":"m","prompt":"s\n\nq"}"#)
    #expect(try body(PlainInfer(), .test("q", system: "s")) == #"{"prompt":"q","system":"s"}"#)
    #expect(try body(PlainInfer(), .test("q")) == #"{"prompt":"q"}"#)
  }

  @Test func aWholeReplyIsReadWhole() throws {
    let completion = try chat(Replies.chat("hi"))
    #expect(
      completion
        == Completion(
          content: "hi", finishReason: .stop, promptTokens: 3, completionTokens: 5,
          servedModel: "served", requestID: "c-1"))
  }

  @Test(
    arguments: [
      // the message, content, reasoning
      (#"{"content":"a"}"#, "a", nil),
      (#"{"content":null,"reasoning":"r"}"#, "", "r"),
      (#"{"content":"a","reasoning_content":"r"}"#, "a", "r"),
      (#"{"content":"a","reasoning":null,"reasoning_content":"r"}"#, "a", "r"),
      (#"{"content":"a","reasoning":"","reasoning_content":null}"#, "a", nil),
      (#"{"content":"<think>\n\n</think>a"}"#, "<think>\n\n</think>a", nil),
      (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab", nil),
      (
        #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"r"}]},"#
          + #"{"type":"text","text":"a"}]}"#, "a", "r"
      ),
      (#"{"content":["a","b"]}"#, "ab", nil),
      (#"{"role":"assistant","tool_calls":[]}"#, "", nil),
      (#"{"content":"\ud83d\ude00 \ud800"}"#, "😀 \u{FFFD}", nil),
      (#"{"content":"a\u0000b"}"#, "a\0b", nil),
      (#"{"content":42}"#, "", nil),
    ] as [(String, String, String?)])
  func everyFormOfMessageIsRead(message: String, content: String, reasoning: String?) throws {
    let completion = try chat(
      #"{"choices":[{"message":\#(message),"finish_reason":"stop"}]}"#)
    #expect(completion.content == content)
    #expect(completion.reasoning == reasoning)
  }

  @Test func aRefusalIsShownAsContent() throws {
    let completion = try chat(
      #"{"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]}"#)
    #expect(completion.content == "I cannot")
    #expect(completion.finishReason == .contentFilter)
  }

  @Test(arguments: [
    (#""stop""#, Completion.FinishReason.stop), (#""length""#, .length),
    (#""content_filter""#, .contentFilter), (#""tool_calls""#, .other("tool_calls")),
    ("null", .other("unknown")), ("7", .other("unknown")),
  ])
  func everyReasonOfStoppingIsRead(json: String, reason: Completion.FinishReason) throws {
    let completion = try chat(
      #"  {"choices":[{"message":{"content":""},"finish_reason":\#(json)}]}"#)
    #expect(completion.finishReason == reason)
  }

  @Test func aChoiceWithoutAMessageIsAnEmptyCompletion() throws {
    #expect(try chat(#"{"choices":[{"finish_reason":"length"}]}"#).finishReason == .length)
  }

  @Test(
    arguments: [
      (#"{"prompt_tokens":-1,"completion_tokens":1e3}"#, nil, 1000), ("null", nil, nil),
      (#"{"prompt_tokens":"7","completion_tokens":2.5}"#, nil, nil), ("[]", nil, nil),
    ] as [(String, Int?, Int?)])
  func countsThatAreNoCountsAreUnknown(usage: String, prompt: Int?, completion: Int?) throws {
    let reply = try chat(#"{"choices":[{"message":{"content":"a"}}],"usage":\#(usage)}"#)
    #expect(reply.promptTokens == prompt)
    #expect(reply.completionTokens == completion)
  }

  @Test(arguments: [
    // bodies of status 200 that hold no completion
    "", "   \n", "<html><body>Please log in</body></html>", "{", #"{"choices":[]}"#,
    #"{"choices":null}"#, #"{"choices":[null]}"#, "[]", "null", "42", #"{"choices":{"a":1}}"#,
    #"{"choices":[{"message":{"content":NaN}}]}"#, #"{"choices":[{"message":{"content":"abc"#,
    String(repeating: "[", count: 100_000),
  ])
  func whatHoldsNoCompletionIsMalformed(body: String) {
    #expect {
      try chat(body)
    } throws: {
      if case .malformed? = $0 as? ReplyFailure { true } else { false }
    }
  }

  @Test(arguments: [
    // bodies of status 200 that are errors, the message
    (#"{"error":{"message":"no","code":429}}"#, "no"), (#"{"error":"no"}"#, "no"),
    (#"[{"error":{"message":"no"}}]"#, "no"), (#"{"object":"error","message":"no"}"#, "no"),
    (#"{"error":{"message":"no"},"choices":[]}"#, "no"),
    (#"{"choices":[{"error":{"message":"no","code":502},"finish_reason":"error"}]}"#, "no"),
    (
      #"{"choices":[{"message":{"content":"par"},"finish_reason":"error"}]}"#,
      "the server gave the completion up"
    ),
    (
      #"{"choices":[{"message":{"content":"par"},"finish_reason":"abort"}]}"#,
      "the server gave the completion up"
    ),
  ])
  func anErrorUnderStatus200IsAnError(body: String, message: String) {
    #expect {
      try chat(body)
    } throws: {
      if case .error(let error)? = $0 as? ReplyFailure { error.message == message } else { false }
    }
  }

  @Test func theOtherProtocolsReadTheirReplies() throws {
    func response(_ body: String) -> HTTPResponse {
      HTTPResponse(status: 200, body: Array(body.utf8))
    }
    let text = try OpenAICompletions(model: "m").completion(
      from: response(#"{"choices":[{"text":"4","finish_reason":"length"}]}"#))
    #expect(text == Completion(content: "4", finishReason: .length))
    let plain = try PlainInfer().completion(
      from: response(
        #"{"answer":"4","token_usage":{"prompt_tokens":1,"completion_tokens":2},"latency_ms":7}"#))
    #expect(plain == Completion(content: "4", promptTokens: 1, completionTokens: 2))
    for body in [#"{"answer":null}"#, #"{}"#, #"{"answer":4}"#] {
      #expect(throws: ReplyFailure.self) { try PlainInfer().completion(from: response(body)) }
    }
  }

  @Test func noReplyHoweverMangledIsMoreThanAFailure() {
    let seeds = [
      Replies.chat("a “b” \\u00e9 \\ud83d\\ude00"), #"{"error":{"message":"x","code":"y"}}"#,
      #"{"detail":[{"loc":["body",28],"msg":"bad"}]}"#, "<html><title>x</title>",
      #"{"answer":"x","token_usage":{"prompt_tokens":1}}"#,
    ].map { Array($0.utf8) }
    let wires: [any WireProtocol] = [
      OpenAIChat(model: "m"), OpenAICompletions(model: "m"), PlainInfer(),
    ]
    var random = SmallRandom(seed: 1)
    for round in 0..<5000 {
      var body = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let place = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: body[place] = UInt8.random(in: 0...255, using: &random)
        case 1: body.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2 where body.count > 1: body.remove(at: place)
        default: body.replaceSubrange(place..., with: body[..<place])
        }
        if body.isEmpty { body = [0] }
      }
      let response = HTTPResponse(status: 200, body: body)
      for wire in wires {
        if case .success(let completion) = Result(catching: { try wire.completion(from: response) })
        {
          #expect(completion.promptTokens ?? 0 >= 0)
        }
      }
      #expect(ServerError(body: body).message.count <= ServerError.longestMessage + 1)
    }
  }
}

/// A small source of numbers that is the same everywhere. Source: Vigna, splitmix64.
struct SmallRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
