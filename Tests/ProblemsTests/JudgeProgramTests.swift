import Grading
import Problems
import Testing

/// Authors' programs and comparison rules in problem files.
@Suite struct JudgeProgramTests {
  static let head = """
    id: pairs
    kind: program
    statement: Two numbers.
    """

  private func program(_ files: [String: String]) throws -> ProgramReference {
    let folder = try TemporaryFolder(files)
    let loaded = try ProblemSetReader().read(folder.path)
    let problem = try #require(loaded.set.problems.first)
    #expect(try Problem(document: problem.document) == problem)
    guard case .program(let reference) = problem.reference else {
      throw Fault(.unsupported, "no program")
    }
    return reference
  }

  @Test func aFileBesideTheProblemIsItsChecker() throws {
    let reference = try program([
      "a/problem.yaml": Self.head, "a/checker.py": "exit(42)\n", "a/tests/1.in": "7\n",
    ])
    guard case .program(let checker) = reference.checker else {
      Issue.record("\(reference.checker)")
      return
    }
    #expect(checker == JudgeProgram(name: "checker.py", language: "python", source: "exit(42)\n"))
    #expect(reference.tests.map(\.expected) == [""])
  }

  @Test func everythingOfACheckerCanBeSaid() throws {
    let reference = try program([
      "a/problem.yaml": Self.head + """

        checker:
          program: judge/check.cpp
          protocol: testlib
          arguments: [strict, "1"]
          files: judge/paper.h
          limits: {cpu: 7s, memory: 64MiB}
        tests: [{input: "7", output: "3 4"}]
        """,
      "a/judge/check.cpp": "int main() {}", "a/judge/paper.h": "//",
    ])
    guard case .program(let checker) = reference.checker else {
      Issue.record("\(reference.checker)")
      return
    }
    #expect(checker.name == "check.cpp" && checker.language == "cpp")
    #expect(checker.convention == .testlib && checker.arguments == ["strict", "1"])
    #expect(checker.files == [.init(name: "paper.h", text: "//")])
    #expect(checker.limits.cpuMilliseconds == 7_000 && checker.limits.memoryBytes == 64 << 20)
  }

  @Test func testlibIsKnownByItsHeader() throws {
    let reference = try program([
      "a/problem.yaml": Self.head, "a/checker.cpp": "#include \"testlib.h\"\n",
      "a/testlib.h": "// header", "a/tests/1.in": "7\n",
    ])
    guard case .program(let checker) = reference.checker else {
      Issue.record("\(reference.checker)")
      return
    }
    #expect(checker.convention == .testlib)
    #expect(checker.files == [.init(name: "testlib.h", text: "// header")])
  }

  @Test func anInteractorNeedsNoOutputAndItsInputsAreNotShown() throws {
    let files = [
      "a/problem.yaml": Self.head, "a/interactor.py": "exit(42)\n", "a/tests/sample.in": "secret\n",
    ]
    let reference = try program(files)
    #expect(reference.interactor?.name == "interactor.py")
    #expect(reference.tests.map(\.input) == ["secret\n"])
  }

  // what stands in the problem, what is said of it
  @Test(arguments: [
    ("checker: check.py", "“check.py”: "),
    ("checker: {program: x.zzz}", "the name “x.zzz” does not tell its language"),
    ("checker: {program: ok.py, protocol: icpc}", "“icpc” is no protocol"),
    ("checker: {program: ok.py, files: [no.h]}", "“no.h”"),
    ("checker: {program: ok.py, limit: 1s}", "“limit” is no field; did you mean “limits”?"),
    ("checker: ok.py\ninteractor: ok.py", "both “checker” and “interactor”"),
    ("checker: {program: empty.py}", "“empty.py” is empty"),
    ("interactor: tokens", "“tokens” is no program"),
    ("checker: {values: {order: any}}", "is for functions"),
    ("checker: trimed", "“trimed” is no checker"),
  ])
  func whatIsWrongIsToldInALine(text: String, says: String) throws {
    let folder = try TemporaryFolder([
      "a/problem.yaml": Self.head + "\n" + text, "a/tests/1.in": "", "a/tests/1.out": "",
      "a/ok.py": "exit(42)", "a/empty.py": "\n",
    ])
    do {
      _ = try ProblemSetReader().read(folder.path)
      Issue.record("it was read")
    } catch {
      #expect(error.errors.contains { $0.description.contains(says) }, "\(error.errors)")
      for error in error.errors { #expect(error.description.contains("problem.yaml:")) }
    }
  }

  @Test(arguments: [
    ("trimmed", Checker.trimmed), ("unordered(tokens)", .unorderedTokens),
    ("unordered(lines)", .unordered),
  ])
  func checkersOfPrograms(text: String, checker: Checker) throws {
    let reference = try program([
      "a/problem.yaml": Self.head + "\nchecker: \(text)\ntests: [{input: a, output: b}]"
    ])
    #expect(reference.checker == checker)
  }

  @Test func rulesForValues() throws {
    let folder = try TemporaryFolder([
      "set.yaml": "",
      "a.yaml": """
      - id: f
        kind: function
        statement: Write f.
        entry_point: f
        tests: [{args: [], returns: 1}]
        checker: {values: {abs: 1e-6, order: any, sequences: exact, numbers: together, nan: unequal}}
      """,
    ])
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    guard case .function(let reference) = problem.reference else {
      Issue.record("\(problem.reference)")
      return
    }
    #expect(
      reference.checker
        == .values(
          ValueRules(
            tolerance: .init(absolute: 1e-6, relative: 0), order: .any, sequences: .exact,
            numbers: .together, nanIsEqual: false)))
    #expect(try Problem(document: problem.document) == problem)
  }
}
