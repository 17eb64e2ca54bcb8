import Grading

/// The first screen: the accuracy with its interval, the verdicts, and where they come from.
enum Headline {
  static func write(_ record: RunRecord, _ summary: Summary, _ html: inout HTML) {
    html.element("div", ["class": "hero"]) { html in
      html.element("section", ["class": "card", "aria-label": "Accuracy"]) { html in
        accuracy(summary, &html)
        verdicts(summary.overall, &html)
        asides(summary, &html)
        worth(summary, &html)
      }
      html.element("section", ["class": "card source", "aria-labelledby": "made"]) { html in
        provenance(record, &html)
      }
    }
    html.literal("\n")
  }

  private static func accuracy(_ summary: Summary, _ html: inout HTML) {
    let overall = summary.overall
    guard let accuracy = overall.accuracy else {
      html.element("p", ["class": "big"], "–")
      html.element(
        "p", ["class": "what"],
        overall.attempts == 0
          ? "No attempt was made yet." : "No attempt could be marked, so there is no accuracy.")
      return
    }
    html.element("p", ["class": "big"]) { html in
      html.text(Format.fixed(accuracy.value * 100, 1))
      html.element("small", "%")
    }
    html.element("p", ["class": "what"]) { html in
      html.text("correct: \(Wording.extent(overall)). ")
      html.element(
        "span",
        "95% interval \(Format.interval(accuracy.low, accuracy.high)) (\(accuracy.method)).")
    }
    html.element("div", ["class": "axis", "aria-hidden": "true", "style": style(accuracy)]) {
      $0.literal(
        #"<div class="rail"></div><div class="band"></div><div class="dot"></div>"#)
      for tick in [0, 25, 50, 75, 100] {
        $0.element("span", ["class": "tick", "style": "left:\(tick)%"], "\(tick)%")
      }
    }
  }

  /// The interval as properties that the style sheet draws.
  static func style(_ estimate: Estimate) -> String {
    "--v:\(Format.fixed(estimate.value * 100, 2));--lo:\(Format.fixed(estimate.low * 100, 2));"
      + "--hi:\(Format.fixed(estimate.high * 100, 2))"
  }

  private static func verdicts(_ tally: Tally, _ html: inout HTML) {
    let outcomes = Outcome.allCases.filter { $0.count(in: tally) > 0 }
    guard !outcomes.isEmpty else { return }
    html.element("div", ["class": "verdicts"]) { html in
      html.element("div", ["class": "bar", "aria-hidden": "true"]) { html in
        for outcome in outcomes {
          let count = outcome.count(in: tally)
          let wide = Double(count) / Double(tally.attempts) > 0.04
          html.element(
            "i", ["class": outcome.name, "style": "flex-grow:\(count)"], wide ? outcome.symbol : "")
        }
      }
      html.element("ul", ["class": "legend", "aria-label": "Attempts by verdict"]) { html in
        for outcome in outcomes { legend(outcome, tally, &html) }
      }
    }
  }

  private static func legend(_ outcome: Outcome, _ tally: Tally, _ html: inout HTML) {
    html.element("li") { html in
      html.element(
        "button",
        [
          "type": "button", "data-verdict": String(outcome.order),
          "title": "Show these attempts", "class": "verdict " + outcome.name,
        ]
      ) { html in
        html.element("span", ["class": "symbol", "aria-hidden": "true"], outcome.symbol)
        html.element("b", " " + Format.count(outcome.count(in: tally)))
        html.text(" " + outcome.noun(outcome.count(in: tally)))
      }
    }
  }

  private static func asides(_ summary: Summary, _ html: inout HTML) {
    let overall = summary.overall
    var asides: [(String, String, String)] = []
    if Wording.hasPartialPoints(summary), let points = overall.meanPoints {
      asides.append(("Points", Format.percent(points), "of all, partial credit included"))
    }
    if overall.undecided > 0, let bound = overall.accuracyIfUndecidedCorrect {
      asides.append(
        (
          "Undecided", Format.count(overall.undecided),
          "accuracy \(Format.percent(bound)) if all were correct"
        ))
    }
    if overall.faults > 0 {
      asides.append(("Faults", Format.count(overall.faults), "left out of every rate"))
    }
    if summary.lowConfidence > 0 {
      asides.append(
        ("Guessed answers", Format.count(summary.lowConfidence), "found without a marker"))
    }
    guard !asides.isEmpty else { return }
    html.element("dl", ["class": "asides"]) { html in
      for (label, value, note) in asides {
        html.element("div") { html in
          html.element("dt", label)
          html.element("dd") { html in
            html.text(value)
            html.element("span", note)
          }
        }
      }
    }
  }

  /// What the headline is worth.
  private static func worth(_ summary: Summary, _ html: inout HTML) {
    let lines = FigureWords.lines(summary)
    guard !lines.isEmpty else { return }
    html.element("dl", ["class": "worth"]) { html in
      for line in lines {
        html.element("dt", line.label)
        html.element("dd", line.text)
      }
    }
  }

  private static func provenance(_ record: RunRecord, _ html: inout HTML) {
    html.literal(#"<h2 id="made">How this was made</h2>"#)
    html.element("dl") { html in
      for entry in Provenance.entries(record) {
        html.element("dt", entry.label)
        let isDigest = entry.label == "Set hash" || entry.label == "Fingerprint"
        if isDigest {
          html.element("dd", ["class": "cut", "title": VisibleText.line(entry.value)]) {
            $0.element("code", VisibleText.line(entry.value))
          }
        } else {
          html.element("dd", VisibleText.line(entry.value))
        }
      }
    }
  }
}
