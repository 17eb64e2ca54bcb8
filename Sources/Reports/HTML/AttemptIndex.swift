import Grading

/// The data of the list of attempts: a short row for each, which the page's script shows, filters,
/// sorts and opens.
struct AttemptIndex {
  /// The most characters of a cell.
  private static let cellLength = 80
  private static let reasons = Reason.allCases.map(\.rawValue) + Fault.Kind.allCases.map(\.rawValue)

  private let cards: [ProblemCard]
  private let places: [String: Int]
  private let reasonPlaces = Dictionary(
    zip(reasons, reasons.indices), uniquingKeysWith: { first, _ in first })
  /// JSON, written as attempts come.
  private var rows: [UInt8] = []

  var byteCount: Int { rows.count }

  init(_ cards: [ProblemCard]) {
    self.cards = cards
    places = Dictionary(
      zip(cards.map(\.id), cards.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Takes the next attempt, whole; one whose problem is unknown is left out.
  mutating func add(_ attempt: GradedAttempt) {
    guard let place = places[attempt.grade.attempt.problemID] else { return }
    if !rows.isEmpty { rows.append(contentsOf: ",\n".utf8) }
    row(attempt, place, cards[place]).write(into: &rows)
  }

  func write(_ parts: DetailParts, _ html: inout HTML) {
    guard !rows.isEmpty else { return }
    let reasons = AttemptIndex.reasons
    html.data(
      "layout",
      [
        "reasons": .array(reasons.map { .strings([$0, Wording.words($0)]) }),
        "starts": .array(parts.starts.map(JSON.int)),
        "folder": parts.isSplit ? .string(parts.folder) : .null,
      ])
    html.data(
      "outcomes", list: Outcome.allCases.map { JSON.strings([$0.name, $0.symbol]) })
    html.data("problems", list: cards.lazy.map(AttemptIndex.problem))
    html.data("index", elements: rows)
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
  private func row(_ attempt: GradedAttempt, _ place: Int, _ card: ProblemCard) -> JSON {
    let grade = attempt.grade
    let score = grade.score
    let reason = score?.reason.rawValue ?? grade.fault?.kind.rawValue ?? ""
    let expected = score?.evidence.expected.flatMap { $0 == card.expected ? nil : Self.cell($0) }
    return .array([
      .int(place), .int(grade.attempt.number), .int(Outcome(grade.outcome).order),
      .int(reasonPlaces[reason] ?? 0), .optional(score?.points),
      .optional(attempt.completion?.completionTokens),
      .optional(attempt.completion?.latencyMilliseconds.map { ($0 * 10).rounded() / 10 }),
      .optional(Self.tries(attempt)), .optional(grade.answer.map { Self.cell($0.text) }),
      .optional(expected),
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
