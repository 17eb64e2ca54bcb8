import Grading

/// Puts code that a set promises before every submission.
struct Preamble: CodeRunner {
  let text: String
  let runner: any CodeRunner

  /// The runner itself where there is nothing to put before.
  static func around(_ runner: any CodeRunner, _ text: String?) -> any CodeRunner {
    text.map { Preamble(text: $0, runner: runner) } ?? runner
  }

  func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    var whole = submission
    whole.source = joined(submission)
    return try await runner.run(whole, on: workload, limits: limits, receive: receive)
  }

  func joined(_ submission: Submission) -> String {
    if submission.language == "python" { return python(submission.source) }
    // Elsewhere an import that stands twice is an error.
    let own = Set(submission.source.split(separator: "\n").map { $0.filter { $0 != " " } })
    let missing = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      let line = $0.filter { $0 != " " }
      return line.isEmpty || !own.contains(line)
    }
    return missing.joined(separator: "\n") + "\n" + submission.source
  }

  /// Imports from the future must stand first.
  private func python(_ source: String) -> String {
    guard source.contains("from __future__") else { return text + "\n" + source }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let future = lines.filter { $0.hasPrefix("from __future__") }
    let rest = lines.filter { !$0.hasPrefix("from __future__") }
    return (future.map(String.init) + [text] + rest.map(String.init)).joined(separator: "\n")
  }
}
