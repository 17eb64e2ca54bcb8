import Grading

/// A comparison as one page.
enum ComparisonPage {
  /// The most problems won and lost that are shown whole; the rest are named.
  private static let shownWhole = 200
  /// The most bytes of a completion that are shown.
  private static let completionLimit = 8 << 10

  static func render(_ comparison: Comparison) -> [UInt8] {
    SmallPage.render(title: ComparisonWords.title(comparison)) { html in
      html.element("p", ["class": "kicker"], "Assay comparison")
      html.element("h1", VisibleText.line(ComparisonWords.title(comparison)))
      for pair in comparison.pairs {
        html.element("section") { html in
          if comparison.pairs.count > 1 {
            html.element("h2", VisibleText.line(pair.second.run))
          }
          write(pair, comparison, &html)
        }
      }
      html.element("footer") { html in
        html.text(
          "Made by Assay. Differences are of the share of correct attempts at the common problems, "
            + "each problem alike; faults of ours are left out. Intervals are of 95%.")
      }
    }
  }

  private static func write(
    _ pair: Comparison.Pair, _ comparison: Comparison, _ html: inout HTML
  ) {
    for condition in ComparisonWords.conditions(pair) {
      html.element("p", ["class": "notice", "role": "note"]) { html in
        html.element("b", "Not alike: ")
        html.text(condition)
      }
    }
    let tone =
      pair.adjustedP >= Comparison.level
      ? "" : (pair.overall?.difference ?? 0) < 0 ? " bad" : " good"
    html.element(
      "p", ["class": "lead" + tone],
      VisibleText.line(ComparisonWords.verdict(pair, comparison.first)))
    html.element(
      "p", ["class": "soft"], ComparisonWords.method(pair, of: comparison.pairs.count))
    if let left = ComparisonWords.leftOut(pair, comparison.first) {
      html.element("p", ["class": "soft"], VisibleText.line(left))
    }
    guard let overall = pair.overall else { return }
    axis(overall, &html)
    sides(pair, overall, comparison.first, &html)
    categories(pair, &html)
    flips("Lost", pair.lost, pair, comparison.first, &html)
    flips("Won", pair.won, pair, comparison.first, &html)
  }

  /// The difference on a scale that holds its interval, 0 in the middle.
  private static func axis(_ difference: PairedDifference, _ html: inout HTML) {
    let farthest = max(abs(difference.low), abs(difference.high), 0.01)
    let steps = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1]
    let scale = steps.first { $0 >= farthest } ?? 1
    func place(_ value: Double) -> String { Format.fixed(50 + 50 * value / scale, 2) }
    html.element(
      "div",
      [
        "class": "axis", "aria-hidden": "true",
        "style":
          "--v:\(place(difference.difference));--lo:\(place(difference.low));"
          + "--hi:\(place(difference.high))",
      ]
    ) { html in
      html.literal(
        #"<div class="rail"></div><div class="zero"></div><div class="band"></div><div class="dot"></div>"#
      )
      html.element("span", ["class": "left"], "\(FigureWords.signed(-scale)) points")
      html.element("span", ["style": "left:50%"], "0")
      html.element("span", ["class": "right"], "\(FigureWords.signed(scale)) points")
    }
    html.literal("\n")
  }

  private static func sides(
    _ pair: Comparison.Pair, _ overall: PairedDifference, _ first: Comparison.Side,
    _ html: inout HTML
  ) {
    func row(_ side: Comparison.Side, _ share: Double) -> [String] {
      [
        side.run, side.model, "\(side.set), marking \(side.marking)", Format.percent(share),
        Format.count(side.attempts), Format.count(side.faults),
      ]
    }
    SmallPage.table(
      "Both over \(Format.counted(overall.problems, "common problem"))",
      ["Run", "Model", "Set", "Accuracy", "Attempts", "Faults"], numeric: [3, 4, 5],
      [row(first, overall.first), row(pair.second, overall.second)], &html)
  }

  private static func categories(_ pair: Comparison.Pair, _ html: inout HTML) {
    guard !pair.categories.isEmpty else { return }
    html.element("h2", "By category")
    SmallPage.table(
      "p corrected by Holm for \(Format.count(pair.categories.count)) categories",
      ["Category", "Problems", "First", "Second", "Difference", "95% interval", "p (Holm)"],
      numeric: Set(1..<7),
      pair.categories.map { category in
        let difference = category.difference
        return [
          "\(category.group) \(Wording.language(category.label))",
          Format.count(difference.problems), Format.percent(difference.first),
          Format.percent(difference.second), FigureWords.signed(difference.difference),
          ComparisonWords.interval(difference),
          category.adjustedP < 0.0001 ? "< 0.0001" : Format.fixed(category.adjustedP, 4),
        ]
      }, &html)
  }

  private static func flips(
    _ word: String, _ flips: [Comparison.Flip], _ pair: Comparison.Pair, _ first: Comparison.Side,
    _ html: inout HTML
  ) {
    guard !flips.isEmpty else { return }
    html.element("h2", "\(word): \(Format.counted(flips.count, "problem"))")
    for flip in flips.prefix(shownWhole) {
      html.element("details") { html in
        html.element("summary") { html in
          html.element("b", flip.problemID)
          let answers = [flip.first, flip.second].map {
            ComparisonWords.outcome($0) + " " + ComparisonWords.answer($0, limit: 80)
          }
          html.text(" · " + answers.joined(separator: " → "))
          if let shares = ComparisonWords.shares(flip) { html.text(" · " + shares + " correct") }
        }
        html.element("p") { html in
          html.text("Expected ")
          html.element("code", VisibleText.line(flip.expected, limit: 400))
        }
        html.element("div", ["class": "pair"]) { html in
          side(flip.first, first.run, &html)
          side(flip.second, pair.second.run, &html)
        }
      }
      html.literal("\n")
    }
    let rest = flips.dropFirst(shownWhole)
    if !rest.isEmpty {
      html.element(
        "p", "And also: " + rest.prefix(2_000).map(\.problemID).joined(separator: ", ") + ".")
    }
  }

  private static func side(_ attempt: GradedAttempt, _ run: String, _ html: inout HTML) {
    html.element("section") { html in
      html.element(
        "h3",
        "\(VisibleText.line(run)), attempt \(attempt.grade.attempt.number): "
          + "\(Outcome(attempt.grade.outcome).name)")
      if let score = attempt.grade.score {
        html.element("p", VisibleText.line(score.evidence.remark, limit: 600))
      }
      html.element("pre", Excerpt(attempt.completion?.content ?? "", limit: completionLimit).shown)
    }
  }
}

extension Excerpt {
  /// The beginning, and how much there is beside it.
  fileprivate var shown: String {
    isWhole ? text : text + "\n… (\(Format.bytes(byteCount)) in all)"
  }
}
