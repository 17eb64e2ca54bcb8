import Grading

/// What is said at the end of a command that leaves faults.
enum FaultMessages {
  /// More kinds are left to the report.
  private static let linesShown = 3

  /// The most frequent messages, each with how many attempts it ended.
  static func most(of record: RunRecord) -> [String] {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for message in record.attempts.lazy.compactMap(\.grade.fault?.message) {
      if counts[message] == nil { order.append(message) }
      counts[message, default: 0] += 1
    }
    // Of equally many, the first seen comes first.
    let sorted = order.enumerated().sorted { a, b in
      let (ofA, ofB) = (counts[a.element, default: 0], counts[b.element, default: 0])
      return ofA != ofB ? ofA > ofB : a.offset < b.offset
    }
    let lines = sorted.prefix(linesShown).map { _, message in
      "\(counts[message, default: 0]) × \(message)"
    }
    return order.count > linesShown
      ? lines + ["… and \(order.count - linesShown) other messages; see the report"] : lines
  }

  /// `1 attempt has a fault`, `7 attempts have faults`.
  static func count(_ summary: Summary) -> String {
    let faults = summary.overall.faults
    return faults == 1 ? "1 attempt has a fault" : "\(faults) attempts have faults"
  }
}
