public import Grading

/// A code runner that runs nothing: it hands over what a script says.
public struct ScriptedRunner: CodeRunner {
  /// What one submission gives.
  public struct Script: Sendable {
    public var runs: [TestRun]
    public var compilation: Execution.Compilation
    public var isolation: IsolationReport
    public var integrity: Execution.Integrity
    /// Thrown after the runs were handed over.
    public var fault: Fault?

    public init(
      runs: [TestRun] = [], compilation: Execution.Compilation = .notNeeded,
      isolation: IsolationReport = IsolationReport(
        level: 3, mechanisms: ["script"], probesBlocked: 1, probes: 1),
      integrity: Execution.Integrity = .separate, fault: Fault? = nil
    ) {
      self.runs = runs
      self.compilation = compilation
      self.isolation = isolation
      self.integrity = integrity
      self.fault = fault
    }
  }

  private let script: @Sendable (Submission, Workload) -> Script

  public init(_ script: @escaping @Sendable (Submission, Workload) -> Script) {
    self.script = script
  }

  /// Every submission gives the same.
  public init(_ script: Script) {
    self.init { _, _ in script }
  }

  public func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    let script = script(submission, workload)
    for run in script.runs where !receive(run) { break }
    if let fault = script.fault { throw fault }
    return Execution(
      compilation: script.compilation, isolation: script.isolation, integrity: script.integrity)
  }
}

extension TestRun {
  /// A program that ended well and printed `text`.
  public static func printed(
    _ text: String, test index: Int = 0, termination: Termination = .exited(0)
  ) -> TestRun {
    TestRun(
      index: index, termination: termination, product: .output(Array(text.utf8)),
      usage: Usage(
        cpuMilliseconds: 1, wallMilliseconds: 2, idleMilliseconds: 1, memoryPeakBytes: 1 << 20))
  }

  /// A call that came to an end.
  public static func gave(
    _ product: Product, test index: Int = 0, termination: Termination = .exited(0)
  ) -> TestRun {
    TestRun(
      index: index, termination: termination, product: product,
      usage: Usage(cpuMilliseconds: 1, wallMilliseconds: 2, idleMilliseconds: 1))
  }
}
