import Grading
import GradingTesting
import Statistics
import Testing

@testable import Reports

/// Comparisons, tables and plans in every form.
struct ComparisonTests {
  /// The sample run against itself with some grades turned, and hostile names.
  private static let comparison: Comparison = {
    let first = SampleRun.record
    var second = first
    second.run.id = "other"
    second.run.name = "b</script><img src=x onerror=alert(1)>|`*\u{202E}"
    second.run.parameters = ["temperature": .string("<hot> | 1\u{1B}[31m")]
    for place in second.attempts.indices where place.isMultiple(of: 3) {
      let grade = second.attempts[place].grade
      second.attempts[place].grade = Grade(
        attempt: grade.attempt,
        answer: Answer(text: "</pre><b>x\u{0}", rule: "boxed", range: 0..<1),
        outcome: .scored(
          grade.score?.verdict == .correct
            ? .incorrect(.notEqual, Evidence(remark: "<i>no</i>"))
            : .correct(Evidence(remark: "yes"))))
      second.attempts[place].completion?.content = "</pre><script>alert(2)</script>\u{1B}[2J"
    }
    return Comparison(of: [first, second])
  }()

  @Test(arguments: ComparisonReport.allCases)
  func equalComparisonsGiveEqualBytes(form: ComparisonReport) {
    #expect(form.render(Self.comparison) == form.render(Self.comparison))
    #expect(ComparisonReport(fileName: "x." + form.ending) == form)
    #expect(ComparisonReport(fileName: "x.csv") == nil)
  }

  @Test func thePageEscapesEverything() {
    let page = String(decoding: ComparisonReport.html.render(Self.comparison), as: UTF8.self)
    for hostile in ["<img", "<script", "<b>x", "<i>no", "\u{1B}", "\u{0}", "\u{202E}"] {
      #expect(!page.contains(hostile), "\(hostile)")
    }
    #expect(page.contains("&lt;/pre&gt;"))
    for part in ["<main>", "<caption>", "scope=\"col\"", "lang=\"en\"", "name=\"viewport\""] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains("Not alike: "))
  }

  @Test func markdownKeepsToItsTable() {
    let text = String(decoding: ComparisonReport.markdown.render(Self.comparison), as: UTF8.self)
    #expect(!text.contains("<img") && !text.contains("<script") && !text.contains("\u{1B}"))
    let tables = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(!tables.isEmpty)
    #expect(!text.contains("|`*"))
  }

  @Test func theFormsSayTheSame() throws {
    let json = Self.comparison.json
    let overall = try #require(json["pairs"]?.array?.first?["overall"])
    let difference = FigureWords.signed(try #require(overall["difference"]?.double))
    for text in [
      ComparisonTerminal.render(Self.comparison),
      String(decoding: ComparisonReport.markdown.render(Self.comparison), as: UTF8.self),
      String(decoding: ComparisonReport.html.render(Self.comparison), as: UTF8.self),
    ] {
      #expect(text.contains(difference))
    }
  }

  @Test(arguments: [40, 60, 80, 120])
  func theTerminalKeepsItsWidthAndItsCalm(width: Int) {
    let text = ComparisonTerminal.render(Self.comparison, style: .init(width: width))
    for line in text.split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
    }
    #expect(!text.contains("\u{1B}"))
  }

  @Test func wideCharactersAlign() {
    let rows = [
      ["run", "answer", "n"], ["日本語", "四十二", "1"], ["abc", "e\u{301}t", "10"],
      ["한국어 모델", "x", "100"],
    ]
    for width in [18, 24, 60] {
      let lines = TerminalTable.lines(rows, numeric: [2], width: width)
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= max(width, 20) }, "\(lines)")
      // Numbers end in one column.
      #expect(Set(lines.map { DisplayWidth.of($0) }).count == 1, "\(lines)")
    }
    let whole = TerminalTable.lines(rows, numeric: [2], width: 60)
    #expect(whole[1] == "日本語       四十二    1")
  }

  @Test func theSummaryFitsTheScreenItIsGiven() {
    let record = SampleRun.record
    let summary = Summary(of: record)
    let whole = TerminalSummary.render(record, summary)
    for height in [24, 30, 40, 200] {
      let text = TerminalSummary.render(record, summary, style: .init(height: height))
      let lines = text.utf8.count { $0 == 10 }
      #expect(lines <= max(height - 3, 22), "\(height): \(lines)")
      if height == 200 { #expect(text == whole) }
    }
  }

  @Test func everyFormOfADifferenceEscapes() {
    let before = SampleRun.record
    var after = before
    after.marking.number = 2
    after.marking.rubricName = "<b>|course"
    after.marking.rubricSource = "other"
    let grade = after.attempts[0].grade
    after.attempts[0].grade = Grade(
      attempt: grade.attempt, answer: grade.answer,
      outcome: .scored(.incorrect(.notEqual, Evidence(remark: "<script>\u{1B}[2J|"))))
    let difference = MarkingDifference(from: before, to: after)
    #expect(difference.changes.count == 1)
    for form in [ComparisonReport.html, .markdown] {
      let text = String(
        decoding: MarkingDifferenceReport.render(difference, as: form), as: UTF8.self)
      #expect(!text.contains("<script>") && !text.contains("<b>") && !text.contains("\u{1B}"))
      #expect(text.contains("1 of 18 grades changed") || text.contains("grades changed"))
    }
    #expect(!MarkingDifferenceReport.text(difference).contains("\u{1B}"))
  }

  // value, text
  @Test(arguments: [(0.031, "+3.1"), (-0.02, "−2.0"), (0.0004, "0.0"), (-0.0004, "0.0")])
  func differencesHaveSigns(value: Double, text: String) {
    #expect(FigureWords.signed(value) == text)
  }
}

extension ComparisonReport {
  fileprivate var ending: String {
    switch self {
    case .html: "html"
    case .markdown: "md"
    case .json: "json"
    }
  }
}
