/// Why a token list is not mathematics that the parser knows.
struct SyntaxError: Error {
  enum Kind {
    /// Words that are no notation: the text is prose.
    case words
    /// Something that looks like mathematics.
    case notation
  }
  var kind: Kind
  var offset: Int
  var message: String
}

/// Reads tokens as mathematics. Linear in the tokens, except that a unit is tried once per factor;
/// recursion is limited by `depthLimit`.
struct Parser {
  /// Forty brackets in one another, or sixty powers: a step takes up to 2 KiB of a stack that may
  /// have 512 KiB, and so do the walks over the tree afterwards.
  static let depthLimit = 240

  /// The bracket that is open where the parser stands.
  enum Frame { case group, paren, square, set, abs, floor, angle, integral }

  /// Levels of the tree: operations in a row, `x^2!^2!…`, make it deep without any bracket.
  static let heightLimit = 120

  let tokens: [Token]
  var index = 0
  var depth = 0
  var frames: [Frame] = []
  /// Inside of a sum with letters, where no letter is a unit.
  var refusesUnits = false
  /// To the right of `≡`, where `mod 7` belongs to the whole relation.
  var refusesModulus = false

  init(_ tokens: [Token]) { self.tokens = tokens }

  static func parse(_ tokens: [Token]) throws(SyntaxError) -> Node {
    var parser = Parser(tokens)
    var node = try parser.sequence(closed: { Parser.isInfix($0) })
    if let infix = parser.kind, Parser.isInfix(infix) {
      node = try parser.infix(node, closed: { _ in false })
    }
    guard parser.index == tokens.count else { throw parser.unexpected() }
    // A level takes a token or more.
    if tokens.count > heightLimit, node.isHigher(than: heightLimit) {
      throw parser.error("it is nested too deeply")
    }
    return node
  }

  /// `\over`, and `\choose` in braces: everything before it is the upper argument.
  static func isInfix(_ kind: Token.Kind) -> Bool {
    if case .unknown("\\over") = kind { true } else { false }
  }

  mutating func infix(_ top: Node, closed: (Token.Kind) -> Bool) throws(SyntaxError) -> Node {
    let isChoice = kind == .command(.choose)
    index += 1
    let bottom = try sequence(closed: closed)
    return isChoice ? .call(.binomial, [top, bottom]) : .quotient(top, bottom)
  }

  // MARK: Tokens

  var kind: Token.Kind? { index < tokens.count ? tokens[index].kind : nil }

  func kind(ahead: Int) -> Token.Kind? {
    index + ahead < tokens.count ? tokens[index + ahead].kind : nil
  }

  func mark(ahead: Int) -> Mark? {
    index + ahead < tokens.count ? tokens[index + ahead].mark : nil
  }

  func at(_ mark: Mark) -> Bool { index < tokens.count && tokens[index].mark == mark }

  mutating func take(_ mark: Mark) -> Bool {
    guard at(mark) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ mark: Mark) throws(SyntaxError) {
    if !take(mark) { throw unexpected() }
  }

  func unexpected() -> SyntaxError {
    guard index < tokens.count else {
      return SyntaxError(
        kind: .notation, offset: tokens.last?.offset ?? 0, message: "the text ends too early")
    }
    let token = tokens[index]
    let isWord = if case .word = token.kind { true } else { false }
    return SyntaxError(
      kind: isWord ? .words : .notation, offset: token.offset,
      message: "“\(token.text)” is not expected here")
  }

  func error(_ message: String) -> SyntaxError {
    let offset = index < tokens.count ? tokens[index].offset : tokens.last?.offset ?? 0
    return SyntaxError(kind: .notation, offset: offset, message: message)
  }

  mutating func descend() throws(SyntaxError) {
    depth += 1
    if depth > Parser.depthLimit { throw error("brackets are nested too deeply") }
  }

  // MARK: Lists

  enum Separator { case comma, and, or }

  /// Elements with commas, semicolons, "and", "or" between them, up to a closing token.
  mutating func sequence(closed: (Token.Kind) -> Bool) throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    let first = try element()
    // One element is the rule, here and below: it needs no list.
    if let kind, !closed(kind) {
      let (parts, separators) = try elements(after: first, closed: closed)
      return Parser.joined(parts, separators)
    }
    return first
  }

  mutating func elements(closed: (Token.Kind) -> Bool) throws(SyntaxError)
    -> ([Node], [Separator])
  {
    try descend()
    defer { depth -= 1 }
    return try elements(after: try element(), closed: closed)
  }

  private mutating func elements(
    after first: Node, closed: (Token.Kind) -> Bool
  ) throws(SyntaxError) -> ([Node], [Separator]) {
    var parts = [first]
    var separators: [Separator] = []
    while let kind, !closed(kind) {
      guard let separator = takeSeparator() else { throw unexpected() }
      // A separator at the end, as in Python's `(1,)`, adds nothing.
      guard let next = self.kind, !Parser.closes(next) else { break }
      separators.append(separator)
      parts.append(try element())
    }
    return (parts, separators)
  }

  private static func closes(_ kind: Token.Kind) -> Bool {
    guard case .mark(let mark) = kind else { return false }
    switch mark {
    case .closeParen, .closeBracket, .closeBrace, .closeSet, .closeAngle: return true
    default: return false
    }
  }

  private mutating func takeSeparator() -> Separator? {
    var result: Separator?
    while let kind {
      switch kind {
      case .mark(.comma), .mark(.semicolon): result = result ?? .comma
      case .mark(.and): result = result == .or ? .or : .and
      case .mark(.or): result = .or
      default: return result
      }
      index += 1
    }
    return result
  }

  static func joined(_ parts: [Node], _ separators: [Separator]) -> Node {
    if parts.count == 1 { return parts[0] }
    // `3/7 or 6/14` says one value twice.
    if separators.allSatisfy({ $0 == .or }), case .number = parts[0],
      parts.allSatisfy({ $0 == parts[0] })
    {
      return parts[0]
    }
    let hasRelation = parts.contains { if case .relation = $0 { true } else { false } }
    if hasRelation {
      if let points = points(parts, separators) { return points }
      if separators.contains(.or) {
        let values = distributed(parts)
        if case .relation = values { return values }
        return .or(parts)
      }
      if separators.allSatisfy({ $0 == .and }) { return .and(parts) }
      return distributed(parts)
    }
    return .list(parts)
  }

  /// `n = 5, 6, 8` is one relation with a list; `x ≠ 1, 2` is two relations.
  private static func distributed(_ parts: [Node]) -> Node {
    if let apart = excluded(parts) { return apart }
    guard case .relation(let sides, let relations) = parts[0], relations == [.equal],
      sides.count == 2
    else { return .list(parts) }
    let others = parts.dropFirst()
    let allBare = others.allSatisfy { if case .relation = $0 { false } else { true } }
    return allBare ? .relation([sides[0], .list([sides[1]] + others)], [.equal]) : .list(parts)
  }

  /// `x=1, y=2 or x=2, y=1`: the same letters in each alternative are the coordinates of points.
  private static func points(_ parts: [Node], _ separators: [Separator]) -> Node? {
    guard separators.contains(.or), separators.contains(where: { $0 != .or }) else { return nil }
    var groups: [[Node]] = [[parts[0]]]
    for (part, separator) in zip(parts.dropFirst(), separators) {
      if separator == .or { groups.append([part]) } else { groups[groups.count - 1].append(part) }
    }
    var names: [String]?
    var points: [Node] = []
    for group in groups {
      var values: [String: Node] = [:]
      for part in group {
        guard case .relation(let sides, [.equal]) = part, sides.count == 2,
          case .symbol(let name) = sides[0], values.updateValue(sides[1], forKey: name) == nil
        else { return nil }
      }
      let own = values.keys.sorted()
      guard own.count > 1, names == nil || names == own else { return nil }
      names = own
      points.append(.tuple(.round, own.compactMap { values[$0] }))
    }
    return names.map {
      .relation([.tuple(.round, $0.map { .symbol($0) }), .list(points)], [.equal])
    }
  }

  // MARK: Relations

  mutating func element() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    if case .relation(.approximately) = kind {
      index += 1
    }
    let first = try operand()
    if let relation = takeRelation() { return try chain(first, relation) }
    if at(.colon) {
      let first = try ratio(first)
      guard case .ratio = first, kind == .relation(.equal) else { return first }
      // `a : b = 2 : 3`
      index += 1
      return .relation([first, try ratio(try operand())], [.equal])
    }
    if case .command(.pmod) = kind {
      index += 1
      return .residue(.text([]), first, modulus: try power())
    }
    return first
  }

  /// What follows the first relation of `a < b < c`.
  private mutating func chain(_ first: Node, _ relation: Relation) throws(SyntaxError) -> Node {
    var operands = [first]
    var relations: [Relation] = []
    var next: Relation? = relation
    while let relation = next {
      relations.append(relation)
      if relation == .congruent { refusesModulus = true }
      defer { refusesModulus = false }
      operands.append(try operand())
      if relation == .congruent, let residue = try congruence(operands) { return residue }
      next = takeRelation()
    }
    return .relation(operands, relations)
  }

  private mutating func takeRelation() -> Relation? {
    switch kind {
    case .relation(.less) where frames.last == .angle: return nil
    case .relation(.greater) where frames.last == .angle: return nil
    case .relation(.proportional) where frames.last == .set: return nil
    case .relation(let relation):
      index += 1
      return relation
    case .mark(.to):
      index += 1
      return .equal
    default: return nil
    }
  }

  /// `x ≡ 3 (mod 7)` in its notations.
  private mutating func congruence(_ operands: [Node]) throws(SyntaxError) -> Node? {
    guard operands.count == 2 else { return nil }
    let mark = index
    if take(.openParen) {
      if kind == .command(.bmod) {
        index += 1
        let modulus = try additive()
        try expect(.closeParen)
        return .residue(operands[0], operands[1], modulus: modulus)
      }
      index = mark
    }
    guard kind == .command(.pmod) || kind == .command(.bmod) else { return nil }
    index += 1
    return .residue(operands[0], operands[1], modulus: try power())
  }

  private mutating func ratio(_ first: Node) throws(SyntaxError) -> Node {
    if frames.last == .set { return first }
    var parts = [first]
    while take(.colon) { parts.append(try operand()) }
    return .ratio(parts)
  }

  // MARK: Arithmetic

  mutating func additive() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    var sign = try leadingSign()
    let first = Parser.signed(try term(), sign)
    switch index < tokens.count ? tokens[index].mark : nil {
    case .plus, .minus, .plusMinus, .minusPlus: break
    default: return first
    }
    var terms = [first]
    while true {
      switch kind {
      case .mark(.plus): sign = []
      case .mark(.minus): sign = [.minusOne]
      case .mark(.plusMinus): sign = [.plusMinus(true)]
      case .mark(.minusPlus): sign = [.plusMinus(false)]
      default: return Parser.sum(terms)
      }
      index += 1
      sign += try leadingSign()
      terms.append(Parser.signed(try term(), sign))
    }
  }

  private mutating func leadingSign() throws(SyntaxError) -> [Node] {
    var signs: [Node] = []
    while signs.count < 8 {
      switch kind {
      case .mark(.plus): break
      case .mark(.minus): signs.append(.minusOne)
      case .mark(.plusMinus): signs.append(.plusMinus(true))
      case .mark(.minusPlus): signs.append(.plusMinus(false))
      default: return signs
      }
      index += 1
    }
    throw error("too many signs")
  }

  private static func signed(_ term: Node, _ signs: [Node]) -> Node {
    if signs.isEmpty { return term }
    if signs == [.minusOne] { return .negated(term) }
    return .product(signs + [term])
  }

  /// A set less another one is written with a minus sign too.
  private static func sum(_ terms: [Node]) -> Node {
    if terms.count == 1 { return terms[0] }
    if terms.count == 2, case .product(let factors) = terms[1], factors.count == 2,
      factors[0] == .minusOne, case .set(let removed) = factors[1]
    {
      switch terms[0] {
      case .namedSet, .tuple, .interval, .set:
        return .setOperation(.difference, [terms[0], .set(removed)])
      default: break
      }
    }
    return .sum(terms)
  }

  mutating func term() throws(SyntaxError) -> Node {
    let first = try factor()
    guard index < tokens.count, !Parser.endsTerm(tokens[index].mark) else { return first }
    var factors = [first]
    while let kind {
      if case .mark(.times) = kind {
        index += 1
        factors.append(try signedFactor())
      } else if case .mark(.divide) = kind {
        index += 1
        let bottom = try signedFactor()
        if factors.count == 1, let name = Parser.differentialQuotient(factors[0], bottom) {
          factors = [.symbol(name)]
        } else if factors.count == 1, case .number = factors[0], case .number = bottom {
          factors = [Node.quotient(factors[0], bottom)]
        } else {
          factors.append(.power(bottom, .minusOne))
        }
      } else if kind == .command(.bmod), !refusesModulus {
        index += 1
        let modulus = try factor()
        factors = [.call(.mod, [Parser.product(factors), modulus])]
      } else if kind == .command(.choose), frames.last != .group {
        index += 1
        factors = [.call(.binomial, [Parser.product(factors), try factor()])]
      } else if startsImplicitFactor(kind), !startsUnit(after: factors) {
        if isNumber(at: index), isNumber(at: index - 1) {
          throw SyntaxError(
            kind: .words, offset: tokens[index].offset,
            message: "two numbers stand side by side")
        }
        factors.append(try factor())
      } else {
        break
      }
    }
    return Parser.product(factors)
  }

  /// A sign that no factor begins with and that joins none.
  private static func endsTerm(_ mark: Mark?) -> Bool {
    switch mark {
    case .plus, .minus, .plusMinus, .minusPlus, .comma, .semicolon, .colon, .and, .or, .closeParen,
      .closeBracket, .closeBrace, .closeSet, .newline, .ampersand:
      true
    default: false
    }
  }

  /// `dy/dx` is the name of a derivative.
  private static func differentialQuotient(_ top: Node, _ bottom: Node) -> String? {
    guard case .product(let above) = top, case .product(let below) = bottom, above.count == 2,
      below.count == 2, above[0] == .symbol("d"), below[0] == .symbol("d"),
      case .symbol(let name) = above[1], case .symbol = below[1]
    else { return nil }
    return name + "'"
  }

  func isNumber(at index: Int) -> Bool {
    guard index >= 0, index < tokens.count, case .number = tokens[index].kind else { return false }
    return true
  }

  static func product(_ factors: [Node]) -> Node {
    factors.count == 1 ? factors[0] : .product(factors)
  }

  private mutating func signedFactor() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    let signs = try leadingSign()
    return Parser.signed(try factor(), signs)
  }

  func startsImplicitFactor(_ kind: Token.Kind) -> Bool {
    if frames.contains(.integral), differential != nil { return false }
    switch kind {
    case .number, .symbol, .constant, .function, .unitVector, .begin: return true
    case .word(let word): return Words.splits(word, after: index > 0)
    case .command(let command):
      switch command {
      case .pmod, .bmod, .choose, .differential, .degrees, .prime: return false
      default: return true
      }
    case .mark(let mark):
      switch mark {
      case .openParen: return self.kind(ahead: 1) != .command(.bmod)
      case .openBrace, .openFloor, .openCeil: return true
      case .openBracket: return !frames.contains(.square) && frames.last != .paren
      case .bar: return frames.last != .abs && frames.last != .set
      default: return false
      }
    default: return false
    }
  }

  private mutating func factor() throws(SyntaxError) -> Node { try power() }

  mutating func power() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    var base = try postfix(try primary())
    while at(.caret) {
      if let degrees = try degreeSign(base) {
        base = try postfix(degrees)
        continue
      }
      index += 1
      let exponent = try exponent()
      if case .symbol(let name) = base, at(.underscore), name == "C" || name == "P" {
        // `C^2_5`
        index += 1
        base = .call(name == "C" ? .binomial : .permutations, [try argument(), exponent])
      } else if case .symbol(let name) = base, case .text(["'"]) = exponent {
        base = .symbol(name + "'")
      } else {
        base = try postfix(.power(base, exponent))
      }
    }
    return base
  }

  /// `^\circ` and `^{\circ}`, with a letter for a scale of temperature.
  private mutating func degreeSign(_ base: Node) throws(SyntaxError) -> Node? {
    if mark(ahead: 1) == .degree {
      index += 2
    } else if mark(ahead: 1) == .openBrace, mark(ahead: 2) == .degree,
      mark(ahead: 3) == .closeBrace
    {
      index += 4
    } else {
      return nil
    }
    switch kind {
    case .symbol("C"):
      index += 1
      return .quantity(base, Unit(["celsius": 1], name: "°C"))
    case .symbol("F"):
      index += 1
      return .quantity(base, Unit(["fahrenheit": 1], name: "°F"))
    case .word(let word) where ["celsius", "fahrenheit"].contains(UnitTable.lowercased(word)):
      index += 1
      return .quantity(base, Unit([UnitTable.lowercased(word): 1], name: word))
    default: return .quantity(minutes(base), .degree)
    }
  }

  /// `30^\circ 15' 36''`: minutes and seconds of an angle.
  private mutating func minutes(_ degrees: Node) -> Node {
    guard case .number = degrees else { return degrees }
    var parts = [degrees]
    for (marks, size) in [(1, 60), (2, 3600)] {
      guard case .number(let value, _) = kind, mark(ahead: 1) == .prime,
        (mark(ahead: 2) == .prime) == (marks == 2), Rational.zero <= value,
        value < Rational(60)
      else { continue }
      index += 1 + marks
      parts.append(.number(value * Rational(1, size)))
    }
    return parts.count == 1 ? degrees : .sum(parts)
  }

  private mutating func exponent() throws(SyntaxError) -> Node {
    try descend()
    // Each level of a tower is a level of the tree, which a bracket is not.
    depth += 2
    defer { depth -= 3 }
    if at(.openBrace), mark(ahead: 1) == .prime, mark(ahead: 2) == .closeBrace {
      index += 3
      return .text(["'"])
    }
    if take(.prime) { return .text(["'"]) }
    let signs = try leadingSign()
    let base = try postfix(try primary())
    if at(.caret), mark(ahead: 1) != .degree {
      index += 1
      return Parser.signed(.power(base, try exponent()), signs)
    }
    return Parser.signed(base, signs)
  }

  /// Factorials, per cent, primes.
  mutating func postfix(_ node: Node) throws(SyntaxError) -> Node {
    var result = node
    var count = 0
    while count < 8 {
      count += 1
      if at(.bang) {
        index += 1
        let isDouble = take(.bang)
        result = .call(isDouble ? .doubleFactorial : .factorial, [result])
      } else if take(.percent) {
        result = .percent(result)
      } else if take(.permille) {
        result = .product([result, .number(Rational(1, 1000))])
      } else if take(.degree) {
        result = .quantity(minutes(result), .degree)
      } else if at(.prime), case .number = result, let unit = UnitTable.unit(named: "ft") {
        index += 1
        result = .quantity(
          result, take(.prime) ? UnitTable.unit(named: "in") ?? unit : unit)
        // `5'6''`
        if case .number(let inches, _) = kind, mark(ahead: 1) == .prime,
          mark(ahead: 2) == .prime, case .quantity(let feet, unit) = result
        {
          index += 3
          result = .quantity(.sum([feet, .number(inches * Rational(1, 12))]), unit)
        }
      } else if at(.prime), case .symbol(let name) = result {
        index += 1
        result = .symbol(name + "'")
      } else if at(.prime), result.isScalar, let letter = result.symbols.first,
        result.symbols.count == 1
      {
        // `(x^3)'`
        index += 1
        result = .derivative(result, letter)
      } else {
        return result
      }
    }
    throw error("too many signs after a value")
  }
}
