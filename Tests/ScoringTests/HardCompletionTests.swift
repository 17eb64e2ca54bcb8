import Foundation
import Grading
import Scoring
import Testing

/// Completions of our own in many styles and languages, each with what is to be found in it:
/// Fixtures/completions.jsonl.
struct HardCompletionTests {
  struct Item: Sendable, CustomTestStringConvertible {
    var id: String
    var note: String
    var kind: String
    var response: String
    var finishReason: String
    /// `nil` where there is no answer.
    var expected: String?
    var language: String
    var entryPoint: String?
    var starterCode: String?
    var choices: [String]?
    var several: Bool

    var testDescription: String { "\(id): \(note)" }

    init?(_ json: JSON) {
      guard let id = json["id"]?.string, let kind = json["kind"]?.string,
        let response = json["response"]?.string
      else { return nil }
      self.id = id
      self.kind = kind
      self.response = response
      note = json["note"]?.string ?? ""
      finishReason = json["finish"]?.string ?? "stop"
      expected = json["expected"]?.string
      language = json["language"]?.string ?? "python"
      entryPoint = json["entry"]?.string
      starterCode = json["starter"]?.string
      choices = json["choices"]?.array?.compactMap(\.string)
      several = json["several"]?.bool ?? false
    }

    var extractor: any Extractor {
      switch kind {
      case "choice":
        ChoiceExtractor(
          options: choices ?? Array(repeating: "", count: 10), several: several)
      case "code":
        CodeExtractor(
          languages: [language], entryPoint: entryPoint, starterCode: starterCode)
      default: FinalAnswerExtractor()
      }
    }
  }

  static let items: [Item] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/completions.jsonl").path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      (try? JSON(parsing: String(line))).flatMap(Item.init)
    }
  }()

  @Test func theCorpusIsThereWhole() { #expect(Self.items.count >= 600) }

  @Test(arguments: ["answer", "choice", "code"])
  func everyHardCompletionIsReadAsAPersonWould(kind: String) {
    for item in Self.items where item.kind == kind {
      let completion = Completion(
        content: item.response, finishReason: .init(name: item.finishReason))
      switch item.extractor.extract(from: completion) {
      case .found(let answer):
        #expect(
          ExtractionCorpusTests.comparable(answer.text, kind: kind)
            == ExtractionCorpusTests.comparable(item.expected, kind: kind),
          "\(item.testDescription): \(answer.text) (\(answer.rule))")
        #expect(answer.range.upperBound <= item.response.utf8.count, "\(item.id)")
      case .nothing(let reason, let remark):
        #expect(item.expected == nil, "\(item.testDescription): \(reason.rawValue), \(remark)")
      }
    }
  }

  /// SplitMix64: the same texts on every run.
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test func whateverIsDoneToThemThereIsNoCrashAndEveryRangeLiesInTheText() {
    var random = Random(state: 11)
    let corpus = Self.items
    guard !corpus.isEmpty else { return }
    for _ in 0..<1_000 {
      let item = corpus[Int.random(in: corpus.indices, using: &random)]
      var bytes = Array(item.response.utf8)
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 7))
        case 2: bytes = Array(bytes.prefix(place))
        default:
          let other = corpus[Int.random(in: corpus.indices, using: &random)]
          bytes.insert(contentsOf: other.response.utf8, at: place)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if case .found(let answer) = item.extractor.extract(from: Completion(content: text)) {
        #expect(answer.range.upperBound <= text.utf8.count, "\(text)")
        #expect(!answer.text.isEmpty, "\(text)")
      }
    }
  }
}
