import ArgumentParser
import Glibc
import GradeBook
import Grading
import Reports
import Statistics

struct OverrideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "override",
    abstract: "Puts a person's verdict in the place of a grade, with author, time and reason.",
    usage: "assay override RUN --problem ID [--attempt N] --verdict V --because TEXT […]",
    discussion: """
      A new marking is added with this one grade changed; the earlier ones stay. Wherever the grade
      is shown, so is who gave it and why. Rescoring keeps it unless told otherwise.

      Examples:
        assay override last --problem gcd --verdict correct --because "42.0 is 42"
        assay override last --problem essay --verdict partial --because "half"
        assay override last --problem gcd --undo
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("The problem.", valueName: "id"))
  var problem: String

  @Option(help: ArgumentHelp("Which attempt.", valueName: "n"))
  var attempt = 1

  @Option(
    help: ArgumentHelp(
      "correct, partial, incorrect, undecided or unanswered.", valueName: "verdict"))
  var verdict: String?

  @Option(help: ArgumentHelp("Points from 0 to 1, for partial.", valueName: "share"))
  var points: Double?

  @Option(help: ArgumentHelp("Why, in a sentence.", valueName: "text"))
  var because: String?

  @Option(
    help: ArgumentHelp("Who says so; default $ASSAY_AUTHOR or your login.", valueName: "name"))
  var author: String?

  @Flag(help: "Take back the attempt's last override.")
  var undo = false

  @OptionGroup var options: StoreOptions

  func validate() throws {
    if undo {
      guard verdict == nil, because == nil, points == nil else {
        throw ValidationError("--undo takes neither --verdict nor --because nor --points")
      }
      return
    }
    guard let verdict else { throw ValidationError("--verdict is missing, or --undo") }
    guard let verdict = Verdict(rawValue: verdict) else {
      let names = Verdict.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--verdict \(verdict): one of \(names) is wanted")
    }
    guard let because, because.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--because is missing: say why, in a sentence")
    }
    if because.utf8.count > 2_000 { throw ValidationError("--because: at most 2000 bytes") }
    guard let points else {
      if verdict == .partial { throw ValidationError("--verdict partial needs --points") }
      return
    }
    guard verdict == .partial, points > 0, points < 1 else {
      throw ValidationError("--points is a share between 0 and 1, for --verdict partial")
    }
  }

  func run() async throws {
    let book = try options.openExisting()
    let lookup = RunLookup(book)
    let record = try await lookup.marked(run)
    let id = AttemptID(problemID: problem, number: attempt)
    guard let old = record.attempts.first(where: { $0.grade.attempt == id })?.grade else {
      throw Ending.badInput("\(problem), attempt \(attempt): not graded in \(record.run.name)")
    }
    let new =
      undo ? try await before(old, record, lookup) : try overridden(old, record.marking.number)
    guard try await book.hold(record.run) else {
      throw Ending.badInput("\(record.run.name): another process is grading this run")
    }
    var marking = record.marking
    marking.startedAt = Clock.timestamp
    marking = try await book.begin(marking, of: record.run)
    for attempt in record.attempts {
      try await book.save(
        attempt.grade.attempt == id ? new : attempt.grade, of: record.run, marking: marking)
    }
    try await book.flush()
    await book.release(record.run)
    guard let after = try await lookup.record(of: record.run, marking: marking.number) else {
      return
    }
    conclude(MarkingDifference(from: record, to: after), new)
  }

  private func overridden(_ old: Grade, _ marking: Int) throws(Ending) -> Grade {
    guard let verdict = verdict.flatMap(Verdict.init(rawValue:)), let because else { return old }
    let override = Override(
      author: try name(), time: Clock.timestamp, because: because, replaced: old.label,
      marking: marking)
    return old.overridden(
      verdict, points: verdict == .correct ? 1 : points ?? 0, by: override)
  }

  /// The grade that the last override replaced.
  private func before(
    _ grade: Grade, _ record: RunRecord, _ lookup: RunLookup
  ) async throws -> Grade {
    guard let override = grade.score?.evidence.override else {
      throw Ending.badInput(
        "--undo: \(problem), attempt \(attempt) of \(record.run.name) is not overridden")
    }
    let earlier = try await lookup.record(of: record.run, marking: override.marking)
    guard let old = earlier?.attempts.first(where: { $0.grade.attempt == grade.attempt })?.grade
    else {
      throw Ending.badInput(
        "--undo: marking \(override.marking) of \(record.run.name) is not there; rescore with --drop-overrides"
      )
    }
    return old
  }

  private func name() throws(Ending) -> String {
    let login = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
    let names = [author, environment("ASSAY_AUTHOR"), environment("USER"), login]
    guard let name = names.compactMap(\.self).first(where: { !$0.isEmpty }) else {
      throw .badInput("--author: say who you are")
    }
    return name
  }

  private func conclude(_ difference: MarkingDifference, _ grade: Grade) {
    if options.json {
      Terminal.standard.result(MarkingDifferenceReport.json(difference).text)
      return
    }
    Terminal.standard.result(MarkingDifferenceReport.text(difference, style: .uncut))
    if let override = grade.score?.evidence.override {
      Terminal.standard.result(VisibleText.line(override.sentence))
    }
  }
}
