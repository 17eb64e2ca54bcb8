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
    endpoint, served_model, request_id, wire
    """

  /// As ``columns``, with nothing for the texts.
  static let columnsWithoutText = """
    '', NULL, finish_reason, prompt_tokens, completion_tokens, latency_ms, tries, endpoint,
    served_model, request_id, wire
    """

  static let insert = """
    INSERT INTO completions (run, position, attempt, \(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  func bind(to row: inout Binding, run: Int, position: Int, _ attempt: Int) {
    row.integer(run)
    row.integer(position)
    row.integer(attempt)
    row.text(content)
    row.text(reasoning)
    row.text(finishReason.name)
    row.integer(promptTokens)
    row.integer(completionTokens)
    row.real(latencyMilliseconds)
    row.integer(tries)
    row.text(endpoint)
    row.text(servedModel)
    row.text(requestID)
    row.text(wire.json.isNull ? nil : wire.json.text)
  }

  init(_ row: Statement, at first: Int32) {
    self.init(
      content: row.text(first), reasoning: row.optionalText(first + 1),
      finishReason: FinishReason(name: row.text(first + 2)),
      promptTokens: row.optionalInteger(first + 3),
      completionTokens: row.optionalInteger(first + 4),
      latencyMilliseconds: row.optionalReal(first + 5), tries: row.integer(first + 6),
      endpoint: row.optionalText(first + 7), servedModel: row.optionalText(first + 8),
      requestID: row.optionalText(first + 9),
      wire: row.optionalText(first + 10).map { WireNotes(json: JSON(stored: $0)) } ?? .none)
  }
}

extension Grade {
  static let columns = """
    verdict, reason, points, criteria, evidence, answer, answer_rule, answer_start, answer_end,
    answer_source, answer_confidence, answer_language, fault, fault_message, fault_tries,
    fault_received
    """

  /// A fault gives way to what comes later; a score stays.
  static let insert = """
    INSERT INTO grades (run, marking, position, attempt, \(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason,
      points = excluded.points, criteria = excluded.criteria, evidence = excluded.evidence,
      answer = excluded.answer, answer_rule = excluded.answer_rule,
      answer_start = excluded.answer_start, answer_end = excluded.answer_end,
      answer_source = excluded.answer_source, answer_confidence = excluded.answer_confidence,
      answer_language = excluded.answer_language, fault = excluded.fault,
      fault_message = excluded.fault_message, fault_tries = excluded.fault_tries,
      fault_received = excluded.fault_received
    WHERE grades.fault IS NOT NULL
    """

  func bind(to row: inout Binding, run: Int, marking: Int, position: Int) {
    row.integer(run)
    row.integer(marking)
    row.integer(position)
    row.integer(attempt.number)
    if let score {
      row.text(score.verdict.rawValue)
      row.text(score.reason.rawValue)
      row.real(score.points)
      row.text(JSON.array(score.criteria.map(\.json)).text)
      row.text(score.evidence.json.text)
    } else {
      row.nulls(5)
    }
    row.text(answer?.text)
    row.text(answer?.rule)
    row.integer(answer?.range.lowerBound)
    row.integer(answer?.range.upperBound)
    row.text(answer?.source.rawValue)
    row.text(answer?.confidence.rawValue)
    row.text(answer?.language)
    row.text(fault?.kind.rawValue)
    row.text(fault?.message)
    row.integer(fault?.tries)
    row.text(fault?.received)
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
        Fault(
          kind, row.text(first + 13), tries: row.integer(first + 14),
          received: row.optionalText(first + 15)))
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
