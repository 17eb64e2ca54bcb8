/// The documented exit statuses.
enum ExitStatus: Int32, Sendable {
  case done = 0
  /// A gate or a check failed.
  case failed = 1
  case badInput = 2
  /// Finished, but some attempts have faults.
  case faultsLeft = 3
  case interrupted = 130
}

/// An early end of a command: what to say on stderr, and the status.
struct Ending: Error, Sendable {
  var status: ExitStatus
  var lines: [String]

  init(_ status: ExitStatus, _ lines: String...) {
    self.status = status
    self.lines = lines
  }

  init(_ status: ExitStatus, lines: [String]) {
    self.status = status
    self.lines = lines
  }

  /// Bad usage or bad input, in one line that says how to mend it.
  static func badInput(_ line: String) -> Ending { Ending(.badInput, line) }
}
