import Testing

@testable import Statistics

struct PassAtKTests {
  @Test func itIsTheShareOfSubsetsWithACorrectAttempt() throws {
    for n in 1...8 {
      for c in 0...n {
        for k in 1...n {
          // The attempts 0..<c are correct; a subset is a bit pattern.
          let subsets = (0..<(1 << n)).filter { $0.nonzeroBitCount == k }
          let hits = subsets.count { $0 & ((1 << c) - 1) != 0 }
          let found = try #require(passAtK(attempts: n, correct: c, k: k))
          #expect(abs(found - Double(hits) / Double(subsets.count)) < 1e-12)
        }
      }
    }
  }

  @Test(arguments: [(1, 1, 2), (0, 0, 1), (9, 3, 10)])
  func tooFewAttemptsGiveNoEstimate(n: Int, c: Int, k: Int) {
    #expect(passAtK(attempts: n, correct: c, k: k) == nil)
  }

  @Test func manyAttemptsDoNotOverflow() throws {
    let found = try #require(passAtK(attempts: 10_000, correct: 10, k: 1_000))
    #expect(found > 0.65 && found < 0.66)  // 1 − 0.9¹⁰ = 0.651…, a little more without replacement
    let one = try #require(passAtK(attempts: 10_000, correct: 25, k: 1))
    #expect(abs(one - 0.0025) < 1e-12)
  }
}

struct QuantilesTests {
  /// `numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], q)`, NumPy's default method.
  @Test(arguments: [(0, 1.0), (0.25, 1.75), (0.5, 3.5), (0.9, 6.9), (0.95, 7.95), (1, 9.0)])
  func quantilesAreInterpolatedBetweenNeighbours(p: Double, expected: Double) {
    #expect(abs(quantile(p, ofSorted: [1, 1, 2, 3, 4, 5, 6, 9]) - expected) < 1e-12)
  }

  @Test func oneValueIsEveryQuantile() {
    #expect([0, 0.3, 1].allSatisfy { quantile($0, ofSorted: [4.5]) == 4.5 })
  }
}
