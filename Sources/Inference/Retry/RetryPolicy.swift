public import Grading

/// When to ask again, and after how long. A pure value: time and chance are given to it.
public struct RetryPolicy: Sendable, Hashable {
  /// The most tries of one attempt, the first included; 1 never asks twice, whatever happens.
  public var tries: Int
  /// The most tries that a server may refuse for want of room, apart from ``tries``: it is well and
  /// only busy, so patience pays.
  public var rateLimitedTries: Int
  /// The longest first wait; it doubles with each try.
  public var firstWait: Duration
  /// The longest wait of our own choosing.
  public var longestWait: Duration
  /// The longest wait that a server may ask for; longer ones are cut to it.
  public var longestServerWait: Duration
  /// From an attempt's first try to the start of its last.
  public var total: Duration
  /// After so many equal replies in a row (see ``TryFailure/isOwnIfRepeated``) the error is the
  /// request's own.
  public var equalErrors: Int

  public init(
    tries: Int = 6, rateLimitedTries: Int = 30, firstWait: Duration = .milliseconds(500),
    longestWait: Duration = .seconds(30), longestServerWait: Duration = .seconds(120),
    total: Duration = .seconds(1800), equalErrors: Int = 3
  ) {
    self.tries = tries
    self.rateLimitedTries = rateLimitedTries
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.longestServerWait = longestServerWait
    self.total = total
    self.equalErrors = equalErrors
  }

  /// The most tries of one attempt that count against nothing because they only found that a server is not
  /// back yet. With the rests between them the default waits about as long as an outage may last.
  var vainTries: Int { 4 * tries }

  /// Never asks twice.
  public static let never = RetryPolicy(tries: 1)

  /// What to do after the failure that was recorded last in `history`.
  ///
  /// - Parameters:
  ///   - elapsed: Since the attempt's first try began.
  ///   - left: Until the run's deadline; `nil` without one.
  ///   - chance: Drawn evenly from 0 ..< 1.
  public func decision(
    after failure: TryFailure, _ history: RetryHistory, elapsed: Duration, left: Duration?,
    chance: Double
  ) -> RetryDecision {
    switch failure.prospect {
    case .permanent: return .giveUp(failure.kind, note: nil)
    case .passing where tries <= 1, .rateLimited where tries <= 1:
      return .giveUp(failure.kind, note: nil)
    case .rateLimited where history.rateLimited >= rateLimitedTries:
      return .giveUp(failure.kind, note: "refused \(history.rateLimited) times")
    case .passing where history.failed >= tries:
      return .giveUp(failure.kind, note: nil)
    case .passing where history.equalErrors >= equalErrors:
      return .giveUp(failure.kind, note: "the same \(history.equalErrors) times")
    case .passing, .rateLimited: break
    }
    let wait = wait(after: failure, history, chance: chance)
    if let left, wait >= left {
      return .giveUp(.deadline, note: "no time left to try again")
    }
    guard elapsed + wait <= total else {
      return .giveUp(failure.kind, note: "no success within \(total.inSeconds)")
    }
    return .retry(after: wait)
  }

  /// Full jitter: anything from nothing to the current bound, so that a crowd of requests that
  /// failed together does not come back together. A server's own wait is a least one; the jitter
  /// comes on top of it.
  /// Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
  private func wait(
    after failure: TryFailure, _ history: RetryHistory, chance: Double
  ) -> Duration {
    let doublings = min(20, max(0, history.failed + history.rateLimited - 1))
    let bound = min(longestWait, firstWait * (1 << doublings))
    if case .status(_, _, let advice) = failure, let asked = advice.wait {
      let least = min(asked, longestServerWait)
      return least + min(max(least / 4, .milliseconds(50)), .seconds(5)) * chance
    }
    return bound * chance
  }
}

/// What to do after a failure.
public enum RetryDecision: Sendable, Hashable {
  case retry(after: Duration)
  /// The kind of fault, and why there is no other try if the failure itself does not say.
  case giveUp(Fault.Kind, note: String?)
}

/// What happened to the tries of one attempt.
public struct RetryHistory: Sendable, Hashable {
  /// Tries that failed, those refused for want of room left out.
  public private(set) var failed = 0
  /// Tries refused for want of room.
  public private(set) var rateLimited = 0
  /// Tries whose endpoint failed while another was there to take over: they count against nothing.
  public private(set) var takenOver = 0
  /// Tries that only found that a server is not back yet: nor do they.
  public private(set) var inVain = 0
  /// How often the last reply came in a row; 0 if there was none, or it may well repeat.
  public private(set) var equalErrors = 0
  private var lastFailure: TryFailure?

  public init() {}

  /// Tries made.
  public var tries: Int { failed + rateLimited + takenOver + inVain }

  /// What a failed try counts against.
  public enum Account: Sendable, Hashable {
    /// The attempt's tries.
    case attempt
    /// Nothing: another endpoint takes the attempt over at once.
    case takenOver
    /// Nothing: the attempt looked whether a server is back for which all wait.
    case inVain
  }

  public mutating func record(_ failure: TryFailure, against account: Account = .attempt) {
    switch account {
    case .takenOver: takenOver += 1
    case .inVain: inVain += 1
    case .attempt where failure.prospect == .rateLimited: rateLimited += 1
    case .attempt: failed += 1
    }
    guard failure.isOwnIfRepeated else {
      lastFailure = nil
      equalErrors = 0
      return
    }
    equalErrors = failure == lastFailure ? equalErrors + 1 : 1
    lastFailure = failure
  }
}
