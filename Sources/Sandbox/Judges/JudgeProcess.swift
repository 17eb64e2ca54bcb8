internal import Grading

/// A checker or interactor ready to be run, once for each test.
struct JudgeProcess {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let program: JudgeProgram

  /// The most that is read of a message or score, in bytes.
  static let messageLimit = 16 << 10

  /// Compiles a judge where its language asks so, once for each sandbox.
  ///
  /// - Throws: an unreadable reference with the compiler's words if it cannot be compiled.
  init(
    _ program: JudgeProgram, found: FoundToolchain, preparer: Preparer, helper: Helper,
    jail: Jail, work: WorkDirectory
  ) throws(Fault) {
    let source = Submission(
      language: program.language, source: program.source, files: program.files)
    prepared = try preparer.prepare(source, with: found, helper: helper, jail: jail)
    if case .failed(let diagnostics) = prepared.compilation {
      throw Fault(
        .unreadableReference,
        "\(program.name) cannot be compiled: \(JudgeProcess.excerpt(diagnostics))")
    }
    self.helper = helper
    self.jail = jail
    self.work = work
    self.program = program
  }

  /// A process that has been started, with what it reads and where it writes.
  struct Running {
    let child: Child
    let papers: WorkDirectory
    let feedback: WorkDirectory
  }

  /// Starts the program on one test.
  ///
  /// - Parameters:
  ///   - output: What the submission printed; `nil` for an interactor, which reads `feed`.
  ///   - feed: Its standard input, if that is written while it runs.
  func start(
    input: String, answer: String, output: [UInt8]?, feed: Descriptor? = nil,
    limits: ProcessLimits? = nil
  ) throws(Fault) -> Running {
    let papers = try work.makeDirectory()
    try papers.write(input, to: "input")
    try papers.write(answer, to: "answer")
    if let output, program.convention == .testlib { try papers.write(output, to: "output") }
    let feedback = try work.makeDirectory(owner: jail.uid)
    var belongings = prepared.belongings()
    belongings.support = papers
    belongings.feedback = feedback
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    let toolchain = prepared.toolchain.toolchain
    let command = prepared.toolchain.fill(
      toolchain.judging, source: program.source, memoryBytes: program.limits.memoryBytes)
    var spec = jail.spec(
      command + words(isInteractor: output == nil), environment: toolchain.environment,
      belongings: belongings,
      limits: limits ?? ProcessLimits(program.limits, for: toolchain, level: jail.level))
    if let output, program.convention == .kattis { spec.input = output }
    spec.inputDescriptor = feed
    let child = try helper.start(spec)
    child.box = belongings.box
    return Running(child: child, papers: papers, feedback: feedback)
  }

  /// The files, in the order of the convention.
  private func words(isInteractor: Bool) -> [String] {
    switch program.convention {
    case .kattis:
      ["{support}/input", "{support}/answer", "{feedback}/"] + program.arguments
    case .testlib:
      isInteractor
        // An interactor's output file is its log; what it reads comes on standard input.
        ? ["{support}/input", "{feedback}/output", "{support}/answer"] + program.arguments
        : ["{support}/input", "{support}/output", "{support}/answer"] + program.arguments
    }
  }

  /// What a judge that has ended says.
  ///
  /// - Throws: an unreadable reference that names it, if it broke down or its exit status has no
  ///   meaning: that is the author's mistake and never the submission's.
  func judgement(of running: Running) throws(Fault) -> Judgement {
    guard let ending = running.child.ending else {
      throw Fault(.sandbox, "\(program.name) has not ended")
    }
    let said = running.child.errorTail.text
    let termination = try Termination(ending, of: running.child)
    guard case .exited(let status) = termination else {
      throw broken(JudgeProcess.words(for: termination), said)
    }
    switch program.convention {
    case .kattis:
      return try KattisVerdict(program: program, feedback: running.feedback)
        .judgement(status: status, said: said)
    case .testlib:
      // Where standard error was not used, the message may have gone to standard output.
      let words = said.isEmpty ? String(decoding: running.child.output, as: UTF8.self) : said
      return try TestlibVerdict(program: program).judgement(status: status, said: words)
    }
  }

  func broken(_ how: String, _ said: String = "") -> Fault {
    program.failure(how, said)
  }

  private static func words(for termination: Termination) -> String {
    switch termination {
    case .exited(let status): "ended with status \(status)"
    case .signalled(let signal): "was killed by signal \(signal)"
    case .timeLimit(.cpu): "passed its limit of processor time"
    case .timeLimit(.idle): "did nothing for too long"
    case .timeLimit(.wall): "took too long"
    case .memoryLimit: "passed its memory limit"
    case .outputLimit: "wrote more than it may"
    }
  }

  /// The end of a text in one line.
  static func excerpt(_ text: String, limit: Int = 400) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " | ")
    return line.utf8.count <= limit ? line : "…" + String(line.suffix(limit))
  }
}

extension JudgeProgram {
  /// The author's mistake, by the name of his program.
  func failure(_ how: String, _ said: String = "") -> Fault {
    let words = said.isEmpty ? "" : ": \(JudgeProcess.excerpt(said))"
    return Fault(.unreadableReference, "\(name) \(how)\(words)")
  }
}

extension Toolchain {
  /// How a checker is run: as a submission, save that Python needs no driver of ours.
  var judging: [String] {
    language == "python" ? ["{0}", "-s", "-S", "-B", "{source}/solution.py"] : run
  }
}
