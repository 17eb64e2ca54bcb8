/// Solves relations in one letter: linear, quadratic, absolute values, membership.
enum Inequalities {
  typealias Solution = (set: RealSet, name: String?)

  static func solve(_ node: Node, _ comparison: Comparison) throws(Stop) -> Solution? {
    switch node {
    case .and(let parts), .list(let parts):
      return try joined(parts, comparison, RealSet.all) { $0 && $1 }
    case .or(let parts): return try joined(parts, comparison, RealSet.none) { $0 || $1 }
    case .relation(let sides, let relations):
      if relations.count > 1 {
        let pairs = relations.indices.map {
          Node.relation([sides[$0], sides[$0 + 1]], [relations[$0]])
        }
        guard relations.allSatisfy(\.isOrder) else { return nil }
        return try joined(pairs, comparison, RealSet.all) { $0 && $1 }
      }
      guard sides.count == 2 else { return nil }
      return try single(sides[0], relations[0], sides[1], comparison)
    default: return nil
    }
  }

  private static func joined(
    _ parts: [Node], _ comparison: Comparison, _ start: RealSet,
    _ rule: (Bool, Bool) -> Bool
  ) throws(Stop) -> Solution? {
    var result: Solution = (start, nil)
    for part in parts {
      guard let next = try isSet(part) ? RealSet.of(part, comparison) : solve(part, comparison)
      else { return nil }
      if let a = result.name, let b = next.name, a != b { return nil }
      result = (
        try result.set.combined(next.set, comparison, rule), result.name ?? next.name
      )
    }
    return result
  }

  /// A set beside a relation: `(-1, 3], x ≠ 0`.
  private static func isSet(_ node: Node) -> Bool {
    switch node {
    case .interval, .setOperation, .namedSet: true
    case .tuple(let bracket, let parts): bracket != .angle && parts.count == 2
    default: false
    }
  }

  private static func single(
    _ left: Node, _ relation: Relation, _ right: Node, _ comparison: Comparison
  ) throws(Stop) -> Solution? {
    if case .symbol(let name) = left, relation == .element || relation == .notElement {
      guard let inner = try RealSet.of(right, comparison)?.set else { return nil }
      return (relation == .element ? inner : inner.complement, name)
    }
    guard left.isScalar, right.isScalar else { return nil }
    let names = left.symbols.union(right.symbols)
    guard names.count == 1, let name = names.first else { return nil }
    if relation.isOrder, let bounded = try infiniteBound(left, relation, right) {
      return (bounded, name)
    }
    if let result = try absolute(left, relation, right, comparison) { return (result, name) }
    var solution = try polynomial(.difference(left, right), relation, name, comparison)
    if solution == nil { solution = try rational(left, relation, right, name, comparison) }
    guard let result = solution else { return nil }
    return try withoutPoles(result, [left, right], name, comparison).map { ($0, name) }
  }

  /// `x < ∞` says nothing.
  private static func infiniteBound(_ left: Node, _ relation: Relation, _ right: Node)
    throws(Stop) -> RealSet?
  {
    guard Infinity.isIn(left) || Infinity.isIn(right) else { return nil }
    guard case .symbol = Infinity.isIn(left) ? right : left,
      let sign = Infinity.sign(Infinity.isIn(left) ? left : right)
    else { throw .unsupported }
    let direction = Infinity.isIn(right) ? relation : relation.flipped ?? relation
    let isUpper = direction == .less || direction == .lessOrEqual
    return isUpper == (sign > 0) ? .all : RealSet.none
  }

  /// `|u| < c` is `-c < u < c`; `|u| > c` is `u > c` or `u < -c`.
  private static func absolute(
    _ left: Node, _ relation: Relation, _ right: Node, _ comparison: Comparison
  ) throws(Stop) -> RealSet? {
    guard case .call(.abs, let inner) = left else {
      if case .call(.abs, _) = right, let flipped = relation.flipped {
        return try absolute(right, flipped, left, comparison)
      }
      return nil
    }
    guard right.hasNoSymbols, let u = inner.first, relation.isOrder,
      try comparison.order(right, .zero) >= 0, let name = u.symbols.first, u.symbols.count == 1,
      let flipped = relation.flipped,
      let upper = try polynomial(.difference(u, right), relation, name, comparison),
      let lower = try polynomial(.sum([u, right]), flipped, name, comparison)
    else { return nil }
    let isInside = relation == .less || relation == .lessOrEqual
    return try upper.combined(lower, comparison) { isInside ? $0 && $1 : $0 || $1 }
  }

  /// Solves `f relation 0` for a polynomial of degree one or two.
  static func polynomial(
    _ f: Node, _ relation: Relation, _ name: String, _ comparison: Comparison
  ) throws(Stop) -> RealSet? {
    let ring = Ring(meter: comparison.meter)
    guard let form = try? Canonical(ring: ring).form(f),
      let coefficients = ring.coefficients(of: form, in: name), coefficients.count <= 3,
      coefficients.count >= 2
    else { return nil }
    let roots = try self.roots(coefficients, comparison)
    let leading = coefficients[coefficients.count - 1]
    var sign = try comparison.order(leading, .zero)
    guard sign != 0 else { return nil }
    // Signs of f between the roots, from the right.
    var gaps: [Bool] = []
    for index in 0...roots.count {
      gaps.insert(holds(relation, sign), at: 0)
      if index < roots.count, roots[roots.count - 1 - index].isSimple { sign = -sign }
    }
    return RealSet(
      cuts: roots.map(\.root), gaps: gaps,
      points: roots.map { _ in holds(relation, 0) })
  }

  static func holds(_ relation: Relation, _ sign: Int) -> Bool {
    switch relation {
    case .less: sign < 0
    case .lessOrEqual: sign <= 0
    case .greater: sign > 0
    case .greaterOrEqual: sign >= 0
    case .equal: sign == 0
    case .notEqual: sign != 0
    case .approximately, .element, .notElement, .subset, .implies, .proportional, .parallel,
      .perpendicular, .congruent:
      false
    }
  }

  /// Real roots in ascending order, for coefficients from the constant upwards.
  static func roots(_ coefficients: [Node], _ comparison: Comparison) throws(Stop) -> [(
    root: Node, isSimple: Bool
  )] {
    let c = coefficients[0]
    let b = coefficients[1]
    if coefficients.count == 2 { return [(.negated(.quotient(c, b)), true)] }
    let a = coefficients[2]
    let discriminant = Node.sum([.power(b, .int(2)), .product([.int(-4), a, c])])
    let sign = try comparison.order(discriminant, .zero)
    if sign < 0 { return [] }
    let twice = Node.product([.int(2), a])
    if sign == 0 { return [(.negated(.quotient(b, twice)), false)] }
    let root = Node.call(.root, [discriminant, .int(2)])
    let low = Node.quotient(.difference(.negated(b), root), twice)
    let high = Node.quotient(.sum([.negated(b), root]), twice)
    return try comparison.order(a, .zero) > 0
      ? [(low, true), (high, true)] : [(high, true), (low, true)]
  }
}
