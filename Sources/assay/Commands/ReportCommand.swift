import ArgumentParser
import GradeBook
import Grading
import Reports
import Statistics

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Writes the report of a run from its stored grades.",
    usage: "assay report RUN… [--format FORMAT,…] [--out PATH] […]",
    discussion: """
      Examples:
        assay report last
        assay report nightly --format json --out nightly.json
        assay report last --format html,markdown,csv,junit --out reports/nightly
      """)

  @Argument(help: "Runs: names, beginnings of ids, or last.")
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "html, markdown, json, csv, junit; several by commas.", valueName: "format,…"))
  var format = "html,markdown"

  @Option(
    help: ArgumentHelp(
      "A folder, or a file if the path ends in a file name. Default reports/<run>.",
      valueName: "path"))
  var out: String?

  @Option(help: ArgumentHelp("The marking to report; default the newest.", valueName: "n"))
  var marking: Int?

  @Flag(help: "For students: leave out what hidden tests hold.")
  var hideHidden = false

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let formats = try format.split(separator: ",").map { word in
      guard let format = ReportFormat(rawValue: String(word.trimming())) else {
        throw Ending.badInput("--format \(word): html, markdown, json, csv or junit is wanted")
      }
      return format
    }
    guard !runs.isEmpty else { throw Ending.badInput("report: name a run, for example last") }
    let book = try options.openExisting()
    for name in runs {
      // What hidden tests hold may stand in remarks too, which only the tests tell.
      let found = try await RunLookup(book).marked(name, marking: marking, isWhole: hideHidden)
      let record = hideHidden ? found.withoutHiddenTests : found
      let folder = out.map { runs.count > 1 ? "\($0)/\(record.run.name)" : $0 }
      let summary = Task { Summary(marked: record) }
      let files = try await ReportFiles(
        record, summary, book, hidesHiddenTests: hideHidden
      ).write(
        formats, to: folder ?? "reports/\(record.run.name)")
      for file in files {
        options.json
          ? Terminal.standard.result(JSON.object([.init("report", .string(file))]).text)
          : Terminal.standard.result(file)
      }
    }
  }
}

/// The files that a report consists of.
struct ReportFiles {
  /// Its attempts may lack their details.
  let record: RunRecord
  /// The record's figures, which may still be in the making while details are read.
  let summary: Task<Summary, Never>
  /// Where the details are.
  let book: GradeBook
  /// Whether what hidden tests hold is left out.
  let hidesHiddenTests: Bool

  init(
    _ record: RunRecord, _ summary: Task<Summary, Never>, _ book: GradeBook,
    hidesHiddenTests: Bool = false
  ) {
    self.hidesHiddenTests = hidesHiddenTests
    self.record = record
    self.summary = summary
    self.book = book
  }

  /// Writes the formats into a folder, or one format into a file if the path ends in a file name.
  ///
  /// - Returns: the paths written, without the details beside a big page.
  func write(_ formats: [ReportFormat], to path: String) async throws -> [String] {
    let last = path.split(separator: "/").last ?? ""
    let isFile = last.contains(".") && !path.hasSuffix("/") && last != "." && last != ".."
    if isFile, !Files.isFolder(path) {
      guard formats.count == 1, let format = formats.first else {
        throw Ending.badInput("--out \(path): names a file, so name one --format")
      }
      try await write(format, to: path)
      return [path]
    }
    var written: [String] = []
    for format in formats {
      let file = "\(path)/\(format.fileName)"
      try await write(format, to: file)
      written.append(file)
    }
    return written
  }

  private func write(_ format: ReportFormat, to path: String) async throws {
    switch format {
    case .html: try await writePage(to: path)
    case .markdown: try Files.write(MarkdownReport.render(record, await summary.value), to: path)
    case .json, .csv, .junit:
      let found = try await RunLookup(book).record(of: record.run, marking: record.marking.number)
      let whole = found ?? record
      try Files.write(
        format.render(hidesHiddenTests ? whole.withoutHiddenTests : whole, await summary.value),
        to: path)
    }
  }

  private func writePage(to path: String) async throws {
    let (folder, file) =
      path.lastIndex(of: "/").map {
        (path[...$0], path[path.index(after: $0)...])
      } ?? ("", path[...])
    let name = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? String(file)
    let page = Locked(
      HTMLReport(record, name: name) { part, bytes in
        // The page itself goes where it was wanted, whatever its ending is.
        try Files.write(bytes, to: part == name + ".html" ? path : folder + part)
      })
    try await book.eachAttempt(of: record.run, marking: record.marking.number) { attempt in
      let shown = hidesHiddenTests ? attempt.withoutHiddenTests : attempt
      try page.withLock { try $0.add(shown) }
    }
    let figures = await summary.value
    try page.withLock { try $0.finish(figures) }
  }
}
