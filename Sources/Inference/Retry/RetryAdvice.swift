/// What a server's headers say about asking again.
public struct RetryAdvice: Sendable, Hashable {
  /// How long to wait first, at least 0.
  public var wait: Duration?
  /// `x-should-retry`: the server knows better than its status.
  public var shouldRetry: Bool?

  public init(wait: Duration? = nil, shouldRetry: Bool? = nil) {
    self.wait = wait
    self.shouldRetry = shouldRetry
  }

  /// Reads `retry-after-ms`, `Retry-After` (seconds or a date), `x-should-retry`, and for a refusal
  /// without either wait the headers that tell when a limit begins anew; what makes no sense is as if
  /// it were absent.
  ///
  /// - Parameter unixSeconds: The time now, for dates.
  public init(_ response: HTTPResponse, unixSeconds: Int) {
    wait =
      response.header("retry-after-ms").flatMap { RetryAdvice.number($0, unit: 0.001) }
      ?? response.header("retry-after").flatMap {
        RetryAdvice.number($0, unit: 1) ?? RetryAdvice.date($0, unixSeconds: unixSeconds)
      }
    if wait == nil, [429, 503, 529].contains(response.status) {
      wait = RateLimitReset.wait(response, unixSeconds: unixSeconds)
    }
    switch response.header("x-should-retry") {
    case "true": shouldRetry = true
    case "false": shouldRetry = false
    case _: shouldRetry = nil
    }
  }

  private static func number(_ text: String, unit: Double) -> Duration? {
    guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
    return .milliseconds(Int(min(value * unit, 1e9) * 1000))
  }

  private static func date(_ text: String, unixSeconds: Int) -> Duration? {
    guard let date = HTTPDate.unixSeconds(text) else { return nil }
    return .seconds(max(0, min(date - unixSeconds, 1_000_000_000)))
  }
}

/// Dates in HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110, section 5.6.7; the two obsolete forms are not read.
enum HTTPDate {
  /// Seconds since 1970; `nil` for anything else than such a date.
  static func unixSeconds(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
      let day = Int(words[1]), let month = months.firstIndex(of: String(words[2])),
      let year = Int(words[3]), 1...31 ~= day, 1970...9999 ~= year
    else { return nil }
    let clock = words[4].split(separator: ":").map { Int($0) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
      0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second
    else { return nil }
    return ((days(year, month + 1, day) * 24 + hour) * 60 + minute) * 60 + second
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days from 1970-01-01, in the Gregorian calendar: the year is taken to begin in March, so that
  /// the leap day comes last.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let m = month <= 2 ? month + 9 : month - 3
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
  }
}
