import Grading
import Testing

@testable import Statistics

struct SummaryTests {
  @Test func faultsAreInNoRate() {
    let faulted = Records.attempt("b", 1, .faulted(Fault(.network, "gone", tries: 3)))
    let summary = Summary(
      of: Records.record(
        [Records.card("a"), Records.card("b")],
        [Records.attempt("a", 1, Records.score(.correct)), faulted]))
    #expect(summary.overall.faults == 1 && summary.overall.attempts == 2)
    #expect(summary.overall.accuracy == .clopperPearson(share: 1, of: 1))
    #expect(summary.overall.meanPoints == 1)
    #expect(summary.faults == [.init(label: "network", count: 1)])
    #expect(summary.retries == 2)
  }

  @Test func onlyFaultsGiveNoRates() {
    let faulted = Records.attempt("a", 1, .faulted(Fault(.sandbox, "no room")))
    let summary = Summary(of: Records.record([Records.card("a")], [faulted]))
    #expect(summary.overall.accuracy == nil && summary.overall.meanPoints == nil)
    #expect(summary.overall.accuracyIfUndecidedCorrect == nil)
  }

  @Test func anEmptyRunHasZeroCountsAndNoRates() {
    let overall = Summary(of: Records.record([], [])).overall
    #expect(overall.attempts == 0 && overall.problems == 0 && overall.accuracy == nil)
  }

  @Test func undecidedScoresNothingAndGivesABound() {
    let verdicts: [Verdict] = [.correct, .undecided, .incorrect, .unanswered]
    let summary = Summary(
      of: Records.record(
        verdicts.map { Records.card($0.rawValue) },
        verdicts.map { Records.attempt($0.rawValue, 1, Records.score($0)) }))
    #expect(summary.overall.accuracy?.value == 0.25)
    #expect(summary.overall.accuracyIfUndecidedCorrect == 0.5)
  }

  @Test func withoutUndecidedTheBoundIsTheAccuracy() {
    let cards = (0..<7).map { Records.card("\($0)") }
    let attempts = cards.enumerated().flatMap { place, card in
      (1...3).map {
        Records.attempt(card.id, $0, Records.score(place % $0 == 0 ? .correct : .partial))
      }
    }
    let overall = Summary(of: Records.record(cards, attempts)).overall
    #expect(overall.accuracyIfUndecidedCorrect == overall.accuracy?.value)
  }

  @Test func aProblemCountsOnceHoweverOftenItWasTried() {
    let attempts =
      (1...9).map { Records.attempt("a", $0, Records.score(.correct)) }
      + [Records.attempt("b", 1, Records.score(.incorrect))]
    let summary = Summary(of: Records.record([Records.card("a"), Records.card("b")], attempts))
    #expect(summary.overall.accuracy?.value == 0.5)
    #expect(summary.overall.correct == 9 && summary.overall.problems == 2)
  }

  @Test func pointsAreWeightedByProblemsAndAveragedOverAttempts() {
    let summary = Summary(
      of: Records.record(
        [Records.card("a", points: 3), Records.card("b")],
        [
          Records.attempt("a", 1, Records.score(.partial, points: 0.5)),
          Records.attempt("a", 2, Records.score(.correct)),
          Records.attempt("b", 1, Records.score(.incorrect)),
        ]))
    #expect(summary.overall.meanPoints == 3 * 0.75 / 4)
  }

  @Test func tagsOverlapAndTheUntaggedStandLast() {
    let cards = [
      Records.card("a", tags: ["x", "y", "x"]), Records.card("b", tags: ["y"]), Records.card("c"),
    ]
    let summary = Summary(
      of: Records.record(cards, cards.map { Records.attempt($0.id, 1, Records.score(.correct)) }))
    #expect(summary.byTag.map(\.label) == ["y", "x", "(none)"])
    #expect(summary.byTag.map(\.attempts) == [2, 1, 1])
    #expect(summary.byDifficulty.isEmpty)
  }

  @Test func difficultiesStandInTheirCustomaryOrder() {
    let words = ["hard", "800", "easy", "odd", "1200", "medium"]
    let cards = words.map { Records.card($0, difficulty: $0) }
    let summary = Summary(
      of: Records.record(cards, cards.map { Records.attempt($0.id, 1, Records.score(.correct)) }))
    #expect(
      summary.byDifficulty.map(\.label) == ["easy", "medium", "hard", "800", "1200", "odd"])
  }

  @Test func codeIsGroupedByTheLanguageOfItsAnswer() {
    let answer = Answer(text: "", rule: "fence", range: 0..<0, confidence: .low, language: "cpp")
    let summary = Summary(
      of: Records.record(
        [
          Records.card("a", kind: .program, languages: ["python", "cpp"]),
          Records.card("b", kind: .program, languages: ["python"]), Records.card("c"),
        ],
        [
          Records.attempt("a", 1, Records.score(.correct), answer: answer),
          Records.attempt("a", 2, Records.score(.unanswered)),
          Records.attempt("b", 1, Records.score(.unanswered)),
          Records.attempt("c", 1, Records.score(.correct)),
        ]))
    #expect(summary.byLanguage.map(\.label) == ["cpp", "python", "(none)"])
    #expect(summary.byKind.map(\.label) == ["answer", "program"])
    #expect(summary.lowConfidence == 1)
  }

  @Test func reasonsStandMostFrequentFirst() {
    let verdicts: [Verdict] = [.incorrect, .correct, .incorrect, .unanswered]
    let attempts = verdicts.enumerated().map {
      Records.attempt("a", $0.offset + 1, Records.score($0.element))
    }
    #expect(
      Summary(of: Records.record([Records.card("a")], attempts)).reasons == [
        .init(label: "wrong_answer", count: 2), .init(label: "accepted", count: 1),
        .init(label: "no_answer", count: 1),
      ])
  }

  @Test func silenceEarnsNothingOfEachCriterion() {
    let half = CriterionScore(id: "style", title: "Style", earned: 5, possible: 10, remark: "")
    let summary = Summary(
      of: Records.record(
        [Records.card("a"), Records.card("b"), Records.card("c", kind: .open)],
        [
          Records.attempt("a", 1, Records.score(.partial, points: 0.5, criteria: [half])),
          Records.attempt("b", 1, Records.score(.unanswered)),
          Records.attempt("c", 1, Records.score(.unanswered)),
        ]))
    #expect(
      summary.criteria == [.init(id: "style", title: "Style", earned: 5, possible: 20)])
  }

  @Test func tokensAndLatencyAreThoseOfAllCompletions() {
    let completions = [10.0, 30, 20].map {
      Completion(
        content: "", promptTokens: 5, completionTokens: Int($0), latencyMilliseconds: $0, tries: 2)
    }
    let attempts = completions.enumerated().map {
      Records.attempt("a", $0.offset + 1, Records.score(.correct), completion: $0.element)
    }
    let summary = Summary(of: Records.record([Records.card("a")], attempts))
    #expect(summary.latencyMilliseconds == .init(median: 20, p95: 29, max: 30))
    #expect(summary.completionTokens?.median == 20)
    #expect(summary.promptTokensTotal == 15 && summary.completionTokensTotal == 60)
    #expect(summary.retries == 3)
  }

  @Test func countsOfAPartitionAddUpToTheWhole() {
    var random = SplitMix(seed: 11)
    let cards = (0..<60).map {
      Records.card(
        "\($0)", kind: Problem.Kind.allCases[random.below(6)],
        difficulty: ["easy", "hard", nil][random.below(3)])
    }
    let attempts = cards.flatMap { card in
      (1...3).map { number -> GradedAttempt in
        let draw = random.below(6)
        return Records.attempt(
          card.id, number,
          draw == 5
            ? .faulted(Fault(.timeout, "late")) : Records.score(Verdict.allCases[draw]))
      }
    }
    let summary = Summary(of: Records.record(cards, attempts))
    for table in [summary.byKind, summary.byDifficulty] {
      #expect(table.map(\.attempts).reduce(0, +) == 180)
      #expect(table.map(\.problems).reduce(0, +) == 60)
      #expect(table.map(\.faults).reduce(0, +) == summary.overall.faults)
      #expect(table.map(\.correct).reduce(0, +) == summary.overall.correct)
    }
    let verdicts = summary.reasons.map(\.count).reduce(0, +)
    #expect(verdicts + summary.overall.faults == 180)
  }
}
