import Grading
import GradingTesting
import Statistics
import Testing

@testable import Reports

struct MarkdownReportTests {
  private static let report = String(
    decoding: MarkdownReport.render(SampleRun.record, Summary(of: SampleRun.record)),
    as: UTF8.self)

  @Test(arguments: [
    ("a|b", "a&#124;b"), ("`x`", "&#96;x&#96;"), ("<b>", "&lt;b&gt;"), ("a\nb", "a⏎b"),
    ("*_[x](y)", "&#42;&#95;&#91;x&#93;(y)"), ("@all #1 $x$", "&#64;all &#35;1 &#36;x&#36;"),
    ("http://x", "http&#58;//x"), ("a: b", "a: b"), ("www.x.y", "www&#46;x.y"),
    ("\\|", "&#92;&#124;"),
    ("&amp;", "&amp;amp;"), ("plain 1.5, (a) {b}", "plain 1.5, (a) {b}"),
  ])
  func textMeansNothingButItself(text: String, expected: String) {
    #expect(MarkdownText.escaped(text) == expected)
  }

  @Test func everyTablesRowsHaveTheHeadersCells() {
    var width: Int?
    for line in MarkdownReportTests.report.split(separator: "\n", omittingEmptySubsequences: false)
    {
      guard line.hasPrefix("|") else {
        width = nil
        continue
      }
      let cells = line.count { $0 == "|" }
      #expect(cells == width ?? cells, "\(line)")
      width = cells
    }
  }

  @Test func hostileTextIsEscaped() {
    let report = MarkdownReportTests.report
    #expect(!report.contains("<img") && !report.contains("</script") && !report.contains("`tick`"))
    #expect(!report.unicodeScalars.contains("\u{202E}") && !report.unicodeScalars.contains("\u{0}"))
  }

  @Test func faultsStandOnTheFirstLine() {
    #expect(MarkdownReportTests.report.hasPrefix("> **Note:** 3 of 24 attempts ended in a fault"))
  }

  @Test func theListIsCappedAndCountsTheRest() {
    let record = SampleRun.large(240)
    let others = record.attempts.count { $0.grade.score?.verdict != .correct }
    let report = String(
      decoding: MarkdownReport.render(record, Summary(of: record)), as: UTF8.self)
    #expect(report.contains("… and \(others - MarkdownReport.listed) more."))
  }

  @Test func aFlawlessRunListsNothing() {
    let report = String(
      decoding: MarkdownReport.render(SampleRun.single, Summary(of: SampleRun.single)),
      as: UTF8.self)
    #expect(report.contains("Every attempt is correct.") && !report.contains("### Not correct"))
  }
}

struct TerminalSummaryTests {
  private func render(_ record: RunRecord, colour: Bool = false, width: Int = 80) -> String {
    TerminalSummary.render(
      record, Summary(of: record), style: .init(colour: colour, width: width))
  }

  @Test(arguments: [40, 60, 80, 120])
  func noLineIsWiderThanAsked(width: Int) {
    var record = SampleRun.record
    record.run.name = String(repeating: "漢字", count: 60)
    record.problems[0].tags = [String(repeating: "とても長い札", count: 20), "\u{1B}[2J"]
    record.problems[0].difficulty = String(repeating: "hard", count: 50)
    for line in render(record, width: width).split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
    }
  }

  @Test func coloursAreThereOnlyIfAskedForAndChangeNoText() {
    let plain = render(SampleRun.record)
    let coloured = render(SampleRun.record, colour: true)
    #expect(!plain.unicodeScalars.contains("\u{1B}"))
    #expect(coloured.unicodeScalars.contains("\u{1B}"))
    var stripped = ""
    var within = false
    for scalar in coloured.unicodeScalars {
      if scalar == "\u{1B}" { within = true }
      if !within { stripped.unicodeScalars.append(scalar) }
      if scalar == "m" { within = false }
    }
    #expect(stripped == plain)
  }

  @Test func controlCharactersOfARunDoNotReachTheTerminal() {
    var record = SampleRun.record
    record.run.name = "a\u{1B}[2Jb\u{202E}\nc"
    record.run.model = "m\r\u{7}"
    let text = render(record)
    #expect(text.contains("a⟨ESC⟩[2Jb⟨U+202E⟩⏎c: m⟨CR⟩⟨BEL⟩ on starter"))
  }

  @Test func manyTagsAreCapped() {
    var record = SampleRun.record
    record.problems[0].tags = (0..<20).map { "tag-\($0)" }
    let text = render(record)
    #expect(text.contains("… and 27 more tags"))
  }

  @Test func nothingToShowIsSaid() {
    #expect(render(SampleRun.empty).contains("no attempt could be marked, so there is no accuracy"))
  }
}
