/// What a run's accuracy is worth: the figures beside the headline.
public struct Figures: Sendable, Hashable {
  /// The question-level standard error of the accuracy; `nil` with fewer than two problems.
  public var standardError: Double?
  /// The accuracy with an interval for these very problems; `nil` unless each was tried twice.
  public var fixedSet: Estimate?
  /// The accuracy with an error that knows of clusters; `nil` if no problem names one.
  public var clustered: Clustered?
  /// The points with their interval; `nil` where points are just right and wrong.
  public var points: Estimate?
  /// Where the spread of the accuracy comes from; `nil` unless some problem was tried twice.
  public var variance: VarianceSplit?
  /// The accuracy if what is missing were all wrong or all right; `nil` if nothing is.
  public var missing: MissingBounds?
  /// The smallest difference to another run over the same problems that would be found with 80 %, at a
  /// level of 5 %; `nil` if no difference would.
  public var detectable: Double?
  /// What k attempts give, for k = 1, 2, 4, … and all; empty with one attempt at each problem.
  public var curve: [CurvePoint]
  public var latencyMilliseconds: Histogram?
  public var completionTokens: Histogram?
  /// Attempts by the requests that they took.
  public var tries: Histogram?
  /// Each problem's attempts at a glance, in the set's order.
  public var matrix: [MatrixRow]
  /// Grades that a person has overridden.
  public var overridden: Int

  public init(
    standardError: Double? = nil, fixedSet: Estimate? = nil, clustered: Clustered? = nil,
    points: Estimate? = nil, variance: VarianceSplit? = nil, missing: MissingBounds? = nil,
    detectable: Double? = nil, curve: [CurvePoint] = [], latencyMilliseconds: Histogram? = nil,
    completionTokens: Histogram? = nil, tries: Histogram? = nil, matrix: [MatrixRow] = [],
    overridden: Int = 0
  ) {
    self.standardError = standardError
    self.fixedSet = fixedSet
    self.clustered = clustered
    self.points = points
    self.variance = variance
    self.missing = missing
    self.detectable = detectable
    self.curve = curve
    self.latencyMilliseconds = latencyMilliseconds
    self.completionTokens = completionTokens
    self.tries = tries
    self.matrix = matrix
    self.overridden = overridden
  }
}

/// A mean whose problems come in clusters.
public struct Clustered: Sendable, Hashable {
  public var clusters: Int
  public var standardError: Double
  public var estimate: Estimate

  public init(clusters: Int, standardError: Double, estimate: Estimate) {
    self.clusters = clusters
    self.standardError = standardError
    self.estimate = estimate
  }
}

/// The two sources of spread of an accuracy.
public struct VarianceSplit: Sendable, Hashable {
  /// ω²: of problems' true shares about their mean.
  public var questions: Double
  /// σ²: of one attempt about its problem's share, mean over problems.
  public var attempts: Double

  public init(questions: Double, attempts: Double) {
    self.questions = questions
    self.attempts = attempts
  }
}

/// The accuracy that missing attempts leave open.
public struct MissingBounds: Sendable, Hashable {
  /// Faults, and attempts that were planned but not made.
  public var missing: Int
  public var planned: Int
  /// If all were wrong, and if all were right.
  public var low: Double
  public var high: Double

  public init(missing: Int, planned: Int, low: Double, high: Double) {
    self.missing = missing
    self.planned = planned
    self.low = low
    self.high = high
  }

  /// Above 1 % missing the headline says little: who made what fail is not by chance.
  public var isSerious: Bool { missing * 100 > planned }
}

/// What `k` attempts at each problem give.
public struct CurvePoint: Sendable, Hashable {
  public var k: Int
  /// At least one of k correct; `nil` (n/a) if some problem has fewer than k attempts.
  public var passAtK: Estimate?
  /// All of k correct.
  public var passHatK: Estimate?
  /// At least half of k correct: G-Pass@k with τ = ½.
  public var gPassAtK: Estimate?
  /// mG-Pass@k.
  public var meanGPassAtK: Double?
  /// The answer of most of k is right; `nil` also where no problem's answers can be compared.
  public var majority: Majority?

  public init(
    k: Int, passAtK: Estimate?, passHatK: Estimate?, gPassAtK: Estimate?, meanGPassAtK: Double?,
    majority: Majority?
  ) {
    self.k = k
    self.passAtK = passAtK
    self.passHatK = passHatK
    self.gPassAtK = gPassAtK
    self.meanGPassAtK = meanGPassAtK
    self.majority = majority
  }

  /// maj@k over the problems whose answers can be compared.
  public struct Majority: Sendable, Hashable {
    /// Final answers and choices; code and essays do not vote.
    public var problems: Int
    /// A tie counts as the share of its classes that are right.
    public var average: Estimate
    /// A tie counts as wrong.
    public var strict: Double
    /// How often the top is a tie.
    public var ties: Double
    /// The standard error from drawing subsets; 0 where all were counted.
    public var error: Double

    public init(problems: Int, average: Estimate, strict: Double, ties: Double, error: Double) {
      self.problems = problems
      self.average = average
      self.strict = strict
      self.ties = ties
      self.error = error
    }
  }
}

/// How often a quantity fell between given edges.
public struct Histogram: Sendable, Hashable {
  /// Of `bins`: from `edges[i]` up to but not including `edges[i + 1]`; one more than bins.
  public var edges: [Double]
  public var counts: [Int]

  public init(edges: [Double], counts: [Int]) {
    precondition(edges.count == counts.count + 1, "an edge on either side of each bin")
    self.edges = edges
    self.counts = counts
  }
}

/// The attempts at one problem at a glance.
public struct MatrixRow: Sendable, Hashable {
  public var problemID: String
  /// A letter for each attempt from the first on: c correct, p partial, i incorrect, u undecided,
  /// n unanswered, f fault; a dot for one that was not made.
  public var cells: String
  /// The share of correct attempts, faults left out; `nil` without any.
  public var share: Double?

  public init(problemID: String, cells: String, share: Double?) {
    self.problemID = problemID
    self.cells = cells
    self.share = share
  }
}
