extension Parser {
  /// One value: a number, a letter, a function with its argument, something in brackets.
  mutating func primary() throws(SyntaxError) -> Node {
    guard index < tokens.count else { throw unexpected() }
    try descend()
    defer { depth -= 1 }
    let token = tokens[index]
    switch token.kind {
    case .number(let value, let digits): return try number(value, digits)
    case .based(let digits, let base):
      index += 1
      return .based(digits, base)
    case .symbol(let name): return try symbol(name)
    case .constant(let constant):
      index += 1
      if at(.underscore) { return try subscripted(token.text) }
      return .constant(constant)
    case .unitVector(let position):
      index += 1
      return .symbol("unit\(position)")
    case .namedSet(let set):
      index += 1
      return restricted(set)
    case .word(let word): return try splitWord(word)
    case .quoted(let text):
      index += 1
      return .text(["\"" + text + "\""])
    case .currency(let sign):
      index += 1
      return try money(sign)
    case .function(let function):
      index += 1
      return try call(function)
    case .command(let command):
      index += 1
      return try self.command(command)
    case .begin(let name):
      index += 1
      return try environment(name)
    case .mark(let mark): return try bracketed(mark)
    case .relation(.less):
      index += 1
      return try angle(closing: .relation(.greater))
    case .relation, .end, .unknown: throw unexpected()
    }
  }

  /// A number, or a mixed number: `2\frac{1}{3}`, `2 1/3`.
  private mutating func number(_ value: Rational, _ digits: String) throws(SyntaxError) -> Node {
    index += 1
    guard value.isInteger, !digits.isEmpty else { return .number(value) }
    if kind == .command(.frac) {
      if mark(ahead: 1) == .openBrace, mark(ahead: 2) == .closeBrace {
        throw unexpected()
      }
      let mark = index
      index += 1
      let top = try argument()
      let bottom = try argument()
      if case .number(let a) = top, case .number(let b) = bottom, a.isInteger, b.isInteger,
        let inverse = b.inverse
      {
        return .number(value + a * inverse)
      }
      index = mark
      return .number(value)
    }
    if case .number(let a, let aDigits) = kind, !aDigits.isEmpty, tokens[index].spaced,
      mark(ahead: 1) == .divide, case .number(let b, let bDigits) = kind(ahead: 2),
      !bDigits.isEmpty, let inverse = b.inverse, (a - b).sign < 0
    {
      index += 3
      return .number(value + a * inverse)
    }
    return .number(value)
  }

  private mutating func symbol(_ name: String) throws(SyntaxError) -> Node {
    index += 1
    if at(.underscore) { return try subscripted(name) }
    if at(.openParen), let function = ["Gamma": Function.gamma, "zeta": .zeta][name] {
      return .call(function, try arguments())
    }
    var full = name
    while at(.prime) {
      full += "'"
      index += 1
    }
    if at(.openParen), Words.functionLetters.contains(name) {
      return .apply(full, try arguments())
    }
    // `C(5,2)`, `P(5,2)`: resolved where the other side is known.
    if at(.openParen), !tokens[index].spaced, name == "C" || name == "P" {
      let mark = index
      let parts = try arguments()
      if parts.count == 2 { return .apply(name, parts) }
      index = mark
    }
    return .symbol(full)
  }

  /// The subscript becomes part of the name.
  private mutating func subscripted(_ name: String) throws(SyntaxError) -> Node {
    index += 1
    var full = name + "_"
    if take(.openBrace) {
      var level = 1
      while index < tokens.count {
        if at(.openBrace) { level += 1 }
        if at(.closeBrace) {
          level -= 1
          if level == 0 { break }
        }
        full += tokens[index].text
        index += 1
      }
      try expect(.closeBrace)
    } else if index < tokens.count {
      full += tokens[index].text
      index += 1
    }
    while at(.prime) {
      full += "'"
      index += 1
    }
    if at(.openParen), Words.functionLetters.contains(name) {
      return .apply(full, try arguments())
    }
    return .symbol(full)
  }

  /// A run of letters is a product of variables, perhaps with a function in it.
  private mutating func splitWord(_ word: String) throws(SyntaxError) -> Node {
    guard Words.splits(word, after: index > 0 || tokens.count > 1) else { throw unexpected() }
    index += 1
    var factors: [Node] = word.map { letter in
      switch Vocabulary.letter(String(letter)) {
      case .constant(let constant): .constant(constant)
      default: .symbol(String(letter))
      }
    }
    // A subscript or power belongs to the last letter only: the caller sees that letter last.
    if at(.caret) || at(.underscore) || at(.bang) || at(.prime), let last = factors.popLast() {
      factors.append(try raised(last, String(word.suffix(1))))
    }
    return Parser.product(factors)
  }

  private mutating func raised(_ letter: Node, _ name: String) throws(SyntaxError) -> Node {
    var base = letter
    if at(.underscore) { base = try subscripted(name) }
    base = try postfix(base)
    while at(.caret), mark(ahead: 1) != .degree {
      index += 1
      let signs = take(.minus)
      let exponent = try primary()
      base = try postfix(.power(base, signs ? .negated(exponent) : exponent))
    }
    return base
  }

  private mutating func money(_ sign: String) throws(SyntaxError) -> Node {
    guard let unit = UnitTable.currency(sign) else { throw unexpected() }
    let isNegative = take(.minus)
    guard case .number(let whole, let digits) = kind,
      case .number(let value) = try number(whole, digits)
    else { throw unexpected() }
    var amount = Node.number(isNegative ? -value : value)
    if let scale = shortScale, index < tokens.count, !tokens[index].spaced {
      index += 1
      amount = .number((isNegative ? -value : value) * scale)
    }
    if at(.divide), case .number(let bottom, _) = kind(ahead: 1), let inverse = bottom.inverse {
      amount = .number((isNegative ? -value : value) * inverse)
      index += 2
    }
    return .quantity(amount, unit)
  }

  /// `$3M`, `$2.5k`, `$1bn`.
  private var shortScale: Rational? {
    let name: String
    switch kind {
    case .symbol(let letter): name = letter
    case .word(let word): name = word
    default: return nil
    }
    switch name {
    case "k", "K": return Rational(1000)
    case "M", "m", "mn", "mm", "MM", "mil": return Rational(1_000_000)
    case "B", "b", "bn": return Rational(1_000_000_000)
    default: return nil
    }
  }

  /// `\mathbb{R}^+`, `\mathbb{R}_{\ge 0}`: parts of the real line.
  private mutating func restricted(_ set: NamedSet) -> Node {
    guard set == .reals, at(.caret) || at(.underscore) else { return .namedSet(set) }
    var ahead = 1
    let isBraced = mark(ahead: ahead) == .openBrace
    if isBraced { ahead += 1 }
    let infinity = Node.constant(.infinity)
    let result: Node
    let zero = Token.Kind.number(.zero, digits: "0")
    switch (kind(ahead: ahead), kind(ahead: ahead + 1)) {
    case (.relation(.greaterOrEqual), zero): result = .interval(.zero, true, infinity, false)
    case (.relation(.greater), zero): result = .interval(.zero, false, infinity, false)
    case (.relation(.lessOrEqual), zero):
      result = .interval(.negated(infinity), false, .zero, true)
    case (.relation(.less), zero): result = .interval(.negated(infinity), false, .zero, false)
    case (.relation(.notEqual), zero):
      result = .setOperation(.difference, [.namedSet(.reals), .set([.zero])])
    case (.mark(.plus), _):
      result = .interval(.zero, false, infinity, false)
      ahead -= 1
    case (.mark(.minus), _):
      result = .interval(.negated(infinity), false, .zero, false)
      ahead -= 1
    default: return .namedSet(set)
    }
    ahead += 2
    if isBraced {
      guard mark(ahead: ahead) == .closeBrace else { return .namedSet(set) }
      ahead += 1
    }
    index += ahead
    return result
  }

  /// An argument of a LaTeX command: a group or one value.
  mutating func argument() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    guard at(.openBrace) else { return try primary() }
    return try group()
  }

  /// What stands between braces.
  mutating func group() throws(SyntaxError) -> Node {
    try expect(.openBrace)
    frames.append(.group)
    defer { frames.removeLast() }
    if take(.closeBrace) {
      return at(.underscore) || at(.caret) ? try leadingIndex() : .product([])
    }
    let (parts, separators) = try elements(closed: {
      $0 == .mark(.closeBrace) || $0 == .command(.choose) || Parser.isInfix($0)
    })
    if let kind, kind != .mark(.closeBrace) {
      let result = try infix(Parser.joined(parts, separators), closed: { $0 == .mark(.closeBrace) })
      try expect(.closeBrace)
      return result
    }
    try expect(.closeBrace)
    if parts.count > 1, separators.allSatisfy({ $0 == .comma }) { return .set(parts) }
    return Parser.joined(parts, separators)
  }

  /// `(a, b)` after a name.
  mutating func arguments() throws(SyntaxError) -> [Node] {
    try expect(.openParen)
    frames.append(.paren)
    defer { frames.removeLast() }
    let (parts, _) = try elements(closed: { $0 == .mark(.closeParen) })
    try expect(.closeParen)
    return parts
  }
}
