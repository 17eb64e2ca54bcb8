import Grading
import Testing

@testable import Inference

/// However bytes are cut, the same events come out of them.
struct StreamParserTests {
  private func events(_ bytes: [UInt8], pieces: [Int] = [], limit: Int = 1 << 16) throws -> [String]
  {
    var parser = EventStreamParser(limit: limit)
    var found: [String] = []
    var rest = bytes[...]
    for size in pieces + [rest.count] {
      try parser.feed(rest.prefix(size)) { found.append(StreamParserTests.text($0)) }
      rest = rest.dropFirst(size)
    }
    try parser.finish { found.append(StreamParserTests.text($0)) }
    return found
  }

  private static func text(_ event: StreamEvent) -> String {
    (event.name.map { "\($0)=" } ?? "") + String(decoding: event.data, as: UTF8.self)
  }

  @Test(
    arguments: [
      // the stream, its events
      ("data: a\n\ndata: b\n\n", ["a", "b"]),
      ("data:a\r\n\r\ndata:  b\r\n\r\n", ["a", " b"]),
      ("data: a\r\rdata: b\r\r", ["a", "b"]),
      ("\u{FEFF}data: a\n\n", ["a"]),
      (": ping - 2026\n\n: OPENROUTER PROCESSING\n\ndata: a\n\n", ["a"]),
      ("event: x\nid: 7\nretry: 3\ndata: a\n\ndata: b\n\n", ["x=a", "b"]),
      ("data: a\ndata: b\n\n", ["a\nb"]),
      ("data\n\ndata:\n\nevent: only\n\n", []),
      ("nonsense\ndatax: 1\ndata: a\n\n", ["a"]),
      ("data: a", ["a"]),
      ("data: a\n", ["a"]),
      ("", []),
    ] as [(String, [String])])
  func eventsAreCutByEmptyLines(stream: String, expected: [String]) throws {
    let bytes = Array(stream.utf8)
    #expect(try events(bytes) == expected)
    for cut in 0...bytes.count { #expect(try events(bytes, pieces: [cut]) == expected) }
    #expect(try events(bytes, pieces: Array(repeating: 1, count: bytes.count)) == expected)
  }

  @Test func halfACharacterAtAnEdgeIsKept() throws {
    let bytes = Array("data: Größe 😀\n\n".utf8)
    for cut in 0...bytes.count { #expect(try events(bytes, pieces: [cut]) == ["Größe 😀"]) }
  }

  @Test func anEventHasALimit() throws {
    let long = Array(("data: " + String(repeating: "x", count: 200) + "\n\n").utf8)
    #expect(throws: ReplyFailure.self) { try events(long, limit: 100) }
    // Many lines of one event count together.
    let many = Array(String(repeating: "data: xxxxxxxx\n", count: 30).utf8)
    #expect(throws: ReplyFailure.self) { try events(many, limit: 100) }
    #expect(
      try events(Array(String(repeating: "data: x\n\n", count: 30).utf8), limit: 100).count == 30)
  }

  @Test func linesAreJSONValues() throws {
    let bytes = Array("{\"a\":1}\r\n\n  \n{\"b\":2}".utf8)
    for cut in 0...bytes.count {
      var parser = LineStreamParser(limit: 100)
      var found: [String] = []
      for piece in [bytes[..<cut], bytes[cut...]] {
        try parser.feed(piece) { found.append(StreamParserTests.text($0)) }
      }
      try parser.finish { found.append(StreamParserTests.text($0)) }
      #expect(found == [#"{"a":1}"#, #"{"b":2}"#])
    }
    var parser = LineStreamParser(limit: 10)
    #expect(throws: ReplyFailure.self) { try parser.feed(Array("0123456789a".utf8)) { _ in } }
  }

  /// Any bytes at all, in any pieces: no trap, the same events, and folds that end.
  @Test func noBytesHarmTheReaders() throws {
    var random = Random(seed: 7)
    let words = [
      "data:", "data: ", "event: error\n", ":", "\n", "\r", "\r\n", "\n\n", "[DONE]", "{", "}",
      #"{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}"#,
      #"{"error":"e"}"#, #"{"message":{"content":"y"},"done":true}"#, #"{"type":"message_stop"}"#,
      "\u{0}", "é", "😀", "\"", "null", #"{"usage":{"prompt_tokens":-1}}"#,
    ]
    for _ in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<random.next(30) {
        if random.next(8) == 0 {
          bytes.append(UInt8(random.next(256)))
        } else {
          bytes += words[random.next(words.count)].utf8
        }
      }
      let pieces = (0..<random.next(12)).map { _ in random.next(20) }
      #expect(try events(bytes) == events(bytes, pieces: pieces))
      for fold in Folds.all {
        let whole = Folds.end(fold, [bytes])
        var cut: [[UInt8]] = []
        var rest = bytes[...]
        for size in pieces + [rest.count] {
          cut.append(Array(rest.prefix(size)))
          rest = rest.dropFirst(size)
        }
        #expect(Folds.end(fold, cut) == whole)
      }
    }
  }
}

/// Running folds without a server.
enum Folds {
  static let template = Template.Stream(
    form: .lines, path: nil, body: [:], text: JSONPath("message.content") ?? .none, reasoning: nil,
    done: nil)

  static var all: [any StreamFold] {
    [
      OpenAIFold(.chat), OpenAIFold(.text), AnthropicFold(), OllamaFold(),
      TritonFold(textOutput: "text_output"),
      TemplateFold(
        stream: template, reply: Template.Reply(text: JSONPath("message.content") ?? .none)),
    ]
  }

  /// What a collector makes of a body that comes in pieces.
  static func end(_ fold: any StreamFold, _ pieces: [[UInt8]], type: String = "") -> String {
    let collector = StreamCollector(fold)
    let headers = type.isEmpty ? [] : [HTTPHeader("Content-Type", type)]
    guard collector.begin(status: 200, headers: headers) else { return "refused" }
    for piece in pieces where !piece.isEmpty {
      guard piece.withUnsafeBytes({ collector.receive($0, milliseconds: 1) }) else { break }
    }
    switch collector.end(isCut: false) {
    case .completion(let completion): return "\(completion)"
    case .whole(let body): return "whole \(body.count)"
    case .failed(let failure): return "\(failure)"
    }
  }
}

extension JSONPath {
  /// A path that leads nowhere, for tests that need some path.
  static let none = JSONPath("none", steps: [.key("none")])
}

/// A small repeatable generator. Source: Steele et al., SplitMix64, 2014.
struct Random {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  /// A number from 0 ..< bound.
  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
  }
}
