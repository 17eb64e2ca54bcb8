public import Grading

/// A run as a page that needs no network, no fonts and no program to serve it.
///
/// Figures are in the page as they stand; the list of attempts is data that the page's script shows.
/// Details of attempts are in the page too, so that it can be sent by mail, unless they are so many
/// that it would open slowly: then they stand in files in a folder beside it, which the script reads
/// one at a time. Attempts are given one by one, so that nobody has to hold them all.
public struct HTMLReport {
  private let record: RunRecord
  private let name: String
  private let write: (_ file: String, _ bytes: [UInt8]) throws -> Void
  private var parts: DetailParts
  private var index: AttemptIndex

  /// - Parameters:
  ///   - record: Its attempts may lack what only details show: texts, steps, tests, diagnostics.
  ///   - name: The page's file is `<name>.html`, the folder of details `<name>-attempts`.
  ///   - inlineLimit: About the most bytes of details in the page itself.
  ///   - write: Takes a file's path relative to the page's folder, and its content.
  public init(
    _ record: RunRecord, name: String = "index",
    inlineLimit: Int = 8 << 20, write: @escaping (_ file: String, _ bytes: [UInt8]) throws -> Void
  ) {
    self.record = record
    self.name = name
    self.write = write
    index = AttemptIndex(record.problems)
    parts = DetailParts(
      record.problems, folder: name + "-attempts", inlineLimit: inlineLimit, write: write)
  }

  /// Takes the next attempt, whole, in the record's order.
  public mutating func add(_ attempt: GradedAttempt) throws {
    index.add(attempt)
    try parts.add(attempt)
  }

  /// Writes the page, after every attempt was added.
  ///
  /// - Parameter summary: The record's figures; nobody has to wait for them before.
  public mutating func finish(_ summary: Summary) throws {
    try parts.finish()
    try write(name + ".html", page(summary))
  }

  /// The page of a record that is there whole, with everything in it however big it gets.
  public static func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    var report = HTMLReport(record, inlineLimit: .max) { _, _ in }
    for attempt in record.attempts {
      report.index.add(attempt)
      report.parts.keep(attempt)
    }
    report.parts.close()
    return report.page(summary)
  }

  private func page(_ summary: Summary) -> [UInt8] {
    var html = HTML(capacity: index.byteCount + parts.inlineByteCount + (512 << 10))
    html.literal("<!doctype html>\n")
    html.element("html", ["lang": "en"]) { html in
      HTMLReport.head(record, hasFiles: parts.isSplit, &html)
      html.element("body") { html in
        html.element("a", ["class": "skip", "href": "#attempts"], "Skip to the attempts")
        html.element("div", ["class": "page"]) { html in
          HTMLReport.notices(record, summary, &html)
          HTMLReport.top(record, &html)
          html.element("main") { html in
            html.literal("\n")
            Headline.write(record, summary, &html)
            FigureTables.write(summary, &html)
            AttemptTable.writeMatrix(record, &html)
            AttemptTable.write(record, summary, &html)
          }
          HTMLReport.foot(record, &html)
        }
        index.write(parts, &html)
        html.literal("<script>\n")
        for part in Script.parts { html.literal(part) }
        html.literal("\n</script>\n")
      }
    }
    html.literal("\n")
    return html.bytes
  }

  private static func head(_ record: RunRecord, hasFiles: Bool, _ html: inout HTML) {
    html.element("head") { html in
      html.literal(
        """

        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'unsafe-inline'
        """)
      // A page opened from disk is of no origin of its own, so `'self'` does not name its folder.
      if hasFiles { html.literal(" 'self' file:") }
      html.literal("\">\n")
      html.element("title", VisibleText.line(record.run.name) + " · Assay")
      html.literal("\n<style>\n")
      for part in Stylesheet.parts { html.literal(part) }
      html.literal("</style>\n")
    }
    html.literal("\n")
  }

  private static func notices(_ record: RunRecord, _ summary: Summary, _ html: inout HTML) {
    for notice in Wording.notices(record, summary) {
      html.element("p", ["class": "notice", "role": "note"]) { html in
        html.element("b", "Note: ")
        html.text(notice)
      }
      html.literal("\n")
    }
  }

  private static func top(_ record: RunRecord, _ html: inout HTML) {
    html.element("header", ["class": "top"]) { html in
      html.element("div") { html in
        html.element("p", ["class": "label"], "Assay report")
        html.element("h1", VisibleText.line(record.run.name))
        html.element("p") { html in
          html.text(VisibleText.line(record.run.model) + " on ")
          html.text(VisibleText.line(record.run.setName))
        }
      }
      html.literal(#"<button id="theme" type="button" hidden>Dark</button>"#)
    }
    html.literal("\n")
  }

  private static func foot(_ record: RunRecord, _ html: inout HTML) {
    html.element("footer") { html in
      html.text(
        "Made by Assay \(record.run.version) from run \(record.run.id), marking "
          + "\(record.marking.number). Intervals are of 95%. Faults are failures of the grading, not "
          + "of the model, and are in no rate. Undecided answers count as not correct.")
    }
    html.literal("\n")
  }
}
