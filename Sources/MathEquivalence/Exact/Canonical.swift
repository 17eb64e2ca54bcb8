internal import BigInt

/// Brings expressions to canonical forms of one ring.
struct Canonical {
  let ring: Ring

  /// Factorials up to here are multiplied out.
  static let factorialLimit = 3000

  func form(_ node: Node) throws(Stop) -> Fraction {
    try ring.meter.spend(1)
    switch node {
    case .number(let value): return Fraction(value)
    case .constant(let constant):
      switch constant {
      case .pi: return ring.form(.pi)
      case .e: return ring.form(.e)
      case .i: return ring.form(.i)
      case .infinity, .eulerGamma: throw .unsupported
      }
    case .symbol(let name): return ring.form(.symbol(name))
    case .sum(let parts):
      var total = Fraction.zero
      for part in parts { total = try ring.add(total, form(part)) }
      return total
    case .product(let parts):
      var total = Fraction.one
      for part in parts { total = try ring.multiply(total, form(part)) }
      return total
    case .power(let base, let exponent):
      return try ring.power(form(base), form(exponent))
    case .percent(let inner):
      return try ring.multiply(form(inner), Fraction(Rational(1, 100)))
    case .call(let function, let arguments): return try call(function, arguments)
    case .apply(let name, let arguments):
      var forms: [Fraction] = []
      for argument in arguments { forms.append(try form(argument)) }
      return ring.form(.apply(name, forms))
    case .fold(let fold, let name, let low, let high, let body):
      return try self.fold(fold, name, low, high, body)
    case .plusMinus, .quantity, .tuple, .list, .set, .interval, .setOperation, .namedSet,
      .setBuilder, .relation, .and, .or, .matrix, .piecewise, .ratio, .residue, .text, .based,
      .derivative, .integral, .limit, .dots:
      throw .unsupported
    }
  }

  private func call(_ function: Function, _ arguments: [Node]) throws(Stop) -> Fraction {
    var forms: [Fraction] = []
    for argument in arguments { forms.append(try form(argument)) }
    guard let x = forms.first else { throw .undefined }
    switch function {
    case .sinh, .cosh, .tanh, .sech, .csch, .coth:
      if let value = x.constant, !value.isZero, let result = try hyperbolic(function, value) {
        return result
      }
    default: break
    }
    switch function {
    case .root:
      guard forms.count == 2, let degree = forms[1].constant, let inverse = degree.inverse else {
        throw .unsupported
      }
      return try ring.power(x, inverse)
    case .ln: return try logarithm(x)
    case .log:
      guard forms.count == 2 else { throw .undefined }
      return try ring.multiply(logarithm(forms[1]), ring.invert(logarithm(x)))
    case .factorial: return try factorial(x)
    case .doubleFactorial: return try doubleFactorial(x)
    case .binomial: return try chosen(forms, ordered: false)
    case .permutations: return try chosen(forms, ordered: true)
    case .abs:
      if let value = x.constant { return Fraction(value.magnitude) }
      return ring.form(.call(.abs, [unsigned(x).form]))
    case .floor, .ceil:
      guard let value = x.constant else { return ring.form(.call(function, forms)) }
      return Fraction(Rational(function == .floor ? value.floor : -(-value).floor))
    case .sin, .tan, .cot, .csc, .sinh, .tanh, .arcsin, .arctan:
      if let value = special(function, x) { return try form(value) }
      let (inner, sign) = unsigned(x)
      let result = try trigonometric(function, inner)
      return sign > 0 ? result : Fraction(top: -result.top, bottom: result.bottom)
    case .cos, .sec, .cosh:
      if let value = special(function, x) { return try form(value) }
      return try trigonometric(function, unsigned(x).form)
    case .max, .min:
      if forms.allSatisfy({ $0.constant != nil }) {
        let values = forms.compactMap(\.constant)
        let best = values.dropFirst().reduce(values[0]) {
          ($1 < $0) == (function == .min) ? $1 : $0
        }
        return Fraction(best)
      }
      return ring.form(.call(function, forms))
    case .sech, .csch, .coth, .arccos, .arccot, .arcsec, .arccsc, .arcsinh, .arccosh, .arctanh,
      .sign, .gcd, .lcm, .mod, .conjugate, .realPart, .imaginaryPart, .argument, .gamma:
      return ring.form(.call(function, forms))
    case .zeta: return try zeta(x)
    case .determinant: throw .unsupported
    }
  }

  /// Hyperbolic functions of numbers other than zero are powers of e.
  private func hyperbolic(_ function: Function, _ x: Rational) throws(Stop) -> Fraction? {
    let up = ring.form(.e, power: x)
    let down = ring.form(.e, power: -x)
    switch function {
    case .sinh: return try ring.multiply(ring.subtract(up, down), Fraction(Rational(1, 2)))
    case .cosh: return try ring.multiply(ring.add(up, down), Fraction(Rational(1, 2)))
    case .tanh: return try ring.multiply(ring.subtract(up, down), ring.invert(ring.add(up, down)))
    case .coth: return try ring.multiply(ring.add(up, down), ring.invert(ring.subtract(up, down)))
    case .sech: return try ring.multiply(Fraction(Rational(2)), ring.invert(ring.add(up, down)))
    case .csch:
      return try ring.multiply(Fraction(Rational(2)), ring.invert(ring.subtract(up, down)))
    default: return nil
    }
  }

  /// The form with a positive leading coefficient, and the sign that was taken out.
  private func unsigned(_ form: Fraction) -> (form: Fraction, sign: Int) {
    guard let leading = form.top.leading, leading.coefficient.sign < 0 else { return (form, 1) }
    return (Fraction(top: -form.top, bottom: form.bottom), -1)
  }

  // MARK: Logarithms

  private func logarithm(_ x: Fraction) throws(Stop) -> Fraction {
    guard x.isPolynomial, let (monomial, coefficient) = x.top.single else {
      return ring.form(.call(.ln, [x]))
    }
    guard coefficient.sign > 0 else { return ring.form(.call(.ln, [x])) }
    var total = Fraction.zero
    var rest: [Monomial.Factor] = []
    for factor in monomial.factors {
      let generator = ring.generators[factor.generator]
      switch generator {
      case .e: total = try ring.add(total, Fraction(factor.exponent))
      case .pi, .prime:
        let inner = ring.form(generator)
        let log = ring.form(.call(.ln, [inner]))
        total = try ring.add(total, ring.multiply(log, Fraction(factor.exponent)))
      case .power(let base, let exponent) where base == ring.form(.e):
        total = try ring.add(total, ring.multiply(exponent, Fraction(factor.exponent)))
      case .power, .symbol, .i, .call, .apply: rest.append(factor)
      }
    }
    for (prime, multiplicity) in try ring.primes(coefficient) {
      let log = ring.form(.call(.ln, [ring.form(.prime(prime))]))
      total = try ring.add(total, ring.multiply(log, Fraction(Rational(multiplicity))))
    }
    if rest.isEmpty { return total }
    let inner = Fraction(top: Polynomial(terms: [Monomial(factors: rest): .one]), bottom: .one)
    return try ring.add(total, ring.form(.call(.ln, [inner])))
  }

  // MARK: Trigonometry

  private func trigonometric(_ function: Function, _ x: Fraction) throws(Stop) -> Fraction {
    if x.top.isZero {
      switch function {
      case .sin, .tan, .sinh, .tanh, .arcsin, .arctan: return .zero
      case .cos, .sec, .cosh: return .one
      default: throw .undefined
      }
    }
    func call(_ name: Function) -> Fraction { ring.form(.call(name, [x])) }
    switch function {
    case .tan: return try ring.multiply(call(.sin), ring.invert(call(.cos)))
    case .cot: return try ring.multiply(call(.cos), ring.invert(call(.sin)))
    case .sec: return try ring.invert(call(.cos))
    case .csc: return try ring.invert(call(.sin))
    case .tanh: return try ring.multiply(call(.sinh), ring.invert(call(.cosh)))
    default: return call(function)
    }
  }

  /// Values at multiples of 30° and 45°.
  private func special(_ function: Function, _ x: Fraction) -> Node? {
    guard function == .sin || function == .cos || function == .tan, x.isPolynomial,
      let (monomial, coefficient) = x.top.single, monomial.factors.count == 1,
      monomial.factors[0].exponent.isOne, ring.generators[monomial.factors[0].generator] == .pi
    else { return nil }
    let twelfths = coefficient * Rational(12)
    guard twelfths.isInteger else { return nil }
    let turn = Int(exactly: twelfths.numerator.modulus(24)) ?? 0
    guard let sine = Canonical.sine(turn), let cosine = Canonical.sine((turn + 6) % 24) else {
      return nil
    }
    switch function {
    case .sin: return sine
    case .cos: return cosine
    default: return cosine == .zero ? nil : .quotient(sine, cosine)
    }
  }

  /// The sine of a number of twelfths of π, for the multiples of two and three.
  private static func sine(_ twelfths: Int) -> Node? {
    if twelfths > 12 { return sine(twelfths - 12).map { .negated($0) } }
    if twelfths > 6 { return sine(12 - twelfths) }
    func halfRoot(_ n: Int) -> Node { .quotient(.call(.root, [.int(n), .int(2)]), .int(2)) }
    switch twelfths {
    case 0: return .zero
    case 2: return .number(Rational(1, 2))
    case 3: return halfRoot(2)
    case 4: return halfRoot(3)
    case 6: return .one
    default: return nil
    }
  }

  // MARK: Factorials

  private func factorial(_ x: Fraction) throws(Stop) -> Fraction {
    if let value = x.constant {
      guard value.isInteger, value.sign >= 0 else { throw .undefined }
      guard let n = value.int, n <= Canonical.factorialLimit else {
        return ring.form(.call(.factorial, [x]))
      }
      try ring.meter.spend(n / 2 + n * n / 2000)
      return Fraction(Rational(Canonical.range(1, n)))
    }
    // (n + k)! = (n + 1)…(n + k) n!
    guard x.isPolynomial, let offset = x.top.terms[.one], let count = offset.int,
      abs(count) <= 20
    else { return ring.form(.call(.factorial, [x])) }
    var result = ring.form(
      .call(.factorial, [try ring.subtract(x, Fraction(Rational(count)))]))
    let base = try ring.subtract(x, Fraction(offset))
    for step in stride(from: min(0, count) + 1, through: max(0, count), by: 1) {
      let factor = try ring.add(base, Fraction(Rational(step)))
      result = try ring.multiply(result, count > 0 ? factor : ring.invert(factor))
    }
    return result
  }

  /// The product of the integers of a range, halves first: factors of like size multiply fastest.
  static func range(_ low: Int, _ high: Int) -> BigInt {
    if low > high { return 1 }
    if high - low < 8 { return (low...high).reduce(BigInt(1)) { $0 * BigInt($1) } }
    let middle = (low + high) / 2
    return LongProduct.of(range(low, middle), range(middle + 1, high))
  }

  private func doubleFactorial(_ x: Fraction) throws(Stop) -> Fraction {
    guard let n = x.constant?.int, n >= 0, n <= Canonical.factorialLimit else {
      return ring.form(.call(.doubleFactorial, [x]))
    }
    try ring.meter.spend(n)
    return Fraction(
      Rational(stride(from: n, to: 1, by: -2).reduce(BigInt(1)) { $0 * BigInt($1) }))
  }

  private func chosen(_ forms: [Fraction], ordered: Bool) throws(Stop) -> Fraction {
    guard forms.count == 2 else { throw .undefined }
    let name = ordered ? Function.permutations : .binomial
    guard let value = forms[1].constant, value.isInteger else {
      return ring.form(.call(name, forms))
    }
    guard var k = value.int, k >= 0 else { return value.sign < 0 ? .zero : try tooLarge() }
    if let n = forms[0].constant?.int, n >= 0 {
      if k > n { return .zero }
      if !ordered { k = min(k, n - k) }
      guard k <= Canonical.factorialLimit, n <= 1 << 40 else {
        return ring.form(.call(name, forms))
      }
      try ring.meter.spend(k / 2 + k * k / 1000)
      let top = Canonical.range(n - k + 1, n)
      return Fraction(ordered ? Rational(top) : Rational(top / Canonical.range(1, k)))
    }
    guard k <= 24 else { return ring.form(.call(name, forms)) }
    var result = Fraction.one
    for index in 0..<k {
      result = try ring.multiply(
        result, ring.subtract(forms[0], Fraction(Rational(index))))
      if !ordered { result = try ring.multiply(result, Fraction(Rational(1, index + 1))) }
    }
    return result
  }

  private func tooLarge() throws(Stop) -> Fraction { throw .tooLarge }

  /// ζ at even numbers by Bernoulli numbers.
  private func zeta(_ x: Fraction) throws(Stop) -> Fraction {
    let values: [Int: Rational] = [
      2: Rational(1, 6), 4: Rational(1, 90), 6: Rational(1, 945), 8: Rational(1, 9450),
      10: Rational(1, 93_555),
    ]
    guard let s = x.constant?.int, let factor = values[s] else {
      return ring.form(.call(.zeta, [x]))
    }
    return try ring.multiply(Fraction(factor), ring.form(.pi, power: Rational(s)))
  }

  // MARK: Sums and products

  /// Geometric series, and sums of c/k^(2m) from one on.
  private func series(_ name: String, _ low: Fraction, _ body: Node) throws(Stop) -> Fraction {
    let term = try form(body)
    let next = try form(body.replacing(name, by: .sum([.symbol(name), .one])))
    let ratio = try ring.multiply(next, ring.invert(term))
    if let value = ratio.constant {
      guard value.magnitude < .one, let start = low.constant else { throw .unsupported }
      let first = try form(body.replacing(name, by: .number(start)))
      return try ring.multiply(first, ring.invert(Fraction(.one - value)))
    }
    guard low == .one, term.isPolynomial, let (monomial, coefficient) = term.top.single,
      let factor = monomial.factors.first(where: { ring.generators[$0.generator] == .symbol(name) }
      ),
      let power = factor.exponent.int, power < -1
    else { throw .unsupported }
    let rest = Monomial(factors: monomial.factors.filter { $0.generator != factor.generator })
    let scale = Fraction(top: try ring.polynomial(rest, coefficient), bottom: .one)
    return try ring.multiply(scale, zeta(Fraction(Rational(-power))))
  }

  private func fold(_ fold: Fold, _ name: String, _ low: Node, _ high: Node, _ body: Node)
    throws(Stop) -> Fraction
  {
    if fold == .sum, Infinity.sign(high) == 1 { return try series(name, form(low), body) }
    let first = try form(low)
    let last = try form(high)
    if fold == .product, body == .symbol(name), first == .one { return try factorial(last) }
    if let a = first.constant?.int, let b = last.constant?.int {
      guard abs(a) < 1 << 60, abs(b) < 1 << 60, b - a < 400 else { throw .unsupported }
      var total = fold == .sum ? Fraction.zero : .one
      guard a <= b else { return total }
      for index in a...b {
        let term = try form(body.replacing(name, by: .int(index)))
        total = fold == .sum ? try ring.add(total, term) : try ring.multiply(total, term)
      }
      return total
    }
    throw .unsupported
  }
}
