extension Comparison {
  /// `a + k·b` for all integers k: the letter may change and k may be shifted.
  ///
  /// Nothing when one of the expressions is no such family of angles.
  func families(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    // Families over the naturals have a first element: no shift.
    if let parameter, parameter.set != .integers { return nil }
    guard let (offset, period) = try Family.of(gold, parameter?.name),
      let (otherOffset, otherPeriod) = try Family.of(answer, parameter?.name)
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

extension Comparison {
  /// Several families that are one together: `kπ, π/2 + kπ` and `kπ/2`.
  ///
  /// Nothing unless all are families with commensurable periods and offsets, one side several.
  func families(_ gold: [Node], _ answer: [Node]) throws(Stop) -> Decision? {
    if let parameter, parameter.set != .integers { return nil }
    guard gold.count + answer.count > 2, (1...8).contains(gold.count),
      (1...8).contains(answer.count)
    else { return nil }
    var lines: [(offset: Node, period: Node)] = []
    for part in gold + answer {
      guard let family = try Family.of(part, parameter?.name) else { return nil }
      lines.append(family)
    }
    let base = lines[0]
    var classes: [(offset: Rational, period: Rational)] = []
    var whole = Rational.one
    for line in lines {
      guard let offset = try quotient(.difference(line.offset, base.offset), base.period),
        let period = try quotient(line.period, base.period), !period.isZero,
        let common = Family.common(whole, period.magnitude)
      else { return nil }
      whole = common
      classes.append((offset, period.magnitude))
    }
    var expected: Set<Rational> = []
    var found: Set<Rational> = []
    for (index, line) in classes.enumerated() {
      guard let inverse = line.period.inverse, let count = (whole * inverse).int, count <= 64,
        let turns = whole.inverse
      else { return nil }
      for step in 0..<count {
        let place = (line.offset + line.period * Rational(step)) * turns
        let rest = place - Rational(place.floor)
        if index < gold.count { expected.insert(rest) } else { found.insert(rest) }
      }
    }
    return expected == found
      ? .equal(.exact, "the same values in all families together")
      : .different(.exact, "the families have other values")
  }

  private func quotient(_ top: Node, _ bottom: Node) throws(Stop) -> Rational? {
    try Canonical(ring: Ring(meter: meter)).form(.quotient(top, bottom)).constant
  }
}

/// A letter and the set it runs through: `k ∈ ℤ`.
struct Parameter: Equatable {
  var name: String
  var set: NamedSet
}

extension Comparison {
  /// Families whose parameters are declared on both sides have the same letter from here on.
  ///
  /// Nothing unless one of the sides declares one.
  func declared(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    guard parameter == nil else { return nil }
    let left = Family.declared(gold)
    let right = Family.declared(answer)
    switch (left, right) {
    case (nil, nil): return nil
    case (let (body, _)?, nil): return try compare(body, answer)
    case (nil, let (body, _)?): return try compare(gold, body)
    case (let (body, own)?, let (other, letter)?):
      guard own.set == letter.set else {
        return .different(.structural, "\(own.name) is from the \(own.set), not the \(letter.set)")
      }
      guard own.name == letter.name || !other.symbols.contains(own.name) else { return nil }
      var inner = self
      inner.parameter = own
      return try inner.compare(body, other.replacing(letter.name, by: .symbol(own.name)))
    }
  }
}

/// Expressions that are linear in one letter that usually stands for any integer.
enum Family {
  static let letters: Set<String> = ["k", "n", "m", "l", "K", "N"]

  /// The elements of a list or set, or the one value.
  static func parts(_ node: Node) -> [Node] {
    switch node {
    case .list(let parts), .set(let parts), .or(let parts): parts
    default: [node]
    }
  }

  /// The least common multiple of two positive periods with small terms.
  static func common(_ a: Rational, _ b: Rational) -> Rational? {
    var ratio = a
    guard let inverse = b.inverse else { return nil }
    for factor in 1...64 {
      ratio = a * Rational(factor)
      if (ratio * inverse).isInteger { return ratio }
    }
    return nil
  }

  /// - Parameter declared: the letter, when it was declared to be an integer; otherwise it is one that
  ///   usually is, and the values have to be angles.
  static func of(_ whole: Node, _ declared: String?) throws(Stop) -> (offset: Node, period: Node)? {
    // `45° + 180° k` in radians.
    var node = whole
    if case .quantity(let amount, let unit) = whole, unit.isAngle {
      node = Shape.inAngles(amount, unit)
    }
    let symbols = node.symbols
    guard symbols.count == 1, let name = symbols.first, isLinear(node, name) else { return nil }
    if let declared {
      guard name == declared else { return nil }
    } else {
      guard letters.contains(name),
        node.contains(where: { $0 == .constant(.pi) || isDegrees($0) })
      else { return nil }
    }
    let offset = node.replacing(name, by: .zero)
    let next = node.replacing(name, by: .one)
    return (offset, .difference(next, offset))
  }

  /// A list whose last part is `k ∈ ℤ`, or a set-builder with that condition.
  static func declared(_ node: Node) -> (body: Node, parameter: Parameter)? {
    switch node {
    case .list(let parts), .and(let parts):
      guard parts.count > 1, let condition = parts.last, let parameter = parameter(condition),
        parts.dropLast().contains(where: { $0.symbols.contains(parameter.name) }),
        parts.dropLast().allSatisfy({ self.parameter($0) == nil })
      else { return nil }
      return (parts.count == 2 ? parts[0] : .list(Array(parts.dropLast())), parameter)
    case .setBuilder(let element, let condition):
      guard let parameter = parameter(condition), element.isScalar,
        element.symbols == [parameter.name], element != .symbol(parameter.name)
      else { return nil }
      return (element, parameter)
    default: return nil
    }
  }

  private static func parameter(_ node: Node) -> Parameter? {
    guard case .relation(let sides, [.element]) = node, sides.count == 2,
      case .symbol(let name) = sides[0], case .namedSet(let set) = sides[1],
      set == .integers || set == .naturals
    else { return nil }
    return Parameter(name: name, set: set)
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
