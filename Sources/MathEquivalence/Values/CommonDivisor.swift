internal import BigInt

/// Greatest common divisors by Lehmer's method: quotients come from the leading 62 bits, and the long
/// numbers are touched once for many of them.
enum CommonDivisor {
  /// Not negative; the other number when one is zero.
  static func of(_ left: BigInt, _ right: BigInt) -> BigInt {
    var a = BigInt(left.magnitude)
    var b = BigInt(right.magnitude)
    if a < b { swap(&a, &b) }
    while b.bitWidth > 64 {
      let shift = a.bitWidth - 63
      let (m, isUseful) = steps(Int(a >> shift), Int(b >> shift))
      if isUseful {
        let next = (m.a * a + m.b * b, m.c * a + m.d * b)
        (a, b) = (BigInt(next.0.magnitude), BigInt(next.1.magnitude))
        if a < b { swap(&a, &b) }
      } else {
        (a, b) = (b, a % b)
      }
    }
    if b.isZero { return a }
    var x = UInt64(a % b)
    var y = UInt64(b)
    while x != 0 { (x, y) = (y % x, x) }
    return BigInt(y)
  }

  private struct Matrix {
    var a: BigInt = 1
    var b: BigInt = 0
    var c: BigInt = 0
    var d: BigInt = 1
  }

  /// The quotients that the leading bits decide (Collins' condition, as in Knuth 4.5.2 L).
  private static func steps(_ high: Int, _ low: Int) -> (Matrix, Bool) {
    var (x, y) = (high, low)
    var (a, b, c, d) = (1, 0, 0, 1)
    let limit = 1 << 31
    while y + c != 0, y + d != 0 {
      let quotient = (x + a) / (y + c)
      guard quotient == (x + b) / (y + d), quotient < limit else { break }
      let (nextC, nextD) = (a - quotient * c, b - quotient * d)
      guard abs(nextC) < limit, abs(nextD) < limit else { break }
      (a, c) = (c, nextC)
      (b, d) = (d, nextD)
      (x, y) = (y, x - quotient * y)
    }
    return (Matrix(a: BigInt(a), b: BigInt(b), c: BigInt(c), d: BigInt(d)), b != 0)
  }
}
