import Glibc

/// The standard normal distribution.
enum Normal {
  /// The chance of a value of at most `x`.
  static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The value that is not exceeded with the chance `p`, between 0 and 1, both excluded.
  static func quantile(_ p: Double) -> Double {
    bisect(for: p, cumulative)
  }

  /// Inverts an increasing cumulative distribution function by halving an interval.
  ///
  /// Bounded: at most 1,100 doublings of a double and 200 halvings. The upper tail is searched as
  /// the mirror image of the lower one, where small chances keep their digits.
  static func bisect(for p: Double, _ cumulative: (Double) -> Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile needs a chance between 0 and 1")
    if p > 0.5 { return -bisect(for: 1 - p, cumulative) }
    var low = -1.0
    while cumulative(low) > p, low > -Double.greatestFiniteMagnitude / 4 { low *= 2 }
    var high = 0.0
    for _ in 0..<200 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
