import Foundation
import Grading
import Scoring
import Testing

/// Reference solutions of public sets, read as completions, where they lie beside the package.
struct ReferenceSolutionTests {
  private static func rows(_ name: String) -> [JSON] {
    let path = ["..", "shared", "data", name].joined(separator: "/")
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
  }

  @Test func everySolutionOfGSM8KGivesItsOwnGold() {
    for row in Self.rows("gsm8k/test.jsonl") {
      guard let text = row["answer"]?.string, let mark = text.range(of: "#### ") else { continue }
      let gold = text[mark.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
      guard
        case .found(let answer) = FinalAnswerExtractor().extract(
          from: Completion(content: text))
      else {
        Issue.record("nothing found in \(text)")
        continue
      }
      #expect(answer.text == gold)
      #expect(answer.rule == "hashes")
    }
  }

  /// The golds of what is missed; docs/answers.md says why.
  private static let misses: Set<String> = ["10", "\\frac{639}{40}"]

  @Test(arguments: ["math/math500.jsonl", "math/aime24.jsonl"])
  func everySolutionOfACompetitionGivesItsGoldButTheListedOnes(name: String) async throws {
    var missed: [String] = []
    for row in Self.rows(name) {
      guard let text = row["solution"]?.string,
        let gold = row["answer"].map({ $0.string ?? $0.text })
      else { continue }
      guard
        case .found(let answer) = FinalAnswerExtractor().extract(
          from: Completion(content: text))
      else {
        missed.append(gold)
        continue
      }
      let score = try await AnswerScorer(golds: [gold]).score(answer)
      if score.verdict != .correct { missed.append(gold) }
    }
    #expect(missed.count <= 2 && Set(missed).isSubset(of: Self.misses), "\(missed)")
  }

  /// Every fourth problem: the rest takes an unoptimised build too long.
  @Test func bodiesOfHumanEvalGoBehindTheirSignatures() {
    let rows = Self.rows("humaneval/HumanEval.jsonl")
    for index in stride(from: 0, to: rows.count, by: 4) {
      guard let prompt = rows[index]["prompt"]?.string,
        let body = rows[index]["canonical_solution"]?.string,
        let entryPoint = rows[index]["entry_point"]?.string
      else { continue }
      let extractor = CodeExtractor(
        languages: ["python"], entryPoint: entryPoint, starterCode: prompt)
      let wanted = body.utf8.filter { $0 > 32 }
      for text in [body, "```python\n\(body)\n```", body + "\n\ndef other():\n    pass\n"] {
        guard case .found(let answer) = extractor.extract(from: Completion(content: text)) else {
          Issue.record("nothing found for \(entryPoint)")
          continue
        }
        let found = answer.text.utf8.filter { $0 > 32 }
        #expect(found.suffix(wanted.count).elementsEqual(wanted), "\(entryPoint)")
        #expect(found.count > wanted.count, "\(entryPoint)")
      }
    }
  }
}
