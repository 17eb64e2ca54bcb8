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

  @Test func hostileTextMakesNoElement() {
    let elements = HTMLReportTests.elements(of: HTMLReportTests.page)
    let known: Set<String> = [
      "!doctype", "html", "head", "meta", "title", "style", "script", "noscript", "body", "a",
      "div",
      "p", "b", "header", "h1", "h2", "button", "main", "section", "small", "span", "i", "ul", "li",
      "dl", "dt", "dd", "code", "table", "thead", "tbody", "tr", "th", "td", "label", "input",
      "select", "option", "footer", "details", "summary",
    ]
    let names = Set(elements.keys.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 })
    #expect(names.subtracting(known) == [])
    // Ours: the early one, the page's, the index, a prompt for each problem, one for each attempt.
    #expect(elements["script"] == 3 + 12 + 24)
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
    #expect(shown.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; ]]&gt;"))
    #expect(!page.utf8.contains { $0 < 0x20 && $0 != 10 || $0 == 0x7F })
  }

  @Test func everyAttemptsDataReadsBack() throws {
    for (place, attempt) in SampleRun.record.attempts.enumerated() {
      let json = try island("attempt-\(place)")
      let text = json["completion"]?.array?.compactMap { $0.string ?? $0["mark"]?.string }.joined()
      #expect(text == attempt.completion?.content)
      let marked = json["completion"]?.array?.compactMap { $0["mark"]?.string }.joined()
      if let answer = attempt.grade.answer, !answer.text.isEmpty { #expect(marked == answer.text) }
      #expect(json["remark"]?.string == attempt.grade.score?.evidence.remark)
      let prompt = try island("prompt-\(json["prompt"]?.int ?? -1)")
      #expect(prompt["text"]?[0]?.string == attempt.prompt.text)
    }
    #expect(try island("index").array?.count == 24)
  }

  private func island(_ id: String) throws -> JSON {
    let page = HTMLReportTests.page
    let start = try #require(page.range(of: "<script type=\"application/json\" id=\"\(id)\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    return try JSON(parsing: String(page[start.upperBound..<end.lowerBound]))
  }

  @Test func everyAttemptHasAPermanentLink() {
    for attempt in SampleRun.record.attempts {
      let id = "\(attempt.grade.attempt.problemID)/\(attempt.grade.attempt.number)"
      #expect(HTMLReportTests.page.contains("<tr id=\"\(id)\">"))
    }
    #expect(HTMLReportTests.page.contains("href=\"#%E6%96%87%E5%AD%97/"))
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

  @Test func veryMuchTextIsShortenedSoThatThePageOpens() {
    var record = SampleRun.large(2_000)
    let long = String(repeating: "long ", count: 10_000)
    for place in record.attempts.indices { record.attempts[place].completion?.content = long }
    let limit = AttemptDetail.textLimit(for: record)
    #expect(limit == 24 << 10)
    #expect(AttemptDetail.textLimit(for: SampleRun.record) == 96 << 10)
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
    html.data(.strings(["</script><!--", "\u{2028}"]), ["id": "x"])
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
