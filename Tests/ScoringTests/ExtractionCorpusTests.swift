import Foundation
import Grading
import Scoring
import Testing

/// A corpus of labelled completions, where it lies beside the package.
struct ExtractionCorpusTests {
  struct Item: Sendable {
    var id: String
    var kind: String
    var language: String
    var response: String
    /// `nil` where there is no answer.
    var expected: String?
  }

  static let items: [Item] = {
    let path = ["..", "shared", "data", "extraction-public.jsonl"].joined(separator: "/")
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard let json = try? JSON(parsing: String(line)), let id = json["id"]?.string,
        let kind = json["kind"]?.string
      else { return nil }
      return Item(
        id: id, kind: kind, language: json["language"]?.string ?? "python",
        response: json["response"]?.string ?? "", expected: json["expected"]?.string)
    }
  }()

  /// What is known to be missed, each with its reason.
  static let misses: Set<String> = []

  static func extracted(_ item: Item) -> String? {
    let extractor: any Extractor =
      switch item.kind {
      case "choice": ChoiceExtractor(options: Array(repeating: "", count: 10))
      case "code": CodeExtractor(languages: [item.language])
      default: FinalAnswerExtractor()
      }
    guard case .found(let answer) = extractor.extract(from: Completion(content: item.response))
    else { return nil }
    return answer.text
  }

  /// White space counts in code only where it indents.
  static func comparable(_ text: String?, kind: String) -> String? {
    guard let text else { return nil }
    if kind == "code" {
      return text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        .joined(separator: "\n")
    }
    return text.filter { !$0.isWhitespace }
  }

  @Test(.enabled(if: !items.isEmpty), arguments: items)
  func everyLabelledCompletionIsReadAsLabelledButTheListedMisses(item: Item) {
    let found = Self.comparable(Self.extracted(item), kind: item.kind)
    let wanted = Self.comparable(item.expected, kind: item.kind)
    let isRight = found == wanted
    #expect(isRight != Self.misses.contains(item.id), "\(item.id): \(found ?? "nil")")
  }
}
