internal import BigInt

/// A complex number known up to an error. `imaginary` is absent for numbers that are known to be real.
struct ComplexBall: Sendable {
  var real: Ball
  var imaginary: Ball?

  init(_ real: Ball, _ imaginary: Ball? = nil) {
    self.real = real
    self.imaginary = imaginary
  }

  static let one = ComplexBall(.one)
  static let zero = ComplexBall(.zero)
  static let i = ComplexBall(.zero, .one)

  private var imaginaryOrZero: Ball { imaginary ?? .zero }

  static prefix func - (value: ComplexBall) -> ComplexBall {
    ComplexBall(-value.real, value.imaginary.map { -$0 })
  }

  @inline(never)
  func plus(_ other: ComplexBall, bits: Int) throws(Stop) -> ComplexBall {
    let sum = try real.plus(other.real, bits: bits)
    guard imaginary != nil || other.imaginary != nil else { return ComplexBall(sum) }
    return ComplexBall(sum, try imaginaryOrZero.plus(other.imaginaryOrZero, bits: bits))
  }

  @inline(never)
  func minus(_ other: ComplexBall, bits: Int) throws(Stop) -> ComplexBall {
    try plus(-other, bits: bits)
  }

  @inline(never)
  func times(_ other: ComplexBall, bits: Int) throws(Stop) -> ComplexBall {
    switch (imaginary, other.imaginary) {
    case (nil, nil): return ComplexBall(try real.times(other.real, bits: bits))
    case (nil, let b?):
      return ComplexBall(
        try real.times(other.real, bits: bits), try real.times(b, bits: bits))
    case (_?, nil): return try other.times(self, bits: bits)
    case (let a?, let b?):
      let re = try real.times(other.real, bits: bits).minus(a.times(b, bits: bits), bits: bits)
      let im = try real.times(b, bits: bits).plus(a.times(other.real, bits: bits), bits: bits)
      return ComplexBall(re, im.isExactZero ? nil : im)
    }
  }

  @inline(never)
  func inverse(bits: Int) throws(Stop) -> ComplexBall {
    guard let imaginary else { return ComplexBall(try real.inverse(bits: bits)) }
    let norm = try squaredNorm(bits: bits).inverse(bits: bits)
    return ComplexBall(
      try real.times(norm, bits: bits), try (-imaginary).times(norm, bits: bits))
  }

  @inline(never)
  func squaredNorm(bits: Int) throws(Stop) -> Ball {
    let square = try real.times(real, bits: bits)
    guard let imaginary else { return square }
    return try square.plus(imaginary.times(imaginary, bits: bits), bits: bits)
  }

  @inline(never)
  func magnitude(bits: Int) throws(Stop) -> Ball {
    imaginary == nil ? real.magnitude : try squaredNorm(bits: bits).squareRoot(bits: bits)
  }

  var containsZero: Bool { real.containsZero && (imaginary?.containsZero ?? true) }

  var conjugate: ComplexBall { ComplexBall(real, imaginary.map { -$0 }) }

  @inline(never)
  func power(_ exponent: Int, bits: Int) throws(Stop) -> ComplexBall {
    if imaginary == nil { return ComplexBall(try real.power(exponent, bits: bits)) }
    if exponent < 0 { return try power(-exponent, bits: bits).inverse(bits: bits) }
    var result = ComplexBall.one
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = try result.times(square, bits: bits) }
      rest >>= 1
      if rest > 0 { square = try square.times(square, bits: bits) }
    }
    return result
  }

  @inline(never)
  func exp(bits: Int) throws(Stop) -> ComplexBall {
    let scale = try real.exp(bits: bits)
    guard let imaginary else { return ComplexBall(scale) }
    let (sine, cosine) = try imaginary.sinCos(bits: bits)
    return ComplexBall(
      try scale.times(cosine, bits: bits), try scale.times(sine, bits: bits))
  }

  /// The argument in (-π, π]; throws where the number may lie on both sides of the cut.
  @inline(never)
  func argument(bits: Int) throws(Stop) -> Ball {
    let y = imaginaryOrZero
    if real.isPositive { return try y.over(real, bits: bits).arctan(bits: bits) }
    let pi = try Ball.pi(bits: bits)
    let half = Ball(mantissa: pi.mantissa, radius: pi.radius, exponent: pi.exponent - 1)
    if y.isPositive {
      return try half.minus(real.over(y, bits: bits).arctan(bits: bits), bits: bits)
    }
    if y.isNegative {
      return try (-half).minus(real.over(y, bits: bits).arctan(bits: bits), bits: bits)
    }
    guard real.isNegative, y.isExactZero else { throw .undefined }
    return pi
  }

  /// The principal logarithm.
  @inline(never)
  func log(bits: Int) throws(Stop) -> ComplexBall {
    if imaginary == nil, real.isPositive { return ComplexBall(try real.log(bits: bits)) }
    let size = try squaredNorm(bits: bits).log(bits: bits)
    let half = Ball(mantissa: size.mantissa, radius: size.radius, exponent: size.exponent - 1)
    return ComplexBall(half, try argument(bits: bits))
  }

  /// The principal square root.
  @inline(never)
  func squareRoot(bits: Int) throws(Stop) -> ComplexBall {
    if imaginary == nil {
      if real.isNegative { return ComplexBall(.zero, try (-real).squareRoot(bits: bits)) }
      if real.isPositive || real.isExactZero {
        return ComplexBall(try real.squareRoot(bits: bits))
      }
      throw .undefined
    }
    let half = ComplexBall(Ball(mantissa: 1, radius: 0, exponent: -1))
    return try log(bits: bits).times(half, bits: bits).exp(bits: bits)
  }

  @inline(never)
  func isDisjoint(from other: ComplexBall, bits: Int) throws(Stop) -> Bool {
    if try real.isDisjoint(from: other.real, bits: bits) { return true }
    return try imaginaryOrZero.isDisjoint(from: other.imaginaryOrZero, bits: bits)
  }

  /// The larger of the exponents of the bounds of both parts.
  var top: Int { max(real.top, imaginaryOrZero.top) }
  var errorTop: Int { max(real.errorTop, imaginaryOrZero.errorTop) }

  var approximation: String {
    guard let imaginary, !imaginary.containsZero || imaginary.errorTop > -100 else {
      return real.approximation
    }
    return "\(real.approximation) + (\(imaginary.approximation))i"
  }
}
