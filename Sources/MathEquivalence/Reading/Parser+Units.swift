extension Parser {
  /// A value with what it is a quantity of: a unit, a currency, counted things.
  mutating func quantity() throws(SyntaxError) -> Node {
    let start = index
    let value = try additive()
    if !value.hasNoSymbols, !refusesUnits, unit(from: index) != nil {
      // `2 w + 2 l`: beside letters the last one is a letter too.
      index = start
      refusesUnits = true
      defer { refusesUnits = false }
      return try additive()
    }
    guard value.hasNoSymbols || value.isScalar else { return value }
    guard var result = try measured(value) else { return value }
    // `1 hour 30 minutes`, `5 feet 3 inches`: units of one kind follow one another.
    while case .number(let next, _) = kind, case .quantity(let amount, let unit) = result {
      index += 1
      guard let part = try measured(.number(next)), case .quantity(let more, let smaller) = part,
        smaller.dimensions == unit.dimensions, let scale = unit.factor.inverse
      else { throw unexpected() }
      result = .quantity(
        .sum([amount, .product([more, .number(smaller.factor * scale)])]), unit)
    }
    return result
  }

  private mutating func measured(_ value: Node) throws(SyntaxError) -> Node? {
    var amount = value
    var prefix: Unit?
    if case .quantity(let inner, let unit) = value {
      guard unit.isMoney else { return value }
      (amount, prefix) = (inner, unit)
    }
    guard amount.isScalar, amount.hasNoSymbols else { return prefix == nil ? nil : value }
    var scaled = false
    while case .word(let word) = kind, let scale = Words.scales[UnitTable.lowercased(word)] {
      index += 1
      amount = Parser.scale(amount, scale)
      scaled = true
    }
    if let prefix { return .quantity(amount, prefix) }
    if let (unit, end) = unit(from: index), endsElement(end) {
      index = end
      // "square units" names no unit.
      return unit.dimensions.keys.contains("unit") ? amount : .quantity(amount, unit)
    }
    if let (unit, end) = noun(from: index), endsElement(end) {
      index = end
      return .quantity(amount, unit)
    }
    return scaled ? amount : nil
  }

  private static func scale(_ amount: Node, _ scale: Rational) -> Node {
    if case .number(let value) = amount { return .number(value * scale) }
    return .product([amount, .number(scale)])
  }

  /// Whether a unit, and nothing but a unit, follows the factors of a numeric product.
  func startsUnit(after factors: [Node]) -> Bool {
    guard !refusesUnits, factors.allSatisfy(\.hasNoSymbols) else { return false }
    if case .word(let word) = kind, Words.scales[UnitTable.lowercased(word)] != nil { return true }
    guard let (_, end) = unit(from: index) ?? noun(from: index) else { return false }
    return endsElement(end)
  }

  /// Whether the element is over: a separator, a closing bracket, a relation or another quantity.
  private func endsElement(_ end: Int) -> Bool {
    guard end < tokens.count else { return true }
    switch tokens[end].kind {
    case .relation, .number, .end: return true
    case .mark(let mark):
      switch mark {
      case .comma, .semicolon, .and, .or, .closeParen, .closeBracket, .closeBrace, .closeSet,
        .closeAngle, .newline, .ampersand, .openBracket, .colon:
        return true
      default: return false
      }
    default: return false
    }
  }

  // MARK: Units

  /// A unit expression: `m/s^2`, `km per hour`, `sq cm`, `\frac{m}{s}`.
  func unit(from start: Int) -> (Unit, Int)? {
    var position = start
    guard let (first, next) = unitFactor(at: position, isFirst: true) else { return nil }
    var result = first
    position = next
    for _ in 0..<8 {
      var divides = false
      var look = position
      if look < tokens.count {
        switch tokens[look].kind {
        case .mark(.divide):
          divides = true
          look += 1
        case .word(let word) where UnitTable.lowercased(word) == "per":
          divides = true
          look += 1
        case .mark(.times): look += 1
        case .mark(.period) where tokens[look].upright: look += 1
        case .mark(.minus) where isHyphen(at: look): look += 1
        default: break
        }
      }
      guard let (more, after) = unitFactor(at: look, isFirst: !divides),
        let combined = result.times(more, dividing: divides)
      else { break }
      result = combined
      position = after
    }
    return (result, position)
  }

  /// The sign of `kilowatt-hours`: words without spaces at both sides.
  private func isHyphen(at index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count, case .word = tokens[index - 1].kind,
      case .word = tokens[index + 1].kind
    else { return false }
    return !tokens[index].spaced && !tokens[index + 1].spaced
  }

  /// The letters of a name that is written in one token.
  private func name(at index: Int) -> String? {
    guard index < tokens.count else { return nil }
    switch tokens[index].kind {
    case .symbol(let name), .word(let name): return name
    default: return nil
    }
  }

  /// A unit of two tokens: `k\Omega`, `\mu m`, `degrees Celsius`, `electron volts`.
  private func pairedUnit(at start: Int) -> (Unit, Int)? {
    guard let first = name(at: start), let second = name(at: start + 1) else { return nil }
    let joined: String
    if second == "Omega", first.utf8.count <= 2 {
      joined = (first == "mu" ? "μ" : first) + "Ω"
    } else if first == "mu" {
      joined = "μ" + second
    } else {
      let words = (UnitTable.lowercased(first), UnitTable.lowercased(second))
      if words.0 == "degree" || words.0 == "degrees" {
        guard let scale = ["c": "°C", "celsius": "°C", "f": "°F", "fahrenheit": "°F"][words.1]
        else { return nil }
        joined = scale
      } else if words.0.hasSuffix("electron"), words.1.hasPrefix("volt") {
        joined = words.0 + words.1
      } else {
        return nil
      }
    }
    return UnitTable.unit(named: joined).map { ($0, start + 2) }
  }

  private func unitFactor(at start: Int, isFirst: Bool) -> (Unit, Int)? {
    guard start < tokens.count, tokens[start].mark == nil else { return nil }
    let token = tokens[start]
    if let (unit, end) = pairedUnit(at: start) { return unitPower(unit, end) }
    switch token.kind {
    case .word(let word):
      let lower = UnitTable.lowercased(word)
      let exponent: Int? =
        switch lower {
        case "square", "sq": 2
        case "cubic", "cu": 3
        default: nil
        }
      if let exponent {
        var next = start + 1
        if next < tokens.count, tokens[next].mark == .period { next += 1 }
        guard let (base, end) = unitFactor(at: next, isFirst: true) else { return nil }
        return base.power(exponent).map { ($0, end) }
      }
      guard let unit = UnitTable.unit(named: word) else { return nil }
      return unitPower(unit, start + 1)
    case .symbol(let name):
      guard !isFirst || token.spaced || token.upright || name == "Omega" || isBraced(start),
        var unit = UnitTable.unit(named: name == "Omega" ? "Ω" : name)
      else { return nil }
      // Upright letters are never variables.
      unit.letters = token.upright ? [:] : [name: 1]
      return unitPower(unit, start + 1)
    case .function(.min):
      guard start + 1 >= tokens.count || tokens[start + 1].mark != .openParen else {
        return nil
      }
      return unitPower(Unit(["s": 1], Rational(60), name: "min"), start + 1)
    case .function(.sec): return unitPower(Unit(["s": 1], name: "sec"), start + 1)
    case .relation(.element) where token.upright:
      return UnitTable.unit(named: "inch").flatMap { unitPower($0, start + 1) }
    case .command(.frac): return unitFraction(start + 1)
    case .currency(let sign): return UnitTable.currency(sign).map { ($0, start + 1) }
    default: return nil
    }
  }

  /// `\frac{\text{m}}{\text{s}}`
  private func unitFraction(_ start: Int) -> (Unit, Int)? {
    func part(_ index: Int) -> (Unit, Int)? {
      guard index + 1 < tokens.count, tokens[index].mark == .openBrace,
        let (unit, end) = unit(from: index + 1), end < tokens.count,
        tokens[end].mark == .closeBrace
      else { return nil }
      return (unit, end + 1)
    }
    guard let (top, middle) = part(start), let (bottom, end) = part(middle) else { return nil }
    return top.times(bottom, dividing: true).map { ($0, end) }
  }

  private func isBraced(_ index: Int) -> Bool {
    index > 0 && tokens[index - 1].mark == .openBrace
  }

  /// An exponent or "squared" after the unit.
  private func unitPower(_ unit: Unit, _ start: Int) -> (Unit, Int)? {
    func number(_ index: Int) -> Int? {
      guard index < tokens.count, case .number(let value, _) = tokens[index].kind else {
        return nil
      }
      return value.int
    }
    guard start < tokens.count else { return (unit, start) }
    switch tokens[start].kind {
    case .word(let word):
      switch UnitTable.lowercased(word) {
      case "squared": return unit.power(2).map { ($0, start + 1) }
      case "cubed": return unit.power(3).map { ($0, start + 1) }
      default: return (unit, start)
      }
    case .mark(.caret): break
    default: return (unit, start)
    }
    var index = start + 1
    func isMark(_ mark: Mark) -> Bool { index < tokens.count && tokens[index].mark == mark }
    let braced = isMark(.openBrace)
    if braced { index += 1 }
    let negative = isMark(.minus)
    if negative { index += 1 }
    guard let value = number(index) else { return nil }
    index += 1
    if braced {
      guard isMark(.closeBrace) else { return nil }
      index += 1
    }
    return unit.power(negative ? -value : value).map { ($0, index) }
  }

  /// Counted things: up to three plain words after the number.
  func noun(from start: Int) -> (Unit, Int)? {
    var words: [String] = []
    var index = start
    while index < tokens.count, words.count < 4, case .word(let word) = tokens[index].kind {
      let lower = UnitTable.lowercased(word)
      if Words.notNouns.contains(lower) || Words.scales[lower] != nil { return nil }
      words.append(lower)
      index += 1
    }
    guard !words.isEmpty, words.count < 4 else { return nil }
    if words.count == 1, words[0].utf8.count < 3, words[0].utf8.count == words[0].count {
      return nil
    }
    let name = words.joined(separator: " ")
    let plural = ["people": "person", "children": "child", "men": "man", "women": "woman"]
    let singular =
      plural[name] ?? (name.hasSuffix("s") && name.count > 3 ? String(name.dropLast()) : name)
    return (Unit(["noun \(singular)": 1], name: name), index)
  }
}
