import Grading

/// The tables between the first screen and the attempts.
enum FigureTables {
  static func write(_ summary: Summary, _ html: inout HTML) {
    guard summary.overall.attempts > 0 else { return }
    html.element("div", ["class": "tables"]) { html in
      let points = Wording.hasPartialPoints(summary)
      for (title, column, tallies) in [
        ("By kind", "Kind", summary.byKind), ("By difficulty", "Difficulty", summary.byDifficulty),
        ("By tag", "Tag", summary.byTag), ("By language", "Language", summary.byLanguage),
      ] where !tallies.isEmpty {
        tallyTable(title, column, tallies, points: points, &html)
      }
      criteria(summary.criteria, &html)
      reasons(summary, &html)
      usage(summary, &html)
      Distributions.write(summary.figures, &html)
      Curve.write(summary.figures.curve, &html)
    }
    html.literal("\n")
  }

  static func section(
    _ title: String, _ html: inout HTML, _ content: (inout HTML) -> Void
  ) {
    html.element("section", ["aria-label": title]) { html in
      html.element("h2", title)
      html.element("div", ["class": "scroll"]) { content(&$0) }
    }
    html.literal("\n")
  }

  /// Column titles; those with a class `num` are aligned to the right.
  static func header(_ titles: [(String, String)], _ html: inout HTML) {
    html.element("thead") { html in
      html.element("tr") { html in
        for (title, style) in titles {
          html.element("th", ["scope": "col", "class": style], title)
        }
      }
    }
  }

  /// The most rows of a table that are shown at once; the rest is folded.
  private static let rowsShown = 20

  private static func tallyTable(
    _ title: String, _ column: String, _ tallies: [Tally], points: Bool, _ html: inout HTML
  ) {
    let faults = tallies.contains { $0.faults > 0 }
    func table(_ tallies: some Collection<Tally>, _ html: inout HTML) {
      html.element("table") { html in
        var titles = [
          (column, ""), ("Correct", "num"), ("Accuracy", "num"), ("0–100%", "spark"),
          ("95% interval", "num"),
        ]
        if points { titles.append(("Points", "num")) }
        if faults { titles.append(("Faults", "num")) }
        header(titles, &html)
        html.element("tbody") { html in
          for tally in tallies { row(tally, points: points, faults: faults, &html) }
        }
      }
    }
    section(title, &html) { html in
      table(tallies.prefix(rowsShown), &html)
      guard tallies.count > rowsShown else { return }
      html.element("details") { html in
        html.element("summary", "\(Format.count(tallies.count - rowsShown)) more")
        table(tallies.dropFirst(rowsShown), &html)
      }
    }
  }

  private static func row(_ tally: Tally, points: Bool, faults: Bool, _ html: inout HTML) {
    html.element("tr") { html in
      html.element("th", ["scope": "row"], VisibleText.line(Wording.language(tally.label)))
      html.element(
        "td", ["class": "num"],
        Format.count(tally.correct) + "/" + Format.count(tally.attempts - tally.faults))
      if let accuracy = tally.accuracy {
        html.element("td", ["class": "num value"], Format.percent(accuracy.value))
        html.element("td", ["class": "spark", "aria-hidden": "true"]) { html in
          html.element("div", ["style": Headline.style(accuracy)]) {
            $0.literal(#"<i class="rail"></i><i class="band"></i><i class="dot"></i>"#)
          }
        }
        html.element("td", ["class": "num range"], Format.interval(accuracy.low, accuracy.high))
      } else {
        html.element("td", ["class": "num"], "–")
        html.element("td", ["class": "spark"], "")
        html.element("td", ["class": "num"], "–")
      }
      if points {
        html.element("td", ["class": "num"], tally.meanPoints.map(Format.percent) ?? "–")
      }
      if faults {
        html.element("td", ["class": "num"], tally.faults == 0 ? "" : Format.count(tally.faults))
      }
    }
  }

  private static func criteria(_ criteria: [Summary.CriterionTotal], _ html: inout HTML) {
    guard !criteria.isEmpty else { return }
    section("Points by criterion", &html) { html in
      html.element("table") { html in
        header([("Criterion", ""), ("Points", "num"), ("Share", "num"), ("", "length")], &html)
        html.element("tbody") { html in
          for one in criteria {
            let share = one.possible > 0 ? one.earned / one.possible : 0
            html.element("tr") { html in
              html.element("th", ["scope": "row"], VisibleText.line(one.title))
              html.element(
                "td", ["class": "num"],
                Format.short(one.earned) + " of " + Format.short(one.possible))
              html.element("td", ["class": "num value"], Format.percent(share))
              length(share, "", &html)
            }
          }
        }
      }
    }
  }

  /// A bar of that share of the column.
  private static func length(_ share: Double, _ style: String, _ html: inout HTML) {
    html.element("td", ["class": "length " + style, "aria-hidden": "true"]) {
      $0.element("div", ["style": "--v:\(Format.fixed(share * 100, 2))"], "")
    }
  }

  private static func reasons(_ summary: Summary, _ html: inout HTML) {
    let counts =
      summary.reasons.map { (Wording.words($0.label), $0.count, "") }
      + summary.faults.map { ("fault: " + Wording.words($0.label), $0.count, "fault") }
    guard let most = counts.map(\.1).max(), most > 0 else { return }
    section("Reasons", &html) { html in
      html.element("table") { html in
        header([("Reason", ""), ("Attempts", "num"), ("Share", "num"), ("", "length")], &html)
        html.element("tbody") { html in
          for (label, count, style) in counts {
            html.element("tr") { html in
              html.element("th", ["scope": "row"], label)
              html.element("td", ["class": "num value"], Format.count(count))
              html.element(
                "td", ["class": "num"],
                Format.percent(Double(count) / Double(max(1, summary.overall.attempts))))
              length(Double(count) / Double(most), style, &html)
            }
          }
        }
      }
    }
  }

  private static func usage(_ summary: Summary, _ html: inout HTML) {
    var rows: [(String, [String])] = []
    if let latency = summary.latencyMilliseconds {
      rows.append(
        (
          "Latency",
          [latency.median, latency.p95, latency.max].map(Format.milliseconds) + [""]
        ))
    }
    if let tokens = summary.completionTokens {
      rows.append(
        (
          "Completion tokens",
          [tokens.median, tokens.p95, tokens.max].map { Format.count(Int($0.rounded())) }
            + [summary.completionTokensTotal.map(Format.count) ?? ""]
        ))
    }
    if let tokens = summary.promptTokensTotal {
      rows.append(("Prompt tokens", ["", "", "", Format.count(tokens)]))
    }
    rows.append(("Retries", ["", "", "", Format.count(summary.retries)]))
    section("Time and tokens", &html) { html in
      html.element("table") { html in
        header(
          [
            ("", ""), ("Median", "num"), ("95th percentile", "num"), ("Most", "num"),
            ("Sum", "num"),
          ],
          &html)
        html.element("tbody") { html in
          for (label, cells) in rows {
            html.element("tr") { html in
              html.element("th", ["scope": "row"], label)
              for cell in cells { html.element("td", ["class": "num"], cell) }
            }
          }
        }
      }
    }
  }
}
