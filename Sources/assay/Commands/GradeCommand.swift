import ArgumentParser
import GradeBook
import Grading
import Problems
import Reports
import Scoring
import Statistics

struct GradeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Asks a model every problem of a set, marks the completions and reports.",
    usage: "assay grade SET [--endpoint URL --model NAME | --outputs FILE | --recorded [NAME]] […]",
    discussion: """
      The same call after an interruption goes on where it stopped; nothing is asked twice.

      Examples:
        assay grade problems/starter
        assay grade problems/starter --recorded weak
        assay grade exam.yaml --endpoint http://127.0.0.1:8000/v1 --model qwen3-8b
        assay grade exam.yaml --endpoint $A --endpoint $B#weight=2 --model m
        assay grade exam.yaml --endpoint $URL --model m --price-in 0.15 --max-cost 5
        assay grade exam.yaml --outputs answers.jsonl
        assay grade exam.yaml --endpoint $URL --model m --attempts 4 --fail-under 0.6
        assay grade exam.yaml --endpoint $URL --model m --stream --idle-timeout 90s
        assay grade x.yaml --model m --chat-template-kwargs '{"think":false}'
        assay grade x.yaml --endpoint $URL --protocol kserve --model m --batch-size 8
        assay grade x.yaml --endpoint $URL --protocol anthropic --model NAME
        assay grade x.yaml --endpoint $URL --protocol ollama --model qwen3:8b
        assay grade x.yaml --endpoint $URL --protocol my-server.yaml
      """)

  @Argument(help: "A problem set: a .jsonl, .json, .yaml or .csv file, or a folder.")
  var set: String

  @OptionGroup(title: "Model") var modelOptions: ModelOptions

  @Option(help: ArgumentHelp("Mark outputs made elsewhere; no model is asked.", valueName: "file"))
  var outputs: String?

  @Flag(help: "Leave out outputs whose problem the set does not have.")
  var skipUnknown = false

  @Flag(
    help:
      "Play back completions that the set ships with; a name may follow. The default without an endpoint."
  )
  var recorded = false

  /// What `--recorded NAME` is rewritten to before parsing: an option's value cannot be optional.
  @Option(help: .hidden)
  var recording: String?

  @OptionGroup(title: "Watching and costs") var engine: EngineFlags

  @OptionGroup(title: "Prompt") var wording: PromptFlags
  @OptionGroup(title: "Problems") var selection: SelectionFlags

  @Option(help: ArgumentHelp("A rubric's name or file.", valueName: "rubric"))
  var rubric: String?

  @OptionGroup(title: "Sandbox") var sandbox: SandboxFlags

  @Option(help: ArgumentHelp("The run's name.", valueName: "name"))
  var run: String?

  @Flag(help: "Begin a new run even if this one was begun before.")
  var fresh = false

  @Flag(help: "Do not try first whether the set's own answers are graded as they should be.")
  var noCanary = false

  @Option(help: ArgumentHelp("The report's folder; default reports/<run>.", valueName: "dir"))
  var out: String?

  @Flag(help: "Write no report.")
  var noReport = false

  @Option(
    help: ArgumentHelp("Exit with 1 if the accuracy is below this share.", valueName: "share"))
  var failUnder: Double?

  /// A larger file of problems is read problem by problem where that will do.
  @Option(help: .hidden) var mostHeldBytes = Loading.largeSet

  @OptionGroup var options: StoreOptions

  func validate() throws {
    if let failUnder, !(0...1).contains(failUnder) {
      throw ValidationError("--fail-under is a share from 0 to 1")
    }
    if outputs != nil, !modelOptions.endpoint.isEmpty {
      throw ValidationError("--outputs asks no model; leave out --endpoint")
    }
    if outputs != nil, recorded || recording != nil {
      throw ValidationError("--outputs and --recorded exclude each other")
    }
    if let run, !Self.isRunName(run) {
      throw ValidationError(
        "--run \(run): a name is wanted that is not “last” and has no slash, as in nightly-7b")
    }
  }

  /// Whether a run can be named so: the name is also the folder of its reports.
  private static func isRunName(_ text: String) -> Bool {
    guard let first = text.first, first != ".", first != "-", text != "last" else { return false }
    return text.utf8.count <= 200 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x2F }
  }

  func run() async throws {
    if options.quiet { Terminal.standard.beQuiet() }
    let metrics = try engine.metrics.map { port throws(Ending) in try MetricsPort(port) }
    let installation = try Installation.find()
    _ = try sandbox.addLanguages()
    if try await gradeStreamed(installation, metrics) { return }
    let loaded = try Loading.set(at: set, installation, format: selection.from)
    let problems = try Loading.select(selection, from: loaded.set)
    let marking = try await MarkingSetup(
      problems: problems, rubric: try Loading.rubric(rubric ?? "correctness", installation),
      own: loaded.rubrics, sandbox: sandbox)
    if !noCanary { try marking.requireReadableReferences(problems, of: set) }

    let prompts = try Loading.prompts(
      of: loaded, problems, system: modelOptions.system, wording: wording.wording(installation),
      installation)
    let source = try await source(loaded, prompts)
    if !noCanary, source is EndpointSource {
      try await marking.canary(for: loaded, problems).run(problems, of: set)
    }
    let plan = try source.plan(loaded.set, prompts, options: modelOptions)
    let book = try options.open()
    let extent = plan.extent  // once: every problem goes into it
    let run = try await resumable(plan.fingerprint(of: extent), in: book) {
      try await plan.begin(named: self.run, extent, rubrics: loaded.rubrics, in: book)
    }
    let completed = try await book.completedAttempts(of: run)
    let session = try await sit(
      run, plan, source, marking, .held(plan.attempts), completed: completed.count, in: book,
      metrics
    ) { completed.contains($0) }
    let isComplete = try await grade(session, source, marking)
    try await report(session, isComplete: isComplete)
  }

  // MARK: Steps

  /// Grades what is left, and asks the servers meanwhile who they are.
  func grade(
    _ session: Session, _ source: any CompletionSource, _ marking: MarkingSetup
  ) async throws -> Bool {
    let book = session.book
    async let introductions = source.introductions()
    let isComplete = try await session.grade()
    let servers = source.servers(introduced: await introductions)
    try await book.record(servers, of: session.run)
    for server in servers {
      for warning in server.warnings {
        Terminal.standard.remark("\(server.endpoint): \(warning)")
      }
    }
    await source.stop()
    await marking.close()
    await book.release(session.run)
    await session.progress.observation?.finish()
    return isComplete
  }

  /// Stored outputs, a recording, or the endpoints, in this order of precedence.
  private func source(
    _ loaded: LoadedSet, _ prompts: [(problem: Problem, prompt: Prompt)]
  ) async throws -> any CompletionSource {
    if let outputs {
      return try OutputsSource(
        path: outputs, set: loaded.set, skipUnknown: skipUnknown, model: modelOptions.model)
    }
    let endpoints = modelOptions.endpoints
    if recording == nil, !recorded, !endpoints.isEmpty {
      return try await endpointSource(endpoints)
    }
    guard let name = recording ?? loaded.set.recordings.first?.name else {
      throw Ending.badInput(
        "\(set): name a server by --endpoint and --model; this set ships no recorded completions")
    }
    if recording == nil, !recorded {
      let ignored = modelOptions.model.map { " The model \($0) is not asked." } ?? ""
      Terminal.standard.remark(
        "No endpoint was given: playing back the recording “\(name)” over HTTP on this machine.\(ignored)"
      )
    }
    return try await RecordedSource(
      name: name, loaded: loaded, prompts: prompts, options: modelOptions)
  }

  /// The servers, once they are ready if that is to be waited for.
  func endpointSource(_ endpoints: [String]) async throws -> EndpointSource {
    let source = try await EndpointSource(endpoints: endpoints, options: modelOptions)
    if let time = engine.waitReady {
      try await source.awaitReadiness(atMost: try parseDuration(time, flag: "--wait-ready"))
    } else {
      await source.tellReadiness()
    }
    return source
  }

  /// All that it takes to grade what is left of a run, with the marking to go on with.
  ///
  /// - Parameters:
  ///   - completed: How many completions are there.
  ///   - hasCompletion: Whether that of an attempt may be.
  func sit(
    _ run: Run, _ plan: RunPlan, _ source: any CompletionSource, _ setup: MarkingSetup,
    _ work: Session.Work, completed: Int, in book: GradeBook, _ metrics: MetricsPort?,
    hasCompletion: @escaping @Sendable (AttemptID) -> Bool
  ) async throws -> Session {
    guard try await book.hold(run) else {
      throw Ending.badInput("\(run.name): another process is grading this run")
    }
    if completed > 0 {
      Terminal.standard.remark(
        "Going on with \(run.name): \(completed) of \(work.count) completions are there. A new run: --fresh."
      )
    }
    let marking = try await setup.marking(of: run, in: book)
    let observation = try Observation(engine, run: run.id, modelName: plan.model)
    let model = try source.model(runID: run.id, onEvent: observation.heard)
    observation.watch(model)
    let progress = Progress(observation)
    metrics?.show(progress)
    return Session(
      book: book, run: run, marking: marking, attempts: work,
      model: Recording(
        model, in: book, of: run, completed: hasCompletion,
        fingerprint: source.asksServers
          ? RequestFingerprint(
            protocolName: plan.protocolName, model: plan.model + plan.sourceIdentity,
            parameters: plan.parameters) : nil,
        reuse: try await reuse(in: book)),
      marker: setup.marker, width: Session.width(for: try modelOptions.concurrencyLimit.most),
      progress: progress, harvest: options.json ? nil : Harvest(of: work))
  }

  /// Where completions of equal requests are taken from.
  private func reuse(in book: GradeBook) async throws -> Recording.Reuse {
    guard let name = engine.reuse else { return .nothing }
    return name == "any" ? .fromAnyRun : .from(try await RunLookup(book).run(name))
  }

  /// The run that this call began earlier, or a new one.
  func resumable(
    _ fingerprint: String, in book: GradeBook, begin: () async throws -> Run
  ) async throws -> Run {
    if let run, let named = try await book.run(name: run) {
      guard named.fingerprint == fingerprint else {
        throw Ending.badInput(
          "--run \(run): a run of that name exists with other problems, prompts, model or parameters; choose another name"
        )
      }
      guard !fresh else {
        throw Ending.badInput(
          "--run \(run) --fresh: a run of that name exists; choose another name")
      }
      return named
    }
    if run == nil, !fresh, let same = try await book.run(fingerprint: fingerprint) {
      return same
    }
    return try await begin()
  }

  private func report(_ session: Session, isComplete: Bool) async throws {
    let lookup = RunLookup(session.book)
    let run = try await lookup.run(session.run.name)  // with the time at which it finished
    let servers = try await session.book.servers(of: run)
    var record = session.harvest?.record(of: run, session.marking, servers: servers)
    if record == nil {
      record = try await lookup.record(
        of: run, marking: session.marking.number, isWhole: options.json)
    }
    guard let record else { return }
    let summary = Summary(marked: record)
    guard isComplete else { throw interrupted(session, graded: record.attempts.count) }
    // First the figures: they are there even if the report cannot be written.
    if options.json {
      Terminal.standard.result(JSONReport.render(record, summary))
    } else {
      Terminal.standard.result(TerminalSummary.render(record, summary, style: .terminal))
    }
    remarks(session)
    if !noReport {
      let files = try await ReportFiles(record, Task { summary }, session.book).write(
        [.html, .markdown], to: out ?? "reports/\(session.run.name)")
      for file in files { Terminal.standard.remark("Report: \(file)") }
    }
    try conclude(summary) { FaultMessages.most(of: record) }
  }

  func remarks(_ session: Session) {
    for line in session.progress.observation?.remarks ?? [] { Terminal.standard.remark(line) }
  }

  func interrupted(_ session: Session, graded: Int) -> Ending {
    Ending(
      .interrupted,
      "\(session.progress.observation?.stop ?? "Interrupted"): \(graded) of \(session.attempts.count) attempts are graded and kept. Go on with:",
      "  "
        + CommandLine.arguments.filter { $0 != "--fresh" }.map(shellQuoted).joined(separator: " "))
  }

  /// The exit status that the figures ask for.
  ///
  /// - Parameter faults: Lines about the most frequent ones.
  func conclude(_ summary: Summary, faults: () -> [String]) throws {
    if let failUnder, (summary.overall.accuracy?.value ?? 0) < failUnder {
      throw Ending(
        .failed,
        "Accuracy \(percent(summary.overall.accuracy?.value ?? 0)) is below --fail-under \(percent(failUnder))"
      )
    }
    guard summary.overall.faults == 0 else {
      throw Ending(
        .faultsLeft,
        lines: faults()
          + ["\(FaultMessages.count(summary)); the same call tries again."])
    }
  }
}

/// A word as a shell takes it.
private func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || ("0"..."9").contains($0)
      || "-_./=:,@%+".unicodeScalars.contains($0)
  }
  return plain && !word.isEmpty
    ? word
    : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
}
