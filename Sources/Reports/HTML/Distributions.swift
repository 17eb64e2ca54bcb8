import Grading

/// How latency and tokens are spread.
enum Distributions {
  static func write(_ record: RunRecord, _ html: inout HTML) {
    let completions = record.attempts.lazy.compactMap(\.completion)
    let figures: [(String, [Double], (Double) -> String)] = [
      ("Latency", completions.compactMap(\.latencyMilliseconds), Format.milliseconds),
      (
        "Completion tokens", completions.compactMap { $0.completionTokens.map(Double.init) },
        { Format.count(Int($0.rounded())) }
      ),
      ("Tries", completions.map { Double($0.tries) }, { Format.short($0) }),
    ]
    let shown = figures.compactMap { title, values, format in
      Histogram(values).map { (title, $0, format) }
    }
    guard !shown.isEmpty else { return }
    FigureTables.section("Distributions", &html) { html in
      for (title, histogram, format) in shown { figure(title, histogram, format, &html) }
    }
  }

  private static func figure(
    _ title: String, _ histogram: Histogram, _ format: (Double) -> String, _ html: inout HTML
  ) {
    let most = Double(histogram.counts.max() ?? 1)
    guard let low = histogram.ends.first, let high = histogram.ends.last else { return }
    html.element("figure", ["class": "histogram"]) { html in
      html.element("figcaption", title)
      html.element(
        "div", ["class": "bars", "role": "img", "aria-label": words(title, histogram, format)]
      ) { html in
        for (place, count) in histogram.counts.enumerated() {
          let from = format(histogram.ends[place])
          let to = format(histogram.ends[place + 1])
          html.element(
            "i",
            [
              "style": "--v:\(Format.fixed(Double(count) / most * 100, 1))",
              "title": "\(from) to \(to): \(Format.count(count))",
            ], "")
        }
      }
      html.element("div", ["class": "ends", "aria-hidden": "true"]) { html in
        let middle = histogram.ends[histogram.ends.count / 2]
        for end in [low, middle, high] { html.element("span", format(end)) }
      }
    }
    html.literal("\n")
  }

  /// The figure for who hears it: its range, and where most are.
  private static func words(
    _ title: String, _ histogram: Histogram, _ format: (Double) -> String
  ) -> String {
    let place = histogram.counts.indices.max { histogram.counts[$0] < histogram.counts[$1] } ?? 0
    return "\(title) from \(format(histogram.ends[0])) to "
      + "\(format(histogram.ends[histogram.ends.count - 1])), most often from "
      + "\(format(histogram.ends[place])) to \(format(histogram.ends[place + 1]))"
  }
}
