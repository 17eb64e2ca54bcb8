extension Comparison {
  /// The reference is a relation or several.
  func relation(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    let left = Relations.gathered(gold)
    let right = Relations.gathered(answer)
    if left == right { return .equal(.structural, "the same relation") }
    guard Relations.isRelational(left) else { return try compare(left, right) }
    guard case .relation(let sides, let relations) = left else {
      return try several(left, right)
    }
    if !Relations.isRelational(right) {
      if case .residue = right { return try residues(left, right) }
      return try relation(sides, relations, bare: right)
    }
    guard case .relation(let others, let otherRelations) = right else {
      if let system = Relations.system(left) { return try several(system, right) }
      if let roots = Relations.numbered(right) { return try relation(left, roots) }
      return try realSets(left, right) ?? mismatch(left, right)
    }
    if relations == [.equal], otherRelations == [.equal],
      let decision = try proportions(sides, others)
    {
      return decision
    }
    if relations == [.equal], otherRelations == [.equal],
      let decision = try solutions(sides, others)
    {
      return decision
    }
    if relations == [.equal], otherRelations.allSatisfy({ $0 == .equal || $0 == .approximately }) {
      return try equations(sides, others, otherRelations)
    }
    if let decision = try realSets(left, right) { return decision }
    guard relations.count == otherRelations.count else { return mismatch(left, right) }
    if relations.count == 1, relations[0].isOrder, otherRelations[0].isOrder {
      return try inequalities(sides, relations[0], others, otherRelations[0])
    }
    if relations == otherRelations { return try inOrder(sides, others) }
    let flipped = otherRelations.reversed().compactMap(\.flipped)
    if relations == flipped { return try inOrder(sides, others.reversed()) }
    return mismatch(left, right)
  }

  /// `a : b = 2 : 3` and `b : a = 3 : 2`: the terms in the order of the names.
  private func proportions(_ sides: [Node], _ others: [Node]) throws(Stop) -> Decision? {
    guard sides.count == 2, others.count == 2, case .ratio(let names) = sides[0],
      case .ratio = sides[1], case .ratio(let otherNames) = others[0],
      case .ratio(let otherTerms) = others[1], names.count == otherNames.count,
      names.count == otherTerms.count, Set(names).count == names.count
    else { return nil }
    let places = names.compactMap { otherNames.firstIndex(of: $0) }
    guard places.count == names.count else { return mismatch(sides[0], others[0]) }
    return try compare(sides[1], .ratio(places.map { otherTerms[$0] }))
  }

  private func residues(_ left: Node, _ right: Node) throws(Stop) -> Decision {
    guard let (name, value, modulus) = Relations.residue(left) else { return mismatch(left, right) }
    return try compare(.residue(name, value, modulus: modulus), right)
  }

  /// Systems: every relation has a partner.
  private func several(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    if let decision = try realSets(gold, answer) { return decision }
    if let roots = Relations.numbered(gold) {
      switch answer {
      case .set(let parts), .list(let parts):
        guard case .relation(let sides, _) = roots, !Relations.isRelational(answer) else { break }
        // The names may be those of different unknowns: a list keeps their order.
        if case .list = answer, case .list(let values) = sides[1] {
          return try inOrder(values, parts)
        }
        return try compare(sides[1], .list(parts))
      case .relation: return try relation(roots, answer)
      default: break
      }
    }
    if let system = Relations.system(answer) { return try several(gold, system) }
    switch (gold, answer) {
    case (.and(let a), .and(let b)), (.or(let a), .or(let b)), (.list(let a), .list(let b)),
      (.list(let a), .and(let b)), (.and(let a), .list(let b)):
      return try inAnyOrder(a, b)
    case (.list(let a), .tuple(.round, let b)), (.and(let a), .tuple(.round, let b)):
      return try assigned(a, to: b, isGold: true) ?? mismatch(gold, answer)
    default: return mismatch(gold, answer)
    }
  }

  /// The answer is a bare value: the value side of the reference may stand alone.
  private func relation(_ sides: [Node], _ relations: [Relation], bare answer: Node) throws(Stop)
    -> Decision
  {
    let gold = Node.relation(sides, relations)
    if relations.allSatisfy({ $0 == .equal }), let last = sides.last {
      let isNamed = Relations.isName(sides[0]) || Relations.isName(last)
      guard isNamed else { return mismatch(gold, answer) }
      let value = Relations.isName(sides[0]) ? last : sides[0]
      if Relations.isName(sides[0]), Relations.isName(last), sides.count == 2, value == answer {
        return .equal(.structural, "the value of the equation")
      }
      return try compare(value, answer)
    }
    if let decision = try realSets(gold, answer) { return decision }
    return mismatch(gold, answer)
  }

  // MARK: Equations

  private func equations(_ sides: [Node], _ others: [Node], _ otherRelations: [Relation])
    throws(Stop) -> Decision
  {
    let gold = Node.relation(sides, [.equal])
    let answer = Node.relation(others, otherRelations)
    let left = sides[0]
    if Relations.isName(left) {
      if others[0] == left || renamed(left, others[0]) != nil {
        var value = sides[1]
        for (from, to) in renamed(left, others[0]) ?? [] {
          value = value.replacing(from, by: .symbol("argument " + to))
        }
        for (_, to) in renamed(left, others[0]) ?? [] {
          value = value.replacing("argument " + to, by: .symbol(to))
        }
        let decision = try self.value(value, ofRelation: .relation(others, otherRelations))
        if decision.outcome != .different || !sides[1].isScalar { return decision }
        if case .apply = left { return decision }
      } else if others.count == 2, others[1] == left, !Relations.isName(others[0]) {
        let decision = try compare(sides[1], others[0])
        if decision.isEqual { return decision }
      } else if !Quantities.letters(sides[1]).isScalar {
        if case .tuple(_, let names) = left, case .tuple(_, let values) = sides[1],
          case .tuple(_, let otherNames) = others[0], case .tuple(_, let otherValues) = others[1],
          names.count == values.count, otherNames.count == otherValues.count
        {
          return try inAnyOrder(
            zip(names, values).map { .relation([$0, $1], [.equal]) },
            zip(otherNames, otherValues).map { .relation([$0, $1], [.equal]) })
        }
        return mismatch(gold, answer)
      }
    }
    guard others.count == 2, otherRelations == [.equal] else { return mismatch(gold, answer) }
    if case .apply = left {
      // `y = …` gives the same function; another name of a function does not.
      guard case .symbol = others[0] else { return mismatch(gold, answer) }
      return try compare(sides[1], others[1])
    }
    if case .apply = others[0], case .symbol = left { return try compare(sides[1], others[1]) }
    let (a, b) = (sides.map(Quantities.letters), others.map(Quantities.letters))
    return try zeros(.difference(a[0], a[1]), .difference(b[0], b[1])) ?? mismatch(gold, answer)
  }

  /// The parameter of a definition may have another letter: `f(x) = x²` and `f(t) = t²`.
  private func renamed(_ left: Node, _ right: Node) -> [(String, String)]? {
    let names: ([Node], [Node])
    switch (left, right) {
    case (.apply(let name, let parts), .apply(let other, let others))
    where name == other && parts.count == others.count && left != right:
      names = (parts, others)
    case (.product(let parts), .product(let others))
    where parts.count == 2 && others.count == 2 && parts[0] == others[0] && left != right:
      // The inverse of a function, applied.
      guard case .power(.symbol, .minusOne) = parts[0] else { return nil }
      names = ([parts[1]], [others[1]])
    default: return nil
    }
    var pairs: [(String, String)] = []
    for (a, b) in zip(names.0, names.1) {
      guard case .symbol(let from) = a, case .symbol(let to) = b else { return nil }
      pairs.append((from, to))
    }
    guard Set(pairs.map(\.1)).count == pairs.count else { return nil }
    return pairs
  }

  /// Whether two equations `f = 0` and `g = 0` are the same up to a constant factor; nothing when a
  /// side is no value.
  private func zeros(_ f: Node, _ g: Node) throws(Stop) -> Decision? {
    guard f.isScalar, g.isScalar else { return nil }
    let ring = Ring(meter: meter)
    let canonical = Canonical(ring: ring)
    let left = try canonical.form(f)
    let right = try canonical.form(g)
    if let a = left.top.constant, let b = right.top.constant {
      return a.isZero == b.isZero
        ? .undecided(.exact, "both equations hold always or never")
        : .different(.exact, "one equation holds always, the other never")
    }
    let a = ring.withoutMonomialFactor(left.top, symbolsIn: left)
    let b = ring.withoutMonomialFactor(right.top, symbolsIn: right)
    if left.isPolynomial, right.isPolynomial, ring.areProportional(a, b) {
      return .equal(.exact, "the equations differ by a constant factor")
    }
    let ratio = Node.quotient(f, g)
    let isConstant = try ratioIsConstant(ratio, f.symbols.union(g.symbols))
    switch isConstant {
    case true?: return .equal(.numeric, "the equations differ by a constant factor")
    case false?: return .different(.exact, "the equations have different solutions")
    case nil: return .undecided(.numeric, "the equations cannot be compared")
    }
  }

  /// Evaluates f/g at points: equal values at all of them mean a constant.
  private func ratioIsConstant(_ ratio: Node, _ symbols: Set<String>) throws(Stop) -> Bool? {
    let names = symbols.sorted()
    var points = Points(names: names, integers: Points.integerSymbols(ratio))
    var first: ComplexBall?
    var agreed = 0
    for attempt in 0..<22 {
      let point = points.next(attempt)
      let evaluator = Evaluator(
        bits: Comparison.pointBits, domain: .real, point: point, meter: meter)
      do throws(Stop) {
        let value = try evaluator.value(ratio)
        guard !value.containsZero else { continue }
        guard let known = first else {
          first = value
          continue
        }
        if try value.isDisjoint(from: known, bits: Comparison.pointBits) { return false }
        if value.errorTop < value.top - Comparison.pointAgreement { agreed += 1 }
      } catch {
        if error == .fuel || error == .unsupported { throw error }
      }
      if agreed >= Comparison.pointsNeeded { break }
    }
    return agreed >= Comparison.pointsNeeded ? true : nil
  }

  /// `f < 0` and `c·f < 0` for a positive constant c.
  private func inequalities(
    _ sides: [Node], _ relation: Relation, _ others: [Node], _ other: Relation
  ) throws(Stop) -> Decision {
    func lower(_ sides: [Node], _ relation: Relation) -> (Node, Bool) {
      switch relation {
      case .less: (.difference(sides[0], sides[1]), true)
      case .lessOrEqual: (.difference(sides[0], sides[1]), false)
      case .greater: (.difference(sides[1], sides[0]), true)
      default: (.difference(sides[1], sides[0]), false)
      }
    }
    let (f, isStrict) = lower(sides.map(Quantities.letters), relation)
    let (g, otherIsStrict) = lower(others.map(Quantities.letters), other)
    guard f.isScalar, g.isScalar else { return try inOrder(sides, others) }
    guard isStrict == otherIsStrict else {
      return .different(.structural, "one of the relations allows equality")
    }
    let ring = Ring(meter: meter)
    let canonical = Canonical(ring: ring)
    let a = try canonical.form(f)
    let b = try canonical.form(g)
    guard a.isPolynomial, b.isPolynomial else {
      let same = try scalars(f, g)
      return same.outcome == .different
        ? .undecided(.numeric, "the inequalities differ in form") : same
    }
    if let factor = ring.factor(a.top, b.top) {
      return factor.sign > 0
        ? .equal(.exact, "the same up to a positive factor")
        : .different(.exact, "the relation has the opposite direction")
    }
    return .different(.exact, "the inequalities are about different expressions")
  }

  // MARK: The value of an answer

  /// The reference is a value and the answer is a relation: `x = 5`, `A = πr² = 9π ≈ 28.27`.
  func value(_ gold: Node, ofRelation answer: Node) throws(Stop) -> Decision {
    var right = Relations.gathered(answer)
    switch gold {
    case .set, .list: right = Relations.numbered(right) ?? right
    default: break
    }
    guard case .relation(let sides, let relations) = right else {
      if !Relations.isRelational(right) { return try compare(gold, right) }
      if case .list(let parts) = right, case .tuple(.round, let values) = gold {
        return try assigned(parts, to: values, isGold: false) ?? mismatch(gold, right)
      }
      if case .and(let parts) = right, case .tuple(.round, let values) = gold {
        return try assigned(parts, to: values, isGold: false) ?? mismatch(gold, right)
      }
      if case .list(let parts) = right, case .list(let values) = gold {
        return try inAnyOrder(values, parts)
      }
      return try realSets(gold, right) ?? mismatch(gold, right)
    }
    if case .residue = gold { return try residue(gold, right) }
    if relations == [.element], sides.count == 2, Relations.isName(sides[0]) {
      // `x ∈ {1, 2}` for a list.
      if case .list = gold, case .set = sides[1] { return try compare(gold, sides[1]) }
    }
    if case .tuple = gold, relations != [.equal] {
      return try realSets(gold, right) ?? mismatch(gold, right)
    }
    switch try chainValue(sides, relations, ofScalar: gold.isScalar && gold.hasNoSymbols) {
    case .value(let value): return try compare(gold, value)
    case .contradiction(let reason): return .different(.structural, reason)
    case .none:
      if gold.isScalar { return mismatch(gold, right) }
      return try realSets(gold, right) ?? mismatch(gold, right)
    }
  }

  private enum ChainValue {
    case value(Node)
    case contradiction(String)
    case none
  }

  /// - Parameter isScalar: Whether a number is wanted: then `m + n = 25` says what it is.
  private func chainValue(
    _ sides: [Node], _ relations: [Relation], ofScalar isScalar: Bool
  ) throws(Stop) -> ChainValue {
    var exact = sides
    if let place = relations.firstIndex(of: .approximately) {
      guard relations[place...].allSatisfy({ $0 == .approximately || $0 == .equal }) else {
        return .none
      }
      exact = Array(sides[...place])
      if exact.count == 1, Relations.isName(exact[0]) { return .value(sides[place + 1]) }
    } else if !relations.allSatisfy({ $0 == .equal }) {
      return .none
    }
    guard var last = exact.last else { return .none }
    if exact.count == 1 { return .value(last) }
    if exact.count == 2, Relations.isName(last), !Relations.isName(exact[0]) { last = exact[0] }
    let isCombined = isScalar && Relations.isCombination(exact[0])
    if isCombined { exact.removeFirst() }
    let isNamed =
      isCombined || Relations.isName(exact[0]) || Relations.isName(exact[exact.count - 1])
    let numbers = exact.filter {
      $0.isScalar && $0.hasNoSymbols && !Relations.isName($0)
    }
    guard isNamed || numbers.count == exact.count || isUnitChain(exact) else { return .none }
    for number in numbers where last.isScalar && last.hasNoSymbols {
      let decision = try scalars(number, last)
      if decision.outcome == .different {
        return .contradiction("the answer contradicts itself: \(number) = \(last)")
      }
    }
    return .value(last)
  }

  /// `144/12 = 12 cm`
  private func isUnitChain(_ sides: [Node]) -> Bool {
    sides.allSatisfy { side in
      if case .quantity = side { return true }
      return side.isScalar && side.hasNoSymbols
    }
  }

  /// `x = 1, y = 2` for `(1, 2)`: the letters in alphabetical order give the order of the values.
  private func assigned(_ parts: [Node], to values: [Node], isGold: Bool) throws(Stop) -> Decision?
  {
    var pairs: [(String, Node)] = []
    for part in parts {
      guard case .relation(let sides, [.equal]) = part, sides.count == 2,
        case .symbol(let name) = sides[0], name.count == 1 || Relations.hasDigit(name)
      else { return nil }
      pairs.append((name, sides[1]))
    }
    guard Set(pairs.map(\.0)).count == pairs.count else { return nil }
    let ordered = pairs.sorted { $0.0 < $1.0 }.map(\.1)
    return isGold ? try inOrder(ordered, values) : try inOrder(values, ordered)
  }
}
