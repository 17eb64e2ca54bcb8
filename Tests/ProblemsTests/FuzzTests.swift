import Grading
import Testing

@testable import Problems

/// Whatever a file holds, reading it ends in a value or in errors with their places.
@Suite struct FuzzTests {
  private static let seeds: [String: String] = [
    "x.yaml": NativeProblemTests.yaml,
    "x.json": """
    {"defaults": {"kind": "function", "limits": {"cpu": "2s", "memory": "64MiB"}},
     "problems": [{"id": "f", "statement": "s\\u00e9\\n", "entry_point": "f", "checker":
      {"floats": [0, 1e-6]}, "tests": [{"args": [{"$tuple": [1, -2.5]}], "kwargs": {"a": null},
      "returns": {"$dict": [[1, "a"]]}}]}]}
    """,
    "x.jsonl": """
    {"id":"a","kind":"answer","statement":"s","answer":["1","2"],"tags":["t"],"points":0.5}
    {"id":"c","kind":"choice","statement":"s","choices":["x","y"],"answer":"B"}
    """,
    "x.csv": """
    id,kind,statement,answer,choices,tests
    a,answer,"one ""two""\n three",1,,
    c,choice,s,B,x;y,
    """,
  ]
  private static let pieces = [
    "\"", "{", "}", "[", "]", ":", ": ", ",", "\n", "\n  ", "- ", "&a ", "*a", "|", ">", "!!str ",
    "? ", "#", "\\", "\\u", "\u{0}", "\t", "é", "\u{FEFF}", "1e999", "-", "null", "$tuple", "---",
    ";", "\r", "<<: ", "%", "@", "`", "'",
  ]

  @Test(arguments: ["x.yaml", "x.json", "x.jsonl", "x.csv"])
  func damagedFilesEndInAValueOrAnError(_ name: String) throws {
    let folder = try TemporaryFolder()
    let seed = Array((FuzzTests.seeds[name] ?? "").utf8)
    var random = SeededRandom(seed: UInt64(name.utf8.count) * 31 + UInt64(seed.count))
    var read = 0
    for _ in 0..<300 {
      let path = try folder.write(name, bytes: FuzzTests.damaged(seed, &random))
      do throws(LoadingErrors) {
        let loaded = try ProblemSetReader().read(path)
        read += 1
        for problem in loaded.set.problems {
          let again = try Problem(document: problem.document)
          #expect(again.document == problem.document)
        }
      } catch {
        #expect(!error.errors.isEmpty && error.errors.count <= LoadingErrors.limit)
        #expect(error.errors.allSatisfy { !$0.message.isEmpty && $0.line ?? 1 >= 1 })
      }
    }
    #expect(read < 300)
  }

  @Test func damagedRubricsEndInAValueOrAnError() {
    var random = SeededRandom(seed: 11)
    let seed = Array(RubricTests.text.utf8)
    for _ in 0..<300 {
      let text = String(decoding: FuzzTests.damaged(seed, &random), as: UTF8.self)
      _ = try? RubricReader.rubric(text: text, path: "r.yaml")
    }
  }

  @Test func damagedOutputsEndInAValueOrAnError() throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom(seed: 12)
    let seed = Array(
      #"{"id":"a","completion":"x\ud83d","attempt":1,"usage":{"prompt_tokens":1e3}}"#.utf8)
    for _ in 0..<300 {
      let path = try folder.write("o.jsonl", bytes: FuzzTests.damaged(seed, &random))
      _ = try? StoredOutput.read(path, problems: ["a"])
    }
  }

  @Test func placeholdersOfAnyTextEndInTemplatesOrAnError() {
    var random = SeededRandom(seed: 13)
    for _ in 0..<500 {
      let pieces = (0..<8).map { _ in
        ["{", "{{", "}", "}}", "language", " ", "é", "\n", "letters"].randomElement(using: &random)
          ?? ""
      }
      _ = try? PromptTemplates([.function: pieces.joined()])
    }
  }

  @Test func scalarsOfAnyTextBecomeReadableJSON() throws {
    var random = SeededRandom(seed: 14)
    let characters = Array("0123456789+-._eExoaAfFinN ")
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0..<8, using: &random)).map { _ in
          characters.randomElement(using: &random) ?? "0"
        })
      let value = YAMLScalar.json(text)
      #expect(try JSON(parsing: value.text) == value)
    }
  }

  /// A few pieces replaced, doubled, removed or put in.
  static func damaged(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: Array(bytes[start..<end]), at: start)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
      default:
        let piece = pieces.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(start..<end, with: Array(piece.utf8))
      }
    }
    return bytes
  }
}
