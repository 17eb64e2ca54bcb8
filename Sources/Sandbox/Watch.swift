internal import Grading

/// Watches over a child while it owes us a frame: one call's limits are ours to keep, since the
/// supervisor inside sees only the process.
struct Watch {
  /// What came of waiting.
  enum Outcome {
    case frame(DriverFrame)
    /// It passed a limit and was stopped.
    case stopped(Termination.Clock)
    /// It is gone, or what it said is no frame and it was stopped.
    case ended
  }

  private let limits: Limits
  /// Processor time after which it is ended; until then it may be late, see ``TimeDoubt``.
  private let mostCPU: Int64
  private let start = Clocks.now
  private let startCPU: Int64
  private var cpu: Int64 = 0
  private var idle: Int64 = 0
  private var lastLook: Int64
  private var lastDelay: Int64?
  /// How often the process that spoke was gone, though the run was not over: a run may outlast it if
  /// it serves several, and a frame that it began will never be whole.
  private var looksAtNobody = 0
  private static let mostLooksAtNobody = 5

  private static let cores = Int64(SandboxOptions.cores)

  /// - Parameter mostMilliseconds: Processor time that is left until the end; by default what the
  ///   limits allow.
  init(_ child: Child, limits: Limits, mostMilliseconds: Int? = nil) {
    self.limits = limits
    let most = mostMilliseconds ?? TimeDoubt.mostMilliseconds(limits.cpuMilliseconds)
    mostCPU = Int64(most) * 1_000_000
    startCPU = child.pid == 0 ? 0 : Clocks.cpu(of: child.pid) ?? 0
    lastLook = start
  }

  /// Waits for the child's next frame.
  mutating func frame(of child: Child, helper: Helper) throws(Fault) -> Outcome {
    helper.flush(child)
    while true {
      // It is being stopped for its output: a reply that was faster than the stop changes nothing.
      if child.isOverOutput {
        return child.ending == nil ? try stop(child, helper, .ended) : .ended
      }
      if let bytes = child.frames.next() {
        if let frame = DriverFrame(bytes) { return .frame(frame) }
        return try stop(child, helper, .ended)
      }
      if child.ending != nil { return .ended }
      if child.frames.isBroken || child.channelEnded { return try stop(child, helper, .ended) }
      if looksAtNobody >= Watch.mostLooksAtNobody { return try stop(child, helper, .ended) }
      if let clock = exceeded { return try stop(child, helper, .stopped(clock)) }
      let nap = nap
      try helper.step(milliseconds: Int32(nap / 1_000_000) + 1)
      if Clocks.now - lastLook >= nap { look(child) }
    }
  }

  private func stop(_ child: Child, _ helper: Helper, _ outcome: Outcome) throws(Fault) -> Outcome {
    // A process that closed its channel is mostly about to end: its own way of ending tells more.
    if case .ended = outcome, child.channelEnded {
      let patience = Clocks.now + 100_000_000
      while child.ending == nil, Clocks.now < patience { try helper.step(milliseconds: 10) }
    }
    helper.stop(child)
    _ = try helper.finish(child)
    return outcome
  }

  private mutating func look(_ child: Child) {
    let now = Clocks.now
    guard child.pid != 0, let total = Clocks.cpu(of: child.pid) else {
      if child.pid != 0 { looksAtNobody += 1 }
      lastLook = now
      return
    }
    let used = total - startCPU
    let delay = Clocks.delay(of: child.pid)
    if let lastDelay {
      // The kernel tells of a wait for a core when it is over, and never of a core that the host
      // took away: whoever could run now was not idle.
      let rest = (now - lastLook) - (used - cpu) - (delay - lastDelay)
      if rest > 0, !Clocks.isRunnable(child.pid) { idle += rest }
    }
    lastDelay = delay
    cpu = used
    lastLook = now
  }

  private var exceeded: Termination.Clock? {
    if cpu >= mostCPU { return .cpu }
    if idle >= Int64(limits.idleMilliseconds) * 1_000_000 { return .idle }
    if lastLook - start >= Int64(limits.wallMilliseconds) * 1_000_000 { return .wall }
    return nil
  }

  /// No limit can be passed earlier than after this time.
  private var nap: Int64 {
    let cpuLeft = (mostCPU - cpu) / Watch.cores
    let idleLeft = Int64(limits.idleMilliseconds) * 1_000_000 - idle
    let wallLeft = Int64(limits.wallMilliseconds) * 1_000_000 - (lastLook - start)
    return max(1_000_000, min(200_000_000, cpuLeft, idleLeft, wallLeft))
  }

  /// What was used since the watch began; of a child that is gone, what its supervisor told.
  func usage(of child: Child) -> Usage {
    let now = Clocks.now
    if let ending = child.ending {
      let used = Int64(ending.cpuNanoseconds) - startCPU
      return Usage(
        cpuMilliseconds: Double(max(used, cpu)) / 1e6,
        wallMilliseconds: Double(now - start) / 1e6, idleMilliseconds: Double(idle) / 1e6,
        memoryPeakBytes: ending.peakBytes)
    }
    let used = (child.pid == 0 ? nil : Clocks.cpu(of: child.pid)).map { $0 - startCPU } ?? cpu
    return Usage(
      cpuMilliseconds: Double(used) / 1e6, wallMilliseconds: Double(now - start) / 1e6,
      idleMilliseconds: Double(idle) / 1e6)
  }
}
