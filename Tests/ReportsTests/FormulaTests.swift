import Foundation
import Grading
import Testing

@testable import Reports

/// What the page's script makes of formulas, run by Node.
struct FormulaTests {
  // text | as it is shown; nil: as it stands
  static let table: [(String, String?)] = [
    (#"so $\frac{1}{2}$."#, "so <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>."),
    (#"$\frac12$"#, "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"),
    (#"\(x^2\)"#, "<math><msup><mi>x</mi><mn>2</mn></msup></math>"),
    (
      "$$a_1^2$$",
      #"<math display="block"><msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup></math>"#
    ), (#"$90^\circ$"#, "<math><msup><mn>90</mn><mo>°</mo></msup></math>"),
    (
      #"\[\sum_{i=1}^n i\]"#,
      """
      <math display="block"><mrow><munderover><mo largeop="true">∑</mo><mrow><mi>i</mi><mo>=</mo>\
      <mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></mrow></math>
      """
    ),
    (
      #"$\left(\sqrt[3]{2}\right]$"#,
      """
      <math><mrow><mo stretchy="true" fence="true">(</mo><mroot><mn>2</mn><mn>3</mn></mroot>\
      <mo stretchy="true" fence="true">]</mo></mrow></math>
      """
    ),
    (
      #"$\begin{bmatrix}1&2\\3&4\end{bmatrix}$"#,
      """
      <math><mrow><mo stretchy="true" fence="true">[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd>\
      <mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable>\
      <mo stretchy="true" fence="true">]</mo></mrow></math>
      """
    ),
    (
      #"${4 \choose 2}$"#,
      """
      <math><mrow><mo>(</mo><mfrac linethickness="0"><mrow><mn>4</mn></mrow><mn>2</mn></mfrac>\
      <mo>)</mo></mrow></math>
      """
    ), (#"$5\text{ cm}$"#, "<math><mrow><mn>5</mn><mtext>\u{A0}cm</mtext></mrow></math>"),
    // A formula that cannot be read leaves its neighbours alone.
    (#"$x$ and $\unknown$"#, #"<math><mi>x</mi></math> and $\unknown$"#),
    // Money, code, escapes, what never ends, and what would be hidden.
    ("It costs $5 and $10 now.", nil), ("Between $5/$6.", nil), (#"\$5 and \$6"#, nil),
    ("`$x$` and ```\n$y$\n```", nil), ("$x", nil), (#"$\frac{1}{$"#, nil), (#"$}{$"#, nil),
    ("$x\n\ny$", nil), ("$x\u{202E}y$", nil), (#"$\left(x$"#, nil),
    (#"\begin{align}x\end{gather}"#, nil),
    ("$" + String(repeating: "{", count: 500) + String(repeating: "}", count: 500) + "$", nil),
  ]

  @Test(.enabled(if: Node.path != nil, "needs Node"))
  func formulasAreTypesetOrStandAsTheyWereWritten() throws {
    let shown = try FormulaTests.shown(FormulaTests.table.map { .array([.string($0.0)]) })
    #expect(shown.count == FormulaTests.table.count)
    for ((text, expected), found) in zip(FormulaTests.table, shown) {
      #expect(found.string == expected, "\(text)")
    }
  }

  @Test(.enabled(if: Node.path != nil, "needs Node"))
  func theExtractedAnswerStaysMarked() throws {
    let pieces: [JSON] = [
      .string(#"so $\boxed{"#), ["mark": .string("7")], .string("}$, "), ["mark": .string("yes")],
    ]
    let shown = try FormulaTests.shown([.array(pieces)])
    #expect(
      shown.first?.string
        == #"so <mark><math><mrow class="boxed"><mn>7</mn></mrow></math></mark>, <mark>yes</mark>"#)
  }

  private static func shown(_ passages: [JSON]) throws -> [JSON] {
    let script = URL.temporaryDirectory.appending(path: "assay-formulas-\(UUID().uuidString).js")
    defer { try? FileManager.default.removeItem(at: script) }
    try Data("\(ScriptFormulas.converter)\n\(ScriptFormulas.passages)".utf8).write(to: script)
    let runner = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Browser/formulas.mjs")
    let output = try Node.run([runner.path, script.path], input: JSON.array(passages).text)
    return try JSON(parsing: output).array ?? []
  }
}
