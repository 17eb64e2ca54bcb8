public import Grading

/// Counts what is heard from a model: for progress, metrics and costs.
public final class InferenceMeter: Sendable {
  private let state = Locked(Reading())

  /// What was counted so far.
  public struct Reading: Sendable {
    /// Tries that are over, by the kind of their fault; those that brought a completion apart.
    public var completed = 0
    public var failed: [Fault.Kind: Int] = [:]
    /// Tries after a failure.
    public var retries = 0
    public var promptTokens = 0
    public var completionTokens = 0
    /// Tokens of the completions whose server counted them are in; these are the others.
    public var uncounted = 0
    /// Of the tries that brought a completion.
    public var latency = LatencyHistogram()
    public var queued = LatencyHistogram()
    /// Tries that were sent and are not over, by attempt: when they were sent.
    public var inFlight: [AttemptID: Sent] = [:]
    /// Attempts that wait before another try, and until when, in the order of their failures.
    public var pausing: [AttemptID: ContinuousClock.Instant] = [:]

    public struct Sent: Sendable {
      public var at: ContinuousClock.Instant
      public var endpoint: String
    }
  }

  public init() {}

  public var reading: Reading { state.withLock { $0 } }

  /// Counts an event.
  @Sendable public func heard(_ event: InferenceEvent) {
    switch event {
    case .sent(let id, _, let endpoint):
      let now = ContinuousClock.now
      state.withLock {
        $0.inFlight[id] = Reading.Sent(at: now, endpoint: endpoint)
        if !$0.pausing.isEmpty { $0.pausing[id] = nil }
      }
    case .tried(let record):
      state.withLock { $0.add(record) }
    case .retrying(let id, _, let wait, _):
      let until = wait > .zero ? ContinuousClock.now + wait : nil
      state.withLock {
        $0.retries += 1
        $0.pausing[id] = until
      }
    case .answered: break
    case .failed(let id, _):
      state.withLock {
        $0.inFlight[id] = nil
        $0.pausing[id] = nil
      }
    }
  }
}

extension InferenceMeter.Reading {
  fileprivate mutating func add(_ record: TryRecord) {
    inFlight[record.attempt] = nil
    queued.add(milliseconds: record.queuedMilliseconds)
    switch record.outcome {
    case .completed:
      completed += 1
      latency.add(milliseconds: record.milliseconds)
      promptTokens += record.promptTokens ?? 0
      completionTokens += record.completionTokens ?? 0
      if record.completionTokens == nil { uncounted += 1 }
    case .failed(let kind, _, _): failed[kind, default: 0] += 1
    }
  }
}

/// What tokens cost, per million, in whatever currency.
public struct Prices: Sendable, Hashable {
  public var prompt: Double
  public var completion: Double

  public init(prompt: Double, completion: Double) {
    self.prompt = prompt
    self.completion = completion
  }

  public func cost(promptTokens: Int, completionTokens: Int) -> Double {
    (Double(promptTokens) * prompt + Double(completionTokens) * completion) / 1_000_000
  }
}
