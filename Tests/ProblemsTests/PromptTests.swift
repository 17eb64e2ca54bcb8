import Grading
import Problems
import Testing

@Suite struct PromptTests {
  private func prompt(
    _ reference: Reference, _ template: String = "", system: String? = nil,
    statement: String = "The statement.\n\n"
  ) throws -> Prompt {
    let problem = Problem(id: "p", statement: statement, reference: reference, system: system)
    let templates = try PromptTemplates([problem.kind: template])
    return PromptRenderer(templates).prompt(for: problem)
  }

  @Test func anAnswerIsAskedForWithTheStatementAlone() throws {
    let prompt = try prompt(.answer(golds: ["42"]), "Think.\n")
    #expect(prompt == Prompt(system: "Think.", text: "The statement."))
  }

  @Test func optionsAreLettered() throws {
    let prompt = try prompt(
      .choice(options: ["x", "y", "z"], right: ["B"]), "One of {{letters}}, {{ letters }}.")
    #expect(prompt.system == "One of A–C, A–C.")
    #expect(prompt.text == "The statement.\n\nA. x\nB. y\nC. z")
  }

  @Test func aFunctionIsAskedForByItsExactName() throws {
    let prompt = try prompt(
      .function(
        FunctionReference(
          languages: ["python"], entryPoint: "f", starterCode: "def f(x):",
          tests: [
            TestCase(
              name: "1",
              input: Call(
                arguments: [.list([.int("1"), .none, .text("a\"")]), .tuple([.bool(true)])],
                named: [.init("k", .dictionary([.init(.int("1"), .float(.nan))]))]),
              expected: .set([]), explanation: "Nothing\nis left."),
            TestCase(
              name: "2", input: Call(arguments: [.complex(real: 1, imaginary: -2)]),
              expected: .bytes([0, 255])),
          ])), "{{language}}, {{fence}}, {{entry_point}}")
    #expect(prompt.system == "Python, python, f")
    #expect(
      prompt.text == """
        The statement.

        Go on from this code:

        ```python
        def f(x):
        ```

        Language: Python. Name of the function: `f`.

        Examples:

        ```text
        f([1, None, "a\\""], (True,), k={1: float("nan")}) → set()   (Nothing is left.)
        f(complex(1.0, -2.0)) → bytes.fromhex("00ff")
        ```
        """)
  }

  @Test func aProgramIsAskedForWithSamplesAndLimits() throws {
    let tests = [TestCase(name: "1", input: "1 ```\n", expected: "2", explanation: "Twice.")]
    var limits = Limits.program
    limits.cpuMilliseconds = 1_500
    let prompt = try prompt(
      .program(ProgramReference(languages: ["cpp", "python"], tests: tests, limits: limits)),
      "{{language}}: open with ```{{fence}}, {{fence}}.")
    #expect(
      prompt.system == "C++ or Python: open with ```cpp or ```python, cpp or python.")
    #expect(
      prompt.text == """
        The statement.

        Language: C++ or Python. Limits for each input: 1500 ms of processor time, 1 GiB of memory.

        Example 1, input:

        ````text
        1 ```
        ````

        Output:

        ```text
        2
        ```

        Twice.
        """)
  }

  @Test func atMostFiveExamplesAndFourKilobytesAreShown() throws {
    let tests = (1...8).map { number in
      TestCase(
        name: "", input: number == 2 ? String(repeating: "x", count: 5_000) : "in\(number)\n",
        expected: "out")
    }
    let text = try prompt(.program(ProgramReference(languages: ["c"], tests: tests))).text
    let shown = (1...8).filter { text.contains("in\($0)\n") }
    #expect(shown == [1, 3, 4, 5, 6])
    #expect(text.utf8.count < 5_000)
  }

  @Test func aProblemsOwnSystemPromptReplacesItsKinds() throws {
    #expect(
      try prompt(.open, "General.", system: "Own {{language}}.").system == "Own {{language}}.")
    let problem = Problem(id: "p", statement: "s", reference: .open)
    #expect(PromptRenderer(try PromptTemplates([:])).prompt(for: problem).system == nil)
  }

  /// One marker for each thing that a model must not see.
  @Test(arguments: [
    Reference.answer(golds: ["SECRET-1", "SECRET-2"]),
    .function(
      FunctionReference(
        languages: ["python"], entryPoint: "f",
        tests: [
          TestCase(
            name: "SECRET", input: Call(arguments: [.text("SECRET")]), expected: .text("SECRET"),
            hidden: true, explanation: "SECRET")
        ])),
    .program(
      ProgramReference(
        languages: ["c"],
        tests: [
          TestCase(
            name: "SECRET", input: "SECRET", expected: "SECRET", hidden: true,
            explanation: "SECRET"),
          TestCase(name: "SECRET", input: "shown", expected: "shown"),
        ])),
    .harness(HarnessReference(languages: ["python"], entryPoint: "f", harness: "SECRET")),
  ])
  func nothingThatIsHiddenGetsIntoAPrompt(_ reference: Reference) throws {
    var problem = Problem(
      id: "SECRET", statement: "s", reference: reference, title: "SECRET", rubric: "SECRET",
      tags: ["SECRET"], difficulty: "SECRET", source: "SECRET", metadata: .string("SECRET"))
    problem.document = .string("SECRET")
    let templates = try PromptTemplates(
      [problem.kind: problem.kind == .answer ? "x" : "{{language}} {{fence}}"])
    let prompt = PromptRenderer(templates).prompt(for: problem)
    #expect(!"\(prompt)".contains("SECRET"))
  }

  @Test func theRightOptionDoesNotShow() throws {
    let options = ["w", "x", "y"]
    let prompts = try ["A", "B", "C"].map {
      try prompt(.choice(options: options, right: [$0]), "{{letters}}")
    }
    #expect(Set(prompts).count == 1)
  }

  @Test(arguments: [
    (
      Problem.Kind.function, "a\n\n{{langage}}",
      "function.md:3: “{{langage}}” is no placeholder; did you mean “{{language}}”?"
    ),
    (.choice, "{{x}}", "choice.md:1: “{{x}}” is no placeholder; there are {{letters}}"),
    (.open, "{{x}}", "open.md:1: “{{x}}” is no placeholder; take it out"),
    (
      .answer, "{{letters}}",
      "answer.md:1: “{{letters}}” has no meaning for the kind “answer”; take it out"
    ),
    (
      .program, "\n{{entry_point}}",
      "program.md:2: “{{entry_point}}” has no meaning for the kind “program”; take it out"
    ),
  ])
  func aWrongPlaceholderIsNamedWithItsLine(
    _ kind: Problem.Kind, _ text: String, _ said: String
  ) {
    #expect { try PromptTemplates([kind: text]) } throws: {
      ($0 as? LoadingErrors)?.lines == [said]
    }
  }

  @Test func bracesThatAreNoPlaceholderStay() throws {
    #expect(try prompt(.open, "{a} { {b }} {{ open").system == "{a} { {b }} {{ open")
    #expect(try prompt(.answer(golds: ["1"]), "", statement: "{{language}}").text == "{{language}}")
  }

  @Test func templatesAreFilesOfAFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("answer.md", "\u{FEFF}Think.\n\n")
    try folder.write("README.md", "{{nothing}}")
    let templates = try PromptTemplates.load(folder.path)
    let problem = Problem(id: "p", statement: "s", reference: .answer(golds: ["1"]))
    #expect(PromptRenderer(templates).prompt(for: problem).system == "Think.")
    #expect { try PromptTemplates.load(folder.path + "/no") } throws: {
      ($0 as? LoadingErrors)?.errors.map(\.message) == ["there is no such folder"]
    }
    try folder.write("choice.md", "{{x}}")
    #expect { try PromptTemplates.load(folder.path) } throws: {
      ($0 as? LoadingErrors)?.errors.map(\.path) == [folder.path + "/choice.md"]
    }
  }
}
