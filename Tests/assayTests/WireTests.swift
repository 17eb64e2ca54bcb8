import Grading
import ModelServer
import Testing

/// Protocols, streams, batches and templates as a user asks for them.
@Suite struct WireTests {
  // MARK: Streams

  @Test func aStreamGivesTheSameExportAndTellsTheFirstToken() async throws {
    let server = ModelServer(playback: Sums.playback(3))
    let address = try await server.start()
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3))
    let grade = ["grade", "set.jsonl", "--endpoint", address, "--model", "m"]
    #expect(try await desk.assay(grade + ["--run", "whole", "--fresh"]).status == 0)
    let streamed = try await desk.assay(grade + ["--run", "live", "--fresh", "--stream"])
    #expect(streamed.status == 0, "\(streamed.messages)")
    await server.stop()
    #expect(server.requests.suffix(3).allSatisfy { $0.body.contains(#""include_usage":true"#) })
    func essence(_ run: String) async throws -> [[JSON?]] {
      try await desk.export(run).map { line in
        ["completion", "verdict", "prompt_tokens", "completion_tokens", "finish_reason"].map {
          line[$0]
        }
      }
    }
    #expect(try await essence("live") == essence("whole"))
    let report = try await report("live", desk)
    #expect(
      report["attempts"]?.array?.allSatisfy { $0["wire"]?["first_token_ms"]?.double ?? -1 >= 0 }
        == true)
  }

  @Test func whatCameOfABrokenStreamIsKeptAndShown() async throws {
    let text = String(repeating: "The answer comes now. ", count: 40)
    let server = ModelServer(
      playback: [PlaybackEntry(prompt: "What is 1 + 1?", completions: [.init(content: text)])],
      options: .init(faults: [Injection(.truncate, .every(1))]))
    let address = try await server.start()
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let result = try await desk.assay([
      "grade", "set.jsonl", "--endpoint", address, "--model", "m", "--stream", "--retries", "0",
      "--no-report", "--run", "cut",
    ])
    await server.stop()
    #expect(result.status == 3)
    let attempt = try await report("cut", desk)["attempts"]?[0]
    #expect(attempt?["fault"]?["kind"] == .string("network"))
    #expect(attempt?["verdict"] == .null)
    let received = attempt?["received"]?.string ?? ""
    #expect(received.hasPrefix("The answer comes now."))
    #expect(received.utf8.count < text.utf8.count)
    let shown = try await desk.assay("show", "cut", "--problem", "p1")
    #expect(shown.output.contains("The answer comes now."))
    #expect(shown.output.contains("not marked"))
  }

  // MARK: Protocols

  @Test func aTemplateIsAllThatAServerNeeds() async throws {
    let server = ModelServer(playback: Sums.playback(2))
    let address = try await server.start()
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2))
    try desk.write(
      "mine.yaml",
      """
      path: /infer
      body:
        prompt: "{prompt}"
        system: "{system}"
        n_predict: "{max_tokens}"
      reply:
        text: answer
        completion_tokens: token_usage.completion_tokens
      """)
    let grade = ["grade", "set.jsonl", "--endpoint", address, "--protocol", "mine.yaml"]
    let result = try await desk.assay(
      grade + ["--no-report", "--max-tokens", "9", "--seed", "1"])
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("--seed"))
    #expect(
      server.requests.allSatisfy { $0.path == "/infer" && $0.body.contains(#""n_predict":9"#) })
    // Another description is another run.
    try desk.write(
      "mine.yaml", try desk.text("mine.yaml").replacing("{system}", with: "{system} Think."))
    #expect(try await desk.assay(grade + ["--no-report", "--max-tokens", "9"]).status == 0)
    #expect(server.requestCount == 4)
    await server.stop()
  }

  @Test(
    arguments: [
      // the template, what is said of it
      (
        "body:\n  q: \"{prompt}\"\nreplie:\n  text: a\n",
        "mine.yaml:3: “replie” is no field here; did you mean “reply”?"
      ),
      (
        "body:\n  q: \"{prompt}\"\n  t: \"{temprature}\"\nreply:\n  text: a\n",
        "mine.yaml:3: “{temprature}” is no placeholder"
      ),
      (
        "body:\n  q: {prompt}\nreply:\n  text: a\n",
        "mine.yaml:2: YAML takes {prompt} for a mapping; write \"{prompt}\""
      ),
      ("body: [\n", "mine.yaml:"), ("", "mine.yaml: the file is empty"),
    ])
  func aTemplateThatIsWrongIsNamedWithItsLine(text: String, words: String) async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    try desk.write("mine.yaml", text)
    let result = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", "http://127.0.0.1:9", "--protocol", "mine.yaml")
    #expect(result.status == 2)
    #expect(result.messages.contains(words), "\(result.messages)")
  }

  @Test(
    arguments: [
      (["--protocol", "opanai"], "openai-chat, openai-completions"),
      (["--protocol", "infer", "--stream"], "--stream: the protocol infer has no streams"),
      (["--batch-size", "4"], "--batch-size: the protocol openai-chat"),
      (["--protocol", "kserve", "--batch-size", "0"], "--batch-size is a number"),
      (
        ["--protocol", "openai-completions", "--stream", "--batch-size", "2"], "exclude each other"
      ),
      (["--stream", "--idle-timeout", "soon"], "--idle-timeout soon: a duration"),
      (["--chat-template-kwargs", "{"], "--chat-template-kwargs: byte 1"),
      (["--chat-template-kwargs", "[1]"], "--chat-template-kwargs: a JSON object"),
    ] as [([String], String)])
  func whatAProtocolCannotDoIsSaidBeforeAnythingIsAsked(
    flags: [String], words: String
  ) async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let result = try await desk.assay(
      ["grade", "set.jsonl", "--endpoint", "http://127.0.0.1:9", "--model", "m"] + flags)
    #expect(result.status == 2)
    #expect(result.messages.contains(words), "\(result.messages)")
  }

  @Test func tensorsAreSentInBatchesToAModelThatDescribesItself() async throws {
    let metadata =
      #"{"name":"llm","inputs":[{"name":"Q","datatype":"BYTES","shape":[-1,1]}],"outputs":[{"name":"A","datatype":"BYTES","shape":[-1,1]}]}"#
    let reply =
      #"{"outputs":[{"name":"A","datatype":"BYTES","shape":[2,1],"data":["Answer: 2","Answer: 2"]}]}"#
    // One connection asks for the metadata and then for the batch; another may ask for the version.
    let script: [ScriptedServer.Step] = [.read, .reply(200, metadata)]
    let server = try ScriptedServer(
      script + [.read, .reply(200, reply), .untilClosed],
      [.read, .reply(200, reply), .untilClosed])
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(2, gold: { _ in 2 }))
    let result = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", server.url, "--protocol", "kserve", "--model", "llm",
      "--batch-size", "2", "--batch-wait", "60000", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    let batches = server.requests.filter { $0.hasPrefix("POST /v2/models/llm/infer ") }
    #expect(batches.count == 1)
    #expect(batches.first?.contains(#""name":"Q","shape":[2,1]"#) == true)
    #expect(try await desk.export().map { $0["score"] } == [.int(1), .int(1)])
  }

  @Test func templateArgumentsAndPicturesReachTheServer() async throws {
    let server = ModelServer(playback: [
      PlaybackEntry(prompt: "Look.", completions: [.init(content: "Answer: 4")])
    ])
    let address = try await server.start()
    let desk = Desk()
    try desk.write(
      "set.jsonl",
      #"{"id":"p","kind":"answer","statement":"Look.","answer":"4","images":["https://x.test/a.png"]}"#
    )
    let result = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", address, "--model", "m", "--no-report", "--max-tokens",
      "50", "--max-tokens-field", "max_completion_tokens", "--chat-template-kwargs",
      #"{"enable_thinking":false}"#)
    await server.stop()
    #expect(result.status == 0, "\(result.messages)")
    let body = try JSON(parsing: server.requests.first?.body ?? "")
    #expect(body["chat_template_kwargs"] == ["enable_thinking": .bool(false)])
    #expect(body["max_completion_tokens"] == .int(50) && body["max_tokens"] == nil)
    let parts = body["messages"]?.array?.last?["content"]
    #expect(parts?[1]?["image_url"]?["url"] == .string("https://x.test/a.png"))
  }

  // MARK: Who answered

  @Test func theServerIsPartOfTheReport() async throws {
    let server = ModelServer(playback: Sums.playback(1), options: .init(model: "listed"))
    let address = try await server.start()
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let result = try await desk.assay(
      "grade", "set.jsonl", "--endpoint", address, "--model", "asked", "--run", "r", "--max-tokens",
      "1")
    await server.stop()
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("does not list the model asked"), "\(result.messages)")
    #expect(result.messages.contains("--max-tokens 1 was not kept"), "\(result.messages)")
    let card = try await report("r", desk)["servers"]?[0]
    #expect(card?["models"] == .strings(["listed"]))
    #expect(card?["served_models"] == .strings(["asked"]))
    #expect(card?["warnings"]?.array?.count == 2)
    let markdown = try desk.text("reports/r/report.md")
    #expect(markdown.contains("lists listed"))
    #expect(markdown.contains("was not kept"))
  }

  // MARK: Secrets and proxies

  @Test func aKeyThatTheServerRepeatsReachesNoFileAndNoScreen() async throws {
    let key = "sk-test-0123456789abcdef"
    let body = #"{"error":{"message":"Incorrect API key: \#(key)","code":"\#(key)"}}"#
    let stream =
      "HTTP/1.1 200 OK\r\nServer: \(key)\r\nContent-Type: text/event-stream\r\n"
      + "Connection: close\r\n\r\ndata: {\"error\":{\"message\":\"no \(key)\"}}\n\n"
    for step in [ScriptedServer.Step.reply(401, body), .send(stream)] {
      let scripts: [ScriptedServer.Step] = [.read, step, .read, step, .read, step]
      let server = try ScriptedServer(scripts, scripts, scripts)
      let desk = Desk()
      try desk.write("set.jsonl", Sums.set(1))
      let result = try await desk.assay(
        [
          "grade", "set.jsonl", "--endpoint", server.url, "--model", "m", "--stream", "--retries",
          "0",
        ], environment: ["OPENAI_API_KEY": key])
      #expect(result.status == 3, "\(result.messages)")
      #expect(server.requests.contains { $0.contains("Authorization: Bearer \(key)") })
      let export = try await desk.assay("export", "last")
      let shown = try await desk.assay("show", "last", "--problem", "p1")
      let doctor = try await desk.assay(
        ["doctor", "--endpoint", server.url], environment: ["OPENAI_API_KEY": key])
      let everything =
        [result, export, shown, doctor].flatMap { [$0.output, $0.messages] }
        + (try desk.files.map { try desk.text($0) })
      #expect(everything.allSatisfy { !$0.contains(key) })
      #expect(result.messages.contains("***"), "\(result.messages)")
    }
  }

  @Test func aProxyOfTheEnvironmentIsAsked() async throws {
    let answer: [ScriptedServer.Step] = [
      .read, .reply(200, Replies.chat("Answer: 2")), .read, .reply(200, Replies.chat("Answer: 2")),
    ]
    let proxy = try ScriptedServer(answer, answer, answer)
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let result = try await desk.assay(
      ["grade", "set.jsonl", "--endpoint", "http://model.test/v1", "--model", "m", "--no-report"],
      environment: ["http_proxy": proxy.url, "no_proxy": ""])
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      proxy.requests.contains {
        $0.hasPrefix("POST http://model.test/v1/chat/completions HTTP/1.1\r\nHost: model.test\r\n")
      })
  }

  private func report(_ run: String, _ desk: Desk) async throws -> JSON {
    let result = try await desk.assay("report", run, "--format", "json", "--out", "out.json")
    #expect(result.status == 0, "\(result.messages)")
    return try JSON(parsing: try desk.text("out.json"))
  }
}
