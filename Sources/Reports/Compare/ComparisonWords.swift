import Grading

/// What a comparison says in sentences, the same in all formats.
enum ComparisonWords {
  static func title(_ comparison: Comparison) -> String {
    let others = comparison.pairs.map(\.second.run).joined(separator: ", ")
    return "\(others) against \(comparison.first.run)"
  }

  /// What follows from the figures, in one sentence.
  static func verdict(_ pair: Comparison.Pair, _ first: Comparison.Side) -> String {
    guard let overall = pair.overall else {
      return "\(pair.second.run) and \(first.run) have no problem in common that both could mark."
    }
    let figures =
      "\(FigureWords.signed(overall.difference)) points, 95% interval \(interval(overall)), "
      + FigureWords.p(pair.adjustedP)
    guard pair.adjustedP < Comparison.level, overall.difference != 0 else {
      return "No difference between \(pair.second.run) and \(first.run) can be shown: \(figures)."
    }
    let word = overall.difference > 0 ? "better" : "worse"
    return "\(pair.second.run) is \(word) than \(first.run): \(figures)."
  }

  /// How the figures were made.
  static func method(_ pair: Comparison.Pair, of pairs: Int) -> String {
    guard let overall = pair.overall else { return "" }
    var text =
      "\(Format.counted(overall.problems, "common problem")), paired: \(overall.test), interval of "
      + "\(overall.method)"
    if pairs > 1 { text += ", p corrected by Holm for \(pairs) runs" }
    return text + ". Differences from about \(FigureWords.points(overall.detectable)) on would be "
      + "found with 80%."
  }

  /// `−22.1 to −8.0`.
  static func interval(_ difference: PairedDifference) -> String {
    "\(FigureWords.signed(difference.low)) to \(FigureWords.signed(difference.high))"
  }

  /// What was not the same, a line each.
  static func conditions(_ pair: Comparison.Pair) -> [String] {
    pair.conditions.map { condition in
      "\(condition.label): \(VisibleText.line(condition.first, limit: 160)) and "
        + VisibleText.line(condition.second, limit: 160)
    }
  }

  /// Problems that were left out since only one run has them.
  static func leftOut(_ pair: Comparison.Pair, _ first: Comparison.Side) -> String? {
    let parts = [(first.run, pair.onlyFirst), (pair.second.run, pair.onlySecond)]
      .filter { !$0.1.isEmpty }
      .map { "\(Format.counted($0.1.count, "problem")) that only \($0.0) has" }
    return parts.isEmpty ? nil : "Left out: \(parts.joined(separator: ", "))."
  }

  /// An answer in one line: what was extracted, or why there is none.
  static func answer(_ attempt: GradedAttempt, limit: Int) -> String {
    if let answer = attempt.grade.answer { return VisibleText.line(answer.text, limit: limit) }
    return "(" + Wording.words(attempt.grade.score?.reason.rawValue ?? "no_answer") + ")"
  }

  static func outcome(_ attempt: GradedAttempt) -> String {
    Outcome(attempt.grade.outcome).symbol
  }

  /// `1.00 → 0.25` where several attempts were made, else nothing.
  static func shares(_ flip: Comparison.Flip) -> String? {
    let whole = [0, 1].contains(flip.firstShare) && [0, 1].contains(flip.secondShare)
    return whole ? nil : "\(Format.percent(flip.firstShare)) → \(Format.percent(flip.secondShare))"
  }
}
