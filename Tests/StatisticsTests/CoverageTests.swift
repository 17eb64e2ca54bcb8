import Grading
import Testing

@testable import Statistics

/// Simulated runs: intervals of 95 % must hold the truth in 93 to 97 % of them, and the paired test
/// must not cry wolf. Seeded, so that they always come out the same.
struct CoverageTests {
  private static let sizes = [30, 100, 500]

  /// One attempt at each of n problems, whose accuracies vary about the mean: for the mean of new
  /// problems the same as one coin.
  @Test(arguments: sizes, [0.3, 0.5, 0.7, 0.8])
  func singleAttemptsAreCovered(n: Int, accuracy: Double) throws {
    let coverage = try simulatedSingle(n: n, accuracy: accuracy, runs: 3_000)
    #expect((0.93...0.97).contains(coverage), "\(coverage)")
  }

  /// Where few are wrong the interval is the exact one, which covers more than it says.
  @Test(arguments: sizes, [0.02, 0.9, 0.95, 0.99])
  func nearTheEdgesIntervalsAreCautious(n: Int, accuracy: Double) throws {
    let coverage = try simulatedSingle(n: n, accuracy: accuracy, runs: 3_000)
    #expect(coverage >= 0.93, "\(coverage)")
  }

  /// Over all accuracies, by exact sums: the worst, and the mean.
  @Test func noAccuracyIsCoveredBadly() {
    for n in [30, 100] {
      let intervals = (0...n).compactMap { Self.single($0, of: n) }
      let coverages = (1..<200).map { step -> Double in
        let p = Double(step) / 200
        var chance = 0.0
        for (k, interval) in intervals.enumerated() where interval.low <= p && p <= interval.high {
          chance += Binomial.cumulative(k, of: n, p) - Binomial.cumulative(k - 1, of: n, p)
        }
        return chance
      }
      let mean = coverages.reduce(0, +) / Double(coverages.count)
      #expect((coverages.min() ?? 0) > 0.92)
      #expect((0.945...0.97).contains(mean), "\(mean)")
    }
  }

  private static func single(_ correct: Int, of n: Int) -> Estimate? {
    .accuracy((0..<n).map { (1, $0 < correct ? 1 : 0) })
  }

  private func simulatedSingle(n: Int, accuracy: Double, runs: Int) throws -> Double {
    let intervals = try (0...n).map { try #require(Self.single($0, of: n)) }
    var random = SeededRandom(seed: UInt64(n) + UInt64(accuracy * 1_000))
    var held = 0
    for _ in 0..<runs {
      var correct = 0
      for _ in 0..<n where random.share() < accuracy { correct += 1 }
      let interval = intervals[correct]
      if interval.low <= accuracy, accuracy <= interval.high { held += 1 }
    }
    return Double(held) / Double(runs)
  }

  /// Several attempts at problems of very unlike difficulty.
  @Test(arguments: [(30, 0.5), (30, 0.75), (100, 0.5), (100, 0.75), (100, 0.9), (500, 0.7)])
  func severalAttemptsAreCovered(n: Int, accuracy: Double) throws {
    let population = Population(mean: accuracy, concentration: 1.5)
    var random = SeededRandom(seed: UInt64(n) * 31 + UInt64(accuracy * 100))
    let runs = n == 500 ? 400 : 1_000
    var held = 0
    for _ in 0..<runs {
      let problems = (0..<n).map { _ in population.run(attempts: 4, &random) }
      let interval = try #require(Estimate.accuracy(problems))
      if interval.low <= population.mean, population.mean <= interval.high { held += 1 }
    }
    let coverage = Double(held) / Double(runs)
    #expect((0.93...0.97).contains(coverage), "\(coverage)")
  }

  /// The same problems again and again.
  @Test(arguments: [(30, 8), (100, 8)])
  func theFixedSetIsCovered(n: Int, attempts: Int) throws {
    let population = Population(mean: 0.6, concentration: 4)
    var random = SeededRandom(seed: 5)
    let shares = (0..<n).map { _ in population.draw(&random) }
    let truth = shares.reduce(0, +) / Double(n)
    var held = 0
    for _ in 0..<1_500 {
      let problems = shares.map { share in
        (attempts: attempts, correct: (0..<attempts).count { _ in random.share() < share })
      }
      let interval = try #require(Estimate.fixedSet(problems))
      if interval.low <= truth, truth <= interval.high { held += 1 }
    }
    let coverage = Double(held) / 1_500
    #expect((0.93...0.97).contains(coverage), "\(coverage)")
  }

  /// Two equal models: how often is a difference found, and does the interval hold 0?
  @Test(arguments: sizes, [1, 4])
  func equalModelsAreSeldomToldApart(n: Int, attempts: Int) throws {
    let population = Population(mean: 0.6, concentration: 2)
    var random = SeededRandom(seed: UInt64(n + attempts))
    let runs = n == 500 ? (attempts == 1 ? 600 : 300) : 1_000
    var (alarms, held) = (0, 0)
    for _ in 0..<runs {
      let pairs = (0..<n).map { _ in
        let share = population.draw(&random)
        return PairedShare(
          first: Population.run(share, attempts: attempts, &random),
          second: Population.run(share, attempts: attempts, &random))
      }
      let difference = try #require(PairedDifference(pairs))
      if difference.pValue < 0.05 { alarms += 1 }
      if difference.low <= 0, difference.high >= 0 { held += 1 }
    }
    #expect(Double(alarms) / Double(runs) <= 0.055, "\(alarms) of \(runs)")
    #expect((0.93...0.975).contains(Double(held) / Double(runs)), "\(held) of \(runs)")
  }

  /// What the power formula promises is what happens.
  @Test func aDetectableDifferenceIsDetectedFourTimesOfFive() throws {
    let split = VarianceSplit(questions: 0, attempts: 0.25)
    let n = 200
    let difference = try #require(Power.detectable(split, problems: n, attempts: 4))
    var random = SeededRandom(seed: 3)
    var found = 0
    for _ in 0..<400 {
      let pairs = (0..<n).map { _ in
        PairedShare(
          first: Population.run(0.5 - difference / 2, attempts: 4, &random),
          second: Population.run(0.5 + difference / 2, attempts: 4, &random))
      }
      if try #require(PairedDifference(pairs)).pValue < 0.05 { found += 1 }
    }
    #expect((0.74...0.86).contains(Double(found) / 400), "\(found) of 400")
  }
}

/// Problems whose chances of a correct attempt follow a beta distribution.
private struct Population {
  /// Its quantiles: what problems are drawn from.
  private let shares: [Double]
  let mean: Double

  init(mean: Double, concentration: Double) {
    shares = (0..<64).map {
      Beta.quantile(
        (Double($0) + 0.5) / 64, mean * concentration, (1 - mean) * concentration)
    }
    self.mean = shares.reduce(0, +) / Double(shares.count)
  }

  func draw(_ random: inout SeededRandom) -> Double { shares[random.index(below: shares.count)] }

  func run(attempts: Int, _ random: inout SeededRandom) -> (attempts: Int, correct: Int) {
    Self.run(draw(&random), attempts: attempts, &random)
  }

  static func run(
    _ share: Double, attempts: Int, _ random: inout SeededRandom
  ) -> (attempts: Int, correct: Int) {
    var correct = 0
    for _ in 0..<attempts where random.share() < share { correct += 1 }
    return (attempts, correct)
  }
}
