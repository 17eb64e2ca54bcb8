import Grading
import Testing

/// A problem set that proves itself, or does not.
@Suite struct CheckTests {
  @Test func aSoundSetPasses() async throws {
    let desk = try course(wrong: "wrong/wrong_answer--sum.py", Self.sum)
    let result = try await desk.assay("check", "course")
    #expect(result.status == 0, "\(result.output)\(result.messages)")
    let table = result.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(table.first == ["PROBLEM", "TESTS", "RIGHT", "WRONG", "SLOWEST", "LIMIT"])
    #expect(table.last?.prefix(4) == ["code/times", "2", "1", "1"] && table.count == 2)
    #expect(result.messages == "2 problems, 3 checks: all passed\n")
    let json = try await desk.assay("check", "course", "--json").lines()
    let checks = json.compactMap { $0["check"]?.string }
    #expect(checks.count == 3)
    for (check, end) in zip(checks, ["right/product.py", "wrong_answer--sum.py", "gold"]) {
      #expect(check.hasSuffix(end))
    }
    #expect(json.allSatisfy { $0["passed"] == .bool(true) })
    #expect(
      json.allSatisfy {
        $0.members?.map(\.key) == ["problem_id", "check", "passed", "advice", "message"]
      })
  }

  @Test func aWrongSolutionThatIsAcceptedIsNamed() async throws {
    let desk = try course(wrong: "wrong/wrong_answer--none.py", Self.product)
    let result = try await desk.assay("check", "course")
    #expect(result.status == 1)
    let named = result.output.split(separator: "\n").filter { $0.hasPrefix("code/times: ") }
    #expect(named.count == 1)
    #expect(named.first?.contains("wrong_answer--none.py: wrong_answer was expected") == true)
    #expect(result.messages == "1 of 3 checks failed\n")
  }

  @Test func aWrongSolutionThatFailsForAnotherReasonIsNamed() async throws {
    let desk = try course(wrong: "wrong/time_limit--slow.py", Self.sum)
    let result = try await desk.assay("check", "course")
    #expect(result.status == 1)
    #expect(
      result.output.contains("time_limit--slow.py: time_limit was expected, but it is wrong_answer")
    )
  }

  @Test func aRightSolutionThatFailsIsNamed() async throws {
    let desk = try course(wrong: "right/sum.py", Self.sum)
    let result = try await desk.assay("check", "course", "--only", "code/times", "--json")
    #expect(result.status == 1)
    let failed = try result.lines().filter { $0["passed"] == .bool(false) }
    #expect(failed.count == 1)
    #expect(failed.first?["problem_id"] == .string("code/times"))
    #expect(failed.first?["check"]?.string?.hasSuffix("right/sum.py") == true)
    #expect(failed.first?["message"]?.string?.contains("accepted was expected") == true)
  }

  @Test func weakTestsAndTightLimitsAreAdvice() async throws {
    let desk = Desk()
    try desk.write(
      "weak.yaml",
      "- {id: a, kind: answer, statement: \"\(Self.story)\", answer: 9}\n"
        + "- {id: b, kind: answer, statement: \"\(Self.story)!\", answer: 9}\n")
    let alike = try await desk.assay("check", "weak.yaml")
    #expect(alike.status == 0)
    #expect(
      alike.output == "advice: b: statement: nearly the same as that of a (100% alike)\n")

    try desk.write("course/set.yaml", "name: course\n")
    try desk.write(
      "course/sign/problem.yaml",
      """
      kind: function
      statement: Tell the sign of a number.
      entry_point: sign
      limits: {cpu: 60ms}
      tests:
        - {args: [5], returns: 1}
        - {args: [7], returns: 1}
        - {args: [-5], returns: -1}
      """)
    try desk.write(
      "course/sign/right/sign.py", "def sign(x):\n    return 1 if x > 0 else -1 if x < 0 else 0\n")
    try desk.write("course/sign/wrong/wrong_answer--plus.py", "def sign(x):\n    return 1\n")
    let result = try await desk.assay("check", "course", "--mutants", "20")
    #expect(result.status == 0, "\(result.output)\(result.messages)")
    #expect(result.output.contains("MUTANTS NOTICED"))
    // 0 is in no test, so its sign and where the sides begin are not noticed.
    #expect(result.output.contains("line 2: > → >="))
    #expect(result.output.contains("cpu: 1.0s would be safe"))
    #expect(result.output.contains("no wrong solution fails 2 of 3 tests"))
  }

  @Test func twoRightSolutionsThatDisagreeAskForAChecker() async throws {
    let desk = try course(wrong: "right/other.py", Self.sum)
    let result = try await desk.assay("check", "course")
    #expect(result.status == 1)
    #expect(result.output.contains("the problem needs a checker"))
  }

  private static let story = "Three boxes hold four red balls each and six boxes hold two blue ones"

  /// One answer and one function with a right solution and one more.
  private func course(wrong path: String, _ source: String) throws -> Desk {
    let desk = Desk()
    try desk.write("course/set.yaml", "name: course\n")
    try desk.write("course/sums.jsonl", Sums.set(1))
    try desk.write(
      "course/code/times/problem.yaml",
      """
      kind: function
      statement: Multiply two numbers.
      entry_point: times
      tests:
        - {args: [2, 2], returns: 4}
        - {args: [2, 3], returns: 6}
      """)
    try desk.write("course/code/times/right/product.py", Self.product)
    try desk.write("course/code/times/" + path, source)
    return desk
  }

  private static let product = "def times(a, b):\n    return a * b\n"
  private static let sum = "def times(a, b):\n    return a + b\n"
}
