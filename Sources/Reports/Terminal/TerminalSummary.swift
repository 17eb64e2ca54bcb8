public import Grading

/// The figures of a run as aligned text: what `assay grade` ends with.
public enum TerminalSummary {
  public struct Style: Sendable, Hashable {
    public var colour: Bool
    /// The most columns of a line; at least 40 are taken.
    public var width: Int
    /// The lines of the screen, where there is one: the least telling tables are left out for it.
    public var height: Int?

    public init(colour: Bool = false, width: Int = 80, height: Int? = nil) {
      self.colour = colour
      self.width = max(40, width)
      self.height = height
    }
  }

  /// The most tags, languages or criteria that are listed: the whole is to fit a screen.
  private static let rows = 6

  /// What can be left out, the least telling first.
  private enum Part: CaseIterable { case tags, criteria, difficulties, reasons, kinds }

  public static func render(
    _ record: RunRecord, _ summary: Summary, style: Style = Style()
  ) -> String {
    var left: Set<Part> = []
    var text = render(record, summary, style, without: left)
    guard let height = style.height else { return text }
    // The prompt and the line that names the report come below.
    for part in Part.allCases where text.utf8.count(where: { $0 == 10 }) > height - 3 {
      left.insert(part)
      text = render(record, summary, style, without: left)
    }
    return text
  }

  private static func render(
    _ record: RunRecord, _ summary: Summary, _ style: Style, without left: Set<Part>
  ) -> String {
    var text = TerminalText(style: style)
    for notice in Wording.notices(record, summary) { text.paragraph(notice, .fault) }
    headline(record, summary, &text)
    verdicts(summary.overall, &text)
    curve(summary, style, &text)
    let tags = summary.byTag
    let tables = [
      ("kind", left.contains(.kinds) ? [] : summary.byKind),
      ("tag", left.contains(.tags) ? [] : Array(tags.prefix(rows))),
      ("difficulty", left.contains(.difficulties) ? [] : summary.byDifficulty),
    ]
    let labels = tables.flatMap(\.1).map { DisplayWidth.of(label($0)) }
    let column = min(max(labels.max() ?? 0, 13), max(13, style.width - 46))
    for (title, tallies) in tables where !tallies.isEmpty {
      table(title, tallies, column, &text)
      if title == "tag", tags.count > tallies.count {
        text.line("  … and \(tags.count - tallies.count) more tags", .muted)
      }
    }
    if !left.contains(.criteria) { criteria(summary, column, style, &text) }
    if !left.contains(.reasons) {
      counts("reasons", summary.reasons.filter { $0.label != Reason.accepted.rawValue }, &text)
    }
    counts("faults", summary.faults, &text)
    time(record, summary, &text)
    return text.result
  }

  private static func label(_ tally: Tally) -> String {
    VisibleText.line(Wording.language(tally.label))
  }

  private static func headline(
    _ record: RunRecord, _ summary: Summary, _ text: inout TerminalText
  ) {
    let overall = summary.overall
    text.line(
      "\(VisibleText.line(record.run.name)): \(VisibleText.line(record.run.model)) on "
        + VisibleText.line(record.run.setName), .strong)
    guard let accuracy = overall.accuracy else {
      text.line("no attempt could be marked, so there is no accuracy", .plain)
      return
    }
    text.line(
      "\(Format.percent(accuracy.value)) correct, 95% interval "
        + "\(Format.interval(accuracy.low, accuracy.high)): \(Wording.extent(overall))", .strong)
    if Wording.hasPartialPoints(summary), let points = overall.meanPoints {
      let interval = summary.figures.points.map { ", 95% interval \(FigureWords.interval($0))" }
      text.line("\(Format.percent(points)) of the points\(interval ?? "")", .plain)
    }
    if overall.undecided > 0, let bound = overall.accuracyIfUndecidedCorrect {
      text.line(
        "\(Format.percent(bound)) if the \(Format.count(overall.undecided)) undecided were correct",
        .plain)
    }
    for line in FigureWords.lines(summary) { text.line("\(line.label): \(line.text)", .muted) }
  }

  /// What several attempts give: a column for each k.
  private static func curve(_ summary: Summary, _ style: Style, _ text: inout TerminalText) {
    let points = summary.figures.curve
    guard !points.isEmpty else { return }
    let first = 12
    let column = 9
    // Of more columns than fit, the last say most.
    let shown = points.suffix(max(1, (style.width - 2 - first) / column))
    func row(_ name: String, _ ink: TerminalText.Ink, _ cell: (CurvePoint) -> String) {
      text.line(
        "  " + DisplayWidth.left(name, first)
          + shown.map { DisplayWidth.right(cell($0), column) }.joined(), ink)
    }
    text.blank()
    row("k attempts", .muted) { Format.count($0.k) }
    row("pass@k", .plain) { FigureWords.share($0.passAtK) }
    row("pass^k", .plain) { FigureWords.share($0.passHatK) }
    if points.contains(where: { $0.majority != nil }) {
      row("maj@k", .plain) { FigureWords.share($0.majority?.average) }
    }
  }

  private static func verdicts(_ tally: Tally, _ text: inout TerminalText) {
    let shown = Outcome.allCases.filter { $0.count(in: tally) > 0 }
    guard !shown.isEmpty else { return }
    text.blank()
    text.pieces(
      shown.map {
        let count = $0.count(in: tally)
        return ("\(Format.count(count)) \($0.noun(count))", TerminalText.Ink($0))
      })
  }

  private static func table(
    _ title: String, _ tallies: [Tally], _ column: Int, _ text: inout TerminalText
  ) {
    let shares = tallies.map { tally in
      "\(Format.count(tally.correct))/\(Format.count(tally.attempts - tally.faults))"
    }
    let width = max(10, (shares.map { DisplayWidth.of($0) }.max() ?? 0) + 2)
    text.blank()
    text.line(
      "  " + DisplayWidth.left("by " + title, column) + DisplayWidth.right("correct", width)
        + "   accuracy   95% interval  faults", .muted)
    for (tally, share) in zip(tallies, shares) {
      let accuracy = tally.accuracy.map { Format.percent($0.value) } ?? "–"
      let interval = tally.accuracy.map { Format.interval($0.low, $0.high) } ?? "–"
      let faults = tally.faults == 0 ? "" : Format.count(tally.faults)
      text.line(
        "  " + DisplayWidth.left(label(tally), column) + DisplayWidth.right(share, width)
          + DisplayWidth.right(accuracy, 11) + DisplayWidth.right(interval, 15)
          + DisplayWidth.right(faults, 8), .plain)
    }
  }

  private static func criteria(
    _ summary: Summary, _ column: Int, _ style: Style, _ text: inout TerminalText
  ) {
    guard !summary.criteria.isEmpty else { return }
    let shown = summary.criteria.prefix(rows).map { criterion in
      (
        VisibleText.line(criterion.title),
        "\(Format.short(criterion.earned))/\(Format.short(criterion.possible))",
        criterion.possible > 0 ? Format.percent(criterion.earned / criterion.possible) : "–"
      )
    }
    let points = max(8, shown.map { DisplayWidth.of($0.1) }.max() ?? 0) + 2
    let widest = max(column, shown.map { DisplayWidth.of($0.0) }.max() ?? 0)
    let title = max(column, min(widest, style.width - points - 14))
    text.blank()
    text.line(
      "  " + DisplayWidth.left("by criterion", title) + DisplayWidth.right("points", points)
        + DisplayWidth.right("share", 9), .muted)
    for (name, earned, share) in shown {
      text.line(
        "  " + DisplayWidth.left(name, title) + DisplayWidth.right(earned, points)
          + DisplayWidth.right(share, 9), .plain)
    }
  }

  /// Counts in a line or two: `reasons: 45 not equal · 3 wrong answer`.
  private static func counts(
    _ title: String, _ counts: [Summary.Count], _ text: inout TerminalText
  ) {
    guard !counts.isEmpty else { return }
    text.blank()
    text.pieces(
      [("\(title):", .muted)]
        + counts.map { ("\(Format.count($0.count)) \(Wording.words($0.label))", .plain) })
  }

  private static func time(_ record: RunRecord, _ summary: Summary, _ text: inout TerminalText) {
    var parts: [String] = []
    if let end = record.run.finishedAt,
      let seconds = Stamp.seconds(from: record.run.startedAt, to: end), seconds > 0
    {
      parts.append("took " + Format.milliseconds(Double(seconds) * 1_000))
    }
    if let latency = summary.latencyMilliseconds {
      parts.append(
        "latency median \(Format.milliseconds(latency.median)), p95 "
          + Format.milliseconds(latency.p95))
    }
    if let tokens = summary.completionTokensTotal {
      parts.append("\(Format.count(tokens)) completion tokens")
    }
    if summary.retries > 0 {
      parts.append(Format.counted(summary.retries, "retry", plural: "retries"))
    }
    if summary.lowConfidence > 0 {
      parts.append(Format.counted(summary.lowConfidence, "answer") + " found by a guess")
    }
    guard !parts.isEmpty else { return }
    text.blank()
    text.pieces(parts.map { ($0, .plain) })
  }
}
