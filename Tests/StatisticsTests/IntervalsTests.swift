import Grading
import Testing

@testable import Statistics

struct IntervalsTests {
  /// `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`, SciPy 1.17.1.
  @Test(arguments: [
    (24, 30, 0.6269430358685175, 0.9049489282271013),
    (0, 10, 0.0, 0.27753279986288926),
    (10, 10, 0.7224672001371109, 1.0),
    (1, 2, 0.09453120573423074, 0.9054687942657693),
    (5, 10, 0.236593090512564, 0.7634069094874361),
    (497, 500, 0.9825097478959467, 0.9979574037280398),
    (1, 1_000, 0.00017654637062607809, 0.0056425585979579355),
    (0, 1, 0.0, 0.7934506856227626),
    (1, 1, 0.20654931437723745, 1.0),
  ])
  func wilsonIsThePublishedInterval(successes: Int, n: Int, low: Double, high: Double) {
    let found = Estimate.wilson(share: Double(successes) / Double(n), of: n)
    #expect(abs(found.low - low) < 1e-12 && abs(found.high - high) < 1e-12)
  }

  @Test func wilsonSolvesItsDefiningEquation() {
    // The ends are where |share − p| = z √(p(1−p)/n).
    for n in [1, 2, 7, 40] {
      for k in 0...n {
        let share = Double(k) / Double(n)
        let found = Estimate.wilson(share: share, of: n)
        for p in [found.low, found.high] {
          let reach = Estimate.z * (p * (1 - p) / Double(n)).squareRoot()
          #expect(abs(abs(share - p) - reach) < 1e-9)
        }
        #expect(found.low <= share && share <= found.high && found.low < found.high)
      }
    }
  }

  @Test func oneAttemptAtEachProblemGivesWilson() throws {
    let problems = Array(repeating: (attempts: 1, correct: 1), count: 24)
    let wrong = Array(repeating: (attempts: 1, correct: 0), count: 6)
    let found = try #require(Estimate.accuracy(problems + wrong))
    #expect(found.method == "Wilson")
    #expect(abs(found.low - 0.6269430358685175) < 1e-12)
  }

  /// `scipy.stats.t.interval(0.95, 7, loc=p.mean(), scale=scipy.stats.sem(p))`, SciPy 1.17.1.
  @Test func studentsIntervalIsThatOfTheProblemsShares() throws {
    let found = try #require(Estimate.student([1, 0.5, 0.75, 0.25, 1, 0, 0.5, 1]))
    #expect(found.value == 0.625)
    #expect(abs(found.low - 0.3090137929315378) < 1e-9)
    #expect(abs(found.high - 0.9409862070684623) < 1e-9)
  }

  @Test func studentsIntervalIsCutAtOne() throws {
    let found = try #require(Estimate.student([1, 0.5, 1, 1]))
    #expect(found.high == 1 && abs(found.low - 0.47719421183953653) < 1e-9)
  }

  @Test(arguments: [(0, 0.0), (3, 1.0)])
  func noSpreadBetweenProblemsIsNoCertainty(correct: Int, value: Double) throws {
    let found = try #require(Estimate.accuracy(Array(repeating: (3, correct), count: 5)))
    #expect(found == .clopperPearson(share: value, of: 5))
    #expect(found.high - found.low > 0.3)
  }

  @Test func aSingleProblemHasTheIntervalOfOneTrial() {
    #expect(Estimate.accuracy([(4, 2)]) == .clopperPearson(share: 0.5, of: 1))
  }

  @Test func fewerThanFiveOfAKindGiveTheExactInterval() throws {
    for (correct, method) in [
      (4, Estimate.clopperPearsonMethod), (5, Estimate.wilsonMethod), (45, Estimate.wilsonMethod),
      (46, Estimate.clopperPearsonMethod),
    ] {
      let found = try #require(Estimate.accuracy((0..<50).map { (1, $0 < correct ? 1 : 0) }))
      #expect(found.method == method)
    }
  }

  /// n* = x̄(1−x̄)/SE² · (z/t)²: twenty problems, half of them all right, half all wrong.
  @Test func severalAttemptsGiveTheIntervalOfTheirEffectiveSize() throws {
    let found = try #require(Estimate.accuracy((0..<20).map { (4, $0 < 10 ? 4 : 0) }))
    let t = StudentT.quantile(0.975, degreesOfFreedom: 19)
    let trials = 0.25 / (0.25 * 20 / 19 / 20) * (Estimate.z / t) * (Estimate.z / t)
    let wanted = Estimate.wilson(share: 0.5, trials: trials)
    #expect(found.method == "Wilson, effective sample size")
    #expect(abs(found.low - wanted.low) < 1e-12 && abs(found.high - wanted.high) < 1e-12)
  }

  @Test func noProblemsHaveNoAccuracy() {
    #expect(Estimate.accuracy([]) == nil)
  }

  @Test func everyIntervalHoldsItsValueAndStaysWithinZeroAndOne() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<2_000 {
      let problems = (0...random.below(12)).map { _ in
        let attempts = 1 + random.below(5)
        return (attempts: attempts, correct: random.below(attempts + 1))
      }
      let found = try #require(Estimate.accuracy(problems))
      #expect(0 <= found.low && found.low <= found.value)
      #expect(found.value <= found.high && found.high <= 1 && found.low < found.high)
    }
  }

  @Test func standardErrorIsThatOfTheMeanOfProblems() throws {
    // Two problems, one all right and one all wrong: SE = √(0.5/2) = 0.5, however many attempts.
    let mean = try #require(Mean(of: [1, 0]))
    #expect(mean.value == 0.5 && mean.standardError == 0.5)
    #expect(Mean(of: [0.1, 0.1, 0.1])?.standardError == 0)
    #expect(Mean(of: [0.3])?.standardError == nil)
    #expect(Mean(of: []) == nil)
  }
}

/// A small repeatable source of numbers.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
