internal import BigInt

extension Comparison {
  /// Two values of arithmetic: exactly, then by high precision.
  func scalars(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    if gold == answer { return .equal(.structural, "the same value is written") }
    let goldHas = Infinity.isIn(gold)
    let answerHas = Infinity.isIn(answer)
    if goldHas || answerHas { return infinities(gold, answer) }
    if let a = Evaluator.rational(gold), let b = Evaluator.rational(answer) {
      return rationals(gold, answer, a, b)
    }
    let isConstant = gold.hasNoSymbols && answer.hasNoSymbols
    if isConstant, !hasTolerance, let factored = Factored.compare(gold, answer, meter) {
      return factored
    }
    let exact = exactly(gold, answer)
    if let exact {
      if exact.isEqual { return exact }
      if isConstant, hasTolerance { return try within(gold, answer) ?? exact }
      if !isConstant, let family = try? families(gold, answer) { return family }
      return try renamed(gold, answer) ?? exact
    }
    meter.useReserve()
    let decision: Decision
    do throws(Stop) {
      decision = try numerically(gold, answer)
    } catch {
      guard error != .fuel, let result = try monotone(gold, answer) else { throw error }
      return result
    }
    if decision.outcome == .different {
      if isConstant, hasTolerance { return try within(gold, answer) ?? decision }
      if !isConstant, let family = try? families(gold, answer) { return family }
      return try renamed(gold, answer) ?? decision
    }
    return decision
  }

  private func rationals(_ gold: Node, _ answer: Node, _ a: Rational, _ b: Rational) -> Decision {
    if a == b { return .equal(.exact, "both are \(a)") }
    if hasTolerance, let close = try? within(gold, answer) { return close }
    if policy.percentIsNumber, isPercent(gold) != isPercent(answer) {
      let left = isPercent(gold) ? a * Rational(100) : a
      let right = isPercent(answer) ? b * Rational(100) : b
      if left == right { return .equal(.exact, "both are \(left), with or without %") }
    }
    return .different(.exact, "expected \(a), found \(b)")
  }

  private func isPercent(_ node: Node) -> Bool {
    if case .percent = node { true } else { false }
  }

  /// A decision by canonical forms, or nothing.
  private func exactly(_ gold: Node, _ answer: Node) -> Decision? {
    let ring = Ring(meter: meter)
    let canonical = Canonical(ring: ring)
    do throws(Stop) {
      let left = try canonical.form(gold)
      let right: Fraction
      do throws(Stop) {
        right = try canonical.form(answer)
      } catch {
        guard error == .undefined, left.constant != nil else { throw error }
        return .different(.exact, "expected \(gold), but \(answer) has no value")
      }
      if left == right { return .equal(.exact, "the same canonical form") }
      if left.constant != nil, right.constant != nil {
        return .different(.exact, "expected \(gold), found \(answer)")
      }
      let difference =
        try ring.multiply(left.top, right.bottom)
        + ring.multiply(-right.top, left.bottom)
      if difference.isZero { return .equal(.exact, "the difference is exactly zero") }
      if ring.isCertainlyNonzero(difference) {
        return .different(.exact, "expected \(gold), found \(answer)")
      }
      return nil
    } catch {
      return nil
    }
  }

  /// Values beyond computing: powers of one base and factorials grow with their argument.
  private func monotone(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    let arguments: (Node, Node)
    switch (gold, answer) {
    case (.power(let base, let a), .power(let other, let b)):
      guard base == other, let value = Evaluator.rational(base), Rational(2) <= value else {
        return nil
      }
      arguments = (a, b)
    case (.call(.factorial, let a), .call(.factorial, let b)):
      guard a.count == 1, b.count == 1, let x = Evaluator.rational(a[0]),
        let y = Evaluator.rational(b[0]), Rational(2) <= x, Rational(2) <= y
      else { return nil }
      arguments = (a[0], b[0])
    default: return nil
    }
    try meter.spend(1000)
    return try scalars(arguments.0, arguments.1)
  }

  /// `x² + C` and `x² + K`: another letter for a constant that the reference calls C or C_1, C_2.
  /// `2 + 3j` for a complex number.
  private func renamed(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    let own = gold.symbols.subtracting(answer.symbols).sorted()
    let other = answer.symbols.subtracting(gold.symbols).sorted()
    if own.isEmpty, other == ["j"], gold.symbols.isEmpty,
      gold.contains(where: { $0 == .constant(.i) }),
      !answer.contains(where: { $0 == .constant(.i) })
    {
      return try scalars(gold, answer.replacing("j", by: .constant(.i)))
    }
    // `AC` and `AB` are other lengths: constants stand beside an ordinary unknown.
    guard own.count == other.count, (1...2).contains(own.count),
      own.allSatisfy(Comparison.isArbitrary),
      other.allSatisfy({ Comparison.mayBeArbitrary($0, of: own.count) }),
      gold.symbols.intersection(answer.symbols).contains(where: Comparison.isUnknown)
    else { return nil }
    for order in own.count == 1 ? [other] : [other, other.reversed()] {
      var changed = answer
      for (from, to) in zip(order, own) { changed = changed.replacing(from, by: .symbol(to)) }
      let decision = try scalars(gold, changed)
      if decision.isEqual {
        return .equal(decision.method, "\(decision.reason), with other letters for constants")
      }
    }
    return nil
  }

  /// Letters that stand for any constant in solutions of integrals and differential equations.
  private static func isArbitrary(_ name: String) -> Bool {
    name == "C" || name.hasPrefix("C_") || name == "c_1" || name == "c_2"
  }

  private static func mayBeArbitrary(_ name: String, of count: Int) -> Bool {
    if isArbitrary(name) || ["c", "K", "k"].contains(name) { return true }
    if name.hasPrefix("c_") || name.hasPrefix("K_") || name.hasPrefix("k_") { return true }
    return count == 2 ? ["A", "B", "a", "b"].contains(name) : name == "A"
  }

  private static func isUnknown(_ name: String) -> Bool {
    ["x", "y", "z", "t", "u", "v", "s", "r", "theta"].contains(name)
  }

  // MARK: Infinity

  private func infinities(_ gold: Node, _ answer: Node) -> Decision {
    guard let a = Infinity.sign(gold), let b = Infinity.sign(answer) else {
      return Infinity.isIn(gold) && Infinity.isIn(answer)
        ? .undecided(.structural, "infinity stands inside an expression") : mismatch(gold, answer)
    }
    return a == b ? .equal(.structural, "both are infinite") : mismatch(gold, answer)
  }

  // MARK: Tolerance

  var hasTolerance: Bool {
    policy.absoluteTolerance != nil || policy.relativeTolerance != nil
      || policy.significantFigures != nil
  }

  /// Nothing when the numbers are too far apart for the policy.
  private func within(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    let evaluator = Evaluator(bits: 256, domain: .real, meter: meter)
    let a = try evaluator.real(gold)
    let b = try evaluator.real(answer)
    let gap = try a.minus(b, bits: 256).magnitude
    var limits: [Ball] = []
    if let absolute = policy.absoluteTolerance, let limit = Comparison.exact(absolute) {
      limits.append(try Ball(limit, bits: 256))
    }
    if let relative = policy.relativeTolerance, let limit = Comparison.exact(relative) {
      limits.append(try Ball(limit, bits: 256).times(a.magnitude, bits: 256))
    }
    if let figures = policy.significantFigures, (1...15).contains(figures), !a.containsZero {
      if try rounded(a, figures) == rounded(b, figures) {
        return .equal(.numeric, "equal to \(figures) significant figures")
      }
    }
    for limit in limits where try !gap.minus(limit, bits: 256).isPositive {
      return .equal(.numeric, "within the tolerance: \(a.approximation) and \(b.approximation)")
    }
    return nil
  }

  static func exact(_ value: Double) -> Rational? {
    guard value.isFinite, value >= 0 else { return nil }
    if value == 0 { return .zero }
    let mantissa = BigInt(value.significandBitPattern | (1 << 52))
    let shift = Int(value.exponent) - 52
    guard abs(shift) < 1100, value.isNormal else { return nil }
    return shift >= 0 ? Rational(mantissa << shift) : Rational(mantissa, BigInt(1) << -shift)
  }

  /// The number rounded half away from zero, as digits and power of ten.
  private func rounded(_ ball: Ball, _ figures: Int) throws(Stop) -> Rational {
    guard abs(ball.top) < 2000 else { throw .tooLarge }
    let value =
      ball.exponent >= 0
      ? Rational(ball.mantissa << ball.exponent)
      : Rational(ball.mantissa, BigInt(1) << -ball.exponent)
    guard !value.isZero else { return .zero }
    var scale = Rational.one
    let ten = Rational(10)
    let low = Rational(10).power(figures - 1) ?? .one
    while value.magnitude * scale < low { scale = scale * ten }
    while low * ten <= value.magnitude * scale { scale = scale * Rational(1, 10) }
    let digits = (value.magnitude * scale + Rational(1, 2)).floor
    guard let inverse = scale.inverse else { throw .tooLarge }
    return Rational(digits) * inverse * Rational(value.sign)
  }

  // MARK: Order

  /// The sign of `left - right` for constants: -1, 0 or 1.
  func order(_ left: Node, _ right: Node) throws(Stop) -> Int {
    if let a = Evaluator.rational(left), let b = Evaluator.rational(right) { return (a - b).sign }
    if left == right { return 0 }
    if let exact = exactly(left, right), exact.isEqual { return 0 }
    for bits in [128, 512] {
      let evaluator = Evaluator(bits: bits, domain: .real, meter: meter)
      let gap = try evaluator.real(left).minus(evaluator.real(right), bits: bits)
      if gap.isPositive { return 1 }
      if gap.isNegative { return -1 }
      if bits == 512, gap.errorTop < -400 { return 0 }
    }
    throw .undefined
  }
}

/// Signed infinity.
enum Infinity {
  static func isIn(_ node: Node) -> Bool {
    switch node {
    case .constant(let constant): constant == .infinity
    case .number, .symbol: false
    // A range without end is no infinite value.
    case .integral(let body, _, _, _), .limit(let body, _, _), .fold(_, _, _, _, let body):
      isIn(body)
    default: node.children.contains(where: isIn)
    }
  }

  static func sign(_ node: Node) -> Int? {
    switch node {
    case .constant(.infinity): return 1
    case .product(let parts):
      var result = 1
      var found = false
      for part in parts {
        if let value = Evaluator.rational(part), !value.isZero {
          result *= value.sign
        } else if part == .constant(.infinity), !found {
          found = true
        } else {
          return nil
        }
      }
      return found ? result : nil
    default: return nil
    }
  }
}
