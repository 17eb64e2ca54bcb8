import Grading

/// What the reports call things; one wording for all formats.
extension Verdict {
  /// Tells verdicts apart without colour.
  var symbol: String {
    switch self {
    case .correct: "✓"
    case .partial: "◐"
    case .incorrect: "✗"
    case .undecided: "?"
    case .unanswered: "∅"
    }
  }
}

/// A verdict, or a fault, which is none: what a row of a report shows.
enum Outcome: CaseIterable {
  case correct, partial, incorrect, undecided, unanswered, fault

  init(_ outcome: Grade.Outcome) {
    switch outcome {
    case .scored(let score): self.init(score.verdict)
    case .faulted: self = .fault
    }
  }

  init(_ verdict: Verdict) {
    switch verdict {
    case .correct: self = .correct
    case .partial: self = .partial
    case .incorrect: self = .incorrect
    case .undecided: self = .undecided
    case .unanswered: self = .unanswered
    }
  }

  /// Also the name of its class in the style sheet.
  var name: String {
    switch self {
    case .correct: "correct"
    case .partial: "partial"
    case .incorrect: "incorrect"
    case .undecided: "undecided"
    case .unanswered: "unanswered"
    case .fault: "fault"
    }
  }

  var symbol: String {
    switch self {
    case .correct: Verdict.correct.symbol
    case .partial: Verdict.partial.symbol
    case .incorrect: Verdict.incorrect.symbol
    case .undecided: Verdict.undecided.symbol
    case .unanswered: Verdict.unanswered.symbol
    case .fault: "!"
    }
  }

  /// Its place, best first: what tables are sorted by.
  var order: Int {
    switch self {
    case .correct: 0
    case .partial: 1
    case .incorrect: 2
    case .undecided: 3
    case .unanswered: 4
    case .fault: 5
    }
  }

  /// After a count: `3 correct`, `1 fault`, `2 faults`.
  func noun(_ count: Int) -> String { self == .fault && count != 1 ? "faults" : name }

  func count(in tally: Tally) -> Int {
    switch self {
    case .correct: tally.correct
    case .partial: tally.partial
    case .incorrect: tally.incorrect
    case .undecided: tally.undecided
    case .unanswered: tally.unanswered
    case .fault: tally.faults
    }
  }
}

enum Wording {
  /// A code word for people: `time_limit` becomes `time limit`.
  static func words(_ code: String) -> String {
    String(code.map { $0 == "_" ? " " : $0 })
  }

  /// A language's name by its id.
  static func language(_ id: String) -> String { Language.named(id)?.name ?? id }

  /// What a reader must know before any figure: faults, and attempts that are missing.
  static func notices(_ record: RunRecord, _ summary: Summary) -> [String] {
    var notices: [String] = []
    if record.marking.isolation["level"]?.int == 0 {
      notices.append(
        "UNSAFE: submissions ran without isolation. They could read and change what Assay could, "
          + "and forge these results.")
    }
    let overall = summary.overall
    if overall.faults > 0 {
      let kinds = summary.faults.map { "\(words($0.label)) \(Format.count($0.count))" }
      notices.append(
        "\(Format.count(overall.faults)) of \(Format.counted(overall.attempts, "attempt")) ended in "
          + "a fault of ours (\(kinds.joined(separator: ", "))): left out of every rate.")
    }
    // Outputs made elsewhere may have any number of attempts at each problem.
    let planned = record.run.attempts.multipliedReportingOverflow(by: record.run.problemCount)
    if record.run.protocolName != "outputs", !planned.overflow,
      planned.partialValue > overall.attempts
    {
      let missing = planned.partialValue - overall.attempts
      notices.append(
        "The run is not complete: \(Format.counted(missing, "attempt")) of "
          + "\(Format.count(planned.partialValue)) still to be made.")
    }
    return notices
  }

  /// What the accuracy is the mean of: `22 of 30 problems`, or with several attempts
  /// `mean of 30 problems, 44 of 60 attempts`.
  static func extent(_ tally: Tally) -> String {
    let scored = tally.attempts - tally.faults
    if tally.attempts == tally.problems {
      return "\(Format.count(tally.correct)) of \(Format.counted(scored, "problem"))"
    }
    return
      "mean of \(Format.counted(tally.problems, "problem")), \(Format.count(tally.correct)) of "
      + Format.counted(scored, "attempt")
  }

  /// Whether points say more than the accuracy does.
  static func hasPartialPoints(_ summary: Summary) -> Bool {
    guard let points = summary.overall.meanPoints, let accuracy = summary.overall.accuracy else {
      return false
    }
    return abs(points - accuracy.value) > 1e-9
  }
}
