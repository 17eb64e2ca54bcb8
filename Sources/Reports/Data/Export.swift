public import Grading

/// One JSON object a line for each attempt: what other programs read.
public enum Export {
  /// All attempts in the record's order, each line ended by a line feed.
  public static func render(_ record: RunRecord) -> [UInt8] {
    var bytes: [UInt8] = []
    write(record) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Hands over line after line, so that a large run need not fit into memory twice.
  public static func write(
    _ record: RunRecord, to receive: (_ line: [UInt8]) throws -> Void
  ) rethrows {
    let expected = expectations(record)
    for attempt in record.attempts {
      var line: [UInt8] = []
      object(attempt, in: record, expected: expected).write(into: &line)
      line.append(UInt8(ascii: "\n"))
      try receive(line)
    }
  }

  /// The line of one attempt, with its line feed.
  public static func line(_ attempt: GradedAttempt, of record: RunRecord) -> [UInt8] {
    var line: [UInt8] = []
    object(attempt, in: record, expected: expectations(record)).write(into: &line)
    line.append(UInt8(ascii: "\n"))
    return line
  }

  /// What each problem wants, by its id.
  static func expectations(_ record: RunRecord) -> [String: String] {
    Dictionary(
      record.problems.map { ($0.id, $0.expected) }, uniquingKeysWith: { first, _ in first })
  }

  /// The keys and their order are a contract; a fault has neither verdict nor reason nor score.
  static func object(
    _ attempt: GradedAttempt, in record: RunRecord, expected: [String: String]
  ) -> JSON {
    let grade = attempt.grade
    let completion = attempt.completion
    let score = grade.score
    return [
      "run": .string(record.run.name),
      "marking": .int(record.marking.number),
      "problem_id": .string(grade.attempt.problemID),
      "attempt": .int(grade.attempt.number),
      "model": .string(record.run.model),
      "verdict": .optional(score?.verdict.rawValue),
      "reason": .optional(score?.reason.rawValue),
      "score": .optional(score?.points),
      "extracted": .optional(grade.answer?.text),
      "expected": .optional(score?.evidence.expected ?? expected[grade.attempt.problemID]),
      "evidence": score?.evidence.json ?? .null,
      "fault": grade.fault.map {
        ["kind": .string($0.kind.rawValue), "message": .string($0.message)]
      } ?? .null,
      "finish_reason": .optional(completion?.finishReason.name),
      "prompt_tokens": .optional(completion?.promptTokens),
      "completion_tokens": .optional(completion?.completionTokens),
      "latency_ms": .optional(completion?.latencyMilliseconds),
      "tries": .int(completion?.tries ?? grade.fault?.tries ?? 0),
      "completion": .optional(completion?.content),
    ]
  }
}
