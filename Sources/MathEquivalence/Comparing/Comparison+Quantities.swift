extension Comparison {
  /// The reference has a unit.
  func quantity(_ amount: Node, _ unit: Unit, _ answer: Node) throws(Stop) -> Decision {
    let gold = Node.quantity(amount, unit)
    switch answer {
    case .quantity(let other, let otherUnit):
      guard unit.dimensions == otherUnit.dimensions else {
        return .different(.structural, "expected \(unit.name), found \(otherUnit.name)")
      }
      if unit == otherUnit { return try scalars(amount, other) }
      let decision = try scalars(
        Shape.inAngles(amount, unit), Shape.inAngles(other, otherUnit))
      return decision.isEqual
        ? .equal(.structural, "\(otherUnit.name) converted to \(unit.name)")
        : .different(decision.method, "expected \(gold), found \(answer)")
    case .matrix, .tuple, .list, .set, .text, .relation, .and, .or, .interval, .setOperation,
      .namedSet, .setBuilder, .ratio, .residue, .based, .dots:
      return mismatch(gold, answer)
    case .percent where !policy.percentIsNumber: return mismatch(gold, answer)
    default:
      guard answer.isScalar else { return mismatch(gold, answer) }
      if policy.unitsRequired, !unit.isAngle {
        return .different(.structural, "the unit \(unit.name) is missing")
      }
      let decision = try scalars(amount, answer)
      if decision.isEqual || !unit.isAngle { return decision }
      if policy.unitsRequired, !answer.contains(where: { $0 == .constant(.pi) }) { return decision }
      return try scalars(Shape.inAngles(amount, unit), answer)
    }
  }

  /// The answer has a unit, the reference is a bare number.
  func quantity(bare gold: Node, _ amount: Node, _ unit: Unit) throws(Stop) -> Decision {
    let decision = try scalars(gold, amount)
    if decision.isEqual || !unit.isAngle { return decision }
    return try scalars(gold, Shape.inAngles(amount, unit))
  }
}
