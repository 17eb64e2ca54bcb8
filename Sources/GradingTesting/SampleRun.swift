public import Grading

/// A run with something of everything, for tests of what is made of runs.
///
/// Every kind of problem, every verdict, faults on both sides of the completion, a rubric, and text
/// that tries to break out of every format.
public enum SampleRun {
  /// Text that no format may take for anything but text.
  public static let hostile =
    "</script><img src=x onerror=alert(1)> ]]> <!-- | `tick` \"quote\" 'single' & \\ "
    + "NUL \u{0} ESC \u{1B}[31m RTL \u{202E}evil zero\u{200B}width \u{FEFF}bom =SUM(A1) $x$ @all"

  /// Two attempts at each of twelve problems.
  public static let record = RunRecord(
    run: run(attempts: 2, problems: problems.count), marking: marking, problems: problems,
    attempts: SampleAttempts.all)

  /// A run that was started and has nothing yet.
  public static let empty = RunRecord(
    run: run(attempts: 1, problems: 0), marking: marking, problems: [], attempts: [])

  /// A run of a single attempt.
  public static let single = RunRecord(
    run: run(attempts: 1, problems: 1), marking: marking, problems: Array(problems.prefix(1)),
    attempts: Array(SampleAttempts.all.prefix(1)))

  /// A run of one attempt at each of `count` problems, the sample's attempts over and over.
  public static func large(_ count: Int) -> RunRecord {
    var problems: [ProblemCard] = []
    var attempts: [GradedAttempt] = []
    for place in 0..<count {
      var attempt = SampleAttempts.all[place % SampleAttempts.all.count]
      guard var card = self.problems.first(where: { $0.id == attempt.grade.attempt.problemID })
      else { continue }
      card.id = "\(card.id)-\(place)"
      attempt.grade.attempt = AttemptID(problemID: card.id, number: 1)
      problems.append(card)
      attempts.append(attempt)
    }
    return RunRecord(
      run: run(attempts: 1, problems: count), marking: marking, problems: problems,
      attempts: attempts)
  }

  static func run(attempts: Int, problems: Int) -> Run {
    Run(
      id: "9f2c41d07ab35e18", name: "starter-strong", startedAt: "2026-03-02T09:15:00Z",
      finishedAt: "2026-03-02T09:19:42Z", setName: "starter", setPath: "problems/starter",
      setHash: "5b1f0c9a7d3e46f28c01b7a9e4d25f6830fa91c2d7b64e05a3c8f19d2e7b6a40",
      model: "strong-coder-32b", source: "http://127.0.0.1:8000/v1", protocolName: "openai-chat",
      parameters: [
        "temperature": .number("0.7"), "top_p": .number("0.95"), "max_tokens": .int(2048),
      ],
      prompts: ["answer": .string("a41c09d2"), "code": .string("77e0b3f1")], attempts: attempts,
      problemCount: problems,
      fingerprint: "c7d2a90b11e84f63a5d07b92c4e81f3650b9d2a7e6c14f08b37a95d1e2c8f640",
      version: "0.1.0")
  }

  static let marking = Marking(
    number: 1, startedAt: "2026-03-02T09:15:00Z",
    scorers: ["extract": .int(3), "math": .int(2), "tests": .int(1)], rubricName: "course",
    rubricSource: "name: course\n", isolation: ["level": .int(3), "network": .string("none")])

  static let problems = [
    card(
      "number/gcd", .answer, "Greatest common divisor", ["number-theory"], "easy", expected: "42",
      statement: "What is the greatest common divisor of 84 and 126?"),
    card(
      "algebra/roots", .answer, "Roots of a quadratic", ["algebra"], "medium",
      expected: "\\frac{1+\\sqrt{5}}{2}",
      statement: "Give the positive solution of $x^2 - x - 1 = 0$ in closed form."),
    card(
      "calculus/integral", .answer, nil, ["calculus", "algebra"], "hard",
      expected: "\\ln 2 - \\frac{1}{2}", statement: "Evaluate $\\int_0^1 \\frac{x}{(1+x)^2}\\,dx$."),
    card(
      "science/planet", .choice, "The largest planet", ["astronomy"], "easy", expected: "B",
      statement: "Which planet is the largest?\n\nA. Saturn\nB. Jupiter\nC. Neptune"),
    card(
      "code/two-sum", .function, "Two sum", ["arrays", "hashing"], "easy", ["python"], points: 2,
      expected: "4 tests of two_sum",
      statement: "Return the indices of the two numbers that add up to `target`."),
    card(
      "code/spiral", .program, "Spiral matrix", ["arrays", "simulation"], "medium",
      ["cpp", "python"], points: 2, expected: "3 tests",
      statement: "Print an n × n matrix filled in a spiral, a row a line."),
    card(
      "code/intervals", .harness, "Merge intervals", ["arrays", "sorting"], "medium", ["python"],
      points: 2, expected: "test code for merge",
      statement: "Merge overlapping intervals."),
    card(
      "essay/entropy", .open, "Explain entropy", ["physics"], "hard", expected: "a rubric",
      statement: "Explain in your own words why entropy does not decrease. At most 120 words."),
    card(
      "hostile/markup", .answer, "Text that is <b>not</b> markup", ["hostile|pipe", "<i>tag</i>"],
      "hard", expected: hostile, statement: hostile),
    card(
      "文字/数える", .answer, "漢字を数える", ["日本語"], "medium", expected: "三",
      statement: "「一二三」には漢字がいくつありますか。"),
    card(
      "code/knapsack", .program, "Knapsack", ["dynamic-programming"], "hard", ["cpp", "python"],
      points: 3, expected: "5 tests", statement: "The classic 0/1 knapsack, n ≤ 1000."),
    card(
      "number/primes", .answer, "Count the primes", ["number-theory"], "easy", expected: "25",
      statement: "How many primes are below 100?"),
  ]

  private static func card(
    _ id: String, _ kind: Problem.Kind, _ title: String?, _ tags: [String], _ difficulty: String,
    _ languages: [String] = [], points: Double = 1, expected: String, statement: String
  ) -> ProblemCard {
    ProblemCard(
      id: id, kind: kind, title: title, statement: statement, tags: tags, difficulty: difficulty,
      languages: languages, points: points, expected: expected)
  }
}
