extension Comparison {
  // MARK: Unordered

  func list(_ parts: [Node], _ answer: Node) throws(Stop) -> Decision {
    if case .setOperation(.union, let others) = answer, parts.allSatisfy(RealSet.isRange),
      let union = try realSets(.setOperation(.union, parts), .setOperation(.union, others))
    {
      return union
    }
    if let families = try families(parts, Family.parts(answer)) { return families }
    switch answer {
    case .list(let others):
      return policy.orderMatters == true
        ? try inOrder(parts, others) : try inAnyOrder(parts, others)
    case .set(let others): return try inAnyOrder(parts, others)
    case .and(let others), .or(let others): return try inAnyOrder(parts, others)
    case .quantity:
      guard let whole = Quantities.compound(parts) else { return mismatch(.list(parts), answer) }
      return try compare(whole, answer)
    default:
      if answer.isScalar, case .quantity(let amount, let unit)? = Quantities.compound(parts),
        unit.isMoney
      {
        return try compare(.quantity(amount, unit), answer)
      }
      if answer.isScalar {
        return .different(.structural, "expected \(parts.count) values, found one: \(answer)")
      }
      return mismatch(.list(parts), answer)
    }
  }

  func set(_ parts: [Node], _ answer: Node) throws(Stop) -> Decision {
    switch answer {
    case .list(let others): return try inAnyOrder(parts, others)
    case .set(let others):
      guard parts.count != others.count else { return try inAnyOrder(parts, others) }
      // `{1, 2, 2}` is `{1, 2}`.
      return try inAnyOrder(distinct(parts), distinct(others))
    case .namedSet(.empty): return mismatch(.set(parts), answer)
    case .tuple(.square, let others) where policy.orderMatters == false:
      return try inAnyOrder(parts, others)
    case .setOperation, .setBuilder:
      return try realSets(.set(parts), answer) ?? mismatch(.set(parts), answer)
    default: return mismatch(.set(parts), answer)
    }
  }

  /// Every element has a partner of its own; equality is transitive, so the first one will do.
  func inAnyOrder(_ gold: [Node], _ answer: [Node]) throws(Stop) -> Decision {
    guard gold.count == answer.count else {
      return .different(
        .structural, "expected \(gold.count) elements, found \(answer.count)")
    }
    guard gold.count <= Comparison.elementLimit else { throw .tooLarge }
    var rest = Array(answer.indices)
    var unsure: Decision?
    let sketches = answer.map(sketch)
    for element in gold {
      var match: Int?
      let own = sketch(element)
      for index in rest {
        if let own, let other = sketches[index], !hasTolerance,
          (try? own.isDisjoint(from: other, bits: 64)) == true
        {
          continue
        }
        let decision = try compare(element, answer[index])
        if decision.isEqual {
          match = index
          break
        }
        if decision.outcome == .undecided { unsure = decision }
      }
      guard let match else {
        return unsure ?? .different(.structural, "\(element) is not among the answer's elements")
      }
      rest.removeAll { $0 == match }
    }
    return .equal(.structural, "the same \(gold.count) elements")
  }

  /// Without elements that are certainly equal to an earlier one.
  private func distinct(_ parts: [Node]) throws(Stop) -> [Node] {
    guard parts.count <= 60 else { return parts }
    var result: [Node] = []
    for part in parts {
      var isKnown = false
      for known in result where !isKnown { isKnown = try compare(known, part).isEqual }
      if !isKnown { result.append(part) }
    }
    return result
  }

  /// A rough value that tells most elements apart at little cost.
  private func sketch(_ node: Node) -> ComplexBall? {
    guard node.isScalar, node.hasNoSymbols else { return nil }
    return try? Evaluator(bits: 64, domain: .real, meter: meter).value(node)
  }

  // MARK: Ordered

  func inOrder(_ gold: [Node], _ answer: [Node]) throws(Stop) -> Decision {
    guard gold.count == answer.count else {
      return .different(.structural, "expected \(gold.count) elements, found \(answer.count)")
    }
    guard gold.count <= Comparison.elementLimit else { throw .tooLarge }
    var unsure: Decision?
    for index in gold.indices {
      let decision = try compare(gold[index], answer[index])
      switch decision.outcome {
      case .equal: break
      case .different: return decision.prefixed("element \(index + 1): ")
      case .undecided: unsure = decision.prefixed("element \(index + 1): ")
      }
    }
    return unsure ?? .equal(.structural, "all \(gold.count) elements are equal, in order")
  }

  func tupleOrSet(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    switch (gold, answer) {
    case (.tuple(let bracket, let parts), .tuple(let other, let others)):
      let isSquare = bracket == .square
      guard isSquare == (other == .square) || bracket == .angle else {
        return .different(.structural, "the brackets differ: \(gold) and \(answer)")
      }
      if policy.orderMatters == false { return try inAnyOrder(parts, others) }
      return try inOrder(parts, others)
    case (.tuple(.round, let parts), .call(.permutations, let others)):
      // `P(1, 2)` names a point.
      return try inOrder(parts, others)
    case (.tuple(_, let parts), .matrix(let rows)):
      return try matrix(rows, .tuple(.round, parts))
    case (
      .interval(let a, let aClosed, let b, let bClosed),
      .interval(let c, let cClosed, let d, let dClosed)
    ):
      guard aClosed == cClosed, bClosed == dClosed else {
        return .different(.structural, "an end of the interval is open on one side only")
      }
      return try inOrder([a, b], [c, d])
    default:
      if let vector = Shape.vector(answer, like: gold) { return try compare(gold, vector) }
      if let decision = try realSets(gold, answer) { return decision }
      if case .setOperation(let operation, let parts) = gold,
        case .setOperation(let other, let others) = answer, operation == other
      {
        if operation == .difference || operation == .product { return try inOrder(parts, others) }
        return try inAnyOrder(parts, others)
      }
      return mismatch(gold, answer)
    }
  }

  /// Compares both as sets of real numbers; nothing when one of them is none.
  func realSets(_ gold: Node, _ answer: Node) throws(Stop) -> Decision? {
    guard let left = try RealSet.of(gold, self), let right = try RealSet.of(answer, self) else {
      return nil
    }
    if let a = left.name, let b = right.name, a != b {
      return .different(.structural, "the sets are about \(a) and \(b)")
    }
    return try left.set.compare(right.set, self)
  }

  // MARK: Matrices

  func matrix(_ rows: [[Node]], _ answer: Node) throws(Stop) -> Decision {
    switch answer {
    case .matrix(let others):
      guard rows.count == others.count, rows[0].count == others[0].count else {
        return .different(
          .structural,
          "expected \(rows.count)×\(rows[0].count), found \(others.count)×\(others[0].count)")
      }
      for (row, (left, right)) in zip(rows, others).enumerated() {
        let decision = try inOrder(left, right)
        if decision.outcome != .equal { return decision.prefixed("row \(row + 1), ") }
      }
      return .equal(.structural, "all entries are equal")
    case .tuple(_, let parts) where rows[0].count > 1 && parts.count == rows.count:
      var others: [[Node]] = []
      for part in parts {
        guard case .tuple(_, let row) = part else { return mismatch(.matrix(rows), answer) }
        others.append(row)
      }
      guard others.allSatisfy({ $0.count == others[0].count }) else {
        return mismatch(.matrix(rows), answer)
      }
      return try matrix(rows, .matrix(others))
    case .tuple(_, let parts) where rows[0].count == 1:
      return try inOrder(rows.map { $0[0] }, parts)
    case .tuple(_, let parts) where rows.count == 1:
      return try inOrder(rows[0], parts)
    case .symbol(let name) where rows.count == rows[0].count && Matrices.isUnit(name, rows.count):
      return try matrix(rows, .matrix(Matrices.unit(rows.count)))
    default: return mismatch(.matrix(rows), answer)
    }
  }
}
