import Foundation
import Grading
import Testing

/// The starter set's recordings against tables of verdicts that were checked by hand.
@Suite(.serialized) struct StarterSetTests {
  @Test(arguments: ["strong", "middling", "weak"])
  func everyGradeOfARecordingIsTheOneCheckedByHand(_ recording: String) async throws {
    let scratch = Scratch()
    let store = scratch.file("book.db")
    let graded = try await Tool.run([
      "grade", "problems/starter", "--recorded", recording, "--store", store, "--no-report",
      "--quiet",
    ])
    #expect(graded.status == 0, "\(graded.messages)")

    let export = try await Tool.run(["export", "last", "--store", store])
    let grades = try export.lines()
    let expected = try Expectation.table().filter { $0.recording == recording }
    #expect(grades.count == expected.count)

    var given: [String: JSON] = [:]
    for grade in grades { given[grade["problem_id"]?.string ?? ""] = grade }
    for row in expected {
      let grade = given[row.problem]
      let label = "\(grade?["verdict"]?.string ?? "none") \(grade?["reason"]?.string ?? "none")"
      #expect(
        label == "\(row.verdict) \(row.reason)",
        "\(recording) \(row.problem): \(row.note); evidence: \(grade?["evidence"]?["remark"]?.string ?? grade?["fault"]?.text ?? "")"
      )
    }
  }

  @Test func theSetProvesItself() async throws {
    let check = try await Tool.run(["check", "problems/starter"])
    #expect(check.status == 0, "\(check.output)\(check.messages)")
  }

  private struct Expectation {
    var recording: String
    var problem: String
    var verdict: String
    var reason: String
    var note: String

    /// All rows of the tables, whose notes may hold commas.
    static func table() throws -> [Expectation] {
      let folder = Tool.root + "/problems/starter/expected"
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().flatMap { name in
        let text = String(
          decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
          let cells = line.split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false)
            .map(String.init)
          return Expectation(
            recording: cells[0], problem: cells[1], verdict: cells[2], reason: cells[3],
            note: cells.count > 4 ? cells[4] : "")
        }
      }
    }
  }
}
