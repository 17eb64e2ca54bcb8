public import Grading

/// A comparison as aligned text.
public enum ComparisonTerminal {
  /// The most categories, and the most problems won and lost, that are listed.
  private static let categoryRows = 8
  private static let flipRows = 8

  public static func render(
    _ comparison: Comparison, style: TerminalSummary.Style = .init()
  ) -> String {
    var text = TerminalText(style: style)
    text.line(VisibleText.line(ComparisonWords.title(comparison)), .strong)
    for pair in comparison.pairs {
      for condition in ComparisonWords.conditions(pair) {
        text.paragraph("Not alike: " + condition, .fault)
      }
    }
    text.blank()
    overview(comparison, style, &text)
    for pair in comparison.pairs {
      text.blank()
      let ink: TerminalText.Ink =
        pair.adjustedP >= Comparison.level
        ? .strong : (pair.overall?.difference ?? 0) < 0 ? .bad : .good
      text.paragraph(VisibleText.line(ComparisonWords.verdict(pair, comparison.first)), ink)
      text.paragraph(ComparisonWords.method(pair, of: comparison.pairs.count), .muted)
      if let left = ComparisonWords.leftOut(pair, comparison.first) {
        text.paragraph(VisibleText.line(left), .muted)
      }
      categories(pair, style, &text)
      flips("lost", pair.lost, pair, comparison.first, style, &text)
      flips("won", pair.won, pair, comparison.first, style, &text)
    }
    return text.result
  }

  private static func overview(
    _ comparison: Comparison, _ style: TerminalSummary.Style, _ text: inout TerminalText
  ) {
    var rows = [["run", "model", "accuracy", "first", "difference", "95% interval", "won", "lost"]]
    for pair in comparison.pairs {
      guard let overall = pair.overall else { continue }
      rows.append([
        pair.second.run, pair.second.model, Format.percent(overall.second),
        Format.percent(overall.first), FigureWords.signed(overall.difference),
        ComparisonWords.interval(overall), Format.count(overall.won), Format.count(overall.lost),
      ])
    }
    guard rows.count > 1 else { return }
    table(rows, numeric: [2, 3, 4, 5, 6, 7], style, &text)
  }

  private static func categories(
    _ pair: Comparison.Pair, _ style: TerminalSummary.Style, _ text: inout TerminalText
  ) {
    guard !pair.categories.isEmpty else { return }
    // What differs most stands first.
    let sorted = pair.categories.enumerated().sorted {
      ($0.element.adjustedP, $0.element.difference.pValue, $0.offset)
        < ($1.element.adjustedP, $1.element.difference.pValue, $1.offset)
    }.map(\.element)
    var rows = [["category", "problems", "first", "second", "difference", "p (Holm)"]]
    for category in sorted.prefix(categoryRows) {
      let difference = category.difference
      rows.append([
        "\(category.group) \(Wording.language(category.label))", Format.count(difference.problems),
        Format.percent(difference.first), Format.percent(difference.second),
        FigureWords.signed(difference.difference),
        category.adjustedP < 0.0001 ? "<0.0001" : Format.fixed(category.adjustedP, 4),
      ])
    }
    text.blank()
    table(rows, numeric: [1, 2, 3, 4, 5], style, &text)
    if sorted.count > categoryRows {
      text.line("  … and \(Format.count(sorted.count - categoryRows)) more categories", .muted)
    }
  }

  private static func flips(
    _ word: String, _ flips: [Comparison.Flip], _ pair: Comparison.Pair, _ first: Comparison.Side,
    _ style: TerminalSummary.Style, _ text: inout TerminalText
  ) {
    guard !flips.isEmpty else { return }
    let severalAttempts = flips.contains { ComparisonWords.shares($0) != nil }
    var rows = [["\(word) (\(Format.count(flips.count)))", first.run, pair.second.run, "expected"]]
    if severalAttempts { rows[0].append("correct") }
    for flip in flips.prefix(flipRows) {
      var row = [
        flip.problemID,
        ComparisonWords.outcome(flip.first) + " " + ComparisonWords.answer(flip.first, limit: 60),
        ComparisonWords.outcome(flip.second) + " " + ComparisonWords.answer(flip.second, limit: 60),
        VisibleText.line(flip.expected, limit: 60),
      ]
      if severalAttempts { row.append(ComparisonWords.shares(flip) ?? "") }
      rows.append(row)
    }
    text.blank()
    table(rows, numeric: severalAttempts ? [4] : [], style, &text)
    if flips.count > flipRows {
      text.line("  … and \(Format.count(flips.count - flipRows)) more", .muted)
    }
  }

  private static func table(
    _ rows: [[String]], numeric: Set<Int>, _ style: TerminalSummary.Style,
    _ text: inout TerminalText
  ) {
    let lines = TerminalTable.lines(rows, numeric: numeric, width: style.width, indent: 2)
    for (place, line) in lines.enumerated() { text.line(line, place == 0 ? .muted : .plain) }
  }
}
