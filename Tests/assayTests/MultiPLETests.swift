import Foundation
import Grading
import Testing

/// MultiPL-E's own rows, where they are at hand, with solutions written for these tests: three that are
/// right and one that is wrong in each language whose tools are installed.
@Suite struct MultiPLETests {
  struct Language: Sendable, CustomTestStringConvertible {
    var file: String
    var fence: String
    var add: String
    var length: String
    var most: String
    /// Closes what the prompt opened.
    var end = "}"
    var wrong: String

    var testDescription: String { file }
  }

  static let languages = [
    Language(
      file: "cpp", fence: "cpp", add: "return x + y;", length: "return (long)string.size();",
      most: "return *std::max_element(l.begin(), l.end());", wrong: "return x - y;"),
    Language(
      file: "java", fence: "java", add: "return x + y;", length: "return string.length();",
      most: "return Collections.max(l);", end: "    }\n}", wrong: "return x - y;"),
    Language(
      file: "js", fence: "javascript", add: "return x + y;", length: "return string.length;",
      most: "return Math.max(...l);", wrong: "return x - y;"),
    Language(
      file: "ts", fence: "typescript", add: "return x + y;", length: "return string.length;",
      most: "return Math.max(...l);", wrong: "return x - y;"),
    Language(
      file: "rs", fence: "rust", add: "x + y", length: "string.len() as isize",
      most: "*l.iter().max().unwrap()", wrong: "x - y"),
    Language(
      file: "go", fence: "go", add: "return x + y", length: "return len(myString)",
      most: "m := l[0]\nfor _, v := range l { if v > m { m = v } }\nreturn m", wrong: "return x - y"
    ),
    Language(
      file: "sh", fence: "bash", add: "echo $(($1 + $2))", length: "echo ${#1}",
      most: "printf '%s\\n' $1 | sort -n | tail -1", wrong: "echo $(($1 - $2))"),
    Language(
      file: "swift", fence: "swift", add: "return x + y", length: "return string.count",
      most: "return l.max() ?? 0", wrong: "return x - y"),
    Language(
      file: "rb", fence: "ruby", add: "x + y", length: "string.length", most: "l.max", end: "end",
      wrong: "x - y"),
  ]

  @Test(arguments: languages)
  func rightSolutionsAreAcceptedAndAWrongOneIsNot(_ language: Language) async throws {
    let path = Tool.root + "/../shared/data/multipl_e/humaneval-\(language.file).jsonl"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let tasks = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    func task(_ number: Int) throws -> JSON {
      try #require(
        tasks.first { $0["name"]?.string?.hasPrefix("HumanEval_\(number)_") == true })
    }
    let chosen = [try task(53), try task(23), try task(35)]
    let desk = Desk()
    try desk.write("set.jsonl", chosen.map(\.text).joined(separator: "\n"))
    let bodies = [
      (chosen[0], language.add), (chosen[1], language.length), (chosen[2], language.most),
      (chosen[0], language.wrong),
    ]
    let outputs = bodies.map { task, body in
      let code = "\(task["prompt"]?.string ?? "")\n    \(body)\n\(language.end)"
      return JSON.object([
        .init("problem_id", task["name"] ?? .null),
        .init("completion", .string("```\(language.fence)\n\(code)\n```")),
      ]).text
    }
    try desk.write("outputs.jsonl", outputs.joined(separator: "\n"))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let grades = try await desk.export()
    if try Toolchains.isMissing(in: grades) { return }
    #expect(grades.count == 4)
    let reasons = Dictionary(grouping: grades) { $0["problem_id"]?.string ?? "" }.mapValues {
      $0.map { $0["reason"]?.string ?? $0["fault"]?.text ?? "" }
    }
    #expect(
      reasons[chosen[0]["name"]?.string ?? ""] == ["accepted", "wrong_answer"],
      "\(grades.map { $0["evidence"]?.text ?? "" })")
    #expect(reasons[chosen[1]["name"]?.string ?? ""] == ["accepted"])
    #expect(reasons[chosen[2]["name"]?.string ?? ""] == ["accepted"])
  }

  @Test func javaHasTheClassesThatItsPromptsImport() async throws {
    let path = Tool.root + "/../shared/data/multipl_e/humaneval-java.jsonl"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let line = try #require(
      text.split(separator: "\n").first { $0.contains("evenOddPalindrome((123l))") })
    let task = try JSON(parsing: String(line))
    let body = """
          long[] count = new long[2];
          for (long i = 1; i <= n; i++) {
            String s = Long.toString(i);
            if (new StringBuilder(s).reverse().toString().equals(s)) count[(int) (i % 2)]++;
          }
          return Pair.with(count[0], count[1]);
        }
      }
      """
    let desk = Desk()
    try desk.write("set.jsonl", task.text)
    let outputs = [body, body.replacing("count[0], count[1]", with: "count[1], count[0]")].map {
      JSON.object([
        .init("problem_id", task["name"] ?? .null),
        .init("completion", .string("```java\n\(task["prompt"]?.string ?? "")\n\($0)\n```")),
      ]).text
    }
    try desk.write("outputs.jsonl", outputs.joined(separator: "\n"))
    _ = try await desk.assay("grade", "set.jsonl", "--outputs", "outputs.jsonl", "--no-report")
    let grades = try await desk.export()
    if try Toolchains.isMissing(in: grades) { return }
    #expect(
      grades.map { $0["reason"]?.string } == ["accepted", "wrong_answer"],
      "\(grades.map { $0["evidence"]?.text ?? "" })")
  }
}
