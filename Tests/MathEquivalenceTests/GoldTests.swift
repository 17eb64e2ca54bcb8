import Foundation
import MathEquivalence
import Testing

/// The reference answers of public problem sets, where they lie beside the package: each is readable
/// and equals itself in its common rewritings.
@Suite struct GoldTests {
  private struct Row: Decodable {
    enum Answer: Decodable {
      case text(String)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
          self = .text(text)
        } else {
          self = .text(String(try container.decode(Double.self)))
        }
      }
    }
    var answer: Answer

    var gold: String {
      let text =
        switch answer {
        case .text(let text): text
        }
      guard let mark = text.range(of: "####") else { return text }
      return text[mark.upperBound...].trimmingCharacters(in: .whitespaces)
    }
  }

  private static func golds() -> [String] {
    let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("../shared/data")
    return ["math/math500", "math/aime24", "math/amc23", "gsm8k/test"].flatMap { name -> [String] in
      let path = data.appendingPathComponent(name + ".jsonl")
      guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
      return text.split(separator: "\n").compactMap {
        try? JSONDecoder().decode(Row.self, from: Data($0.utf8)).gold
      }
    }
  }

  @Test func everyGoldIsReadableAndEqualsItsRewritings() throws {
    for gold in Set(Self.golds()) {
      let equivalence: Equivalence
      do {
        equivalence = try Equivalence(gold: gold)
      } catch {
        Issue.record("\(gold): \(error.message)")
        continue
      }
      let rewritings = [
        " " + gold, "$\(gold)$", "\\boxed{\(gold)}", "\\(\(gold)\\)", "\(gold).",
        gold.replacingOccurrences(of: "\\frac", with: "\\dfrac"),
        gold.replacingOccurrences(of: "\\left", with: "").replacingOccurrences(
          of: "\\right", with: ""),
        "The answer is \(gold)",
      ]
      for text in rewritings {
        let decision = equivalence.compare(text)
        #expect(decision.outcome == .equal, "\(gold) and \(text): \(decision.reason)")
      }
    }
  }
}
