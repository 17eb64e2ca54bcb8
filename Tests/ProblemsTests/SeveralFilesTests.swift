import Grading
import Testing

@testable import Problems

/// Problems whose solutions are made of several files.
@Suite struct SeveralFilesTests {
  private static let tests = "tests: [{input: \"3\", output: \"9\"}]\n"

  @Test func theFilesAreReadAskedForAndKept() throws {
    let folder = try TemporaryFolder([
      "p/problem.yaml":
        "kind: program\nstatement: Squares.\nfiles: [main.py, geometry.py]\n" + Self.tests,
      "p/right/plain/main.py": "import geometry\n", "p/right/plain/geometry.py": "x = 1\n",
      "p/wrong/wrong_answer--alone/main.py": "print(1)\n",
    ])
    let loaded = try ProblemSetReader().read(folder.path)
    let problem = try #require(loaded.set.problems.first)
    #expect(problem.reference.files == ["main.py", "geometry.py"])
    let solutions = try #require(loaded.solutions["p"])
    #expect(
      solutions.map(\.source) == [
        "==== main.py ====\nimport geometry\n\n==== geometry.py ====\nx = 1\n",
        "==== main.py ====\nprint(1)\n",
      ])
    #expect(solutions.map(\.expectation) == [.accepted, .rejected(.wrongAnswer)])
    let prompt = PromptRenderer(try PromptTemplates([:])).prompt(for: problem).text
    #expect(prompt.contains("`main.py` (which is run), `geometry.py`"), "\(prompt)")
    #expect(ProblemDocument.text(of: problem).contains(#""files":["main.py","geometry.py"]"#))
  }

  @Test(arguments: [
    ("files: []", "1 to 16"), ("files: [a.py, ../b.py]", "plain file name"),
    ("files: [a.py, a.py]", "stands twice"), ("files: [a.py, .b]", "plain file name"),
    ("files: [main.c, util.h]", "write language: c"), ("files: [data.txt]", "source file"),
    ("languages: [python, c], files: [a.py]", "python or c"),
  ])
  func badNamesAreRefusedWithAMend(field: String, mend: String) throws {
    let errors = try errors(
      "- {id: p, kind: program, statement: s, \(field), \(Self.tests.dropLast())}\n")
    #expect(errors.count == 1 && errors[0].contains(mend), "\(errors)")
  }

  @Test func aFolderWithoutTheStartedFileIsNoSolution() throws {
    let folder = try TemporaryFolder([
      "p/problem.yaml":
        "kind: program\nstatement: s\nfiles: [main.py, geometry.py]\n" + Self.tests,
      "p/right/a/geometry.py": "x = 1\n", "p/right/b/main.py": "x", "p/right/b/geometri.py": "x",
    ])
    let error = #expect(throws: LoadingErrors.self) { try ProblemSetReader().read(folder.path) }
    let lines = error?.errors.map(\.description) ?? []
    #expect(lines.count == 2, "\(lines)")
    #expect(lines.contains { $0.contains("“main.py” is missing") })
    #expect(lines.contains { $0.contains("geometri.py") && $0.contains("geometry.py") })
  }
}
