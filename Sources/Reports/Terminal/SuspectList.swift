public import Grading

/// Suspects for the terminal and for programs.
public enum SuspectList {
  /// - Parameters:
  ///   - limit: The most suspects that are listed.
  public static func render(
    _ suspects: [Suspect], of record: RunRecord, limit: Int, style: TerminalSummary.Style = .init()
  ) -> String {
    var text = TerminalText(style: style)
    let graded = record.attempts.count { $0.grade.score != nil }
    guard !suspects.isEmpty else {
      text.line("No grade of \(VisibleText.line(record.run.name)) looks suspicious.", .strong)
      return text.result
    }
    text.paragraph(
      "\(Format.counted(suspects.count, "grade")) of \(Format.count(graded)) in "
        + "\(VisibleText.line(record.run.name)) worth a look, the likeliest first", .strong)
    for (place, suspect) in suspects.prefix(limit).enumerated() {
      let grade = suspect.attempt.grade
      let outcome = Outcome(grade.outcome)
      text.blank()
      text.line(
        DisplayWidth.right(String(place + 1), 3) + "  " + name(grade.attempt, record) + "  "
          + outcome.symbol + " " + grade.label, .init(outcome))
      let answer = grade.answer.map { VisibleText.line($0.text, limit: 200) } ?? "none"
      text.line("     answer    \(answer)", .plain)
      text.line("     expected  \(VisibleText.line(suspect.expected, limit: 200))", .plain)
      for cause in suspect.causes {
        text.pieces(
          ("· " + VisibleText.line(cause.remark, limit: 300)).split(separator: " ")
            .map { (String($0), .muted) }, separator: " ", indent: "     ")
      }
    }
    if suspects.count > limit {
      text.line(
        "  … and \(Format.count(suspects.count - limit)) more (--limit 0 lists all)", .muted)
    }
    return text.result
  }

  private static func name(_ attempt: AttemptID, _ record: RunRecord) -> String {
    VisibleText.line(attempt.problemID) + "#\(attempt.number)"
  }

  /// All of them, in the same order.
  public static func json(_ suspects: [Suspect], of record: RunRecord) -> JSON {
    [
      "run": .string(record.run.name), "marking": .int(record.marking.number),
      "suspects": .array(
        suspects.map { suspect in
          let grade = suspect.attempt.grade
          return [
            "problem_id": .string(grade.attempt.problemID), "attempt": .int(grade.attempt.number),
            "verdict": .optional(grade.score?.verdict.rawValue),
            "reason": .optional(grade.score?.reason.rawValue),
            "answer": .optional(grade.answer?.text), "expected": .string(suspect.expected),
            "weight": .int(suspect.weight),
            "causes": .array(
              suspect.causes.map {
                ["kind": .string($0.kind.rawValue), "remark": .string($0.remark)]
              }),
          ]
        }),
    ]
  }
}
