import Grading
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"a":[1,2.50,-3e8,true,false,null,"x"]}"#,
    #""""#,
    #"{"é":"\u0001\n\"\\"}"#,
    "[[[[[]]]],{}]",
    "123456789012345678901234567890.5",
  ])
  func compactTextIsReadAndWrittenUnchanged(_ text: String) throws {
    #expect(try JSON(parsing: text).text == text)
  }

  @Test(arguments: [
    (#""\ud83d\ude00\u00e9""#, "😀é"),
    (#""a\/b\tc""#, "a/b\tc"),
  ])
  func escapesAreDecoded(_ text: String, _ expected: String) throws {
    #expect(try JSON(parsing: text) == .string(expected))
  }

  @Test(arguments: [
    ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,\"a\":2}", 7), ("01", 0), ("1.", 2), ("1e", 2),
    ("nul", 0), ("[1] x", 4), ("\"\\q\"", 3), ("\"a\nb\"", 2), ("\"\\ud800\"", 7), ("-", 0),
    ("NaN", 0), ("'a'", 0),
  ])
  func aTextThatIsNotJSONIsRefusedWhereItBreaks(_ text: String, _ offset: Int) {
    #expect { try JSON(parsing: text) } throws: { ($0 as? JSONError)?.offset == offset }
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "[", count: 100_000)
    #expect { try JSON(parsing: deep) } throws: { ($0 as? JSONError)?.offset == 256 }
  }

  @Test func serverRepliesAreRepaired() throws {
    let bytes = Array(#"{"a":"x\ud800y","a":""#.utf8) + [0xFF] + Array("\"}".utf8)
    let json = try JSON(parsing: bytes, repairsText: true)
    #expect(json == ["a": .string("\u{FFFD}")])
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test func anyBytesEndInAValueOrAnError() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array(#"{}[]",:\u01e-.tfn "#.utf8) + [0, 0xC3, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      if let value = try? JSON(parsing: bytes) {
        #expect((try? JSON(parsing: value.text)) == value)
      }
      _ = try? JSON(parsing: bytes, repairsText: true)
    }
  }

  @Test(arguments: [
    (TypedValue.int("123456789012345678901234567890"), "123456789012345678901234567890"),
    (.float(1), "1.0"),
    (.float(.infinity), #"{"$float":"inf"}"#),
    (.tuple([.int("1"), .none]), #"{"$tuple":[1,null]}"#),
    (.set([.text("a")]), #"{"$set":["a"]}"#),
    (.bytes([0, 255]), #"{"$bytes":"00ff"}"#),
    (.complex(real: 1.5, imaginary: -2), #"{"$complex":[1.5,-2.0]}"#),
    (.dictionary([.init(.int("1"), .bool(true))]), #"{"$dict":[[1,true]]}"#),
    (.dictionary([.init(.text("k"), .list([]))]), #"{"k":[]}"#),
    (.dictionary([.init(.text("$set"), .list([]))]), #"{"$dict":[["$set",[]]]}"#),
  ])
  func typedValuesHaveAJSONForm(_ value: TypedValue, _ text: String) throws {
    #expect(value.json.text == text)
    #expect(TypedValue(json: try JSON(parsing: text)) == value)
  }

  @Test(arguments: [#"{"$tuple":1}"#, #"{"$what":[]}"#, #"{"$bytes":"0"}"#, #"{"$dict":[[1]]}"#])
  func malformedTypedValuesAreRefused(_ text: String) throws {
    #expect(TypedValue(json: try JSON(parsing: text)) == nil)
  }
}

/// A small generator whose sequence never changes (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
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
