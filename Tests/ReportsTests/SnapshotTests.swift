import Foundation
import Grading
import GradingTesting
import Reports
import Statistics
import Testing

/// Reports compared byte for byte with files; `RECORD=1 swift test` writes the files anew.
struct SnapshotTests {
  @Test(arguments: ReportFormat.allCases)
  func theSampleRunRendersTheSameBytes(format: ReportFormat) throws {
    let record = SampleRun.record
    try compare(
      format.render(record, Summary(of: record)), "sample-" + format.fileName)
  }

  @Test func theSampleRunExportsTheSameLines() throws {
    try compare(Export.render(SampleRun.record), "sample-export.jsonl")
  }

  @Test func theSampleRunEndsTheTerminalTheSame() throws {
    let record = SampleRun.record
    let text = TerminalSummary.render(record, Summary(of: record))
    try compare(Array(text.utf8), "sample-terminal.txt")
  }

  @Test(arguments: [("empty", SampleRun.empty), ("single", SampleRun.single)])
  func smallRunsRenderTheSameBytes(name: String, record: RunRecord) throws {
    let summary = Summary(of: record)
    try compare(HTMLReport.render(record, summary), "\(name)-index.html")
    try compare(MarkdownReport.render(record, summary), "\(name)-report.md")
    try compare(Array(TerminalSummary.render(record, summary).utf8), "\(name)-terminal.txt")
  }

  private func compare(_ bytes: [UInt8], _ name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures").appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(bytes).write(to: file)
      return
    }
    let expected = Array(try Data(contentsOf: file))
    let place = zip(bytes, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    // Not the bytes themselves, which a failure would print.
    let isSame = bytes == expected
    #expect(
      isSame,
      "\(name) differs from byte \(place ?? min(bytes.count, expected.count)) on")
  }
}
