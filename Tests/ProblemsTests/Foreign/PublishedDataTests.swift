import Foundation
import Grading
import Testing

@testable import Problems

/// The published files themselves, read whole and counted, where they are at hand.
@Suite struct PublishedDataTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../../../shared/data")
    .standardizedFileURL.path

  private static let files: [(file: String, format: ProblemFormat, count: Int, solutions: Int)] = [
    ("humaneval/HumanEval.jsonl", .humaneval, 164, 164),
    ("humaneval_x/humaneval_python.jsonl", .humanevalX, 164, 164),
    ("humaneval_x/humaneval_cpp.jsonl", .humanevalX, 164, 164),
    ("humaneval_x/humaneval_java.jsonl", .humanevalX, 164, 164),
    ("humaneval_x/humaneval_js.jsonl", .humanevalX, 164, 164),
    ("humaneval_x/humaneval_go.jsonl", .humanevalX, 164, 164),
    ("humaneval_x/humaneval_rust.jsonl", .humanevalX, 164, 164),
    ("multipl_e/humaneval-cpp.jsonl", .multiplE, 161, 0),
    ("multipl_e/humaneval-go.jsonl", .multiplE, 154, 0),
    ("multipl_e/humaneval-java.jsonl", .multiplE, 158, 0),
    ("multipl_e/humaneval-js.jsonl", .multiplE, 161, 0),
    ("multipl_e/humaneval-python.jsonl", .humanevalX, 164, 164),
    ("multipl_e/humaneval-rb.jsonl", .multiplE, 161, 0),
    ("multipl_e/humaneval-rs.jsonl", .multiplE, 156, 0),
    ("multipl_e/humaneval-sh.jsonl", .multiplE, 158, 0),
    ("multipl_e/humaneval-swift.jsonl", .multiplE, 158, 0),
    ("multipl_e/humaneval-ts.jsonl", .multiplE, 159, 0),
    ("mbpp/mbpp.jsonl", .mbpp, 974, 974),
    ("leetcode/LeetCodeDataset-v0.3.1-test.jsonl", .leetcode, 228, 228),
    ("cruxeval/cruxeval.jsonl", .cruxevalOutput, 800, 0),
    ("gsm8k/test.jsonl", .gsm8k, 1_319, 0),
    ("math/math500.jsonl", .math, 500, 0),
    ("math/aime24.jsonl", .math, 30, 0),
    ("math/amc23.jsonl", .math, 40, 0),
    ("mmlu_pro/problems-part.jsonl", .mmluPro, 1_001, 0),
  ]

  @Test(arguments: files.map { $0.file })
  func aFileIsReadWhole(_ file: String) throws {
    let path = PublishedDataTests.folder + "/" + file
    guard FileManager.default.fileExists(atPath: path) else { return }
    let expected = try #require(PublishedDataTests.files.first { $0.file == file })
    let loaded = try ProblemSetReader().read(path)
    #expect(loaded.formats == [expected.format])
    #expect(loaded.set.problems.count == expected.count)
    #expect(loaded.solutions.values.reduce(0) { $0 + $1.count } == expected.solutions)
    // What comes back from the grade book is what went in.
    for problem in loaded.set.problems.prefix(20) {
      #expect(try Problem(document: problem.document) == problem)
    }
  }

  @Test func everyMathReferenceOfTheTestSetIsItsLastBox() throws {
    let path = PublishedDataTests.folder + "/math/math500.jsonl"
    guard FileManager.default.fileExists(atPath: path) else { return }
    var same = 0
    for problem in try ProblemSetReader().read(path).set.problems {
      guard case .answer(let golds) = problem.reference,
        let solution = problem.metadata["solution"]?.string
      else { continue }
      if Boxed.last(in: solution)?.filter({ $0 != " " }) == golds[0].filter({ $0 != " " }) {
        same += 1
      }
    }
    #expect(same >= 480)
  }
}
