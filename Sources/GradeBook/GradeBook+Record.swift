public import Grading

extension GradeBook {
  /// A run under one marking.
  ///
  /// - Parameters:
  ///   - marking: The marking wanted; the newest if `nil`.
  ///   - isWhole: Whether attempts have everything. Without, they lack the texts of completions,
  ///     remarks, steps, tests and diagnostics, so that a hundred thousand of them fit into memory;
  ///     ``eachAttempt(of:marking:problems:_:)`` gives those one by one.
  ///   - card: Makes what a report shows of a problem from its stored document.
  /// - Returns: `nil` if the run was never marked.
  public func record(
    of run: Run, marking number: Int? = nil, isWhole: Bool = true,
    card: (PlannedProblem) -> ProblemCard
  ) throws(GradeBookError) -> RunRecord? {
    try flush()
    let markings = try markings(of: run)
    guard let marking = number.map({ n in markings.first { $0.number == n } }) ?? markings.last
    else { return nil }
    let problems = try problems(of: run)
    var attempts: [GradedAttempt] = []
    let completion = isWhole ? Completion.columns : Completion.columnsWithoutText
    try each(of: run, marking.number, problems, completion) { attempt in
      attempts.append(isWhole ? attempt : attempt.withoutDetails)
    }
    return RunRecord(
      run: run, marking: marking, problems: problems.map(card), attempts: attempts,
      servers: try servers(of: run))
  }

  /// Hands over the attempts of a run under one marking, whole, in the order of its record.
  public func eachAttempt(
    of run: Run, marking: Int, _ receive: (GradedAttempt) throws -> Void
  ) throws {
    try flush()
    var failure: (any Error)?
    try each(of: run, marking, try problems(of: run), Completion.columns) { attempt in
      guard failure == nil else { return }
      do { try receive(attempt) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func each(
    of run: Run, _ marking: Int, _ problems: [PlannedProblem], _ completion: String,
    _ receive: (GradedAttempt) -> Void
  ) throws(GradeBookError) {
    try database.each(
      """
      SELECT g.position, g.attempt, \(Grade.columns), c.content IS NOT NULL, \(completion)
      FROM grades g LEFT JOIN completions c USING (run, position, attempt)
      WHERE g.run = ? AND g.marking = ? ORDER BY g.position, g.attempt
      """, [.integer(try self.number(of: run.id)), .integer(marking)]
    ) { row in
      let problem = problems[row.integer(0)]
      let id = AttemptID(problemID: problem.id, number: row.integer(1))
      receive(
        GradedAttempt(
          grade: Grade(row, attempt: id, at: 2), prompt: problem.prompt,
          completion: row.integer(18) == 1 ? Completion(row, at: 19) : nil))
    }
  }
}

extension GradedAttempt {
  /// The attempt as a record that is not whole has it.
  public var withoutDetails: GradedAttempt {
    var grade = grade
    grade.removeDetails()
    var completion = completion
    completion?.content = ""
    completion?.reasoning = nil
    completion?.delivery = nil
    return GradedAttempt(grade: grade, prompt: prompt, completion: completion)
  }
}

extension Grade {
  /// Takes away what only an attempt shown whole needs.
  fileprivate mutating func removeDetails() {
    guard case .scored(var score) = outcome else { return }
    score.evidence.steps = []
    score.evidence.tests = []
    score.evidence.diagnostics = nil
    score.evidence.remark = ""
    if score.verdict == .correct { score.evidence.expected = nil }
    outcome = .scored(score)
  }
}
