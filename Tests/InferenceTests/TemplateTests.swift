import Grading
import Testing

@testable import Inference

/// Protocols that a user describes.
struct TemplateTests {
  private let file: JSON = [
    "path": .string("/v3/{model}/ask"),
    "headers": [
      "X-Tenant": .string("math"), "Api-Token": .string("Token {key}"),
    ],
    "body": [
      "input": ["text": .string("Q: {prompt}"), "role": .string("{system}")],
      "config": [
        "temperature": .string("{temperature}"), "limit": .string("{max_tokens}"),
        "stop": .string("{stop}"), "fixed": .bool(true),
      ], "id": .string("{request_id}"), "literal": .string("{not a placeholder}"),
    ],
    "reply": [
      "text": .string("results[0].parts[*].text"), "reasoning": .string("results[0].why"),
      "finish_reason": .string("results[-1].end"), "prompt_tokens": .string("usage.in"),
      "completion_tokens": .string("usage.out"), "model": .string("served"),
      "id": .string("id"), "error": .string("fault.text"),
    ],
  ]

  private func wire(
    _ json: JSON, _ sampling: Sampling = Sampling(), streams: Bool = false
  ) throws -> TemplateProtocol {
    TemplateProtocol(
      try Template(json, named: "mine"), model: "m/1", sampling: sampling, streams: streams)
  }

  @Test func theRequestIsFilledIn() async throws {
    let server = try ScriptedServer([
      .read,
      .reply(
        200,
        #"{"id":"r","served":"M","results":[{"why":"w","parts":[{"text":"4"},{"text":"2"}],"end":"eos"}],"usage":{"in":3,"out":5}}"#
      ),
    ])
    let model = RemoteModel(
      try wire(file, Sampling(temperature: 0.5, stop: ["a", "b"], extraBody: ["more": .int(1)])),
      at: [try Endpoint(server.url)], over: try CurlTransport(),
      options: .init(key: Secret("abcdef"), runPrefix: "run", userAgent: "a"), policy: .never)
    let completion = try await model.complete(.test("“{system}\"\n", system: "be brief"))
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("POST /v3/m/1/ask HTTP/1.1\r\n"))
    #expect(request.contains("\r\nX-Tenant: math\r\n"))
    #expect(request.contains("\r\nApi-Token: Token abcdef\r\n"))
    #expect(!request.contains("Authorization"))
    let id = SHA256.hex("“{system}\"\n".utf8).prefix(12)
    #expect(
      request.hasSuffix(
        #"{"input":{"text":"Q: “{system}\"\n","role":"be brief"},"config":{"temperature":0.5,"#
          + #""stop":["a","b"],"fixed":true},"id":"\#(id)-a1","literal":"{not a placeholder}","more":1}"#
      ))
    #expect(completion.content == "42" && completion.reasoning == "w")
    #expect(completion.wire.reasoningSource == "results[0].why")
    #expect(completion.finishReason == .stop)
    #expect(completion.promptTokens == 3 && completion.completionTokens == 5)
    #expect(completion.servedModel == "M" && completion.requestID == "r")
  }

  @Test func whereThereIsNoPlaceForTheSystemTextItGoesBeforeThePrompt() throws {
    let small: JSON = [
      "body": ["q": .string("{prompt}")], "reply": ["text": .string("a")],
    ]
    let request = try wire(small).request(
      for: .test("q", system: "s"), at: Endpoint("http://h/x?y=1"))
    #expect(request.url == "http://h/x?y=1")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"q":"s\n\nq"}"#)
    #expect(
      try wire(small, Sampling(temperature: 1, seed: 2)).unsent == ["--temperature", "--seed"])
  }

  @Test func anErrorIsReadWhereItStands() throws {
    let wire = try wire(file)
    for status in [200, 429] {
      let response = HTTPResponse(status: status, body: Array(#"{"fault":{"text":"busy"}}"#.utf8))
      #expect(wire.error(in: response).error.message == "busy")
      #expect(throws: ReplyFailure.error(ServerError(message: "busy"))) {
        try wire.completion(from: response)
      }
    }
    #expect(throws: ReplyFailure.self) {
      try wire.completion(from: HTTPResponse(status: 200, body: Array(#"{"results":[]}"#.utf8)))
    }
  }

  @Test func twoTemplatesHaveTwoNames() throws {
    let other = file.setting("path", to: .string("/other"))
    #expect(try wire(file).name != wire(other).name)
    #expect(try wire(file).name.hasPrefix("mine@"))
  }

  @Test(
    arguments: [
      // what is changed, where the error is, its words
      ("boddy", #"{}"#, ["boddy"], "no field"),
      ("body", #"{"q":"no prompt"}"#, ["body"], "{prompt}"),
      ("body", #"{"q":"{prompt}","t":"{temprature}"}"#, ["body", "t"], "no placeholder"),
      ("body", #"{"q":{"prompt":null}}"#, ["body", "q"], "YAML"),
      ("body", #"{"q":"{prompt}","k":"{key}"}"#, ["body", "k"], "header"),
      ("body", "7", ["body"], "missing or no mapping"),
      ("reply", #"{"txt":"a"}"#, ["reply", "txt"], "no field"),
      ("reply", #"{"id":"a"}"#, ["reply"], "“text” is missing"),
      ("reply", #"{"text":"a..b"}"#, ["reply", "text"], "no path into JSON"),
      ("reply", #"{"text":"a[x]"}"#, ["reply", "text"], "no path into JSON"),
      ("path", #""http://other""#, ["path"], "no path"),
      ("headers", #"{"K":"{key} {key}"}"#, ["headers", "K"], "twice"),
      ("stream", #"{"form":"xml","text":"t"}"#, ["stream", "form"], "no form"),
      ("stream", #"{"form":"sse"}"#, ["stream"], "“text” is missing"),
    ] as [(String, String, [String], String)])
  func whatIsWrongIsNamedWithItsPlace(
    key: String, value: String, place: [String], words: String
  ) throws {
    let json = file.setting(key, to: try JSON(parsing: value))
    #expect {
      try Template(json, named: "t")
    } throws: { error in
      guard let error = error as? TemplateError else { return false }
      return error.place == place && error.message.contains(words)
    }
  }

  @Test(
    arguments: [
      // the path, what is there
      ("a.b", ["1"]), ("$.a.b", ["1"]), ("l[0].x", ["2"]), ("l[-1].x", ["3"]),
      ("l[*].x", ["2", "3"]), ("a.c", []), ("l[9].x", []), ("a[0]", []), ("l.x", []),
    ] as [(String, [String])])
  func pathsLeadThroughJSON(path: String, found: [String]) throws {
    let json = try JSON(parsing: #"{"a":{"b":"1"},"l":[{"x":"2"},{"x":"3"}]}"#)
    let path = try #require(JSONPath(path))
    #expect(path.values(in: json).compactMap(\.string) == found)
  }

  @Test func noPathHarmsTheReader() {
    var random = Random(seed: 3)
    let parts = Array("ab.[]*0-9$é")
    for _ in 0..<2000 {
      let text = String((0..<random.next(12)).map { _ in parts[random.next(parts.count)] })
      _ = JSONPath(text)?.values(in: ["a": .array([.int(1), ["b": .null]])])
    }
  }
}
