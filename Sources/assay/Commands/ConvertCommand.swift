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

  /// In bytes: larger files are not held.
  @Option(help: .hidden) var mostHeldBytes = Loading.largeSet

  @Flag(help: "No remarks; errors are still printed.")
  var quiet = false

  func run() throws {
    if quiet { Terminal.standard.beQuiet() }
    guard let target = ProblemExport(rawValue: to) else {
      let names = ProblemExport.allCases.map(\.rawValue).joined(separator: ", ")
      throw Ending.badInput("--to \(to): written are \(names)")
    }
    try languageFlags.add()
    var writer = try Writer(target, to: out)
    let formats = try converted(by: &writer)
    try writer.finish()
    tell(formats, writer)
  }

  /// Hands all problems to the writer; the formats that they were in.
  ///
  /// A large set is read problem by problem and never held.
  private func converted(by writer: inout Writer) throws -> Set<ProblemFormat> {
    if selection.keepsAll, StreamedSet.canRead(set), Files.size(set) > mostHeldBytes {
      let reader = try Loading.reading { () throws(LoadingErrors) in
        try StreamedSet(set).reader(as: try selection.from.map(ProblemFormat.named))
      }
      while let (problem, solutions) = try Loading.reading({ () throws(LoadingErrors) in
        try reader.nextWithSolutions()
      }) {
        try writer.add(problem, solutions)
      }
      return reader.format.map { [$0] } ?? []
    }
    let loaded = try Loading.set(at: set, try Installation.find(), selection)
    for problem in try Loading.select(selection, from: loaded.set) {
      try writer.add(problem, loaded.solutions[problem.id] ?? [])
    }
    return loaded.formats
  }

  /// Writes problems in the target's format and counts what it cannot hold.
  private struct Writer {
    let target: ProblemExport
    private(set) var written = 0
    private(set) var leftOut = 0
    private(set) var dropped: [String: Int] = [:]
    private let file: GrowingFile?
    private var lines: [UInt8] = []

    /// - Parameter path: `nil` for standard output.
    init(_ target: ProblemExport, to path: String?) throws {
      self.target = target
      file = try path.map { path throws(Ending) in try GrowingFile(path) }
    }

    mutating func add(_ problem: Problem, _ solutions: [Solution]) throws {
      let outcome = target.outcome(of: problem, solutions: solutions)
      for line in outcome.lines {
        lines.append(contentsOf: line.utf8)
        lines.append(UInt8(ascii: "\n"))
        written += 1
      }
      if outcome.isLeftOut { leftOut += 1 }
      for name in outcome.dropped where !outcome.isLeftOut { dropped[name, default: 0] += 1 }
      if lines.count > 1 << 18 { try drain() }
    }

    private mutating func drain() throws {
      if let file {
        try file.write(lines)
      } else {
        Terminal.standard.result(lines)
      }
      lines.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws {
      if !lines.isEmpty { try drain() }
      try file?.finish()
    }
  }

  private func tell(_ formats: Set<ProblemFormat>, _ writer: Writer) {
    let names = formats.map(\.rawValue).sorted().joined(separator: ", ")
    let target = writer.target
    Terminal.standard.remark(
      "\(set): \(names.isEmpty ? "native" : names) → \(target.rawValue), \(writer.written) lines")
    for (name, count) in writer.dropped.sorted(by: { $0.key < $1.key }) {
      Terminal.standard.remark(
        "Dropped: \(name), of \(count) problem\(count == 1 ? "" : "s") (\(target.rawValue) has no room for it)"
      )
    }
    let leftOut = writer.leftOut
    if leftOut > 0 {
      Terminal.standard.remark(
        "Left out: \(leftOut) problem\(leftOut == 1 ? "" : "s") that \(target.rawValue) cannot hold at all"
      )
    }
  }
}
