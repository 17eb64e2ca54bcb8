internal import BigInt

/// What a canonical form is made of besides rational numbers.
enum Generator: Hashable, Sendable {
  case symbol(String)
  /// A prime with a fractional or a huge exponent.
  case prime(BigInt)
  case pi, e, i
  /// A function that is not expanded, of canonical arguments.
  case call(Function, [Fraction])
  case apply(String, [Fraction])
  /// `base ^ monomial`: the base is a prime, e, or any other form.
  case power(Fraction, Fraction)
}

/// Arithmetic of canonical forms for one comparison: numbers the generators and limits the sizes.
final class Ring {
  static let termLimit = 600
  static let bitLimit = 1 << 18

  let meter: Meter
  private(set) var generators: [Generator] = []
  private var numbers: [Generator: Int] = [:]
  /// Equal forms prove equality; different forms prove a difference only when this holds.
  private(set) var isIndependent = true

  init(meter: Meter) { self.meter = meter }

  func number(of generator: Generator) -> Int {
    if let known = numbers[generator] { return known }
    numbers[generator] = generators.count
    generators.append(generator)
    switch generator {
    case .symbol, .i: break
    case .prime(let value): if value > 100_000_000 { isIndependent = false }
    case .pi: if numbers[.e] != nil { isIndependent = false }
    case .e: if numbers[.pi] != nil { isIndependent = false }
    case .call, .apply, .power: isIndependent = false
    }
    return generators.count - 1
  }

  func form(_ generator: Generator, power: Rational = .one) -> Fraction {
    let factor = Monomial.Factor(generator: number(of: generator), exponent: power)
    return Fraction(top: Polynomial(terms: [Monomial(factors: [factor]): .one]), bottom: .one)
  }

  // MARK: Ring operations

  func add(_ left: Fraction, _ right: Fraction) throws(Stop) -> Fraction {
    try meter.spend(2 + left.top.terms.count + right.top.terms.count)
    if left.bottom == right.bottom {
      return try normalised(left.top + right.top, left.bottom)
    }
    let a = try multiply(left.top, right.bottom)
    let b = try multiply(right.top, left.bottom)
    return try normalised(a + b, multiply(left.bottom, right.bottom))
  }

  func multiply(_ left: Fraction, _ right: Fraction) throws(Stop) -> Fraction {
    if left.isPolynomial && right.isPolynomial {
      return Fraction(top: try multiply(left.top, right.top), bottom: .one)
    }
    if left.top == right.bottom { return try normalised(right.top, left.bottom) }
    if right.top == left.bottom { return try normalised(left.top, right.bottom) }
    return try normalised(
      multiply(left.top, right.top), multiply(left.bottom, right.bottom))
  }

  func invert(_ form: Fraction) throws(Stop) -> Fraction {
    guard !form.top.isZero else { throw .undefined }
    return try normalised(form.bottom, form.top)
  }

  func subtract(_ left: Fraction, _ right: Fraction) throws(Stop) -> Fraction {
    try add(left, Fraction(top: -right.top, bottom: right.bottom))
  }

  func multiply(_ left: Polynomial, _ right: Polynomial) throws(Stop) -> Polynomial {
    if left == .one { return right }
    if right == .one { return left }
    guard left.terms.count * right.terms.count <= 40_000 else { throw .tooLarge }
    var result: [Monomial: Rational] = [:]
    // Small products do not meet the limit, in whatever order.
    let isSmall = left.terms.count * right.terms.count <= Ring.termLimit
    for (a, x) in isSmall ? Array(left.terms) : left.ordered {
      for (b, y) in right.terms {
        try meter.spend(2 + (x.bits + y.bits) >> 7)
        if x.bits + y.bits > 2048 { try meter.spend(Ring.cost(x, y)) }
        let (monomial, factor) = try reduced(a.times(b))
        let product = factor.isOne ? x * y : x * y * factor
        let sum = (result[monomial] ?? .zero) + product
        result[monomial] = sum.isZero ? nil : sum
        if sum.bits > Ring.bitLimit { throw .tooLarge }
      }
      if result.count > Ring.termLimit { throw .tooLarge }
    }
    return Polynomial(terms: result)
  }

  /// What a product of long numbers costs: the common divisor of fractions is the dear part.
  private static func cost(_ x: Rational, _ y: Rational) -> Int {
    let words = (x.bits + y.bits) >> 6
    return x.isInteger && y.isInteger ? words * words >> 8 : words * words >> 1
  }

  /// Brings a fraction to its form: a single-term denominator moves into the numerator, any other gets
  /// the leading coefficient one.
  func normalised(_ top: Polynomial, _ bottom: Polynomial) throws(Stop) -> Fraction {
    if top.isZero { return .zero }
    if bottom == .one { return Fraction(top: top, bottom: .one) }
    if top == bottom { return .one }
    if let (monomial, coefficient) = bottom.single {
      guard let inverse = coefficient.inverse else { throw .undefined }
      let flipped = Monomial(
        factors: monomial.factors.map { .init(generator: $0.generator, exponent: -$0.exponent) })
      let factor = try polynomial(flipped, inverse)
      return Fraction(top: try multiply(top, factor), bottom: .one)
    }
    guard let leading = bottom.leading, let inverse = leading.coefficient.inverse else {
      throw .undefined
    }
    return Fraction(top: top.scaled(by: inverse), bottom: bottom.scaled(by: inverse))
  }

  func polynomial(_ monomial: Monomial, _ coefficient: Rational) throws(Stop) -> Polynomial {
    let (reduced, factor) = try reduced(monomial)
    return Polynomial(terms: [reduced: coefficient * factor])
  }

  /// Takes whole powers of primes and powers of i out of a monomial.
  private func reduced(_ monomial: Monomial) throws(Stop) -> (Monomial, Rational) {
    var factor = Rational.one
    var changed = false
    for part in monomial.factors {
      switch generators[part.generator] {
      case .prime: if part.exponent.sign < 0 || !(part.exponent < .one) { changed = true }
      case .i: if part.exponent != .one { changed = true }
      case .symbol, .pi, .e, .call, .apply, .power: break
      }
    }
    if !changed { return (monomial, .one) }
    var parts: [Monomial.Factor] = []
    // Powers of different primes have no common divisor: above and below are multiplied apart.
    var (top, bottom) = (BigInt(1), BigInt(1))
    var bits = 0
    for part in monomial.factors {
      switch generators[part.generator] {
      case .prime(let prime):
        let whole = part.exponent.floor
        if let count = Int(exactly: whole),
          count.magnitude < Ring.bitLimit / 2 / prime.bitWidth
        {
          bits += abs(count) * prime.bitWidth
          try meter.spend(bits >> 7)
          guard bits <= Ring.bitLimit else { throw .tooLarge }
          let power = LongProduct.power(BigInt(prime), abs(count))
          if count < 0 {
            bottom = LongProduct.of(bottom, power)
          } else {
            top = LongProduct.of(top, power)
          }
          let rest = part.exponent - Rational(whole)
          if !rest.isZero { parts.append(.init(generator: part.generator, exponent: rest)) }
        } else {
          parts.append(part)
        }
      case .i:
        guard part.exponent.isInteger else {
          parts.append(part)
          continue
        }
        let turn = part.exponent.numerator.modulus(4)
        if turn >= 2 { factor = -factor }
        if turn == 1 || turn == 3 { parts.append(.init(generator: part.generator, exponent: .one)) }
      case .symbol, .pi, .e, .call, .apply, .power: parts.append(part)
      }
    }
    if top == 1, bottom == 1 { return (Monomial(factors: parts), factor) }
    return (Monomial(factors: parts), factor * Rational(coprime: top, bottom))
  }

  // MARK: Verdicts

  /// Whether a nonzero polynomial certainly has a nonzero value: one term of nonzero factors.
  func isCertainlyNonzero(_ form: Polynomial) -> Bool {
    if isIndependent { return !form.isZero }
    guard let (monomial, _) = form.single else { return false }
    return monomial.factors.allSatisfy {
      switch generators[$0.generator] {
      case .prime, .pi, .e, .i: true
      case .power(let base, _): base.constant.map { $0.sign > 0 } ?? false
      case .symbol, .call, .apply: false
      }
    }
  }
}
