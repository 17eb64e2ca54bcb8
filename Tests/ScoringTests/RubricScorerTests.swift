import Grading
import GradingTesting
import Testing

@testable import Scoring

/// Rubrics: points by criterion, partial credit.
struct RubricScorerTests {
  private struct Fixed: Scorer {
    var fixed: Score
    func score(_ answer: Answer) async throws(Fault) -> Score { fixed }
  }

  private static func rubric(_ measures: [(Criterion.Measure, Double)], pass: Double = 1) -> Rubric
  {
    Rubric(
      name: "r", passMark: pass,
      criteria: measures.enumerated().map { index, measure in
        Criterion(id: "c\(index)", title: "C\(index)", points: measure.1, measure: measure.0)
      })
  }

  private static func answer(_ text: String, language: String? = nil) -> Answer {
    Answer(text: text, rule: "whole_reply", range: 0..<text.utf8.count, language: language)
  }

  private static func failed(_ passed: [Bool]) -> Score {
    .incorrect(
      .wrongAnswer,
      Evidence(
        remark: "test 2 failed",
        tests: passed.enumerated().map { index, isPassed in
          TestEvidence(
            name: "\(index)", reason: isPassed ? .accepted : .wrongAnswer,
            points: Double(index + 1), hidden: index > 0, remark: "")
        }))
  }

  private static let weights = [
    RubricScorer.TestWeight(points: 1, hidden: false), .init(points: 2, hidden: true),
    .init(points: 3, hidden: true),
  ]

  // which tests | share of the points, of tests worth 1 (visible), 2 and 3 (hidden)
  @Test(arguments: [
    (Criterion.TestSelection.all, 4.0 / 6), (.visible, 1.0), (.hidden, 3.0 / 5),
  ])
  func testsGivePointsByWeight(selection: Criterion.TestSelection, share: Double) async throws {
    let scorer = try RubricScorer(
      base: Fixed(fixed: Self.failed([true, false, true])),
      rubric: Self.rubric([(.tests(selection), 10)]), tests: Self.weights)
    let score = try await scorer.score(Self.answer("code"))
    #expect(score.verdict == .partial)
    #expect(score.reason == .partialCredit)
    #expect(abs(score.points - share) < 1e-12)
    #expect(abs((score.criteria.first?.earned ?? 0) - 10 * share) < 1e-12)
    #expect(score.evidence.remark == "test 2 failed")
  }

  @Test func aCorrectAnswerStaysCorrectWithFewerPoints() async throws {
    let scorer = try RubricScorer(
      base: Fixed(fixed: .correct(Evidence(remark: "equal"))),
      rubric: Self.rubric([(.correct, 60), (.words(5...10), 40)]))
    let score = try await scorer.score(Self.answer("42"))
    #expect(score.verdict == .correct)
    #expect(score.reason == .accepted)
    #expect(score.points == 0.6)
  }

  @Test func anIncorrectAnswerWithoutPointsStaysIncorrect() async throws {
    let scorer = try RubricScorer(
      base: Fixed(fixed: Self.failed([false])),
      rubric: Self.rubric([(.correct, 1), (.tests(.all), 1)]), tests: [Self.weights[0]])
    let score = try await scorer.score(Self.answer("42"))
    #expect(score.verdict == .incorrect)
    #expect(score.reason == .wrongAnswer)
    #expect(score.points == 0)
  }

  @Test func theUndecidedStaysSoWithoutPoints() async throws {
    let scorer = try RubricScorer(
      base: Fixed(fixed: .undecided(Evidence(remark: "?"))),
      rubric: Self.rubric([(.words(0...9), 1)]))
    let score = try await scorer.score(Self.answer("42"))
    #expect(score.verdict == .undecided)
    #expect(score.points == 0)
    #expect(score.criteria.count == 1)
  }

  // text | verdict | points
  @Test(arguments: [
    ("Light is SCATTERED\nby the  air.", Verdict.correct, 1.0),
    ("Light is scattered.", .partial, 0.5), ("The sky is blue.", .incorrect, 0.0),
    ("Airplanes scattered", .partial, 0.5),
  ])
  func anOpenProblemIsMarkedByItsRubricAlone(
    text: String, verdict: Verdict, points: Double
  ) async throws {
    let mentions = Criterion.Mentions(all: [["scatter", "scattered"], ["air", "the atmosphere"]])
    let scorer = try RubricScorer(base: nil, rubric: Self.rubric([(.mentions(mentions), 4)]))
    let score = try await scorer.score(Self.answer(text))
    #expect(score.verdict == verdict)
    #expect(score.points == points)
    #expect(!score.evidence.remark.isEmpty)
  }

  @Test func thePassMarkDecidesWhenAnOpenProblemIsCorrect() async throws {
    let rubric = Self.rubric([(.words(1...3), 6), (.words(100...200), 4)], pass: 0.6)
    let score = try await RubricScorer(base: nil, rubric: rubric).score(Self.answer("one two"))
    #expect(score.verdict == .correct)
    #expect(score.points == 0.6)
  }

  // all | any | none | text | share
  @Test(arguments: [
    ([["a"]], [], [["z"]], "a b", 1.0), ([["a"]], [], [["b"]], "a b", 0.5),
    ([], [["x"], ["b"]], [], "a b", 1.0), ([["a"], ["x"]], [["y"]], [["b"]], "a b", 0.25),
    ([["2.3 m", "2.3 metres"]], [], [], "fell 2.3  METRES", 1.0), ([["art"]], [], [], "start", 0.0),
    ([["é"]], [], [], "É", 1.0),
  ])
  func demandsCountAlike(
    all: [[String]], any: [[String]], none: [[String]], text: String, share: Double
  ) {
    let measure = MentionsMeasure(Criterion.Mentions(all: all, any: any, none: none))
    #expect(measure.share(of: text).0 == share)
  }

  @Test func whatCannotBeMarkedIsRefusedBeforeAnythingIsAsked() {
    let judge = Self.rubric([(.judge(question: "Is it kind?", scale: 5), 1)])
    let base = Fixed(fixed: .correct(Evidence(remark: "")))
    let errors = [
      #expect(throws: Fault.self) { try RubricScorer(base: base, rubric: judge) },
      #expect(throws: Fault.self) { try RubricScorer(base: nil, rubric: .correctness) },
    ]
    #expect(errors.allSatisfy { $0?.kind == .unsupported })
  }

  private static let python = """
    class A:
        def short(self, x):
            return x

        def long(self, a, b=(1, 2), *, c):
            \"\"\"Docs with if and for:
                if deeper
            \"\"\"
            for x in a:
                if x:  # while
                    while b:
                        print("{ for if", x)
            return (
                c
            )
    """
  private static let cpp = """
    #include <vector>
    // if { for {
    struct P { int x; };
    int f(int a, std::vector<int> b) {
      for (int i = 0; i < 3; ++i) {
        if (a) {
          return "}{"[0];
        }
      }
      return 0;
    }
    int main() { return f(1, {1, 2}); }
    """

  // code | language | function lines | nesting | parameters
  @Test(arguments: [
    (python, "python", 11, 3, 4), (cpp, "cpp", 8, 2, 2), ("", "python", 0, 0, 0),
    ("const f = (a, b) => {\n  if (a) { return b; }\n};", "javascript", 3, 1, 2),
    ("func (s T) g(a int, b, c string) error {\n\treturn nil\n}", "go", 3, 0, 3),
    ("def f(", "python", 1, 0, 0),
  ])
  func codeIsMeasuredByItsLines(
    code: String, language: String, lines: Int, nesting: Int, parameters: Int
  ) {
    let measures = CodeMeasures(code, language: language)
    #expect(measures.functionLinesMax == lines)
    #expect(measures.nestingMax == nesting)
    #expect(measures.parametersMax == parameters)
  }

  @Test func qualityIsTheShareOfTheLimitsThatAreKept() async throws {
    let limits = Criterion.CodeQuality(
      lineLengthMax: 100, functionLinesMax: 5, nestingMax: 4, parametersMax: 9)
    let scorer = try RubricScorer(
      base: Fixed(fixed: .correct(Evidence(remark: ""))),
      rubric: Self.rubric([(.quality(limits), 4)]))
    let score = try await scorer.score(Self.answer(Self.python, language: "python"))
    #expect(score.criteria.first?.earned == 3)
    #expect(
      score.criteria.first?.remark == "longest line 40 ≤ 100, longest function 11 > 5, "
        + "deepest nesting 3 ≤ 4, most parameters 4 ≤ 9")
  }
}
