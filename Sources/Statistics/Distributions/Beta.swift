import Glibc

/// The beta distribution, by which binomial chances are exact without sums.
public enum Beta {
  /// The continued fraction converges in O(√max(a, b)) steps; this is enough for 10⁸.
  private static let stepLimit = 20_000
  private static let precision = 1e-15

  /// The regularized incomplete beta function I_x(a, b): the chance of at most `x`.
  ///
  /// - Parameters:
  ///   - x: 0 … 1.
  ///   - a, b: Positive; they need not be whole.
  /// Source: Abramowitz and Stegun, 26.5.8, evaluated by Lentz's method as in Press et al.,
  /// Numerical Recipes, section 6.4.
  public static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "both parameters are positive")
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  /// The value that is not exceeded with the chance `p`, to the last bits.
  ///
  /// - Parameter p: 0 … 1.
  public static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    precondition((0...1).contains(p), "a chance")
    if p == 0 || p == 1 { return p }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<1_100 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if cumulative(middle, a, b) < p { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...stepLimit {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let change = d * c
      result *= change
      if abs(change - 1) < precision { break }
    }
    return result
  }

  static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}

/// The binomial distribution.
public enum Binomial {
  /// The chance of at most `successes` in `trials`, each with the chance `p`.
  ///
  /// Source: Abramowitz and Stegun, 26.5.24: a sum of binomial chances is an incomplete beta function.
  public static func cumulative(_ successes: Int, of trials: Int, _ p: Double) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return Beta.cumulative(1 - p, Double(trials - successes), Double(successes + 1))
  }

  /// C(n, k) as a double; infinite where it is too large for one.
  static func coefficient(_ n: Int, _ k: Int) -> Double {
    guard k >= 0, k <= n else { return 0 }
    var result = 1.0
    for i in 0..<min(k, n - k) { result = result * Double(n - i) / Double(i + 1) }
    return result < 9e15 ? result.rounded() : result
  }
}
