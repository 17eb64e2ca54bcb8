public import Grading

/// A run as one page that needs nothing else: no network, no fonts, no files beside it.
///
/// Everything but the details of attempts is in the page as it stands, so that it reads without a
/// script; the details are data which the page's script shows when an attempt is opened.
public enum HTMLReport {
  public static func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    var html = HTML()
    html.literal("<!doctype html>\n")
    html.element("html", ["lang": "en"]) { html in
      head(record, &html)
      html.element("body") { html in
        html.element("a", ["class": "skip", "href": "#attempts"], "Skip to the attempts")
        html.element("div", ["class": "page"]) { html in
          notices(record, summary, &html)
          top(record, &html)
          html.element("main") { html in
            html.literal("\n")
            Headline.write(record, summary, &html)
            FigureTables.write(summary, &html)
            AttemptTable.write(record, summary, &html)
          }
          foot(record, &html)
        }
        AttemptTable.writeData(record, &html)
        html.literal("<script>\n")
        html.literal(Script.main)
        html.literal("\n</script>\n")
      }
    }
    html.literal("\n")
    return html.bytes
  }

  private static func head(_ record: RunRecord, _ html: inout HTML) {
    html.element("head") { html in
      html.literal(
        """

        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">

        """)
      html.element("title", VisibleText.line(record.run.name) + " · Assay")
      html.literal("\n<script>")
      html.literal(Script.early)
      html.literal("</script>\n<style>\n")
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
