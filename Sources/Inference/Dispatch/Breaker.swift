/// Keeps requests from an endpoint that does not work, and lets one through now and then to see.
///
/// A pure value. Closed, it lets all pass; after some failures in a row it opens for a time that
/// doubles; when that is over one request probes while the others wait.
struct Breaker: Sendable, Hashable {
  private var failures = 0
  private var openings = 0
  private var openUntil: Duration?
  private var isProbing = false
  /// Since when no request has succeeded, while it is open.
  private(set) var openSince: Duration?

  private static let firstOpening = Duration.milliseconds(500)
  private static let longestOpening = Duration.seconds(30)

  /// Whether requests pass freely.
  var isClosed: Bool { openUntil == nil }

  /// Whether a request may go now; if not, when to ask again (`nil`: after the probe).
  func permission(now: Duration) -> Permission {
    guard let openUntil else { return .granted }
    if isProbing { return .later(nil) }
    return now >= openUntil ? .granted : .later(openUntil)
  }

  enum Permission: Hashable {
    case granted
    case later(Duration?)
  }

  /// A request goes.
  mutating func take() {
    if openUntil != nil { isProbing = true }
  }

  mutating func succeed() { self = Breaker() }

  /// The request said nothing about the endpoint.
  mutating func abstain() { isProbing = false }

  /// - Parameters:
  ///   - limit: After so many failures in a row it opens.
  ///   - isBreak: Whether a connection broke: that says little about whether there is a server, so one
  ///     request looks at once.
  mutating func fail(now: Duration, limit: Int, isBreak: Bool = false) {
    failures += 1
    let wasProbe = isProbing
    isProbing = false
    guard openUntil == nil ? failures >= limit : wasProbe else { return }
    openSince = openSince ?? now
    guard openUntil != nil || !isBreak else {
      openUntil = now
      return
    }
    openUntil = now + min(Breaker.longestOpening, Breaker.firstOpening * (1 << min(openings, 10)))
    openings += 1
  }
}
