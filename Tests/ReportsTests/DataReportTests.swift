import Foundation
import FoundationXML
import Grading
import GradingTesting
import Statistics
import Testing

@testable import Reports

struct ExportTests {
  private static let keys = [
    "run", "marking", "problem_id", "attempt", "model", "verdict", "reason", "score", "extracted",
    "expected", "evidence", "fault", "finish_reason", "prompt_tokens", "completion_tokens",
    "latency_ms", "tries", "completion",
  ]

  @Test func everyLineHasExactlyTheKeysInTheirOrder() throws {
    let lines = Export.render(SampleRun.record).split(separator: 10)
    #expect(lines.count == 24)
    for line in lines {
      #expect(try JSON(parsing: line).members?.map(\.key) == ExportTests.keys)
    }
  }

  @Test func aFaultHasNoVerdictNoReasonAndNoScore() throws {
    let lines = try Export.render(SampleRun.record).split(separator: 10).map {
      try JSON(parsing: $0)
    }
    let faults = lines.filter { $0["fault"]?.isNull == false }
    #expect(faults.count == 3)
    for line in faults {
      for key in ["verdict", "reason", "score", "evidence", "extracted"] {
        #expect(line[key]?.isNull == true)
      }
      #expect(line["fault"]?.members?.map(\.key) == ["kind", "message"])
    }
    #expect(faults.first?["completion"]?.string != nil)  // the sandbox failed after the completion
    for line in lines where line["fault"]?.isNull == true {
      #expect(line["score"]?.double != nil && line["verdict"]?.string != nil)
    }
  }

  @Test func textReadsBackAsItWas() throws {
    let lines = try Export.render(SampleRun.record).split(separator: 10).map {
      try JSON(parsing: $0)
    }
    for (line, attempt) in zip(lines, SampleRun.record.attempts) {
      #expect(line["completion"]?.string == attempt.completion?.content)
      #expect(line["extracted"]?.string == attempt.grade.answer?.text)
    }
  }
}

struct JSONReportTests {
  @Test func itReadsBackWithFiguresAndAttempts() throws {
    let summary = Summary(of: SampleRun.record)
    let json = try JSON(parsing: JSONReport.render(SampleRun.record, summary))
    #expect(
      json.members?.map(\.key) == [
        "report_version", "run", "marking", "summary", "problems", "attempts",
      ])
    #expect(
      json["summary"]?["overall"]?["accuracy"]?["value"]?.double
        == summary.overall.accuracy?.value)
    #expect(json["attempts"]?.array?.count == 24 && json["problems"]?.array?.count == 12)
    #expect(json["summary"]?["reasons"]?["accepted"]?.int == 8)
  }

  @Test func anEmptyRunIsStillADocument() throws {
    let json = try JSON(parsing: JSONReport.render(SampleRun.empty, Summary(of: SampleRun.empty)))
    #expect(
      json["attempts"]?.array == [] && json["summary"]?["overall"]?["accuracy"]?.isNull == true)
  }
}

struct CSVReportTests {
  @Test func everyRowHasEveryColumn() throws {
    let rows = try parse(CSVReport.render(SampleRun.record))
    #expect(rows.count == 25 && rows[0] == CSVReport.header)
    #expect(rows.allSatisfy { $0.count == CSVReport.header.count })
    #expect(rows[1][2] == "number/gcd" && rows[1][9] == "correct" && rows[1][11] == "1")
    #expect(rows.dropFirst().count { $0[15] != "" } == 3)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@sum", "'@sum"), ("\tx", "'\tx"),
    ("-5", "-5"), ("+5.5", "+5.5"), ("-1e-3", "-1e-3"), ("-.5", "-.5"), ("-1/2", "'-1/2"),
    ("-", "'-"), ("--5", "'--5"), ("-5=", "'-5="), ("-1e", "'-1e"), ("plain", "plain"),
    ("a\u{0}\u{1B}b", "a⟨NUL⟩⟨ESC⟩b"), ("a,\"b\"\r\nc", "a,\"b\"\r\nc"),
  ])
  func formulasAreDisarmedAndNumbersLeft(answer: String, expected: String) throws {
    var record = SampleRun.single
    record.attempts[0].grade.answer = Answer(text: answer, rule: "boxed", range: 0..<0)
    #expect(try parse(CSVReport.render(record))[1][12] == expected)
  }

  /// A reader of RFC 4180, strict about what may follow a quotation mark.
  private func parse(_ bytes: [UInt8]) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var place = 0
    while place < bytes.count {
      var cell: [UInt8] = []
      if bytes[place] == UInt8(ascii: "\"") {
        place += 1
        while bytes[place] != UInt8(ascii: "\"") || bytes[place + 1] == UInt8(ascii: "\"") {
          if bytes[place] == UInt8(ascii: "\"") { place += 1 }
          cell.append(bytes[place])
          place += 1
        }
        place += 1
      } else {
        while bytes[place] != UInt8(ascii: ","), bytes[place] != 13 {
          try #require(bytes[place] != UInt8(ascii: "\""))
          cell.append(bytes[place])
          place += 1
        }
      }
      row.append(String(decoding: cell, as: UTF8.self))
      if bytes[place] == UInt8(ascii: ",") {
        place += 1
      } else {
        try #require(bytes[place] == 13 && bytes[place + 1] == 10)
        place += 2
        rows.append(row)
        row = []
      }
    }
    return rows
  }
}

struct JUnitReportTests {
  @Test func itIsWellFormedAndCountsAgree() throws {
    let bytes = JUnitReport.render(SampleRun.record, Summary(of: SampleRun.record))
    let reader = Reader()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(reader.counts["testcase"] == 24)
    #expect(reader.counts["failure"] == 13 && reader.counts["error"] == 3)
    #expect(reader.first["tests"] == "24" && reader.first["failures"] == "13")
    #expect(reader.first["errors"] == "3")
    #expect(reader.types.contains("undecided.cannot_decide"))
    #expect(reader.types.contains("unanswered.refused") && reader.types.contains("timeout"))
    #expect(reader.text.contains("</script><img src=x onerror=alert(1)> ]]> <!--"))
  }

  @Test func whatXMLCannotHoldIsReplaced() {
    var xml = XML()
    xml.element("a", ["b": "\u{0}\n\"<"], text: "\u{1B}\u{FFFE}]]>\u{9F}")
    #expect(
      String(decoding: xml.bytes, as: UTF8.self)
        == "<a b=\"\u{FFFD}&#10;&quot;&lt;\">\u{FFFD}\u{FFFD}]]&gt;\u{FFFD}</a>\n")
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var first: [String: String] = [:]
    var types: Set<String> = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if counts.isEmpty { first = attributes }
      counts[name, default: 0] += 1
      if let type = attributes["type"] { types.insert(type) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }
}

struct ReportFormatTests {
  @Test(arguments: ReportFormat.allCases)
  func equalInputGivesEqualBytes(format: ReportFormat) {
    let record = SampleRun.large(60)
    let once = format.render(record, Summary(of: record))
    let again = format.render(SampleRun.large(60), Summary(of: SampleRun.large(60)))
    #expect(once == again)
  }

  @Test(arguments: ReportFormat.allCases)
  func theFormatFollowsFromItsFilesName(format: ReportFormat) {
    #expect(ReportFormat(fileName: "some.dir/" + format.fileName) == format)
  }

  @Test(arguments: ["report", "report.pdf", "", "html"])
  func otherNamesHaveNoFormat(name: String) {
    #expect(ReportFormat(fileName: name) == (name == "html" ? .html : nil))
  }

  @Test(arguments: ReportFormat.allCases)
  func everyFormatTakesEveryRun(format: ReportFormat) {
    var unknown = SampleRun.record
    unknown.problems.removeAll()
    for record in [SampleRun.empty, SampleRun.single, unknown] {
      #expect(!format.render(record, Summary(of: record)).isEmpty)
    }
  }
}
