import Glibc

/// Student's t distribution with a whole number of degrees of freedom.
public enum StudentT {
  /// From here on the quantile is taken from the normal one by a series in 1/df, whose error is then
  /// below 10⁻⁹ for the chances that intervals use; the sum below grows with df.
  private static let seriesFrom = 400

  /// The value that is not exceeded with the chance `p`.
  ///
  /// - Parameters:
  ///   - p: Between 0 and 1, both excluded; 0.975 for a two-sided interval of 95 %.
  ///   - degreesOfFreedom: At least 1.
  public static func quantile(_ p: Double, degreesOfFreedom df: Int) -> Double {
    precondition(df >= 1, "Student's t needs at least one degree of freedom")
    if df == 1 { return tan(Double.pi * (p - 0.5)) }
    if df >= seriesFrom { return series(Normal.quantile(p), Double(df)) }
    return Normal.bisect(for: p) { cumulative($0, degreesOfFreedom: df) }
  }

  /// The chance of a value of at most `t`.
  ///
  /// A finite sum in the cosine of atan(t/√df), exact for whole degrees of freedom.
  /// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
  public static func cumulative(_ t: Double, degreesOfFreedom df: Int) -> Double {
    precondition(df >= 1, "Student's t needs at least one degree of freedom")
    let angle = atan(t / Double(df).squareRoot())
    let cosine = cos(angle)
    let square = cosine * cosine
    let central: Double
    if df % 2 == 1 {
      var term = cosine
      var sum = df > 1 ? term : 0
      for k in stride(from: 3, through: df - 2, by: 2) {
        term *= square * Double(k - 1) / Double(k)
        sum += term
      }
      central = 2 / Double.pi * (angle + sin(angle) * sum)
    } else {
      var term = 1.0
      var sum = term
      for k in stride(from: 2, through: df - 2, by: 2) {
        term *= square * Double(k - 1) / Double(k)
        sum += term
      }
      central = sin(angle) * sum
    }
    return 0.5 + central / 2
  }

  /// Source: Abramowitz and Stegun, 26.7.5.
  private static func series(_ z: Double, _ df: Double) -> Double {
    let z2 = z * z
    let first = z * (z2 + 1) / 4
    let second = z * ((5 * z2 + 16) * z2 + 3) / 96
    let third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    let fourth = z * ((((79 * z2 + 776) * z2 + 1_482) * z2 - 1_920) * z2 - 945) / 92_160
    return z + (first + (second + (third + fourth / df) / df) / df) / df
  }
}
