public import Grading

/// Whether two answers to a problem are the same answer: the scorer's own equality where there is one.
///
/// Statistics knows no mathematics; who composes the program says what is equal.
public struct AnswerEquality: Sendable {
  /// Is asked about two different texts; false where it cannot be settled.
  public var areEqual: @Sendable (_ problem: ProblemCard, _ one: String, _ other: String) -> Bool

  public init(
    _ areEqual: @escaping @Sendable (_ problem: ProblemCard, _ one: String, _ other: String) -> Bool
  ) {
    self.areEqual = areEqual
  }

  /// The same text.
  public static let text = AnswerEquality { _, one, other in one == other }
}

/// The attempts at one problem by what they answered.
///
/// Answers are joined by union-find: texts that the equality calls equal, and all that were marked
/// correct, since they equal the gold. Equality is not always transitive (tolerances are not); the
/// classes are its transitive closure.
public struct AnswerClasses: Sendable {
  public struct Class: Sendable {
    /// The attempts of the class, by their place among those given, in order.
    public var members: [Int]
    public var correct: Int
  }

  /// In order of first appearance.
  public var classes: [Class]
  /// Attempts without an answer.
  public var silent: Int

  /// Compared with one another are at most so many different texts; further ones are equal to the
  /// same text alone. 64 texts are at most 2,016 comparisons.
  static let textLimit = 64

  /// - Parameter attempts: Those without faults.
  public init(_ attempts: [GradedAttempt], of problem: ProblemCard, equality: AnswerEquality) {
    var forest = UnionFind(attempts.count)
    var firstOfText: [String: Int] = [:]
    var texts: [Int] = []
    var firstCorrect: Int?
    for (place, attempt) in attempts.enumerated() {
      guard let answer = attempt.grade.answer else { continue }
      if let first = firstOfText[answer.text] {
        forest.join(place, first)
      } else {
        firstOfText[answer.text] = place
        texts.append(place)
      }
      guard attempt.grade.score?.verdict == .correct else { continue }
      if let firstCorrect { forest.join(place, firstCorrect) } else { firstCorrect = place }
    }
    for (index, one) in texts.prefix(Self.textLimit).enumerated() {
      for other in texts.prefix(index) where forest.root(one) != forest.root(other) {
        guard let a = attempts[one].grade.answer, let b = attempts[other].grade.answer else {
          continue
        }
        if equality.areEqual(problem, a.text, b.text) { forest.join(one, other) }
      }
    }
    silent = attempts.count { $0.grade.answer == nil }
    classes = []
    var places: [Int: Int] = [:]
    for (place, attempt) in attempts.enumerated() where attempt.grade.answer != nil {
      let root = forest.root(place)
      let index = places[root] ?? classes.count
      if index == classes.count {
        places[root] = index
        classes.append(Class(members: [], correct: 0))
      }
      classes[index].members.append(place)
      if attempt.grade.score?.verdict == .correct { classes[index].correct += 1 }
    }
  }

  /// What votes.
  public var votes: [MajorityVote.Class] {
    classes.map {
      MajorityVote.Class(
        votes: $0.members.count, correct: Double($0.correct) / Double($0.members.count))
    }
  }
}

/// Disjoint sets of places.
private struct UnionFind {
  private var parents: [Int]

  init(_ count: Int) { parents = Array(0..<count) }

  mutating func root(_ place: Int) -> Int {
    var place = place
    while parents[place] != place {
      parents[place] = parents[parents[place]]
      place = parents[place]
    }
    return place
  }

  /// The smaller place becomes the root, so that classes stand in order of appearance.
  mutating func join(_ one: Int, _ other: Int) {
    let (a, b) = (root(one), root(other))
    parents[max(a, b)] = min(a, b)
  }
}
