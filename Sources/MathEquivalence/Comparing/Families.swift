extension Comparison {
  /// `a + k·b` for all integers k: the letter may change and k may be shifted.
  ///
  /// Nothing when one of the expressions is no such family of angles.
  func families(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    guard let (offset, period) = try Family.of(gold),
      let (otherOffset, otherPeriod) = try Family.of(answer)
    else { return nil }
    let same = try scalars(period, otherPeriod).isEqual
    let flipped = same ? true : try scalars(period, .negated(otherPeriod)).isEqual
    guard same || flipped else { return nil }
    let shift = Node.quotient(.difference(offset, otherOffset), period)
    let ring = Ring(meter: meter)
    guard let steps = try Canonical(ring: ring).form(shift).constant, steps.isInteger else {
      return nil
    }
    return .equal(.structural, "the same family, shifted by \(steps) periods")
  }
}

/// Expressions that are linear in one letter that usually stands for any integer.
enum Family {
  static let letters: Set<String> = ["k", "n", "m", "l", "K", "N"]

  static func of(_ node: Node) throws(Stop) -> (offset: Node, period: Node)? {
    let symbols = node.symbols
    guard symbols.count == 1, let name = symbols.first, letters.contains(name),
      node.contains(where: { $0 == .constant(.pi) || isDegrees($0) }), isLinear(node, name)
    else { return nil }
    let offset = node.replacing(name, by: .zero)
    let next = node.replacing(name, by: .one)
    return (offset, .difference(next, offset))
  }

  private static func isDegrees(_ node: Node) -> Bool {
    if case .quantity = node { true } else { false }
  }

  private static func isLinear(_ node: Node, _ name: String) -> Bool {
    switch node {
    case .symbol, .number, .constant: return true
    case .sum(let parts): return parts.allSatisfy { isLinear($0, name) }
    case .product(let parts):
      let dependent = parts.filter { $0.symbols.contains(name) }
      return dependent.count <= 1 && dependent.allSatisfy { isLinear($0, name) }
    default: return !node.symbols.contains(name)
    }
  }
}
