public import Grading

/// Everything of a run as one JSON document: the run, its marking, the figures, and the attempts.
public enum JSONReport {
  /// The document's form; it grows by one when a key changes its meaning or goes.
  static let version = 1

  /// One attempt a line, so that two reports can be compared by lines.
  public static func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    var bytes: [UInt8] = Array("{\"report_version\":\(version),\n".utf8)
    let parts: [(String, JSON)] = [
      ("run", run(record.run)), ("marking", marking(record.marking)), ("summary", summary.json),
    ]
    let servers: [(String, JSON)] =
      record.servers.isEmpty ? [] : [("servers", .array(record.servers.map(\.json)))]
    for (key, value) in parts + servers {
      bytes.append(contentsOf: "\"\(key)\":".utf8)
      value.write(into: &bytes)
      bytes.append(contentsOf: ",\n".utf8)
    }
    list("problems", record.problems.map(problem), into: &bytes)
    bytes.append(contentsOf: ",\n".utf8)
    let expected = Export.expectations(record)
    list(
      "attempts", record.attempts.map { attempt($0, in: record, expected: expected) }, into: &bytes)
    bytes.append(contentsOf: "}\n".utf8)
    return bytes
  }

  private static func list(_ key: String, _ values: [JSON], into bytes: inout [UInt8]) {
    bytes.append(contentsOf: "\"\(key)\":[".utf8)
    for (place, value) in values.enumerated() {
      bytes.append(contentsOf: (place > 0 ? ",\n" : "\n").utf8)
      value.write(into: &bytes)
    }
    bytes.append(contentsOf: "]".utf8)
  }

  private static func run(_ run: Run) -> JSON {
    [
      "id": .string(run.id), "name": .string(run.name), "started_at": .string(run.startedAt),
      "finished_at": .optional(run.finishedAt), "set_name": .string(run.setName),
      "set_path": .string(run.setPath), "set_hash": .string(run.setHash),
      "model": .string(run.model), "source": .string(run.source),
      "protocol": .string(run.protocolName), "parameters": run.parameters,
      "prompts": run.prompts, "attempts": .int(run.attempts),
      "problem_count": .int(run.problemCount), "fingerprint": .string(run.fingerprint),
      "version": .string(run.version),
    ]
  }

  private static func marking(_ marking: Marking) -> JSON {
    [
      "number": .int(marking.number), "started_at": .string(marking.startedAt),
      "scorers": marking.scorers, "rubric_name": .string(marking.rubricName),
      "rubric_source": .string(marking.rubricSource), "isolation": marking.isolation,
    ]
  }

  private static func problem(_ card: ProblemCard) -> JSON {
    [
      "id": .string(card.id), "kind": .string(card.kind.rawValue), "title": .optional(card.title),
      "statement": .string(card.statement), "tags": .strings(card.tags),
      "difficulty": .optional(card.difficulty), "languages": .strings(card.languages),
      "points": .double(card.points), "expected": .string(card.expected),
    ]
  }

  /// The exported object with what only a person looking closely wants.
  private static func attempt(
    _ attempt: GradedAttempt, in record: RunRecord, expected: [String: String]
  ) -> JSON {
    let answer = attempt.grade.answer
    let completion = attempt.completion
    let more: JSON = [
      "prompt": .string(attempt.prompt.text), "system": .optional(attempt.prompt.system),
      "images": .strings(attempt.prompt.images),
      "reasoning": .optional(completion?.reasoning),
      "answer": answer.map(JSONReport.answer) ?? .null,
      "criteria": .array(attempt.grade.score?.criteria.map(\.json) ?? []),
      "endpoint": .optional(completion?.endpoint),
      "served_model": .optional(completion?.servedModel),
      "request_id": .optional(completion?.requestID),
    ]
    // Only where there is something to say.
    var rest: [JSON.Member] = []
    if let wire = completion?.wire.json, !wire.isNull { rest.append(.init("wire", wire)) }
    if let received = attempt.grade.fault?.received {
      rest.append(.init("received", .string(received)))
    }
    let exported = Export.object(attempt, in: record, expected: expected)
    return .object((exported.members ?? []) + (more.members ?? []) + rest)
  }

  private static func answer(_ answer: Answer) -> JSON {
    [
      "rule": .string(answer.rule), "confidence": .string(answer.confidence.rawValue),
      "source": .string(answer.source.rawValue),
      "range": .array([.int(answer.range.lowerBound), .int(answer.range.upperBound)]),
      "language": .optional(answer.language),
    ]
  }
}
