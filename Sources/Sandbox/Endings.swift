internal import Grading

extension ProcessLimits {
  /// The limits of a process that runs a submission.
  init(_ limits: Limits, for toolchain: Toolchain, level: IsolationLevel) {
    cpuNanoseconds = UInt64(TimeDoubt.mostMilliseconds(limits.cpuMilliseconds)) * 1_000_000
    idleNanoseconds = UInt64(limits.idleMilliseconds) * 1_000_000
    wallNanoseconds = UInt64(limits.wallMilliseconds) * 1_000_000
    memoryBytes = limits.memoryBytes
    stackBytes = min(limits.memoryBytes, 256 << 20)
    processes = limits.processes + toolchain.ownThreads
    outputBytes = limits.outputBytes
    errorBytes = max(limits.outputBytes, 1 << 20)
    memoryRule = toolchain.memoryRule
    guard level < .full else { return }
    // Without a control group, what is reserved counts as used: the stacks of threads, and what a
    // lavish runtime sets aside.
    stackBytes = min(stackBytes, 64 << 20)
    if memoryRule == .data {
      stackBytes = min(stackBytes, 8 << 20)
      reserveBytes = 1 << 30
    }
  }
}

extension Usage {
  init(_ ending: ProcessEnding) {
    self.init(
      cpuMilliseconds: Double(ending.cpuNanoseconds) / 1e6,
      wallMilliseconds: Double(ending.wallNanoseconds) / 1e6,
      idleMilliseconds: Double(ending.idleNanoseconds) / 1e6, memoryPeakBytes: ending.peakBytes)
  }
}

extension Termination {
  /// How a process ended, in a judge's order: what it broke comes before how it went down.
  ///
  /// - Throws: a fault if the program could not even be executed.
  init(_ ending: ProcessEnding, of child: Child) throws(Fault) {
    guard ending.executeError == 0 else {
      throw Fault(
        .sandbox, "the program could not be executed: \(Helper.text(of: ending.executeError))")
    }
    if child.isOverOutput || ending.signal == SignalNumber.fileSize {
      self = .outputLimit
    } else if ending.oomKills > 0 {
      self = .memoryLimit(inferred: false)
    } else {
      switch ending.stop {
      case .cpu: self = .timeLimit(.cpu)
      case .idle: self = .timeLimit(.idle)
      case .wall: self = .timeLimit(.wall)
      case .memory: self = .memoryLimit(inferred: true)
      case .asked, .none:
        self = Termination(ofItself: ending, errorText: child.errorTail.text)
      }
    }
  }

  private init(ofItself ending: ProcessEnding, errorText: String) {
    if ending.signal == SignalNumber.cpuTime {
      self = .timeLimit(.cpu)
    } else if ending.exitCode != 0, MemorySigns.isIn(errorText) {
      self = .memoryLimit(inferred: true)
    } else if let code = ending.exitCode {
      self = .exited(code)
    } else {
      self = .signalled(ending.signal)
    }
  }
}

/// Signals with a meaning of their own; the numbers are the same on every Linux we run on.
private enum SignalNumber {
  static let cpuTime: Int32 = 24
  static let fileSize: Int32 = 25
}

/// What runtimes write when an allocation was refused: then no kernel counter tells.
private enum MemorySigns {
  static func isIn(_ text: String) -> Bool {
    let end = text.suffix(2_000)
    return [
      "MemoryError", "std::bad_alloc", "heap out of memory", "OutOfMemoryError",
      "cannot allocate memory", "Cannot allocate memory", "memory allocation of",
      "virtual memory exhausted", "failed to allocate memory",
      "Fatal error: failed to allocate", "xrealloc: cannot allocate", "xmalloc: cannot allocate",
    ].contains { end.contains($0) }
  }
}
