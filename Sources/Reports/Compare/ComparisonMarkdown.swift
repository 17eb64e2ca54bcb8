import Grading

/// A comparison that reads well in a pull request.
enum ComparisonMarkdown {
  /// The most problems won and lost that are listed.
  private static let flipRows = 50
  private static let answerLength = 60

  static func render(_ comparison: Comparison) -> String {
    var text = "## \(MarkdownText.escaped(ComparisonWords.title(comparison)))\n\n"
    text += overview(comparison)
    for pair in comparison.pairs {
      if comparison.pairs.count > 1 {
        text += "### \(MarkdownText.escaped(pair.second.run))\n\n"
      }
      for condition in ComparisonWords.conditions(pair) {
        text += "> **Not alike:** \(MarkdownText.escaped(condition))\n"
      }
      if !pair.conditions.isEmpty { text += "\n" }
      text += "**\(MarkdownText.escaped(ComparisonWords.verdict(pair, comparison.first)))**\n\n"
      text += MarkdownText.escaped(ComparisonWords.method(pair, of: comparison.pairs.count))
      if let left = ComparisonWords.leftOut(pair, comparison.first) {
        text += " " + MarkdownText.escaped(left)
      }
      text += "\n\n" + categories(pair)
      text += flips("Lost", pair.lost, pair, comparison.first)
      text += flips("Won", pair.won, pair, comparison.first)
    }
    return text
  }

  private static func overview(_ comparison: Comparison) -> String {
    let rows = comparison.pairs.compactMap { pair in
      pair.overall.map { overall in
        [
          MarkdownText.escaped(pair.second.run), MarkdownText.escaped(pair.second.model),
          Format.percent(overall.second), Format.percent(overall.first),
          FigureWords.signed(overall.difference), ComparisonWords.interval(overall),
          p(pair.adjustedP), Format.count(overall.won), Format.count(overall.lost),
          Format.fixed(overall.detectable * 100, 1),
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let first = MarkdownText.escaped(comparison.first.run)
    return MarkdownText.table(
      [
        "Run", "Model", "Accuracy", first, "Difference", "95% interval", "p", "Won", "Lost",
        "Detects",
      ], numeric: Set(2..<10), rows) + "\n"
  }

  private static func p(_ value: Double) -> String {
    value < 0.0001 ? "&lt; 0.0001" : Format.fixed(value, 4)
  }

  private static func categories(_ pair: Comparison.Pair) -> String {
    guard !pair.categories.isEmpty else { return "" }
    return MarkdownText.table(
      ["Category", "Problems", "First", "Second", "Difference", "95% interval", "p (Holm)"],
      numeric: Set(1..<7),
      pair.categories.map { category in
        let difference = category.difference
        return [
          MarkdownText.escaped("\(category.group) \(Wording.language(category.label))"),
          Format.count(difference.problems), Format.percent(difference.first),
          Format.percent(difference.second), FigureWords.signed(difference.difference),
          ComparisonWords.interval(difference), p(category.adjustedP),
        ]
      }) + "\n"
  }

  private static func flips(
    _ word: String, _ flips: [Comparison.Flip], _ pair: Comparison.Pair, _ first: Comparison.Side
  ) -> String {
    guard !flips.isEmpty else { return "" }
    var text =
      "<details>\n<summary>\(word): \(Format.counted(flips.count, "problem"))</summary>\n\n"
    text += MarkdownText.table(
      [
        "Problem", MarkdownText.escaped(first.run), MarkdownText.escaped(pair.second.run),
        "Expected", "Correct",
      ], numeric: [],
      flips.prefix(flipRows).map { flip in
        [
          MarkdownText.escaped(flip.problemID), answer(flip.first), answer(flip.second),
          MarkdownText.code(flip.expected, limit: answerLength),
          "\(Format.percent(flip.firstShare)) → \(Format.percent(flip.secondShare))",
        ]
      })
    if flips.count > flipRows { text += "\n… and \(Format.count(flips.count - flipRows)) more.\n" }
    return text + "\n</details>\n\n"
  }

  private static func answer(_ attempt: GradedAttempt) -> String {
    ComparisonWords.outcome(attempt) + " "
      + (attempt.grade.answer.map { MarkdownText.code($0.text, limit: answerLength) }
        ?? MarkdownText.escaped(ComparisonWords.answer(attempt, limit: answerLength)))
  }
}
