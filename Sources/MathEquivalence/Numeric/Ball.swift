internal import BigInt

/// A real number known up to an error: it lies in `(mantissa ± radius) · 2^exponent`.
///
/// Every operation gives a ball that contains all results, so two disjoint balls prove a difference.
struct Ball: Sendable {
  var mantissa: BigInt
  var radius: BigInt
  var exponent: Int

  static let zero = Ball(exact: 0)
  static let one = Ball(exact: 1)

  /// Exponents beyond this are not computed with.
  static let exponentLimit = 1 << 58

  init(mantissa: BigInt, radius: BigInt, exponent: Int) {
    self.mantissa = mantissa
    self.radius = radius
    self.exponent = exponent
  }

  init(exact value: Int) { self.init(mantissa: BigInt(value), radius: 0, exponent: 0) }

  /// Rounds to `bits` bits and keeps the radius short.
  init(_ mantissa: BigInt, _ radius: BigInt, _ exponent: Int, bits: Int) throws(Stop) {
    let shift = max(mantissa.magnitude.bitWidth - bits, radius.magnitude.bitWidth - 48)
    guard abs(exponent) < Ball.exponentLimit else { throw .tooLarge }
    if shift <= 0 {
      self.init(mantissa: mantissa, radius: radius, exponent: exponent)
    } else if radius.isZero, mantissa.trailingZeroBitCount >= shift {
      self.init(mantissa: mantissa >> shift, radius: 0, exponent: exponent + shift)
    } else {
      self.init(
        mantissa: mantissa >> shift, radius: (radius >> shift) + 2, exponent: exponent + shift)
    }
  }

  init(_ value: Rational, bits: Int) throws(Stop) {
    switch value {
    case .small(let top, 1): self.init(exact: top)
    case .small, .big:
      let top = value.numerator
      let bottom = value.denominator
      if bottom == 1 {
        try self.init(top, 0, 0, bits: bits)
        return
      }
      let twos = bottom.trailingZeroBitCount
      if bottom >> twos == 1 {
        try self.init(top, 0, -twos, bits: bits)
        return
      }
      let shift = max(0, bits + bottom.bitWidth - top.bitWidth)
      let (quotient, rest) = (top << shift).quotientAndRemainder(dividingBy: bottom)
      try self.init(quotient, rest.isZero ? 0 : 1, -shift, bits: bits)
    }
  }

  // MARK: Where it lies

  var isExactZero: Bool { mantissa.isZero && radius.isZero }
  var containsZero: Bool { mantissa.magnitude <= radius.magnitude }
  var isPositive: Bool { mantissa > radius }
  var isNegative: Bool { -mantissa > radius }

  /// The exponent of an upper bound of the magnitude; very small for zero.
  var top: Int {
    let width = max(mantissa.magnitude.bitWidth, radius.magnitude.bitWidth)
    return width == 0 ? -Ball.exponentLimit : exponent + width + 1
  }

  /// The exponent of an upper bound of the error.
  var errorTop: Int {
    radius.isZero ? -Ball.exponentLimit : exponent + radius.magnitude.bitWidth
  }

  // MARK: Arithmetic

  static prefix func - (ball: Ball) -> Ball {
    Ball(mantissa: -ball.mantissa, radius: ball.radius, exponent: ball.exponent)
  }

  @inline(never)
  func plus(_ other: Ball, bits: Int) throws(Stop) -> Ball {
    if isExactZero { return other }
    if other.isExactZero { return self }
    let (large, small) = top >= other.top ? (self, other) : (other, self)
    if large.top - small.top > bits + 80, large.exponent > small.exponent {
      let shift = max(0, bits + 8 - large.mantissa.magnitude.bitWidth)
      let exponent = large.exponent - shift
      if exponent > small.top {
        return Ball(
          mantissa: large.mantissa << shift, radius: (large.radius << shift) + 1,
          exponent: exponent)
      }
    }
    let low = min(exponent, other.exponent)
    let gap = max(exponent, other.exponent) - low
    if gap > 1 << 20 { throw .tooLarge }
    let left = mantissa << (exponent - low)
    let right = other.mantissa << (other.exponent - low)
    let error = (radius << (exponent - low)) + (other.radius << (other.exponent - low))
    return try Ball(left + right, error, low, bits: bits)
  }

  func minus(_ other: Ball, bits: Int) throws(Stop) -> Ball { try plus(-other, bits: bits) }

  @inline(never)
  func times(_ other: Ball, bits: Int) throws(Stop) -> Ball {
    let product = mantissa * other.mantissa
    var error = BigInt(0)
    if !other.radius.isZero { error += BigInt(mantissa.magnitude) * other.radius }
    if !radius.isZero { error += (BigInt(other.mantissa.magnitude) + other.radius) * radius }
    return try Ball(product, error, exponent + other.exponent, bits: bits)
  }

  /// Throws when zero is not excluded.
  @inline(never)
  func inverse(bits: Int) throws(Stop) -> Ball {
    guard !containsZero else { throw .undefined }
    let size = BigInt(mantissa.magnitude)
    let shift = bits + mantissa.magnitude.bitWidth
    let one = BigInt(1) << shift
    var error = BigInt(1)
    if !radius.isZero { error += (radius << shift) / (size * (size - radius)) + 1 }
    return try Ball(one / mantissa, error, -exponent - shift, bits: bits)
  }

  @inline(never)
  func over(_ other: Ball, bits: Int) throws(Stop) -> Ball {
    try times(other.inverse(bits: bits), bits: bits)
  }

  /// The square root; throws when the number is certainly negative.
  @inline(never)
  func squareRoot(bits: Int) throws(Stop) -> Ball {
    guard !isNegative else { throw .undefined }
    var shift = max(0, 2 * bits + 4 - mantissa.magnitude.bitWidth)
    if (exponent - shift) % 2 != 0 { shift += 1 }
    let middle = mantissa << shift
    let error = radius << shift
    if radius.isZero {
      let root = BigInt(IntegerRoot.of(middle.magnitude))
      let isExact = root * root == middle
      return try Ball(root, isExact ? 0 : 1, (exponent - shift) / 2, bits: bits)
    }
    if middle > error {
      // √(m ± e) is no farther from √m than e / √m.
      let root = BigInt(IntegerRoot.of(middle.magnitude))
      return try Ball(root, error / root + 2, (exponent - shift) / 2, bits: bits)
    }
    let high = BigInt(IntegerRoot.of((middle + error).magnitude)) + 1
    let low = BigInt.zero
    return try Ball((high + low) >> 1, ((high - low) >> 1) + 1, (exponent - shift) / 2, bits: bits)
  }

  /// A power with an integer exponent by squaring.
  @inline(never)
  func power(_ exponent: Int, bits: Int) throws(Stop) -> Ball {
    if exponent < 0 { return try power(-exponent, bits: bits).inverse(bits: bits) }
    var result = Ball.one
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = try result.times(square, bits: bits) }
      rest >>= 1
      if rest > 0 { square = try square.times(square, bits: bits) }
    }
    return result
  }

  var magnitude: Ball {
    if isNegative { return -self }
    if isPositive || isExactZero { return self }
    let high = BigInt(mantissa.magnitude) + radius
    return Ball(mantissa: high, radius: high, exponent: exponent)
  }

  // MARK: Comparison

  /// Whether no number lies in both.
  func isDisjoint(from other: Ball, bits: Int) throws(Stop) -> Bool {
    let gap = try minus(other, bits: bits + 64)
    return !gap.containsZero
  }

  /// A decimal of a few digits, for messages.
  var approximation: String {
    if mantissa.isZero { return "0" }
    if abs(top) > 4000 { return "a number near 2^\(top)" }
    let digits = 8
    var exponent10 = (top - 1) * 30_103 / 100_000
    var scaled = BigInt(0)
    for _ in 0..<3 {
      let shift = digits - exponent10
      let power = BigInt(10).power(abs(shift))
      var value = shift >= 0 ? mantissa * power : mantissa
      if exponent >= 0 { value <<= exponent }
      let bottom = (shift >= 0 ? 1 : power) << max(0, -exponent)
      scaled = value / bottom
      let count = String(scaled.magnitude).count
      if count == digits + 1 { break }
      exponent10 += count - digits - 1
    }
    return Ball.decimal(String(scaled.magnitude), exponent10, negative: mantissa < 0)
  }

  private static func decimal(_ digits: String, _ exponent: Int, negative: Bool) -> String {
    var text = Array(digits)
    while text.count > 1, text.last == "0" { text.removeLast() }
    let sign = negative ? "-" : ""
    if exponent < -5 || exponent > 12 {
      let rest = text.count > 1 ? "." + String(text[1...]) : ""
      return sign + String(text[0]) + rest + "e\(exponent)"
    }
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + String(text)
    }
    while text.count < exponent + 1 { text.append("0") }
    let whole = String(text[...exponent])
    return sign + whole + (text.count > exponent + 1 ? "." + String(text[(exponent + 1)...]) : "")
  }
}
