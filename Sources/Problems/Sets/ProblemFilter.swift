import Grading

/// Which problems of a set are kept while it is read; what is `nil` does not narrow.
///
/// ``Selection`` narrows further, and complains of what no problem has.
public struct ProblemFilter: Sendable, Hashable {
  /// The first day wanted, `YYYY-MM-DD`; a problem without a date is then not wanted.
  public var since: String?
  /// The last day wanted.
  public var until: String?
  /// Enough problems, where reading may stop at them.
  public var enough: Int?

  public init(since: String? = nil, until: String? = nil, enough: Int? = nil) {
    self.since = since
    self.until = until
    self.enough = enough
  }

  /// Whether the problem lies in the window of dates.
  func keeps(_ problem: Problem) -> Bool {
    guard since != nil || until != nil else { return true }
    guard let date = problem.date else { return false }
    // Dates of this form are ordered as their texts are.
    return date >= since ?? "" && date <= until ?? "9999-12-31"
  }

  func isSatisfied(by count: Int) -> Bool { enough.map { count >= $0 } ?? false }
}
