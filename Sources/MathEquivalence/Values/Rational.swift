internal import BigInt

/// An exact fraction in lowest terms with a positive denominator.
///
/// Numbers that fit in 62 bits stay out of the heap; arithmetic on them goes through `Int128`. Larger
/// ones are held apart, so that a number is small to copy.
enum Rational: Hashable, Sendable {
  case small(Int, Int)
  indirect case big(BigInt, BigInt)

  private static let smallLimit = 1 << 62

  static let zero = Rational.small(0, 1)
  static let one = Rational.small(1, 1)

  init(_ value: Int) {
    self = abs(value) < Rational.smallLimit ? .small(value, 1) : .big(BigInt(value), 1)
  }

  init(_ value: BigInt) {
    if let small = Int(exactly: value), small > -Rational.smallLimit, small < Rational.smallLimit {
      self = .small(small, 1)
    } else {
      self = .big(value, 1)
    }
  }

  /// - Precondition: `denominator` is not zero.
  init(_ numerator: BigInt, _ denominator: BigInt) {
    if denominator == 1 {
      self.init(numerator)
      return
    }
    var top = numerator
    var bottom = denominator
    if top.bitWidth > 512, bottom.bitWidth > 512 {
      let (quotient, rest) = top.quotientAndRemainder(dividingBy: bottom)
      if rest.isZero {
        self.init(quotient)
        return
      }
    }
    if top.magnitude != 1 {
      let divisor = CommonDivisor.of(top, bottom)
      if divisor != 1 {
        top /= divisor
        bottom /= divisor
      }
    }
    self.init(coprime: top, bottom)
  }

  /// Of a numerator and a denominator that are known to have no common divisor.
  ///
  /// - Precondition: `denominator` is not zero.
  init(coprime numerator: BigInt, _ denominator: BigInt) {
    let isNegative = denominator < 0
    let top = isNegative ? -numerator : numerator
    let bottom = isNegative ? -denominator : denominator
    if bottom == 1 {
      self.init(top)
      return
    }
    if let a = Int(exactly: top), let b = Int(exactly: bottom), a > -Rational.smallLimit,
      a < Rational.smallLimit, b < Rational.smallLimit
    {
      self = .small(a, b)
    } else {
      self = .big(top, bottom)
    }
  }

  init(_ numerator: Int, _ denominator: Int) {
    self = Rational.reduced(Int128(numerator), Int128(denominator))
  }

  private static func reduced(_ numerator: Int128, _ denominator: Int128) -> Rational {
    var top = numerator
    var bottom = denominator
    if bottom != 1 {
      var a = top.magnitude
      var b = bottom.magnitude
      while b != 0 { (a, b) = (b, a % b) }
      if a > 1 {
        top /= Int128(a)
        bottom /= Int128(a)
      }
      if bottom < 0 {
        top = -top
        bottom = -bottom
      }
    }
    let limit = Int128(smallLimit)
    if top > -limit, top < limit, bottom < limit { return .small(Int(top), Int(bottom)) }
    return .big(BigInt(top), BigInt(bottom))
  }

  var numerator: BigInt {
    switch self {
    case .small(let top, _): BigInt(top)
    case .big(let top, _): top
    }
  }

  var denominator: BigInt {
    switch self {
    case .small(_, let bottom): BigInt(bottom)
    case .big(_, let bottom): bottom
    }
  }

  var isZero: Bool { self == .zero }
  var isOne: Bool { self == .one }

  var isInteger: Bool {
    switch self {
    case .small(_, let bottom): bottom == 1
    case .big(_, let bottom): bottom == 1
    }
  }

  /// -1, 0 or 1.
  var sign: Int {
    switch self {
    case .small(let top, _): top.signum()
    case .big(let top, _): top.sign == .minus ? -1 : (top.isZero ? 0 : 1)
    }
  }

  /// The value as a machine integer, if it is one.
  var int: Int? {
    switch self {
    case .small(let top, let bottom): bottom == 1 ? top : nil
    case .big: nil
    }
  }

  /// How many bits numerator and denominator take: what an operation on it costs.
  var bits: Int {
    switch self {
    case .small: 64
    case .big(let top, let bottom): top.bitWidth + bottom.bitWidth
    }
  }

  static func + (left: Rational, right: Rational) -> Rational {
    if case .small(let a, let b) = left, case .small(let c, let d) = right {
      if b == 1, d == 1 { return reduced(Int128(a) + Int128(c), 1) }
      return reduced(Int128(a) * Int128(d) + Int128(c) * Int128(b), Int128(b) * Int128(d))
    }
    // A whole number leaves the denominator without common divisors.
    if right.isInteger {
      let top = left.numerator + right.numerator * left.denominator
      return Rational(coprime: top, left.denominator)
    }
    if left.isInteger { return right + left }
    return Rational(
      left.numerator * right.denominator + right.numerator * left.denominator,
      left.denominator * right.denominator)
  }

  static prefix func - (value: Rational) -> Rational {
    switch value {
    case .small(let top, let bottom): .small(-top, bottom)
    case .big(let top, let bottom): .big(-top, bottom)
    }
  }

  static func - (left: Rational, right: Rational) -> Rational { left + (-right) }

  static func * (left: Rational, right: Rational) -> Rational {
    if case .small(let a, let b) = left, case .small(let c, let d) = right {
      return reduced(Int128(a) * Int128(c), Int128(b) * Int128(d))
    }
    if left.isOne { return right }
    if right.isOne { return left }
    // Each is in lowest terms, so that divisors are common crosswise only: of shorter numbers.
    let (a, d) = coprime(left.numerator, right.denominator)
    let (c, b) = coprime(right.numerator, left.denominator)
    return Rational(coprime: LongProduct.of(a, c), LongProduct.of(b, d))
  }

  /// The two without their common divisor.
  private static func coprime(_ top: BigInt, _ bottom: BigInt) -> (BigInt, BigInt) {
    if top.magnitude == 1 || bottom == 1 { return (top, bottom) }
    if top.isZero { return (0, 1) }
    if top.bitWidth > 512, bottom.bitWidth > 512, top.bitWidth >= bottom.bitWidth {
      let (quotient, rest) = top.quotientAndRemainder(dividingBy: bottom)
      if rest.isZero { return (quotient, 1) }
    }
    let divisor = CommonDivisor.of(top, bottom)
    return divisor == 1 ? (top, bottom) : (top / divisor, bottom / divisor)
  }

  var hasOddNumerator: Bool {
    switch self {
    case .small(let top, _): top & 1 == 1
    case .big(let top, _): top.modulus(2) == 1
    }
  }

  var hasOddDenominator: Bool {
    switch self {
    case .small(_, let bottom): bottom & 1 == 1
    case .big(_, let bottom): bottom.modulus(2) == 1
    }
  }

  /// Nothing for zero.
  var inverse: Rational? {
    switch self {
    case .small(let top, let bottom):
      top == 0 ? nil : (top < 0 ? .small(-bottom, -top) : .small(bottom, top))
    case .big(let top, let bottom):
      top.isZero ? nil : (top < 0 ? .big(-bottom, -top) : .big(bottom, top))
    }
  }

  /// The power with a small exponent; nothing for a negative power of zero.
  /// The caller has checked that the result is of an acceptable size.
  func power(_ exponent: Int) -> Rational? {
    guard exponent >= 0 else { return inverse?.power(-exponent) }
    if exponent == 1 { return self }
    if case .small(let top, let bottom) = self,
      let above = Rational.power(top, exponent), let below = Rational.power(bottom, exponent)
    {
      return .small(above, below)
    }
    // Powers of coprime numbers are coprime: no divisor has to be looked for.
    return Rational(
      coprime: LongProduct.power(numerator, exponent), LongProduct.power(denominator, exponent))
  }

  /// The power, if it stays out of the heap.
  private static func power(_ base: Int, _ exponent: Int) -> Int? {
    if base == 1 || exponent == 0 { return 1 }
    guard exponent < 62 else { return nil }
    var result = 1
    for _ in 0..<exponent {
      let (product, overflows) = result.multipliedReportingOverflow(by: base)
      if overflows || product.magnitude >= UInt(smallLimit) { return nil }
      result = product
    }
    return result
  }

  /// The largest integer that is not greater.
  var floor: BigInt {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  static func < (left: Rational, right: Rational) -> Bool { (left - right).sign < 0 }
  static func <= (left: Rational, right: Rational) -> Bool { (left - right).sign <= 0 }

  var magnitude: Rational { sign < 0 ? -self : self }
}

extension Rational: CustomStringConvertible {
  /// `3/4`; numbers of more than 40 digits are shortened in the middle.
  var description: String {
    if case .small(let top, let bottom) = self {
      return bottom == 1 ? String(top) : "\(top)/\(bottom)"
    }
    let top = Rational.shortened(numerator)
    return isInteger ? top : top + "/" + Rational.shortened(denominator)
  }

  private static func shortened(_ value: BigInt) -> String {
    guard value.bitWidth <= 16_384 else { return "a number of \(value.bitWidth) bits" }
    let digits = String(value)
    guard digits.count > 40 else { return digits }
    return digits.prefix(12) + "…" + digits.suffix(12) + " (\(digits.count) digits)"
  }
}
