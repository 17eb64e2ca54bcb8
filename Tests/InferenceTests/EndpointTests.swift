import Grading
import Testing

@testable import Inference

struct EndpointTests {
  @Test(arguments: [
    // given, the chat protocol's URL
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1/chat/completions"),
    ("127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions"),
    ("localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
    ("http://host/v1//", "http://host/v1/chat/completions"),
    ("HTTPS://API.Example.com/v1", "https://api.example.com/v1/chat/completions"),
    ("https://host/v1/chat/completions", "https://host/v1/chat/completions"),
    ("https://host/v1/completions", "https://host/v1/chat/completions"),
    ("https://host/v1/models/", "https://host/v1/chat/completions"),
    ("https://host/v1beta/openai/", "https://host/v1beta/openai/chat/completions"),
    (
      "https://host/openai/deployments/d/chat/completions?api-version=2024-10-21",
      "https://host/openai/deployments/d/chat/completions?api-version=2024-10-21"
    ),
    ("http://[::1]:8000", "http://[::1]:8000/v1/chat/completions"),
    ("http://host:80/v1#part", "http://host:80/v1/chat/completions"),
  ])
  func everyWayToWriteAnAddressIsUnderstood(given: String, url: String) throws {
    let request = try OpenAIChat(model: "m").request(for: .test("hi"), at: Endpoint(given))
    #expect(request.url == url)
  }

  @Test(arguments: [
    "", "http://", "http://:80", "ftp://host", "http://host:port", "http://host:0",
    "http://host:70000", "http://ho st", "http://user:key@host", "http://hést", "http://[::1",
    "http://host/\r\nX: y", "http://\(String(repeating: "h", count: 3000))",
  ])
  func whatIsNoAddressIsRefused(given: String) {
    #expect { try Endpoint(given) } throws: { ($0 as? Fault)?.kind == .rejected }
  }

  @Test func aRefusedAddressIsNotRepeatedBecauseItMayHoldAKey() {
    #expect { try Endpoint("https://user:sk-secret@host") } throws: {
      ($0 as? Fault)?.message.contains("sk-secret") == false
    }
  }

  @Test(arguments: [
    ("http://localhost:1", true), ("http://127.8.9.1", true), ("http://[::1]", true),
    ("http://model.localhost", true), ("http://127.0.0.1.example.com", false),
    ("http://10.0.0.1", false), ("http://localhost.example.com", false),
  ])
  func thisMachineIsRecognised(given: String, isLoopback: Bool) throws {
    #expect(try Endpoint(given).isLoopback == isLoopback)
  }

  @Test func theQueryIsNotShown() throws {
    let endpoint = try Endpoint("https://host/v1?key=abc")
    #expect(endpoint.display == "https://host/v1")
  }

  @Test(arguments: [
    ("http://h", "http://h/infer"), ("http://h/infer", "http://h/infer"),
    ("http://h/api/ask", "http://h/api/ask"),
  ])
  func theInferProtocolKeepsAPathOfItsOwn(given: String, url: String) throws {
    #expect(try PlainInfer().request(for: .test("hi"), at: Endpoint(given)).url == url)
  }

  @Test func noTextHoweverOddIsMoreThanRefused() {
    let pieces = [
      "http", "://", ":", "/", "?", "#", "@", "[", "]", "host", "80", "-", "é", "\n", "v1",
    ]
    var random = SmallRandom(seed: 2)
    for _ in 0..<5000 {
      let count = Int.random(in: 0..<9, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      guard case .success(let endpoint) = Result(catching: { try Endpoint(text) }) else { continue }
      // What was understood is understood again, and the same.
      let again = Result { try Endpoint(endpoint.url(endpoint.path)) }
      #expect((try? again.get()) == endpoint, "\(text)")
    }
  }
}
