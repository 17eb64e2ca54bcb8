import Grading

/// What all scorers of code do: run test after test, judge each outside the sandbox, and say in
/// judge's terms what became of the submission.
struct TestJudging: Sendable {
  let runsAllTests: Bool
  let runner: any CodeRunner
  let limits: Limits
  /// The files that a submission is made of, where there are several.
  var files: [String] = []

  /// The most of standard error that is kept with a test, in bytes from its end.
  static let errorOutputLimit = 2_000
  /// The most of a compiler's words that is kept, in bytes.
  static let diagnosticsLimit = 8_000

  /// Runs a submission and judges each test with `judge`.
  ///
  /// - Throws: the runner's fault, or one of the sandbox if it lost a test or gave the submission too
  ///   little of the processor.
  func score(
    _ answer: Answer, on workload: Workload, language: String,
    judge: @escaping @Sendable (TestRun) -> TestEvidence
  ) async throws(Fault) -> Score {
    let submission = submission(answer, language: answer.language ?? language)
    let ledger = Locked<[TestEvidence]>([])
    let runsAllTests = runsAllTests
    let isOutOfOrder = Locked(false)
    let wasStarved = Locked(false)
    let execution = try await runner.run(submission, on: workload, limits: limits) { run in
      if TestJudging.isStarved(run) {
        wasStarved.withLock { $0 = true }
        return false
      }
      let evidence = judge(run)
      let expectedIndex = ledger.withLock { tests in
        tests.append(evidence)
        return tests.count - 1
      }
      if run.index != expectedIndex {
        isOutOfOrder.withLock { $0 = true }
        return false
      }
      return runsAllTests || evidence.passed || evidence.reason == .partialCredit
    }
    if wasStarved.withLock({ $0 }) {
      throw Fault(
        .sandbox,
        "the machine was too busy: a test waited for a processor until its elapsed time was over")
    }
    let tests = ledger.withLock { $0 }
    if isOutOfOrder.withLock({ $0 }) || tests.count > workload.count {
      throw Fault(.sandbox, "the sandbox mixed the tests up")
    }
    return try verdict(tests, execution, count: workload.count)
  }

  private func submission(_ answer: Answer, language: String) -> Submission {
    guard !files.isEmpty else { return Submission(language: language, source: answer.text) }
    return SourceBundle(parsing: answer.text, names: files).submission(language: language)
  }

  private func verdict(
    _ tests: [TestEvidence], _ execution: Execution, count: Int
  ) throws(Fault) -> Score {
    var evidence = Evidence(
      remark: "", tests: tests, testsSkipped: count - tests.count,
      isolationLevel: execution.isolation.level)
    switch execution.integrity {
    case .separate: break
    case .inProcess: evidence.integrity = Execution.Integrity.inProcess.rawValue
    }
    if case .failed(let diagnostics) = execution.compilation {
      evidence.tests = []
      evidence.testsSkipped = count
      evidence.diagnostics = Excerpt(diagnostics, limit: TestJudging.diagnosticsLimit).text
      evidence.remark = "the code cannot be compiled: \(TestJudging.firstLine(diagnostics))"
      return .incorrect(.compileError, evidence)
    }
    if let failed = tests.first(where: { !$0.passed && $0.reason != .partialCredit }) {
      guard failed.reason != .cannotDecide else { throw Fault(.sandbox, failed.remark) }
      evidence.remark = "\(failed.name): \(failed.remark)"
      return .incorrect(failed.reason, evidence)
    }
    guard tests.count == count else {
      throw Fault(.sandbox, "the sandbox ran \(tests.count) of \(count) tests")
    }
    if let partial = tests.first(where: { !$0.passed }) {
      evidence.remark = "\(partial.name): \(partial.remark)"
      return Score(
        verdict: .partial, reason: .partialCredit, points: TestJudging.share(of: tests),
        evidence: evidence)
    }
    evidence.remark = count == 1 ? "the test passed" : "all \(count) tests passed"
    return .correct(evidence)
  }

  /// The share of all tests' points that was earned, 0 … 1.
  static func share(of tests: [TestEvidence]) -> Double {
    let all = tests.reduce(0) { $0 + $1.points }
    let earned = tests.reduce(0) { $0 + $1.points * $1.earnedShare }
    return all > 0 ? min(1, max(0, earned / all)) : 0
  }

  private static func firstLine(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(String.init)
    // Python's trace ends with what went wrong, a compiler begins with it.
    let telling = lines.first { $0.contains("error:") } ?? lines.last { $0.contains("Error") }
    return Excerpt(telling ?? lines.first ?? "no diagnostics", limit: 300).text
  }

  // MARK: - Endings

  /// Whether a test reached the limit of elapsed time while others had the processor: more than a
  /// fifth of its time was neither work nor idleness of its own. That is no fault of the submission.
  static func isStarved(_ run: TestRun) -> Bool {
    guard run.termination == .timeLimit(.wall) else { return false }
    let usage = run.usage
    let waited = usage.wallMilliseconds - usage.cpuMilliseconds - usage.idleMilliseconds
    return waited > usage.wallMilliseconds / 5
  }

  /// The reason and remark of a test that did not come to its end; `nil` if it did.
  static func failure(_ run: TestRun, limits: Limits) -> (Reason, String)? {
    switch run.termination {
    case .exited(0): return nil
    case .exited(let status): return (.runtimeError, "ended with exit status \(status)")
    case .signalled(let signal): return (.runtimeError, "killed by signal \(signal)\(name(signal))")
    case .timeLimit(.cpu):
      return (.timeLimit, "used more than \(seconds(limits.cpuMilliseconds)) of processor time")
    case .timeLimit(.idle):
      return (.timeLimit, "did nothing for \(seconds(limits.idleMilliseconds))")
    case .timeLimit(.wall):
      return (.timeLimit, "took longer than \(seconds(limits.wallMilliseconds))")
    case .memoryLimit(let inferred):
      let sign = inferred ? ", by the signs" : ""
      return (.memoryLimit, "used more than \(limits.memoryBytes >> 20) MiB of memory\(sign)")
    case .outputLimit:
      return (.outputLimit, "wrote more than \(limits.outputBytes >> 10) KiB")
    }
  }

  private static func seconds(_ milliseconds: Int) -> String {
    milliseconds.isMultiple(of: 1_000)
      ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
  }

  private static func name(_ signal: Int32) -> String {
    switch signal {
    case 4: " (illegal instruction)"
    case 6: " (aborted)"
    case 8: " (arithmetic error)"
    case 9: " (killed)"
    case 11: " (segmentation fault)"
    case 31: " (forbidden system call)"
    default: ""
    }
  }

  /// Adds to a test's evidence what it used and the end of standard error.
  static func measured(_ evidence: TestEvidence, _ run: TestRun) -> TestEvidence {
    var evidence = evidence
    evidence.cpuMilliseconds = run.usage.cpuMilliseconds
    evidence.wallMilliseconds = run.usage.wallMilliseconds
    evidence.idleMilliseconds = run.usage.idleMilliseconds
    evidence.memoryPeakBytes = run.usage.memoryPeakBytes
    switch run.termination {
    case .exited(let status): evidence.exitStatus = Int(status)
    case .signalled(let signal): evidence.signal = Int(signal)
    case .timeLimit, .memoryLimit, .outputLimit: break
    }
    evidence.transcript = run.transcript
    if let message = run.judgement?.message, !message.isEmpty { evidence.checkerMessage = message }
    if !run.errorOutput.isEmpty { evidence.errorOutput = tail(run.errorOutput) }
    evidence.isRepeated = run.isRepeated
    if run.isRepeated { evidence.remark += " (run again alone)" }
    return evidence
  }

  /// The reason and remark that a checker's or interactor's words come to.
  static func outcome(of judgement: Judgement, by program: JudgeProgram) -> (Reason, String) {
    let line = FunctionScorer.short(judgement.message)
    let words = line.isEmpty ? "" : ": \(line)"
    switch judgement.verdict {
    case .accepted: return (.accepted, "accepted by \(program.name)\(words)")
    case .wrong: return (.wrongAnswer, "rejected by \(program.name)\(words)")
    case .presentation: return (.presentationError, "unreadable for \(program.name)\(words)")
    case .partial:
      let percent = (judgement.share * 1_000).rounded() / 10
      return (.partialCredit, "\(percent) % of the points by \(program.name)\(words)")
    }
  }

  /// The end of a text, cut at a character.
  private static func tail(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count > errorOutputLimit else { return text }
    var start = bytes.count - errorOutputLimit
    while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  /// A test that names a position outside the tests: the sandbox's mistake, told by its order.
  static func misplaced(_ run: TestRun) -> TestEvidence {
    TestEvidence(name: "test \(run.index + 1)", reason: .cannotDecide, remark: "no such test")
  }
}
