/// A fault that the server commits on purpose, and when.
public struct Injection: Sendable, Hashable {
  public var deed: Deed
  public var occasion: Occasion

  public init(_ deed: Deed, _ occasion: Occasion) {
    self.deed = deed
    self.occasion = occasion
  }

  /// What goes wrong.
  public enum Deed: Sendable, Hashable {
    /// An error status, 400 … 599, with `Retry-After` in seconds if given.
    case status(Int, retryAfter: Int? = nil)
    /// The connection is closed without a word.
    case drop
    /// The reply's second half is missing, and the connection closed.
    case truncate
    /// A reply of status 200 that is no JSON.
    case malform
    /// No reply until the server stops.
    case hang
    /// The right reply, so many milliseconds late.
    case slow(milliseconds: Int)
  }

  /// Which requests are hit; they are numbered from 1 as they come in.
  public enum Occasion: Sendable, Hashable {
    /// Request n, 2n, 3n, …
    case every(Int)
    /// Requests 1 … k.
    case first(Int)
  }

  func hits(_ number: Int) -> Bool {
    switch occasion {
    case .every(let n): number % n == 0
    case .first(let k): number <= k
    }
  }
}

extension Injection {
  /// Why a list of injections could not be read.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// Reads a list such as `500@every=7,429:2@first=3,drop@every=50`.
  ///
  /// A deed is `STATUS` or `STATUS:RETRY_AFTER_SECONDS`, `drop`, `truncate`, `malform`, `hang` or
  /// `slow:MILLISECONDS`; an occasion is `every=N` or `first=N`.
  public static func list(parsing text: String) throws(ParseError) -> [Injection] {
    var result: [Injection] = []
    for item in text.split(separator: ",") {
      let halves = item.split(separator: "@", omittingEmptySubsequences: false)
      guard halves.count == 2, let deed = Deed(halves[0]), let occasion = Occasion(halves[1]) else {
        throw ParseError(
          description: "“\(item)” is no fault; examples: 500@every=7, 429:2@first=3, "
            + "drop@every=50, truncate@first=1, malform@every=9, hang@first=1, slow:200@every=2")
      }
      result.append(Injection(deed, occasion))
    }
    return result
  }
}

extension Injection.Deed {
  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let number = parts.count == 2 ? Int(parts[1]) : nil
    switch (parts[0], parts.count) {
    case ("drop", 1): self = .drop
    case ("truncate", 1): self = .truncate
    case ("malform", 1): self = .malform
    case ("hang", 1): self = .hang
    case ("slow", 2):
      guard let number, 0...3_600_000 ~= number else { return nil }
      self = .slow(milliseconds: number)
    case (let word, 1...2):
      guard let status = Int(word), 400...599 ~= status else { return nil }
      guard parts.count == 1 || number != nil else { return nil }
      self = .status(status, retryAfter: number)
    case _: return nil
    }
  }
}

extension Injection.Occasion {
  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[1]), number >= 1 else { return nil }
    switch parts[0] {
    case "every": self = .every(number)
    case "first": self = .first(number)
    case _: return nil
    }
  }
}

/// So many requests a second, with room for one second's worth at once.
struct RateLimit: Sendable {
  private let perSecond: Double
  private var tokens: Double
  private var last: Duration

  init(perSecond: Double, now: Duration) {
    self.perSecond = perSecond
    tokens = max(1, perSecond)
    last = now
  }

  /// Takes a token; returns how long to wait if there is none.
  mutating func take(now: Duration) -> Duration? {
    let passed = (now - last) / .seconds(1)
    tokens = min(max(1, perSecond), tokens + max(0, passed) * perSecond)
    last = now
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    return .seconds((1 - tokens) / perSecond)
  }
}
