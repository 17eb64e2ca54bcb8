internal import Grading

/// A submission ready to be run: its source in a directory, compiled where the language asks so.
final class Prepared: Sendable {
  let toolchain: FoundToolchain
  let submission: Submission
  let source: WorkDirectory
  let output: WorkDirectory?
  let compilation: Execution.Compilation

  init(
    toolchain: FoundToolchain, submission: Submission, source: WorkDirectory,
    output: WorkDirectory?, compilation: Execution.Compilation
  ) {
    self.toolchain = toolchain
    self.submission = submission
    self.source = source
    self.output = output
    self.compilation = compilation
  }

  func belongings() -> Jail.Belongings {
    Jail.Belongings(source: source, output: output, tools: toolchain.mounts)
  }
}

/// Writes sources and compiles them, once for each source, compiler and command.
final class Preparer: Sendable {
  private let work: WorkDirectory
  private let sourceBytes: Int
  private let compiled = Locked(Cache())

  /// Compiled programs kept at most.
  private static let capacity = 256

  private struct Cache {
    var programs: [String: Prepared] = [:]
    var order: [String] = []
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
      return try make(submission, found, compilation: refusal(submission) ?? .notNeeded)
    }
    let key = SHA256.hex(
      "\(found.identity)\(command)\(jail.level.rawValue)\n\(submission.source)")
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
    let count = submission.source.utf8.count
    guard count > sourceBytes else { return nil }
    return .failed(diagnostics: "the source has \(count) bytes; at most \(sourceBytes) are taken")
  }

  private func make(
    _ submission: Submission, _ found: FoundToolchain, output: WorkDirectory? = nil,
    compilation: Execution.Compilation
  ) throws(Fault) -> Prepared {
    let source = try work.makeDirectory()
    try source.write(submission.source, to: found.sourceName(for: submission.source))
    return Prepared(
      toolchain: found, submission: submission, source: source, output: output,
      compilation: compilation)
  }

  private func compile(
    _ submission: Submission, _ found: FoundToolchain, _ command: [String], helper: Helper,
    jail: Jail
  ) throws(Fault) -> Prepared {
    let output = found.toolchain.makesOutput ? try work.makeDirectory(owner: jail.uid) : nil
    let source = try make(submission, found, output: output, compilation: .notNeeded)
    var belongings = source.belongings()
    belongings.outputIsWritable = true
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    var limits = Preparer.limits
    limits.processes += found.toolchain.ownThreads
    limits.memoryRule = .data
    let spec = jail.spec(
      found.fill(command, source: submission.source, memoryBytes: limits.memoryBytes),
      environment: found.toolchain.environment, belongings: belongings, limits: limits)
    let child = try helper.start(spec)
    child.box = belongings.box
    let ending = try helper.finish(child)
    let termination = try Termination(ending, of: child)
    return Prepared(
      toolchain: found, submission: submission, source: source.source, output: output,
      compilation: Preparer.outcome(termination, of: child, found: found))
  }

  private static func outcome(
    _ termination: Termination, of child: Child, found: FoundToolchain
  ) -> Execution.Compilation {
    let how: String
    switch termination {
    case .exited(0): return .succeeded
    case .exited: how = ""
    case .signalled(let signal): how = "the compiler was ended by signal \(signal)\n"
    case .timeLimit: how = "the compiler passed its time limit of 30 s\n"
    case .memoryLimit: how = "the compiler passed its memory limit of 2 GiB\n"
    case .outputLimit: how = "the compiler wrote more than it may\n"
    }
    let text = how + child.errorTail.text + String(decoding: child.output, as: UTF8.self)
    return .failed(diagnostics: String(decoding: text.utf8.prefix(64 << 10), as: UTF8.self))
  }
}
