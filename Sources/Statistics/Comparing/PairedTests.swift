import Glibc

/// Tests of whether two runs differ on the same problems. All are two-sided.
public enum PairedTest {
  public static let mcNemar = "exact McNemar test"
  public static let signFlip = "sign-flip permutation test"

  /// The exact test of McNemar: of the problems that only one run got right, were they split as a fair
  /// coin would?
  ///
  /// - Parameters:
  ///   - won: Problems that only the second run got right.
  ///   - lost: Problems that only the first run got right.
  /// - Returns: p = min(1, 2 · P(X ≤ min(won, lost))), X binomial with chance ½.
  /// Source: McNemar 1947; exact form as in statsmodels' `mcnemar(exact=True)`.
  public static func mcNemar(won: Int, lost: Int) -> Double {
    min(1, 2 * Binomial.cumulative(min(won, lost), of: won + lost, 0.5))
  }

  /// About the most additions of the exact count of sign-flips; beyond, flips are drawn.
  private static let exactLimit = 20_000_000
  private static let draws = 100_000

  /// The chance that the sum of the differences would be as far from 0 if each had either sign with
  /// equal chance.
  ///
  /// Exact for any number of problems: the differences are fractions of attempts, so their sums take
  /// few values, and the signs are counted value by value instead of one by one. Otherwise 100,000
  /// seeded flips, with the observed one among them.
  ///
  /// - Parameters:
  ///   - differences: One for each problem, in units of 1/`unit`.
  /// Source: Fisher 1935, The Design of Experiments, section 21; the add-one rule of Phipson and Smyth
  /// 2010 for drawn flips.
  public static func signFlip(_ differences: [Int]) -> Double {
    let sizes = differences.map(abs).filter { $0 > 0 }
    guard !sizes.isEmpty else { return 1 }
    let observed = abs(differences.reduce(0, +))
    let total = sizes.reduce(0, +)
    guard total.multipliedReportingOverflow(by: sizes.count).partialValue <= exactLimit,
      total < exactLimit
    else { return drawn(sizes, observed) }
    // chances[s]: that the sum of those made negative so far is s.
    var chances = Array(repeating: 0.0, count: total + 1)
    chances[0] = 1
    var reach = 0
    for size in sizes {
      reach += size
      for sum in stride(from: reach, through: 0, by: -1) {
        let flipped = sum >= size ? chances[sum - size] : 0
        chances[sum] = (chances[sum] + flipped) / 2
      }
    }
    let far = (0...total).reduce(0.0) { sum, negative in
      abs(total - 2 * negative) >= observed ? sum + chances[negative] : sum
    }
    return min(1, far)
  }

  private static func drawn(_ sizes: [Int], _ observed: Int) -> Double {
    var random = SeededRandom(seed: 1)
    var asFar = 0
    // About as many steps as the exact count may take.
    let draws = max(1_000, min(draws, exactLimit * 5 / sizes.count))
    for _ in 0..<draws {
      var (sum, bits, left) = (0, UInt64(0), 0)
      for size in sizes {
        if left == 0 { (bits, left) = (random.next(), 64) }
        sum += bits & 1 == 0 ? size : -size
        bits >>= 1
        left -= 1
      }
      if abs(sum) >= observed { asFar += 1 }
    }
    return Double(asFar + 1) / Double(draws + 1)
  }

  /// Corrects p-values for their number, so that the chance of any false alarm stays within the level.
  ///
  /// - Returns: The adjusted values, in the order given.
  /// Source: Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure.
  public static func holm(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var adjusted = values
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
