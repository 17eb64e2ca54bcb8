/// A figure with the interval it may lie in.
public struct Estimate: Sendable, Hashable {
  /// 0 … 1.
  public var value: Double
  /// The interval of 95 %.
  public var low: Double
  public var high: Double
  /// How the interval was made, for example `Wilson`.
  public var method: String

  public init(value: Double, low: Double, high: Double, method: String) {
    self.value = value
    self.low = low
    self.high = high
    self.method = method
  }
}

/// Counts and rates over some attempts.
public struct Tally: Sendable, Hashable {
  /// What they have in common, for example a tag.
  public var label: String
  public var problems: Int
  /// Attempts, faults included.
  public var attempts: Int
  public var correct: Int
  public var partial: Int
  public var incorrect: Int
  public var undecided: Int
  public var unanswered: Int
  public var faults: Int
  /// The mean over problems of the share of correct attempts, faults left out; `nil` if none is left.
  public var accuracy: Estimate?
  /// The accuracy if every undecided attempt were correct; equal to `accuracy.value` if none is.
  public var accuracyIfUndecidedCorrect: Double?
  /// The mean of points weighted by the problems' points, 0 … 1; `nil` if every attempt faulted.
  public var meanPoints: Double?

  public init(
    label: String, problems: Int, attempts: Int, correct: Int, partial: Int, incorrect: Int,
    undecided: Int, unanswered: Int, faults: Int, accuracy: Estimate?,
    accuracyIfUndecidedCorrect: Double?, meanPoints: Double?
  ) {
    self.label = label
    self.problems = problems
    self.attempts = attempts
    self.correct = correct
    self.partial = partial
    self.incorrect = incorrect
    self.undecided = undecided
    self.unanswered = unanswered
    self.faults = faults
    self.accuracy = accuracy
    self.accuracyIfUndecidedCorrect = accuracyIfUndecidedCorrect
    self.meanPoints = meanPoints
  }
}

/// The figures of one run under one marking: the same on the terminal, in reports and in JSON.
public struct Summary: Sendable {
  public var overall: Tally
  public var byKind: [Tally]
  public var byTag: [Tally]
  public var byDifficulty: [Tally]
  public var byLanguage: [Tally]
  /// How often each reason was given, most frequent first.
  public var reasons: [Count]
  /// How often each kind of fault occurred, most frequent first.
  public var faults: [Count]
  /// Earned and possible points by criterion of the rubric, in its order.
  public var criteria: [CriterionTotal]
  public var latencyMilliseconds: Distribution?
  public var completionTokens: Distribution?
  public var promptTokensTotal: Int?
  public var completionTokensTotal: Int?
  /// Requests sent beyond the first of each attempt.
  public var retries: Int
  /// Answers that were found by a guess rather than by a marker.
  public var lowConfidence: Int
  /// What the accuracy is worth.
  public var figures: Figures

  public init(
    overall: Tally, byKind: [Tally], byTag: [Tally], byDifficulty: [Tally], byLanguage: [Tally],
    reasons: [Count], faults: [Count], criteria: [CriterionTotal],
    latencyMilliseconds: Distribution?, completionTokens: Distribution?, promptTokensTotal: Int?,
    completionTokensTotal: Int?, retries: Int, lowConfidence: Int,
    figures: Figures = Figures()
  ) {
    self.overall = overall
    self.byKind = byKind
    self.byTag = byTag
    self.byDifficulty = byDifficulty
    self.byLanguage = byLanguage
    self.reasons = reasons
    self.faults = faults
    self.criteria = criteria
    self.latencyMilliseconds = latencyMilliseconds
    self.completionTokens = completionTokens
    self.promptTokensTotal = promptTokensTotal
    self.completionTokensTotal = completionTokensTotal
    self.retries = retries
    self.lowConfidence = lowConfidence
    self.figures = figures
  }

  public struct Count: Sendable, Hashable {
    public var label: String
    public var count: Int

    public init(label: String, count: Int) {
      self.label = label
      self.count = count
    }
  }

  public struct CriterionTotal: Sendable, Hashable {
    public var id: String
    public var title: String
    public var earned: Double
    public var possible: Double

    public init(id: String, title: String, earned: Double, possible: Double) {
      self.id = id
      self.title = title
      self.earned = earned
      self.possible = possible
    }
  }

  /// Quantiles of a quantity.
  public struct Distribution: Sendable, Hashable {
    public var median: Double
    public var p95: Double
    public var max: Double

    public init(median: Double, p95: Double, max: Double) {
      self.median = median
      self.p95 = p95
      self.max = max
    }
  }
}
