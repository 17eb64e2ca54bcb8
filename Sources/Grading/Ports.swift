/// Where completions come from: a server, stored outputs, or a script.
public protocol Model: Sendable {
  /// Returns the model's completion of one request.
  ///
  /// - Throws: a fault after everything that may help was tried; it ends this attempt only.
  func complete(_ request: ModelRequest) async throws(Fault) -> Completion

  /// Where those who ask had best run, so that a reply finds them on the thread that read it; `nil` where
  /// it does not matter.
  var executor: (any TaskExecutor)? { get }
}

extension Model {
  public var executor: (any TaskExecutor)? { nil }
}

/// Finds the answer in a completion. Pure and total.
public protocol Extractor: Sendable {
  func extract(from completion: Completion) -> Extraction
}

/// Compares an answer with a reference.
public protocol Scorer: Sendable {
  /// - Throws: a fault if the answer could not be judged for a reason of ours.
  func score(_ answer: Answer) async throws(Fault) -> Score

  /// Whether it only thinks and waits for nobody, so that several are better marked one after the other
  /// than each on its own.
  var isImmediate: Bool { get }
}

extension Scorer {
  public var isImmediate: Bool { false }
}

/// Runs what models wrote where it can do no harm.
public protocol CodeRunner: Sendable {
  /// Runs a submission on a workload, test after test.
  ///
  /// - Parameters:
  ///   - limits: What each test may use; compiling has limits of its own.
  ///   - receive: Is handed each test's run in order, and says whether to go on with the next.
  /// - Returns: What holds for all tests. If compiling failed, no test was handed over.
  /// - Throws: a fault if the sandbox failed, the language's tools are missing, or the task was
  ///   cancelled; then no verdict may be based on the tests handed over.
  func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution
}
