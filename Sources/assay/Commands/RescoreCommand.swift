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
      A new marking is added and the earlier ones stay. What changed is printed.

      Examples:
        assay rescore last --rubric course
        assay rescore last --limits cpu=4s,memory=512MiB
        assay rescore nightly --set problems/starter     with mended references
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

  @OptionGroup(title: "Sandbox") var sandbox: SandboxFlags
  @OptionGroup var options: StoreOptions

  func run() async throws {
    let installation = try Installation.find()
    let book = try options.openExisting()
    let lookup = RunLookup(book)
    let run = try await lookup.run(run)
    guard let before = try await lookup.record(of: run) else {
      throw Ending.badInput("\(run.name): nothing was graded yet; repeat its grade command")
    }
    var problems = try await problems(of: run, lookup, installation)
    let replaced = try Loading.limits(limits, on: problems.entries)
    problems.entries = replaced.problems
    let chosen = try chosenIDs(problems.entries.map(\.problem))
    let setup = try await MarkingSetup(
      problems: problems.entries.map(\.problem),
      rubric: try rubric.map { try Loading.rubric($0, installation) }
        ?? Loading.rubric(stored: before.marking.rubricSource, name: before.marking.rubricName),
      own: problems.rubrics, sandbox: sandbox, limits: replaced.limits)
    guard try await book.hold(run) else {
      throw Ending.badInput("\(run.name): another process is grading this run")
    }
    let marking = try await setup.newMarking(of: run, in: book)
    try await keep(
      before.attempts.filter { !chosen.contains($0.grade.attempt.problemID) }, in: book, run,
      marking)
    let session = Session(
      book: book, run: run, marking: marking,
      attempts: try await storedAttempts(
        of: run, problems.entries.filter { chosen.contains($0.problem.id) }, book),
      model: Replay(of: run, in: book), marker: setup.marker, width: 16, progress: Progress())
    let isComplete = try await session.grade()
    await setup.close()
    await book.release(run)
    guard isComplete, let after = try await lookup.record(of: run, marking: marking.number) else {
      throw Ending(
        .interrupted,
        "Interrupted: the unfinished marking \(marking.number) is kept; rescore again.")
    }
    try conclude(before, after)
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

  private func conclude(_ before: RunRecord, _ after: RunRecord) throws {
    let changes = Rescoring.changes(from: before, to: after)
    let summary = Summary(of: after)
    if options.json {
      Terminal.standard.result(
        Rescoring.json(changes, before: Summary(of: before), after: summary).text)
    } else {
      Terminal.standard.result(
        VisibleText.of(
          Rescoring.text(
            changes, before: Summary(of: before), after: summary, marking: after.marking))
      )
    }
    if summary.overall.faults > 0 {
      throw Ending(
        .faultsLeft,
        lines: FaultMessages.most(of: after)
          + ["\(FaultMessages.count(summary)); rescore again when that is mended."])
    }
  }
}

/// What a rescore changed.
enum Rescoring {
  struct Change {
    var attempt: AttemptID
    var before: Grade
    var after: Grade
  }

  /// The attempts whose verdict, reason or points differ, in order.
  static func changes(from before: RunRecord, to after: RunRecord) -> [Change] {
    let earlier = Dictionary(
      before.attempts.map { ($0.grade.attempt, $0.grade) }, uniquingKeysWith: { first, _ in first })
    return after.attempts.compactMap { attempt in
      guard let old = earlier[attempt.grade.attempt], label(old) != label(attempt.grade) else {
        return nil
      }
      return Change(attempt: attempt.grade.attempt, before: old, after: attempt.grade)
    }
  }

  static func text(
    _ changes: [Change], before: Summary, after: Summary, marking: Marking
  ) -> String {
    var lines = [
      "Marking \(marking.number), rubric \(marking.rubricName): \(changes.count) of \(after.overall.attempts) grades changed"
    ]
    lines += changes.map { change in
      "  \(change.attempt.problemID)#\(change.attempt.number): \(label(change.before)) → \(label(change.after)) · \(remark(change.after))"
    }
    lines.append("Accuracy \(figure(before)) → \(figure(after))")
    if let old = before.overall.meanPoints, let new = after.overall.meanPoints, old != new,
      old != before.overall.accuracy?.value || new != after.overall.accuracy?.value
    {
      lines.append("Points   \(percent(old)) → \(percent(new))")
    }
    return lines.joined(separator: "\n")
  }

  static func json(_ changes: [Change], before: Summary, after: Summary) -> JSON {
    [
      "changed": .array(
        changes.map {
          [
            "problem_id": .string($0.attempt.problemID), "attempt": .int($0.attempt.number),
            "before": .string(label($0.before)), "after": .string(label($0.after)),
            "remark": .string(remark($0.after)),
          ]
        }),
      "accuracy_before": .optional(before.overall.accuracy?.value),
      "accuracy_after": .optional(after.overall.accuracy?.value),
    ]
  }

  private static func label(_ grade: Grade) -> String {
    switch grade.outcome {
    case .scored(let score):
      score.points > 0 && score.points < 1
        ? "\(score.verdict.rawValue) (\(score.reason.rawValue), \(percent(score.points)))"
        : "\(score.verdict.rawValue) (\(score.reason.rawValue))"
    case .faulted(let fault): "fault (\(fault.kind.rawValue))"
    }
  }

  private static func remark(_ grade: Grade) -> String {
    switch grade.outcome {
    case .scored(let score): score.evidence.remark
    case .faulted(let fault): fault.message
    }
  }

  private static func figure(_ summary: Summary) -> String {
    summary.overall.accuracy.map {
      "\(percent($0.value)) (\(percent($0.low)) to \(percent($0.high)))"
    } ?? "–"
  }
}
