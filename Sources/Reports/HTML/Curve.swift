import Grading

/// What k attempts at each problem give, drawn and in figures.
enum Curve {
  private static let width = 340.0
  private static let height = 190.0
  private static let left = 38.0
  private static let right = 262.0
  private static let top = 12.0
  private static let bottom = 160.0

  private struct Line {
    /// Its class in the style sheet.
    var style: String
    var title: String
    var shares: [Double?]
  }

  static func write(_ curve: [CurvePoint], _ html: inout HTML) {
    guard curve.count > 1 else { return }
    let lines = [
      Line(style: "pass", title: "pass@k", shares: curve.map { $0.passAtK?.value }),
      Line(style: "majority", title: "maj@k", shares: curve.map { $0.majority?.average.value }),
      Line(style: "all", title: "pass^k", shares: curve.map { $0.passHatK?.value }),
    ].filter { $0.shares.compactMap(\.self).count > 1 }
    FigureTables.section("What k attempts give", &html) { html in
      if !lines.isEmpty {
        html.element("figure", ["class": "curve"]) { html in draw(curve, lines, &html) }
      }
      table(curve, &html)
    }
  }

  private static func draw(_ curve: [CurvePoint], _ lines: [Line], _ html: inout HTML) {
    func x(_ place: Int) -> Double {
      left + (right - left) * Double(place) / Double(curve.count - 1)
    }
    func y(_ share: Double) -> Double { bottom - (bottom - top) * share }
    html.element(
      "svg",
      [
        "viewBox": "0 0 \(Format.short(width)) \(Format.short(height))", "role": "img",
        "aria-label": "Shares by the number of attempts, as in the table below",
      ]
    ) { html in
      for share in [0, 0.25, 0.5, 0.75, 1] {
        let level = Format.short(y(share))
        html.element(
          "line",
          [
            "x1": Format.short(left), "x2": Format.short(right), "y1": level, "y2": level,
          ], "")
        html.element(
          "text",
          ["x": Format.short(left - 6), "y": Format.short(y(share) + 4), "text-anchor": "end"],
          "\(Format.fixed(share * 100, 0))%")
      }
      for (place, point) in curve.enumerated() {
        html.element(
          "text",
          ["x": Format.short(x(place)), "y": Format.short(bottom + 18), "text-anchor": "middle"],
          "\(point.k)")
      }
      for (line, level) in zip(
        lines, levels(lines.map { y($0.shares.compactMap(\.self).last ?? 0) }))
      {
        let points = line.shares.enumerated().compactMap { place, share in
          share.map { (Format.short(x(place)), Format.short(y($0))) }
        }
        html.element("g", ["class": line.style]) { html in
          html.element(
            "polyline", ["points": points.map { "\($0.0),\($0.1)" }.joined(separator: " ")], "")
          for point in points {
            html.element("circle", ["cx": point.0, "cy": point.1, "r": "3"], "")
          }
          html.element(
            "text", ["x": Format.short(right + 8), "y": Format.short(level + 4)], line.title)
        }
      }
    }
  }

  /// Where labels stand that would otherwise lie over one another: at least a line apart.
  private static func levels(_ wanted: [Double]) -> [Double] {
    var levels = wanted
    var lowest = -Double.infinity
    for place in wanted.indices.sorted(by: { (wanted[$0], $0) < (wanted[$1], $1) }) {
      levels[place] = max(wanted[place], lowest + 13)
      lowest = levels[place]
    }
    return levels
  }

  private static func table(_ curve: [CurvePoint], _ html: inout HTML) {
    let votes = curve.contains { $0.majority != nil }
    html.element("table") { html in
      var titles = [("k", "num"), ("pass@k", "num"), ("pass^k", "num"), ("G-pass@k", "num")]
      if votes { titles.append(("maj@k", "num")) }
      FigureTables.header(titles, &html)
      html.element("tbody") { html in
        for point in curve {
          html.element("tr") { html in
            html.element("th", ["scope": "row", "class": "num"], "\(point.k)")
            var cells = [point.passAtK, point.passHatK, point.gPassAtK]
            if votes { cells.append(point.majority?.average) }
            for cell in cells {
              html.element("td", ["class": "num"]) { html in
                html.element("span", ["class": "value"], FigureWords.share(cell))
                if let cell {
                  html.element("span", ["class": "range"], " " + FigureWords.interval(cell))
                }
              }
            }
          }
        }
      }
    }
  }
}
