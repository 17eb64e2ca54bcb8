import ArgumentParser
import GradeBook
import Grading
import Problems
import Sandbox
import Scoring

/// How submissions are shut in.
struct SandboxFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The least isolation: 3 full, 2 namespaces, 1 restricted; default 1.", valueName: "level"))
  var requireIsolation: Int?

  @Flag(
    help: "Run submissions without isolation where there is no other way; every report says so.")
  var allowUnsafe = false

  @Option(help: ArgumentHelp("Submissions run at once; default the processors.", valueName: "n"))
  var workers: Int?

  @Option(help: ArgumentHelp("More languages, a YAML file.", valueName: "file"))
  var languages: String?

  /// Makes the languages of `--languages` known; before anything is read.
  func addLanguages() throws(Ending) -> [LanguageTools] {
    try LanguageFlags.add(languages)
  }

  func validate() throws {
    if let requireIsolation, !(1...3).contains(requireIsolation) {
      throw ValidationError(
        "--require-isolation is 1, 2 or 3; without any isolation: --allow-unsafe")
    }
    if let workers, !(1...1_024).contains(workers) {
      throw ValidationError("--workers is a number from 1 to 1024")
    }
  }
}

/// Everything that is right of the completion: rubric, sandbox, scorers.
struct MarkingSetup {
  let marker: Marker
  /// Marks by correctness alone and runs every test whatever happened before.
  let thoroughMarker: Marker
  /// `nil` if no problem needs code to be run.
  let sandbox: Sandbox?
  private let rubric: Rubric
  private let limits: LimitsOverride?

  /// - Parameters:
  ///   - rubric: The rubric of all problems that have none of their own.
  ///   - own: The rubrics of problems' own, by the name that the problem gives.
  ///   - limits: What was put in the place of the problems' own limits, for the record.
  /// - Throws: if the sandbox falls short of what is required.
  init(
    problems: [Problem], rubric: Rubric, own: [String: Rubric], sandbox flags: SandboxFlags,
    limits: LimitsOverride? = nil
  ) async throws {
    self.rubric = rubric
    self.limits = limits
    sandbox = try await Self.sandbox(for: problems, flags)
    let runner: any CodeRunner = sandbox ?? NoRunner()
    let computed = await ComputedOutputs(for: problems, runner: sandbox)
    let references = { @Sendable (problem: Problem) throws(Fault) -> Reference in
      try DeferredReferences.resolved(problem) { problem throws(Fault) in
        try computed.text(for: problem)
      }
    }
    marker = Marker(
      runner: runner,
      rubrics: { problem throws(Fault) in
        guard let name = problem.rubric else { return rubric }
        guard let found = own[name] else {
          throw Fault(.unreadableReference, "its rubric “\(name)” is not at hand")
        }
        return found
      },
      references: references)
    thoroughMarker = Marker(runner: runner, runsAllTests: true, references: references)
  }

  /// A sandbox, if anything is to be run.
  private static func sandbox(
    for problems: [Problem], _ flags: SandboxFlags
  ) async throws -> Sandbox? {
    guard problems.contains(where: { !$0.reference.languages.isEmpty }) else { return nil }
    let languages = try flags.addLanguages()
    do throws(Fault) {
      return try await Sandbox.open(
        SandboxOptions(
          workers: flags.workers ?? SandboxOptions.usualWorkers,
          requiredLevel: flags.requireIsolation ?? (flags.allowUnsafe ? 0 : 1),
          languages: languages))
    } catch {
      throw Ending.badInput("sandbox: \(error.message)")
    }
  }

  private var isolation: JSON { sandbox?.isolation.json ?? .null }

  /// Ends what runs beside this process.
  func close() async { await sandbox?.close() }

  /// What tries the set's own answers before a model is asked.
  func canary(for loaded: LoadedSet, _ problems: [Problem]) -> Canary {
    var identity = SHA256()
    for problem in problems { identity.update(problem.contentHash + "\u{0}") }
    for problem in problems {
      for solution in loaded.solutions[problem.id] ?? [] {
        identity.update(solution.source + "\u{0}")
      }
    }
    return canary(solutions: loaded.solutions, identity)
  }

  /// - Parameter identity: Of what is tried.
  func canary(solutions: [String: [Solution]], _ identity: SHA256) -> Canary {
    var identity = identity
    let ours = [Marker.versions.text, rubric.source, isolation.text, Assay.version]
    identity.update(ours.joined(separator: "\u{0}"))
    return Canary(solutions: solutions, marker: marker, identity: identity.hex)
  }

  /// Refuses to spend money on problems that nobody can mark.
  func requireReadableReferences(_ problems: [Problem], of set: String) throws(Ending) {
    var faults = UnreadableReferences(set: set)
    for problem in problems { faults.check(problem, self) }
    try faults.throwIfAny()
  }

  /// The run's newest marking if it was made the same way, else a new one.
  func marking(of run: Run, in book: GradeBook) async throws -> Marking {
    let last = try await book.markings(of: run).last
    if let last, last.scorers == Marker.versions,
      last.rubricSource == rubric.source, last.limits == (limits?.json ?? .null),
      last.isolation["level"] == isolation["level"]
    {
      return last
    }
    let marking = try await newMarking(of: run, in: book)
    if let last { try await keepOverrides(of: run, from: last, to: marking, in: book) }
    return marking
  }

  /// What a person has settled stays settled under newer scorers.
  private func keepOverrides(
    of run: Run, from last: Marking, to marking: Marking, in book: GradeBook
  ) async throws {
    let record = try await RunLookup(book).record(of: run, marking: last.number)
    for attempt in record?.attempts ?? []
    where attempt.grade.score?.evidence.override != nil {
      try await book.save(attempt.grade, of: run, marking: marking)
    }
    try await book.flush()
  }

  /// A marking of its own, as rescoring makes it.
  func newMarking(of run: Run, in book: GradeBook) async throws -> Marking {
    try await book.begin(described(number: 0), of: run)
  }

  /// What a marking made by this says of itself.
  func described(number: Int) -> Marking {
    Marking(
      number: number, startedAt: Clock.timestamp, scorers: Marker.versions,
      rubricName: rubric.name, rubricSource: rubric.source, isolation: isolation,
      limits: limits?.json ?? .null)
  }
}

/// The references that nobody can read, the first of them by line.
struct UnreadableReferences {
  let set: String
  private var lines: [String] = []
  private var count = 0

  init(set: String) { self.set = set }

  mutating func check(_ problem: Problem, _ marking: MarkingSetup) {
    do throws(Fault) {
      _ = try marking.marker.scheme(for: problem)
    } catch {
      count += 1
      if lines.count < Loading.linesShown {
        lines.append("\(set): \(problem.id): \(error.message)")
      }
    }
  }

  func throwIfAny() throws(Ending) {
    guard count > 0 else { return }
    let rest = count - lines.count
    throw Ending(
      .badInput,
      lines: lines + (rest > 0 ? ["… and \(rest) more"] : []) + [
        "These references cannot be used; nothing was asked (--no-canary asks all the same)."
      ])
  }
}

/// Stands where no problem needs code to be run.
private struct NoRunner: CodeRunner {
  func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    throw Fault(.sandbox, "no sandbox was started")
  }
}
