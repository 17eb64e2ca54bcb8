internal import Grading

/// A submission ready to be run: its source in a directory, compiled where the language asks so.
final class Prepared: Sendable {
  let toolchain: FoundToolchain
  let submission: Submission
  let source: WorkDirectory
  let support: WorkDirectory?
  let output: WorkDirectory?
  let compilation: Execution.Compilation
  /// How many of the first words of its command start an interpreter that can be kept warm.
  let warmArguments: Int

  init(
    toolchain: FoundToolchain, submission: Submission, source: WorkDirectory,
    support: WorkDirectory?, output: WorkDirectory?, compilation: Execution.Compilation,
    warmArguments: Int = 0
  ) {
    self.toolchain = toolchain
    self.submission = submission
    self.source = source
    self.support = support
    self.output = output
    self.compilation = compilation
    self.warmArguments = warmArguments
  }

  /// Gives back what only this run has used, once all that could read it is gone. Where there are no
  /// namespaces, nothing is used again that a submission could reach by its path.
  func release(to work: WorkDirectory, jail: Jail) {
    guard jail.hasNamespaces, toolchain.toolchain.compile == nil, submission.files.isEmpty else {
      return
    }
    work.takeBack(source, with: toolchain.sourceName(for: submission))
  }

  /// An interpreter that was warm before a limit came is larger than one that starts within it.
  func warmArguments(for limits: Limits) -> Int {
    limits.memoryBytes >= 64 << 20 ? warmArguments : 0
  }

  func belongings() -> Jail.Belongings {
    Jail.Belongings(
      source: source, support: support, output: output, tools: toolchain.mounts)
  }
}

extension Submission {
  /// All of it in one text, to be told apart from others.
  fileprivate var content: String {
    files.isEmpty
      ? source
      : (name ?? "") + source
        + files.map { "\n\($0.name) \($0.text.utf8.count)\n\($0.text)" }.joined()
  }
}

extension Submission {
  /// Whether Node must be told that files which end in `.js` are modules.
  fileprivate var isModuleOfSeveral: Bool {
    guard language == "javascript", let name, name.hasSuffix(".js") else { return false }
    return SourceScan.isModule(source) && !files.contains { $0.name == "package.json" }
  }
}

/// Writes sources and compiles them, once for each source, compiler and command.
final class Preparer: Sendable {
  private let work: WorkDirectory
  private let sourceBytes: Int
  private let compiled = Locked(Cache())
  private let headers = PrecompiledHeaders()
  private let stores = CompilerStores()

  /// Compiled programs kept at most.
  private static let capacity = 256

  private struct Cache {
    var programs: [String: Prepared] = [:]
    var order: [String] = []
    /// The compiled driver, for each interpreter and level.
    var drivers: [String: Driver] = [:]
  }

  /// A directory with the compiled driver, and whether the interpreter can be kept warm.
  private struct Driver {
    var directory: WorkDirectory
    var isWarm = false
  }

  init(work: WorkDirectory, sourceBytes: Int) {
    self.work = work
    self.sourceBytes = sourceBytes
  }

  /// What compiling may use; the compiler reads hostile input too.
  static let limits: ProcessLimits = {
    var limits = ProcessLimits()
    limits.cpuNanoseconds = 30_000_000_000
    limits.idleNanoseconds = 30_000_000_000
    limits.wallNanoseconds = 150_000_000_000
    limits.memoryBytes = 2 << 30
    limits.fileBytes = 128 << 20
    limits.diskBytes = 512 << 20
    limits.files = 16_384
    limits.processes = 128
    limits.openFiles = 1_024
    limits.outputBytes = 4 << 20
    limits.errorBytes = 4 << 20
    limits.keptErrorBytes = 4 << 20
    return limits
  }()

  func prepare(
    _ submission: Submission, with found: FoundToolchain, helper: Helper, jail: Jail
  ) throws(Fault) -> Prepared {
    guard let command = found.toolchain.compile else {
      let driver =
        submission.language == "python" ? try driver(found, helper: helper, jail: jail) : nil
      return try make(
        submission, found, driver: driver, compilation: refusal(submission) ?? .notNeeded)
    }
    let key = SHA256.hex(
      "\(found.identity)\(command)\(jail.level.rawValue)\n\(submission.content)")
    if let known = compiled.withLock({ $0.programs[key] }) { return known }
    let prepared: Prepared
    if let refusal = refusal(submission) {
      prepared = try make(submission, found, compilation: refusal)
    } else {
      prepared = try compile(submission, found, command, helper: helper, jail: jail)
    }
    compiled.withLock { cache in
      if cache.programs.updateValue(prepared, forKey: key) == nil { cache.order.append(key) }
      if cache.order.count > Preparer.capacity {
        cache.programs.removeValue(forKey: cache.order.removeFirst())
      }
    }
    return prepared
  }

  private func refusal(_ submission: Submission) -> Execution.Compilation? {
    let count =
      submission.source.utf8.count + submission.files.reduce(0) { $0 + $1.text.utf8.count }
    guard count > sourceBytes else { return nil }
    return .failed(diagnostics: "the source has \(count) bytes; at most \(sourceBytes) are taken")
  }

  private func make(
    _ submission: Submission, _ found: FoundToolchain, driver: Driver? = nil,
    output: WorkDirectory? = nil, compilation: Execution.Compilation
  ) throws(Fault) -> Prepared {
    let name = found.sourceName(for: submission)
    let ending = found.toolchain.besides?.ending ?? ""
    let source = try work.directory(with: submission.source + ending, as: name)
    if let ours = found.toolchain.besides { try source.write(ours.text, to: ours.name) }
    for file in submission.files { try source.write(file.text, to: file.name) }
    if submission.isModuleOfSeveral { try source.write(#"{"type":"module"}"#, to: "package.json") }
    return Prepared(
      toolchain: found, submission: submission, source: source, support: driver?.directory,
      output: output, compilation: compilation,
      warmArguments: driver?.isWarm == true ? PythonDriver.run.count : 0)
  }

  private func compile(
    _ submission: Submission, _ found: FoundToolchain, _ command: [String], helper: Helper,
    jail: Jail
  ) throws(Fault) -> Prepared {
    let output = found.toolchain.makesOutput ? try work.makeDirectory(owner: jail.uid) : nil
    let source = try make(submission, found, output: output, compilation: .notNeeded)
    var words = found.fill(
      command, for: submission, memoryBytes: Preparer.limits.memoryBytes)
    var belongings = source.belongings()
    if let header = found.toolchain.header, jail.hasNamespaces,
      submission.source.contains(header.name),
      let directory = try headerDirectory(header, found, helper, jail)
    {
      words += header.flags
      belongings.tools.append(
        Mount(kind: .readOnly, source: directory.path, target: header.target))
    }
    var environment: [String] = []
    if let store = found.toolchain.store {
      belongings.store = try storeDirectory(store, found, helper, jail)
      environment = [store.setting(belongings.store == nil ? "box" : "store")]
    }
    let (child, termination) = try run(words, found, belongings, helper, jail, environment)
    return Prepared(
      toolchain: found, submission: submission, source: source.source, support: nil,
      output: output, compilation: try Preparer.outcome(termination, of: child, found: found))
  }

  /// The compiled header; `nil` if there is none (yet).
  private func headerDirectory(
    _ header: PrecompiledHeader, _ found: FoundToolchain, _ helper: Helper, _ jail: Jail
  ) throws(Fault) -> WorkDirectory? {
    let key = "\(found.identity)\(header.command)"
    switch headers.ask(key) {
    case .none: return nil
    case .made(let directory): return directory
    case .make: break
    }
    let source = try work.makeDirectory()
    try source.write("#include <\(header.name)>\n", to: "header.h")
    let output = try work.makeDirectory(owner: jail.uid)
    let belongings = Jail.Belongings(source: source, output: output, tools: found.mounts)
    let words = found.fill(header.command, source: "", memoryBytes: 0)
    let (_, termination) = try run(words, found, belongings, helper, jail)
    withExtendedLifetime(source) {}
    guard termination == .exited(0) else { return nil }
    headers.tell(key, output)
    return output
  }

  /// What the compiler makes of its library; `nil` if that cannot be shared.
  private func storeDirectory(
    _ store: CompilerStore, _ found: FoundToolchain, _ helper: Helper, _ jail: Jail
  ) throws(Fault) -> WorkDirectory? {
    let key = "\(found.identity)\(jail.level.rawValue)"
    while true {
      switch stores.ask(key, now: Clocks.now) {
      case .made(let directory): return directory
      case .none: return nil
      case .wait: try helper.step(milliseconds: Preparer.pause)
      case .make:
        var made: WorkDirectory?
        // Told whatever happens: others wait.
        defer { stores.tell(key, made, now: Clocks.now) }
        made = try makeStore(store, found, helper, jail)
        return made
      }
    }
  }

  /// How often a worker looks whether another has made what it waits for.
  private static let pause: Int32 = 10

  /// Makes a store and tries it, as others will find it.
  private func makeStore(
    _ store: CompilerStore, _ found: FoundToolchain, _ helper: Helper, _ jail: Jail
  ) throws(Fault) -> WorkDirectory? {
    guard let command = found.toolchain.compile else { return nil }
    let source = try work.makeDirectory()
    try source.write(store.source, to: found.toolchain.sourceName)
    let output = try work.makeDirectory(owner: jail.uid)
    let scratch = try work.makeDirectory(owner: jail.uid)
    let words = found.fill(command, source: "", memoryBytes: Preparer.limits.memoryBytes)
    let making = Jail.Belongings(source: source, output: output, tools: found.mounts)
    let trying = Jail.Belongings(
      source: source, output: scratch, store: output, tools: found.mounts)
    for (belongings, place) in [(making, "output"), (trying, "store")] {
      let setting = store.setting(place)
      let (_, termination) = try run(words, found, belongings, helper, jail, [setting])
      guard termination == .exited(0) else { return nil }
    }
    withExtendedLifetime((source, scratch)) {}
    return output
  }

  /// Runs a compiler, which may write to its output directory.
  private func run(
    _ command: [String], _ found: FoundToolchain, _ belongings: Jail.Belongings,
    _ helper: Helper, _ jail: Jail, _ environment: [String] = []
  ) throws(Fault) -> (child: Child, termination: Termination) {
    var belongings = belongings
    belongings.outputIsWritable = true
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    var limits = Preparer.limits
    limits.processes += found.toolchain.ownThreads
    limits.memoryRule = .data
    let spec = jail.spec(
      command, environment: found.toolchain.environment + environment, belongings: belongings,
      limits: limits)
    return try jail.turns.beside(helper) { () throws(Fault) in
      let child = try helper.start(spec)
      child.box = belongings.box
      let ending = try helper.finish(child)
      return (child, try Termination(ending, of: child))
    }
  }

  /// The driver, compiled by the interpreter that will run it.
  private func driver(
    _ found: FoundToolchain, helper: Helper, jail: Jail
  ) throws(Fault) -> Driver {
    let key = "\(jail.level.rawValue) \(found.identity)"
    if let known = compiled.withLock({ $0.drivers[key] }) { return known }
    let source = try work.makeDirectory()
    try source.write(PythonDriver.source, to: PythonDriver.sourceName)
    let output = try work.makeDirectory(owner: jail.uid)
    let belongings = Jail.Belongings(support: source, output: output, tools: found.mounts)
    let words = found.fill(PythonDriver.compile, source: "", memoryBytes: 0)
    let (child, termination) = try run(words, found, belongings, helper, jail)
    withExtendedLifetime(source) {}
    guard termination == .exited(0) else {
      throw Fault(
        .sandbox, "\(found.paths[0]) cannot compile our driver: \(child.errorTail.text.suffix(300))"
      )
    }
    var driver = Driver(directory: output)
    if jail.keepsWarm, jail.hasNamespaces {
      driver.isWarm = try canBeWarm(found, output, helper, jail)
    }
    compiled.withLock { $0.drivers[key] = driver }
    return driver
  }

  /// Whether the interpreter can be kept warm, by trying; one that cannot is started each time.
  private func canBeWarm(
    _ found: FoundToolchain, _ driver: WorkDirectory, _ helper: Helper, _ jail: Jail
  ) throws(Fault) -> Bool {
    let words = found.fill(PythonDriver.run + ["trial"], source: "", memoryBytes: 0)
    var spec = jail.spec(
      words, belongings: Jail.Belongings(support: driver, tools: found.mounts),
      limits: Preparer.limits)
    spec.warmArguments = PythonDriver.run.count
    spec.hasChannel = true
    do throws(Fault) {
      let child = try helper.start(spec)
      let ending = try helper.finish(child)
      return ending.exitCode == 0 && child.output == Array("ok\n".utf8)
    } catch {
      guard error.kind == .sandbox, !helper.isDead else { throw error }
      return false
    }
  }

  /// - Throws: a `sandbox` fault if the compiler was kept from working: a source can make it work too
  ///   long, but not stand still.
  private static func outcome(
    _ termination: Termination, of child: Child, found: FoundToolchain
  ) throws(Fault) -> Execution.Compilation {
    let how: String
    switch termination {
    case .exited(0): return .succeeded
    case .exited: how = ""
    case .signalled(let signal): how = "the compiler was ended by signal \(signal)\n"
    case .timeLimit(.cpu): how = "the compiler passed its time limit of 30 s\n"
    case .timeLimit(.idle), .timeLimit(.wall):
      throw Fault(
        .sandbox, "\(found.paths[0]) was kept from working: the machine is too busy, or its disk is"
      )
    case .memoryLimit: how = "the compiler passed its memory limit of 2 GiB\n"
    case .outputLimit: how = "the compiler wrote more than it may\n"
    }
    let text = how + child.errorTail.text + String(decoding: child.output, as: UTF8.self)
    return .failed(diagnostics: String(decoding: text.utf8.prefix(64 << 10), as: UTF8.self))
  }
}
