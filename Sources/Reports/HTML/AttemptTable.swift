import Grading

/// The list of attempts, which reads without a script, and the data that the script adds to it.
enum AttemptTable {
  /// The most characters of a cell.
  private static let cellLength = 80

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
        <noscript><p class="note">Without a script the attempts are listed but cannot be filtered or \
        opened; report.json holds all of them whole.</p></noscript>

        """)
      filters(summary, &html)
      html.element("div", ["class": "scroll"]) { html in
        html.element("table", ["id": "list", "aria-labelledby": "attempts-title"]) { html in
          header(&html)
          rows(record, &html)
        }
      }
    }
    html.literal("\n")
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

  private static func rows(_ record: RunRecord, _ html: inout HTML) {
    let cards = Dictionary(
      record.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    html.element("tbody", ["id": "rows"]) { html in
      html.literal("\n")
      for attempt in record.attempts {
        row(attempt, cards[attempt.grade.attempt.problemID], &html)
        html.literal("\n")
      }
    }
  }

  private static func row(_ attempt: GradedAttempt, _ card: ProblemCard?, _ html: inout HTML) {
    let grade = attempt.grade
    let outcome = Outcome(grade.outcome)
    let id = "\(grade.attempt.problemID)/\(grade.attempt.number)"
    html.element("tr", ["id": id]) { html in
      html.element("td", ["class": "problem"]) { html in
        html.element("a", ["href": "#" + percentEncoded(id)]) { html in
          html.text(VisibleText.line(grade.attempt.problemID, limit: cellLength))
          html.element("span", "/\(grade.attempt.number)")
        }
        if let title = card?.title {
          html.element("small", VisibleText.line(title, limit: cellLength))
        }
      }
      html.element("td", ["class": "c-kind"], card?.kind.rawValue ?? "")
      html.element("td") { html in
        html.element("span", ["class": "verdict " + outcome.name]) { html in
          html.element("span", ["class": "symbol", "aria-hidden": "true"], outcome.symbol)
          html.text(" " + outcome.name)
        }
      }
      html.element("td", ["class": "c-reason"], Wording.words(reason(grade)))
      html.element(
        "td", ["class": "num c-num c-points"], grade.score.map { Format.short($0.points) } ?? "")
      code(grade.answer?.text, "c-extracted", &html)
      code(grade.score?.evidence.expected ?? card?.expected, "c-expected", &html)
      let completion = attempt.completion
      html.element(
        "td", ["class": "num c-num"], completion?.completionTokens.map(Format.count) ?? "")
      html.element(
        "td", ["class": "num c-num"],
        completion?.latencyMilliseconds.map(Format.milliseconds) ?? "")
      html.element("td", ["class": "num c-num"], tries(attempt).map { String($0) } ?? "")
    }
  }

  private static func code(_ text: String?, _ style: String, _ html: inout HTML) {
    html.element("td", ["class": style]) { html in
      if let text, !text.isEmpty {
        html.element("code", VisibleText.line(text, limit: cellLength))
      }
    }
  }

  private static func reason(_ grade: Grade) -> String {
    switch grade.outcome {
    case .scored(let score): score.reason.rawValue
    case .faulted(let fault): fault.kind.rawValue
    }
  }

  private static func tries(_ attempt: GradedAttempt) -> Int? {
    attempt.completion?.tries ?? attempt.grade.fault.flatMap { $0.tries > 0 ? $0.tries : nil }
  }

  /// A fragment for a link. Source: RFC 3986, 3.5, the characters that need no escape.
  private static func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}

extension AttemptTable {
  /// What the script needs: a line of figures for every row, the prompts, and every attempt whole.
  static func writeData(_ record: RunRecord, _ html: inout HTML) {
    guard !record.attempts.isEmpty else { return }
    let cards = Dictionary(
      record.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    html.data(
      .array(record.attempts.map { figures($0, cards[$0.grade.attempt.problemID]) }),
      ["id": "index"])
    let textLimit = AttemptDetail.textLimit(for: record)
    var prompts: [Prompt: Int] = [:]
    for (place, attempt) in record.attempts.enumerated() {
      let number = prompts[attempt.prompt] ?? prompts.count
      if number == prompts.count {
        prompts[attempt.prompt] = number
        html.data(AttemptDetail.json(attempt.prompt), ["id": "prompt-\(number)"])
      }
      let card = cards[attempt.grade.attempt.problemID]
      html.data(
        AttemptDetail.json(attempt, card, prompt: number, textLimit: textLimit),
        ["id": "attempt-\(place)"])
    }
  }

  /// Kind, verdict's place, reason, points, tokens, latency, tries, tags, difficulty, text to search.
  private static func figures(_ attempt: GradedAttempt, _ card: ProblemCard?) -> JSON {
    let grade = attempt.grade
    let tags = card?.tags ?? []
    let words = [card?.title ?? "", grade.score?.evidence.remark ?? "", grade.fault?.message ?? ""]
    return .array([
      .optional(card?.kind.rawValue), .int(Outcome(grade.outcome).order), .string(reason(grade)),
      .optional(grade.score?.points), .optional(attempt.completion?.completionTokens),
      .optional(attempt.completion?.latencyMilliseconds), .optional(tries(attempt)),
      .strings(tags.isEmpty ? ["(none)"] : tags), .string(card?.difficulty ?? "(none)"),
      .string((words + tags).joined(separator: "\n")),
    ])
  }
}
