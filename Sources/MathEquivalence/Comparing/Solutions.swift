/// Equations in one letter as the sets of their solutions.
enum Solutions {
  static let factorLimit = 8

  /// The letter and its values when the equation is solved: `x = 1, 2`.
  static func solved(_ sides: [Node]) -> (name: String, values: [Node])? {
    guard sides.count == 2 else { return nil }
    for (left, right) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      guard case .symbol(let name) = left else { continue }
      let values: [Node]
      if case .list(let parts) = right { values = parts } else { values = [right] }
      guard values.allSatisfy({ $0.isScalar && $0.hasNoSymbols }) else { continue }
      return (name, values)
    }
    return nil
  }

  /// The roots, without repetition, of a polynomial of degree one or two or of a product of such
  /// factors; nothing for other equations.
  static func roots(of sides: [Node], in name: String, _ comparison: Comparison) throws(Stop)
    -> [Node]?
  {
    guard sides.count == 2, sides.allSatisfy(\.isScalar),
      sides[0].symbols.union(sides[1].symbols) == [name]
    else { return nil }
    let whole: Node
    if sides[1] == .zero {
      whole = sides[0]
    } else if sides[0] == .zero {
      whole = sides[1]
    } else {
      whole = .difference(sides[0], sides[1])
    }
    // `0·x = 0` holds everywhere.
    let ring = Ring(meter: comparison.meter)
    guard let form = try? Canonical(ring: ring).form(whole), !form.top.isZero,
      let factors = factors(of: whole, in: name)
    else { return nil }
    var found: [Node] = []
    for factor in factors {
      guard let roots = try roots(of: factor, in: name, comparison) else { return nil }
      for root in roots {
        var isKnown = false
        for known in found where !isKnown {
          let decision = try comparison.scalars(known, root)
          guard decision.outcome != .undecided else { return nil }
          isKnown = decision.isEqual
        }
        if !isKnown { found.append(root) }
      }
    }
    return found
  }

  /// The factors that depend on the letter; nothing when one of them is a denominator.
  private static func factors(of node: Node, in name: String) -> [Node]? {
    guard case .product(let parts) = node else {
      if case .power(let base, let exponent) = node, base.symbols.contains(name) {
        guard let value = Evaluator.rational(exponent), value.isInteger, value.sign > 0 else {
          return nil
        }
        return factors(of: base, in: name)
      }
      return [node]
    }
    var result: [Node] = []
    for part in parts where part.symbols.contains(name) {
      guard let inner = factors(of: part, in: name) else { return nil }
      result += inner
    }
    return result.count <= factorLimit ? result : nil
  }

  private static func roots(of factor: Node, in name: String, _ comparison: Comparison)
    throws(Stop) -> [Node]?
  {
    let ring = Ring(meter: comparison.meter)
    guard let form = try? Canonical(ring: ring).form(factor),
      let coefficients = ring.coefficients(of: form, in: name),
      (2...3).contains(coefficients.count)
    else { return nil }
    let (c, b) = (coefficients[0], coefficients[1])
    if coefficients.count == 2 { return [.negated(.quotient(c, b))] }
    let twice = Node.product([.int(2), coefficients[2]])
    let discriminant = Node.sum([
      .power(b, .int(2)), .product([.int(-4), coefficients[2], c]),
    ])
    if try comparison.order(discriminant, .zero) == 0 { return [.negated(.quotient(b, twice))] }
    let root = Node.call(.root, [discriminant, .int(2)])
    return [
      .quotient(.sum([.negated(b), root]), twice),
      .quotient(.difference(.negated(b), root), twice),
    ]
  }
}

extension Comparison {
  /// `x = ±1` and `x² = 1`; nothing unless just one of the equations is solved.
  func solutions(_ sides: [Node], _ others: [Node]) throws(Stop) -> Decision? {
    let left = Solutions.solved(sides)
    let right = Solutions.solved(others)
    guard (left == nil) != (right == nil), let (name, values) = left ?? right,
      let roots = try Solutions.roots(of: left == nil ? sides : others, in: name, self)
    else { return nil }
    let decision = try inAnyOrder(values, roots)
    return decision.isEqual ? .equal(.exact, "the equations have the same solutions") : decision
  }
}
