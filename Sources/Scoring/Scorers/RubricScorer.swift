public import Grading

/// Applies a rubric to what a scorer found: points by criterion, and partial credit.
///
/// A correct answer stays correct whatever its points; an incorrect one that earned points is
/// partial. A problem without a scorer of its own is marked by the rubric alone.
public struct RubricScorer: Scorer {
  public static let version = 1

  private let base: (any Scorer)?
  private let rubric: Rubric
  private let tests: [TestWeight]
  private let codeLanguage: String?

  /// The weight of one test of the problem.
  public struct TestWeight: Sendable, Hashable {
    public var points: Double
    public var hidden: Bool

    public init(points: Double, hidden: Bool) {
      self.points = points
      self.hidden = hidden
    }
  }

  /// - Parameters:
  ///   - base: Says right or wrong; `nil` for an `open` problem.
  ///   - tests: All tests of the problem; empty for kinds without tests. The base must run all of
  ///     them if the rubric measures tests.
  ///   - codeLanguage: The language to take an answer for that names none; `nil` if answers are no
  ///     code.
  /// - Throws: `unsupported` if a model would have to judge, or if an open problem's rubric asks for
  ///   correctness.
  public init(
    base: (any Scorer)?, rubric: Rubric, tests: [TestWeight] = [], codeLanguage: String? = nil
  ) throws(Fault) {
    for criterion in rubric.criteria {
      switch criterion.measure {
      case .judge:
        throw Fault(
          .unsupported,
          "criterion “\(criterion.id)” of rubric “\(rubric.name)” needs a model as judge, "
            + "which is not available yet")
      case .correct, .tests:
        if base == nil {
          throw Fault(
            .unsupported,
            "criterion “\(criterion.id)” of rubric “\(rubric.name)” asks whether the answer is "
              + "correct, but an open problem has no reference: give it a rubric of its own")
        }
      case .quality, .mentions, .words: break
      }
    }
    guard rubric.total > 0, rubric.total.isFinite else {
      throw Fault(.unreadableReference, "rubric “\(rubric.name)” gives no points")
    }
    self.base = base
    self.rubric = rubric
    self.tests = tests
    self.codeLanguage = codeLanguage
  }

  public var isImmediate: Bool { base?.isImmediate ?? true }

  public func score(_ answer: Answer) async throws(Fault) -> Score {
    let found = try await base?.score(answer)
    if found?.verdict == .undecided || found?.verdict == .unanswered, var found {
      found.criteria = rubric.criteria.map { criterion in
        CriterionScore(
          id: criterion.id, title: criterion.title, earned: 0, possible: criterion.points,
          remark: "not marked")
      }
      found.points = 0
      return found
    }
    let criteria = rubric.criteria.map { criterion in
      let (share, remark) = share(of: criterion.measure, answer, found)
      return CriterionScore(
        id: criterion.id, title: criterion.title, earned: criterion.points * share,
        possible: criterion.points, remark: remark)
    }
    let earned = criteria.reduce(0) { $0 + $1.earned }
    let points = min(1, max(0, earned / rubric.total))
    return verdict(found, points: points, criteria)
  }

  private func verdict(_ found: Score?, points: Double, _ criteria: [CriterionScore]) -> Score {
    guard var score = found else {
      let marks = criteria.map { "\($0.title): \($0.remark)" }
      let evidence = Evidence(
        remark: "\(RubricScorer.percent(points)) of the points of “\(rubric.name)”",
        expected: "at least \(RubricScorer.percent(rubric.passMark))", steps: marks)
      if points >= rubric.passMark - 1e-9 {
        return Score(
          verdict: .correct, reason: .accepted, points: points, criteria: criteria,
          evidence: evidence)
      }
      return points > 0
        ? Score(
          verdict: .partial, reason: .partialCredit, points: points, criteria: criteria,
          evidence: evidence)
        : Score(
          verdict: .incorrect, reason: .notEqual, points: 0, criteria: criteria,
          evidence: evidence)
    }
    score.criteria = criteria
    score.points = points
    if score.verdict == .incorrect, points > 0 {
      score.verdict = .partial
      score.reason = .partialCredit
    }
    return score
  }

  private static func percent(_ share: Double) -> String {
    let tenths = (share * 1_000).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
  }

  // MARK: - Measures

  /// What share of a criterion's points the answer earns, and why.
  private func share(
    of measure: Criterion.Measure, _ answer: Answer, _ found: Score?
  ) -> (Double, String) {
    switch measure {
    case .correct: correctness(found)
    case .tests(let selection): passed(selection, found)
    case .quality(let limits): quality(limits, answer, found)
    case .mentions(let mentions): MentionsMeasure(mentions).share(of: answer.text)
    case .words(let range): words(range, answer.text)
    case .judge: (0, "not judged")  // refused when the scorer was made
    }
  }

  private func correctness(_ found: Score?) -> (Double, String) {
    found?.verdict == .correct ? (1, "correct") : (0, found?.evidence.remark ?? "not correct")
  }

  private func passed(_ selection: Criterion.TestSelection, _ found: Score?) -> (Double, String) {
    func isSelected(_ hidden: Bool) -> Bool {
      switch selection {
      case .all: true
      case .visible: !hidden
      case .hidden: hidden
      }
    }
    let selected = tests.filter { isSelected($0.hidden) }
    let possible = selected.reduce(0) { $0 + $1.points }
    guard possible > 0 else { return correctness(found) }
    let run = (found?.evidence.tests ?? []).filter { isSelected($0.hidden) }
    let passed = run.filter(\.passed)
    let earned = run.reduce(0) { $0 + $1.points * $1.earnedShare }
    let name = selection == .all ? "" : "\(selection.rawValue) "
    return (
      min(1, earned / possible), "\(passed.count) of \(selected.count) \(name)tests passed"
    )
  }

  private func quality(
    _ limits: Criterion.CodeQuality, _ answer: Answer, _ found: Score?
  ) -> (Double, String) {
    guard let language = answer.language ?? codeLanguage else { return correctness(found) }
    if found?.reason == .compileError { return (0, "the code cannot be compiled") }
    let code = answer.rule.hasPrefix("files") ? SourceBundle.code(of: answer.text) : answer.text
    return CodeMeasures(code, language: language).share(of: limits)
  }

  private func words(_ range: ClosedRange<Int>, _ text: String) -> (Double, String) {
    let bytes = ByteText(text)
    let count = bytes.wordCount(in: bytes.whole)
    let remark = "\(count) words, wanted \(range.lowerBound) to \(range.upperBound)"
    return (range.contains(count) ? 1 : 0, remark)
  }
}
