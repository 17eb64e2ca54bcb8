import Grading
import Testing

@testable import Statistics

/// Values that are printed in the papers.
struct PublishedTests {
  /// Miller 2024, section 5: ω_d² = 1/9, σ² = 1/6 for both, 3 points, 80 %; the paper rounds.
  @Test(arguments: [(1, 3_876), (4, 1_696), (10, 1_260)])
  func problemsThatATestOfThreePointsTakes(attempts: Int, problems: Int) {
    #expect(Power.problems(toDetect: 0.03, .unknown, attempts: attempts) == problems)
  }

  /// The formulas invert one another.
  @Test func whatIsDetectableTakesSoManyProblemsAndAttempts() throws {
    for attempts in [1, 3, 16] {
      let share = try #require(Power.detectable(.unknown, problems: 900, attempts: attempts))
      #expect(Power.problems(toDetect: share, .unknown, attempts: attempts) == 900)
      #expect(Power.attempts(toDetect: share, .unknown, problems: 900) == attempts)
    }
    // The spread between problems alone is too much.
    #expect(Power.attempts(toDetect: 0.01, .unknown, problems: 100) == nil)
    #expect(Power.detectable(.unknown, problems: 1, attempts: 1) == nil)
  }

  /// Krippendorff 2011, section D: four observers, twelve units, gaps.
  @Test func krippendorffsExample() throws {
    let items = [
      ["1", "1", "1"], ["2", "2", "3", "2"], ["3", "3", "3", "3"], ["3", "3", "3", "3"],
      ["2", "2", "2", "2"], ["1", "2", "3", "4"], ["4", "4", "4", "4"], ["1", "1", "2", "1"],
      ["2", "2", "2", "2"], ["5", "5", "5"], ["1", "1"], ["3"],
    ]
    let alpha = try #require(Agreement.krippendorffsAlpha(items))
    #expect(abs(alpha - 0.743) < 5e-4)
  }

  /// Rogan and Gladen's estimator undoes what an imperfect judge does to a rate.
  @Test func theCorrectedRateIsTheTrueOne() throws {
    let judge = Agreement.Judge(accepted: 90, right: 100, rejected: 160, wrong: 200)
    for truth in [0.0, 0.3, 0.75, 1] {
      let seen = truth * 0.9 + (1 - truth) * 0.2
      let found = try #require(Agreement.corrected(share: seen, of: 500, judge))
      #expect(abs(found.value - truth) < 1e-12)
      #expect(found.low <= found.value && found.value <= found.high && found.low < found.high)
    }
    let coin = Agreement.Judge(accepted: 50, right: 100, rejected: 50, wrong: 100)
    #expect(Agreement.corrected(share: 0.5, of: 10, coin) == nil)
    #expect(Agreement.corrected(share: 0.5, of: 0, judge) == nil)
  }

  @Test func judgesThatAlwaysSayTheSameHaveNoKappa() {
    #expect(Agreement.cohensKappa([("a", "a"), ("a", "a")]) == nil)
    #expect(Agreement.cohensKappa([]) == nil)
    #expect(Agreement.krippendorffsAlpha([["a", "a"], ["a", "a"]]) == nil)
    #expect(Agreement.krippendorffsAlpha([["a"], ["b"]]) == nil)
  }

  /// Five wins and a loss of forty: (c − b)/(n + 2) ± z √((p₁ + p₂ − (p₂ − p₁)²)/(n + 2)), by hand.
  @Test func bonettAndPricesInterval() throws {
    let pairs = (0..<40).map { place in
      PairedShare(first: (1, place < 20 || place == 39 ? 1 : 0), second: (1, place < 25 ? 1 : 0))
    }
    let found = try #require(PairedDifference(pairs))
    #expect(found.won == 5 && found.lost == 1 && abs(found.difference - 0.1) < 1e-12)
    #expect(found.method == PairedDifference.adjustedMethod && found.test == PairedTest.mcNemar)
    #expect(abs(found.pValue - 14.0 / 64) < 1e-12)
    let (up, down) = (6.0 / 42, 2.0 / 42)
    let error = ((up + down - (up - down) * (up - down)) / 42).squareRoot()
    #expect(abs(found.low - (up - down - Estimate.z * error)) < 1e-12)
    #expect(abs(found.high - (up - down + Estimate.z * error)) < 1e-12)
  }

  @Test func severalAttemptsArePairedByProblem() throws {
    let pairs = [
      PairedShare(first: (4, 1), second: (2, 1)), PairedShare(first: (4, 2), second: (2, 2)),
      PairedShare(first: (4, 4), second: (2, 2)), PairedShare(first: (4, 0), second: (2, 1)),
    ]
    let found = try #require(PairedDifference(pairs))
    #expect(found.test == PairedTest.signFlip && found.won == 3 && found.lost == 0)
    // d = 1, 2, 0, 2 quarters: all of one sign in 2 of the 8 ways.
    #expect(abs(found.pValue - 0.25) < 1e-12)
    #expect(abs(found.difference - 5.0 / 16) < 1e-12)
    #expect(PairedDifference([]) == nil)
  }

  /// With every problem a cluster of its own the error is the plain one; pairs of equals widen it by √2.
  @Test func clustersOfEqualsWidenTheErrorAsTheyShould() throws {
    let values = [1.0, 0, 0.5, 1, 0.25, 0]
    let alone = try #require(Clustered(values, clusters: values.indices.map { "\($0)" }))
    let plain = try #require(Mean(of: values)?.standardError)
    #expect(abs(alone.standardError - plain) < 1e-12)
    let doubled = try #require(
      Clustered(
        values + values, clusters: (Array(values.indices) + Array(values.indices)).map { "\($0)" }))
    #expect(abs(doubled.standardError - plain) < 1e-12)
    #expect(Clustered([1, 0], clusters: ["a", "a"]) == nil)
  }

  @Test func histogramsCountEveryValueOnce() throws {
    var random = SeededRandom(seed: 11)
    for count in [1, 2, 40] {
      let values = (0..<count).map { _ in random.share() * 5_000 }
      let found = try #require(Histogram(steps: values))
      #expect(found.counts.reduce(0, +) == count)
      for (place, total) in found.counts.enumerated() {
        let inside = values.count { found.edges[place] <= $0 && $0 < found.edges[place + 1] }
        #expect(total == inside)
      }
    }
    #expect(Histogram(steps: [0, 1, 2, 4, 5, 9])?.edges == [0, 1, 2, 5, 10])
    #expect(Histogram(steps: [0, 1, 2, 4, 5, 9])?.counts == [1, 1, 2, 2])
    #expect(Histogram(whole: [1, 1, 2, 30])?.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(Histogram(steps: []) == nil && Histogram(whole: []) == nil)
  }
}
