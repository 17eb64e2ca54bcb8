/// What a second marking of the same completions changed.
public struct MarkingDifference: Sendable, Hashable {
  public var run: String
  /// The numbers of the markings; the second is `nil` if it was not stored.
  public var before: Int
  public var after: Int?
  /// What the markings do not have in common: versions, rubric, limits, references.
  public var causes: [Comparison.Condition]
  /// Attempts that have a grade in both.
  public var attempts: Int
  /// In the set's order, then by attempt.
  public var changes: [Change]
  public var accuracyBefore: Estimate?
  public var accuracyAfter: Estimate?
  public var pointsBefore: Double?
  public var pointsAfter: Double?
  /// How the headline moves; `nil` if no problem has a score in both.
  public var difference: PairedDifference?
  /// Cohen's κ of the outcomes of both markings; `nil` if there is but one outcome.
  public var kappa: Double?
  /// Grades that a person has overridden and that were kept.
  public var overridesKept: Int

  public init(
    run: String, before: Int, after: Int?, causes: [Comparison.Condition], attempts: Int,
    changes: [Change], accuracyBefore: Estimate?, accuracyAfter: Estimate?, pointsBefore: Double?,
    pointsAfter: Double?, difference: PairedDifference?, kappa: Double?, overridesKept: Int
  ) {
    self.run = run
    self.before = before
    self.after = after
    self.causes = causes
    self.attempts = attempts
    self.changes = changes
    self.accuracyBefore = accuracyBefore
    self.accuracyAfter = accuracyAfter
    self.pointsBefore = pointsBefore
    self.pointsAfter = pointsAfter
    self.difference = difference
    self.kappa = kappa
    self.overridesKept = overridesKept
  }

  /// An attempt whose verdict, reason or points differ.
  public struct Change: Sendable, Hashable {
    public var attempt: AttemptID
    public var before: Grade
    public var after: Grade
    /// What made the difference, in one line.
    public var why: String

    public init(attempt: AttemptID, before: Grade, after: Grade, why: String) {
      self.attempt = attempt
      self.before = before
      self.after = after
      self.why = why
    }
  }

  /// How many changes go from one verdict to another, most frequent first.
  public var moves: [(from: String, to: String, count: Int)] {
    var counts: [[String]: Int] = [:]
    var order: [[String]] = []
    for change in changes {
      let move = [change.before.word, change.after.word]
      if counts[move] == nil { order.append(move) }
      counts[move, default: 0] += 1
    }
    return order.enumerated().sorted {
      (counts[$1.element, default: 0], $0.offset) < (counts[$0.element, default: 0], $1.offset)
    }.map { ($0.element[0], $0.element[1], counts[$0.element, default: 0]) }
  }
}

extension Grade {
  /// Its verdict, or `fault`.
  fileprivate var word: String { score?.verdict.rawValue ?? "fault" }
}
