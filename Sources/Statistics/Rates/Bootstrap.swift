public import Grading
import Glibc

/// The bootstrap over problems.
public enum Bootstrap {
  public static let method = "BCa bootstrap over problems"
  /// Resamples; fewer for very large sets, so that at most ``drawLimit`` values are drawn.
  public static let resamples = 10_000
  static let drawLimit = 4_000_000

  /// An interval of 95 % for a weighted mean: bias-corrected and accelerated.
  ///
  /// Whole problems are drawn, so that attempts at one problem stay together. It knows no shape: it
  /// serves where values are points or pass@k instead of right and wrong.
  ///
  /// - Parameters:
  ///   - values: One for each problem.
  ///   - weights: Positive; all alike if `nil`.
  ///   - seed: Equal seeds give equal intervals.
  /// - Returns: `nil` with fewer than two values, or if all are alike: then nothing can be learnt of
  ///   their spread.
  /// Source: Efron 1987, Better Bootstrap Confidence Intervals; Efron and Tibshirani 1993, equations
  /// 14.9 to 14.15. As in scipy.stats.bootstrap, a tie with the estimate counts half.
  public static func mean(
    of values: [Double], weights: [Double]? = nil, seed: UInt64 = 1,
    resamples wanted: Int = resamples
  ) -> Estimate? {
    let n = values.count
    guard n > 1, values.contains(where: { $0 != values[0] }) else { return nil }
    let weights = weights ?? Array(repeating: 1, count: n)
    precondition(weights.count == n, "a weight for each value")
    let products = zip(values, weights).map { $0 * $1 }
    let (sum, weight) = (products.reduce(0, +), weights.reduce(0, +))
    let estimate = sum / weight
    var draws = resample(products, weights, count: max(200, min(wanted, drawLimit / n)), seed)
    draws.sort()

    let jackknife = zip(products, weights).map { (sum - $0) / (weight - $1) }
    let centre = jackknife.reduce(0, +) / Double(n)
    var (squares, cubes) = (0.0, 0.0)
    for value in jackknife {
      let distance = centre - value
      squares += distance * distance
      cubes += distance * distance * distance
    }
    let acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    let tolerance = abs(estimate) * 1e-12
    let below = draws.count { $0 < estimate - tolerance }
    let tied = draws.count { abs($0 - estimate) <= tolerance }
    let share = (Double(below) + Double(tied) / 2) / Double(draws.count)
    guard share > 0, share < 1 else { return nil }
    let bias = Normal.quantile(share)
    func bound(_ z: Double) -> Double {
      let moved = bias + (bias + z) / (1 - acceleration * (bias + z))
      return quantile(min(1, max(0, Normal.cumulative(moved))), ofSorted: draws)
    }
    return Estimate(
      value: estimate, low: bound(-Estimate.z), high: bound(Estimate.z), method: method)
  }

  private static func resample(
    _ products: [Double], _ weights: [Double], count: Int, _ seed: UInt64
  ) -> [Double] {
    var random = SeededRandom(seed: seed)
    let n = products.count
    return (0..<count).map { _ in
      var (sum, weight) = (0.0, 0.0)
      for _ in 0..<n {
        let index = random.index(below: n)
        sum += products[index]
        weight += weights[index]
      }
      return sum / weight
    }
  }
}
