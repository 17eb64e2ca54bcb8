internal import Glibc
public import Grading

/// Takes the figures of a run problem by problem, in memory that does not grow with their number.
///
/// Counts and rates are those of ``Summary/init(of:)``. Quantiles are off by at most 1 %. What needs all
/// problems at once is left out: bootstrapped and clustered intervals, curves, histograms, the matrix, and
/// totals by criterion.
public struct SummaryFold: Sendable {
  private var overall = TallyFold()
  private var kinds: [Problem.Kind: TallyFold] = [:]
  private var tags: [String: TallyFold] = [:]
  private var difficulties: [String: TallyFold] = [:]
  private var reasons: [Reason: Int] = [:]
  private var faults: [Fault.Kind: Int] = [:]
  private var latency = LogBuckets()
  private var tokens = LogBuckets()
  private var promptTokens: Int?
  private var completionTokens: Int?
  private var retries = 0
  private var lowConfidence = 0
  private var overridden = 0

  /// The most tags and difficulties that are told apart; further ones are in the whole alone.
  public static let labelLimit = 1_000

  public init() {}

  /// Takes a problem with all of its attempts; each problem once.
  public mutating func add(_ card: ProblemCard, _ attempts: [GradedAttempt]) {
    guard !attempts.isEmpty else { return }
    let problem = ProblemCounts(card, attempts)
    overall.add(problem)
    kinds[card.kind, default: TallyFold()].add(problem)
    for tag in card.tags.isEmpty ? [Grouping.none] : Set(card.tags).sorted() {
      SummaryFold.add(problem, to: &tags, tag)
    }
    SummaryFold.add(problem, to: &difficulties, card.difficulty ?? Grouping.none)
    for attempt in attempts { add(attempt) }
  }

  private static func add(
    _ problem: ProblemCounts, to folds: inout [String: TallyFold], _ label: String
  ) {
    guard folds.count < labelLimit || folds[label] != nil else { return }
    folds[label, default: TallyFold()].add(problem)
  }

  private mutating func add(_ attempt: GradedAttempt) {
    if let score = attempt.grade.score {
      reasons[score.reason, default: 0] += 1
      if score.evidence.override != nil { overridden += 1 }
    }
    if let fault = attempt.grade.fault { faults[fault.kind, default: 0] += 1 }
    if attempt.grade.answer?.confidence == .low { lowConfidence += 1 }
    retries += max(0, (attempt.completion?.tries ?? attempt.grade.fault?.tries ?? 0) - 1)
    guard let completion = attempt.completion else { return }
    if let time = completion.latencyMilliseconds { latency.add(time) }
    if let count = completion.completionTokens {
      tokens.add(Double(count))
      completionTokens = (completionTokens ?? 0) &+ count
    }
    if let count = completion.promptTokens { promptTokens = (promptTokens ?? 0) &+ count }
  }

  public var summary: Summary {
    let whole = overall.tally("overall")
    return Summary(
      overall: whole,
      byKind: Problem.Kind.allCases.compactMap { kind in
        kinds[kind]?.tally(kind.rawValue)
      },
      byTag: Grouping.ordered(tallies(tags), Grouping.largestFirst),
      byDifficulty: Grouping.ordered(tallies(difficulties)) {
        Grouping.difficultyOrder($0.label) < Grouping.difficultyOrder($1.label)
      },
      byLanguage: [],
      reasons: SummaryFold.counts(reasons, Reason.allCases, \.rawValue),
      faults: SummaryFold.counts(faults, Fault.Kind.allCases, \.rawValue), criteria: [],
      latencyMilliseconds: latency.distribution, completionTokens: tokens.distribution,
      promptTokensTotal: promptTokens, completionTokensTotal: completionTokens, retries: retries,
      lowConfidence: lowConfidence,
      figures: Figures(
        standardError: overall.mean?.standardError, detectable: overall.detectable,
        overridden: overridden))
  }

  private func tallies(_ folds: [String: TallyFold]) -> [Tally] {
    folds.map { $0.value.tally($0.key) }
  }

  private static func counts<Value: Hashable>(
    _ counts: [Value: Int], _ all: [Value], _ label: (Value) -> String
  ) -> [Summary.Count] {
    all.enumerated().compactMap { place, value in counts[value].map { (place, value, $0) } }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
      .map { Summary.Count(label: label($0.1), count: $0.2) }
  }
}

/// What the attempts at one problem came to.
private struct ProblemCounts {
  let weight: Double
  let attempts: Int
  var verdicts: [Verdict: Int] = [:]
  var scored = 0
  var points = 0.0

  init(_ card: ProblemCard, _ attempts: [GradedAttempt]) {
    weight = card.points
    self.attempts = attempts.count
    for attempt in attempts {
      guard let score = attempt.grade.score else { continue }
      verdicts[score.verdict, default: 0] += 1
      scored += 1
      points += score.points
    }
  }
}

/// Sums over problems, from which a ``Tally`` is made.
private struct TallyFold {
  private var problems = 0
  private var attempts = 0
  private var verdicts: [Verdict: Int] = [:]
  /// Problems with an attempt that is no fault.
  private var scored = 0
  private var draws = 0
  private var hasSeveral = false
  private var shares = 0.0
  private var squares = 0.0
  private var least = 1.0
  private var most = 0.0
  private var sharesIfUndecidedCorrect = 0.0
  private var weight = 0.0
  private var points = 0.0

  mutating func add(_ problem: ProblemCounts) {
    problems += 1
    attempts += problem.attempts
    for (verdict, count) in problem.verdicts { verdicts[verdict, default: 0] += count }
    guard problem.scored > 0 else { return }
    let correct = problem.verdicts[.correct] ?? 0
    let share = Double(correct) / Double(problem.scored)
    scored += 1
    draws += problem.scored
    hasSeveral = hasSeveral || problem.scored > 1
    shares += share
    squares += share * share
    (least, most) = (min(least, share), max(most, share))
    sharesIfUndecidedCorrect +=
      Double(correct + (problem.verdicts[.undecided] ?? 0)) / Double(problem.scored)
    weight += problem.weight
    points += problem.weight * problem.points / Double(problem.scored)
  }

  var mean: Mean? {
    guard scored > 0 else { return nil }
    let n = Double(scored)
    guard least < most else {
      return Mean(count: scored, value: least, variance: scored > 1 ? 0 : nil)
    }
    let value = shares / n
    return Mean(
      count: scored, value: value, variance: max(0, squares - n * value * value) / (n - 1))
  }

  /// `nil` where problems had several attempts: then it takes each problem's own spread.
  var detectable: Double? {
    guard let mean, !hasSeveral else { return nil }
    let split = VarianceSplit.assumed(correct: mean.value * Double(mean.count), of: mean.count)
    return Power.detectable(split, problems: mean.count, attempts: 1)
  }

  func tally(_ label: String) -> Tally {
    let marked = verdicts.values.reduce(0, +)
    return Tally(
      label: label, problems: problems, attempts: attempts, correct: verdicts[.correct] ?? 0,
      partial: verdicts[.partial] ?? 0, incorrect: verdicts[.incorrect] ?? 0,
      undecided: verdicts[.undecided] ?? 0, unanswered: verdicts[.unanswered] ?? 0,
      faults: attempts - marked,
      accuracy: mean.map { .overProblems($0, draws: hasSeveral ? draws : nil) },
      accuracyIfUndecidedCorrect: scored > 0 ? sharesIfUndecidedCorrect / Double(scored) : nil,
      meanPoints: weight > 0 ? min(1, points / weight) : nil)
  }
}

/// Counts of a quantity in buckets whose bounds grow by 1 %.
private struct LogBuckets {
  private var counts = [Int](repeating: 0, count: 4_096)
  private var count = 0
  private var most = 0.0

  private static let least = 1e-3
  private static let growth = 1.01

  mutating func add(_ value: Double) {
    guard value.isFinite, value >= 0 else { return }
    count += 1
    most = max(most, value)
    guard value > LogBuckets.least else { return counts[0] += 1 }
    let place = log(value / LogBuckets.least) / log(LogBuckets.growth)
    counts[min(counts.count - 1, 1 + Int(place))] += 1
  }

  var distribution: Summary.Distribution? {
    guard count > 0 else { return nil }
    return Summary.Distribution(median: quantile(0.5), p95: quantile(0.95), max: most)
  }

  private func quantile(_ p: Double) -> Double {
    var left = Int(p * Double(count - 1))
    for (place, count) in counts.enumerated() {
      guard left >= count else {
        return place == 0
          ? 0 : min(most, LogBuckets.least * pow(LogBuckets.growth, Double(place) - 0.5))
      }
      left -= count
    }
    return most
  }
}
