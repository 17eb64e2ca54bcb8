import ArgumentParser
import GradeBook
import Grading
import Problems
import Reports
import Statistics

struct RescoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescore",
    abstract: "Marks the stored completions of a run again; no model is asked.",
    usage: "assay rescore RUN [--rubric RUBRIC] [--set SET] [--only ID,…] […]",
    discussion: """
      A new marking is added and the earlier ones stay. What changed, why, and how the accuracy moves
      is printed. Grades that a person has overridden are kept.

      Examples:
        assay rescore last --rubric course
        assay rescore last --limits cpu=4s,memory=512MiB
        assay rescore nightly --set problems/starter     with mended references
        assay rescore last --dry-run --diff changes.html
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("A rubric's name or file.", valueName: "rubric"))
  var rubric: String?

  @Option(
    help: ArgumentHelp(
      "Limits in the place of the problems' own, as in cpu=4s,memory=512MiB.",
      valueName: "limit=value,…"))
  var limits: String?

  @Option(
    help: ArgumentHelp(
      "Take the references from this set instead of the stored ones.", valueName: "set"))
  var set: String?

  @Option(
    help: ArgumentHelp(
      "Mark only these problems anew; the others keep their grades.", valueName: "id,…"))
  var only: String?

  @Flag(help: "Store nothing: only say what would change.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Also write what changed to a file, its form by its ending: .html, .md or .json.",
      valueName: "file"))
  var diff: String?

  @Flag(help: "Mark anew what a person has overridden.")
  var dropOverrides = false

  @OptionGroup(title: "Sandbox") var sandbox: SandboxFlags
  @OptionGroup var options: StoreOptions

  func validate() throws {
    if let diff, ComparisonReport(fileName: diff) == nil {
      throw ValidationError("--diff \(diff): a name that ends in .html, .md or .json is wanted")
    }
  }

  func run() async throws {
    let installation = try Installation.find()
    _ = try sandbox.addLanguages()
    let book = try options.openExisting()
    let lookup = RunLookup(book)
    let run = try await lookup.run(run)
    // The texts of completions are read again as they are marked.
    guard var before = try await lookup.record(of: run, isWhole: false) else {
      throw Ending.badInput("\(run.name): nothing was graded yet; repeat its grade command")
    }
    var problems = try await problems(of: run, lookup, installation)
    let mended = set == nil ? [] : try await mended(problems, of: run, lookup)
    let replaced = try Loading.limits(limits, on: problems.entries)
    problems.entries = replaced.problems
    let chosen = try chosenIDs(problems.entries.map(\.problem))
    let setup = try await MarkingSetup(
      problems: problems.entries.map(\.problem),
      rubric: try rubric.map { try Loading.rubric($0, installation) }
        ?? Loading.rubric(stored: before.marking.rubricSource, name: before.marking.rubricName),
      own: problems.rubrics, sandbox: sandbox, limits: replaced.limits)
    if before.attempts.contains(where: { keeps($0, chosen) }) {
      before = try await lookup.record(of: run, marking: before.marking.number) ?? before
    }
    let kept = before.attempts.filter { keeps($0, chosen) }
    let settled = Set(kept.map(\.grade.attempt))
    let attempts = try await storedAttempts(
      of: run, problems.entries.filter { chosen.contains($0.problem.id) }, book
    ).filter { !settled.contains($0.id) }
    // What is marked takes a while, in which the marking there is can be counted.
    let stored = before
    async let side = MarkingSide(stored)
    if dryRun {
      let after = try await DryMarking(setup: setup, book: book, before: before)
        .record(attempts, keeping: kept)
      await setup.close()
      try conclude(await side, after, mended)
      return
    }
    guard try await book.hold(run) else {
      throw Ending.badInput("\(run.name): another process is grading this run")
    }
    let marking = try await setup.newMarking(of: run, in: book)
    try await keep(kept, in: book, run, marking)
    let grades = Locked(MarkedAnew(before, keeping: kept))
    let session = Session(
      book: book, run: run, marking: marking, attempts: .answered(attempts),
      model: Replay(of: run, in: book), marker: setup.marker, width: 16, progress: Progress(),
      harvest: nil, received: { grade in grades.withLock { $0.take(grade) } })
    let isComplete = try await session.grade()
    await setup.close()
    await book.release(run)
    var after = grades.withLock { $0.record(under: marking) }
    if grades.withLock({ $0.hasOthers }) {
      after = try await lookup.record(of: run, marking: marking.number, isWhole: false) ?? after
    }
    guard isComplete else {
      throw Ending(
        .interrupted,
        "Interrupted: the unfinished marking \(marking.number) is kept; rescore again.")
    }
    try conclude(await side, after, mended)
  }

  /// Whether a grade stays as it is.
  private func keeps(_ attempt: GradedAttempt, _ chosen: Set<String>) -> Bool {
    !chosen.contains(attempt.grade.attempt.problemID)
      || !dropOverrides && attempt.grade.score?.evidence.override != nil
  }

  /// The problems whose references `--set` changes.
  private func mended(
    _ problems: RunLookup.StoredProblems, of run: Run, _ lookup: RunLookup
  ) async throws -> [String] {
    let stored = try await lookup.problems(of: run)
    return zip(stored.entries, problems.entries).filter {
      $0.problem.reference != $1.problem.reference
    }.map(\.0.problem.id)
  }

  /// The stored problems, or those of `--set` with the stored prompts.
  private func problems(
    of run: Run, _ lookup: RunLookup, _ installation: Installation
  ) async throws -> RunLookup.StoredProblems {
    var stored = try await lookup.problems(of: run)
    guard let set else { return stored }
    let loaded = try Loading.set(at: set, installation)
    let byID = Dictionary(
      loaded.set.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    stored.entries = try stored.entries.map { entry in
      guard let problem = byID[entry.problem.id] else {
        throw Ending.badInput(
          "--set \(set): has no problem \(entry.problem.id), which the run asked")
      }
      return (problem, entry.prompt)
    }
    stored.rubrics = loaded.rubrics
    return stored
  }

  private func chosenIDs(_ problems: [Problem]) throws(Ending) -> Set<String> {
    let all = Set(problems.map(\.id))
    guard let only else { return all }
    let wanted = Set(only.split(separator: ",").map { String($0.trimming()) })
    for id in wanted.sorted() where !all.contains(id) {
      throw .badInput("--only \(id): the run has no such problem")
    }
    return wanted
  }

  private func storedAttempts(
    of run: Run, _ problems: [(problem: Problem, prompt: Prompt)], _ book: GradeBook
  ) async throws -> [Attempt] {
    let completed = try await book.completedAttempts(of: run)
    let numbers = Dictionary(grouping: completed, by: \.problemID)
    return problems.flatMap { entry in
      (numbers[entry.problem.id] ?? []).map(\.number).sorted().map {
        Attempt(problem: entry.problem, number: $0, prompt: entry.prompt)
      }
    }
  }

  /// Takes over the grades of problems that are not marked anew.
  private func keep(
    _ attempts: [GradedAttempt], in book: GradeBook, _ run: Run, _ marking: Marking
  ) async throws {
    for attempt in attempts { try await book.save(attempt.grade, of: run, marking: marking) }
    try await book.flush()
  }

  private func conclude(
    _ before: MarkingSide, _ after: RunRecord, _ mended: [String]
  ) throws {
    var difference = MarkingDifference(
      from: before, to: MarkingSide(after), isStored: !dryRun)
    if !mended.isEmpty {
      let shown = 5
      let more = mended.count > shown ? ", … and \(mended.count - shown) more" : ""
      difference.causes.append(
        .init(
          label: "references", first: "as stored",
          second: "others of \(mended.prefix(shown).joined(separator: ", "))\(more)"))
    }
    if options.json {
      Terminal.standard.result(MarkingDifferenceReport.json(difference).text)
    } else {
      Terminal.standard.result(MarkingDifferenceReport.text(difference, style: .uncut))
    }
    if let diff, let form = ComparisonReport(fileName: diff) {
      try Files.write(MarkingDifferenceReport.render(difference, as: form), to: diff)
      Terminal.standard.remark("Difference: \(diff)")
    }
    if after.attempts.contains(where: { $0.grade.fault != nil }) {
      let summary = Summary(of: after)
      throw Ending(
        .faultsLeft,
        lines: FaultMessages.most(of: after)
          + ["\(FaultMessages.count(summary)); rescore again when that is mended."])
    }
  }
}
