import Grading
import Testing

@testable import Inference

/// Who answers, and what they ignore.
struct ServerTests {
  @Test func aServerIntroducesItself() async throws {
    let transport = ScriptedTransport([
      .reply(
        200, #"{"data":[{"id":"a"},{"id":"b"}]}"#, headers: [HTTPHeader("Server", "uvicorn")]),
      .reply(200, #"{"version":"0.32.0"}"#),
    ])
    let inquiry = ServerInquiry(
      OpenAIChat(model: "a"), over: transport, key: Secret("sk-secret"), userAgent: "assay/test")
    let card = await inquiry.card(of: try Endpoint("http://h/v1"), askedModel: "a")
    #expect(
      card
        == ServerCard(
          endpoint: "http://h/v1", software: "uvicorn", version: "0.32.0", models: ["a", "b"],
          askedModel: "a"))
    #expect(transport.requests.map(\.url) == ["http://h/v1/models", "http://h/version"])
    #expect(transport.requests.allSatisfy { $0.method == .get })
    #expect(
      transport.requests[0].headers.map(\.description) == [
        "Accept: application/json", "User-Agent: assay/test", "Authorization: ***",
      ])
  }

  @Test func aModelThatIsNotListedIsAWarning() async throws {
    for (model, warned) in [("a", false), ("c", true), ("q", false)] {
      let transport = ScriptedTransport([
        .reply(200, #"{"models":[{"name":"a"},{"name":"q:latest"}]}"#)
      ])
      let card = await ServerInquiry(
        OllamaChat(model: model), over: transport, key: nil, userAgent: "a"
      ).card(of: try Endpoint("http://h"), askedModel: model)
      #expect(card.warnings.isEmpty != warned)
    }
  }

  @Test func aServerThatTellsNothingIsNoFailure() async throws {
    for answer in [
      ScriptedTransport.Answer.failure(.unconnected("refused")), .reply(404, "Not Found"),
      .reply(200, "<html>"), .reply(200, #"{"data":[]}"#),
    ] {
      let card = await ServerInquiry(
        OpenAIChat(model: "m"), over: ScriptedTransport([], other: { _ in answer }), key: nil,
        userAgent: "a"
      ).card(of: try Endpoint("http://h"), askedModel: "m")
      #expect(card.models.isEmpty && card.version == nil && card.warnings.isEmpty)
    }
  }

  @Test func aKeyThatAServerRepeatsIsNotKept() async throws {
    let transport = ScriptedTransport([
      .reply(200, #"{"data":[{"id":"sk-secret"}]}"#, headers: [HTTPHeader("Server", "sk-secret")]),
      .reply(200, #"{"version":"sk-secret 1"}"#),
    ])
    let card = await ServerInquiry(
      OpenAIChat(model: "m"), over: transport, key: Secret("sk-secret"), userAgent: "a"
    ).card(of: try Endpoint("http://h"), askedModel: "m")
    #expect(!card.json.text.contains("sk-secret"))
    #expect(card.version == "*** 1")
  }

  @Test func aModelsTensorsAreReadFromItsMetadata() async throws {
    let transport = ScriptedTransport([
      .reply(
        200,
        #"{"name":"m","inputs":[{"name":"n","datatype":"INT32","shape":[-1,1]},{"name":"Q","datatype":"BYTES","shape":[-1,1]}],"outputs":[{"name":"A","datatype":"BYTES","shape":[-1,1]}]}"#
      )
    ])
    let signature = await ServerInquiry(
      KServeInfer(model: "m"), over: transport, key: nil, userAgent: "a"
    ).signature(of: "m", at: try Endpoint("http://h"))
    #expect(signature?.textInput == "Q" && signature?.textOutput == "A")
    #expect(signature?.isBatched == true)
    #expect(transport.requests.map(\.url) == ["http://h/v2/models/m"])
    // KServe's own server says nothing of use.
    for empty in [#"{"name":"m","inputs":[],"outputs":[]}"#, #"{"inputs":null}"#, "[]"] {
      #expect(KServeSignature(metadata: try JSON(parsing: empty)) == nil)
    }
  }

  @Test(
    arguments: [
      // what is said of a completion, and whether it shows that something was ignored
      ("max_tokens", 11, "ok", true, nil, true), ("max_tokens", 10, "ok", true, nil, false),
      ("stop", 1, "a END b", true, nil, true), ("stop", 1, "a END", true, nil, false),
      ("stop", 1, "a EN", true, nil, false), ("stream", 1, "ok", false, nil, true),
      ("enable_thinking", 1, "ok", true, "hm", true),
      ("enable_thinking", 1, "ok", true, "\n", false),
      ("enable_thinking", 1, "<think>\n\n</think>ok", true, nil, false),
      ("enable_thinking", 1, "<think>hm</think>ok", true, nil, true),
      ("reasoning only", 1, " ", true, "hm", true),
    ] as [(String, Int, String, Bool, String?, Bool)])
  func whatAServerIgnoresIsNoticed(
    about: String, tokens: Int, content: String, streamed: Bool, reasoning: String?, isNoticed: Bool
  ) {
    let sampling = Sampling(
      maxTokens: 10, stop: ["END"], chatTemplate: ["enable_thinking": .bool(false)])
    var completion = Completion(
      content: content, reasoning: reasoning, promptTokens: 5, completionTokens: tokens)
    completion.wire = WireNotes(
      reasoningSource: MessageText(["content": .string(content)]).reasoningSource,
      isStreamed: streamed)
    let warnings = ReplyAudit(sampling: sampling, streams: true)
      .warnings(for: completion, of: Prompt(text: "q"))
    let words = about.replacing("max_tokens", with: "max-tokens")
    #expect(warnings.contains { $0.contains(words) } == isNoticed, "\(warnings)")
  }

  @Test func aPromptThatWasCutIsNoticed() {
    let audit = ReplyAudit(sampling: Sampling(), streams: false)
    let prompt = Prompt(text: String(repeating: "word ", count: 4000))
    for (tokens, isCut) in [(100, true), (4000, false)] {
      let warnings = audit.warnings(
        for: Completion(content: "a", promptTokens: tokens), of: prompt)
      #expect(warnings.isEmpty != isCut)
    }
  }

  @Test func whatManyCompletionsShowIsKeptOnce() async throws {
    let endpoint = try Endpoint("http://h")
    let watch = ServerWatch(
      ReplyAudit(sampling: Sampling(maxTokens: 1), streams: false), askedModel: "m")
    let model = watch.watching(
      RemoteModel(
        OpenAIChat(model: "m"), at: [endpoint],
        over: ScriptedTransport([], other: { _ in .reply(200) }), options: .test))
    for number in 0..<30 { _ = try await model.complete(.test("q\(number)")) }
    let card = watch.card(of: endpoint, said: ServerCard(endpoint: "http://h", version: "1"))
    #expect(card.version == "1" && card.servedModels == ["served"])
    #expect(card.warnings == ["--max-tokens 1 was not kept: completions have more tokens"])
    #expect(card.summary == "1; asked for m, answered as served")
  }

  @Test func cardsSurviveJSONAndAnotherSitting() {
    let first = ServerCard(
      endpoint: "http://h", software: "a", version: "1", models: ["m"], askedModel: "m",
      servedModels: ["x"], systemFingerprints: ["f1"], warnings: ["w1"])
    #expect(ServerCard(json: first.json) == first)
    let second = ServerCard(
      endpoint: "http://h", version: "2", askedModel: "m", servedModels: ["x", "y"],
      systemFingerprints: ["f2"])
    let both = second.merged(into: first)
    #expect(both.version == "2" && both.software == "a" && both.models == ["m"])
    #expect(both.servedModels == ["x", "y"] && both.systemFingerprints == ["f1", "f2"])
    #expect(both.warnings == ["w1"])
  }
}
