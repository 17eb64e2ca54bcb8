extension Node {
  /// The parts directly below this node.
  var children: [Node] {
    switch self {
    case .number, .constant, .symbol, .plusMinus, .namedSet, .text, .based, .dots: []
    case .sum(let parts), .product(let parts), .call(_, let parts), .apply(_, let parts),
      .tuple(_, let parts), .list(let parts), .set(let parts), .setOperation(_, let parts),
      .relation(let parts, _), .and(let parts), .or(let parts), .ratio(let parts):
      parts
    case .power(let a, let b), .setBuilder(let a, let b): [a, b]
    case .percent(let a), .quantity(let a, _), .derivative(let a, _): [a]
    case .interval(let a, _, let b, _): [a, b]
    case .matrix(let rows): rows.flatMap { $0 }
    case .piecewise(let values, let conditions): values + conditions.compactMap { $0 }
    case .residue(let a, let b, let c): [a, b, c]
    case .integral(let body, _, let low, let high): [body] + [low, high].compactMap { $0 }
    case .fold(_, _, let low, let high, let body): [low, high, body]
    case .limit(let body, _, let target): [body, target]
    }
  }

  /// The same node over other children, in the order of `children`.
  func mapChildren(_ change: (Node) -> Node) -> Node {
    switch self {
    case .number, .constant, .symbol, .plusMinus, .namedSet, .text, .based, .dots: self
    case .sum(let parts): .sum(parts.map(change))
    case .product(let parts): .product(parts.map(change))
    case .call(let function, let parts): .call(function, parts.map(change))
    case .apply(let name, let parts): .apply(name, parts.map(change))
    case .tuple(let bracket, let parts): .tuple(bracket, parts.map(change))
    case .list(let parts): .list(parts.map(change))
    case .set(let parts): .set(parts.map(change))
    case .setOperation(let operation, let parts): .setOperation(operation, parts.map(change))
    case .relation(let parts, let relations): .relation(parts.map(change), relations)
    case .and(let parts): .and(parts.map(change))
    case .or(let parts): .or(parts.map(change))
    case .ratio(let parts): .ratio(parts.map(change))
    case .power(let a, let b): .power(change(a), change(b))
    case .setBuilder(let a, let b): .setBuilder(change(a), change(b))
    case .percent(let a): .percent(change(a))
    case .quantity(let a, let unit): .quantity(change(a), unit)
    case .derivative(let a, let name): .derivative(change(a), name)
    case .interval(let a, let lowClosed, let b, let highClosed):
      .interval(change(a), lowClosed, change(b), highClosed)
    case .matrix(let rows): .matrix(rows.map { $0.map(change) })
    case .piecewise(let values, let conditions):
      .piecewise(values.map(change), conditions.map { $0.map(change) })
    case .residue(let a, let b, let c): .residue(change(a), change(b), modulus: change(c))
    case .integral(let body, let name, let low, let high):
      .integral(change(body), name, low.map(change), high.map(change))
    case .fold(let fold, let name, let low, let high, let body):
      .fold(fold, name, change(low), change(high), change(body))
    case .limit(let body, let name, let target): .limit(change(body), name, change(target))
    }
  }

  /// Whether the node or anything below it satisfies the test.
  func contains(where test: (Node) -> Bool) -> Bool {
    if test(self) { return true }
    switch self {
    case .number, .constant, .symbol, .plusMinus, .namedSet, .text, .based, .dots: return false
    case .sum(let parts), .product(let parts), .call(_, let parts), .list(let parts):
      return parts.contains { $0.contains(where: test) }
    case .power(let a, let b): return a.contains(where: test) || b.contains(where: test)
    default: return children.contains { $0.contains(where: test) }
    }
  }

  /// Whether the tree has more levels; looked at level by level and not by recursion.
  func isHigher(than limit: Int) -> Bool {
    var level = [self]
    for _ in 0..<limit {
      level = level.flatMap(\.children)
      if level.isEmpty { return false }
    }
    return true
  }

  /// Whether there is no free letter in it; cheaper than the set of them.
  var hasNoSymbols: Bool {
    switch self {
    case .number, .constant, .plusMinus, .namedSet, .text, .based, .dots: true
    case .symbol: false
    case .sum(let parts), .product(let parts), .call(_, let parts), .list(let parts):
      parts.allSatisfy(\.hasNoSymbols)
    case .power(let a, let b): a.hasNoSymbols && b.hasNoSymbols
    case .integral, .fold, .limit: symbols.isEmpty
    default: children.allSatisfy(\.hasNoSymbols)
    }
  }

  /// The names of the free letters; bound ones (of sums, integrals, limits) are left out.
  var symbols: Set<String> {
    switch self {
    case .symbol(let name): [name]
    case .integral(let body, let name, let low, let high):
      if low == nil {
        body.symbols
      } else {
        body.symbols.subtracting([name]).union(low?.symbols ?? []).union(high?.symbols ?? [])
      }
    case .fold(_, let name, let low, let high, let body):
      body.symbols.subtracting([name]).union(low.symbols).union(high.symbols)
    case .limit(let body, let name, let target):
      body.symbols.subtracting([name]).union(target.symbols)
    default: children.reduce(into: Set<String>()) { $0.formUnion($1.symbols) }
    }
  }

  func replacing(_ name: String, by value: Node) -> Node {
    if case .symbol(let own) = self { return own == name ? value : self }
    return mapChildren { $0.replacing(name, by: value) }
  }

  /// Whether this is a value of arithmetic and not a collection, a relation, a matrix or text.
  var isScalar: Bool {
    switch self {
    case .number, .constant, .symbol, .plusMinus, .derivative, .integral, .limit, .apply: true
    case .fold: true
    case .sum(let parts), .product(let parts), .call(_, let parts): parts.allSatisfy(\.isScalar)
    case .power(let base, let exponent): base.isScalar && exponent.isScalar
    case .percent(let inner): inner.isScalar
    case .piecewise(let values, _): values.allSatisfy(\.isScalar)
    case .quantity, .tuple, .list, .set, .interval, .setOperation, .namedSet, .setBuilder,
      .relation, .and, .or, .matrix, .ratio, .residue, .text, .based, .dots:
      false
    }
  }

  var hasPlusMinus: Bool {
    contains { if case .plusMinus = $0 { true } else { false } }
  }

  /// The node for one of the two signs.
  func choosing(plus: Bool) -> Node {
    if case .plusMinus(let upper) = self { return upper == plus ? .one : .minusOne }
    return mapChildren { $0.choosing(plus: plus) }
  }
}
