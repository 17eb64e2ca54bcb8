import Grading

/// The data of the list of attempts: a short row for each, which the page's script shows, filters,
/// sorts and opens.
enum AttemptIndex {
  /// The most characters of a cell.
  private static let cellLength = 80

  static func write(_ record: RunRecord, _ parts: DetailParts, _ html: inout HTML) {
    guard !record.attempts.isEmpty else { return }
    let reasons = Reason.allCases.map(\.rawValue) + Fault.Kind.allCases.map(\.rawValue)
    let reasonPlaces = Dictionary(
      zip(reasons, reasons.indices), uniquingKeysWith: { first, _ in first })
    let problemPlaces = Dictionary(
      zip(record.problems.map(\.id), record.problems.indices),
      uniquingKeysWith: { first, _ in first })
    html.data(
      "layout",
      [
        "reasons": .array(reasons.map { .strings([$0, Wording.words($0)]) }),
        "starts": .array(parts.starts.map(JSON.int)),
        "folder": parts.isSplit ? .string(parts.folder) : .null,
      ])
    html.data(
      "outcomes", list: Outcome.allCases.map { JSON.strings([$0.name, $0.symbol]) })
    html.data("problems", list: record.problems.lazy.map(problem))
    html.data(
      "index",
      list: record.attempts.lazy.compactMap { attempt in
        problemPlaces[attempt.grade.attempt.problemID].map {
          row(attempt, $0, record.problems[$0], reasonPlaces)
        }
      })
    for (number, part) in parts.inline.enumerated() { html.data("part-\(number)", text: part) }
  }

  /// Identifier, title, kind, tags, difficulty, reference.
  private static func problem(_ card: ProblemCard) -> JSON {
    .array([
      .string(card.id), .optional(card.title.map(cell)), .string(card.kind.rawValue),
      .strings(card.tags.isEmpty ? ["(none)"] : card.tags), .string(card.difficulty ?? "(none)"),
      .string(cell(card.expected)),
    ])
  }

  /// The problem's place, number, outcome, reason, points, tokens, latency, tries, extracted, what was
  /// expected if that is not the problem's reference, remark.
  private static func row(
    _ attempt: GradedAttempt, _ place: Int, _ card: ProblemCard, _ reasons: [String: Int]
  ) -> JSON {
    let grade = attempt.grade
    let score = grade.score
    let reason = score?.reason.rawValue ?? grade.fault?.kind.rawValue ?? ""
    let expected = score?.evidence.expected.flatMap { $0 == card.expected ? nil : cell($0) }
    return .array([
      .int(place), .int(grade.attempt.number), .int(Outcome(grade.outcome).order),
      .int(reasons[reason] ?? 0), .optional(score?.points),
      .optional(attempt.completion?.completionTokens),
      .optional(attempt.completion?.latencyMilliseconds.map { ($0 * 10).rounded() / 10 }),
      .optional(tries(attempt)), .optional(grade.answer.map { cell($0.text) }), .optional(expected),
      .string(VisibleText.line(score?.evidence.remark ?? grade.fault?.message ?? "", limit: 200)),
    ])
  }

  private static func cell(_ text: String) -> String {
    VisibleText.line(text, limit: cellLength)
  }

  private static func tries(_ attempt: GradedAttempt) -> Int? {
    attempt.completion?.tries ?? attempt.grade.fault.flatMap { $0.tries > 0 ? $0.tries : nil }
  }
}
