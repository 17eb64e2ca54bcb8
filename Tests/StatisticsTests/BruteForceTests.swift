import Grading
import Testing

@testable import Statistics

/// Every estimator against counting all that can happen, for up to eight attempts.
struct BruteForceTests {
  /// All subsets of `n` things of size `k`, as places.
  private func subsets(of n: Int, size k: Int) -> [[Int]] {
    (0..<(1 << n)).map { mask in (0..<n).filter { mask & (1 << $0) != 0 } }
      .filter { $0.count == k }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test func passAtKAndItsKinCountAllSubsets() throws {
    for n in 1...8 {
      for c in 0...n {
        for k in 1...n {
          let rights = subsets(of: n, size: k).map { $0.count { $0 < c } }
          func share(_ isMet: (Int) -> Bool) -> Double { mean(rights.map { isMet($0) ? 1 : 0 }) }
          let pass = try #require(passAtK(attempts: n, correct: c, k: k))
          #expect(abs(pass - share { $0 > 0 }) < 1e-12)
          let all = try #require(passHatK(attempts: n, correct: c, k: k))
          #expect(abs(all - share { $0 == k }) < 1e-12)
          for tau in [0.25, 0.5, 0.6, 1] {
            let least = Int((tau * Double(k) - 1e-9).rounded(.up))
            let found = try #require(gPassAtK(attempts: n, correct: c, k: k, threshold: tau))
            #expect(abs(found - share { $0 >= max(1, least) }) < 1e-12)
          }
          let half = (k + 1) / 2 + 1
          let sum = half <= k ? (half...k).reduce(0) { sum, i in sum + share { $0 >= i } } : 0
          let found = try #require(meanGPassAtK(attempts: n, correct: c, k: k))
          #expect(abs(found - 2 * sum / Double(k)) < 1e-12)
        }
      }
    }
  }

  @Test func moreAttemptsThanThereAreGiveNothing() {
    #expect(passAtK(attempts: 3, correct: 3, k: 4) == nil)
    #expect(passHatK(attempts: 3, correct: 3, k: 4) == nil)
    #expect(meanGPassAtK(attempts: 3, correct: 3, k: 4) == nil)
    #expect(MajorityVote.expected([.init(votes: 3, correct: 1)], silent: 0, k: 4) == nil)
  }

  /// Classes of votes with their correctness, and silent attempts.
  @Test(arguments: [
    ([3, 2], [1.0, 0], 0), ([2, 2, 2], [0, 1, 0], 1), ([1, 1, 1, 1], [1, 0, 0, 0], 2),
    ([4, 4], [1, 0], 0), ([5], [1], 3), ([2, 3, 1], [0.5, 0, 1], 2), ([], [], 3),
    ([1, 2, 1, 3], [0, 1, 1, 0], 1),
  ])
  func majoritiesCountAllSubsets(votes: [Int], correct: [Double], silent: Int) throws {
    let ballots =
      votes.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
      + Array(repeating: -1, count: silent)
    for k in 1...ballots.count {
      var (average, strict, ties): ([Double], [Double], [Double]) = ([], [], [])
      for subset in subsets(of: ballots.count, size: k) {
        var counts = Array(repeating: 0, count: votes.count)
        for place in subset where ballots[place] >= 0 { counts[ballots[place]] += 1 }
        let most = counts.max() ?? 0
        let top = most == 0 ? [] : counts.indices.filter { counts[$0] == most }.map { correct[$0] }
        average.append(top.isEmpty ? 0 : mean(top))
        strict.append(top.count == 1 ? top[0] : 0)
        ties.append(top.count > 1 ? 1 : 0)
      }
      let classes = zip(votes, correct).map { MajorityVote.Class(votes: $0, correct: $1) }
      let found = try #require(MajorityVote.expected(classes, silent: silent, k: k))
      #expect(abs(found.average - mean(average)) < 1e-12, "k = \(k)")
      #expect(abs(found.strict - mean(strict)) < 1e-12, "k = \(k)")
      #expect(abs(found.ties - mean(ties)) < 1e-12, "k = \(k)")
      #expect(found.error == 0)
      #expect(found.value(.average) == found.average && found.value(.strict) == found.strict)
    }
  }

  @Test func drawnMajoritiesLieWithinTheirErrorOfExactOnes() throws {
    // Above the limit of an exact count; with two classes the vote is a hypergeometric tail.
    let classes = [
      MajorityVote.Class(votes: 160, correct: 1), MajorityVote.Class(votes: 140, correct: 0),
    ]
    let found = try #require(MajorityVote.expected(classes, silent: 0, k: 75, budget: 100_000))
    let exact = try #require(
      gPassAtK(attempts: 300, correct: 160, k: 75, threshold: 38.0 / 75))
    #expect(found.error > 0 && found.error < 0.02)
    #expect(abs(found.average - exact) < 4 * found.error, "\(found.average), exact \(exact)")
    #expect(MajorityVote.expected(classes, silent: 0, k: 75, budget: 100_000) == found)
  }

  @Test func signFlipsCountAllSigns() {
    var random = SeededRandom(seed: 7)
    for n in 1...8 {
      for _ in 0..<20 {
        let differences = (0..<n).map { _ in random.index(below: 9) - 4 }
        let observed = abs(differences.reduce(0, +))
        let sums = (0..<(1 << n)).map { mask in
          differences.indices.reduce(0) {
            $0 + (mask & (1 << $1) == 0 ? differences[$1] : -differences[$1])
          }
        }
        let wanted = mean(sums.map { abs($0) >= observed ? 1 : 0 })
        #expect(abs(PairedTest.signFlip(differences) - wanted) < 1e-12, "\(differences)")
      }
    }
  }

  @Test func drawnSignFlipsAreNearTheExactChance() {
    // Sums too many to count: each difference is a prime of millions.
    let differences = [7_000_003, 5_000_011, -3_000_017, 6_000_011, 2_000_003, 4_000_037]
    let observed = abs(differences.reduce(0, +))
    let sums = (0..<64).map { mask in
      differences.indices.reduce(0) {
        $0 + (mask & (1 << $1) == 0 ? differences[$1] : -differences[$1])
      }
    }
    let exact = mean(sums.map { abs($0) >= observed ? 1 : 0 })
    #expect(abs(PairedTest.signFlip(differences) - exact) < 0.01)
  }

  @Test func mcNemarCountsAllCoins() {
    for discordant in 0...8 {
      for won in 0...discordant {
        let fewer = min(won, discordant - won)
        let heads = (0..<(1 << discordant)).map { $0.nonzeroBitCount }
        let wanted = min(1, 2 * mean(heads.map { $0 <= fewer ? 1 : 0 }))
        let found = PairedTest.mcNemar(won: won, lost: discordant - won)
        #expect(abs(found - wanted) < 1e-12)
      }
    }
  }

  @Test func withOneAttemptBothPairedTestsAreTheSame() {
    for (won, lost) in [(0, 0), (1, 0), (3, 9), (20, 6), (40, 41)] {
      let differences =
        Array(repeating: 1, count: won) + Array(repeating: -1, count: lost) + [0, 0]
      let flips = PairedTest.signFlip(differences)
      #expect(abs(flips - PairedTest.mcNemar(won: won, lost: lost)) < 1e-12)
    }
  }

  @Test func missingDataBoundsAreTheExtremesOfAllCompletions() throws {
    let problems: [(planned: Int, marked: Int, correct: Int)] = [
      (3, 1, 1), (2, 2, 0), (2, 0, 0), (1, 1, 1),
    ]
    let open: [Int] = problems.flatMap {
      Array(repeating: $0.planned, count: $0.planned - $0.marked)
    }
    let certain = problems.reduce(0.0) { $0 + Double($1.correct) / Double($1.planned) }
    let all = (0..<(1 << open.count)).map { mask -> Double in
      let right = open.indices.filter { mask & (1 << $0) != 0 }
      return (certain + right.reduce(0.0) { $0 + 1 / Double(open[$1]) }) / 4
    }
    let bounds = try #require(MissingBounds(problems))
    #expect(abs(bounds.low - (all.min() ?? 0)) < 1e-12)
    #expect(abs(bounds.high - (all.max() ?? 0)) < 1e-12)
    #expect(bounds.missing == 4 && bounds.planned == 8 && bounds.isSerious)
    #expect(MissingBounds([(planned: 2, marked: 2, correct: 1)]) == nil)
  }

  @Test func krippendorffsAlphaCountsAllPairs() throws {
    let items = [["a", "a", "b"], ["b", "b"], ["a", "c", "c", "c"], ["a"]]
    let said = items.filter { $0.count > 1 }
    var observed = 0.0
    for item in said {
      for (i, one) in item.enumerated() {
        for (j, other) in item.enumerated() where i != j && one != other {
          observed += 1 / Double(item.count - 1)
        }
      }
    }
    let words = said.flatMap(\.self)
    var expected = 0.0
    for (i, one) in words.enumerated() {
      for (j, other) in words.enumerated() where i != j && one != other { expected += 1 }
    }
    let n = Double(words.count)
    let wanted = 1 - observed / n / (expected / (n * (n - 1)))
    #expect(abs(try #require(Agreement.krippendorffsAlpha(items)) - wanted) < 1e-12)
  }
}
