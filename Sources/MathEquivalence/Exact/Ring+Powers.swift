internal import BigInt

extension Ring {
  /// `base ^ exponent` in canonical form, or as a generator where no rule applies.
  func power(_ base: Fraction, _ exponent: Fraction) throws(Stop) -> Fraction {
    if let value = exponent.constant { return try power(base, value) }
    guard exponent.isPolynomial else { return try opaquePower(base, exponent) }
    // base ^ (sum of terms) = product of base ^ term
    var result = Fraction.one
    for (monomial, coefficient) in exponent.top.ordered {
      let term = Polynomial(terms: [monomial: .one])
      result = try multiply(result, powerOfTerm(base, term, coefficient))
    }
    return result
  }

  private func powerOfTerm(_ base: Fraction, _ term: Polynomial, _ count: Rational) throws(Stop)
    -> Fraction
  {
    if term == .one { return try power(base, count) }
    let exponent = Fraction(top: term, bottom: .one)
    if isE(base) {
      if let inner = logarithmArgument(term) { return try power(inner, count) }
      if let turns = try unitRoot(term, count) { return turns }
      return form(.power(base, exponent), power: count)
    }
    if let value = base.constant, value.sign > 0 {
      var result = Fraction.one
      for (prime, multiplicity) in try primes(value) {
        let generator = Generator.power(Fraction(Rational(prime)), exponent)
        result = try multiply(
          result, form(generator, power: count * Rational(multiplicity)))
      }
      return result
    }
    guard base.isPolynomial, base.top.terms.count == 1, count.isInteger else {
      return form(.power(base, exponent), power: count)
    }
    return form(.power(base, exponent), power: count)
  }

  private func opaquePower(_ base: Fraction, _ exponent: Fraction) throws(Stop) -> Fraction {
    form(.power(base, exponent))
  }

  private func isE(_ base: Fraction) -> Bool {
    guard base.isPolynomial, let (monomial, coefficient) = base.top.single, coefficient.isOne,
      monomial.factors.count == 1, monomial.factors[0].exponent.isOne
    else { return false }
    return generators[monomial.factors[0].generator] == .e
  }

  /// The x of a term that is exactly ln x with x > 0 certain.
  private func logarithmArgument(_ term: Polynomial) -> Fraction? {
    guard let (monomial, _) = term.single, monomial.factors.count == 1,
      monomial.factors[0].exponent.isOne,
      case .call(.ln, let arguments) = generators[monomial.factors[0].generator],
      arguments.count == 1
    else { return nil }
    return arguments[0]
  }

  /// `e^{iπ·c}` for the multiples of a quarter turn.
  private func unitRoot(_ term: Polynomial, _ count: Rational) throws(Stop) -> Fraction? {
    guard let (monomial, _) = term.single, monomial.factors.count == 2,
      monomial.factors.allSatisfy({ $0.exponent.isOne })
    else { return nil }
    let parts = Set(monomial.factors.map { generators[$0.generator] })
    guard parts == [.i, .pi] else { return nil }
    let quarters = count * Rational(2)
    guard quarters.isInteger else { return nil }
    let turn = Int(exactly: quarters.numerator.modulus(4)) ?? 0
    return try power(form(.i), Rational(turn))
  }

  // MARK: Rational exponents

  func power(_ base: Fraction, _ exponent: Rational) throws(Stop) -> Fraction {
    if exponent.isZero { return base.top.isZero ? try undefined() : .one }
    if exponent.isOne { return base }
    if base.top.isZero {
      guard exponent.sign > 0 else { throw .undefined }
      return .zero
    }
    if exponent.sign < 0 { return try invert(power(base, -exponent)) }
    if let (monomial, coefficient) = base.top.single, base.isPolynomial {
      if let result = try power(monomial, coefficient, exponent) { return result }
      return try opaquePower(base, Fraction(exponent))
    }
    if let count = exponent.int {
      guard count <= 64 else { return form(.power(base, .one), power: exponent) }
      var result = Fraction.one
      for _ in 0..<count { result = try multiply(result, base) }
      return result
    }
    return try rootOfSum(base, exponent)
  }

  private func undefined() throws(Stop) -> Fraction { throw .undefined }

  private func power(_ monomial: Monomial, _ coefficient: Rational, _ exponent: Rational)
    throws(Stop) -> Fraction?
  {
    let isOdd = exponent.hasOddDenominator
    if exponent.isInteger || isOdd {
      let sign = coefficient.sign < 0 && exponent.hasOddNumerator
      guard let number = try power(coefficient.magnitude, exponent) else { return nil }
      if !exponent.isInteger, monomial.factors.contains(where: { generators[$0.generator] == .i }) {
        return nil
      }
      let result = try multiply(number, self.monomial(monomial, exponent))
      return sign ? Fraction(top: -result.top, bottom: result.bottom) : result
    }
    // Even roots: of positive numbers, of minus a positive number once, of one bare letter.
    guard monomial.factors.allSatisfy({ isPositive($0) }) || isOneLetter(monomial) else {
      return nil
    }
    guard let number = try power(coefficient.magnitude, exponent) else { return nil }
    let result = try multiply(number, self.monomial(monomial, exponent))
    if coefficient.sign > 0 { return result }
    guard exponent.denominator == 2, monomial.factors.allSatisfy({ isPositive($0) }) else {
      return nil
    }
    return try multiply(result, power(form(.i), Rational(exponent.numerator)))
  }

  private func monomial(_ monomial: Monomial, _ exponent: Rational) throws(Stop) -> Fraction {
    let factors = monomial.factors.map {
      Monomial.Factor(generator: $0.generator, exponent: $0.exponent * exponent)
    }
    return Fraction(top: try polynomial(Monomial(factors: factors), .one), bottom: .one)
  }

  private func isPositive(_ factor: Monomial.Factor) -> Bool {
    switch generators[factor.generator] {
    case .prime, .pi, .e: true
    case .symbol, .i, .call, .apply, .power: false
    }
  }

  private func isOneLetter(_ monomial: Monomial) -> Bool {
    let others = monomial.factors.filter { !isPositive($0) }
    guard others.count == 1, others[0].exponent.hasOddNumerator,
      case .symbol = generators[others[0].generator]
    else { return false }
    return true
  }

  /// A positive rational to a positive rational power, by prime factors.
  private func power(_ value: Rational, _ exponent: Rational) throws(Stop) -> Fraction? {
    if value.isOne { return .one }
    if let count = exponent.int, count >= 0, count < Ring.bitLimit / value.bits {
      try meter.spend(value.bits * count >> 7)
      return value.power(count).map { Fraction($0) }
    }
    var factors: [Monomial.Factor] = []
    for (prime, multiplicity) in try primes(value) {
      factors.append(
        .init(generator: number(of: .prime(prime)), exponent: exponent * Rational(multiplicity)))
    }
    factors.sort { $0.generator < $1.generator }
    return Fraction(top: try polynomial(Monomial(factors: factors), .one), bottom: .one)
  }

  /// `(positive content · primitive sum) ^ exponent`; whole powers are multiplied out.
  private func rootOfSum(_ base: Fraction, _ exponent: Rational) throws(Stop) -> Fraction {
    guard base.isPolynomial, let leading = base.top.leading else {
      return try opaquePower(base, Fraction(exponent))
    }
    let content = content(base.top)
    guard let inverse = content.inverse, let number = try power(content, exponent) else {
      return try opaquePower(base, Fraction(exponent))
    }
    _ = leading
    let primitive = Fraction(top: base.top.scaled(by: inverse), bottom: .one)
    let whole = exponent.floor
    let rest = exponent - Rational(whole)
    let root = try opaquePower(primitive, Fraction(rest))
    guard let count = Int(exactly: whole), count > 0, count <= 16 else {
      return try multiply(number, opaquePower(primitive, Fraction(exponent)))
    }
    return try multiply(multiply(number, power(primitive, Rational(count))), root)
  }

  /// The positive greatest common divisor of the coefficients.
  private func content(_ polynomial: Polynomial) -> Rational {
    var top = BigInt(0)
    var bottom = BigInt(1)
    for coefficient in polynomial.terms.values {
      top = CommonDivisor.of(top, coefficient.numerator)
      let divisor = CommonDivisor.of(bottom, coefficient.denominator)
      bottom = bottom / divisor * coefficient.denominator
    }
    return Rational(BigInt(top.magnitude), bottom)
  }

  // MARK: Prime factors

  /// Prime factors of a positive rational; a large factor that resists is kept whole.
  func primes(_ value: Rational) throws(Stop) -> [(BigInt, Int)] {
    let top = try primes(value.numerator)
    let bottom = try primes(value.denominator)
    return top + bottom.map { ($0.0, -$0.1) }
  }

  private func primes(_ value: BigInt) throws(Stop) -> [(BigInt, Int)] {
    guard value.bitWidth < 1 << 14 else { throw .tooLarge }
    var rest = value
    var result: [(BigInt, Int)] = []
    func take(_ prime: Int) throws(Stop) {
      let divisor = BigInt(prime)
      var count = 0
      while true {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: divisor)
        if !remainder.isZero { break }
        rest = quotient
        count += 1
        try meter.spend(1)
      }
      if count > 0 { result.append((divisor, count)) }
    }
    var prime = 2
    while rest > 1 {
      if let small = Int(exactly: rest), prime * prime > small {
        result.append((rest, 1))
        return result
      }
      if prime > 4000 { break }
      if let small = Int(exactly: rest) {
        if small % prime == 0 { try take(prime) }
      } else {
        try take(prime)
      }
      prime += prime == 2 ? 1 : 2
    }
    if rest > 1 {
      try meter.spend(300)
      let root = BigInt(IntegerRoot.of(rest.magnitude))
      if root * root == rest { result.append((root, 2)) } else { result.append((rest, 1)) }
    }
    return result
  }
}
