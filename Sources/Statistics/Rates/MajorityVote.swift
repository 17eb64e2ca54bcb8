import Glibc

/// What the majority of several attempts at a problem answers (maj@k, cons@k).
///
/// Attempts vote for classes of equal answers, not for texts and not for verdicts; an attempt without
/// an answer votes for nothing but was drawn all the same.
public struct MajorityVote: Sendable, Hashable {
  /// Equal answers of several attempts.
  public struct Class: Sendable, Hashable {
    public var votes: Int
    /// The share of its members that were marked correct: 0 or 1 unless equal answers were marked
    /// differently.
    public var correct: Double

    public init(votes: Int, correct: Double) {
      self.votes = votes
      self.correct = correct
    }
  }

  /// How a tie counts.
  public enum TiePolicy: String, Sendable, CaseIterable {
    /// As the share of the tied classes that are right.
    case average
    /// As wrong: a tie is no majority.
    case strict
  }

  /// The chance that the majority is right, ties averaged.
  public var average: Double
  /// The same with every tie as wrong.
  public var strict: Double
  /// The chance of a tie at the top.
  public var ties: Double
  /// The standard error of ``average`` where subsets were drawn; 0 where all were counted.
  public var error: Double

  public func value(_ policy: TiePolicy) -> Double {
    switch policy {
    case .average: average
    case .strict: strict
    }
  }

  /// About the most additions of an exact count; beyond, subsets are drawn.
  private static let exactLimit = 4_000_000.0
  private static let draws = 10_000

  /// The expectation over all subsets of `k` attempts, each equally likely.
  ///
  /// Exact by a generating polynomial, over s, the votes of the winner:
  ///
  ///     Π_i ( Σ_{x<s} C(cᵢ, x) zˣ + u · C(cᵢ, s) zˢ )
  ///
  /// whose coefficient at uᵗ zᵐ counts the subsets in which t classes tie with s votes and m attempts
  /// voted at all. Where that would take too long, a seeded draw of 10,000 subsets, with its error.
  ///
  /// - Parameters:
  ///   - silent: Attempts without an answer.
  ///   - k: At least 1.
  /// - Returns: `nil` if there are fewer than `k` attempts.
  public static func expected(_ classes: [Class], silent: Int, k: Int) -> MajorityVote? {
    precondition(k >= 1 && silent >= 0, "at least one attempt")
    let n = classes.reduce(silent) { $0 + $1.votes }
    guard n >= k else { return nil }
    if n == k { return outcome(classes.map(\.votes), classes) }
    let work = Double(n) * Double(k) * Double(k) * (log(Double(k)) + 1)
    guard work <= exactLimit, Binomial.coefficient(n, k).isFinite else {
      return drawn(classes, silent: silent, k: k)
    }
    return exact(classes, silent: silent, k: k, of: n)
  }

  /// The vote of one subset, given how many of each class are in it.
  private static func outcome(_ votes: [Int], _ classes: [Class]) -> MajorityVote {
    let most = votes.max() ?? 0
    guard most > 0 else { return MajorityVote(average: 0, strict: 0, ties: 0, error: 0) }
    let top = zip(votes, classes).filter { $0.0 == most }.map(\.1.correct)
    return MajorityVote(
      average: top.reduce(0, +) / Double(top.count), strict: top.count == 1 ? top[0] : 0,
      ties: top.count > 1 ? 1 : 0, error: 0)
  }

  private static func exact(_ classes: [Class], silent: Int, k: Int, of n: Int) -> MajorityVote {
    let total = Binomial.coefficient(n, k)
    var vote = MajorityVote(average: 0, strict: 0, ties: 0, error: 0)
    for most in 1...max(1, min(k, classes.map(\.votes).max() ?? 0)) {
      let subsets = TopCounts(classes, most: most, k: k)
      for tied in subsets.weight.indices where tied > 0 {
        for voted in 0...k {
          let rest = Binomial.coefficient(silent, k - voted) / total
          let (all, right) = (subsets.weight[tied][voted] * rest, subsets.right[tied][voted] * rest)
          guard all > 0 else { continue }
          vote.average += right / Double(tied)
          if tied == 1 { vote.strict += right } else { vote.ties += all }
        }
      }
    }
    vote.average = min(1, vote.average)
    vote.strict = min(1, vote.strict)
    vote.ties = min(1, vote.ties)
    return vote
  }

  private static func drawn(_ classes: [Class], silent: Int, k: Int) -> MajorityVote {
    var random = SeededRandom(seed: 1)
    let ballots = classes.indices.flatMap { Array(repeating: $0, count: classes[$0].votes) }
    var pool = ballots + Array(repeating: -1, count: silent)
    var (sum, squares, strict, ties) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<draws {
      var votes = Array(repeating: 0, count: classes.count)
      for place in 0..<k {
        pool.swapAt(place, place + random.index(below: pool.count - place))
        if pool[place] >= 0 { votes[pool[place]] += 1 }
      }
      let vote = outcome(votes, classes)
      sum += vote.average
      squares += vote.average * vote.average
      strict += vote.strict
      ties += vote.ties
    }
    let count = Double(draws)
    let mean = sum / count
    return MajorityVote(
      average: mean, strict: strict / count, ties: ties / count,
      error: (max(0, squares / count - mean * mean) / count).squareRoot())
  }
}

/// The subsets of attempts in which no class has more than `most` votes, by how many classes have
/// just so many and by how many attempts voted.
private struct TopCounts {
  /// [tied][voted]: the number of subsets, and the sum of the tied classes' correctness over them.
  var weight: [[Double]]
  var right: [[Double]]

  init(_ classes: [MajorityVote.Class], most: Int, k: Int) {
    let ties = min(k / most, classes.count)
    let zeros = Array(repeating: Array(repeating: 0.0, count: k + 1), count: ties + 1)
    weight = zeros
    right = zeros
    weight[0][0] = 1
    for group in classes {
      var (nextWeight, nextRight) = (zeros, zeros)
      for votes in 0...min(most, group.votes) {
        let ways = Binomial.coefficient(group.votes, votes)
        let isTop = votes == most
        for tied in 0...(isTop ? ties - 1 : ties) where ties > 0 || !isTop {
          for voted in 0...(k - votes) where weight[tied][voted] > 0 {
            let (now, before) = (weight[tied][voted] * ways, right[tied][voted] * ways)
            nextWeight[tied + (isTop ? 1 : 0)][voted + votes] += now
            nextRight[tied + (isTop ? 1 : 0)][voted + votes] +=
              before + (isTop ? now * group.correct : 0)
          }
        }
      }
      (weight, right) = (nextWeight, nextRight)
    }
  }
}
