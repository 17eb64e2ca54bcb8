import GradeBook
import Grading
import Problems
import Reports
import Statistics

// A set that is too large to be held: read once to see whether it is sound and what it is, once more to
// store it, and then problem by problem from the grade book.

extension GradeCommand {
  /// Grades a large file of problems in memory that does not grow with it.
  ///
  /// - Returns: false if this call needs the whole set: it is small or packed, it is narrowed or marked by a
  ///   rubric, or a report is wanted, which shows every problem; or some problem is code, whose running costs
  ///   far more than holding it.
  func gradeStreamed(
    _ installation: Installation, _ metrics: MetricsPort?
  ) async throws -> Bool {
    let endpoints = modelOptions.endpoints
    guard canStream, !endpoints.isEmpty else { return false }
    let streamed = StreamedSet(set)
    let writer = try Loading.promptWriter(
      for: set, in: streamed.folder, system: modelOptions.system,
      wording: wording.wording(installation), installation)
    let marking = try await MarkingSetup(
      problems: [], rubric: try Loading.rubric("correctness", installation), own: [:],
      sandbox: sandbox)
    guard let survey = try SetSurvey(streamed, writer, noCanary ? nil : marking) else {
      return false
    }
    let source = try await endpointSource(endpoints)
    if !noCanary {
      let problems = try StreamedProblems(streamed)
      try await marking.canary(solutions: [:], survey.identity).run(problems, of: set)
    }
    let plan = survey.plan(
      try source.plan(survey.set(streamed), [], options: modelOptions))
    let extent = survey.extent(attempts: modelOptions.attempts)
    let book = try options.open()
    let run = try await resumable(plan.fingerprint(of: extent), in: book) {
      let run = try await plan.run(named: self.run, extent, in: book)
      try await book.begin(run) { add in
        var digest = PlanDigest()
        for problem in try StreamedProblems(streamed) {
          let prompt = try writer.prompt(for: problem)
          digest.add(problem, prompt)
          try add(PlannedProblem(problem, prompt))
        }
        guard digest.hex == extent.digest else {
          throw Ending.badInput("\(streamed.path): was changed while it was read; grade it again")
        }
      }
      return run
    }
    let completed = try await book.completionCount(of: run)
    let session = try await sit(
      run, plan, source, marking, .stored(extent.attemptCount), completed: completed, in: book,
      metrics
    ) { _ in completed > 0 }
    try await report(session, of: run, isComplete: try await grade(session, source, marking))
    return true
  }

  private var canStream: Bool {
    outputs == nil && recording == nil && !recorded && noReport && !options.json
      && ["correctness", nil].contains(rubric) && selection.keepsAll && selection.from == nil
      && StreamedSet.canRead(set) && Files.size(set) > mostHeldBytes
  }

  /// The figures alone.
  private func report(_ session: Session, of run: Run, isComplete: Bool) async throws {
    let fold = try await session.book.fold(SummaryFold(), of: run, marking: session.marking) {
      fold, planned, attempts in
      fold.add(RunLookup.card(planned), attempts)
    }
    let summary = fold.summary
    guard isComplete else { throw interrupted(session, graded: summary.overall.attempts) }
    let record = RunRecord(
      run: try await RunLookup(session.book).run(run.name), marking: session.marking, problems: [],
      attempts: [])
    Terminal.standard.result(TerminalSummary.render(record, summary, style: .terminal))
    remarks(session)
    try conclude(summary) { ["What they say: assay export \(run.name)"] }
  }
}

/// The problems of a file that was found sound.
private struct StreamedProblems: Sequence, IteratorProtocol {
  private let reader: StreamedSet.Reader

  init(_ set: StreamedSet) throws(Ending) {
    reader = try Loading.reading { () throws(LoadingErrors) in try set.reader() }
  }

  /// What cannot be read any more is missed by its digest.
  mutating func next() -> Problem? { try? reader.next() }
}

/// What is known of a set once all of it was read.
private struct SetSurvey {
  private(set) var identity = SHA256()
  private var digest = PlanDigest()
  private var contents = SHA256()
  private var count = 0
  private var systems: [Problem.Kind: Set<String>] = [:]

  /// The most system texts that are told apart.
  private static let mostSystems = 1_000

  /// - Parameter marking: Whether references can be read is seen by it; `nil` if nobody asks.
  /// - Returns: `nil` if some problem wants to be marked by more than its own gold.
  /// - Throws: all that is wrong with the set.
  init?(
    _ set: StreamedSet, _ writer: Loading.PromptWriter, _ marking: MarkingSetup?
  ) throws(Ending) {
    let reader = try Loading.reading { () throws(LoadingErrors) in try set.reader() }
    var faults = UnreadableReferences(set: set.path)
    while let problem = try Loading.reading({ () throws(LoadingErrors) in try reader.next() }) {
      guard problem.reference.languages.isEmpty, problem.rubric == nil else { return nil }
      if let marking { faults.check(problem, marking) }
      add(problem, try writer.prompt(for: problem))
      guard systems.values.allSatisfy({ $0.count <= SetSurvey.mostSystems }) else { return nil }
    }
    try faults.throwIfAny()
  }

  private mutating func add(_ problem: Problem, _ prompt: Prompt) {
    digest.add(problem, prompt)
    identity.update(problem.contentHash + "\u{0}")
    contents.update(count == 0 ? problem.contentHash : "\n" + problem.contentHash)
    systems[problem.kind, default: []].insert(prompt.system ?? "")
    count += 1
  }

  func extent(attempts: Int) -> RunPlan.Extent {
    RunPlan.Extent(
      digest: digest.hex, problemCount: count, attemptCount: count * attempts,
      attemptsEach: attempts)
  }

  /// The set without its problems.
  func set(_ streamed: StreamedSet) -> ProblemSet {
    var set = ProblemSet(name: streamed.name, path: streamed.path, problems: [])
    set.contentHash = contents.hex
    return set
  }

  /// The plan with the digests of the prompts.
  func plan(_ plan: RunPlan) -> RunPlan {
    var plan = plan
    plan.prompts = Loading.digests(ofSystems: systems)
    return plan
  }
}
