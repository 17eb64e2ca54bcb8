public import Grading

/// What a second marking changed, in every form.
public enum MarkingDifferenceReport {
  /// The most changes that the terminal, and that a page or a comment, lists.
  private static let terminalRows = 40
  private static let pageRows = 2_000
  private static let markdownRows = 100

  public static func render(_ difference: MarkingDifference, as form: ComparisonReport) -> [UInt8] {
    switch form {
    case .json: Array((json(difference).text + "\n").utf8)
    case .markdown: Array(markdown(difference).utf8)
    case .html: page(difference)
    }
  }

  // MARK: Words

  private static func title(_ difference: MarkingDifference) -> String {
    "\(difference.run): marking \(difference.before) → "
      + (difference.after.map(String.init) ?? "as it would be")
  }

  /// `Marking 2, rubric correctness: 3 of 96 grades changed`.
  private static func outcome(_ difference: MarkingDifference) -> String {
    let name = difference.after.map { "Marking \($0)" } ?? "Nothing is stored (--dry-run)"
    return "\(name): \(Format.count(difference.changes.count)) of "
      + "\(Format.counted(difference.attempts, "grade")) changed" + agreement(difference)
  }

  private static func agreement(_ difference: MarkingDifference) -> String {
    guard let kappa = difference.kappa, !difference.changes.isEmpty else { return "" }
    return " (agreement κ \(Format.fixed(kappa, 2)))"
  }

  private static func moves(_ difference: MarkingDifference) -> [String] {
    difference.moves.map { move in
      move.from == move.to
        ? "\(Format.count(move.count)) \(move.from), for another reason or points"
        : "\(Format.count(move.count)) \(move.from) → \(move.to)"
    }
  }

  private static func figure(_ estimate: Estimate?) -> String {
    estimate.map { "\(Format.percent($0.value)) (\(FigureWords.interval($0)))" } ?? "–"
  }

  /// How the headline moves.
  private static func headline(_ difference: MarkingDifference) -> [String] {
    var lines = [
      "Accuracy \(figure(difference.accuracyBefore)) → \(figure(difference.accuracyAfter))"
    ]
    if let paired = difference.difference, paired.won + paired.lost > 0 {
      lines[0] +=
        ", \(FigureWords.signed(paired.difference)) points (95% interval "
        + "\(ComparisonWords.interval(paired)))"
    }
    if let old = difference.pointsBefore, let new = difference.pointsAfter, abs(old - new) > 1e-9,
      old != difference.accuracyBefore?.value || new != difference.accuracyAfter?.value
    {
      lines.append("Points   \(Format.percent(old)) → \(Format.percent(new))")
    }
    return lines
  }

  private static func label(_ grade: Grade) -> String {
    guard let score = grade.score, score.points > 0, score.points < 1 else { return grade.label }
    return
      "\(score.verdict.rawValue) (\(score.reason.rawValue), \(Format.percent(score.points)))"
  }

  private static func causes(_ difference: MarkingDifference) -> [String] {
    difference.causes.map {
      "\($0.label) \(VisibleText.line($0.first, limit: 120)) → "
        + VisibleText.line($0.second, limit: 120)
    }
  }

  private static func kept(_ difference: MarkingDifference) -> String? {
    difference.overridesKept == 0
      ? nil
      : Format.counted(difference.overridesKept, "grade") + " overridden by a person kept"
  }

  // MARK: Forms

  /// For the terminal.
  public static func text(
    _ difference: MarkingDifference, style: TerminalSummary.Style = .init()
  ) -> String {
    var text = TerminalText(style: style)
    text.line(outcome(difference), .strong)
    let causes = causes(difference)
    if !causes.isEmpty { text.paragraph("What differs: " + causes.joined(separator: "; "), .muted) }
    for change in difference.changes.prefix(terminalRows) {
      text.line(
        "  \(VisibleText.line(change.attempt.problemID))#\(change.attempt.number): "
          + "\(label(change.before)) → \(label(change.after)) · "
          + VisibleText.line(change.why, limit: 400), .plain)
    }
    if difference.changes.count > terminalRows {
      let rest = Format.count(difference.changes.count - terminalRows)
      text.line("  … and \(rest) more (--diff FILE writes all)", .muted)
    }
    if difference.changes.count > 1 {
      text.pieces(moves(difference).map { ($0, .plain) })
    }
    if let kept = kept(difference) { text.line(kept, .muted) }
    for line in headline(difference) { text.paragraph(line, .strong) }
    return text.result
  }

  public static func json(_ difference: MarkingDifference) -> JSON {
    [
      "run": .string(difference.run), "marking_before": .int(difference.before),
      "marking_after": .optional(difference.after),
      "stored": .bool(difference.after != nil),
      "causes": .array(
        difference.causes.map {
          [
            "label": .string($0.label), "before": .string($0.first), "after": .string($0.second),
          ]
        }),
      "attempts": .int(difference.attempts),
      "changed": .array(
        difference.changes.map {
          [
            "problem_id": .string($0.attempt.problemID), "attempt": .int($0.attempt.number),
            "before": .string(label($0.before)), "after": .string(label($0.after)),
            "remark": .string($0.why),
          ]
        }),
      "moves": .array(
        difference.moves.map {
          ["from": .string($0.from), "to": .string($0.to), "count": .int($0.count)]
        }),
      "kappa": .optional(difference.kappa),
      "overrides_kept": .int(difference.overridesKept),
      "accuracy_before": .optional(difference.accuracyBefore?.value),
      "accuracy_after": .optional(difference.accuracyAfter?.value),
      "interval_before": difference.accuracyBefore?.json ?? .null,
      "interval_after": difference.accuracyAfter?.json ?? .null,
      "points_before": .optional(difference.pointsBefore),
      "points_after": .optional(difference.pointsAfter),
      "difference": difference.difference?.json ?? .null,
    ]
  }

  private static func markdown(_ difference: MarkingDifference) -> String {
    var text = "## \(MarkdownText.escaped(title(difference)))\n\n"
    text += "**\(MarkdownText.escaped(outcome(difference)))**\n\n"
    let facts =
      headline(difference) + causes(difference).map { "What differs: " + $0 }
      + (kept(difference).map { [$0] } ?? [])
    text += facts.map { "- \(MarkdownText.escaped($0))\n" }.joined() + "\n"
    guard !difference.changes.isEmpty else { return text }
    text += MarkdownText.table(
      ["Attempt", "Before", "After", "Why"], numeric: [],
      difference.changes.prefix(markdownRows).map { change in
        [
          MarkdownText.escaped("\(change.attempt.problemID)/\(change.attempt.number)"),
          MarkdownText.escaped(label(change.before)), MarkdownText.escaped(label(change.after)),
          MarkdownText.escaped(VisibleText.line(change.why, limit: 200)),
        ]
      })
    if difference.changes.count > markdownRows {
      text += "\n… and \(Format.count(difference.changes.count - markdownRows)) more.\n"
    }
    return text
  }

  private static func page(_ difference: MarkingDifference) -> [UInt8] {
    SmallPage.render(title: title(difference)) { html in
      html.element("p", ["class": "kicker"], "Assay: the same completions, marked again")
      html.element("h1", VisibleText.line(title(difference)))
      html.element("p", ["class": "lead"], outcome(difference))
      for line in headline(difference) { html.element("p", line) }
      for cause in causes(difference) {
        html.element("p", ["class": "soft"], "What differs: " + cause)
      }
      if let kept = kept(difference) { html.element("p", ["class": "soft"], kept) }
      guard !difference.changes.isEmpty else { return }
      SmallPage.table(
        "How verdicts moved", ["Move", "Grades"], numeric: [1],
        difference.moves.map { ["\($0.from) → \($0.to)", Format.count($0.count)] }, &html)
      SmallPage.table(
        "Every change", ["Attempt", "Before", "After", "Why"], numeric: [],
        difference.changes.prefix(pageRows).map { change in
          [
            "\(change.attempt.problemID)/\(change.attempt.number)", label(change.before),
            label(change.after), VisibleText.line(change.why, limit: 600),
          ]
        }, &html)
      if difference.changes.count > pageRows {
        html.element("p", "… and \(Format.count(difference.changes.count - pageRows)) more.")
      }
    }
  }
}
