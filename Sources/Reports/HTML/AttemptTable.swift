import Grading

/// The frame of the list of attempts: filters, column titles and pages, which the script fills.
enum AttemptTable {
  static func write(_ record: RunRecord, _ summary: Summary, _ html: inout HTML) {
    html.element(
      "section", ["id": "attempts", "class": "part", "aria-labelledby": "attempts-title"]
    ) { html in
      html.literal(#"<h2 id="attempts-title">Attempts</h2>"#)
      guard !record.attempts.isEmpty else {
        html.element("p", ["class": "note"], "This run has no attempts.")
        return
      }
      html.literal(
        """
        <noscript><p class="note">The attempts are listed by a script. Without one, \
        <code>assay show</code> shows them, and <code>assay report --format csv</code> lists them.\
        </p></noscript>

        """)
      filters(summary, &html)
      html.element("div", ["class": "scroll"]) { html in
        html.element("table", ["id": "list", "aria-labelledby": "attempts-title"]) { html in
          header(&html)
          html.literal(#"<tbody id="rows"></tbody>"#)
        }
      }
    }
    html.literal("\n")
  }

  /// The frame of the table of problems by attempts, which the script fills; a run of one attempt
  /// each has none.
  static func writeMatrix(_ record: RunRecord, _ html: inout HTML) {
    guard record.run.attempts > 1, !record.attempts.isEmpty else { return }
    html.literal(
      """
      <section class="part" aria-labelledby="matrix-title"><h2 id="matrix-title">Problems by \
      attempt</h2><p class="note">Hardest first. A cell leads to its attempt.</p>\
      <div class="scroll"><table id="matrix" aria-labelledby="matrix-title"></table></div>\
      <button id="matrix-all" class="tool" type="button" hidden>Show all</button></section>

      """)
  }

  private static func filters(_ summary: Summary, _ html: inout HTML) {
    html.element("div", ["class": "filters", "role": "search"]) { html in
      html.literal(
        """
        <label class="grow">Search<input id="search" type="search" autocomplete="off" \
        spellcheck="false"></label>
        """)
      let verdicts = Outcome.allCases.filter { $0.count(in: summary.overall) > 0 }
      select("verdict", "Verdict", verdicts.map { (String($0.order), $0.name) }, &html)
      let reasons = (summary.reasons + summary.faults).map(\.label)
      select("reason", "Reason", reasons.map { ($0, Wording.words($0)) }, &html)
      for (id, title, tallies) in [
        ("kind", "Kind", summary.byKind), ("tag", "Tag", summary.byTag),
        ("difficulty", "Difficulty", summary.byDifficulty),
      ] where tallies.count > 1 {
        select(id, title, tallies.map { ($0.label, VisibleText.line($0.label)) }, &html)
      }
      html.literal(#"<button id="clear" class="tool" type="button">Clear</button>"#)
    }
    html.literal(
      """
      <div class="pager"><span id="count" role="status"></span><span id="pages" hidden>\
      <button id="back" class="tool" type="button">Back</button><span id="page"></span>\
      <button id="next" class="tool" type="button">Next</button></span></div>

      """)
  }

  private static func select(
    _ id: String, _ title: String, _ options: [(String, String)], _ html: inout HTML
  ) {
    html.element("label") { html in
      html.text(title)
      html.element("select", ["id": id]) { html in
        html.element("option", ["value": ""], "all")
        for (value, text) in options { html.element("option", ["value": value], text) }
      }
    }
  }

  private static func header(_ html: inout HTML) {
    html.literal("<thead><tr>")
    for (key, title, style) in [
      ("problem", "Problem", "c-problem"), ("kind", "Kind", "c-kind"),
      ("verdict", "Verdict", "c-verdict"), ("reason", "Reason", "c-reason"),
      ("points", "Points", "num c-num c-points"), ("", "Extracted", "c-extracted"),
      ("", "Expected", "c-expected"), ("tokens", "Tokens", "num c-num"),
      ("latency", "Latency", "num c-num c-wide"), ("tries", "Tries", "num c-num c-tries"),
    ] {
      html.element("th", ["scope": "col", "class": style]) { html in
        if key.isEmpty {
          html.text(title)
        } else {
          html.element("button", ["type": "button", "data-sort": key], title)
        }
      }
    }
    html.literal("</tr></thead>\n")
  }
}
