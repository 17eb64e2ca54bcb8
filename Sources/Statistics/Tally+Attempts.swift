import Grading

/// An attempt with the problem it belongs to; an object, since every grouping holds all of them, with all
/// that is counted, since an attempt has many texts that would be handed on with each look at it.
final class Marked: Sendable {
  /// The problem's place in the record.
  let problem: Int
  var card: ProblemCard { shared.card }
  private let shared: Card
  let attempt: GradedAttempt

  /// What its score says; `nil` for a fault.
  let verdict: Verdict?
  let reason: Reason?
  let points: Double
  let fault: Fault.Kind?
  let isOverridden: Bool
  let hasLowConfidence: Bool
  let hasCompletion: Bool
  let latencyMilliseconds: Double?
  let promptTokens: Int?
  let completionTokens: Int?
  /// Requests; 0 if none was sent.
  let tries: Int

  /// A card that many attempts share.
  final class Card: Sendable {
    let card: ProblemCard

    init(_ card: ProblemCard) { self.card = card }
  }

  init(problem: Int, card: Card, attempt: GradedAttempt) {
    self.problem = problem
    shared = card
    self.attempt = attempt
    let grade = attempt.grade
    let completion = attempt.completion
    let score = grade.score
    verdict = score?.verdict
    reason = score?.reason
    points = score?.points ?? 0
    fault = grade.fault?.kind
    isOverridden = score?.evidence.override != nil
    hasLowConfidence = grade.answer?.confidence == .low
    hasCompletion = completion != nil
    latencyMilliseconds = completion?.latencyMilliseconds
    promptTokens = completion?.promptTokens
    completionTokens = completion?.completionTokens
    tries = completion?.tries ?? grade.fault?.tries ?? 0
  }
}

extension RunRecord {
  /// The attempts with their problems; those of problems that the record does not hold are left out.
  var marked: [Marked] {
    var places: [String: Int] = [:]
    for (place, card) in problems.enumerated() where places[card.id] == nil {
      places[card.id] = place
    }
    let cards = problems.map { Marked.Card($0) }
    return attempts.compactMap { attempt in
      places[attempt.grade.attempt.problemID].map {
        Marked(problem: $0, card: cards[$0], attempt: attempt)
      }
    }
  }
}

extension Tally {
  /// The tally of all attempts of a run under one marking.
  static func overall(of record: RunRecord) -> Tally { Tally("overall", record.marked) }

  /// Counts attempts and takes their rates; faults count as faults and as nothing else.
  init(_ label: String, _ attempts: [Marked]) {
    var verdicts: [Verdict: Int] = [:]
    var problems = ProblemShares()
    for marked in attempts {
      problems.add(marked)
      if let verdict = marked.verdict { verdicts[verdict, default: 0] += 1 }
    }
    let scored = problems.scored
    let marked = verdicts.values.reduce(0, +)
    self.init(
      label: label, problems: problems.all.count, attempts: attempts.count,
      correct: verdicts[.correct] ?? 0, partial: verdicts[.partial] ?? 0,
      incorrect: verdicts[.incorrect] ?? 0, undecided: verdicts[.undecided] ?? 0,
      unanswered: verdicts[.unanswered] ?? 0, faults: attempts.count - marked,
      accuracy: .accuracy(scored.map { ($0.attempts, $0.correct) }),
      accuracyIfUndecidedCorrect: Mean(
        of: scored.map { Double($0.correct + $0.undecided) / Double($0.attempts) })?.value,
      meanPoints: ProblemShares.weightedPoints(scored))
  }
}

/// What the attempts at each problem came to, in the order in which the problems appear.
private struct ProblemShares {
  struct Share {
    var weight: Double
    /// Without faults.
    var attempts = 0
    var correct = 0
    var undecided = 0
    var points = 0.0
  }

  private(set) var all: [Share] = []
  private var places: [Int: Int] = [:]

  var scored: [Share] { all.filter { $0.attempts > 0 } }

  mutating func add(_ marked: Marked) {
    let place = places[marked.problem] ?? all.count
    if place == all.count {
      places[marked.problem] = place
      all.append(Share(weight: marked.card.points))
    }
    guard let verdict = marked.verdict else { return }
    all[place].attempts += 1
    all[place].points += marked.points
    switch verdict {
    case .correct: all[place].correct += 1
    case .undecided: all[place].undecided += 1
    case .partial, .incorrect, .unanswered: break
    }
  }

  static func weightedPoints(_ shares: [Share]) -> Double? {
    let weight = shares.reduce(0) { $0 + $1.weight }
    guard weight > 0 else { return nil }
    let points = shares.reduce(0) { $0 + $1.weight * $1.points / Double($1.attempts) }
    return min(1, points / weight)
  }
}
