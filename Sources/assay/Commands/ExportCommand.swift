import ArgumentParser
import GradeBook
import Grading
import Reports

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes one JSON object a line for each attempt of a run.",
    usage: "assay export RUN [--format NAME] [--out FILE] [--marking N] […]",
    discussion: """
      Examples:
        assay export last
        assay export last --out grades.jsonl
        assay export last --hide-hidden --out for-students.jsonl
        assay export last --format evalplus --out eval_results.json
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("A file; default standard output.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "assay, or the result format of another tool: humaneval or evalplus.", valueName: "name"))
  var format = "assay"

  @Option(help: ArgumentHelp("The marking to export; default the newest.", valueName: "n"))
  var marking: Int?

  @Flag(help: "For students: leave out what hidden tests hold.")
  var hideHidden = false

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let whole = try await RunLookup(try options.openExisting()).marked(run, marking: marking)
    let record = hideHidden ? whole.withoutHiddenTests : whole
    guard format == "assay" else {
      guard let foreign = ForeignExport(rawValue: format) else {
        let names = ForeignExport.allCases.map(\.rawValue).joined(separator: ", ")
        throw Ending.badInput("--format \(format): there are assay, \(names)")
      }
      let faults = record.attempts.filter { $0.grade.score == nil }.count
      if faults > 0 {
        Terminal.standard.remark(
          "Left out: \(faults) attempt\(faults == 1 ? "" : "s") with faults, which \(format) has no word for"
        )
      }
      if let out {
        try Files.write(foreign.render(record), to: out)
      } else {
        Terminal.standard.result(foreign.render(record))
      }
      return
    }
    if let out {
      try Files.write(Export.render(record), to: out)
    } else {
      Export.write(record) { Terminal.standard.result($0) }
    }
  }
}
