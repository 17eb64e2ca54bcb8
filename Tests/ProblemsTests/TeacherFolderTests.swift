import Foundation
import Grading
import Testing

@testable import Problems

/// Folders as teachers write them: a statement with fields at its head, tests beside it.
@Suite struct TeacherFolderTests {
  @Test func aStatementWithFieldsAtItsHeadIsAProblem() throws {
    let folder = try TemporaryFolder([
      "set.yaml": "defaults: {points: 3, license: CC0-1.0, tags: [week-1]}\n",
      "gcd/problem.md": "---\nkind: answer\nanswer: 42\n---\n\n# Divisors\n\nWhat is it?\n",
    ])
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    #expect(problem.id == "gcd")
    #expect(problem.statement == "# Divisors\n\nWhat is it?\n")
    #expect(problem.points == 3 && problem.license == "CC0-1.0" && problem.tags == ["week-1"])
    guard case .answer(let golds) = problem.reference else {
      Issue.record("no answer")
      return
    }
    #expect(golds == ["42"])
  }

  @Test func aStatementAloneTakesItsFieldsFromTheSet() throws {
    let folder = try TemporaryFolder([
      "set.yaml": "defaults: {kind: program, languages: [c, python]}\n",
      "echo/problem.md": "Print what you read.\n", "echo/tests/1.in": "a", "echo/tests/1.out": "a",
    ])
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    #expect(problem.statement == "Print what you read.\n")
    #expect(problem.reference.languages == ["c", "python"])
  }

  @Test func aDocumentMayHaveItsStatementBeside() throws {
    let folder = try TemporaryFolder([
      "a/problem.yaml": "kind: answer\nanswer: 1\n", "a/problem.md": "How many?\n",
    ])
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    #expect(problem.statement == "How many?\n")
  }

  @Test func testsMayStandInAFileAndBesideOthers() throws {
    let folder = try TemporaryFolder([
      "f/problem.yaml": "kind: function\nstatement: s\nentry_point: f\n",
      "f/tests.yaml": "- {args: [1], returns: 2}\n- {args: [2], returns: 4, hidden: true}\n",
      "p/problem.yaml": "kind: program\nstatement: s\n",
      "p/tests.yaml": "- {name: first, input: a, output: b}\n",
      "p/tests/2.in": "c", "p/tests/2.out": "d",
    ])
    let problems = try ProblemSetReader().read(folder.path).set.problems
    guard case .function(let function) = problems[0].reference,
      case .program(let program) = problems[1].reference
    else {
      Issue.record("no code")
      return
    }
    #expect(function.tests.map(\.hidden) == [false, true])
    #expect(program.tests.map(\.name) == ["first", "2"])
  }

  @Test func imagesAndCheckersAreFoundBesideAProblem() throws {
    let folder = try TemporaryFolder([
      "p/problem.md": "---\nkind: program\nimages: [map.png]\n---\nFind a way.\n",
      "p/map.png": "not really one", "p/checker.py": "import sys\nsys.exit(42)\n",
      "p/tests/1.in": "x",
    ])
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    #expect(problem.images.map { ($0 as NSString).lastPathComponent } == ["map.png"])
    guard case .program(let program) = problem.reference,
      case .program(let checker) = program.checker
    else {
      Issue.record("no checker")
      return
    }
    #expect(checker.name == "checker.py" && checker.convention == .kattis)
  }

  // files | what is said
  @Test(arguments: [
    (
      ["a/problem.md": "---\nkind: answer\nanswr: 1\n---\nHow many?\n"],
      "a/problem.md:3: a: “answr” is no field; did you mean “answer”?"
    ),
    (
      ["a/problem.md": "---\nkind: answer\n"],
      "a/problem.md:1: the fields at the head have no end; write --- on a line of its own behind them"
    ),
    (
      ["a/problem.md": "---\n- 1\n---\nx\n"],
      "a/problem.md:2: the fields at the head are no mapping; write name: value"
    ),
    (["a/problem.md": "\n"], "a/problem.md: the file is empty; write the problem's fields"),
    (
      [
        "a/problem.yaml": "kind: function\nstatement: s\nentry_point: f\n",
        "a/tests.yaml": "- {args: [1], returns: 2}\n- {args: [1], retruns: 2}\n",
      ], "a/tests.yaml:2: a: “retruns” is no field; did you mean “returns”?"
    ),
    (
      [
        "a/problem.yaml": "kind: program\nstatement: s\ntests: [{input: a, output: b}]\n",
        "a/tests.yaml": "- {input: a, output: b}\n",
      ], "a/tests.yaml:1: the tests stand in problem.yaml too; keep one of the two"
    ),
  ])
  func whatIsWrongIsSaidWithItsLine(_ files: [String: String], _ message: String) throws {
    let lines = errors(try TemporaryFolder(files))
    #expect(lines.contains(message), "\(lines)")
  }
}
