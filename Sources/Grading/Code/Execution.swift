/// Code that a model wrote, to be run.
public struct Submission: Sendable, Hashable {
  /// A language's id, for example `python`.
  public var language: String
  public var source: String
  /// Files that stand beside the source.
  public var files: [JudgeProgram.File]
  /// The source's own file name, where others may mention it.
  public var name: String?

  public init(language: String, source: String, files: [JudgeProgram.File] = []) {
    self.language = language
    self.source = source
    self.files = files
  }
}

/// What a submission is run on. It holds inputs only: no expected output enters a sandbox.
public indirect enum Workload: Sendable, Hashable {
  /// One process for each standard input.
  case program(inputs: [String])
  /// Calls of one function, in order.
  case calls(entryPoint: String, calls: [Call])
  /// Test code that is given the function; the tests are the test code's own.
  case harness(code: String, entryPoint: String)
  /// A program or calls, whose outcomes the author's checker judges in a sandbox of its own, which
  /// is given the answers: one for each test, an output or the JSON form of a value.
  case checked(Workload, answers: [String], by: JudgeProgram)
  /// One process for each test that talks with the author's interactor, which alone is given the
  /// inputs and answers.
  case interactive(tests: [InteractiveTest], with: JudgeProgram)

  /// How many tests there are.
  public var count: Int {
    switch self {
    case .program(let inputs): inputs.count
    case .calls(_, let calls): calls.count
    case .harness: 1
    case .checked(let workload, _, _): workload.count
    case .interactive(let tests, _): tests.count
    }
  }

  /// What an interactor is given for one test.
  public struct InteractiveTest: Sendable, Hashable {
    public var input: String
    public var answer: String

    public init(input: String, answer: String) {
      self.input = input
      self.answer = answer
    }
  }
}

/// How a process ended.
public enum Termination: Sendable, Hashable {
  case exited(Int32)
  case signalled(Int32)
  case timeLimit(Clock)
  /// `inferred` if there was no kernel counter to tell, only the signs.
  case memoryLimit(inferred: Bool)
  case outputLimit

  public enum Clock: String, Sendable, Hashable { case cpu, idle, wall }
}

/// What one test of a workload gave.
public struct TestRun: Sendable, Hashable {
  /// The position of the test in its workload, from 0.
  public var index: Int
  public var termination: Termination
  public var product: Product
  public var usage: Usage
  /// The end of what was written to standard error, capped.
  public var errorOutput: String
  /// It was near a time limit, or had to wait long: it was run again alone, and this is that run.
  public var isRepeated = false
  /// What the author's checker or interactor said; `nil` where there is none, or where the
  /// submission broke down before there was anything to judge.
  public var judgement: Judgement?
  /// The beginning and end of a talk with an interactor.
  public var transcript: String?

  public init(
    index: Int, termination: Termination, product: Product, usage: Usage, errorOutput: String = "",
    judgement: Judgement? = nil, transcript: String? = nil
  ) {
    self.index = index
    self.termination = termination
    self.product = product
    self.usage = usage
    self.errorOutput = errorOutput
    self.judgement = judgement
    self.transcript = transcript
  }

  public enum Product: Sendable, Hashable {
    /// Nothing came of it: see the termination.
    case nothing
    /// Standard output of a program, at most the limit.
    case output([UInt8])
    /// What a function returned.
    case returned(TypedValue)
    /// An exception that nobody caught: its type, message and the end of its trace.
    case raised(type: String, message: String, trace: String)
    /// A harness ran to its end.
    case passed
    /// A harness found the solution wrong.
    case failed(message: String)
  }
}

/// A submission's run as a whole; the tests were handed over one by one.
public struct Execution: Sendable, Hashable {
  public var compilation: Compilation
  public var isolation: IsolationReport
  public var integrity: Integrity

  public init(
    compilation: Compilation, isolation: IsolationReport, integrity: Integrity = .separate
  ) {
    self.compilation = compilation
    self.isolation = isolation
    self.integrity = integrity
  }

  public enum Compilation: Sendable, Hashable {
    case notNeeded
    case succeeded
    /// The compiler refused the source, or the interpreter could not read it; diagnostics capped.
    case failed(diagnostics: String)
  }

  /// Whether the submission shared a process with what decides.
  public enum Integrity: String, Sendable, Hashable {
    /// Compared outside the submission's reach.
    case separate
    /// Test code ran beside the submission, which could have forged its outcome.
    case inProcess = "in_process"
  }
}

/// What really shuts a submission in, probed by programs run inside.
public struct IsolationReport: Sendable, Hashable {
  /// 3 full, 2 namespaces without memory accounting, 1 restricted, 0 none.
  public var level: Int
  /// What is in force, for example `user`, `pid`, `seccomp`, `landlock`, `cgroup-v1`.
  public var mechanisms: [String]
  /// Probes that were blocked, and all probes.
  public var probesBlocked: Int
  public var probes: Int
  /// The probes that were not blocked, by name.
  public var open: [String]

  public init(
    level: Int, mechanisms: [String], probesBlocked: Int, probes: Int, open: [String] = []
  ) {
    self.level = level
    self.mechanisms = mechanisms
    self.probesBlocked = probesBlocked
    self.probes = probes
    self.open = open
  }

  public var json: JSON {
    [
      "level": .int(level), "mechanisms": .strings(mechanisms),
      "probes_blocked": .int(probesBlocked), "probes": .int(probes), "open": .strings(open),
    ]
  }
}
