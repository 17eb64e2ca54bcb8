internal import Grading

/// A request as it came in.
public struct RequestLogEntry: Sendable, Hashable {
  /// From 1, in the order of arrival.
  public var number: Int
  public var path: String
  /// The header `X-Request-Id`.
  public var requestID: String?
  /// The attempt that the identifier names, or that was counted.
  public var attempt: Int
  /// At most ``RequestLog/longestBody`` bytes of it.
  public var body: String
  /// The status sent; 0 if the connection was dropped or left hanging.
  public var status: Int
}

/// What the server remembers of its requests.
struct RequestLog: Sendable {
  private(set) var entries: [RequestLogEntry] = []
  private(set) var received = 0
  private var prompts: [String: Counts] = [:]
  private var order: [String] = []
  private var statuses: [Int: Int] = [:]

  /// Longer bodies are cut.
  static let longestBody = 64 << 10
  /// Older requests are forgotten; the counts are not.
  static let mostEntries = 10_000
  /// Prompts that are counted each on their own.
  static let mostPrompts = 100_000

  private struct Counts {
    var requests = 0
    var answered = 0
    /// Requests for which an attempt had to be counted.
    var unnamed = 0
  }

  /// Counts a request and returns its number.
  mutating func receive() -> Int {
    received += 1
    return received
  }

  /// The attempt of a request without an identifier: the next one of its prompt.
  mutating func countAttempt(_ prompt: String) -> Int {
    note(prompt) { $0.unnamed += 1 }
    return prompts[prompt]?.unnamed ?? 1
  }

  mutating func record(_ entry: RequestLogEntry, prompt: String?) {
    statuses[entry.status, default: 0] += 1
    if let prompt {
      note(prompt) { counts in
        counts.requests += 1
        if entry.status == 200 { counts.answered += 1 }
      }
    }
    entries.append(entry)
    if entries.count >= 2 * RequestLog.mostEntries {
      entries.removeFirst(entries.count - RequestLog.mostEntries)
    }
  }

  private mutating func note(_ prompt: String, _ change: (inout Counts) -> Void) {
    if prompts[prompt] == nil {
      guard prompts.count < RequestLog.mostPrompts else { return }
      prompts[prompt] = Counts()
      order.append(prompt)
    }
    if var counts = prompts[prompt] {
      change(&counts)
      prompts[prompt] = counts
    }
  }

  /// Counts by status and by prompt, in the order in which the prompts came first.
  var stats: JSON {
    let statuses = statuses.sorted { $0.key < $1.key }
    return [
      "requests": .int(received),
      "statuses": .object(statuses.map { JSON.Member(String($0.key), .int($0.value)) }),
      "prompts": .array(
        order.map { prompt in
          let counts = prompts[prompt] ?? Counts()
          return [
            "prompt": .string(String(prompt.prefix(80))),
            "sha256": .string(SHA256.hex(prompt.utf8)),
            "requests": .int(counts.requests), "answered": .int(counts.answered),
          ]
        }),
    ]
  }
}
