/// A page of its own with little on it: comparisons and differences of markings.
///
/// One file that needs nothing else and runs no script; light and dark follow the reader's system.
enum SmallPage {
  static func render(title: String, _ content: (inout HTML) -> Void) -> [UInt8] {
    var html = HTML()
    html.literal("<!doctype html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.element("head") { html in
        html.literal(
          """

          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width,initial-scale=1">
          <meta name="referrer" content="no-referrer">
          <meta name="color-scheme" content="light dark">
          <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
          style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">

          """)
        html.element("title", VisibleText.line(title) + " · Assay")
        html.literal("\n<style>\n")
        html.literal(style)
        html.literal("</style>\n")
      }
      html.literal("\n")
      html.element("body") { html in
        html.element("main") { html in content(&html) }
      }
    }
    html.literal("\n")
    return html.bytes
  }

  /// A table in a box that scrolls by itself on narrow screens. Cells are texts.
  static func table(
    _ caption: String, _ header: [String], numeric: Set<Int>, _ rows: [[String]],
    _ html: inout HTML
  ) {
    html.element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]
    ) { html in
      html.element("table") { html in
        html.element("caption", caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for (place, cell) in header.enumerated() {
              html.element(
                "th", ["scope": "col", "class": numeric.contains(place) ? "num" : "text"], cell)
            }
          }
        }
        html.element("tbody") { html in
          for row in rows {
            html.element("tr") { html in
              for (place, cell) in row.enumerated() {
                if place == 0 {
                  html.element("th", ["scope": "row"], VisibleText.line(cell))
                } else {
                  html.element(
                    "td", ["class": numeric.contains(place) ? "num" : "text"],
                    VisibleText.line(cell))
                }
              }
            }
            html.literal("\n")
          }
        }
      }
    }
    html.literal("\n")
  }

  /// Text colours keep a contrast of at least 4.5 in both schemes.
  private static let style: StaticString = """
    :root{color-scheme:light dark;
      --paper:light-dark(#fbfaf7,#14161a);--card:light-dark(#fff,#1b1e23);
      --sunk:light-dark(#f4f2ec,#22262c);--ink:light-dark(#1d2026,#e8e6e1);
      --soft:light-dark(#565c67,#a6acb7);--line:light-dark(#e3e0d8,#343941);
      --accent:light-dark(#2b4c9b,#9db5f5);--band:light-dark(#c9d5f0,#34467a);
      --good:light-dark(#00735a,#4cc4a4);--bad:light-dark(#b03a06,#f39064);
      --fault:light-dark(#a3124b,#f786ae)}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);
      font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
      font-variant-numeric:tabular-nums lining-nums}
    main{max-width:70rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
    h1,h2{font-family:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4","Noto Serif",
      "Liberation Serif",Georgia,serif;font-weight:600;letter-spacing:-.01em;text-wrap:balance;
      line-height:1.2;overflow-wrap:anywhere}
    h1{font-size:clamp(1.5rem,1.2rem + 1.5vw,2.1rem);margin:.1rem 0 1rem}
    h2{font-size:1.3rem;margin:2.5rem 0 .6rem}
    p{margin:.4rem 0;max-width:60rem}
    .kicker{color:var(--accent);font-size:.75rem;font-weight:600;letter-spacing:.05em;
      text-transform:uppercase;margin:0}
    .lead{font-size:1.15rem;font-weight:600}.lead.good{color:var(--good)}.lead.bad{color:var(--bad)}
    .soft,caption{color:var(--soft)}
    .notice{padding:.6rem 1rem;border-left:4px solid var(--fault);background:var(--card);
      border-radius:0 6px 6px 0;overflow-wrap:anywhere}
    .notice b{color:var(--fault)}
    .axis{position:relative;height:3rem;margin:1.2rem .5rem 1rem;max-width:46rem}
    .axis .rail{position:absolute;left:0;right:0;top:.9rem;height:1px;background:var(--soft)}
    .axis .zero{position:absolute;top:.2rem;height:1.5rem;width:1px;background:var(--soft);left:50%}
    .axis .band{position:absolute;top:.55rem;height:.75rem;border-radius:.4rem;background:var(--band);
      left:calc(var(--lo)*1%);width:max(2px,calc((var(--hi) - var(--lo))*1%))}
    .axis .dot{position:absolute;top:.3rem;width:4px;height:1.25rem;margin-left:-2px;border-radius:2px;
      background:var(--accent);left:calc(var(--v)*1%)}
    .axis span{position:absolute;top:1.7rem;font-size:.75rem;color:var(--soft);
      transform:translateX(-50%);white-space:nowrap}
    .axis span.left{left:0;transform:none}.axis span.right{right:0;transform:none}
    .scroll{overflow-x:auto;max-width:100%;margin:1rem 0}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
    table{border-collapse:collapse;width:100%;font-size:.9rem}
    caption{text-align:left;font-size:.8rem;padding-bottom:.3rem}
    th,td{text-align:left;vertical-align:baseline;padding:.4rem .8rem .4rem 0;
      border-bottom:1px solid var(--line)}
    thead th{font-size:.75rem;color:var(--soft);white-space:nowrap}
    tbody th{font-weight:400;overflow-wrap:anywhere;min-width:7rem}
    .num{text-align:right;white-space:nowrap}
    details{border-bottom:1px solid var(--line)}
    summary{cursor:pointer;padding:.45rem 0;overflow-wrap:anywhere}
    summary b{font-weight:600}
    .pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem;padding:.2rem 0 1rem}
    .pair h3{font-size:.8rem;color:var(--soft);margin:0 0 .3rem;overflow-wrap:anywhere}
    .pair p{overflow-wrap:anywhere}
    pre{margin:0;background:var(--sunk);border-radius:6px;padding:.7rem .9rem;white-space:pre-wrap;
      overflow-wrap:anywhere;max-height:28rem;overflow:auto;unicode-bidi:isolate;
      font:.8rem/1.5 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",
      "Liberation Mono",monospace}
    code{font:.85em ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
      unicode-bidi:isolate;overflow-wrap:anywhere}
    .good{color:var(--good)}.bad{color:var(--bad)}
    footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);
      font-size:.875rem}
    @media (max-width:44rem){.pair{grid-template-columns:minmax(0,1fr)}}
    @media print{details{break-inside:avoid}.scroll{overflow:visible}}

    """
}
