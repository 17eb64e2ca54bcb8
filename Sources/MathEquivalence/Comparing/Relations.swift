/// What relations say: which letter is set to which value.
enum Relations {
  static func isRelational(_ node: Node) -> Bool {
    switch node {
    case .relation, .and, .or: return true
    case .list(let parts): return parts.contains { if case .relation = $0 { true } else { false } }
    default: return false
    }
  }

  /// Whether a side only names what the other side gives: `x`, `f(x)`, `P(A)`, `\angle ABC`, `AB`.
  static func isName(_ node: Node) -> Bool {
    switch node {
    case .symbol, .apply: return true
    case .call(.binomial, let parts), .call(.permutations, let parts):
      return parts.contains { !$0.hasNoSymbols }
    case .call(.abs, let parts):
      // `|AB| = 5` names a length; `|x| = 5` is an equation.
      guard parts.count == 1, isName(parts[0]) else { return false }
      if case .symbol(let name) = parts[0] {
        return name == "z" || name == "w" || name.first?.isUppercase == true
      }
      return true
    case .product(let parts):
      if parts.count == 2, isFunctionName(parts[0]) {
        switch parts[1] {
        case .symbol, .number, .tuple, .relation: return true
        default: return false
        }
      }
      return parts.count <= 4
        && parts.allSatisfy {
          if case .symbol(let name) = $0 { name.first?.isUppercase == true } else { false }
        }
    case .tuple(_, let parts), .ratio(let parts):
      return !parts.isEmpty && parts.allSatisfy(isName)
    default: return false
    }
  }

  /// A letter, or the inverse of a function.
  private static func isFunctionName(_ node: Node) -> Bool {
    switch node {
    case .symbol: true
    case .power(.symbol(let name), .minusOne): Words.functionLetters.contains(name)
    default: false
    }
  }

  /// `(a, b) = (2, 3)` as the two equations it says.
  static func system(_ node: Node) -> Node? {
    guard case .relation(let sides, [.equal]) = node, sides.count == 2,
      case .tuple(_, let names) = sides[0], case .tuple(_, let values) = sides[1],
      names.count == values.count
    else { return nil }
    return .list(zip(names, values).map { .relation([$0, $1], [.equal]) })
  }

  /// The element of a set-builder: `x` of `x ∈ R`.
  static func element(_ node: Node) -> Node {
    if case .relation(let sides, [.element]) = node, sides.count == 2 { return sides[0] }
    return node
  }

  /// `x ≡ a (mod m)`, also written `x = mk + a`.
  static func residue(_ node: Node) -> (Node, Node, Node)? {
    if case .residue(let name, let value, let modulus) = node { return (name, value, modulus) }
    guard case .relation(let sides, [.equal]) = node, sides.count == 2, isName(sides[0]) else {
      return nil
    }
    let symbols = sides[1].symbols
    guard symbols.count == 1, let name = symbols.first, Family.letters.contains(name) else {
      return nil
    }
    let ring = Ring(meter: Meter(fuel: 2000))
    guard let form = try? Canonical(ring: ring).form(sides[1]),
      let coefficients = ring.coefficients(of: form, in: name), coefficients.count == 2,
      let modulus = Evaluator.rational(coefficients[1]), modulus.isInteger,
      let value = Evaluator.rational(coefficients[0]), value.isInteger
    else { return nil }
    return (sides[0], .number(value), .number(modulus))
  }

  /// Several equations for one name are one equation with a list: `x = 1 or x = 2`.
  static func gathered(_ node: Node) -> Node {
    let parts: [Node]
    switch node {
    case .or(let inner), .and(let inner), .list(let inner): parts = inner
    default: return node
    }
    var name: Node?
    var values: [Node] = []
    for part in withoutConditions(parts) {
      guard case .relation(let sides, [.equal]) = part, sides.count == 2 else {
        return withoutConditions(parts).count == 1 ? withoutConditions(parts)[0] : node
      }
      let (left, right) =
        isName(sides[0]) || !isName(sides[1]) ? (sides[0], sides[1]) : (sides[1], sides[0])
      guard isName(left), name == nil || name == left else { return node }
      name = left
      if case .list(let inner) = right { values += inner } else { values.append(right) }
    }
    guard let name, let first = values.first else { return node }
    return .relation([name, values.count == 1 ? first : .list(values)], [.equal])
  }

  /// `x_1`: a letter with one digit below.
  static func hasDigit(_ name: String) -> Bool {
    let letters = Array(name.utf8)
    return letters.count == 3 && letters[1] == 95 && letters[2] >= 48 && letters[2] <= 57
  }

  /// `x_1 = 1, x_2 = 3` as `x = 1, 3`: names that differ in their numbers only.
  static func numbered(_ node: Node) -> Node? {
    let parts: [Node]
    switch node {
    case .or(let inner), .and(let inner), .list(let inner): parts = inner
    default: return nil
    }
    var letter: Substring?
    var names: Set<String> = []
    var values: [Node] = []
    for part in parts {
      guard case .relation(let sides, [.equal]) = part, sides.count == 2,
        case .symbol(let name) = sides[0], let place = name.firstIndex(of: "_"),
        Int(name[name.index(after: place)...]) != nil, names.insert(name).inserted,
        letter == nil || letter == name[..<place]
      else { return nil }
      letter = name[..<place]
      values.append(sides[1])
    }
    guard let letter, values.count > 1 else { return nil }
    return .relation([.symbol(String(letter)), .list(values)], [.equal])
  }

  /// Without remarks such as `k ∈ ℤ`, and `n ≥ 1` behind a formula in n.
  private static func withoutConditions(_ parts: [Node]) -> [Node] {
    let kept = parts.filter {
      if let index = firstIndex($0) {
        return !parts.allSatisfy { part in
          firstIndex(part) != nil || part.symbols.contains(index) && isFormula(part, in: index)
        }
      }
      if case .relation(let sides, [.element]) = $0, sides.count == 2, case .symbol = sides[0],
        case .namedSet(let set) = sides[1], set != .empty
      {
        return false
      }
      return true
    }
    return kept.isEmpty ? parts : kept
  }

  /// The letter of `n ≥ 1`: where a sequence begins.
  private static func firstIndex(_ part: Node) -> String? {
    guard case .relation(let sides, let relations) = part, sides.count == 2,
      relations == [.greaterOrEqual] || relations == [.greater],
      case .symbol(let name) = sides[0], Family.letters.contains(name),
      case .number(let bound) = sides[1], let first = bound.int, 0...2 ~= first
    else { return nil }
    return name
  }

  /// Whether a part says what belongs to each value of a letter, and not which values there are.
  private static func isFormula(_ part: Node, in letter: String) -> Bool {
    guard case .relation(let sides, let relations) = part else { return true }
    return relations == [.equal] && !sides.contains(.symbol(letter))
  }
}
