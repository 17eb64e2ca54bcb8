import Foundation
import Grading
import Testing

@testable import Statistics

/// Against scipy, statsmodels and krippendorff: `Fixtures/make.py` says how the values were made.
struct IndependentTests {
  private static let values: JSON = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/independent.json")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return .null }
    return (try? JSON(parsing: text)) ?? .null
  }()

  private func cases(_ name: String) throws -> [JSON] {
    let cases = try #require(Self.values[name]?.array)
    try #require(!cases.isEmpty)
    return cases
  }

  private func number(_ json: JSON, _ key: String) throws -> Double {
    try #require(json[key]?.double, "\(key)")
  }

  private func whole(_ json: JSON, _ key: String) throws -> Int {
    try #require(json[key]?.int, "\(key)")
  }

  private func numbers(_ json: JSON, _ key: String) throws -> [Double] {
    try #require(json[key]?.array).compactMap(\.double)
  }

  private func expect(_ found: Double, _ wanted: Double, within tolerance: Double = 1e-11) {
    #expect(abs(found - wanted) <= tolerance * max(1, abs(wanted)), "\(found), wanted \(wanted)")
  }

  @Test func theBetaDistributionAgrees() throws {
    for value in try cases("beta") {
      let (x, a, b) = try (number(value, "x"), number(value, "a"), number(value, "b"))
      expect(Beta.cumulative(x, a, b), try number(value, "p"))
    }
    for value in try cases("beta_quantiles") {
      let (p, a, b) = try (number(value, "p"), number(value, "a"), number(value, "b"))
      expect(Beta.quantile(p, a, b), try number(value, "x"))
    }
  }

  @Test func theBinomialDistributionAgrees() throws {
    for value in try cases("binomial") {
      expect(
        Binomial.cumulative(
          try whole(value, "k"), of: try whole(value, "n"), try number(value, "q")),
        try number(value, "p"))
    }
  }

  @Test func intervalsOfProportionsAgree() throws {
    for value in try cases("proportions") {
      let (k, n) = try (whole(value, "k"), whole(value, "n"))
      let share = Double(k) / Double(n)
      let isExact = value["method"]?.string == "exact"
      let found: Estimate =
        isExact ? .clopperPearson(share: share, of: n) : .wilson(share: share, of: n)
      expect(found.low, try number(value, "low"))
      expect(found.high, try number(value, "high"))
    }
  }

  @Test func studentsQuantilesAgree() throws {
    for value in try cases("student") {
      let found = StudentT.quantile(
        try number(value, "p"), degreesOfFreedom: try whole(value, "df"))
      expect(found, try number(value, "t"), within: 1e-9)
    }
  }

  @Test func pairedTestsAgree() throws {
    for value in try cases("mcnemar") {
      expect(
        PairedTest.mcNemar(won: try whole(value, "won"), lost: try whole(value, "lost")),
        try number(value, "p"))
    }
    for value in try cases("flips") {
      expect(
        PairedTest.signFlip(try numbers(value, "d").map { Int($0) }), try number(value, "p"))
    }
    let holm = try #require(Self.values["holm"])
    for (found, wanted) in zip(
      PairedTest.holm(try numbers(holm, "p")), try numbers(holm, "adjusted"))
    {
      expect(found, wanted)
    }
  }

  /// Two bootstraps with other draws: alike to a few percent of the interval's width.
  @Test func theBootstrapAgrees() throws {
    for value in try cases("bootstrap") {
      let found = try #require(Bootstrap.mean(of: try numbers(value, "x")))
      let (low, high) = try (number(value, "low"), number(value, "high"))
      #expect(abs(found.low - low) < 0.04 * (high - low), "\(found.low), wanted \(low)")
      #expect(abs(found.high - high) < 0.04 * (high - low), "\(found.high), wanted \(high)")
    }
  }

  @Test func clusteredErrorsAgree() throws {
    for value in try cases("clusters") {
      let clusters = try numbers(value, "cluster").map { "\(Int($0))" }
      let found = try #require(Clustered(try numbers(value, "x"), clusters: clusters))
      expect(found.standardError, try number(value, "se"))
    }
  }

  @Test func theVarianceSplitIsThatOfAnAnalysisOfVariance() throws {
    let value = try #require(Self.values["variance"])
    let attempts = try whole(value, "attempts")
    let split = try #require(
      VarianceSplit(try numbers(value, "correct").map { (attempts, Int($0)) }))
    expect(split.attempts, try number(value, "within"))
    expect(split.questions, try number(value, "questions"))
  }

  @Test func agreementAgrees() throws {
    for value in try cases("kappa") {
      let table = try #require(value["table"]?.array).map { $0.array?.compactMap(\.int) ?? [] }
      let pairs = table.enumerated().flatMap { row, counts in
        counts.enumerated().flatMap { column, count in
          Array(repeating: ("\(row)", "\(column)"), count: count)
        }
      }
      expect(try #require(Agreement.cohensKappa(pairs)), try number(value, "kappa"))
    }
    let alpha = try #require(Self.values["alpha"])
    let items = try #require(alpha["items"]?.array).map { $0.array?.compactMap(\.string) ?? [] }
    expect(try #require(Agreement.krippendorffsAlpha(items)), try number(alpha, "alpha"))
  }

  @Test func sampleSizesAgree() throws {
    for value in try cases("sizes") {
      let difference = try number(value, "difference")
      // All of the variance within attempts, of which two runs have twice as much.
      let split = VarianceSplit(questions: 0, attempts: try number(value, "variance") / 2)
      let wanted = Int(try number(value, "n").rounded(.up))
      #expect(Power.problems(toDetect: difference, split, attempts: 1) == wanted)
    }
  }

  @Test func tailsOfTheHypergeometricDistributionAgree() throws {
    for value in try cases("tails") {
      let (n, c, k) = try (whole(value, "n"), whole(value, "c"), whole(value, "k"))
      let threshold = Double(try whole(value, "least")) / Double(k)
      let found = gPassAtK(attempts: n, correct: c, k: k, threshold: threshold)
      expect(try #require(found), try number(value, "p"), within: 1e-10)
    }
  }
}
