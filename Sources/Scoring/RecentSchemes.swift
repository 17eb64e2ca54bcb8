public import Grading

/// The schemes of the problems that were marked last.
///
/// Attempts at one problem come close to one another, and a gold is as dear to read as an answer: it is
/// read once for all of them.
public final class RecentSchemes: Sendable {
  private let marker: Marker
  private let recent = Locked(Recent())

  /// How many problems are remembered: more than are marked at once.
  private static let room = 64

  private struct Recent {
    var schemes: [String: MarkScheme] = [:]
    var order: [String] = []
    var oldest = 0
  }

  /// - Parameter marker: What marks one set, in which an id names one problem.
  public init(_ marker: Marker) { self.marker = marker }

  /// As ``Marker/scheme(for:)``.
  public func scheme(for problem: Problem) throws(Fault) -> MarkScheme {
    // Tests may be large: of code nothing is held longer than it is needed.
    guard problem.reference.languages.isEmpty else { return try marker.scheme(for: problem) }
    if let known = recent.withLock({ $0.schemes[problem.id] }) { return known }
    let scheme = try marker.scheme(for: problem)
    recent.withLock { recent in
      guard recent.schemes.updateValue(scheme, forKey: problem.id) == nil else { return }
      if recent.order.count < RecentSchemes.room {
        recent.order.append(problem.id)
      } else {
        recent.schemes.removeValue(forKey: recent.order[recent.oldest])
        recent.order[recent.oldest] = problem.id
        recent.oldest = (recent.oldest + 1) % RecentSchemes.room
      }
    }
    return scheme
  }
}
