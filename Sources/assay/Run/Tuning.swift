import Grading
import Inference

/// What was seen of a server with so many requests in flight.
struct TuningLevel: Equatable {
  var concurrency: Int
  var seconds: Double
  /// Of the requests that were answered.
  var latency: LatencyHistogram
  var completionTokens: Int
  var failures: Int
  /// The first failure's message.
  var failure: String?

  /// Replies a second.
  var throughput: Double { seconds > 0 ? Double(latency.count) / seconds : 0 }
  var tokensPerSecond: Double { seconds > 0 ? Double(completionTokens) / seconds : 0 }
  /// The share of requests that failed.
  var failed: Double {
    let all = failures + latency.count
    return all > 0 ? Double(failures) / Double(all) : 0
  }
}

/// A ramp of levels, and what follows from it. A pure value.
struct Tuning: Equatable {
  var levels: [TuningLevel] = []

  /// Fewer are as good as the best if they bring this share of its throughput.
  private static let enough = 0.93
  /// A level at which more fail than this is no use.
  private static let mostFailed = 0.05

  /// The fewest requests in flight that bring nearly the best throughput; `nil` if nothing worked.
  var recommended: TuningLevel? {
    let good = levels.filter { $0.failed <= Tuning.mostFailed && $0.latency.count > 0 }
    guard let best = good.map(\.throughput).max() else { return nil }
    return good.first { $0.throughput >= best * Tuning.enough }
  }

  /// Whether more in flight is not worth trying: two levels brought nothing, or one broke down.
  var isOver: Bool {
    guard let last = levels.last else { return false }
    if last.failed > 0.2 { return true }
    guard levels.count >= 3 else { return false }
    let before = levels.dropLast(2).map(\.throughput).max() ?? 0
    return levels.suffix(2).allSatisfy { $0.throughput < before * 1.05 }
  }

  /// An aligned table; the recommended level is marked.
  var table: String {
    let header = ["", "IN FLIGHT", "REQUESTS/S", "TOKENS/S", "P50", "P95", "P99", "FAILED"]
    let rows = levels.map { level in
      [
        level == recommended ? "→" : "", "\(level.concurrency)", number(level.throughput),
        number(level.tokensPerSecond), time(level.latency.quantile(0.5)),
        time(level.latency.quantile(0.95)), time(level.latency.quantile(0.99)),
        percent(level.failed),
      ]
    }
    return Columns.aligned([header] + rows, numeric: [1, 2, 3, 4, 5, 6, 7])
  }

  var json: JSON {
    [
      "recommended_concurrency": .optional(recommended?.concurrency),
      "levels": .array(
        levels.map { level in
          [
            "concurrency": .int(level.concurrency),
            "requests_per_second": .double(rounded(level.throughput)),
            "tokens_per_second": .double(rounded(level.tokensPerSecond)),
            "p50_ms": .optional(level.latency.quantile(0.5).map(rounded)),
            "p95_ms": .optional(level.latency.quantile(0.95).map(rounded)),
            "p99_ms": .optional(level.latency.quantile(0.99).map(rounded)),
            "answered": .int(level.latency.count), "failed": .int(level.failures),
            "failure": .optional(level.failure),
          ]
        }),
    ]
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private func number(_ value: Double) -> String {
    value >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
  }

  private func time(_ milliseconds: Double?) -> String {
    guard let milliseconds else { return "–" }
    return milliseconds < 1000
      ? "\((milliseconds * 10).rounded() / 10) ms" : "\((milliseconds / 10).rounded() / 100) s"
  }
}

extension Tuning {
  /// Asks with so many requests in flight, over and over, for about so long.
  ///
  /// Each asker asks at least twice, however long that takes, and begins nothing once the time is over.
  static func measure(
    _ model: any Model, concurrency: Int, prompts: [Prompt], lasting time: Duration,
    mostRequests: Int
  ) async -> TuningLevel {
    let start = ContinuousClock.now
    let result = Locked(
      (
        next: 0,
        level: TuningLevel(
          concurrency: concurrency, seconds: 0, latency: LatencyHistogram(), completionTokens: 0,
          failures: 0)
      ))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<concurrency {
        group.addTask {
          var asked = 0
          while asked < 2 || ContinuousClock.now - start < time, !Task.isCancelled {
            let number = result.withLock { result in
              result.next += 1
              return result.next
            }
            guard number <= mostRequests || asked < 2 else { return }
            asked += 1
            let request = ModelRequest(
              id: AttemptID(problemID: "tune-\(concurrency)", number: number),
              prompt: prompts[number % prompts.count])
            do throws(Fault) {
              let completion = try await model.complete(request)
              result.withLock {
                $0.level.latency.add(milliseconds: completion.latencyMilliseconds ?? 0)
                $0.level.completionTokens += completion.completionTokens ?? 0
              }
            } catch {
              result.withLock {
                $0.level.failures += 1
                $0.level.failure = $0.level.failure ?? error.message
              }
              if asked >= 2, error.kind == .rejected || error.kind == .network { return }
            }
          }
        }
      }
    }
    var level = result.withLock { $0.level }
    level.seconds = (ContinuousClock.now - start).seconds
    return level
  }
}
