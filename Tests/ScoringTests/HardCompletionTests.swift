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
}
