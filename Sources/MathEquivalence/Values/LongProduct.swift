internal import BigInt

/// Products of long numbers by Karatsuba's method.
///
/// The package multiplies in the plain way up to 1,024 words, which is six times as dear for the lengths
/// that exact forms are allowed to have.
enum LongProduct {
  /// In words: shorter numbers are multiplied in the plain way.
  private static let plainLimit = 64

  static func of(_ left: BigInt, _ right: BigInt) -> BigInt {
    let product = of(left.magnitude, right.magnitude)
    return BigInt(sign: left.sign == right.sign ? .plus : .minus, magnitude: product)
  }

  static func of(_ left: BigUInt, _ right: BigUInt) -> BigUInt {
    let (a, b) = (left.words.count, right.words.count)
    guard min(a, b) > plainLimit else { return left * right }
    let half = (max(a, b) + 1) / 2
    guard min(a, b) > half else {
      // The longer one is cut until both are of like length.
      let (long, short) = a > b ? (left, right) : (right, left)
      let (high, low) = parts(long, half)
      return of(high, short) << (half * 64) + of(low, short)
    }
    let (leftHigh, leftLow) = parts(left, half)
    let (rightHigh, rightLow) = parts(right, half)
    let high = of(leftHigh, rightHigh)
    let low = of(leftLow, rightLow)
    let middle = of(leftHigh + leftLow, rightHigh + rightLow) - high - low
    return (high << (half * 64) + middle) << (half * 64) + low
  }

  private static func parts(_ value: BigUInt, _ half: Int) -> (high: BigUInt, low: BigUInt) {
    (BigUInt(words: value.words.dropFirst(half)), BigUInt(words: value.words.prefix(half)))
  }

  /// - Parameter exponent: Not negative.
  static func power(_ base: BigInt, _ exponent: Int) -> BigInt {
    if exponent == 0 { return 1 }
    if base.magnitude == 1 { return exponent % 2 == 0 ? 1 : base }
    var result = base
    // The bits of the exponent behind the first.
    for bit in stride(from: 62 - exponent.leadingZeroBitCount, through: 0, by: -1) {
      result = of(result, result)
      if exponent >> bit & 1 == 1 { result = of(result, base) }
    }
    return result
  }
}
