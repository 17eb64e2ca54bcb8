internal import Glibc
public import Grading

/// Runs what models wrote in processes that can reach nothing of ours.
///
///     Sandbox ── WorkerPool ── Worker (thread) ── Helper (C process) ── one process per test
///
/// Open one and keep it: opening probes what this machine can shut in, and compiled programs are
/// kept while it is open. Inputs go in and outputs come out; expected outputs never enter.
public final class Sandbox: CodeRunner {
  /// What was really blocked, by probes made when the sandbox was opened.
  public let isolation: IsolationReport
  /// The probes one by one.
  public let probes: [Probe]

  private let options: SandboxOptions
  let work: WorkDirectory
  let pool: WorkerPool
  private let preparer: Preparer
  private let found = Locked<[String: Result<FoundToolchain, Fault>]>([:])

  private init(
    options: SandboxOptions, work: WorkDirectory, pool: WorkerPool, finding: LevelFinding
  ) {
    self.options = options
    self.work = work
    self.pool = pool
    self.isolation = finding.report
    self.probes = finding.probes
    self.preparer = Preparer(work: work, sourceBytes: options.sourceBytes)
  }

  /// Starts a helper and finds the strongest isolation that this machine keeps.
  ///
  /// - Throws: a `sandbox` fault if the helper is missing or the required level cannot be had; its
  ///   message says what stood in the way of each level.
  public static func open(
    _ options: SandboxOptions = SandboxOptions()
  ) async throws(Fault) -> Sandbox {
    guard let helperPath = options.findHelper() else {
      throw Fault(
        .sandbox,
        "assay-sandbox was not found beside the program; set ASSAY_SANDBOX_HELPER to its path")
    }
    let work = try WorkDirectory.make(below: options.temporaryDirectory)
    let stage = try work.makeDirectory()
    work.adopt([stage])
    var workers: [Worker] = []
    let turns = Turns()
    for _ in 0..<options.workers {
      let jail = Jail(
        level: .none, uid: ThrowAwayUser.next(), stage: stage.path, work: work.path,
        turns: turns, keepsWarm: options.keepsWarm, system: Jail.systemMounts())
      workers.append(try Worker(helperPath: helperPath, jail: jail))
    }
    let finding = try await find(options, workers[0], work)
    for worker in workers { await worker.setLevel(finding.level) }
    return Sandbox(options: options, work: work, pool: WorkerPool(workers), finding: finding)
  }

  /// Tries the levels from the highest down.
  private static func find(
    _ options: SandboxOptions, _ worker: Worker, _ work: WorkDirectory
  ) async throws(Fault) -> LevelFinding {
    var obstacles: [String] = []
    let range = max(0, options.requiredLevel)...max(0, options.highestLevel, options.requiredLevel)
    for level in IsolationLevel.allCases.reversed() where range.contains(level.rawValue) {
      let result = await worker.use { (helper, jail) throws(Fault) -> LevelFinding in
        try Prober(helper: helper, jail: jail, work: work).find(level)
      }
      switch result {
      case .success(let finding) where finding.isKept: return finding
      case .success(let finding):
        let open = finding.probes.filter { !$0.isBlocked }.map(\.name).joined(separator: ", ")
        obstacles.append("level \(level.rawValue) did not block: \(open)")
      case .failure(let fault):
        obstacles.append("level \(level.rawValue): \(fault.message)")
      }
    }
    throw Fault(
      .sandbox,
      "isolation level \(options.requiredLevel) cannot be had here ("
        + obstacles.joined(separator: "; ") + ")")
  }

  // MARK: running

  public func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    let found = try toolchain(submission.language)
    if !workload.isProgram, submission.language != "python" {
      throw Fault(
        .unsupported, "functions are called in Python only, not in \(submission.language)")
    }
    let (preparer, work, isolation) = (preparer, work, isolation)
    let author = try workload.judge.map { (program) throws(Fault) in
      (program: program, found: try toolchain(program.language))
    }
    return try await withoutActuallyEscaping(receive) { receive async throws(Fault) -> Execution in
      try await pool.use { (helper, jail) throws(Fault) -> Execution in
        let prepared = try preparer.prepare(submission, with: found, helper: helper, jail: jail)
        var execution = Execution(compilation: prepared.compilation, isolation: isolation)
        if case .failed = prepared.compilation { return execution }
        let judge = try author.map { (author) throws(Fault) in
          try JudgeProcess(
            author.program, found: author.found, preparer: preparer, helper: helper, jail: jail,
            work: work)
        }
        let outcome = try WorkloadRunner(
          helper: helper, jail: jail, work: work, prepared: prepared, limits: limits, judge: judge
        ).run(workload, receive: receive)
        prepared.release(to: work, jail: jail)
        execution.integrity = outcome.integrity
        if let diagnostics = outcome.syntaxError {
          execution.compilation = .failed(diagnostics: diagnostics)
        }
        return execution
      }
    }
  }

  private func toolchain(_ language: String) throws(Fault) -> FoundToolchain {
    if let known = found.withLock({ $0[language] }) { return try known.get() }
    let added = options.languages.first { $0.language.id == language }
    guard let toolchain = added.map(Toolchain.init) ?? Toolchain.of(language) else {
      throw Fault(
        .unsupported,
        "\(language) is no language that is known here; --languages names the file that adds it")
    }
    // What is missing stays so: to ask a version manager takes time.
    let new: Result<FoundToolchain, Fault>
    do throws(Fault) {
      let toolchain = try FoundToolchain(toolchain, searchPaths: options.searchPaths)
      try toolchain.checkReach(atLevel: isolation.level)
      new = .success(toolchain)
    } catch {
      new = .failure(error)
    }
    found.withLock { $0[language] = new }
    return try new.get()
  }

  // MARK: the machine

  /// A language and what is needed to run it here.
  public struct LanguageReport: Sendable, Hashable {
    public var language: String
    /// The first line that its compiler or interpreter says about itself, run in the sandbox.
    public var version: String?
    /// What is missing and how to get it; `nil` if the language can be run.
    public var missing: String?
  }

  /// What every known language needs, in the order of `Language.all`.
  public func languages() async throws(Fault) -> [LanguageReport] {
    var reports: [LanguageReport] = []
    for language in (Language.builtIn + options.languages.map(\.language)).map(\.id) {
      do throws(Fault) {
        let found = try toolchain(language)
        reports.append(LanguageReport(language: language, version: try await version(found)))
      } catch {
        guard error.kind == .missingToolchain || error.kind == .sandbox else { throw error }
        reports.append(LanguageReport(language: language, missing: error.message))
      }
    }
    return reports
  }

  private func version(_ found: FoundToolchain) async throws(Fault) -> String {
    let work = work
    return try await pool.use { (helper, jail) throws(Fault) -> String in
      var belongings = Jail.Belongings(tools: found.mounts)
      if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
      let spec = jail.spec(
        found.fill(found.toolchain.version, source: "", memoryBytes: 1 << 30),
        environment: found.toolchain.environment, belongings: belongings, limits: Preparer.limits)
      let child = try helper.start(spec)
      child.box = belongings.box
      let ending = try helper.finish(child)
      guard ending.exitCode == 0 else {
        throw Fault(.sandbox, "\(spec.arguments[0]) does not run in the sandbox")
      }
      let said = String(decoding: child.output, as: UTF8.self) + child.errorTail.text
      return said.split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  /// Ends the helpers and removes what is kept on disk. Nothing can be run afterwards.
  public func close() async {
    for worker in pool.workers { await worker.stop() }
    work.removeNow()
  }
}
