import Grading
import Testing

@testable import Statistics

/// The figures of whole records: summaries, comparisons, suspects, differences of markings.
struct RecordFiguresTests {
  private func answered(
    _ id: String, _ number: Int, _ text: String?, _ verdict: Verdict,
    confidence: Answer.Confidence = .high, completion: Completion? = nil
  ) -> GradedAttempt {
    Records.attempt(
      id, number, Records.score(verdict),
      answer: text.map {
        Answer(text: $0, rule: "boxed", range: 0..<1, confidence: confidence)
      }, completion: completion)
  }

  private func record(
    _ name: String, _ cards: [ProblemCard], _ attempts: [GradedAttempt], attemptsEach: Int = 1
  ) -> RunRecord {
    var record = Records.record(cards, attempts)
    record.run.name = name
    record.run.id = name
    record.run.attempts = attemptsEach
    return record
  }

  // MARK: Summaries

  @Test func severalAttemptsGiveCurvesAndAMatrix() throws {
    let cards = [Records.card("a"), Records.card("b")]
    let attempts =
      [("1", Verdict.correct), ("2", .incorrect), ("3", .incorrect), ("1.0", .correct)]
      .enumerated().map { answered("a", $0.offset + 1, $0.element.0, $0.element.1) }
      + ["7", "8", "8", "8"].enumerated().map {
        answered("b", $0.offset + 1, $0.element, $0.element == "7" ? .correct : .incorrect)
      }
    let figures = Summary(of: record("r", cards, attempts, attemptsEach: 4)).figures
    #expect(figures.curve.map(\.k) == [1, 2, 4])
    #expect(figures.curve[0].passAtK?.value == 0.375)
    #expect(abs((figures.curve[1].passAtK?.value ?? 0) - (5.0 / 6 + 0.5) / 2) < 1e-12)
    #expect(figures.curve[2].passAtK?.value == 1 && figures.curve[2].passHatK?.value == 0)
    // At a two equal answers beat two single ones; at b three wrong ones beat the gold.
    #expect(figures.curve[2].majority?.average.value == 0.5)
    #expect(figures.curve[2].majority?.problems == 2)
    #expect(figures.matrix.map(\.cells) == ["ciic", "ciii"])
    #expect(figures.matrix.map(\.share) == [0.5, 0.25])
    #expect(figures.fixedSet != nil && figures.variance != nil && figures.missing == nil)
  }

  @Test func moreAttemptsThanSomeProblemHasAreNotEstimated() throws {
    let cards = [Records.card("a"), Records.card("b")]
    let attempts = [
      answered("a", 1, "1", .correct), answered("a", 2, "1", .correct),
      answered("b", 1, "1", .correct),
      Records.attempt("b", 2, .faulted(Fault(.network, "gone"))),
    ]
    let figures = Summary(of: record("r", cards, attempts, attemptsEach: 2)).figures
    #expect(figures.curve.map(\.k) == [1, 2])
    #expect(figures.curve[0].passAtK?.value == 1)
    #expect(figures.curve[1].passAtK == nil && figures.curve[1].majority == nil)
    #expect(figures.matrix[1].cells == "cf")
    let missing = try #require(figures.missing)
    #expect(missing.low == 0.75 && missing.high == 1 && missing.missing == 1)
  }

  @Test func theEqualityDecidesWhatIsOneVote() {
    let card = Records.card("a")
    let attempts = [
      answered("a", 1, "1/2", .incorrect), answered("a", 2, "0.5", .incorrect),
      answered("a", 3, "7", .correct),
    ]
    func majority(_ equality: AnswerEquality) -> Double? {
      Summary(of: record("r", [card], attempts, attemptsEach: 3), equality: equality)
        .figures.curve.last?.majority?.average.value
    }
    #expect(abs((majority(.text) ?? 0) - 1.0 / 3) < 1e-12)
    #expect(majority(AnswerEquality { _, one, other in one != "7" && other != "7" }) == 0)
  }

  @Test func clustersAreNamedByProblemsOrTags() throws {
    let tagged = Problem(
      id: "x", statement: "", reference: .answer(golds: ["1"]), tags: ["cluster:text-3"])
    #expect(ProblemCard(tagged).cluster == "text-3")
    var cards = (0..<6).map { Records.card("\($0)") }
    for place in 0..<4 { cards[place].cluster = place < 2 ? "one" : "two" }
    let attempts = cards.enumerated().map {
      answered($0.element.id, 1, "1", $0.offset < 3 ? .correct : .incorrect)
    }
    let clustered = try #require(Summary(of: record("r", cards, attempts)).figures.clustered)
    #expect(clustered.clusters == 4)
    let wanted = try #require(
      Clustered([1, 1, 1, 0, 0, 0], clusters: ["a", "a", "b", "b", "c", "d"]))
    #expect(clustered.standardError == wanted.standardError)
    #expect(Summary(of: record("r", [Records.card("a")], [])).figures.clustered == nil)
  }

  // MARK: Comparisons

  private func run(_ name: String, right: Set<Int>, of count: Int, tag: Int = 0) -> RunRecord {
    let cards = (0..<count).map {
      Records.card("p\($0)", kind: $0 < tag ? .choice : .answer, tags: ["all"])
    }
    return record(
      name, cards,
      (0..<count).map {
        answered(
          "p\($0)", 1, right.contains($0) ? "1" : "2", right.contains($0) ? .correct : .incorrect)
      })
  }

  @Test func runsAreComparedOverCommonProblems() throws {
    let first = run("a", right: Set(0..<10), of: 20, tag: 8)
    var second = run("b", right: Set(3..<16), of: 22, tag: 8)
    // A fault takes the problem out of the comparison.
    second.attempts[19] = Records.attempt("p19", 1, .faulted(Fault(.network, "gone")))
    let pair = try #require(Comparison(of: [first, second]).pairs.first)
    let overall = try #require(pair.overall)
    #expect(overall.problems == 19 && overall.won == 6 && overall.lost == 3)
    #expect(pair.won.map(\.problemID) == (10..<16).map { "p\($0)" })
    #expect(pair.lost.map(\.problemID) == ["p0", "p1", "p2"])
    #expect(pair.lost[0].first.grade.answer?.text == "1")
    #expect(pair.lost[0].second.grade.answer?.text == "2")
    #expect(pair.onlyFirst == ["p19"] && pair.onlySecond == ["p20", "p21"])
    #expect(pair.conditions.isEmpty)
    #expect(pair.categories.map(\.label) == ["answer", "choice"])
    #expect(pair.categories.map(\.difference.problems) == [11, 8])
    #expect(pair.categories.allSatisfy { $0.adjustedP >= $0.difference.pValue })
  }

  @Test func unequalConditionsAreNamed() throws {
    let first = run("a", right: [], of: 3)
    var second = run("b", right: [], of: 3)
    second.run.parameters = ["temperature": .int(1), "seed": .int(4)]
    second.run.setHash = "other"
    second.attempts[1].prompt.system = "Think."
    second.marking.rubricName = "course"
    second.marking.scorers = ["answer_scorer": .int(2)]
    let pair = try #require(Comparison(of: [first, second]).pairs.first)
    #expect(
      pair.conditions.map(\.label) == [
        "set", "prompts", "temperature", "rubric", "version of answer_scorer",
      ])
    #expect(pair.conditions[1].second.contains("p1"))
  }

  @Test func severalRunsAreCorrectedByHolm() {
    let base = run("a", right: Set(0..<20), of: 40)
    let comparison = Comparison(of: [
      base, run("b", right: Set(0..<12), of: 40), run("c", right: Set(0..<19), of: 40),
    ])
    let p = comparison.pairs.compactMap(\.overall?.pValue)
    #expect(comparison.pairs.map(\.adjustedP) == PairedTest.holm(p))
    #expect(comparison.pairs[0].isWorse && !comparison.pairs[1].isWorse)
  }

  // MARK: Suspects

  private func suspects(
    _ attempts: [GradedAttempt], golds: [String] = [], cpuLimit: Double? = nil,
    kind: Problem.Kind = .answer
  ) -> [Suspect] {
    SuspectSearch(
      references: ["a": .init(golds: golds, cpuLimit: cpuLimit)], equality: .text
    ).suspects(in: record("r", [Records.card("a", kind: kind)], attempts, attemptsEach: 9))
  }

  private func kinds(_ suspects: [Suspect]) -> [[Suspect.Kind]] {
    suspects.map { $0.causes.map(\.kind) }
  }

  // gold, answer, whether it is a sign
  @Test(arguments: [
    ("42", "x = 42", true), ("42", "142", false), ("42", "42.5", false), ("42", "4.42", false),
    ("42", "(41, 42)", true), ("\\frac{1}{2}", "$ \\frac{1}{ 2}$ m", true), ("3", "3.", true),
    ("-1", "1", false), ("ab", "abc", false), ("é", "né", false),
  ])
  func theGoldInAWrongAnswerIsASign(gold: String, answer: String, isSign: Bool) {
    let found = suspects([answered("a", 1, answer, .incorrect)], golds: [gold])
    #expect(kinds(found) == (isSign ? [[.goldInAnswer]] : []), "\(gold) in \(answer)")
  }

  @Test func theGoldNearTheEndOfASilentCompletionIsASign() {
    let completion = Completion(content: String(repeating: "x ", count: 900) + "so it is 1234 then")
    let silent = answered("a", 1, nil, .unanswered, completion: completion)
    #expect(kinds(suspects([silent], golds: ["1234"])) == [[.goldInAnswer]])
    #expect(suspects([silent], golds: ["34"]).isEmpty)
    #expect(suspects([silent], golds: ["x"]).isEmpty)
  }

  @Test func signsAreRankedByWhatTheyWeigh() {
    let truncated = Completion(content: "", finishReason: .length)
    let found = suspects([
      answered("a", 1, "5", .correct, confidence: .low),
      answered("a", 2, nil, .unanswered, completion: truncated),
      answered("a", 3, "6", .undecided),
      answered("a", 4, "7", .incorrect, confidence: .low),
    ])
    #expect(
      kinds(found) == [[.undecided], [.guessedWrong], [.truncated], [.guessedRight]])
    #expect(found.map(\.weight) == found.map(\.weight).sorted(by: >))
  }

  @Test func attemptsThatAgreeAgainstTheGoldAndEqualAnswersJudgedUnlikeAreSigns() {
    let agreeing = suspects([
      answered("a", 1, "9", .incorrect), answered("a", 2, "8", .correct),
      answered("a", 3, "9", .incorrect),
    ])
    #expect(agreeing.map(\.attempt.grade.attempt.number) == [1, 3])
    #expect(kinds(agreeing) == [[.agreeAgainstGold], [.agreeAgainstGold]])
    let unlike = suspects([answered("a", 1, "9", .incorrect), answered("a", 2, "9", .correct)])
    #expect(kinds(unlike) == [[.unlikeVerdicts], [.unlikeVerdicts]])
  }

  @Test(arguments: [
    (Reason.accepted, 760.0, true), (.accepted, 740, false), (.timeLimit, 1_010, true),
    (.timeLimit, 1_400, false), (.wrongAnswer, 900, false),
  ])
  func testsNearTheTimeLimitAreSigns(reason: Reason, used: Double, isSign: Bool) {
    var attempt = answered("a", 1, "code", reason == .accepted ? .correct : .incorrect)
    if case .scored(var score) = attempt.grade.outcome {
      score.evidence.tests = [
        TestEvidence(name: "1", reason: reason, remark: "", cpuMilliseconds: used)
      ]
      attempt.grade.outcome = .scored(score)
    }
    let found = suspects([attempt], cpuLimit: 1_000, kind: .program)
    #expect(kinds(found) == (isSign ? [[.nearTimeLimit]] : []))
  }

  @Test func whatAPersonHasSettledIsNoSuspect() {
    var attempt = answered("a", 1, "x", .undecided)
    attempt.grade = attempt.grade.overridden(
      .undecided, points: 0,
      by: Override(author: "me", time: "", because: "b", replaced: "", marking: 1))
    #expect(suspects([attempt]).isEmpty)
  }

  // MARK: Differences of markings

  @Test func aDifferenceOfMarkingsNamesMovesAndCauses() throws {
    let before = run("r", right: [0, 1], of: 4)
    var after = run("r", right: [1, 2, 3], of: 4)
    after.marking.number = 2
    after.marking.scorers = ["answer_scorer": .int(2)]
    after.marking.limits = ["cpu": .string("4s")]
    let found = MarkingDifference(from: before, to: after)
    #expect(found.changes.map(\.attempt.problemID) == ["p0", "p2", "p3"])
    #expect(found.moves.map(\.from) == ["incorrect", "correct"])
    #expect(found.moves.map(\.count) == [2, 1])
    #expect(found.causes.map(\.label) == ["version of answer_scorer", "limits"])
    #expect(found.accuracyBefore?.value == 0.5 && found.accuracyAfter?.value == 0.75)
    #expect(found.difference?.won == 2 && found.difference?.lost == 1)
    // They agree on one of four, where chance gives two: (1/4 − 1/2)/(1 − 1/2).
    #expect(found.kappa == -0.5)
    #expect(MarkingDifference(from: before, to: before).changes.isEmpty)
    #expect(MarkingDifference(from: before, to: after, isStored: false).after == nil)
  }

  // MARK: Plans

  @Test func aPlanTakesLengthsFromTheProblemElseFromItsKind() throws {
    func completion(_ tokens: Int, _ latency: Double) -> Completion {
      Completion(
        content: "", promptTokens: 2, completionTokens: tokens, latencyMilliseconds: latency)
    }
    let history = History(
      of: record(
        "r", [Records.card("a"), Records.card("b", kind: .choice)],
        [
          answered("a", 1, "1", .correct, completion: completion(100, 1_000)),
          answered("b", 1, "1", .incorrect, completion: completion(10, 200)),
        ]))
    // The prompts of these records are their one-letter ids.
    #expect(history.tokensPerByte == 2)
    let planning = Planning(
      problems: [("a", .answer, 10), ("c", .choice, 10), ("d", .open, 20)], history: history,
      prices: .init(input: 1_000_000, output: 2_000_000), concurrency: 2)
    let option = planning.option(attempts: 2)
    #expect(option.requests == 6 && option.promptTokens == 160)
    // 100 of the problem itself, 10 of its kind, 55 over all.
    #expect(option.completionTokens == 330)
    #expect(abs((option.cost ?? 0) - 820) < 1e-9)
    #expect(abs((option.seconds ?? 0) - 2 * (1 + 0.2 + 0.6) / 2) < 1e-12)
    let blind = Planning(problems: [("a", .answer, 40)], history: nil, concurrency: 1)
    #expect(blind.option(attempts: 1).promptTokens == 10)
    #expect(blind.option(attempts: 1).completionTokens == nil)
    #expect(blind.option(attempts: 1).seconds == nil)
  }
}
