import Grading
import Testing

@testable import Problems

/// Folders of other systems become problems with their tests and solutions.
@Suite struct PackageTests {
  private func kattis(_ folder: TemporaryFolder, yaml: String = "name: Echo\n") throws {
    try folder.write("echo/problem.yaml", yaml)
    try folder.write("echo/.timelimit", "3\n")
    try folder.write("echo/problem_statement/problem.en.md", "Echo the number.")
    try folder.write("echo/data/sample/1.in", "1\n")
    try folder.write("echo/data/sample/1.ans", "1\n")
    try folder.write("echo/data/secret/group/2.in", "2\n")
    try folder.write("echo/data/secret/group/2.ans", "2\n")
    try folder.write("echo/submissions/accepted/a.py", "print(input())")
    try folder.write("echo/submissions/wrong_answer/w.cc", "int main() {}")
  }

  @Test func aKattisPackageIsReadWithItsSubmissions() throws {
    let folder = try TemporaryFolder()
    try kattis(
      folder,
      yaml: """
        name: {en: Echo}
        source: A contest
        license: cc by-sa
        keywords: [simple]
        limits: {memory: 512}
        validator_flags: float_tolerance 1e-6
        """)
    let loaded = try ProblemSetReader().read(folder.path)
    #expect(loaded.formats == [.kattis])
    let problem = try #require(loaded.set.problems.first)
    #expect(problem.id == "echo")
    #expect(problem.title == "Echo")
    #expect(problem.source == "A contest")
    #expect(problem.license == "cc by-sa")
    #expect(problem.tags == ["simple"])
    guard case .program(let program) = problem.reference else {
      Issue.record("no program")
      return
    }
    #expect(program.tests.map(\.name) == ["sample/1", "secret/group/2"])
    #expect(program.tests.map(\.hidden) == [false, true])
    #expect(program.checker == .floats(absolute: 1e-6, relative: 1e-6))
    #expect(program.limits.cpuMilliseconds == 3_000)
    #expect(program.limits.memoryBytes == 512 << 20)
    #expect(
      loaded.solutions["echo"]?.map(\.expectation) == [.accepted, .rejected(.wrongAnswer)])
    #expect(loaded.solutions["echo"]?.map(\.language) == ["python", "cpp"])
  }

  @Test(arguments: [
    ("name: Echo\nvalidation: custom\n", "there is no output validator"),
    ("name: Echo\ntype: interactive\n", "there is no output validator"),
    ("name: Echo\ntype: [pass-fail, multi-pass]\n", "“multi-pass” cannot be run"),
  ])
  func aPackageIsNeverJudgedByLessThanItsRules(_ yaml: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    try kattis(folder, yaml: yaml)
    #expect(errors(folder).contains { $0.contains(message) })
  }

  @Test func aTestWithoutItsAnswerIsAnError() throws {
    let folder = try TemporaryFolder()
    try kattis(folder)
    try folder.write("echo/data/secret/3.in", "3\n")
    #expect(
      errors(folder) == ["echo/data/secret/3.in: echo: there is no “3.ans” beside it; add it"])
  }

  @Test func linksThatLeadOutOfAPackageAreErrors() throws {
    let folder = try TemporaryFolder()
    try kattis(folder)
    try folder.link("echo/data/secret/9.in", to: "/etc/hostname")
    try folder.write("echo/data/secret/9.ans", "x")
    #expect(errors(folder).contains { $0.contains("leads out of the set's folder") })
  }

  @Test func largeTestsStayInTheirFilesAndMustBeAsTheyWere() throws {
    let folder = try TemporaryFolder()
    try kattis(folder)
    let big = String(repeating: "7", count: PackageReader.inlineLimit) + "\n"
    try folder.write("echo/data/secret/big.in", big)
    try folder.write("echo/data/secret/big.ans", big)
    let problem = try #require(try ProblemSetReader().read(folder.path).set.problems.first)
    #expect(problem.document.text.utf8.count < 10_000)
    #expect(try Problem(document: problem.document) == problem)
    guard case .program(let program) = try DeferredReferences.resolved(problem) else {
      Issue.record("no program")
      return
    }
    #expect(program.tests.map(\.name) == ["sample/1", "secret/big", "secret/group/2"])
    #expect(program.tests[1].input == big)
    try folder.write("echo/data/secret/big.in", "7\n")
    #expect(throws: Fault.self) { try DeferredReferences.resolved(problem) }
  }

  @Test func aPolygonPackageIsReadWithItsSolutions() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "sum/problem.xml",
      """
      <?xml version="1.0"?>
      <problem short-name="sum">
        <names><name language="russian" value="Сумма"/><name language="english" value="A &amp; B"/></names>
        <judging><testset name="tests"><time-limit>1500</time-limit>
          <memory-limit>268435456</memory-limit><test-count>2</test-count>
          <input-path-pattern>tests/%02d</input-path-pattern>
          <answer-path-pattern>tests/%02d.a</answer-path-pattern>
          <tests><test method="manual" sample="true"/><test method="generated" cmd="gen 1"/></tests>
        </testset></judging>
        <assets><checker name="std::rcmp6.cpp" type="testlib"><source path="files/check.cpp"/></checker>
          <solutions><solution tag="main"><source path="solutions/a.py" type="python.3"/></solution>
            <solution tag="wrong-answer"><source path="solutions/b.py" type="python.3"/></solution>
          </solutions></assets>
        <tags><tag value="math"/></tags>
      </problem>
      """)
    try folder.write("sum/statement-sections/english/legend.tex", "Add.")
    try folder.write("sum/statement-sections/english/input.tex", "Two numbers.")
    for (name, text) in [("01", "1 2"), ("01.a", "3"), ("02", "2 2"), ("02.a", "4")] {
      try folder.write("sum/tests/\(name)", text)
    }
    try folder.write("sum/solutions/a.py", "print(sum(map(int, input().split())))")
    try folder.write("sum/solutions/b.py", "print(3)")
    let loaded = try ProblemSetReader().read(folder.path)
    let problem = try #require(loaded.set.problems.first)
    #expect(problem.title == "A & B")
    #expect(problem.statement == "Add.\n\n## Input\n\nTwo numbers.")
    #expect(problem.tags == ["math"])
    guard case .program(let program) = problem.reference else {
      Issue.record("no program")
      return
    }
    #expect(program.tests.map(\.expected) == ["3", "4"])
    #expect(program.tests.map(\.hidden) == [false, true])
    #expect(program.limits.cpuMilliseconds == 1_500)
    #expect(program.checker == .floats(absolute: 1e-6, relative: 1e-6))
    #expect(loaded.solutions["sum"]?.map(\.expectation) == [.accepted, .rejected(.wrongAnswer)])
  }

  @Test func anExerciseIsReadWithItsExample() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "leap/.meta/config.json",
      #"{"files":{"solution":["leap.py"],"test":["leap_test.py"],"example":[".meta/example.py"]}}"#)
    try folder.write("leap/.docs/instructions.md", "# Instructions\n\nTell leap years.\n")
    try folder.write("leap/leap.py", "def leap_year(year):\n    pass\n")
    try folder.write("leap/.meta/example.py", "def leap_year(year):\n    return year % 4 == 0\n")
    try folder.write(
      "leap/leap_test.py",
      "import unittest\n\nfrom leap import (\n    leap_year,\n)\n\nclass LeapTest(unittest.TestCase):\n"
        + "    def test_one(self):\n        self.assertIs(leap_year(2015), False)\n")
    let loaded = try ProblemSetReader().read(folder.path)
    let problem = try #require(loaded.set.problems.first)
    #expect(loaded.formats == [.exercism])
    #expect(problem.reference.entryPoint == "leap_year")
    guard case .harness(let harness) = problem.reference else {
      Issue.record("no harness")
      return
    }
    #expect(!harness.harness.contains("from leap"))
    #expect(harness.harness.contains("class LeapTest"))
    #expect(loaded.solutions["leap"]?.count == 1)
  }
}
