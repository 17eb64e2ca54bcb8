import Grading
import Inference
import Reports

/// What a run is doing, told on standard error: a line that is redrawn on a terminal, else a quiet
/// line now and then.
final class Progress: Sendable {
  private struct State {
    var total: Int
    var started = ContinuousClock.now
    var done = 0
    var correct = 0
    var faults = 0
    var lastTenth = 0
  }

  /// What the model is seen to do; `nil` where none is asked.
  let observation: Observation?
  private let state: Locked<State>
  private let terminal: Terminal
  private let ticker = Locked<Task<Void, Never>?>(nil)

  init(_ observation: Observation? = nil, terminal: Terminal = .standard) {
    state = Locked(State(total: 0))
    self.observation = observation
    self.terminal = terminal
  }

  deinit { ticker.withLock { $0?.cancel() } }

  /// Starts the clock.
  ///
  /// - Parameter total: How many attempts are to be graded now.
  func begin(total: Int) {
    state.withLock { $0 = State(total: total) }
    guard terminal.isInteractive else { return }
    // By time and not by grade: a run that hangs must be seen to hang.
    let task = Task { [weak self] in
      while !Task.isCancelled {
        guard let self else { return }
        self.terminal.progress(self.line)
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
    ticker.withLock { $0 = task }
  }

  /// Stops redrawing.
  func end() { ticker.withLock { $0.take() }?.cancel() }

  func graded(_ grade: Grade) {
    let isMilestone = state.withLock { state in
      state.done += 1
      if grade.fault != nil { state.faults += 1 }
      if grade.score?.verdict == .correct { state.correct += 1 }
      let tenth = state.done * 10 / max(state.total, 1)
      defer { state.lastTenth = max(tenth, state.lastTenth) }
      return tenth > state.lastTenth
    }
    if isMilestone, !terminal.isInteractive { terminal.remark(line) }
  }

  /// The figures for Prometheus; empty where no model is asked.
  var metrics: String {
    guard let observation else { return "" }
    let (graded, total) = state.withLock { ($0.done, $0.total) }
    return Prometheus.text(
      observation.meter.reading, observation.load, graded: graded, total: total)
  }

  private var line: String {
    ProgressLine(
      counts: state.withLock { state in
        .init(
          total: state.total, done: state.done, correct: state.correct, faults: state.faults,
          seconds: (ContinuousClock.now - state.started).seconds)
      }, reading: observation?.meter.reading, load: observation?.load, now: .now,
      width: terminal.isInteractive ? terminal.width : 200
    ).text
  }
}

/// A line of progress, made of what was counted.
struct ProgressLine {
  struct Counts {
    var total: Int
    var done: Int
    var correct: Int
    var faults: Int
    /// Since the beginning.
    var seconds: Double
  }

  var counts: Counts
  var reading: InferenceMeter.Reading?
  var load: InferenceLoad?
  var now: ContinuousClock.Instant
  /// Columns; what matters less is left out where there is no room.
  var width: Int

  /// A piece of the line; of two that do not both fit, the one of the lower rank stays.
  private struct Part {
    var rank: Int
    var text: String

    init(_ rank: Int, _ text: String) {
      self.rank = rank
      self.text = text
    }
  }

  /// As many parts as fit, in their order.
  var text: String {
    let parts = parts
    var kept: Set<Int> = []
    var left = width
    for (place, part) in parts.enumerated().sorted(by: { $0.element.rank < $1.element.rank }) {
      let room = part.text.count + (kept.isEmpty ? 0 : 3)
      guard room < left else { continue }
      left -= room
      kept.insert(place)
    }
    return parts.indices.filter(kept.contains).map { parts[$0].text }.joined(separator: " · ")
  }

  private var parts: [Part] {
    let rate = Double(counts.done) / max(counts.seconds, 0.001)
    var parts = [
      Part(0, "\(counts.done)/\(counts.total)"),
      Part(1, rate >= 10 ? "\(Int(rate))/s" : "\((rate * 10).rounded() / 10)/s"),
    ]
    let left = Double(counts.total - counts.done) / max(rate, 0.000_001)
    if counts.done > 0, left >= 1 {
      parts.append(Part(8, "\(Duration.seconds(left).readable) left"))
    }
    parts.append(Part(9, "\(counts.correct) correct"))
    if counts.faults > 0 { parts.append(Part(3, count(counts.faults, "fault", "faults"))) }
    guard let reading else { return parts }
    let inFlight = load?.inFlight ?? reading.inFlight.count
    if inFlight > 0 { parts.append(Part(2, "\(inFlight) in flight")) }
    if let half = reading.latency.quantile(0.5), let most = reading.latency.quantile(0.95) {
      parts.append(Part(5, "p50 \(time(half)) p95 \(time(most))"))
    }
    if reading.retries > 0 { parts.append(Part(6, count(reading.retries, "retry", "retries"))) }
    let waiting = reading.pausing.values.filter { $0 > now }
    if let next = waiting.min() {
      parts.append(Part(4, "\(waiting.count) waiting, next in \((next - now).readable)"))
    }
    if let straggler = straggler(reading) { parts.append(Part(7, straggler)) }
    return parts
  }

  /// The request that has been under way longest, once it is far beyond the others.
  private func straggler(_ reading: InferenceMeter.Reading) -> String? {
    guard let oldest = reading.inFlight.min(by: { $0.value.at < $1.value.at }) else { return nil }
    let age = (now - oldest.value.at).seconds
    let usual = (reading.latency.quantile(0.95) ?? 30_000) / 1000
    guard age > max(5, usual * 2) else { return nil }
    return "\(name(oldest.key.problemID)) since \(Duration.seconds(age).readable)"
  }

  /// An id, which anybody may have written, as a terminal can show it.
  private func name(_ id: String) -> String {
    let visible = VisibleText.line(id)
    return visible.count > 32 ? visible.prefix(31) + "…" : visible
  }

  private func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }

  private func time(_ milliseconds: Double) -> String {
    if milliseconds < 0.5 { return "<1 ms" }
    return milliseconds < 1000
      ? "\(Int(milliseconds.rounded())) ms" : Duration.milliseconds(Int(milliseconds)).readable
  }
}
