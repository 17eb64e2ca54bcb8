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
}
