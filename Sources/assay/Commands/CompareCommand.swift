import ArgumentParser
import GradeBook
import Grading
import Reports
import Statistics

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares runs problem by problem with the first of them.",
    usage: "assay compare RUN RUN… [--out FILE] [--fail-if-worse] […]",
    discussion: """
      Only problems that both runs could mark are compared, and only under equal conditions: other
      prompts, parameters, problems or scorers are named and refused, unless you say --force.

      Examples:
        assay compare baseline candidate
        assay compare baseline a b --out compare.html
        assay compare main branch --fail-if-worse --out compare.md
      """)

  @Argument(help: "Two or more runs; each further one is compared with the first.")
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "A file to write, its form by its ending: .html, .md or .json; repeat it for more.",
      valueName: "file"))
  var out: [String] = []

  @Flag(help: "Compare although the conditions differ; the report names how.")
  var force = false

  @Flag(help: "Exit with 1 if a run is worse than the first beyond chance (p < 0.05).")
  var failIfWorse = false

  @OptionGroup var options: StoreOptions

  func validate() throws {
    for file in out where ComparisonReport(fileName: file) == nil {
      throw ValidationError("--out \(file): a name that ends in .html, .md or .json is wanted")
    }
  }

  func run() async throws {
    guard runs.count > 1 else {
      throw Ending.badInput("compare: name two runs or more, for example: assay compare a b")
    }
    let lookup = RunLookup(try options.openExisting())
    var records: [RunRecord] = []
    for name in runs { records.append(try await lookup.marked(name)) }
    let ids = records.map(\.run.id)
    guard Set(ids).count == ids.count else {
      throw Ending.badInput("compare: names the same run twice")
    }
    let comparison = Comparison(of: records)
    if !force { try requireEqualConditions(comparison) }
    try requireCommonProblems(comparison)
    if options.json {
      Terminal.standard.result(comparison.json.text)
    } else {
      Terminal.standard.result(ComparisonTerminal.render(comparison, style: .uncut))
    }
    for file in out {
      guard let form = ComparisonReport(fileName: file) else { continue }
      try Files.write(form.render(comparison), to: file)
      Terminal.standard.remark("Comparison: \(file)")
    }
    try judge(comparison)
  }

  private func requireEqualConditions(_ comparison: Comparison) throws(Ending) {
    let lines = comparison.pairs.flatMap { pair in
      pair.conditions.map { condition in
        "\(comparison.first.run) and \(pair.second.run): \(condition.label) differs: "
          + "\(VisibleText.line(condition.first)) and \(VisibleText.line(condition.second))"
      }
    }
    guard !lines.isEmpty else { return }
    throw Ending(
      .badInput,
      lines: lines + [
        "What differs besides the model would be compared as well; mend it (rescore gives both the same marking), or say --force."
      ])
  }

  private func requireCommonProblems(_ comparison: Comparison) throws(Ending) {
    for pair in comparison.pairs where pair.overall == nil {
      throw .badInput(
        "\(comparison.first.run) and \(pair.second.run): no problem in common that both could mark")
    }
  }

  private func judge(_ comparison: Comparison) throws(Ending) {
    let worse = comparison.pairs.filter(\.isWorse)
    guard failIfWorse, !worse.isEmpty else { return }
    throw Ending(
      .failed,
      "\(worse.map(\.second.run).joined(separator: ", ")): worse than \(comparison.first.run) (--fail-if-worse)"
    )
  }
}
