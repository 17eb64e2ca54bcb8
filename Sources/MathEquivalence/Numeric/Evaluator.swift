internal import BigInt

/// Computes the value of an expression at a point as a ball.
///
/// Functions are kept out of line: their temporary values would stand in every frame of the
/// recursion, of which a stack of 512 KiB has to hold as many as brackets can be nested.
struct Evaluator {
  /// Over which numbers roots and logarithms are taken.
  enum Domain {
    /// Real branches; a root or logarithm that is not real is undefined.
    case real
    /// Principal branches.
    case complex
  }

  let bits: Int
  let domain: Domain
  var point: [String: Ball]
  let meter: Meter

  /// More terms of a sum are not added one by one.
  static let termLimit = 2000

  init(bits: Int, domain: Domain, point: [String: Ball] = [:], meter: Meter) {
    self.bits = bits
    self.domain = domain
    self.point = point
    self.meter = meter
  }

  @inline(never)
  func value(_ node: Node) throws(Stop) -> ComplexBall {
    try meter.spend(40 + bits >> 2)
    try meter.descend()
    defer { meter.ascend() }
    switch node {
    case .number(let value): return ComplexBall(try Ball(value, bits: bits))
    case .constant(let constant): return try self.constant(constant)
    case .symbol(let name):
      guard let value = point[name] else { throw .unsupported }
      return ComplexBall(value)
    case .sum(let parts):
      var total = ComplexBall.zero
      for part in parts { total = try total.plus(value(part), bits: bits) }
      return total
    case .product(let parts): return try product(parts)
    case .power(let base, let exponent): return noted(try power(base, exponent))
    case .call(let function, let arguments): return noted(try call(function, arguments))
    case .percent(let inner):
      return try value(inner).times(
        ComplexBall(Ball(Rational(1, 100), bits: bits)), bits: bits)
    case .piecewise(let values, let conditions): return try piecewise(values, conditions)
    case .fold(let fold, let name, let low, let high, let body):
      return try self.fold(fold, name, low, high, body)
    case .limit(let body, let name, let target): return try limit(body, name, target)
    case .integral(let body, let name, let low?, let high?):
      return try integral(body, name, low, high)
    case .derivative, .integral, .apply, .plusMinus, .quantity, .tuple, .list, .set,
      .interval, .setOperation, .namedSet, .setBuilder, .relation, .and, .or, .matrix, .ratio,
      .residue, .text, .based, .dots:
      throw .unsupported
    }
  }

  /// Remembers how far from one a value lies: so far behind the point it may make a difference.
  func noted(_ value: ComplexBall) -> ComplexBall {
    if !value.containsZero { meter.note(span: abs(value.top)) }
    return value
  }

  @inline(never)
  private func constant(_ constant: Constant) throws(Stop) -> ComplexBall {
    switch constant {
    case .pi: return ComplexBall(try Ball.pi(bits: bits))
    case .e: return ComplexBall(try Ball.one.exp(bits: bits))
    case .i: return .i
    case .infinity, .eulerGamma: throw .unsupported
    }
  }

  @inline(never)
  private func product(_ parts: [Node]) throws(Stop) -> ComplexBall {
    var total = ComplexBall.one
    for part in parts { total = try total.times(value(part), bits: bits) }
    return total
  }

  @inline(never)
  private func piecewise(_ values: [Node], _ conditions: [Node?]) throws(Stop) -> ComplexBall {
    for (value, condition) in zip(values, conditions) {
      guard let condition else { return try self.value(value) }
      if try holds(condition) { return try self.value(value) }
    }
    throw .undefined
  }

  /// Whether a condition is certainly true; throws when the balls cannot tell.
  @inline(never)
  private func holds(_ condition: Node) throws(Stop) -> Bool {
    switch condition {
    case .and(let parts), .list(let parts):
      for part in parts where try !holds(part) { return false }
      return true
    case .or(let parts):
      for part in parts where try holds(part) { return true }
      return false
    case .relation(let sides, let relations):
      for (index, relation) in relations.enumerated() {
        let gap = try value(sides[index]).minus(value(sides[index + 1]), bits: bits)
        guard gap.imaginary == nil else { throw .undefined }
        if gap.real.isExactZero {
          if relation == .equal || relation == .lessOrEqual || relation == .greaterOrEqual {
            continue
          }
          return false
        }
        guard !gap.real.containsZero else { throw .undefined }
        switch relation {
        case .less, .lessOrEqual: if gap.real.isPositive { return false }
        case .greater, .greaterOrEqual: if gap.real.isNegative { return false }
        case .equal: return false
        case .notEqual: break
        case .approximately, .element, .notElement, .subset, .implies, .proportional,
          .parallel, .perpendicular, .congruent:
          throw .unsupported
        }
      }
      return true
    default: throw .unsupported
    }
  }

  @inline(never)
  private func fold(_ fold: Fold, _ name: String, _ low: Node, _ high: Node, _ body: Node)
    throws(Stop) -> ComplexBall
  {
    guard let first = try integer(low), let last = try integer(high) else { throw .unsupported }
    guard abs(first) < 1 << 60, abs(last) < 1 << 60, last - first < Evaluator.termLimit else {
      throw .tooLarge
    }
    var total = fold == .sum ? ComplexBall.zero : .one
    var inner = self
    guard first <= last else { return total }
    for index in first...last {
      inner.point[name] = Ball(exact: index)
      let term = try inner.value(body)
      total =
        fold == .sum ? try total.plus(term, bits: bits) : try total.times(term, bits: bits)
    }
    return total
  }

  /// The exact integer value of an expression at this point.
  @inline(never)
  func integer(_ node: Node) throws(Stop) -> Int? {
    Evaluator.whole(try value(node))
  }

  static func whole(_ ball: ComplexBall) -> Int? {
    guard ball.imaginary == nil, ball.real.radius.isZero, ball.real.top < 62 else { return nil }
    let value = ball.real
    if value.exponent >= 0 { return Int(exactly: value.mantissa << value.exponent) }
    let shift = -value.exponent
    guard shift < 4096, value.mantissa.isZero || value.mantissa.trailingZeroBitCount >= shift else {
      return nil
    }
    return Int(exactly: value.mantissa >> shift)
  }

  // MARK: Powers

  @inline(never)
  func power(_ base: Node, _ exponent: Node) throws(Stop) -> ComplexBall {
    if base == .constant(.e) { return try value(exponent).exp(bits: bits) }
    let b = try value(base)
    if let exact = Evaluator.rational(exponent) { return try power(b, exact) }
    // Once: a tower would be computed twice at each of its levels.
    let e = try value(exponent)
    if let whole = Evaluator.whole(e) { return try power(b, Rational(whole)) }
    if b.real.isExactZero, b.imaginary == nil {
      guard e.real.isPositive else { throw .undefined }
      return .zero
    }
    guard domain == .complex || (b.imaginary == nil && b.real.isPositive) else {
      throw .undefined
    }
    return try b.log(bits: bits + 32).times(e, bits: bits + 32).exp(bits: bits)
  }

  @inline(never)
  private func power(_ base: ComplexBall, _ exponent: Rational) throws(Stop) -> ComplexBall {
    if let whole = exponent.int {
      if whole == 0 { return .one }
      let size = abs(base.top) > 1 << 20 ? 1 << 20 : abs(base.top) + 1
      guard abs(whole) < (1 << 56) / size else { throw .tooLarge }
      if abs(whole) > 1 << 14, base.imaginary != nil { throw .tooLarge }
      try meter.spend(64 - whole.magnitude.leadingZeroBitCount)
      let extra = 2 * (64 - whole.magnitude.leadingZeroBitCount)
      return try base.power(whole, bits: bits + extra)
    }
    guard !exponent.isInteger else { throw .tooLarge }
    if base.imaginary == nil, base.real.isExactZero {
      guard exponent.sign > 0 else { throw .undefined }
      return .zero
    }
    if base.imaginary == nil, base.real.isPositive {
      return ComplexBall(try positive(base.real, exponent))
    }
    switch domain {
    case .real:
      guard base.imaginary == nil, base.real.isNegative, exponent.hasOddDenominator
      else { throw .undefined }
      let size = ComplexBall(try positive(-base.real, exponent))
      return exponent.hasOddNumerator ? -size : size
    case .complex:
      if exponent == Rational(1, 2) { return try base.squareRoot(bits: bits) }
      return try exponentiate(base, exponent)
    }
  }

  /// A positive number to a broken power: small roots by Newton's method, others by logarithms.
  @inline(never)
  private func positive(_ base: Ball, _ exponent: Rational) throws(Stop) -> Ball {
    guard case .small(let top, let degree) = exponent, degree <= 6, abs(top) <= 12 else {
      return try exponentiate(ComplexBall(base), exponent).real
    }
    try meter.spend(bits >> 4)
    let root = degree == 2 ? try base.squareRoot(bits: bits) : try base.root(degree, bits: bits)
    return top == 1 ? root : try root.power(top, bits: bits)
  }

  @inline(never)
  private func exponentiate(_ base: ComplexBall, _ exponent: Rational) throws(Stop) -> ComplexBall {
    let work = bits + 32
    let factor = ComplexBall(try Ball(exponent, bits: work))
    return try base.log(bits: work).times(factor, bits: work).exp(bits: bits)
  }

  /// The exact value of an exponent made of literals only.
  @inline(never)
  static func rational(_ node: Node) -> Rational? {
    switch node {
    case .number(let value): return value
    case .percent(let inner): return rational(inner).map { $0 * Rational(1, 100) }
    case .sum(let parts):
      var total = Rational.zero
      for part in parts {
        guard let value = rational(part), value.bits < 4096 else { return nil }
        total = total + value
      }
      return total
    case .product(let parts):
      var total = Rational.one
      for part in parts {
        guard let value = rational(part), value.bits < 4096 else { return nil }
        total = total * value
      }
      return total
    case .power(let base, let exponent):
      guard let b = rational(base), let e = rational(exponent)?.int, abs(e) <= 64, b.bits <= 256
      else { return nil }
      return b.power(e)
    default: return nil
    }
  }
}
