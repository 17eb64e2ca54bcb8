/// Two runs over the same problems.
public struct PairedDifference: Sendable, Hashable {
  public var problems: Int
  /// The accuracies of both over these problems.
  public var first: Double
  public var second: Double
  /// Second − first, −1 … 1.
  public var difference: Double
  /// The interval of 95 %, and how it was made.
  public var low: Double
  public var high: Double
  public var method: String
  /// Two-sided, and of which test.
  public var pValue: Double
  public var test: String
  /// Problems at which the second is better, and worse.
  public var won: Int
  public var lost: Int
  /// The smallest difference that would be found with 80 % at a level of 5 %.
  public var detectable: Double

  public init(
    problems: Int, first: Double, second: Double, difference: Double, low: Double, high: Double,
    method: String, pValue: Double, test: String, won: Int, lost: Int, detectable: Double
  ) {
    self.problems = problems
    self.first = first
    self.second = second
    self.difference = difference
    self.low = low
    self.high = high
    self.method = method
    self.pValue = pValue
    self.test = test
    self.won = won
    self.lost = lost
    self.detectable = detectable
  }
}

/// Runs compared with the first of them.
public struct Comparison: Sendable, Hashable {
  public var first: Side
  /// Each further run against the first, in the order given.
  public var pairs: [Pair]

  public init(first: Side, pairs: [Pair]) {
    self.first = first
    self.pairs = pairs
  }

  /// The level that differences are judged by.
  public static let level = 0.05

  /// A run, as much as a comparison shows of it.
  public struct Side: Sendable, Hashable {
    public var run: String
    public var marking: Int
    public var model: String
    public var set: String
    public var problems: Int
    public var attempts: Int
    public var faults: Int

    public init(
      run: String, marking: Int, model: String, set: String, problems: Int, attempts: Int,
      faults: Int
    ) {
      self.run = run
      self.marking = marking
      self.model = model
      self.set = set
      self.problems = problems
      self.attempts = attempts
      self.faults = faults
    }
  }

  /// One run against the first.
  public struct Pair: Sendable, Hashable {
    public var second: Side
    /// What was not the same in both but should have been; empty if the runs differ by model alone.
    public var conditions: [Condition]
    /// `nil` if no problem has an attempt without a fault in both.
    public var overall: PairedDifference?
    /// The p-value corrected by Holm for the number of runs compared.
    public var adjustedP: Double
    /// By kind, tag, difficulty, as far as there is more than one; those of fewer than six problems
    /// could show nothing and are left out.
    public var categories: [Category]
    /// Problems at which the second is better, the largest gains first; then those at which it is worse.
    public var won: [Flip]
    public var lost: [Flip]
    /// Problems that only one of the runs has without a fault.
    public var onlyFirst: [String]
    public var onlySecond: [String]

    public init(
      second: Side, conditions: [Condition], overall: PairedDifference?, adjustedP: Double,
      categories: [Category], won: [Flip], lost: [Flip], onlyFirst: [String], onlySecond: [String]
    ) {
      self.second = second
      self.conditions = conditions
      self.overall = overall
      self.adjustedP = adjustedP
      self.categories = categories
      self.won = won
      self.lost = lost
      self.onlyFirst = onlyFirst
      self.onlySecond = onlySecond
    }

    /// Whether the second is worse beyond chance.
    public var isWorse: Bool {
      guard let overall else { return false }
      return overall.difference < 0 && adjustedP < Comparison.level
    }
  }

  /// Something that both runs should have had in common.
  public struct Condition: Sendable, Hashable {
    public var label: String
    public var first: String
    public var second: String

    public init(label: String, first: String, second: String) {
      self.label = label
      self.first = first
      self.second = second
    }
  }

  /// The difference within a category, corrected for the number of categories.
  public struct Category: Sendable, Hashable {
    /// `kind`, `tag` or `difficulty`.
    public var group: String
    public var label: String
    public var difference: PairedDifference
    public var adjustedP: Double

    public init(group: String, label: String, difference: PairedDifference, adjustedP: Double) {
      self.group = group
      self.label = label
      self.difference = difference
      self.adjustedP = adjustedP
    }
  }

  /// A problem that one run does better, with an answer of each.
  public struct Flip: Sendable, Hashable {
    public var problemID: String
    public var expected: String
    /// The shares of correct attempts.
    public var firstShare: Double
    public var secondShare: Double
    /// Attempts that show the difference.
    public var first: GradedAttempt
    public var second: GradedAttempt

    public init(
      problemID: String, expected: String, firstShare: Double, secondShare: Double,
      first: GradedAttempt, second: GradedAttempt
    ) {
      self.problemID = problemID
      self.expected = expected
      self.firstShare = firstShare
      self.secondShare = secondShare
      self.first = first
      self.second = second
    }
  }
}
