import Grading

/// What the headline is worth, in words; one wording for all formats.
enum FigureWords {
  struct Line {
    /// What it is, in a word or two.
    var label: String
    var text: String
  }

  /// `14.1 points`.
  static func points(_ share: Double) -> String { Format.fixed(share * 100, 1) + " points" }

  static func lines(_ summary: Summary) -> [Line] {
    let figures = summary.figures
    var lines: [Line] = []
    if let fixed = figures.fixedSet {
      lines.append(
        Line(
          label: "these very problems",
          text: "95% interval \(interval(fixed)) if the same problems were asked again"))
    }
    if let clustered = figures.clustered {
      lines.append(
        Line(
          label: "in clusters",
          text: "95% interval \(interval(clustered.estimate)) with problems in "
            + Format.counted(clustered.clusters, "cluster")))
    }
    if let missing = figures.missing {
      lines.append(
        Line(
          label: "missing",
          text: "\(Format.interval(missing.low, missing.high)) whatever the "
            + "\(Format.count(missing.missing)) of \(Format.count(missing.planned)) missing attempts "
            + "were" + (missing.isSerious ? "; with so many the accuracy says little" : "")))
    }
    if summary.overall.accuracy != nil {
      lines.append(Line(label: "detects", text: detects(figures.detectable)))
    }
    if let variance = figures.variance, variance.questions + variance.attempts > 0 {
      let whole = variance.questions + variance.attempts
      lines.append(
        Line(
          label: "spread",
          text: "\(Format.percent(variance.questions / whole)) between problems, "
            + "\(Format.percent(variance.attempts / whole)) between attempts at one"))
    }
    if figures.overridden > 0 {
      lines.append(
        Line(
          label: "overridden",
          text: Format.counted(figures.overridden, "grade") + " by a person"))
    }
    return lines
  }

  /// How small a difference to another run the set can show.
  static func detects(_ share: Double?) -> String {
    guard let share else { return "no difference to another run: too few problems" }
    return "differences to another run from about \(points(share)) on"
  }

  static func interval(_ estimate: Estimate) -> String {
    Format.interval(estimate.low, estimate.high)
  }

  /// A share, or n/a.
  static func share(_ estimate: Estimate?) -> String {
    estimate.map { Format.percent($0.value) } ?? "n/a"
  }

  static func shareWithInterval(_ estimate: Estimate?) -> String {
    estimate.map { "\(Format.percent($0.value)) (\(interval($0)))" } ?? "n/a"
  }

  /// `p = 0.034`, `p < 0.0001`.
  static func p(_ value: Double) -> String {
    value < 0.0001 ? "p < 0.0001" : "p = " + Format.fixed(value, value < 0.01 ? 4 : 3)
  }

  /// A difference with its sign: `+3.1`, `−2.0`, `0.0`.
  static func signed(_ share: Double) -> String {
    let text = Format.fixed(abs(share) * 100, 1)
    if text == "0.0" { return text }
    return (share < 0 ? "−" : "+") + text
  }
}
