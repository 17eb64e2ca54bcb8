/// What a run would cost and show, before anything is asked.
public struct SpendingPlan: Sendable, Hashable {
  public var set: String
  public var problems: Int
  /// What the estimates rest on, in a line each.
  public var basis: [String]
  /// The run that was asked for first, then others by number of attempts.
  public var options: [Option]
  /// The smallest difference wanted, and what it takes; `nil` if none was asked for.
  public var wanted: Wanted?

  public init(
    set: String, problems: Int, basis: [String], options: [Option], wanted: Wanted?
  ) {
    self.set = set
    self.problems = problems
    self.basis = basis
    self.options = options
    self.wanted = wanted
  }

  /// A run with so many attempts at each problem.
  public struct Option: Sendable, Hashable {
    public var attempts: Int
    public var requests: Int
    public var promptTokens: Double
    /// `nil` if nothing tells how long answers are.
    public var completionTokens: Double?
    /// In the currency of the prices; `nil` without prices or lengths.
    public var cost: Double?
    /// `nil` if nothing tells how long answers take.
    public var seconds: Double?
    /// The smallest difference to another such run that is found with 80 %; `nil` if none is.
    public var detectable: Double?

    public init(
      attempts: Int, requests: Int, promptTokens: Double, completionTokens: Double?, cost: Double?,
      seconds: Double?, detectable: Double?
    ) {
      self.attempts = attempts
      self.requests = requests
      self.promptTokens = promptTokens
      self.completionTokens = completionTokens
      self.cost = cost
      self.seconds = seconds
      self.detectable = detectable
    }
  }

  /// What it takes to find a difference with 80 %.
  public struct Wanted: Sendable, Hashable {
    /// A share.
    public var difference: Double
    /// Attempts at each problem of this set; `nil` if no number suffices.
    public var attempts: Int?
    /// Problems of this sort with one attempt each, and with as many as asked for.
    public var problemsAtOne: Int
    public var problemsAtMany: Int

    public init(difference: Double, attempts: Int?, problemsAtOne: Int, problemsAtMany: Int) {
      self.difference = difference
      self.attempts = attempts
      self.problemsAtOne = problemsAtOne
      self.problemsAtMany = problemsAtMany
    }
  }
}
