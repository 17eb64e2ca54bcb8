import Foundation
import Grading
import GradingTesting
import Statistics
import Testing

@testable import Reports

/// Reports opened and used in a real browser, light and dark, wide and narrow.
struct BrowserTests {
  private struct Page {
    var name: String
    var record: RunRecord
    var inlineLimit = 8 << 20
  }

  /// With `ASSAY_ATTEMPTS=100000` one page more, of so many attempts.
  private static let pages =
    [
      Page(name: "sample", record: SampleRun.record), Page(name: "empty", record: SampleRun.empty),
      Page(name: "single", record: SampleRun.single), Page(name: "faults", record: faults),
      Page(name: "thousand", record: SampleRun.large(1_000)),
      Page(name: "split", record: SampleRun.large(3_000), inlineLimit: 1 << 20),
    ] + huge

  private static var huge: [Page] {
    ProcessInfo.processInfo.environment["ASSAY_ATTEMPTS"].flatMap(Int.init).map {
      [Page(name: "huge", record: SampleRun.large($0))]
    } ?? []
  }

  /// Attempts of which none could be graded.
  private static var faults: RunRecord {
    var record = SampleRun.record
    for place in record.attempts.indices {
      record.attempts[place].grade.outcome = .faulted(Fault(.network, SampleRun.hostile, tries: 5))
      record.attempts[place].completion = nil
    }
    return record
  }

  @Test(.enabled(if: browser != nil && Node.path != nil, "needs Chromium and Node"))
  func aReaderCanUseEveryReport() throws {
    let folder = URL.temporaryDirectory.appending(path: "assay-pages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var list: [JSON] = []
    for page in BrowserTests.pages {
      let split = try BrowserTests.write(page, to: folder)
      #expect(split == ["split", "huge"].contains(page.name))
      list.append([
        "name": .string(page.name), "attempts": .int(page.record.attempts.count),
        "split": .bool(split),
        // Only a run of several attempts each has the table of problems by attempts.
        "matrix": .int(page.record.run.attempts > 1 ? page.record.attempts.count : 0),
      ])
    }
    try Data(JSON.array(list).text.utf8).write(to: folder.appending(path: "pages.json"))
    let shots = ProcessInfo.processInfo.environment["SCREENSHOTS"]
    let complaints = try BrowserTests.complaints(folder, shots)
    #expect(complaints == "")
  }

  @Test func aThousandAttemptsAreUnderTwoMegabytes() {
    let record = SampleRun.large(1_000)
    #expect(HTMLReport.render(record, Summary(of: record)).count < 2_000_000)
  }

  /// - Returns: whether details went to files of their own.
  private static func write(_ page: Page, to folder: URL) throws -> Bool {
    let split = Locked(false)
    var report = HTMLReport(
      page.record, name: page.name, inlineLimit: page.inlineLimit
    ) { file, bytes in
      let url = folder.appending(path: file)
      if file.contains("/") {
        split.withLock { $0 = true }
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try Data(bytes).write(to: url)
    }
    for attempt in page.record.attempts { try report.add(attempt) }
    try report.finish(Summary(of: page.record))
    return split.withLock { $0 }
  }

  /// What the reader in `Browser/report.mjs` found wrong.
  private static func complaints(_ folder: URL, _ shots: String?) throws -> String {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Browser/report.mjs")
    return try Node.run([script.path, browser ?? "", folder.path] + (shots.map { [$0] } ?? []))
  }

  private static let browser = Program.path(of: ["chromium", "chromium-browser", "google-chrome"])
}
