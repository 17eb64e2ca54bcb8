/// So many requests and tokens a minute. A pure value.
///
/// Each is a bucket that holds one second's worth, at least one request: a server that counts by the
/// minute is never sent a minute's worth at once. What a request will cost in tokens is guessed from
/// those before it and put right when its reply has come, so the bucket may be in debt.
struct RateBudget: Sendable, Hashable {
  private var requests: Bucket?
  private var tokens: Bucket?
  private var meanTokens: Double
  private var known = 0

  /// - Parameter expectedTokens: Of one request and its reply, until one has been seen.
  init(requestsPerMinute: Int?, tokensPerMinute: Int?, expectedTokens: Int = 1000) {
    requests = requestsPerMinute.map { Bucket(perMinute: Double(max(1, $0)), least: 1) }
    tokens = tokensPerMinute.map { Bucket(perMinute: Double(max(1, $0)), least: 1) }
    meanTokens = Double(expectedTokens)
  }

  /// When the next request may go; not in the past if it must wait.
  func readyAt(_ now: Duration) -> Duration {
    max(requests?.readyAt(now, amount: 1) ?? now, tokens?.readyAt(now, amount: 0.001) ?? now)
  }

  /// A request goes; returns the tokens that it was taken to cost.
  mutating func take(_ now: Duration) -> Double {
    requests?.take(1, now)
    guard tokens != nil else { return 0 }
    tokens?.take(meanTokens, now)
    return meanTokens
  }

  /// A reply has told what it cost.
  mutating func settle(guessed: Double, actual: Int, _ now: Duration) {
    guard tokens != nil else { return }
    tokens?.take(Double(actual) - guessed, now)
    known = min(known + 1, 64)
    meanTokens += (Double(actual) - meanTokens) / Double(known)
  }

  private struct Bucket: Sendable, Hashable {
    let perSecond: Double
    let capacity: Double
    var level: Double
    var last = Duration.zero
    var isFresh = true

    init(perMinute: Double, least: Double) {
      perSecond = perMinute / 60
      capacity = max(least, perSecond)
      level = capacity
    }

    func level(_ now: Duration) -> Double {
      isFresh ? capacity : min(capacity, level + max(0, (now - last) / .seconds(1)) * perSecond)
    }

    func readyAt(_ now: Duration, amount: Double) -> Duration {
      let lacking = amount - level(now)
      guard lacking > 1e-9 else { return now }
      return now + .nanoseconds(Int64(min(lacking / perSecond, 1e6) * 1e9) + 1)
    }

    mutating func take(_ amount: Double, _ now: Duration) {
      level = level(now) - amount
      last = now
      isFresh = false
    }
  }
}
