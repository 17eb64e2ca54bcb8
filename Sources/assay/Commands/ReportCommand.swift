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
      let whole = try await RunLookup(book).marked(name, marking: marking)
      let record = hideHidden ? whole.withoutHiddenTests : whole
      let folder = out.map { runs.count > 1 ? "\($0)/\(record.run.name)" : $0 }
      let files = try ReportFiles(record, Summary(of: record)).write(
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
  let record: RunRecord
  let summary: Summary

  init(_ record: RunRecord, _ summary: Summary) {
    self.record = record
    self.summary = summary
  }

  /// Writes the formats into a folder, or one format into a file if the path ends in a file name.
  ///
  /// - Returns: the paths written.
  func write(_ formats: [ReportFormat], to path: String) throws(Ending) -> [String] {
    let last = path.split(separator: "/").last ?? ""
    let isFile = last.contains(".") && !path.hasSuffix("/") && last != "." && last != ".."
    if isFile, !Files.isFolder(path) {
      guard formats.count == 1, let format = formats.first else {
        throw .badInput("--out \(path): names a file, so name one --format")
      }
      try Files.write(format.render(record, summary), to: path)
      return [path]
    }
    var written: [String] = []
    for format in formats {
      let file = "\(path)/\(format.fileName)"
      try Files.write(format.render(record, summary), to: file)
      written.append(file)
    }
    return written
  }
}
