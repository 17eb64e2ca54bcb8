internal import Grading

/// Counts in Prometheus' text format.
///
/// Source: "Exposition formats", prometheus.io, text version 0.0.4.
public enum Prometheus {
  /// The upper bounds of the classes of latency, in seconds.
  private static let bounds: [Double] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600,
  ]

  /// - Parameters:
  ///   - graded: Attempts that have a grade.
  ///   - total: Attempts of the run.
  public static func text(
    _ reading: InferenceMeter.Reading, _ load: InferenceLoad?, graded: Int, total: Int
  ) -> String {
    var lines: [String] = []
    func metric(_ name: String, _ type: String, _ help: String, _ samples: [(String, String)]) {
      lines.append("# HELP assay_\(name) \(help)")
      lines.append("# TYPE assay_\(name) \(type)")
      for (labels, value) in samples { lines.append("assay_\(name)\(labels) \(value)") }
    }
    metric("attempts_total", "gauge", "Attempts of this call.", [("", "\(total)")])
    metric("graded_total", "counter", "Attempts that have a grade.", [("", "\(graded)")])
    metric(
      "requests_in_flight", "gauge", "Requests sent and not answered.",
      load.map { $0.endpoints.map { (label("endpoint", $0.endpoint), "\($0.inFlight)") } }
        ?? [("", "\(reading.inFlight.count)")])
    metric(
      "requests_waiting", "gauge", "Requests that wait for room at an endpoint.",
      [("", "\(load?.waiting ?? 0)")])
    let limits = (load?.endpoints ?? []).compactMap { each in
      each.limit.map { (label("endpoint", each.endpoint), "\($0)") }
    }
    if !limits.isEmpty {
      metric(
        "concurrency_limit", "gauge", "Requests that an endpoint may have in flight.", limits)
    }
    metric("retries_total", "counter", "Tries after a failure.", [("", "\(reading.retries)")])
    metric(
      "tries_total", "counter", "Tries that are over, by outcome.",
      [(label("outcome", "completed"), "\(reading.completed)")]
        + Fault.Kind.allCases.compactMap { kind in
          reading.failed[kind].map { (label("outcome", kind.rawValue), "\($0)") }
        })
    metric(
      "tokens_total", "counter", "Tokens that the servers counted.",
      [
        (label("of", "prompt"), "\(reading.promptTokens)"),
        (label("of", "completion"), "\(reading.completionTokens)"),
      ])
    histogram("request_seconds", "Sending to last byte.", reading.latency, into: &lines)
    histogram("queue_seconds", "Waiting for room.", reading.queued, into: &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func histogram(
    _ name: String, _ help: String, _ times: LatencyHistogram, into lines: inout [String]
  ) {
    lines.append("# HELP assay_\(name) \(help)")
    lines.append("# TYPE assay_\(name) histogram")
    for bound in bounds {
      lines.append(
        "assay_\(name)_bucket{le=\"\(bound)\"} \(times.count(upTo: bound * 1000))")
    }
    lines.append("assay_\(name)_bucket{le=\"+Inf\"} \(times.count)")
    lines.append("assay_\(name)_sum \(times.totalMilliseconds / 1000)")
    lines.append("assay_\(name)_count \(times.count)")
  }

  private static func label(_ name: String, _ value: String) -> String {
    let escaped = value.flatMap { character -> String in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(character)
      }
    }
    return "{\(name)=\"\(String(escaped))\"}"
  }
}
