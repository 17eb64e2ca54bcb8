import Grading
import Testing

@testable import Inference

struct SecretTests {
  @Test func noDescriptionShowsTheKey() throws {
    let key = try #require(Secret(" sk-abc123\n"))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
      #expect(!text.contains("abc"))
    }
    #expect(key.header("Authorization", prefix: "Bearer ").value == "Bearer sk-abc123")
  }

  @Test func noRequestShowsTheKey() throws {
    let key = try #require(Secret("sk-abc123"))
    let request = HTTPRequest(
      .post, "http://h",
      headers: [HTTPHeader("X", "seen"), OpenAIChat(model: "m").authorization(key)])
    var dumped = ""
    dump(request, to: &dumped)
    for text in ["\(request)", String(reflecting: request), dumped] {
      #expect(text.contains("seen"))
      #expect(!text.contains("abc"))
    }
    #expect(request.headers[1].value == "Bearer sk-abc123")
  }

  @Test func whatIsEmptyIsNoKey() {
    #expect(Secret("") == nil)
    #expect(Secret(" \n") == nil)
  }

  @Test func theKeyIsTakenOutOfMessages() throws {
    let key = try #require(Secret("sk-abc"))
    #expect(key.redacted(from: "bad key sk-abc, or sk-abcd") == "bad key ***, or ***d")
    #expect(key.redacted(from: "sk-ab") == "sk-ab")
  }

  @Test func noHeaderCanAddALine() {
    #expect(HTTPHeader("X-A\n", "b\r\nHost: evil").value == "bHost: evil")
  }

  /// In the store, in reports, and in a line of the trace.
  @Test func namesThatAServerGivesItselfDoNotRepeatTheKey() async throws {
    let key = "sk-abc123"
    let transport = ScriptedTransport([
      .reply(
        200,
        #"{"id":"\#(key)","model":"m \#(key)","system_fingerprint":"\#(key)","choices":["#
          + #"{"message":{"content":"4"},"finish_reason":"\#(key)"}]}"#)
    ])
    let events = Events()
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint("http://h")], over: transport,
      options: .init(key: Secret(key), runPrefix: "run", userAgent: "a"), policy: .never,
      onEvent: events.receive)
    let completion = try await model.complete(
      ModelRequest(id: AttemptID(problemID: "p", number: 1), prompt: Prompt(text: "2 + 2?")))
    #expect(completion.content == "4" && completion.requestID == "***")
    #expect(!"\(completion)".contains(key))
    let records = events.all.compactMap { event -> TryRecord? in
      guard case .tried(let record) = event else { return nil }
      return record
    }
    #expect(records.count == 1)
    #expect(records.allSatisfy { !$0.json(at: "").text.contains(key) })
  }
}
