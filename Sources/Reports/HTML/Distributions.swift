import Grading

/// How latency, tokens and tries are spread.
enum Distributions {
  /// More edges than these are not all labelled.
  private static let labelsMost = 9

  static func write(_ figures: Figures, _ html: inout HTML) {
    let all: [(String, Histogram?, (Double) -> String)] = [
      ("Latency", figures.latencyMilliseconds, Format.milliseconds),
      ("Completion tokens", figures.completionTokens, { Format.count(Int($0.rounded())) }),
      ("Tries", figures.tries, { Format.short($0) }),
    ]
    let shown = all.compactMap { title, histogram, format in
      // A single bin says nothing that the table of quantiles does not.
      histogram.flatMap { $0.counts.count > 1 ? (title, $0, format) : nil }
    }
    guard !shown.isEmpty else { return }
    FigureTables.section("Distributions", &html) { html in
      for (title, histogram, format) in shown { figure(title, histogram, format, &html) }
    }
  }

  private static func figure(
    _ title: String, _ histogram: Histogram, _ format: (Double) -> String, _ html: inout HTML
  ) {
    let edges = histogram.edges.map(format)
    let most = Double(max(1, histogram.counts.max() ?? 1))
    html.element("figure", ["class": "histogram"]) { html in
      html.element("figcaption", title)
      html.element(
        "div", ["class": "bars", "role": "img", "aria-label": words(title, histogram, edges)]
      ) { html in
        for (place, count) in histogram.counts.enumerated() {
          html.element(
            "i",
            [
              "style": "--v:\(Format.fixed(Double(count) / most * 100, 1))",
              "title": "\(edges[place]) to \(edges[place + 1]): \(Format.count(count))",
            ], "")
        }
      }
      html.element("div", ["class": "ends", "aria-hidden": "true"]) { html in
        let labels = edges.count <= labelsMost ? edges : [edges[0], edges[edges.count - 1]]
        for label in labels { html.element("span", label) }
      }
    }
    html.literal("\n")
  }

  /// The figure for who hears it: its range, and where most are.
  private static func words(_ title: String, _ histogram: Histogram, _ edges: [String]) -> String {
    let place = histogram.counts.indices.max { histogram.counts[$0] < histogram.counts[$1] } ?? 0
    return "\(title) from \(edges[0]) to \(edges[edges.count - 1]), most often from "
      + "\(edges[place]) to \(edges[place + 1])"
  }
}
