public import Grading

extension GradeBook {
  /// A run under one marking, whole.
  ///
  /// - Parameters:
  ///   - marking: The marking wanted; the newest if `nil`.
  ///   - card: Makes what a report shows of a problem from its stored document.
  /// - Returns: `nil` if the run was never marked.
  public func record(
    of run: Run, marking number: Int? = nil, card: (PlannedProblem) -> ProblemCard
  ) throws(GradeBookError) -> RunRecord? {
    try flush()
    let markings = try markings(of: run)
    guard let marking = number.map({ n in markings.first { $0.number == n } }) ?? markings.last
    else { return nil }
    let problems = try problems(of: run)
    var attempts: [GradedAttempt] = []
    try database.each(
      """
      SELECT g.position, g.attempt, \(Grade.columns), c.content IS NOT NULL, \(Completion.columns)
      FROM grades g LEFT JOIN completions c USING (run, position, attempt)
      WHERE g.run = ? AND g.marking = ? ORDER BY g.position, g.attempt
      """, [.integer(try self.number(of: run.id)), .integer(marking.number)]
    ) { row in
      let problem = problems[row.integer(0)]
      let id = AttemptID(problemID: problem.id, number: row.integer(1))
      attempts.append(
        GradedAttempt(
          grade: Grade(row, attempt: id, at: 2), prompt: problem.prompt,
          completion: row.integer(18) == 1 ? Completion(row, at: 19) : nil))
    }
    return RunRecord(
      run: run, marking: marking, problems: problems.map(card), attempts: attempts,
      servers: try servers(of: run))
  }
}
