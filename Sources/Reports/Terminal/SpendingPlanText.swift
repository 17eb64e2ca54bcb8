public import Grading

/// A plan for the terminal and for programs.
public enum SpendingPlanText {
  public static func render(
    _ plan: SpendingPlan, currency: String = "", style: TerminalSummary.Style = .init()
  ) -> String {
    var text = TerminalText(style: style)
    text.line(
      "\(VisibleText.line(plan.set)): \(Format.counted(plan.problems, "problem"))", .strong)
    text.blank()
    let header = ["attempts", "requests", "tokens in", "tokens out", "cost", "time", "detects"]
    let rows = plan.options.map { option in
      [
        Format.count(option.attempts), Format.count(option.requests),
        rounded(option.promptTokens), option.completionTokens.map(rounded) ?? "?",
        option.cost.map { Format.fixed($0, $0 < 10 ? 2 : 0) } ?? "?",
        option.seconds.map { Format.milliseconds($0 * 1_000) } ?? "?",
        option.detectable.map(FigureWords.points) ?? "nothing",
      ]
    }
    let lines = TerminalTable.lines(
      [header] + rows, numeric: Set(0..<7), width: style.width, indent: 2)
    for (place, line) in lines.enumerated() {
      text.line(line, place == 0 ? .muted : place == 1 ? .strong : .plain)
    }
    if let wanted = plan.wanted {
      text.blank()
      text.paragraph(sentence(wanted, plan), .strong)
    }
    text.blank()
    for line in plan.basis { text.paragraph(line, .muted) }
    return text.result
  }

  private static func sentence(_ wanted: SpendingPlan.Wanted, _ plan: SpendingPlan) -> String {
    let difference = FigureWords.points(wanted.difference)
    let others =
      "\(Format.counted(wanted.problemsAtOne, "problem")) of this sort with one attempt each would, "
      + "or \(Format.count(wanted.problemsAtMany)) with "
      + Format.counted(plan.options.first?.attempts ?? 1, "attempt")
    guard let attempts = wanted.attempts else {
      return "A difference of \(difference) cannot be found with these problems, whatever the "
        + "attempts: \(others)."
    }
    return "A difference of \(difference) is found with 80% by "
      + "\(Format.counted(attempts, "attempt")) at each problem; \(others)."
  }

  /// Three digits that count: an estimate has no more.
  private static func rounded(_ value: Double) -> String {
    var scale = 1.0
    while value / scale >= 1_000 { scale *= 10 }
    return Format.count(Int((value / scale).rounded() * scale))
  }

  public static func json(_ plan: SpendingPlan) -> JSON {
    [
      "set": .string(plan.set), "problems": .int(plan.problems),
      "options": .array(
        plan.options.map { option in
          [
            "attempts": .int(option.attempts), "requests": .int(option.requests),
            "prompt_tokens": .double(option.promptTokens.rounded()),
            "completion_tokens": .optional(option.completionTokens?.rounded()),
            "cost": .optional(option.cost), "seconds": .optional(option.seconds),
            "detectable": .optional(option.detectable),
          ]
        }),
      "wanted": plan.wanted.map { wanted in
        [
          "difference": .double(wanted.difference), "attempts": .optional(wanted.attempts),
          "problems_at_one_attempt": .int(wanted.problemsAtOne),
          "problems_at_these_attempts": .int(wanted.problemsAtMany),
        ]
      } ?? .null,
      "basis": .strings(plan.basis),
    ]
  }
}
