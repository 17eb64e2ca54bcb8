import Foundation
import Grading
import Problems
import Testing

@Suite struct DirectoryTests {
  static let answer = "kind: answer\nstatement: s\nanswer: 1\n"
  static let function = "kind: function\nstatement: s\nentry_point: f\n"

  private func set(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return folder
  }

  @Test func aFolderIsReadInTheOrderOfNames() throws {
    let folder = try set([
      "set.yaml": """
      name: starter
      title: Starter
      description: d
      license: CC0-1.0
      defaults: {source: s, points: 2, language: cpp}
      recorded: {strong: {title: Strong}, weak: }
      """,
      "b.jsonl": #"{"id":"b","kind":"answer","statement":"s","answer":1}"# + "\n",
      "a.yaml": "defaults: {points: 3}\nproblems: [{id: a, \(DirectoryTests.flow)}]",
      "c.csv": "id,kind,statement,answer\nc,answer,s,1\n",
      "README.md": "not read",
      ".hidden.yaml": "not read",
      "expected/table.csv": "not,read\n",
      "rubrics/mine.yaml": "criteria: [{id: a, points: 1, measure: correct}]",
      "recorded/strong.jsonl": "{\"problem_id\": \"a\", \"completion\": \"x\"}\n",
      "recorded/weak/1.jsonl": "{\"problem_id\": \"a\", \"completion\": \"x\"}\n",
      "recorded/weak/2.jsonl": "{\"problem_id\": \"a\", \"completion\": \"y\"}\n",
      "recorded/extra.jsonl": "",
      "code/two-sum/problem.yaml": "kind: program\nrubric: mine\n",
      "code/two-sum/statement.md": "Add.\n",
      "code/two-sum/tests/10.in": "10", "code/two-sum/tests/10.out": "ten",
      "code/two-sum/tests/9.in": "9", "code/two-sum/tests/9.out": "nine",
      "code/two-sum/tests/sample1.in": "1", "code/two-sum/tests/sample1.out": "one",
      "code/two-sum/right/a.cpp": "int main() {}",
      "code/two-sum/wrong/time_limit--slow-one.cpp": "while",
      "code/two-sum/wrong/wrong_answer.cpp": "x",
    ])
    let loaded = try ProblemSetReader().read(folder.path)
    let set = loaded.set
    #expect(set.name == "starter" && set.title == "Starter")
    #expect(loaded.summary == "d" && loaded.license == "CC0-1.0")
    #expect(set.problems.map(\.id) == ["a", "b", "c", "code/two-sum"])
    #expect(set.problems.map(\.points) == [3, 2, 2, 2])
    #expect(set.recordings.map(\.name) == ["strong", "weak", "extra"])
    #expect(set.recordings[0].title == "Strong")
    guard case .program(let program) = set.problems[3].reference else {
      Issue.record("no program")
      return
    }
    #expect(set.problems[3].statement == "Add.\n")
    #expect(program.languages == ["cpp"])
    #expect(program.tests.map(\.name) == ["sample1", "9", "10"])
    #expect(program.tests.map(\.hidden) == [false, true, true])
    #expect(
      loaded.solutions["code/two-sum"]?.map(\.expectation) == [
        .accepted, .rejected(.timeLimit), .rejected(.wrongAnswer),
      ])
    #expect(loaded.rubrics["mine"]?.name == "mine")
    #expect(loaded.positions["code/two-sum"]?.line == 1)
    let weak = try ProblemSetReader().recording(named: "weak", in: loaded)
    #expect(weak.map(\.attempt) == [1, 2])
    #expect(weak.map(\.completion.content) == ["x", "y"])
  }

  static let flow = "kind: answer, statement: s, answer: 1"

  @Test func aFunctionsGeneratedTestsAreHiddenAndFollowItsOwn() throws {
    let folder = try set([
      "f/problem.yaml": DirectoryTests.function + "tests: [{args: [1], returns: 1}]\n",
      "f/tests/generate.py": "print()", "f/tests/notes.md": "",
      "f/tests/generated.jsonl": "{\"args\": [2], \"returns\": {\"$tuple\": []}}\n\n"
        + "{\"args\": [3], \"returns\": 3}\n",
      "f/right/a.py": "def f(x): return x",
    ])
    let loaded = try ProblemSetReader().read(folder.path)
    guard case .function(let function) = loaded.set.problems[0].reference else {
      Issue.record("no function")
      return
    }
    #expect(function.tests.map(\.name) == ["1", "generated 1", "generated 2"])
    #expect(function.tests.map(\.hidden) == [false, true, true])
    #expect(loaded.generators["f"]?.source == "print()")
    #expect(try Problem(document: loaded.set.problems[0].document) == loaded.set.problems[0])
  }

  @Test func aHarnessIsAFileOfItsFolder() throws {
    let folder = try set([
      "h/problem.yaml": "kind: harness\nstatement: s\nentry_point: f\n",
      "h/harness.py": "def check(f): pass\n",
      "i/problem.yaml": "kind: harness\nstatement: s\nentry_point: f\nharness: lib/t.py\n",
      "i/lib/t.py": "def check(f): ...\n",
    ])
    let problems = try ProblemSetReader().read(folder.path).set.problems
    #expect(
      problems.map { $0.document["harness"]?.string }
        == ["def check(f): pass\n", "def check(f): ...\n"])
  }

  @Test func aProblemFolderIsASetByItself() throws {
    let folder = try set(["problem.yaml": "id: p\n" + DirectoryTests.answer])
    #expect(try ProblemSetReader().read(folder.path + "/").set.problems.map(\.id) == ["p"])
  }

  @Test func theHashOfASetDoesNotDependOnWhereItLies() throws {
    let files = ["p/problem.yaml": DirectoryTests.answer + "images: [a.png]\n", "p/a.png": "x"]
    let one = try set(files)
    let two = try set(files)
    let first = try ProblemSetReader().read(one.path)
    #expect(first.set.contentHash == (try ProblemSetReader().read(two.path)).set.contentHash)
    #expect(first.set.problems[0].images == ["p/a.png"])
    let prompt = try PromptRenderer(PromptTemplates([:]), folder: first.folder)
      .prompt(for: first.set.problems[0])
    #expect(prompt.images == [one.path + "/p/a.png"])
  }

  @Test(arguments: [
    // a file to add, its text, what is said
    (
      "p/wrong/slow--x.py", "",
      "p/wrong/slow--x.py: p: “slow” is no reason to be wrong; "
        + "name the file REASON--NOTE, the reason one of wrong_answer, presentation_error, "
        + "time_limit, memory_limit, output_limit, runtime_error, compile_error, partial_credit"
    ),
    (
      "p/wrong/time-limit--x.py", "",
      "p/wrong/time-limit--x.py: p: “time-limit” is no reason to be wrong; did you mean “time_limit”?"
    ),
    (
      "p/wrong/accepted.py", "",
      "p/wrong/accepted.py: p: “accepted” is no reason to be wrong; "
        + "name the file REASON--NOTE, the reason one of wrong_answer, presentation_error, "
        + "time_limit, memory_limit, output_limit, runtime_error, compile_error, partial_credit"
    ),
    (
      "p/right/a.txt", "",
      "p/right/a.txt: p: this is no solution; let its name end in one of "
        + ".py, .c, .cpp, .js, .ts, .sh, .java, .go, .rs, .swift, .rb"
    ),
    (
      "p/right/a.cpp", "",
      "p/right/a.cpp: p: this is C++, but the problem takes only Python; "
        + "add “cpp” to its languages, or remove the file"
    ),
    (
      "p/tests/02.in", "",
      "p/tests/02.in: p: there is no “02.out” beside it; write the output wanted"
    ),
    ("p/tests/02.out", "", "p/tests/02.out: p: there is no “02.in” beside it; write the input"),
    (
      "p/tests/02.txt", "",
      "p/tests/02.txt: p: this is no test; name tests NAME.in and NAME.out, or move it away"
    ),
    ("p/rigth/a.py", "", "p/rigth: “rigth” is no part of a problem folder; did you mean “right”?"),
    (
      "p/statment.md", "",
      "p/statment.md: “statment.md” is no part of a problem folder; did you mean “statement.md”?"
    ),
    ("q/problem.yml", "", "q/problem.yml: a file of this name is not read; call it problem.yaml"),
    ("set.yml", "", "set.yml: a file of this name is not read; call it set.yaml"),
    ("q/problem.yaml", "", "q/problem.yaml: the file is empty; write the problem's fields"),
    (
      "q/problem.yaml", DirectoryTests.function,
      "q/problem.yaml:1: q: “tests” is missing; "
        + "write tests: and a list of {args: […], returns: …}, or add tests/generated.jsonl"
    ),
    (
      "q/problem.yaml", DirectoryTests.answer + "harness: x\n",
      "q/problem.yaml:4: q: “harness” is no field of kind “answer”; remove it; it belongs to harness"
    ),
    (
      "set.yaml", "nmae: x\n", "set.yaml:1: “nmae” is no field; did you mean “name”?"
    ),
    (
      "set.yaml", "recorded: {strong: {title: a}}\n",
      "set.yaml: there is no recording “strong”; "
        + "add recorded/strong.jsonl, or take it out of “recorded”"
    ),
    (
      "x.yaml", "- {id: p, kind: answer, statement: s, answer: 1}\n",
      "x.yaml:1: p: the id stands twice; first in p/problem.yaml:1; rename one of the two"
    ),
    (
      "x.yaml", "name: x\nproblems: []\n",
      "x.yaml:1: “name” is no field; the fields are problems, defaults"
    ),
  ])
  func aMistakeInAFolderIsNamed(_ file: String, _ text: String, _ said: String) throws {
    let folder = try set([
      "p/problem.yaml": "kind: program\nstatement: s\n", "p/tests/01.in": "a",
      "p/tests/01.out": "b",
    ])
    try folder.write(file, text)
    #expect(errors(folder) == [said])
  }

  @Test func testsThatAProblemCannotHaveAreNamed() throws {
    let folder = try set([
      "a/problem.yaml": DirectoryTests.answer, "a/tests/01.in": "", "a/right/x.py": "",
      "f/problem.yaml": DirectoryTests.function + "tests: [{args: [1], returns: 1}]\n",
      "f/tests/generate.py": "",
    ])
    #expect(
      errors(folder) == [
        "a/tests/01.in: a: this is no test of such a problem; remove it",
        "f/tests: f: there is a generate.py, but no generated.jsonl; "
          + "run the generator, add each line's “returns”, and keep them there",
      ])
  }

  @Test func solutionsOfAnAnswerAreRefused() throws {
    let folder = try set(["a/problem.yaml": DirectoryTests.answer, "a/right/x.py": ""])
    #expect(
      errors(folder) == ["a/right: a: a problem of kind “answer” has no solutions; remove it"])
  }

  @Test func aLineOfGeneratedTestsThatIsWrongIsNamed() throws {
    let folder = try set([
      "f/problem.yaml": DirectoryTests.function,
      "f/tests/generated.jsonl": "{\"args\": [], \"returns\": 1}\n{\"args\": []}\n{",
    ])
    #expect(
      errors(folder) == [
        "f/tests/generated.jsonl:2: f: “returns” is missing; "
          + "write returns: and the value wanted, null for None",
        "f/tests/generated.jsonl:3: not JSON at byte 2 of the line: "
          + "a key in quotation marks is missing; mend the text there",
      ])
  }

  @Test func nothingOutsideTheSetIsReadThroughLinks() throws {
    let outside = try set(["secret.md": "secret", "p/problem.yaml": DirectoryTests.answer])
    let folder = try set([
      "p/problem.yaml": "kind: answer\nanswer: 1\nimages: [i.png]\n",
      "q/problem.yaml": "kind: harness\nstatement: s\nentry_point: f\nharness: h.py\n",
      "inside.md": "s",
    ])
    try folder.link("p/statement.md", to: outside.path + "/secret.md")
    try folder.link("p/i.png", to: "/etc/hostname")
    try folder.link("q/h.py", to: outside.path + "/secret.md")
    try folder.link("r", to: outside.path + "/p")
    try folder.link("x.yaml", to: outside.path + "/secret.md")
    let found = errors(folder)
    #expect(found.count == 6)
    #expect(found.filter { $0.contains("leads out of the set's folder") }.count == 5)
    #expect(!found.contains { $0.contains("secret\n") })
  }

  @Test func linksWithinTheSetAreFollowedAndRingsAreNot() throws {
    let folder = try set([
      "p/problem.yaml": "kind: answer\nanswer: 1\n", "texts/s.md": "shared",
    ])
    try folder.link("p/statement.md", to: "../texts/s.md")
    #expect(try ProblemSetReader().read(folder.path).set.problems[0].statement == "shared")
    try folder.link("texts/ring", to: "..")
    #expect(errors(folder).contains { $0.contains("the id stands twice") || $0.contains("deep") })
  }

  @Test func whatIsNoRegularFileIsNotWaitedFor() throws {
    let folder = try set(["p/problem.yaml": "kind: answer\nanswer: 1\n"])
    #expect(mkfifo(folder.path + "/p/statement.md", 0o600) == 0)
    #expect(
      errors(folder).first == "p/statement.md: p: this is no regular file; name a file"
        || errors(folder).first == "p/statement.md: this is no regular file; name a file")
  }

  @Test func anUnknownRecordingIsNamed() throws {
    let folder = try set([
      "a.yaml": "[{id: a, \(DirectoryTests.flow)}]", "recorded/strong.jsonl": "",
    ])
    let loaded = try ProblemSetReader().read(folder.path)
    for name in ["strnog", "../strong", "", "."] {
      #expect(throws: LoadingErrors.self) {
        try ProblemSetReader().recording(named: name, in: loaded)
      }
    }
    #expect(try ProblemSetReader().recording(named: "strong", in: loaded).isEmpty)
  }
}
