import ArgumentParser
import Grading
import Problems

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract:
      "Converts a problem set of any format that is read into one of those that are written.",
    usage: "assay convert SET [--from FORMAT] --to FORMAT [--out FILE]",
    discussion: """
      Read: \(ProblemFormat.allCases.map(\.rawValue).joined(separator: ", ")).
      Written: \(ProblemExport.allCases.map(\.rawValue).joined(separator: ", ")); the last are stored \
      outputs made of the reference solutions, to grade a set by itself.
      What the target cannot hold is counted on standard error.

      Examples:
        assay convert HumanEval.jsonl.gz --to native --out humaneval.jsonl
        assay convert course/ --to inspect --out samples.jsonl
        assay convert mbpp.jsonl --to solutions --out own.jsonl
      """)

  @Argument(help: "A problem set.")
  var set: String

  @Option(help: ArgumentHelp("The format written.", valueName: "format"))
  var to = ProblemExport.native.rawValue

  @OptionGroup(title: "Problems") var selection: SelectionFlags
  @OptionGroup var languageFlags: LanguageFlags

  @Option(help: ArgumentHelp("A file; default standard output.", valueName: "file"))
  var out: String?

  @Flag(help: "No remarks; errors are still printed.")
  var quiet = false

  func run() throws {
    if quiet { Terminal.standard.beQuiet() }
    guard let target = ProblemExport(rawValue: to) else {
      let names = ProblemExport.allCases.map(\.rawValue).joined(separator: ", ")
      throw Ending.badInput("--to \(to): written are \(names)")
    }
    try languageFlags.add()
    let loaded = try Loading.set(at: set, try Installation.find(), selection)
    let problems = try Loading.select(selection, from: loaded.set)
    var lines: [UInt8] = []
    var written = 0
    var leftOut = 0
    var dropped: [String: Int] = [:]
    for problem in problems {
      let outcome = target.outcome(of: problem, solutions: loaded.solutions[problem.id] ?? [])
      for line in outcome.lines {
        line.write(into: &lines)
        lines.append(UInt8(ascii: "\n"))
        written += 1
      }
      if outcome.isLeftOut { leftOut += 1 }
      for name in outcome.dropped where !outcome.isLeftOut { dropped[name, default: 0] += 1 }
      if out == nil, lines.count > 1 << 20 {
        Terminal.standard.result(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    if let out {
      try Files.write(lines, to: out)
    } else {
      Terminal.standard.result(lines)
    }
    tell(loaded, target, written: written, leftOut: leftOut, dropped: dropped)
  }

  private func tell(
    _ loaded: LoadedSet, _ target: ProblemExport, written: Int, leftOut: Int, dropped: [String: Int]
  ) {
    let formats = loaded.formats.map(\.rawValue).sorted().joined(separator: ", ")
    Terminal.standard.remark(
      "\(set): \(formats.isEmpty ? "native" : formats) → \(target.rawValue), \(written) lines")
    for (name, count) in dropped.sorted(by: { $0.key < $1.key }) {
      Terminal.standard.remark(
        "Dropped: \(name), of \(count) problem\(count == 1 ? "" : "s") (\(target.rawValue) has no room for it)"
      )
    }
    if leftOut > 0 {
      Terminal.standard.remark(
        "Left out: \(leftOut) problem\(leftOut == 1 ? "" : "s") that \(target.rawValue) cannot hold at all"
      )
    }
  }
}
