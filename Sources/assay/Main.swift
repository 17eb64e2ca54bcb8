import ArgumentParser
import Glibc
import GradeBook

/// The entry point: parses, runs, and turns every ending into a documented exit status.
@main
struct Main {
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Assay.parseAsRoot(rewritten(Array(CommandLine.arguments.dropFirst())))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      exit(ExitStatus.done)
    } catch let ending as Ending {
      for line in ending.lines { Terminal.standard.message(line) }
      exit(ending.status)
    } catch let error as GradeBookError {
      Terminal.standard.message("\(error.path): \(error.message)")
      exit(ExitStatus.badInput)
    } catch {
      exit(parsing: error)
    }
  }

  /// `--recorded NAME` becomes `--recording NAME`: a name is a word that is no flag and no path.
  private static func rewritten(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (index, argument) in arguments.enumerated() {
      let next = index + 1 < arguments.count ? arguments[index + 1] : "-"
      if argument == "--recorded", !next.hasPrefix("-"), !Files.exists(next) {
        result.append("--recording")
      } else if argument.hasPrefix("--recorded=") {
        result.append("--recording=" + argument.dropFirst("--recorded=".count))
      } else {
        result.append(argument)
      }
    }
    return result
  }

  /// Help and versions go to stdout and are no failure; what cannot be parsed is bad usage.
  private static func exit(parsing error: any Error) -> Never {
    if Assay.exitCode(for: error) == .success {
      Terminal.standard.result(Assay.fullMessage(for: error))
      exit(ExitStatus.done)
    }
    let names = Assay.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = CommandLine.arguments.dropFirst().first.flatMap { names.contains($0) ? $0 : nil }
    let help = command.map { "assay \($0) --help" } ?? "assay --help"
    Terminal.standard.message("\(Assay.message(for: error)); see \(help)")
    exit(ExitStatus.badInput)
  }

  private static func exit(_ status: ExitStatus) -> Never {
    Terminal.standard.flush()
    Glibc.exit(status.rawValue)
  }
}

struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Grades what language models answer to programming and mathematics problems.",
    discussion: """
      Three things to do: grade a problem set, report on it, and rescore stored completions.

        assay grade problems/starter
        assay report last
        assay rescore last --rubric course

      Exit status: 0 done, 1 a gate or check failed, 2 bad usage or bad input,
      3 finished with faults left, 130 interrupted (state kept).
      """,
    version: version,
    subcommands: [
      GradeCommand.self, RescoreCommand.self, ReportCommand.self, CompareCommand.self,
      SuspectsCommand.self, OverrideCommand.self, PlanCommand.self,
      RunsCommand.self, ShowCommand.self, ExplainCommand.self, ExportCommand.self,
      CheckCommand.self, ShowPromptCommand.self, ConvertCommand.self, ExportBatchCommand.self,
      SchemaCommand.self, ExtractCommand.self, EqualCommand.self,
      ServeCommand.self, TuneCommand.self, DoctorCommand.self,
    ])

  /// What runs record and `--version` prints.
  static let version = "0.1.0"
}
