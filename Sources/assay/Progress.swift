import Grading
import Inference

/// What a run is doing, told on standard error: a line that is redrawn on a terminal, else a quiet
/// line now and then.
final class Progress: Sendable {
  private struct State {
    var total: Int
    var started = ContinuousClock.now
    var done = 0
    var correct = 0
    var faults = 0
    var retries = 0
    var lastDrawn: ContinuousClock.Instant?
    var lastTenth = 0
  }

  private let state: Locked<State>
  private let terminal: Terminal

  init(terminal: Terminal = .standard) {
    state = Locked(State(total: 0))
    self.terminal = terminal
  }

  /// Starts the clock.
  ///
  /// - Parameter total: How many attempts are to be graded now.
  func begin(total: Int) { state.withLock { $0 = State(total: total) } }

  func graded(_ grade: Grade) {
    let line = state.withLock { state -> (text: String, isMilestone: Bool)? in
      state.done += 1
      if grade.fault != nil { state.faults += 1 }
      if grade.score?.verdict == .correct { state.correct += 1 }
      let tenth = state.done * 10 / max(state.total, 1)
      let isMilestone = tenth > state.lastTenth
      state.lastTenth = max(tenth, state.lastTenth)
      guard isMilestone || isDue(&state) else { return nil }
      return (text(state), isMilestone)
    }
    guard let line else { return }
    if terminal.isInteractive {
      terminal.progress(line.text)
    } else if line.isMilestone {
      terminal.remark(line.text)
    }
  }

  /// Counts what is heard from the network.
  @Sendable func heard(_ event: InferenceEvent) {
    switch event {
    case .retrying: state.withLock { $0.retries += 1 }
    case .sent, .tried, .answered, .failed: break
    }
  }

  /// A terminal line is redrawn at most ten times a second.
  private func isDue(_ state: inout State) -> Bool {
    let now = ContinuousClock.now
    if let last = state.lastDrawn, now - last < .milliseconds(100) { return false }
    state.lastDrawn = now
    return true
  }

  private func text(_ state: State) -> String {
    let elapsed = (ContinuousClock.now - state.started).seconds
    let rate = Double(state.done) / max(elapsed, 0.001)
    var parts = [
      "\(state.done)/\(state.total)",
      rate >= 10 ? "\(Int(rate))/s" : "\((rate * 10).rounded() / 10)/s",
    ]
    let left = Double(state.total - state.done) / rate
    if left >= 1 { parts.append("about \(Duration.seconds(left).readable) left") }
    parts.append("\(state.correct) correct")
    if state.faults > 0 { parts.append(state.faults == 1 ? "1 fault" : "\(state.faults) faults") }
    if state.retries > 0 {
      parts.append(state.retries == 1 ? "1 retry" : "\(state.retries) retries")
    }
    return parts.joined(separator: " · ")
  }
}
