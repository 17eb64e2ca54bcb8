public import Grading
public import MathEquivalence

/// How each kind of problem is marked.
public struct Marker: Sendable {
  private let runner: any CodeRunner
  private let policy: Policy
  private let runsAllTests: Bool
  private let rubrics: @Sendable (Problem) throws(Fault) -> Rubric
  private let references: @Sendable (Problem) throws(Fault) -> Reference

  /// - Parameters:
  ///   - runner: Where submitted code runs.
  ///   - policy: What counts as equal in mathematics.
  ///   - runsAllTests: Whether tests go on after the first that fails, even if no rubric asks for it.
  ///   - rubrics: The rubric of a problem: its own, or the run's; `Rubric.correctness` by default.
  ///   - references: A problem's reference with the tests that it does not hold itself; one such that
  ///     is not resolved cannot be read.
  public init(
    runner: any CodeRunner, policy: Policy = Policy(), runsAllTests: Bool = false,
    rubrics: @escaping @Sendable (Problem) throws(Fault) -> Rubric = { _ throws(Fault) in
      .correctness
    },
    references: @escaping @Sendable (Problem) throws(Fault) -> Reference = {
      problem throws(Fault) in
      problem.reference
    }
  ) {
    self.references = references
    self.runner = WholeProgram(runner: runner)
    self.policy = policy
    self.runsAllTests = runsAllTests
    self.rubrics = rubrics
  }

  /// The extractor and scorer of a problem.
  ///
  /// - Throws: `unreadable_reference` or `unsupported` before anything is asked, if the problem
  ///   cannot be marked.
  public func scheme(for problem: Problem) throws(Fault) -> MarkScheme {
    let rubric = try rubrics(problem)
    let all = runsAllTests || rubric.measuresTests
    let reference = try references(problem)
    guard reference.deferred == nil else {
      throw Fault(.unreadableReference, "the problem's tests are not at hand")
    }
    let runner = Preamble.around(runner, reference.preamble)
    switch reference {
    case .answer(let golds) where problem.comparison == .python:
      return MarkScheme(LiteralExtractor(), try marked(by: rubric, try LiteralScorer(golds: golds)))
    case .answer(let golds) where problem.comparison == .text:
      return MarkScheme(FinalAnswerExtractor(), try marked(by: rubric, TextScorer(golds: golds)))
    case .answer(let golds):
      return MarkScheme(
        FinalAnswerExtractor(),
        try marked(
          by: rubric,
          try AnswerScorer(
            golds: golds, policy: policy,
            rules: problem.policy.completed(by: rubric.policy))))
    case .choice(let options, let right):
      return MarkScheme(
        ChoiceExtractor(options: options, several: right.count > 1),
        try marked(by: rubric, try ChoiceScorer(options: options, right: right)))
    case .function(let reference):
      let scorer = try FunctionScorer(reference: reference, runner: runner, runsAllTests: all)
      let tests = reference.tests.map {
        RubricScorer.TestWeight(points: $0.points, hidden: $0.hidden)
      }
      return MarkScheme(
        codeExtractor(problem.reference),
        try marked(by: rubric, scorer, tests, language: reference.languages.first))
    case .program(let reference):
      let scorer = try ProgramScorer(reference: reference, runner: runner, runsAllTests: all)
      let tests = reference.tests.map {
        RubricScorer.TestWeight(points: $0.points, hidden: $0.hidden)
      }
      return MarkScheme(
        codeExtractor(problem.reference),
        try marked(by: rubric, scorer, tests, language: reference.languages.first))
    case .harness(let reference):
      let scorer = try HarnessScorer(reference: reference, runner: runner)
      return MarkScheme(
        codeExtractor(problem.reference),
        try marked(by: rubric, scorer, language: reference.languages.first))
    case .open:
      return MarkScheme(WholeTextExtractor(), try RubricScorer(base: nil, rubric: rubric))
    }
  }

  private func codeExtractor(_ reference: Reference) -> any Extractor {
    if !reference.files.isEmpty {
      return FilesExtractor(names: reference.files, languages: reference.languages)
    }
    return CodeExtractor(
      languages: reference.languages, entryPoint: reference.entryPoint,
      starterCode: reference.starterCode)
  }

  /// The scorer itself where the rubric asks for nothing but correctness.
  private func marked(
    by rubric: Rubric, _ scorer: any Scorer, _ tests: [RubricScorer.TestWeight] = [],
    language: String? = nil
  ) throws(Fault) -> any Scorer {
    if rubric.isCorrectnessOnly { return scorer }
    return try RubricScorer(base: scorer, rubric: rubric, tests: tests, codeLanguage: language)
  }

  /// The versions of all extractors and scorers by name: what is stored with a marking, so that a
  /// grade says which rules made it.
  public static var versions: JSON {
    [
      "answer_extractor": .int(FinalAnswerExtractor.version),
      "choice_extractor": .int(ChoiceExtractor.version),
      "code_extractor": .int(CodeExtractor.version),
      "files_extractor": .int(FilesExtractor.version),
      "text_extractor": .int(WholeTextExtractor.version),
      "answer_scorer": .int(AnswerScorer.version),
      "literal_extractor": .int(LiteralExtractor.version),
      "literal_scorer": .int(LiteralScorer.version),
      "text_scorer": .int(TextScorer.version),
      "choice_scorer": .int(ChoiceScorer.version),
      "function_scorer": .int(FunctionScorer.version),
      "program_scorer": .int(ProgramScorer.version),
      "harness_scorer": .int(HarnessScorer.version),
      "rubric_scorer": .int(RubricScorer.version),
      "equivalence": .int(Equivalence.version),
    ]
  }
}

extension Rubric {
  /// Whether all points are for a correct answer.
  fileprivate var isCorrectnessOnly: Bool {
    criteria.allSatisfy { $0.measure == .correct }
  }

  /// Whether points are given by test, so that all tests must be run.
  fileprivate var measuresTests: Bool {
    criteria.contains { criterion in
      switch criterion.measure {
      case .tests: true
      case .correct, .quality, .mentions, .words, .judge: false
      }
    }
  }
}

/// The extractors by the names that the command line uses.
public enum ExtractorKind: String, Sendable, Hashable, CaseIterable {
  case answer, choice, code, open

  /// - Parameters:
  ///   - language: The language of wanted code; `nil` accepts any.
  ///   - entryPoint: The function that the code must define, if any.
  ///   - choices: How many options a question has, 1 … 26.
  public func extractor(
    language: String? = nil, entryPoint: String? = nil, starterCode: String? = nil,
    choices: Int = 10
  ) -> any Extractor {
    switch self {
    case .answer: FinalAnswerExtractor()
    case .choice:
      ChoiceExtractor(options: Array(repeating: "", count: min(26, max(1, choices))))
    case .code:
      CodeExtractor(
        languages: language.map { [Language.named($0)?.id ?? $0] } ?? [], entryPoint: entryPoint,
        starterCode: starterCode)
    case .open: WholeTextExtractor()
    }
  }
}
