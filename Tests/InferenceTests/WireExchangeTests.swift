import Grading
import Testing

@testable import Inference

/// Scripted exchanges: what each protocol's server says, and the exact bytes that we must have sent.
struct WireExchangeTests {
  private let sampling = Sampling(
    temperature: 0.5, topP: 0.9, maxTokens: 10, seed: 7, stop: ["END"], extraBody: ["x": .int(1)])

  private func exchange(
    _ wire: any WireProtocol, _ reply: String, path: String = "", key: String? = nil,
    headers: String = "", prompt: Prompt = Prompt(system: "s", text: "q")
  ) async throws -> (completion: Completion, request: String, port: UInt16) {
    let server = try ScriptedServer([.read, .reply(200, reply, headers: headers)])
    let model = RemoteModel(
      wire, at: [try Endpoint(server.url + path)], over: try CurlTransport(),
      options: .init(
        key: key.flatMap { Secret($0) }, runPrefix: "run", userAgent: "assay/test",
        limits: HTTPLimits(total: .seconds(60))), policy: .never)
    let completion = try await model.complete(
      ModelRequest(id: AttemptID(problemID: "p", number: 2), prompt: prompt))
    return (completion, server.requests.first ?? "", server.port)
  }

  /// The head that every request has, and the body.
  private func expected(
    _ path: String, _ port: UInt16, _ body: String, type: String = "application/json",
    accept: String = "application/json", own: String = "", key: String = ""
  ) -> String {
    let id = SHA256.hex("p".utf8).prefix(12)
    return "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept-Encoding: identity\r\n"
      + "Content-Type: \(type)\r\nAccept: \(accept)\r\n\(own)User-Agent: assay/test\r\n"
      + "X-Request-Id: run-\(id)-a2-t1\r\n\(key)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func openAIChat() async throws {
    var sampling = sampling
    sampling.chatTemplate = ["enable_thinking": .bool(false)]
    let (completion, request, port) = try await exchange(
      OpenAIChat(model: "m", sampling: sampling), Replies.chat("4"), key: "sk-1")
    #expect(
      request
        == expected(
          "/v1/chat/completions", port,
          #"{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}],"#
            + #""temperature":0.5,"top_p":0.9,"max_tokens":10,"seed":8,"stop":["END"],"#
            + #""chat_template_kwargs":{"enable_thinking":false},"x":1}"#,
          key: "Authorization: Bearer sk-1\r\n"))
    #expect(completion.content == "4")
  }

  @Test func openAICompletions() async throws {
    let (completion, request, port) = try await exchange(
      OpenAICompletions(model: "m", sampling: sampling),
      #"{"id":"c","choices":[{"index":0,"text":"4","finish_reason":"length","logprobs":null}]}"#)
    #expect(
      request
        == expected(
          "/v1/completions", port,
          #"{"model":"m","prompt":"s\n\nq","temperature":0.5,"top_p":0.9,"max_tokens":10,"#
            + #""seed":8,"stop":["END"],"x":1}"#))
    #expect(completion.content == "4" && completion.finishReason == .length)
  }

  @Test func infer() async throws {
    let (completion, request, port) = try await exchange(
      PlainInfer(sampling: Sampling(maxTokens: 10)),
      #"{"answer":"4","token_usage":{"prompt_tokens":1,"completion_tokens":2},"latency_ms":NaN}"#
        .replacing("NaN", with: "5"))
    #expect(
      request == expected("/infer", port, #"{"prompt":"q","system":"s","max_tokens":10}"#))
    #expect(completion.promptTokens == 1 && completion.completionTokens == 2)
  }

  @Test func anthropic() async throws {
    let reply =
      #"{"id":"msg","type":"message","model":"M","content":[{"type":"redacted_thinking","data":"x"},"#
      + #"{"type":"thinking","thinking":"why"},{"type":"text","text":"4"}],"#
      + #""stop_reason":"max_tokens","usage":{"input_tokens":3,"output_tokens":5}}"#
    let (completion, request, port) = try await exchange(
      AnthropicMessages(model: "m", sampling: sampling), reply, key: "sk-2")
    #expect(
      request
        == expected(
          "/v1/messages", port,
          #"{"model":"m","max_tokens":10,"system":"s","messages":[{"role":"user","content":"q"}],"#
            + #""temperature":0.5,"top_p":0.9,"stop_sequences":["END"],"x":1}"#,
          own: "anthropic-version: 2023-06-01\r\n", key: "x-api-key: sk-2\r\n"))
    #expect(completion.content == "4" && completion.reasoning == "why")
    #expect(completion.wire.reasoningSource == "thinking")
    #expect(completion.finishReason == .length)
    #expect(completion.promptTokens == 3 && completion.completionTokens == 5)
    #expect(AnthropicMessages(model: "m", sampling: sampling).unsent == ["--seed"])
  }

  @Test func ollama() async throws {
    let reply =
      #"{"model":"M","message":{"role":"assistant","content":"4","thinking":"why"},"done":true,"#
      + #""done_reason":"length","prompt_eval_count":3,"eval_count":5,"total_duration":9}"#
    var sampling = sampling
    sampling.chatTemplate = ["enable_thinking": .bool(true)]
    sampling.extraBody = ["options": ["num_ctx": .int(8192)], "keep_alive": .string("5m")]
    let (completion, request, port) = try await exchange(
      OllamaChat(model: "m", sampling: sampling), reply)
    #expect(
      request
        == expected(
          "/api/chat", port,
          #"{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}],"#
            + #""stream":false,"think":true,"options":{"temperature":0.5,"top_p":0.9,"#
            + #""num_predict":10,"seed":8,"stop":["END"],"num_ctx":8192},"keep_alive":"5m"}"#))
    #expect(completion.content == "4" && completion.reasoning == "why")
    #expect(completion.finishReason == .length)
    #expect(completion.promptTokens == 3 && completion.completionTokens == 5)
  }

  @Test func kserve() async throws {
    // Outputs in another order, a shape of [1,1], and one that nobody asked for.
    let reply =
      #"{"id":"r","model_name":"llm","outputs":[{"name":"completion_tokens","datatype":"INT32","shape":[1,1],"data":[5]},"#
      + #"{"name":"text_output","datatype":"BYTES","shape":[1,1],"data":["4"]}]}"#
    let id = SHA256.hex("p".utf8).prefix(12)
    let (completion, request, port) = try await exchange(
      KServeInfer(model: "llm", sampling: sampling), reply)
    #expect(
      request
        == expected(
          "/v2/models/llm/infer", port,
          #"{"id":"\#(id)-a2","parameters":{"temperature":0.5,"top_p":0.9,"max_tokens":10,"#
            + #""seed":8,"stop":"END","x":1},"inputs":[{"name":"text_input","shape":[1,1],"#
            + #""datatype":"BYTES","data":["s\n\nq"]}]}"#))
    #expect(completion.content == "4" && completion.completionTokens == 5)
  }

  @Test func kserveWithTheModelsOwnTensors() async throws {
    let metadata = try JSON(
      parsing: #"""
        {"name":"llm","inputs":[{"name":"PROMPT","datatype":"BYTES","shape":[-1]},
          {"name":"system","datatype":"BYTES","shape":[-1]},
          {"name":"max_tokens","datatype":"INT32","shape":[-1]},
          {"name":"temperature","datatype":"FP32","shape":[-1]}],
         "outputs":[{"name":"OUT","datatype":"BYTES","shape":[-1]}]}
        """#)
    let signature = try #require(KServeSignature(metadata: metadata))
    let reply =
      #"{"outputs":[{"name":"OUT","datatype":"BYTES","shape":[1],"data":[["4"]]}]}"#
    let id = SHA256.hex("p".utf8).prefix(12)
    let (completion, request, port) = try await exchange(
      KServeInfer(
        model: "a b", sampling: Sampling(temperature: 0.5, maxTokens: 10), signature: signature),
      reply)
    #expect(
      request
        == expected(
          "/v2/models/a%20b/infer", port,
          #"{"id":"\#(id)-a2","inputs":[{"name":"PROMPT","shape":[1],"datatype":"BYTES","data":["q"]},"#
            + #"{"name":"system","shape":[1],"datatype":"BYTES","data":["s"]},"#
            + #"{"name":"temperature","shape":[1],"datatype":"FP32","data":[0.5]},"#
            + #"{"name":"max_tokens","shape":[1],"datatype":"INT32","data":[10]}]}"#))
    #expect(completion.content == "4")
  }

  @Test func kserveInBytes() async throws {
    let head =
      #"{"outputs":[{"name":"text_output","datatype":"BYTES","shape":[1,1],"parameters":{"binary_data_size":6}}]}"#
    let (completion, request, port) = try await exchange(
      KServeInfer(model: "llm", isBinary: true), head + "\u{2}\u{0}\u{0}\u{0}é",
      headers: "Inference-Header-Content-Length: \(head.utf8.count)\r\n")
    let id = SHA256.hex("p".utf8).prefix(12)
    let json =
      #"{"id":"\#(id)-a2","inputs":[{"name":"text_input","shape":[1,1],"datatype":"BYTES","#
      + #""parameters":{"binary_data_size":8}}],"outputs":[{"name":"text_output","parameters":{"binary_data":true}}]}"#
    #expect(
      request
        == expected(
          "/v2/models/llm/infer", port, json + "\u{4}\u{0}\u{0}\u{0}s\n\nq",
          type: "application/octet-stream",
          accept: "application/octet-stream, application/json",
          own: "Inference-Header-Content-Length: \(json.utf8.count)\r\n"))
    #expect(completion.content == "é")
  }

  @Test func tritonGenerate() async throws {
    let (completion, request, port) = try await exchange(
      TritonGenerate(model: "llm", sampling: Sampling(temperature: 0.5, extraBody: ["x": .int(1)])),
      #"{"model_name":"llm","text_output":"4"}"#)
    #expect(
      request
        == expected(
          "/v2/models/llm/generate", port,
          #"{"text_input":"s\n\nq","parameters":{"temperature":0.5},"x":1}"#))
    #expect(completion.content == "4")
  }

  @Test func tritonGenerateSendsTensorsFlatAndTheRestAsParameters() throws {
    let signature = KServeSignature(
      inputs: [
        "text_input": .init(datatype: "BYTES", dimensions: 2),
        "max_tokens": .init(datatype: "INT32", dimensions: 2),
        "stream": .init(datatype: "BOOL", dimensions: 1),
      ], textInput: "text_input", textOutput: "text_output", isBatched: true)
    let wire = TritonGenerate(
      model: "llm", sampling: Sampling(temperature: 0, maxTokens: 5), streams: true,
      signature: signature)
    let request = try wire.request(for: .test("q"), at: Endpoint("http://h"))
    #expect(request.url == "http://h/v2/models/llm/generate_stream")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"text_input":"q","stream":true,"max_tokens":5,"parameters":{"temperature":0}}"#)
  }

  @Test(
    arguments: [
      // what Triton says, what it means
      (400, "Stub process 'llm_0_0' is not healthy.", 503),
      (400, "[request id: <id_unknown>] Exceeds maximum queue size", 503),
      (400, "Request timeout expired", 503), (400, "model said no", 400), (500, "internal", 500),
    ])
  func tritonsOwnFailuresPass(status: Int, message: String, meant: Int) {
    let response = HTTPResponse(status: status, body: Array(#"{"error":"\#(message)"}"#.utf8))
    for wire in [KServeInfer(model: "m"), TritonGenerate(model: "m")] as [any WireProtocol] {
      #expect(wire.error(in: response).status == meant)
    }
  }

  @Test(
    arguments: [
      // the endpoint given, the protocol, the address asked
      ("http://h", "anthropic", "http://h/v1/messages"),
      ("http://h/v1", "anthropic", "http://h/v1/messages"),
      ("http://h/anthropic", "anthropic", "http://h/anthropic/v1/messages"),
      ("http://h/v1/messages", "anthropic", "http://h/v1/messages"),
      ("http://h:11434", "ollama", "http://h:11434/api/chat"),
      ("http://h/v1", "ollama", "http://h/api/chat"),
      ("http://h/api", "ollama", "http://h/api/chat"),
      ("http://h/api/chat", "ollama", "http://h/api/chat"),
      ("http://h", "kserve", "http://h/v2/models/m/infer"),
      ("http://h/v2/models/x/infer", "kserve", "http://h/v2/models/x/infer"),
      ("http://h/v2/models/x/generate", "triton", "http://h/v2/models/x/generate"),
      ("http://h/v1", "completions", "http://h/v1/completions"),
      ("http://h/v1/completions", "completions", "http://h/v1/completions"),
    ])
  func everyProtocolFindsItsPath(given: String, name: String, url: String) throws {
    let wires: [String: any WireProtocol] = [
      "anthropic": AnthropicMessages(model: "m"), "ollama": OllamaChat(model: "m"),
      "kserve": KServeInfer(model: "m"), "triton": TritonGenerate(model: "m"),
      "completions": OpenAICompletions(model: "m"),
    ]
    let wire = try #require(wires[name])
    #expect(try wire.request(for: .test("q"), at: Endpoint(given)).url == url)
  }

  // MARK: Reasoning and content

  @Test(
    arguments: [
      // the message, content, reasoning, where it stood
      (#"{"content":"a","reasoning":"r"}"#, "a", "r", "reasoning"),
      (#"{"content":"a","reasoning_content":"r"}"#, "a", "r", "reasoning_content"),
      (
        #"{"content":"a","reasoning_details":[{"type":"reasoning.text","text":"r"},{"type":"reasoning.encrypted","data":"x"}]}"#,
        "a", "r", "reasoning_details"
      ),
      (
        #"{"content":[{"type":"thinking","thinking":"r"},{"type":"text","text":"a"}]}"#, "a", "r",
        "content parts"
      ),
      (#"{"content":"<think>r</think>a"}"#, "<think>r</think>a", nil, "<think> in the content"),
      (#"{"content":"\n <think>r"}"#, "\n <think>r", nil, "unclosed <think> in the content"),
      (#"{"content":"r</think>a"}"#, "r</think>a", nil, "</think> in the content"),
      (#"{"content":"a < b"}"#, "a < b", nil, nil),
      (#"{"content":null,"reasoning":"r"}"#, "", "r", "reasoning"),
    ] as [(String, String, String?, String?)])
  func contentAndReasoningKeepTheirPlaces(
    message: String, content: String, reasoning: String?, source: String?
  ) throws {
    let text = MessageText(try JSON(parsing: message))
    #expect(text.content == content)
    #expect(text.reasoning == reasoning)
    #expect(text.reasoningSource == source)
  }

  @Test func anAnswerCaughtInTheReasoningIsFlagged() throws {
    for (content, trapped) in [("null", true), (#"" \n""#, true), (#""4""#, false)] {
      let body =
        #"{"choices":[{"message":{"content":\#(content),"reasoning":"so it is 4"},"finish_reason":"length"}]}"#
      let completion = try OpenAIChat(model: "m").completion(
        from: HTTPResponse(status: 200, body: Array(body.utf8)))
      #expect(completion.isTrappedInReasoning == trapped)
      #expect(completion.reasoning == "so it is 4")
    }
  }

  // MARK: Images

  @Test func imagesGoOutAsEachProtocolHasThem() throws {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
    let read: ImageReader = { _ in PromptImage(mediaType: "image/png", bytes: png) }
    let prompt = Prompt(text: "look", images: ["a.png", "https://x.test/b.jpg"])
    func body(_ wire: any WireProtocol, _ prompt: Prompt) throws -> String {
      let request = ModelRequest(id: AttemptID(problemID: "p", number: 1), prompt: prompt)
      return String(
        decoding: try wire.request(for: request, at: Endpoint("http://h")).body, as: UTF8.self)
    }
    #expect(
      try body(OpenAIChat(model: "m", image: read), prompt)
        == #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"look"},"#
        + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}},"#
        + #"{"type":"image_url","image_url":{"url":"https://x.test/b.jpg"}}]}]}"#)
    #expect(
      try body(AnthropicMessages(model: "m", image: read), prompt)
        == #"{"model":"m","max_tokens":8192,"messages":[{"role":"user","content":["#
        + #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw=="}},"#
        + #"{"type":"image","source":{"type":"url","url":"https://x.test/b.jpg"}},"#
        + #"{"type":"text","text":"look"}]}]}"#)
    #expect(
      try body(OllamaChat(model: "m", image: read), Prompt(text: "look", images: ["a.png"]))
        == #"{"model":"m","messages":[{"role":"user","content":"look","images":["iVBORw=="]}],"stream":false}"#
    )
    #expect(throws: Fault.self) { try body(OllamaChat(model: "m", image: read), prompt) }
    // Eight of eight million bytes are too many together.
    let large: ImageReader = { _ in
      PromptImage(mediaType: "image/png", bytes: [UInt8](repeating: 0, count: 8 << 20))
    }
    #expect(throws: Fault.self) {
      try body(
        OpenAIChat(model: "m", image: large), Prompt(text: "q", images: (0..<8).map { "\($0).png" })
      )
    }
  }
}
