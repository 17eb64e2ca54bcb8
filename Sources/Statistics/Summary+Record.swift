public import Grading

extension Summary {
  /// Takes the figures of a run under one marking; answers of the same text are the same vote.
  public init(of record: RunRecord) { self.init(of: record, equality: .text) }

  /// Takes the figures of a run under one marking.
  ///
  /// Faults are left out of every rate and counted beside them; what is undecided scores 0 in the
  /// accuracy, and `accuracyIfUndecidedCorrect` gives the bound. Attempts whose problem the record
  /// does not hold are left out. The result depends on nothing but the record.
  ///
  /// - Parameter equality: What answers to a problem are the same vote of a majority.
  public init(of record: RunRecord, equality: AnswerEquality) {
    let attempts = record.marked
    let overall = Tally("overall", attempts)
    self.init(
      overall: overall,
      byKind: Grouping.byKind(attempts),
      byTag: Grouping.byTag(attempts),
      byDifficulty: Grouping.byDifficulty(attempts),
      byLanguage: Grouping.byLanguage(attempts),
      reasons: Summary.counts(
        attempts.compactMap { $0.reason }, of: Reason.allCases, \.rawValue),
      faults: Summary.counts(
        attempts.compactMap { $0.fault }, of: Fault.Kind.allCases, \.rawValue),
      criteria: CriterionTotals.of(attempts),
      latencyMilliseconds: Distribution(of: attempts.compactMap { $0.latencyMilliseconds }),
      completionTokens: Distribution(
        of: attempts.compactMap { $0.completionTokens.map(Double.init) }),
      promptTokensTotal: Summary.total(attempts.map { $0.promptTokens }),
      completionTokensTotal: Summary.total(attempts.map { $0.completionTokens }),
      retries: attempts.reduce(0) { $0 + max(0, $1.tries - 1) },
      lowConfidence: attempts.count { $0.hasLowConfidence },
      figures: Figures(of: record, attempts, overall, equality: equality))
  }

  /// Most frequent first; equally frequent ones in the order of `all`.
  private static func counts<Value: Hashable>(
    _ values: [Value], of all: [Value], _ label: (Value) -> String
  ) -> [Count] {
    var counts: [Value: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    let found = all.enumerated().compactMap { place, value in
      counts[value].map { (place: place, count: Count(label: label(value), count: $0)) }
    }
    return found.sorted { ($1.count.count, $0.place) < ($0.count.count, $1.place) }.map(\.count)
  }

  /// The sum of what is known; `nil` if nothing is.
  private static func total(_ values: [Int?]) -> Int? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0) { $0.addingReportingOverflow($1).partialValue }
  }
}
