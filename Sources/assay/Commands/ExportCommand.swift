import ArgumentParser
import GradeBook
import Grading
import Reports

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes one JSON object a line for each attempt of a run.",
    usage: "assay export RUN [--out FILE] [--marking N] […]",
    discussion: """
      Examples:
        assay export last
        assay export last --out grades.jsonl
        assay export last --hide-hidden --out for-students.jsonl
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("A file; default standard output.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("The marking to export; default the newest.", valueName: "n"))
  var marking: Int?

  @Flag(help: "For students: leave out what hidden tests hold.")
  var hideHidden = false

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let whole = try await RunLookup(try options.openExisting()).marked(run, marking: marking)
    let record = hideHidden ? whole.withoutHiddenTests : whole
    if let out {
      try Files.write(Export.render(record), to: out)
    } else {
      Export.write(record) { Terminal.standard.result($0) }
    }
  }
}
