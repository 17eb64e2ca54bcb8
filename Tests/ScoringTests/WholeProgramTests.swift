import Grading
import Testing

@testable import Scoring

/// Solutions that are run with test code, with promised code, and answers that are values of Python.
@Suite struct WholeProgramTests {
  private func run(
    _ termination: Termination, _ output: String = "", error: String = ""
  ) -> TestRun {
    TestRun(
      index: 0, termination: termination, product: .output(Array(output.utf8)),
      usage: Usage(cpuMilliseconds: 1, wallMilliseconds: 1), errorOutput: error)
  }

  @Test func onlyAProgramThatComesToItsEndHasPassed() {
    func product(_ run: TestRun) -> TestRun.Product {
      WholeProgram.judged(run, token: "word").product
    }
    #expect(product(run(.exited(0), "chatter\nword\n")) == .passed)
    #expect(
      product(run(.exited(0), "chatter\n"))
        == .failed(message: "the program ended before the test code did"))
    #expect(product(run(.exited(0), "word\nmore\n")) != .passed)
    #expect(
      product(run(.exited(1), "word\n", error: "x\nError: assertion failed\n"))
        == .failed(message: "Error: assertion failed"))
    #expect(product(run(.signalled(6), "", error: "Assertion `a' failed.")) != .passed)
    #expect(product(run(.signalled(11), "word\n")) == .nothing)
    #expect(product(run(.timeLimit(.cpu), "word\n")) == .nothing)
    #expect(WholeProgram.judged(run(.exited(0)), token: nil).product == .passed)
  }

  @Test(arguments: [
    ("cpp", "int main() {}", "#define main assay_unused_main\nint main() {}\n#undef main"),
    (
      "java", "package a;\nclass B {}\nimport java.util.*;\npublic class C {}",
      "import java.util.*;\nclass B {}\nclass C {}"
    ),
    ("rust", "fn main() {}", "#[allow(dead_code)] fn assay_unused_main() {}"),
    ("go", "package main\nfunc f() {}", "func f() {}"), ("bash", "f() { :; }", "f() { :; }"),
  ])
  func aSolutionsOwnEntryPointGivesWay(_ language: String, _ source: String, _ fitted: String) {
    #expect(Joining(language: language).fitted(source) == fitted)
  }

  @Test(arguments: [
    (
      "import (\n\t\"testing\"\n\t\"fmt\"\n)\nfunc f() { fmt.Println() }",
      "import (\n\t\"fmt\"\n)\nfunc f() { fmt.Println() }"
    ),
    ("import \"math\"\n// math.Abs(x)\nfunc f() {}", "// math.Abs(x)\nfunc f() {}"),
    ("import m \"math\"\nvar a = m.Pi", "import m \"math\"\nvar a = m.Pi"),
    ("import m \"math\"\nvar a = am.Pi + b.m.Pi", "var a = am.Pi + b.m.Pi"),
    ("import _ \"embed\"\nimport . \"math\"", "import _ \"embed\"\nimport . \"math\""),
    (
      "import \"math/rand/v2\"\nvar a = rand.Int()", "import \"math/rand/v2\"\nvar a = rand.Int()"
    ),
  ])
  func whatASolutionInGoImportsInVainIsLeftOut(_ source: String, _ fitted: String) {
    #expect(Joining(language: "go").fitted(source) == fitted)
  }

  @Test(arguments: [
    ("func f() { sort.Ints(a); strings.Fields(b) }", "import \"sort\"\nimport \"strings\"\n"),
    ("import \"math\"\nvar a = math.Pi", ""), ("var a = mymath.Pi + b.math.Pi + math.pi", ""),
    ("func f() { time := g(); time.Stop() }", ""),
  ])
  func whatASolutionInGoLacksIsImportedWhereTheTestCodeSaysSo(_ source: String, _ imports: String) {
    let submission = Submission(language: "go", source: source)
    #expect(
      WholeProgram.source(submission, testCode: "{{imports}}{{solution}}", token: "")
        == imports + source)
    #expect(WholeProgram.source(submission, testCode: "{{solution}}", token: "") == source)
  }

  @Test func theSolutionGoesWhereTheTestCodeSaysOrBefore() {
    let submission = Submission(language: "ruby", source: "S")
    func source(_ code: String) -> String {
      WholeProgram.source(submission, testCode: code, token: "T")
    }
    #expect(source("a {{solution}} b {{passed}}") == "a S b T")
    #expect(source("check") == "S\ncheck")
  }

  @Test(arguments: [
    ("python", "import a", "x = 1", "import a\nx = 1"),
    (
      "python", "import a", "from __future__ import b\nx = 1",
      "from __future__ import b\nimport a\nx = 1"
    ),
    ("rust", "use a;\nuse b;", "use  a;\nfn f() {}", "use b;\nuse  a;\nfn f() {}"),
  ])
  func promisedCodeStandsBeforeTheSolution(
    _ language: String, _ text: String, _ source: String, _ joined: String
  ) {
    let preamble = Preamble(text: text, runner: NoRunner())
    #expect(preamble.joined(Submission(language: language, source: source)) == joined)
  }

  @Test(arguments: [
    ("[1, 2]", "[1,2,]", true), ("(1,)", "(1)", false), ("(1)", "1", true), ("1", "True", true),
    ("1", "1.0", true), ("'a'", "\"a\"", true), (#"'a\n'"#, #""a\x0a""#, true),
    ("'a' 'b'", "'ab'", true),
    ("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", true), ("{1, 2}", "{2, 1}", true),
    ("{}", "set()", false),
    ("[1]", "(1,)", false), ("None", "'None'", false), ("-0x10", "-16", true),
    ("1_000", "1000", true),
    ("b'a'", "'a'", false), (#"r'\n'"#, #"'\\n'"#, true), ("'''a'b'''", #""a'b""#, true),
  ])
  func valuesOfPythonAreComparedAsPythonDoes(_ a: String, _ b: String, _ equal: Bool) throws {
    let (x, y) = (try #require(PythonValue(parsing: a)), try #require(PythonValue(parsing: b)))
    #expect(x.equals(y) == equal)
    #expect(y.equals(x) == equal)
  }

  @Test(arguments: [
    "", "[1", "a", "1 2", "'a", "f(1)", "[1,,2]", "{1: 2, 3}", "1 +", "lambda: 1",
    String(repeating: "[", count: 10_000),
  ])
  func whatIsNoLiteralIsNoValue(_ text: String) {
    #expect(PythonValue(parsing: text) == nil)
  }

  @Test(arguments: [
    ("I think.\n[ANSWER]\n[1, 2]\n[/ANSWER]", "[1, 2]"),
    ("[ANSWER]assert f(3) == {'a': 1}[/ANSWER]", "{'a': 1}"), ("[ANSWER]'x'", "'x'"),
  ])
  func anAnswerIsTakenFromItsTags(_ text: String, _ answer: String) throws {
    guard case .found(let found) = LiteralExtractor().extract(from: Completion(content: text))
    else {
      Issue.record("nothing was found")
      return
    }
    #expect(found.text == answer)
    #expect(String(decoding: Array(text.utf8)[found.range], as: UTF8.self) == answer)
  }
}

private struct NoRunner: CodeRunner {
  func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    throw Fault(.sandbox, "nothing is run here")
  }
}
