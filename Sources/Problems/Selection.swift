public import Grading

/// Which problems of a set are wanted; what is empty or `nil` does not narrow.
public struct Selection: Sendable, Hashable {
  /// Ids.
  public var only: [String]
  /// Problems with any of these tags.
  public var tags: [String]
  public var difficulty: String?
  /// The most problems, counted after the other conditions; at least 1.
  public var limit: Int?

  public init(
    only: [String] = [], tags: [String] = [], difficulty: String? = nil, limit: Int? = nil
  ) {
    self.only = only
    self.tags = tags
    self.difficulty = difficulty
    self.limit = limit
  }

  /// The problems that meet all conditions, in the set's order.
  ///
  /// - Throws: an error for every id, tag or difficulty that no problem has, or if no problem meets
  ///   all of them.
  public func apply(to set: ProblemSet) throws(LoadingErrors) -> [Problem] {
    try check(set)
    let ids = Set(only)
    let wanted = Set(tags)
    let problems = set.problems.lazy.filter { problem in
      (ids.isEmpty || ids.contains(problem.id))
        && (wanted.isEmpty || problem.tags.contains(where: wanted.contains))
        && (difficulty == nil || problem.difficulty == difficulty)
    }
    let chosen = Array(problems.prefix(max(1, limit ?? .max)))
    guard !chosen.isEmpty else {
      throw LoadingErrors([
        ProblemError(
          path: set.path, message: "no problem meets all the conditions", mend: "ask for less")
      ])
    }
    return chosen
  }

  private func check(_ set: ProblemSet) throws(LoadingErrors) {
    let log = ErrorLog()
    func check(_ words: [String], _ noun: String, _ known: @autoclosure () -> [String]) {
      guard !words.isEmpty else { return }
      let all = known()
      let names = Set(all)
      for word in words where !names.contains(word) {
        log.add(
          ProblemError(
            path: set.path, message: "no problem has the \(noun) “\(word)”",
            mend: Nearest.mend(
              word, among: all, otherwise: all.isEmpty ? "leave it out" : "for example “\(all[0])”")
          ))
      }
    }
    check(only, "id", set.problems.map(\.id))
    check(tags, "tag", Set(set.problems.flatMap(\.tags)).sorted())
    check(
      difficulty.map { [$0] } ?? [], "difficulty",
      Set(set.problems.compactMap(\.difficulty)).sorted())
    try log.throwIfAny()
  }
}
