internal import Grading

// How vocabulary and rows turn into one another. SQL stands here and in GradeBook.swift only.

extension Run {
  static let select = """
    SELECT id, name, started_at, finished_at, set_name, set_path, set_hash, model, source,
      protocol, parameters, prompts, attempts, fingerprint, version,
      (SELECT count(*) FROM problems WHERE run = number)
    FROM runs
    """

  init(_ row: Statement) {
    self.init(
      id: row.text(0), name: row.text(1), startedAt: row.text(2), finishedAt: row.optionalText(3),
      setName: row.text(4), setPath: row.text(5), setHash: row.text(6), model: row.text(7),
      source: row.text(8), protocolName: row.text(9), parameters: JSON(stored: row.text(10)),
      prompts: JSON(stored: row.text(11)), attempts: row.integer(12), problemCount: row.integer(15),
      fingerprint: row.text(13), version: row.text(14))
  }
}

extension Completion {
  static let columns = """
    content, reasoning, finish_reason, prompt_tokens, completion_tokens, latency_ms, tries,
    endpoint, served_model, request_id
    """

  /// As ``columns``, with nothing for the texts.
  static let columnsWithoutText = """
    '', NULL, finish_reason, prompt_tokens, completion_tokens, latency_ms, tries, endpoint,
    served_model, request_id
    """

  static let insert = """
    INSERT INTO completions (run, position, attempt, \(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  func values(run: Int, position: Int, attempt: Int) -> [SQLValue] {
    [
      .integer(run), .integer(position), .integer(attempt), .text(content), .optional(reasoning),
      .text(finishReason.name), .optional(promptTokens), .optional(completionTokens),
      .optional(latencyMilliseconds), .integer(tries), .optional(endpoint),
      .optional(servedModel), .optional(requestID),
    ]
  }

  init(_ row: Statement, at first: Int32) {
    self.init(
      content: row.text(first), reasoning: row.optionalText(first + 1),
      finishReason: FinishReason(name: row.text(first + 2)),
      promptTokens: row.optionalInteger(first + 3),
      completionTokens: row.optionalInteger(first + 4),
      latencyMilliseconds: row.optionalReal(first + 5), tries: row.integer(first + 6),
      endpoint: row.optionalText(first + 7), servedModel: row.optionalText(first + 8),
      requestID: row.optionalText(first + 9))
  }
}

extension Grade {
  static let columns = """
    verdict, reason, points, criteria, evidence, answer, answer_rule, answer_start, answer_end,
    answer_source, answer_confidence, answer_language, fault, fault_message, fault_tries
    """

  /// A fault gives way to what comes later; a score stays.
  static let insert = """
    INSERT INTO grades (run, marking, position, attempt, \(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason,
      points = excluded.points, criteria = excluded.criteria, evidence = excluded.evidence,
      answer = excluded.answer, answer_rule = excluded.answer_rule,
      answer_start = excluded.answer_start, answer_end = excluded.answer_end,
      answer_source = excluded.answer_source, answer_confidence = excluded.answer_confidence,
      answer_language = excluded.answer_language, fault = excluded.fault,
      fault_message = excluded.fault_message, fault_tries = excluded.fault_tries
    WHERE grades.fault IS NOT NULL
    """

  func values(run: Int, marking: Int, position: Int) -> [SQLValue] {
    let key: [SQLValue] = [
      .integer(run), .integer(marking), .integer(position), .integer(attempt.number),
    ]
    let answered: [SQLValue] = [
      .optional(answer?.text), .optional(answer?.rule), .optional(answer?.range.lowerBound),
      .optional(answer?.range.upperBound), .optional(answer?.source.rawValue),
      .optional(answer?.confidence.rawValue), .optional(answer?.language),
    ]
    switch outcome {
    case .scored(let score):
      let scored: [SQLValue] = [
        .text(score.verdict.rawValue), .text(score.reason.rawValue), .real(score.points),
        .text(JSON.array(score.criteria.map(\.json)).text), .text(score.evidence.json.text),
      ]
      return key + scored + answered + [.null, .null, .null]
    case .faulted(let fault):
      return key + [.null, .null, .null, .null, .null] + answered + [
        .text(fault.kind.rawValue), .text(fault.message), .integer(fault.tries),
      ]
    }
  }

  init(_ row: Statement, attempt: AttemptID, at first: Int32) {
    self.init(
      attempt: attempt, answer: Answer(row, at: first + 5),
      outcome: Outcome(row, at: first))
  }
}

extension Grade.Outcome {
  init(_ row: Statement, at first: Int32) {
    guard let verdict = Verdict(rawValue: row.text(first)) else {
      let kind = Fault.Kind(rawValue: row.text(first + 12)) ?? .unsupported
      self = .faulted(
        Fault(kind, row.text(first + 13), tries: row.integer(first + 14)))
      return
    }
    self = .scored(
      Score(
        verdict: verdict, reason: Reason(rawValue: row.text(first + 1)) ?? .cannotDecide,
        points: min(max(row.real(first + 2), 0), 1),
        criteria: JSON(stored: row.text(first + 3)).array?
          .compactMap(CriterionScore.init(json:)) ?? [],
        evidence: Evidence(json: JSON(stored: row.text(first + 4)))))
  }
}

extension Answer {
  init?(_ row: Statement, at first: Int32) {
    guard let text = row.optionalText(first) else { return nil }
    let start = max(row.integer(first + 2), 0)
    self.init(
      text: text, rule: row.text(first + 1), range: start..<max(row.integer(first + 3), start),
      source: Source(rawValue: row.text(first + 4)) ?? .content,
      confidence: Confidence(rawValue: row.text(first + 5)) ?? .high,
      language: row.optionalText(first + 6))
  }
}

extension JSON {
  /// Reads what the grade book wrote itself; a damaged value reads as `null`.
  init(stored text: String) {
    self = (try? JSON(parsing: text)) ?? .null
  }
}
