extension Inequalities {
  /// Where a product is positive, negative and zero; at poles it is none of them.
  private struct Signs {
    var positive: RealSet
    var negative: RealSet
    var zero: RealSet

    func times(_ other: Signs, _ comparison: Comparison) throws(Stop) -> Signs {
      func both(_ a: RealSet, _ b: RealSet) throws(Stop) -> RealSet {
        try a.combined(b, comparison) { $0 && $1 }
      }
      func either(_ a: RealSet, _ b: RealSet) throws(Stop) -> RealSet {
        try a.combined(b, comparison) { $0 || $1 }
      }
      return Signs(
        positive: try either(
          both(positive, other.positive), both(negative, other.negative)),
        negative: try either(
          both(positive, other.negative), both(negative, other.positive)),
        zero: try either(zero, other.zero))
    }
  }

  /// Solves `f relation g` for quotients and products of polynomials of degree one or two.
  static func rational(
    _ left: Node, _ relation: Relation, _ right: Node, _ name: String, _ comparison: Comparison
  ) throws(Stop) -> RealSet? {
    let factors: [(base: Node, exponent: Int)]
    var holding = relation
    if right == .zero, let own = self.factors(of: left) {
      factors = own
    } else if left == .zero, let own = self.factors(of: right), let flipped = relation.flipped {
      (factors, holding) = (own, flipped)
    } else {
      let ring = Ring(meter: comparison.meter)
      guard let form = try? Canonical(ring: ring).form(.difference(left, right)) else { return nil }
      let top = ring.withoutMonomialFactor(form.top, symbolsIn: form)
      guard let upper = ring.coefficients(of: Fraction(top: top, bottom: .one), in: name),
        let lower = ring.coefficients(of: Fraction(top: form.bottom, bottom: .one), in: name)
      else { return nil }
      // What was multiplied by to clear negative powers of the letter.
      guard let shift = lowestPower(form.top, ring, name) else { return nil }
      factors = [
        (polynomial(upper, name), 1), (polynomial(lower, name), -1), (.symbol(name), -shift),
      ]
    }
    guard factors.count <= Solutions.factorLimit else { return nil }
    var signs = Signs(positive: .all, negative: .none, zero: .none)
    for factor in factors where factor.exponent != 0 {
      guard let next = try self.signs(factor.base, factor.exponent, name, comparison) else {
        return nil
      }
      signs = try signs.times(next, comparison)
    }
    var result = RealSet.none
    for (set, sign) in [(signs.positive, 1), (signs.negative, -1), (signs.zero, 0)]
    where holds(holding, sign) {
      result = try result.combined(set, comparison) { $0 || $1 }
    }
    return result
  }

  /// The factors of a product with whole exponents.
  private static func factors(of node: Node) -> [(base: Node, exponent: Int)]? {
    switch node {
    case .product(let parts):
      var result: [(Node, Int)] = []
      for part in parts {
        guard let inner = factors(of: part) else { return nil }
        result += inner
      }
      return result
    case .power(let base, let exponent):
      guard let count = Evaluator.rational(exponent)?.int, count != 0, abs(count) <= 16 else {
        return nil
      }
      return factors(of: base)?.map { ($0.base, $0.exponent * count) }
    default: return [(node, 1)]
    }
  }

  /// The largest n for which the letter stands with the power -n; nothing for broken powers.
  private static func lowestPower(_ form: Polynomial, _ ring: Ring, _ name: String) -> Int? {
    var lowest = 0
    for monomial in form.terms.keys {
      for factor in monomial.factors where ring.generators[factor.generator] == .symbol(name) {
        guard let exponent = factor.exponent.int else { return nil }
        lowest = min(lowest, exponent)
      }
    }
    return -lowest
  }

  private static func polynomial(_ coefficients: [Node], _ name: String) -> Node {
    .sum(
      coefficients.indices.map { .product([coefficients[$0], .power(.symbol(name), .int($0))]) })
  }

  private static func signs(
    _ base: Node, _ exponent: Int, _ name: String, _ comparison: Comparison
  ) throws(Stop) -> Signs? {
    var signs: Signs
    if base.hasNoSymbols {
      let sign = try comparison.order(base, .zero)
      signs = Signs(
        positive: sign > 0 ? .all : .none, negative: sign < 0 ? .all : .none,
        zero: sign == 0 ? .all : .none)
    } else if let positive = try polynomial(base, .greater, name, comparison),
      let negative = try polynomial(base, .less, name, comparison),
      let zero = try polynomial(base, .equal, name, comparison)
    {
      signs = Signs(positive: positive, negative: negative, zero: zero)
    } else {
      let ring = Ring(meter: comparison.meter)
      guard let value = try? Canonical(ring: ring).form(base).constant else { return nil }
      return try self.signs(.number(value), exponent, name, comparison)
    }
    if exponent < 0 { signs.zero = .none }
    if exponent % 2 == 0 {
      signs.positive = try signs.positive.combined(signs.negative, comparison) { $0 || $1 }
      signs.negative = .none
    }
    return signs
  }

  /// Without the points where something is divided by zero; nothing when they cannot be found.
  static func withoutPoles(
    _ set: RealSet, _ sides: [Node], _ name: String, _ comparison: Comparison
  ) throws(Stop) -> RealSet? {
    var result = set
    for base in sides.flatMap({ denominators($0, name) }) {
      guard let inside = try polynomial(base, .notEqual, name, comparison) else { return nil }
      result = try result.combined(inside, comparison) { $0 && $1 }
    }
    return result
  }

  private static func denominators(_ node: Node, _ name: String) -> [Node] {
    var found = node.children.flatMap { denominators($0, name) }
    if case .power(let base, let exponent) = node, base.symbols.contains(name),
      Evaluator.rational(exponent).map({ $0.sign < 0 }) ?? true
    {
      found += factors(of: base)?.map(\.base).filter { $0.symbols.contains(name) } ?? [base]
    }
    return found
  }
}
