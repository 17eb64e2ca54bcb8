import ArgumentParser
import GradeBook
import Grading
import Reports
import Statistics

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists the runs of a grade book.",
    usage: "assay runs [--store PATH] [--json]",
    discussion: """
      Examples:
        assay runs
        assay runs --json | jq -r '.[].name'
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let book = try options.openExisting()
    var lines: [[String]] = []
    var records: [JSON] = []
    for run in try await book.runs() {
      let record = try await RunLookup(book).record(of: run, isWhole: false)
      let summary = record.map(Summary.init(of:))
      let overall = summary?.overall
      let state = run.finishedAt == nil ? "unfinished" : "finished"
      lines.append([
        VisibleText.line(run.name), VisibleText.line(run.model), VisibleText.line(run.setName),
        "\(overall?.attempts ?? 0)",
        overall?.accuracy.map { percent($0.value) } ?? "–", "\(overall?.faults ?? 0)", state,
        run.startedAt,
      ])
      records.append([
        "name": .string(run.name), "id": .string(run.id), "model": .string(run.model),
        "set": .string(run.setName), "graded": .int(overall?.attempts ?? 0),
        "accuracy": .optional(overall?.accuracy?.value), "faults": .int(overall?.faults ?? 0),
        "finished": .bool(run.finishedAt != nil), "started_at": .string(run.startedAt),
      ])
    }
    if options.json {
      Terminal.standard.result(JSON.array(records).text)
    } else {
      let header = ["RUN", "MODEL", "SET", "GRADED", "ACCURACY", "FAULTS", "STATE", "STARTED"]
      Terminal.standard.table([header] + lines, numeric: [3, 4, 5])
    }
  }
}

/// A share as a percentage with one decimal.
func percent(_ share: Double) -> String {
  let tenths = Int((share * 1_000).rounded())
  return "\(tenths / 10).\(tenths % 10)%"
}

/// Plain tables whose cells are never cut.
enum Columns {
  static func aligned(_ rows: [[String]], numeric: Set<Int> = []) -> String {
    TerminalTable.lines(rows, numeric: numeric, width: 1_000_000).joined(separator: "\n")
  }
}
