import Grading

/// Builds small records for tests.
enum Records {
  static func card(
    _ id: String, kind: Problem.Kind = .answer, tags: [String] = [], difficulty: String? = nil,
    languages: [String] = [], points: Double = 1
  ) -> ProblemCard {
    ProblemCard(
      id: id, kind: kind, title: nil, statement: "", tags: tags, difficulty: difficulty,
      languages: languages, points: points, expected: "")
  }

  static func attempt(
    _ id: String, _ number: Int, _ outcome: Grade.Outcome, answer: Answer? = nil,
    completion: Completion? = nil
  ) -> GradedAttempt {
    GradedAttempt(
      grade: Grade(
        attempt: AttemptID(problemID: id, number: number), answer: answer, outcome: outcome),
      prompt: Prompt(text: id), completion: completion)
  }

  static func score(
    _ verdict: Verdict, points: Double? = nil, criteria: [CriterionScore] = []
  ) -> Grade.Outcome {
    let reason: Reason =
      switch verdict {
      case .correct: .accepted
      case .partial: .partialCredit
      case .incorrect: .wrongAnswer
      case .undecided: .cannotDecide
      case .unanswered: .noAnswer
      }
    return .scored(
      Score(
        verdict: verdict, reason: reason, points: points ?? (verdict == .correct ? 1 : 0),
        criteria: criteria, evidence: Evidence(remark: "")))
  }

  static func record(_ problems: [ProblemCard], _ attempts: [GradedAttempt]) -> RunRecord {
    RunRecord(
      run: Run(
        id: "1", name: "r", startedAt: "", setName: "s", setPath: "", setHash: "", model: "m",
        source: "", protocolName: "", parameters: .null, prompts: .null, attempts: 1,
        problemCount: problems.count, fingerprint: "", version: ""),
      marking: Marking(
        number: 1, startedAt: "", scorers: .null, rubricName: "", rubricSource: "",
        isolation: .null),
      problems: problems, attempts: attempts)
  }
}
