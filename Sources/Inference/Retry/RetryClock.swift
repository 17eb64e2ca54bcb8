internal import Glibc

/// Time and chance, given from outside so that tests need neither.
public struct RetryClock: Sendable {
  /// A monotonic clock, from any origin.
  public var now: @Sendable () -> Duration
  /// The calendar's time, for dates in headers.
  public var unixSeconds: @Sendable () -> Int
  /// Returns early, by throwing, when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// Drawn evenly from 0 ..< 1.
  public var chance: @Sendable () -> Double

  public init(
    now: @escaping @Sendable () -> Duration, unixSeconds: @escaping @Sendable () -> Int,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    chance: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.unixSeconds = unixSeconds
    self.sleep = sleep
    self.chance = chance
  }

  /// The machine's own.
  public static let system: RetryClock = {
    let origin = ContinuousClock.now
    return RetryClock(
      now: { ContinuousClock.now - origin }, unixSeconds: { time(nil) },
      sleep: { try await Task.sleep(for: $0) }, chance: { Double.random(in: 0..<1) })
  }()

  /// The moment that lies so far ahead.
  public func deadline(in duration: Duration) -> Deadline { Deadline(now() + duration) }
}

/// When a run must be over, on the scale of a ``RetryClock``.
public struct Deadline: Sendable, Hashable {
  let moment: Duration

  init(_ moment: Duration) { self.moment = moment }
}
