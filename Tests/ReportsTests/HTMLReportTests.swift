import Foundation
import Grading
import GradingTesting
import Statistics
import Testing

@testable import Reports

struct HTMLReportTests {
  private static let page = String(
    decoding: HTMLReport.render(SampleRun.record, Summary(of: SampleRun.record)), as: UTF8.self)

  /// Every element of the page that a parser would see, by name: text between `<` and the next space
  /// or `>`, outside of scripts and styles.
  private static func elements(of page: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    var rest = page.utf8[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[rest.index(after: start)...]
      let name = String(
        decoding: rest.prefix { $0 != 0x20 && $0 != UInt8(ascii: ">") && $0 != 10 }, as: UTF8.self)
      counts[name, default: 0] += 1
      if name == "script" || name == "style", let end = page.range(of: "</\(name)>", in: rest) {
        rest = page.utf8[end.lowerBound...]
      }
    }
    return counts
  }

  @Test func whatThePageListsIsTakenFromWholeAttemptsAlone() throws {
    let record = SampleRun.record
    let summary = Summary(of: record)
    var light = record
    for place in light.attempts.indices {
      light.attempts[place].completion?.content = ""
      guard case .scored(var score) = light.attempts[place].grade.outcome else { continue }
      score.evidence = Evidence(remark: "", override: score.evidence.override)
      light.attempts[place].grade.outcome = .scored(score)
    }
    let page = Locked<[UInt8]>([])
    var report = HTMLReport(light, inlineLimit: .max) { _, bytes in
      page.withLock { $0 = bytes }
    }
    for attempt in record.attempts { try report.add(attempt) }
    try report.finish(summary)
    #expect(page.withLock { $0 } == HTMLReport.render(record, summary))
  }

  @Test func hostileTextMakesNoElement() {
    let elements = HTMLReportTests.elements(of: HTMLReportTests.page)
    let known: Set<String> = [
      "!doctype", "html", "head", "meta", "title", "style", "script", "noscript", "body", "a",
      "div",
      "p", "b", "header", "h1", "h2", "button", "main", "section", "small", "span", "i", "ul", "li",
      "dl", "dt", "dd", "code", "table", "thead", "tbody", "tr", "th", "td", "label", "input",
      "select", "option", "footer", "details", "summary", "figure", "figcaption", "svg", "g",
      "line",
      "polyline", "circle", "text",
    ]
    let names = Set(elements.keys.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 })
    #expect(names.subtracting(known) == [])
    // The page's own; four lists; the details in one part.
    #expect(elements["script"] == 1 + 4 + 1)
  }

  @Test func whatIsOpenedIsClosed() {
    let elements = HTMLReportTests.elements(of: HTMLReportTests.page)
    for (name, count) in elements
    where !name.hasPrefix("/") && !["!doctype", "meta", "input"].contains(name) {
      #expect(elements["/" + name] == count, "\(name)")
    }
  }

  @Test func thePageAsksForNothingFromOutside() {
    let page = HTMLReportTests.page
    for word in ["@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "<script src"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test func charactersThatVanishAreVisibleInThePageItself() throws {
    let page = HTMLReportTests.page
    // What follows is data, which holds the text itself; JSON escapes what is below a space.
    let data = try #require(page.range(of: "<script type=\"application/json\""))
    let shown = page[..<data.lowerBound]
    #expect(
      !shown.unicodeScalars.contains { VisibleText.symbol(for: $0, after: "a") != nil })
    #expect(
      page[data.lowerBound...].contains("\\u003c/script>\\u003cimg src=x onerror=alert(1)> ]]>"))
    #expect(!page.utf8.contains { $0 < 0x20 && $0 != 10 || $0 == 0x7F })
  }

  @Test func everyAttemptsDataReadsBack() throws {
    let part = try island("part-0")
    for (place, attempt) in SampleRun.record.attempts.enumerated() {
      let json = try #require(part["attempts"]?[place])
      let text = json["completion"]?.array?.compactMap { $0.string ?? $0["mark"]?.string }.joined()
      #expect(text == attempt.completion?.content)
      let marked = json["completion"]?.array?.compactMap { $0["mark"]?.string }.joined()
      if let answer = attempt.grade.answer, !answer.text.isEmpty { #expect(marked == answer.text) }
      #expect(json["remark"]?.string == attempt.grade.score?.evidence.remark)
      let prompt = try #require(part["prompts"]?[json["prompt"]?.int ?? -1])
      #expect(prompt["text"]?[0]?.string == attempt.prompt.text)
    }
    #expect(part["attempts"]?.array?.count == 24)
    #expect(part["prompts"]?.array?.count == 12)
  }

  @Test func theListHasARowForEveryAttempt() throws {
    let problems = try #require(try island("problems").array)
    let rows = try #require(try island("index").array)
    let layout = try island("layout")
    for (row, attempt) in zip(rows, SampleRun.record.attempts) {
      #expect(problems[row[0]?.int ?? -1][0]?.string == attempt.grade.attempt.problemID)
      #expect(row[1]?.int == attempt.grade.attempt.number)
      let reason = layout["reasons"]?[row[3]?.int ?? -1]?[0]?.string
      #expect(
        reason == attempt.grade.score?.reason.rawValue ?? attempt.grade.fault?.kind.rawValue)
    }
    #expect(rows.count == 24)
    #expect(layout["folder"] == .null)
  }

  private func island(_ id: String, in page: String = HTMLReportTests.page) throws -> JSON {
    let start = try #require(page.range(of: "<script type=\"application/json\" id=\"\(id)\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    return try JSON(parsing: String(page[start.upperBound..<end.lowerBound]))
  }

  @Test func faultsStandOnTheFirstLine() throws {
    let page = HTMLReportTests.page
    let notice = try #require(page.range(of: "3 of 24 attempts ended in a fault"))
    let title = try #require(page.range(of: "<h1>"))
    #expect(notice.lowerBound < title.lowerBound)
    let clean = String(
      decoding: HTMLReport.render(SampleRun.single, Summary(of: SampleRun.single)), as: UTF8.self)
    #expect(!clean.contains("class=\"notice\""))
  }

  @Test func anUnfinishedRunSaysSo() {
    var record = SampleRun.record
    record.attempts.removeLast(5)
    let page = String(
      decoding: HTMLReport.render(record, Summary(of: record)), as: UTF8.self)
    #expect(page.contains("The run is not complete: 5 attempts of 24 still to be made."))
  }

  @Test func aLineOfAMegabyteIsCutButItsAnswerIsThere() throws {
    var record = SampleRun.single
    let line = String(repeating: "x", count: 1 << 20)
    record.attempts[0].completion?.content = line + "ANSWER" + line
    record.attempts[0].grade.answer = Answer(
      text: "ANSWER", rule: "boxed", range: (1 << 20)..<(1 << 20) + 6)
    record.attempts[0].prompt.text = line
    let page = HTMLReport.render(record, Summary(of: record))
    #expect(page.count < 400_000)
    #expect(String(decoding: page, as: UTF8.self).contains("{\"mark\":\"ANSWER\"}"))
  }

  @Test func veryManyDetailsStandInFilesBesideThePage() throws {
    var record = SampleRun.large(2_000)
    let long = String(repeating: "long ", count: 400)
    for place in record.attempts.indices { record.attempts[place].completion?.content = long }
    let files = Locked<[String: String]>([:])
    var report = HTMLReport(
      record, name: "page", inlineLimit: 1 << 20
    ) { file, bytes in
      files.withLock { $0[file] = String(decoding: bytes, as: UTF8.self) }
    }
    for attempt in record.attempts { try report.add(attempt) }
    try report.finish(Summary(of: record))
    var written = files.withLock { $0 }
    let found = written.removeValue(forKey: "page.html")
    let page = try #require(found)
    #expect(page.contains("script-src 'unsafe-inline' 'self' file:"))
    #expect(!page.contains("long long") && page.utf8.count < 700_000)
    let starts = try #require(try island("layout", in: page)["starts"]?.array).compactMap(\.int)
    #expect(starts.count == written.count && starts.count > 10)
    var count = 0
    for (number, start) in starts.enumerated() {
      #expect(count == start)
      let file = try #require(written["page-attempts/\(number).js"])
      #expect(file.utf8.count < 300 << 10)
      let head = "assayPart(\(number),"
      #expect(file.hasPrefix(head) && file.hasSuffix(");\n"))
      let part = try JSON(parsing: String(file.dropFirst(head.utf8.count).dropLast(3)))
      count += part["attempts"]?.array?.count ?? 0
    }
    #expect(count == record.attempts.count)
  }

  @Test func attributesAndTextAreEscaped() {
    var html = HTML()
    html.element("a", ["title": "\"'<>&"], "\"'<>&\u{0}")
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<a title=\"&quot;&#39;&lt;&gt;&amp;\">&quot;&#39;&lt;&gt;&amp;⟨NUL⟩</a>")
  }

  @Test func dataCannotEndItsScript() {
    var html = HTML()
    html.data("x", .strings(["</script><!--", "\u{2028}"]))
    let text = String(decoding: html.bytes, as: UTF8.self)
    #expect(
      text.hasPrefix("<script type=\"application/json\" id=\"x\">[\"\\u003c/script>\\u003c!--\""))
  }
}

extension String {
  /// The first place of `text` within a part of the string.
  fileprivate func range(of text: String, in part: Substring.UTF8View) -> Range<Index>? {
    range(of: text, range: part.startIndex..<endIndex)
  }
}
