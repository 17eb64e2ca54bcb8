import ArgumentParser

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compares runs problem by problem (not yet).")

  @Argument(help: "Two or more runs.")
  var runs: [String] = []

  func run() throws {
    throw Ending.badInput(
      "compare: not yet; until then, “assay report RUN --format csv” of each run has what it takes")
  }
}
