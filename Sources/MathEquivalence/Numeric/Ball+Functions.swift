internal import BigInt

/// None of these functions is inlined: their many limbs would stand in each frame of the evaluator,
/// which recurses.
///
/// Fixed-point series: a value is an integer over 2^bits; each result is off by far less than 2^20.
private enum Series {
  static let constantBits = 2200

  static let ln2: BigInt = {
    // ln 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749)
    let bits = constantBits + 32
    func artanh(_ n: Int) -> BigInt {
      var power = (BigInt(1) << bits) / BigInt(n)
      var sum = power
      var k = 3
      while !power.isZero {
        power /= BigInt(n * n)
        sum += power / BigInt(k)
        k += 2
      }
      return sum
    }
    return (18 * artanh(26) - 2 * artanh(4801) + 8 * artanh(8749)) >> 32
  }()

  static let pi: BigInt = {
    // π = 16 arctan(1/5) - 4 arctan(1/239)
    let bits = constantBits + 32
    func arctan(_ n: Int) -> BigInt {
      var power = (BigInt(1) << bits) / BigInt(n)
      var sum = power
      var k = 3
      var positive = false
      while !power.isZero {
        power /= BigInt(n * n)
        sum += positive ? power / BigInt(k) : -(power / BigInt(k))
        positive.toggle()
        k += 2
      }
      return sum
    }
    return (16 * arctan(5) - 4 * arctan(239)) >> 32
  }()

  @inline(never)
  static func exp(_ x: BigInt, _ bits: Int) -> BigInt {
    switch bits {
    case ...192: return FixedPoint<4>(x, bits: bits).exponential.number(bits: bits)
    case ...256: return FixedPoint<5>(x, bits: bits).exponential.number(bits: bits)
    case ...320: return FixedPoint<6>(x, bits: bits).exponential.number(bits: bits)
    case ...704: return FixedPoint<12>(x, bits: bits).exponential.number(bits: bits)
    case ...1216: return FixedPoint<20>(x, bits: bits).exponential.number(bits: bits)
    default: break
    }
    // Taylor at x / 2^halvings, then squarings.
    let halvings = 12
    let small = x >> halvings
    var term = BigInt(1) << bits
    var sum = term
    var k = 1
    while !term.isZero, k < 400 {
      term = ((term * small) >> bits) / BigInt(k)
      sum += term
      k += 1
      if term == -1 { break }
    }
    for _ in 0..<halvings { sum = (sum * sum) >> bits }
    return sum
  }

  @inline(never)
  static func sinCos(_ x: BigInt, _ bits: Int) -> (sin: BigInt, cos: BigInt) {
    func fixed<let count: Int>(_ value: FixedPoint<count>) -> (sin: BigInt, cos: BigInt) {
      let (sine, cosine) = value.sineAndCosine
      return (sine.number(bits: bits), cosine.number(bits: bits))
    }
    switch bits {
    case ...192: return fixed(FixedPoint<4>(x, bits: bits))
    case ...256: return fixed(FixedPoint<5>(x, bits: bits))
    case ...320: return fixed(FixedPoint<6>(x, bits: bits))
    case ...704: return fixed(FixedPoint<12>(x, bits: bits))
    case ...1216: return fixed(FixedPoint<20>(x, bits: bits))
    default: break
    }
    let square = (x * x) >> bits
    var sine = x
    var cosine = BigInt(1) << bits
    var oddTerm = x
    var evenTerm = cosine
    var k = 1
    while k < 400, oddTerm.magnitude > 1 || evenTerm.magnitude > 1 {
      evenTerm = -((evenTerm * square) >> bits) / BigInt(k * (k + 1))
      oddTerm = -((oddTerm * square) >> bits) / BigInt((k + 1) * (k + 2))
      cosine += evenTerm
      sine += oddTerm
      k += 2
    }
    return (sine, cosine)
  }

  /// artanh or arctan for |x| < 1/3.
  @inline(never)
  static func inverseTangent(_ x: BigInt, _ bits: Int, hyperbolic: Bool) -> BigInt {
    func fixed<let count: Int>(_ value: FixedPoint<count>) -> BigInt {
      let result = value.inverseTangent(hyperbolic: hyperbolic).number(bits: bits)
      return x < 0 ? -result : result
    }
    switch bits {
    case ...192: return fixed(FixedPoint<4>(x, bits: bits))
    case ...256: return fixed(FixedPoint<5>(x, bits: bits))
    case ...320: return fixed(FixedPoint<6>(x, bits: bits))
    case ...704: return fixed(FixedPoint<12>(x, bits: bits))
    case ...1216: return fixed(FixedPoint<20>(x, bits: bits))
    default: break
    }
    let square = (x * x) >> bits
    var power = x
    var sum = x
    var k = 3
    while power.magnitude > 1, k < 4000 {
      power = (power * square) >> bits
      if !hyperbolic { power = -power }
      sum += power / BigInt(k)
      k += 2
    }
    return sum
  }
}

extension Ball {
  /// Guard bits of the series above.
  private static let guardBits = 48

  /// Bits in which logarithms, exponentials and angles can be computed.
  static let functionBits = 2048

  static func pi(bits: Int) throws(Stop) -> Ball {
    try Ball(Series.pi, 4, -Series.constantBits, bits: bits)
  }

  /// The middle as an integer over 2^bits, rounded.
  private func fixed(_ bits: Int) -> BigInt {
    let shift = exponent + bits
    return shift >= 0 ? mantissa << shift : mantissa >> -shift
  }

  /// A result with the series' error and the error of the argument times `slope`.
  private func result(_ value: BigInt, _ work: Int, slope: Ball, bits: Int) throws(Stop) -> Ball {
    let series = Ball(mantissa: value, radius: BigInt(1) << 24, exponent: -work)
    if radius.isZero { return try Ball(series.mantissa, series.radius, -work, bits: bits) }
    let error = try Ball(mantissa: radius, radius: 0, exponent: exponent).times(slope, bits: 64)
    let spread = Ball(
      mantissa: 0, radius: BigInt(error.mantissa.magnitude) + error.radius,
      exponent: error.exponent)
    return try series.plus(spread, bits: bits)
  }

  @inline(never)
  func exp(bits: Int) throws(Stop) -> Ball {
    guard top < 56, errorTop < 0 else { throw .tooLarge }
    let work = bits + Ball.guardBits + 16
    let wide = work + max(0, top) + 8
    guard wide < Series.constantBits else { throw .tooLarge }
    let ln2 = Series.ln2 >> (Series.constantBits - wide)
    let value = fixed(wide)
    var (count, rest) = value.quotientAndRemainder(dividingBy: ln2)
    if rest < 0 {
      rest += ln2
      count -= 1
    }
    guard let shift = Int(exactly: count) else { throw .tooLarge }
    let power = Series.exp(rest >> (wide - work), work)
    let series = try Ball(power, BigInt(1) << 24, shift - work, bits: bits)
    if radius.isZero { return series }
    // |e^(x+r) - e^x| <= e^x * 2r for r <= 1.
    let relative = Ball(mantissa: 0, radius: radius, exponent: exponent + 1)
    return try series.times(Ball.one.plus(relative, bits: bits), bits: bits)
  }

  /// The natural logarithm; throws unless the number is certainly positive.
  @inline(never)
  func log(bits: Int) throws(Stop) -> Ball {
    guard isPositive else { throw .undefined }
    let work = bits + Ball.guardBits
    guard work + 64 < Series.constantBits else { throw .tooLarge }
    // mantissa = f * 2^shift with 3/4 <= f < 3/2
    var shift = mantissa.magnitude.bitWidth
    var f = shift > work ? mantissa >> (shift - work) : mantissa << (work - shift)
    if f < (BigInt(3) << (work - 2)) {
      f <<= 1
      shift -= 1
    }
    let one = BigInt(1) << work
    let z = ((f - one) << work) / (f + one)
    let artanh = Series.inverseTangent(z, work, hyperbolic: true)
    let power = BigInt(shift + exponent) * (Series.ln2 >> (Series.constantBits - work - 64))
    let value = 2 * artanh + (power >> 64)
    let series = try Ball(value, BigInt(1) << 24, -work, bits: bits)
    if radius.isZero { return series }
    // |log(m+r) - log m| <= r / (m - r)
    let scale = 64 + mantissa.magnitude.bitWidth
    let error = (radius << scale) / (mantissa - radius) + 1
    return try series.plus(Ball(mantissa: 0, radius: error, exponent: -scale), bits: bits)
  }

  @inline(never)
  func sinCos(bits: Int) throws(Stop) -> (sin: Ball, cos: Ball) {
    guard errorTop < 0 else { throw .tooLarge }
    let work = bits + Ball.guardBits
    let wide = work + max(0, top) + 8
    guard wide < Series.constantBits else { throw .tooLarge }
    let quarter = Series.pi >> (Series.constantBits - wide + 1)
    var (count, rest) = fixed(wide).quotientAndRemainder(dividingBy: quarter)
    if rest < 0 {
      rest += quarter
      count -= 1
    }
    let (s, c) = Series.sinCos(rest >> (wide - work), work)
    let turn = Int(exactly: count.modulus(4)) ?? 0
    let (sine, cosine) =
      switch turn {
      case 0: (s, c)
      case 1: (c, -s)
      case 2: (-s, -c)
      default: (-c, s)
      }
    return (
      try result(sine, work, slope: .one, bits: bits),
      try result(cosine, work, slope: .one, bits: bits)
    )
  }

  /// The root of a positive number by Newton's method on integers.
  @inline(never)
  func root(_ degree: Int, bits: Int) throws(Stop) -> Ball {
    guard degree > 2, isPositive else { throw .undefined }
    let work = bits + 16
    var shift = max(0, degree * work - mantissa.magnitude.bitWidth)
    shift += (((exponent - shift) % degree) + degree) % degree
    let middle = BigInt(mantissa.magnitude) << shift
    // From above, so that the sequence falls until it is there.
    var root = BigInt(1) << ((middle.bitWidth - 1 + degree - 1) / degree)
    let guess = Ball.roughRoot(middle, degree)
    if guess > 0 { root = guess }
    for _ in 0..<200 {
      let next = (root * BigInt(degree - 1) + middle / root.power(degree - 1)) / BigInt(degree)
      if next >= root { break }
      root = next
    }
    let series = Ball(mantissa: root, radius: 2, exponent: (exponent - shift) / degree)
    if radius.isZero { return try Ball(series.mantissa, 2, series.exponent, bits: bits) }
    // |(m+r)^(1/n) - m^(1/n)| <= m^(1/n) * r / (m - r)
    let scale = 64 + mantissa.magnitude.bitWidth
    let relative = Ball(
      mantissa: 0, radius: (radius << scale) / (mantissa - radius) + 1, exponent: -scale)
    return try series.times(Ball.one.plus(relative, bits: bits), bits: bits)
  }

  /// An upper bound of the root, near to it.
  private static func roughRoot(_ value: BigInt, _ degree: Int) -> BigInt {
    // 52 leading bits by halving intervals on small numbers.
    let width = value.bitWidth - 1
    let drop = max(0, (width - 52 * degree) / degree) * degree
    let top = value >> drop
    var low = BigInt(0)
    var high = BigInt(1) << ((top.bitWidth + degree - 1) / degree + 1)
    var steps = 0
    while high - low > 1, steps < 64 {
      let middle = (low + high) >> 1
      if middle.power(degree) <= top { low = middle } else { high = middle }
      steps += 1
    }
    return high << (drop / degree)
  }

  @inline(never)
  func arctan(bits: Int) throws(Stop) -> Ball {
    let work = bits + Ball.guardBits
    if isNegative { return -(try (-self).arctan(bits: bits)) }
    if top > 1, isPositive, !(mantissa.magnitude.bitWidth + exponent <= 1) {
      let half = try Ball.pi(bits: work).times(
        Ball(mantissa: 1, radius: 0, exponent: -1), bits: work)
      return try half.minus(inverse(bits: work).arctan(bits: bits), bits: bits)
    }
    // Twice x -> x / (1 + √(1 + x²)) halves the angle.
    var x = self
    for _ in 0..<3 {
      let square = try x.times(x, bits: work)
      let root = try square.plus(.one, bits: work).squareRoot(bits: work)
      x = try x.over(root.plus(.one, bits: work), bits: work)
    }
    let value = Series.inverseTangent(x.fixed(work), work, hyperbolic: false)
    let small = try x.result(value, work, slope: .one, bits: work)
    return try small.times(Ball(exact: 8), bits: bits)
  }
}

extension BigInt {
  /// The remainder between 0 and `divisor` - 1.
  func modulus(_ divisor: Int) -> BigInt {
    let rest = self % BigInt(divisor)
    return rest < 0 ? rest + BigInt(divisor) : rest
  }
}
