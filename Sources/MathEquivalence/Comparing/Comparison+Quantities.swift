extension Comparison {
  /// The reference has a unit.
  func quantity(_ amount: Node, _ unit: Unit, _ answer: Node) throws(Stop) -> Decision {
    let gold = Node.quantity(amount, unit)
    switch answer {
    case .quantity(let other, let otherUnit):
      if let read = Quantities.metresPerSecond(otherUnit), unit.dimensions == read.dimensions {
        return try compare(gold, .quantity(other, read))
      }
      if unit.name == "£", ["pound", "pounds"].contains(UnitTable.lowercased(otherUnit.name)) {
        return try scalars(amount, other)
      }
      guard unit.dimensions == otherUnit.dimensions else {
        return .different(.structural, "expected \(unit.name), found \(otherUnit.name)")
      }
      if unit == otherUnit { return try scalars(amount, other) }
      let decision = try scalars(
        Shape.inAngles(amount, unit), Shape.inAngles(other, otherUnit))
      return decision.isEqual
        ? .equal(.structural, "\(otherUnit.name) converted to \(unit.name)")
        : .different(decision.method, "expected \(gold), found \(answer)")
    case .list(let parts):
      guard let whole = Quantities.compound(parts) else { return mismatch(gold, answer) }
      return try compare(gold, whole)
    case .matrix, .tuple, .set, .text, .relation, .and, .or, .interval, .setOperation,
      .namedSet, .setBuilder, .ratio, .residue, .based, .dots:
      return mismatch(gold, answer)
    case .percent where !policy.percentIsNumber: return mismatch(gold, answer)
    default:
      guard answer.isScalar else { return mismatch(gold, answer) }
      if !answer.hasNoSymbols, let product = Quantities.product(gold) {
        let decision = try scalars(product, answer)
        if decision.isEqual { return decision }
      }
      if let measured = Quantities.measured(answer) { return try compare(gold, measured) }
      if unit.isMoney, let pence = Quantities.pence(answer) { return try compare(gold, pence) }
      if unit.isLikelyVariable { return mismatch(gold, answer) }
      if policy.unitsRequired, !unit.isAngle {
        return .different(.structural, "the unit \(unit.name) is missing")
      }
      if unit.isAngle, let wanted = policy.angleUnit {
        return try scalars(inUnit(amount, unit, wanted), answer)
      }
      let decision = try scalars(amount, answer)
      if decision.isEqual || !unit.isAngle { return decision }
      if policy.unitsRequired, !answer.contains(where: { $0 == .constant(.pi) }) { return decision }
      return try scalars(Shape.inAngles(amount, unit), answer)
    }
  }

  /// The answer has a unit, the reference is a bare number.
  func quantity(bare gold: Node, _ amount: Node, _ unit: Unit) throws(Stop) -> Decision {
    if unit.isAngle, let wanted = policy.angleUnit {
      return try scalars(gold, inUnit(amount, unit, wanted))
    }
    let decision = try scalars(gold, amount)
    if decision.isEqual || !unit.isAngle { return decision }
    return try scalars(gold, Shape.inAngles(amount, unit))
  }
}

extension Comparison {
  /// The number of degrees or of radians that an angle has.
  private func inUnit(_ amount: Node, _ unit: Unit, _ wanted: Policy.AngleUnit) -> Node {
    switch wanted {
    case .radians: return Shape.inAngles(amount, unit)
    case .degrees:
      if unit == .degree { return amount }
      return .quotient(
        .product([Shape.inAngles(amount, unit), .int(180)]), .constant(.pi))
    }
  }
}

/// Other ways to read amounts with their units.
enum Quantities {
  /// Five times m for `5 m`, when the unit was written in slanted letters.
  static func product(_ node: Node) -> Node? {
    guard case .quantity(let amount, let unit) = node, !unit.letters.isEmpty else { return nil }
    return .product(
      [amount]
        + unit.letters.sorted { $0.key < $1.key }.map { .power(.symbol($0.key), .int($0.value)) })
  }

  /// The product where there is one, and the value as it is elsewhere.
  static func letters(_ node: Node) -> Node { product(node) ?? node }

  /// Five metres for `5m`: a number times one letter that is a unit.
  static func measured(_ node: Node) -> Node? {
    guard case .product(let factors) = node, factors.count == 2, factors[0].hasNoSymbols,
      case .symbol(let name) = factors[1], var unit = UnitTable.unit(named: name)
    else { return nil }
    unit.letters = [name: 1]
    return .quantity(factors[0], unit)
  }

  /// `ms^{-1}` is metres per second where a speed is wanted, and `ms^{-2}` an acceleration.
  static func metresPerSecond(_ unit: Unit) -> Unit? {
    switch unit.name {
    case "ms^-1": Unit(["m": 1, "s": -1], name: "m/s")
    case "ms^-2": Unit(["m": 1, "s": -2], name: "m/s^2")
    default: nil
    }
  }

  /// `350p`, where an amount of money is wanted.
  static func pence(_ node: Node) -> Node? {
    guard case .product(let factors) = node, factors.count == 2, factors[0].hasNoSymbols,
      factors[1] == .symbol("p"), let unit = UnitTable.unit(named: "pence")
    else { return nil }
    return .quantity(factors[0], unit)
  }

  /// `440 dollars and 64 cents`: ever smaller units of one kind, each part less than the unit before.
  static func compound(_ parts: [Node]) -> Node? {
    guard case .quantity(let first, let unit)? = parts.first, unit.piPower == 0 else { return nil }
    var amounts = [first]
    var last = unit
    for part in parts.dropFirst() {
      guard case .quantity(let amount, let next) = part, next.dimensions == unit.dimensions,
        next.factor < last.factor, let value = Evaluator.rational(amount), value.sign >= 0,
        value * next.factor < last.factor, let scale = unit.factor.inverse
      else { return nil }
      amounts.append(.number(value * next.factor * scale))
      last = next
    }
    return .quantity(.sum(amounts), unit)
  }
}
