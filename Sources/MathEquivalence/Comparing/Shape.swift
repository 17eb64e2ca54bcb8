/// Brings what was read to the shapes that are compared: vectors are added up, signs are expanded,
/// angles inside of expressions become numbers.
enum Shape {
  static func simplified(_ node: Node) -> Node {
    switch node {
    case .number, .constant, .text: node
    case .product(let parts) where parts.isEmpty: .namedSet(.empty)
    default: expandSigns(vectors(arithmetic(node, top: true)))
    }
  }

  // MARK: Values inside expressions

  private static func arithmetic(_ node: Node, top: Bool) -> Node {
    switch node {
    case .quantity(let amount, let unit):
      let inner = arithmetic(amount, top: false)
      if top { return .quantity(inner, unit) }
      guard unit.isAngle else { return .quantity(inner, unit) }
      return inAngles(inner, unit)
    case .product(let parts) where top:
      // `-45°`, `2·30°`: a number times a quantity stays a quantity.
      let inner = parts.map { arithmetic($0, top: true) }
      let quantities = inner.indices.filter { isQuantity(inner[$0]) }
      if quantities.count == 1, case .quantity(let amount, let unit) = inner[quantities[0]] {
        var factors = inner
        factors[quantities[0]] = amount
        return .quantity(arithmetic(.product(factors), top: false), unit)
      }
      return chosen(parts) ?? named(.product(parts.map { arithmetic($0, top: false) }))
    case .sum(let parts) where top:
      return sum(parts.map { arithmetic($0, top: true) })
    case .apply("C", let parts) where parts.count == 2 && parts.allSatisfy(\.isScalar):
      return .call(.binomial, parts.map { arithmetic($0, top: false) })
    case .apply("P", let parts) where parts.count == 2 && parts.allSatisfy(isCount):
      return .call(.permutations, parts.map { arithmetic($0, top: false) })
    case .power(.symbol(let name), .number(let k))
    where name.hasPrefix("C_") || name.hasPrefix("A_") || name.hasPrefix("P_"):
      guard let n = Int(name.dropFirst(2)), let count = k.int, count >= 0, count <= n, n >= 2 else {
        return node
      }
      let isChoice = name.hasPrefix("C_")
      guard isChoice || n >= 3 else { return node }
      return .call(isChoice ? .binomial : .permutations, [.int(n), .int(count)])
    case .power(let base, .symbol("T")):
      return transposed(arithmetic(base, top: true))
        ?? node.mapChildren { arithmetic($0, top: false) }
    case .setOperation(.intersection, let parts) where parts.contains(.namedSet(.integers)):
      return integers(parts) ?? node.mapChildren { arithmetic($0, top: false) }
    case .set(let parts) where parts.count > 1 && parts.allSatisfy(isEquation):
      return arithmetic(.list(parts), top: true)
    case .setBuilder(let element, .relation(let sides, [.equal]))
    where sides.count == 2 && element == sides[0]:
      if case .list(let values) = sides[1] { return arithmetic(.set(values), top: true) }
      return arithmetic(.set([sides[1]]), top: true)
    case .derivative(let body, let name):
      let inner = arithmetic(body, top: false)
      return Calculus.derivative(of: inner, by: name) ?? .derivative(inner, name)
    case .integral(let body, let name, let low, let high):
      return Calculus.integral(
        of: arithmetic(body, top: false), by: name, from: low.map { arithmetic($0, top: false) },
        to: high.map { arithmetic($0, top: false) })
        ?? node
    case .call(.determinant, let parts):
      if parts.count == 1, case .matrix(let rows) = parts[0], let value = determinant(rows) {
        return arithmetic(value, top: false)
      }
      return node
    case .fold(let fold, let name, let low, let high, let body):
      // The index gets a name of its own, so that another letter for it is the same sum.
      let index = "index \(folds(in: body))"
      return .fold(
        fold, index, arithmetic(low, top: false), arithmetic(high, top: false),
        arithmetic(body, top: false).replacing(name, by: .symbol(index)))
    case .relation(let sides, [.element]):
      // `x ∈ {1, 2}` gives the values of x.
      guard sides.count == 2, case .symbol = sides[0], case .set(let parts) = sides[1],
        parts.allSatisfy({ $0.isScalar && $0.hasNoSymbols }), parts.count > 1
      else { return node.mapChildren { arithmetic($0, top: true) } }
      return arithmetic(.relation([sides[0], .list(parts)], [.equal]), top: true)
    case .list, .set, .tuple, .relation, .and, .or, .matrix, .interval:
      return Progressions.writtenOut(node).mapChildren { arithmetic($0, top: true) }
    case .text: return node
    case .number, .constant, .symbol, .plusMinus, .namedSet, .based, .dots: return node
    default: return node.mapChildren { arithmetic($0, top: false) }
    }
  }

  private static func isEquation(_ node: Node) -> Bool {
    if case .relation = node { true } else { false }
  }

  /// `5C2`, between numbers.
  private static func chosen(_ parts: [Node]) -> Node? {
    guard parts.count == 3, case .symbol(let name) = parts[1], name == "C" || name == "P",
      let n = Evaluator.rational(parts[0])?.int, let k = Evaluator.rational(parts[2])?.int,
      k >= 0, k <= n
    else { return nil }
    return .call(name == "C" ? .binomial : .permutations, [parts[0], parts[2]])
  }

  private static func transposed(_ node: Node) -> Node? {
    switch node {
    case .matrix(let rows):
      guard let width = rows.first?.count else { return nil }
      return .matrix((0..<width).map { column in rows.map { $0[column] } })
    case .tuple(_, let parts):
      if let rows = rows(parts) { return transposed(.matrix(rows)) }
      return .matrix(parts.map { [$0] })
    default: return nil
    }
  }

  /// The integers of one bounded interval, when there are few.
  private static func integers(_ parts: [Node]) -> Node? {
    guard parts.count == 2, let range = parts.first(where: RealSet.isRange) else { return nil }
    let ends: (Node, Bool, Node, Bool)
    switch range {
    case .interval(let a, let aClosed, let b, let bClosed): ends = (a, aClosed, b, bClosed)
    case .tuple(let bracket, let values) where values.count == 2:
      ends = (values[0], bracket == .square, values[1], bracket == .square)
    default: return nil
    }
    guard let low = Evaluator.rational(ends.0), let high = Evaluator.rational(ends.2),
      var first = Int(exactly: -(-low).floor), var last = Int(exactly: high.floor)
    else { return nil }
    if !ends.1, Rational(first) == low { first += 1 }
    if !ends.3, Rational(last) == high { last -= 1 }
    guard abs(first) < 1 << 60, abs(last) < 1 << 60, last - first < 200 else { return nil }
    return first > last ? .namedSet(.empty) : .set((first...last).map { .int($0) })
  }

  private static func folds(in node: Node) -> Int {
    let own = if case .fold = node { 1 } else { 0 }
    return node.children.reduce(own) { $0 + folds(in: $1) }
  }

  private static func isCount(_ node: Node) -> Bool {
    Evaluator.rational(node).map { $0.isInteger } ?? false
  }

  private static func isQuantity(_ node: Node) -> Bool {
    if case .quantity = node { true } else { false }
  }

  static func inAngles(_ amount: Node, _ unit: Unit) -> Node {
    var factors = [amount, .number(unit.factor)]
    if unit.piPower == 1 { factors.append(.constant(.pi)) }
    return .product(factors)
  }

  /// `45° + 30°` keeps the unit; mixed with bare numbers the angles become numbers.
  private static func sum(_ parts: [Node]) -> Node {
    if case .quantity(_, let unit)? = parts.first {
      var amounts: [Node] = []
      for part in parts {
        guard case .quantity(let amount, let other) = part, other == unit else {
          return .sum(parts.map { arithmetic($0, top: false) })
        }
        amounts.append(amount)
      }
      return .quantity(.sum(amounts), unit)
    }
    return .sum(parts.map { arithmetic($0, top: false) })
  }

  /// The name of a point before its coordinates says nothing: `A(1, 2)`.
  private static func named(_ node: Node) -> Node {
    guard case .product(let parts) = node, parts.count == 2, case .symbol(let name) = parts[0],
      name.count == 1, name.first?.isUppercase == true, case .tuple(.round, let inner) = parts[1],
      inner.count > 1
    else { return node }
    return parts[1]
  }

  // MARK: Vectors and matrices

  private static func vectors(_ node: Node) -> Node {
    switch node {
    case .list, .set, .relation, .and, .or: return node.mapChildren(vectors)
    case .tuple(let bracket, let parts):
      let inner = parts.map(vectors)
      return rows(inner).map { .matrix($0) } ?? .tuple(bracket, inner)
    case .power(let base, .number(let exponent)):
      guard case .matrix(let rows) = vectors(base), let count = exponent.int else { return node }
      return Matrices.power(rows, count).map { .matrix($0) } ?? node
    case .sum, .product, .symbol:
      if let vector = unitVectors(node) { return vector }
      return combined(node)
    default: return node
    }
  }

  /// `[[1,2],[3,4]]`
  private static func rows(_ parts: [Node]) -> [[Node]]? {
    var rows: [[Node]] = []
    for part in parts {
      guard case .tuple(.square, let row) = part else { return nil }
      rows.append(row)
    }
    guard let width = rows.first?.count, width > 0, rows.count > 1 || width > 1,
      rows.allSatisfy({ $0.count == width })
    else { return nil }
    return rows
  }

  private static func isUnitVector(_ node: Node) -> Bool {
    if case .symbol(let name) = node { name.hasPrefix("unit") } else { false }
  }

  private static func unitVectors(_ node: Node) -> Node? {
    guard node.contains(where: isUnitVector) else { return nil }
    let names = ["unit1", "unit2", "unit3"]
    let found = node.symbols.intersection(names)
    guard !found.isEmpty else { return nil }
    let count = found.contains("unit3") ? 3 : 2
    return .tuple(
      .angle,
      (0..<count).map { axis in
        names.indices.reduce(node) { $0.replacing(names[$1], by: $1 == axis ? .one : .zero) }
      })
  }

  /// `i - 2j` as a vector, where one is wanted.
  static func vector(_ node: Node, like gold: Node) -> Node? {
    guard case .tuple(let bracket, let parts) = gold, bracket != .square, node.isScalar,
      (2...3).contains(parts.count), node.symbols.isSubset(of: ["j", "k"]),
      // `2 + 3i` is a complex number and no vector.
      !node.symbols.isEmpty
    else { return nil }
    let named = letters(node)
    guard let vector = unitVectors(named), case .tuple(_, var values) = vector else { return nil }
    while values.count < parts.count { values.append(.zero) }
    return .tuple(bracket, values)
  }

  private static func letters(_ node: Node) -> Node {
    switch node {
    case .constant(.i): .symbol("unit1")
    case .symbol("j"): .symbol("unit2")
    case .symbol("k"): .symbol("unit3")
    default: node.mapChildren(letters)
    }
  }

  /// A number times a vector or matrix, sums of vectors.
  private static func combined(_ node: Node) -> Node {
    switch node {
    case .product(let parts):
      let inner = parts.map(vectors)
      let places = inner.indices.filter { !inner[$0].isScalar }
      if places.count > 1 { return Matrices.product(inner, places) ?? node }
      guard places.count == 1 else { return node }
      var factors = inner
      let body = factors.remove(at: places[0])
      return mapped(body) { .product(factors + [$0]) } ?? node
    case .sum(let parts):
      let inner = parts.map(vectors)
      guard let first = inner.first, !first.isScalar else { return node }
      return inner.dropFirst().reduce(first) { total, part in
        guard let total else { return nil }
        return added(total, part)
      } ?? node
    default: return node
    }
  }

  private static func mapped(_ node: Node, _ change: (Node) -> Node) -> Node? {
    switch node {
    case .tuple(let bracket, let parts): .tuple(bracket, parts.map(change))
    case .matrix(let rows): .matrix(rows.map { $0.map(change) })
    default: nil
    }
  }

  private static func added(_ left: Node, _ right: Node) -> Node? {
    switch (left, right) {
    case (.tuple(let bracket, let a), .tuple(_, let b)) where a.count == b.count:
      return .tuple(bracket, zip(a, b).map { .sum([$0, $1]) })
    case (.matrix(let a), .matrix(let b)) where a.count == b.count && a[0].count == b[0].count:
      return .matrix(zip(a, b).map { rows in zip(rows.0, rows.1).map { .sum([$0, $1]) } })
    default: return nil
    }
  }

  /// Up to four rows by the first row.
  static func determinant(_ rows: [[Node]]) -> Node? {
    guard rows.count == rows[0].count, rows.count <= 4 else { return nil }
    if rows.count == 1 { return rows[0][0] }
    var terms: [Node] = []
    for column in rows.indices {
      let minor = rows.dropFirst().map { row in
        row.indices.filter { $0 != column }.map { row[$0] }
      }
      guard let value = determinant(minor) else { return nil }
      terms.append(.product([column % 2 == 0 ? .one : .minusOne, rows[0][column], value]))
    }
    return .sum(terms)
  }

  // MARK: Plus or minus

  private static func expandSigns(_ node: Node) -> Node {
    switch node {
    case .list(let parts):
      return .list(
        parts.flatMap {
          if case .relation = $0 { [expandSigns($0)] } else { bothSigns($0) }
        })
    case .set(let parts): return .set(parts.flatMap(bothSigns))
    case .relation(let sides, let relations) where relations == [.equal] && sides.count == 2:
      return .relation([sides[0], expandSigns(sides[1])], relations)
    case .relation(let sides, [.notEqual]) where sides.count == 2 && sides[1].hasPlusMinus:
      return .and(bothSigns(sides[1]).map { .relation([sides[0], $0], [.notEqual]) })
    case .residue(let name, let value, let modulus) where value.hasPlusMinus:
      return .list(bothSigns(value).map { .residue(name, $0, modulus: modulus) })
    case .or, .and: return node.mapChildren(expandSigns)
    default:
      let parts = bothSigns(node)
      return parts.count == 1 ? node : .list(parts)
    }
  }

  private static func bothSigns(_ node: Node) -> [Node] {
    guard node.isScalar || isTuple(node), node.hasPlusMinus else { return [node] }
    return [node.choosing(plus: true), node.choosing(plus: false)]
  }

  private static func isTuple(_ node: Node) -> Bool {
    if case .tuple = node { true } else { false }
  }
}
