public import Grading

/// A report that reads well in a pull request.
public enum MarkdownReport {
  /// The most attempts that are listed.
  public static let listed = 50
  /// The most rows of a table by kind, tag, difficulty or language.
  private static let grouped = 30
  /// A table with more rows is folded, so that a comment stays short.
  private static let unfolded = 10
  /// The most characters of an answer in the list.
  private static let answerLength = 60

  public static func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    var text = ""
    for notice in Wording.notices(record, summary) {
      text += "> **Note:** \(MarkdownText.escaped(notice))\n\n"
    }
    text += "## \(MarkdownText.escaped(record.run.name))\n\n"
    text += headline(record, summary)
    text += verdicts(summary.overall)
    text += curve(summary.figures.curve)
    text += tables(summary)
    text += attempts(record)
    text += provenance(record)
    return Array(text.utf8)
  }

  private static func headline(_ record: RunRecord, _ summary: Summary) -> String {
    let overall = summary.overall
    let model = MarkdownText.escaped(record.run.model)
    let set = MarkdownText.escaped(record.run.setName)
    guard let accuracy = overall.accuracy else {
      return "No attempt of \(model) on \(set) could be marked, so there is no accuracy.\n\n"
    }
    var text =
      "**\(Format.percent(accuracy.value)) correct** "
      + "(95% interval \(Format.interval(accuracy.low, accuracy.high)), \(accuracy.method)): "
      + "\(Wording.extent(overall)), \(model) on \(set).\n\n"
    var more: [String] = []
    if Wording.hasPartialPoints(summary), let points = overall.meanPoints {
      let interval = summary.figures.points.map {
        " (95% interval \(FigureWords.interval($0)), \($0.method))"
      }
      more.append("Points: \(Format.percent(points))\(interval ?? "").")
    }
    if overall.undecided > 0, let bound = overall.accuracyIfUndecidedCorrect {
      more.append(
        "\(Format.count(overall.undecided)) undecided count as not correct; if all were correct: "
          + "\(Format.percent(bound)).")
    }
    if summary.lowConfidence > 0 {
      more.append(
        Format.counted(summary.lowConfidence, "answer") + " found by a guess, not a marker.")
    }
    if summary.retries > 0 {
      more.append(Format.counted(summary.retries, "retry", plural: "retries") + ".")
    }
    if !more.isEmpty { text += more.joined(separator: " ") + "\n\n" }
    let lines = FigureWords.lines(summary)
    if !lines.isEmpty {
      text += lines.map { "- \($0.label): \($0.text)\n" }.joined() + "\n"
    }
    return text
  }

  /// What several attempts give.
  private static func curve(_ points: [CurvePoint]) -> String {
    guard !points.isEmpty else { return "" }
    let rows = points.map { point in
      [
        Format.count(point.k), FigureWords.shareWithInterval(point.passAtK),
        FigureWords.shareWithInterval(point.passHatK),
        FigureWords.shareWithInterval(point.gPassAtK),
        FigureWords.shareWithInterval(point.majority?.average),
        point.majority.map { Format.percent($0.strict) } ?? "n/a",
        point.majority.map { Format.percent($0.ties) } ?? "n/a",
      ]
    }
    return MarkdownText.table(
      ["k", "pass@k", "pass^k", "G-Pass@k, half", "maj@k", "ties as wrong", "ties"],
      numeric: Set(0..<7), rows) + "\n"
  }

  private static func verdicts(_ tally: Tally) -> String {
    let outcomes = Outcome.allCases.filter { $0 == .correct || $0.count(in: tally) > 0 }
    return MarkdownText.table(
      outcomes.map { "\($0.symbol) \($0.noun($0.count(in: tally)))" },
      numeric: Set(outcomes.indices),
      [outcomes.map { Format.count($0.count(in: tally)) }]) + "\n"
  }

  private static func tables(_ summary: Summary) -> String {
    var text = ""
    for (title, tallies) in [
      ("Kind", summary.byKind), ("Tag", summary.byTag), ("Difficulty", summary.byDifficulty),
      ("Language", summary.byLanguage),
    ] where !tallies.isEmpty {
      var table = MarkdownText.table(
        [title, "Problems", "Correct", "Accuracy", "95% interval", "Faults"],
        numeric: [1, 2, 3, 4, 5], tallies.prefix(grouped).map(row))
      if tallies.count > grouped {
        table += "\n… and \(Format.count(tallies.count - grouped)) more.\n"
      }
      guard tallies.count > unfolded else {
        text += table + "\n"
        continue
      }
      text +=
        "<details>\n<summary>\(title)s: \(Format.count(tallies.count))</summary>\n\n\(table)\n"
        + "</details>\n\n"
    }
    if !summary.criteria.isEmpty {
      text +=
        MarkdownText.table(
          ["Criterion", "Points", "of", "Share"], numeric: [1, 2, 3],
          summary.criteria.map {
            [
              MarkdownText.escaped($0.title), Format.short($0.earned), Format.short($0.possible),
              $0.possible > 0 ? Format.percent($0.earned / $0.possible) : "",
            ]
          }) + "\n"
    }
    let counts = summary.reasons.map { ("", $0) } + summary.faults.map { ("fault: ", $0) }
    if !counts.isEmpty {
      text +=
        MarkdownText.table(
          ["Reason", "Attempts"], numeric: [1],
          counts.map { [$0.0 + Wording.words($0.1.label), Format.count($0.1.count)] }) + "\n"
    }
    return text
  }

  private static func row(_ tally: Tally) -> [String] {
    let accuracy = tally.accuracy
    return [
      MarkdownText.escaped(Wording.language(tally.label)), Format.count(tally.problems),
      "\(Format.count(tally.correct))/\(Format.count(tally.attempts - tally.faults))",
      accuracy.map { Format.percent($0.value) } ?? "–",
      accuracy.map { Format.interval($0.low, $0.high) } ?? "–",
      tally.faults == 0 ? "" : Format.count(tally.faults),
    ]
  }

  private static func attempts(_ record: RunRecord) -> String {
    let cards = Export.expectations(record)
    let others = record.attempts.filter { $0.grade.score?.verdict != .correct }
    guard !others.isEmpty else {
      return record.attempts.isEmpty ? "" : "Every attempt is correct.\n\n"
    }
    var text = "### Not correct\n\n"
    text += MarkdownText.table(
      ["Attempt", "Verdict", "Reason", "Extracted", "Expected"], numeric: [],
      others.prefix(listed).map { row($0, cards, several: record.run.attempts > 1) })
    if others.count > listed {
      text += "\n… and \(Format.count(others.count - listed)) more.\n"
    }
    return text + "\n"
  }

  private static func row(
    _ attempt: GradedAttempt, _ expected: [String: String], several: Bool
  ) -> [String] {
    let grade = attempt.grade
    let outcome = Outcome(grade.outcome)
    let id = grade.attempt.problemID + (several ? "/\(grade.attempt.number)" : "")
    let wanted = grade.score?.evidence.expected ?? expected[grade.attempt.problemID] ?? ""
    let reason = grade.score?.reason.rawValue ?? grade.fault?.kind.rawValue ?? ""
    let by = grade.score?.evidence.override.map { ", overridden by \($0.author)" } ?? ""
    return [
      MarkdownText.escaped(id), "\(outcome.symbol) \(outcome.name)",
      Wording.words(reason) + MarkdownText.escaped(by),
      MarkdownText.code(grade.answer?.text ?? "", limit: answerLength),
      MarkdownText.code(wanted, limit: answerLength),
    ]
  }

  private static func provenance(_ record: RunRecord) -> String {
    let rows = Provenance.entries(record).map {
      [$0.label, MarkdownText.code($0.value, limit: 400)]
    }
    return "<details>\n<summary>How these figures were made</summary>\n\n"
      + MarkdownText.table(["What", "Value"], numeric: [], rows) + "\n</details>\n"
  }
}
