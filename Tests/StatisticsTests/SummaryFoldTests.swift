import Grading
import Statistics
import Testing

/// Figures taken problem by problem are those taken of the whole.
@Suite struct SummaryFoldTests {
  @Test(arguments: [1, 2, 3])
  func figuresAreThoseOfTheWholeRecord(attempts: Int) throws {
    let record = Self.record(problems: 200, attempts: attempts)
    var fold = SummaryFold()
    for card in record.problems {
      fold.add(card, record.attempts.filter { $0.grade.attempt.problemID == card.id })
    }
    let (summary, whole) = (fold.summary, Summary(of: record))
    expectEqual([summary.overall], [whole.overall])
    expectEqual(summary.byKind, whole.byKind)
    expectEqual(summary.byTag, whole.byTag)
    expectEqual(summary.byDifficulty, whole.byDifficulty)
    #expect(summary.reasons == whole.reasons && summary.faults == whole.faults)
    #expect(summary.promptTokensTotal == whole.promptTokensTotal)
    #expect(summary.completionTokensTotal == whole.completionTokensTotal)
    #expect(summary.retries == whole.retries && summary.lowConfidence == whole.lowConfidence)
    let (latency, exact) = (summary.latencyMilliseconds, whole.latencyMilliseconds)
    #expect(latency?.max == exact?.max)
    #expect(abs((latency?.median ?? 0) / (exact?.median ?? 1) - 1) < 0.02)
    #expect(abs((latency?.p95 ?? 0) / (exact?.p95 ?? 1) - 1) < 0.02)
    if attempts == 1 {
      #expect(
        abs((summary.figures.detectable ?? 0) - (whole.figures.detectable ?? 1)) < 1e-9)
    }
  }

  @Test func nothingGivesNothing() {
    let summary = SummaryFold().summary
    #expect(summary.overall.attempts == 0 && summary.overall.accuracy == nil)
    #expect(summary.byTag.isEmpty && summary.latencyMilliseconds == nil)
  }

  private func expectEqual(_ tallies: [Tally], _ others: [Tally]) {
    #expect(tallies.map(\.label) == others.map(\.label))
    for (one, other) in zip(tallies, others) {
      var plain = one
      var otherPlain = other
      (plain.accuracy, otherPlain.accuracy) = (nil, nil)
      (plain.meanPoints, otherPlain.meanPoints) = (nil, nil)
      (plain.accuracyIfUndecidedCorrect, otherPlain.accuracyIfUndecidedCorrect) = (nil, nil)
      #expect(plain == otherPlain)
      #expect(one.accuracy?.method == other.accuracy?.method)
      let numbers: [(Double?, Double?)] = [
        (one.accuracy?.value, other.accuracy?.value), (one.accuracy?.low, other.accuracy?.low),
        (one.accuracy?.high, other.accuracy?.high), (one.meanPoints, other.meanPoints),
        (one.accuracyIfUndecidedCorrect, other.accuracyIfUndecidedCorrect),
      ]
      for (a, b) in numbers { #expect(abs((a ?? -1) - (b ?? -1)) < 1e-9) }
    }
  }

  /// Something of everything, the same each time.
  private static func record(problems: Int, attempts: Int) -> RunRecord {
    let tags = [["sums"], ["sums", "easy ones"], [], ["logic"]]
    let cards = (0..<problems).map { place in
      Records.card(
        "p\(place)", kind: place % 3 == 0 ? .choice : .answer, tags: tags[place % 4],
        difficulty: [nil, "easy", "hard"][place % 3], points: Double(place % 2 + 1))
    }
    let graded = cards.enumerated().flatMap { place, card in
      (1...attempts).map { number -> GradedAttempt in
        let mix = place &* 7 &+ number &* 13
        guard mix % 17 != 0 else {
          return Records.attempt(card.id, number, .faulted(Fault(.network, "gone", tries: 3)))
        }
        let verdicts: [Verdict] = [.correct, .incorrect, .correct, .undecided, .partial]
        return Records.attempt(
          card.id, number, Records.score(verdicts[mix % 5], points: mix % 5 == 4 ? 0.5 : nil),
          answer: Answer(
            text: "1", rule: "r", range: 0..<1, confidence: mix % 11 == 0 ? .low : .high),
          completion: Completion(
            content: "", promptTokens: mix, completionTokens: mix % 7 == 0 ? nil : mix,
            latencyMilliseconds: Double(mix) + 0.5, tries: mix % 3 + 1))
      }
    }
    return Records.record(cards, graded)
  }
}
