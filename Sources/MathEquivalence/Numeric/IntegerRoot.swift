import BigInt

/// Square roots of large whole numbers.
enum IntegerRoot {
  /// The largest whole number whose square is not above `square`.
  ///
  /// Newton's iteration from above (Cohen, A Course in Computational Algebraic Number Theory, 1.7.1), begun
  /// with the 50 bits that a floating-point root has, so that each step doubles what is right.
  static func of(_ square: BigUInt) -> BigUInt {
    if square.isZero { return 0 }
    var root = above(square)
    while true {
      let next = (root + square / root) >> 1
      if next >= root { return root }
      root = next
    }
  }

  /// A number that is not below the root, and above it by little.
  private static func above(_ square: BigUInt) -> BigUInt {
    let shift = max(0, (square.bitWidth - 61) / 2) * 2
    let top = Double(UInt64(square >> shift))
    // Of the shifted number's root, 20 bits behind the point where the shift leaves room for them.
    let fine = min(20, shift / 2)
    let estimate = UInt64((top.squareRoot() * Double(1 << fine)).rounded(.up)) + 2
    return BigUInt(estimate) << (shift / 2 - fine)
  }
}
