extension Parser {
  /// A named function with its argument: `\sin^2 x`, `\max(a, b)`.
  mutating func call(_ function: Function) throws(SyntaxError) -> Node {
    var name = function
    var exponent: Node?
    if take(.caret) {
      let power = try raisedFunction()
      if power == .minusOne, let inverse = Parser.inverse(function) {
        name = inverse
      } else {
        exponent = power
      }
    }
    let result = Node.call(name, try functionArguments(of: name))
    guard let exponent else { return result }
    return .power(result, exponent)
  }

  /// The exponent between a function's name and its argument.
  private mutating func raisedFunction() throws(SyntaxError) -> Node {
    if at(.openBrace) || at(.openParen) { return try argument() }
    if take(.minus) { return .negated(try primary()) }
    return try primary()
  }

  private static func inverse(_ function: Function) -> Function? {
    switch function {
    case .sin: .arcsin
    case .cos: .arccos
    case .tan: .arctan
    case .cot: .arccot
    case .sec: .arcsec
    case .csc: .arccsc
    case .sinh: .arcsinh
    case .cosh: .arccosh
    case .tanh: .arctanh
    default: nil
    }
  }

  private mutating func functionArguments(of function: Function) throws(SyntaxError) -> [Node] {
    let takesSeveral =
      switch function {
      case .max, .min, .gcd, .lcm, .mod, .binomial, .permutations: true
      default: false
      }
    if at(.openParen) {
      let parts = try arguments()
      if takesSeveral || parts.count == 1 { return parts }
      throw error("\(function.rawValue) takes one value")
    }
    if takesSeveral, at(.openSet) || at(.openBrace), case .set(let parts) = try primary() {
      return parts
    }
    return [try implicitArgument()]
  }

  /// `2\pi x` of `\sin 2\pi x`: factors side by side, up to the next function or operator.
  mutating func implicitArgument() throws(SyntaxError) -> Node {
    try descend()
    defer { depth -= 1 }
    let isNegative = take(.minus)
    let start = index
    var factors = [try power()]
    let isBraced = start < tokens.count && tokens[start].mark == .openBrace
    while !isBraced, let kind, startsImplicitFactor(kind), Parser.continuesArgument(kind) {
      if case .number = kind, case .number = tokens[index - 1].kind { break }
      factors.append(try power())
    }
    let product = Parser.product(factors)
    return isNegative ? .negated(product) : product
  }

  private static func continuesArgument(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .number, .symbol, .constant: true
    case .command(let command): command == .frac || command == .sqrt || command == .surd
    case .word(let word): word.count <= 3
    default: false
    }
  }

  // MARK: Commands

  mutating func command(_ command: Command) throws(SyntaxError) -> Node {
    switch command {
    case .frac:
      if at(.openBrace), mark(ahead: 1) == .closeBrace { throw unexpected() }
      return try fraction()
    case .binom: return .call(.binomial, [try argument(), try argument()])
    case .sqrt: return try root(allowPower: false)
    case .surd: return try root(allowPower: false)
    case .cbrt: return .call(.root, [try functionArguments(of: .abs)[0], .int(3)])
    case .overline: return try overlined()
    case .exp: return .power(.constant(.e), try functionArguments(of: .sin)[0])
    case .log: return try logarithm()
    case .lg: return .call(.log, [.int(10), try functionArguments(of: .ln)[0]])
    case .lb: return .call(.log, [.int(2), try functionArguments(of: .ln)[0]])
    case .cis:
      let angle = try functionArguments(of: .sin)[0]
      return .power(.constant(.e), .product([.constant(.i), angle]))
    case .re: return .call(.realPart, try functionArguments(of: .abs))
    case .im: return .call(.imaginaryPart, try functionArguments(of: .abs))
    case .sum: return try fold(.sum)
    case .prod: return try fold(.product)
    case .integral: return try integral()
    case .limit: return try limit()
    case .pmod, .bmod, .choose, .differential, .degrees, .prime: throw unexpected()
    }
  }

  private mutating func fraction() throws(SyntaxError) -> Node {
    let top = try argument()
    let bottom = try argument()
    if let derivative = try derivative(top, bottom) { return derivative }
    return .quotient(top, bottom)
  }

  /// `\frac{d}{dx} x^3` and the name `\frac{dy}{dx}`.
  private mutating func derivative(_ top: Node, _ bottom: Node) throws(SyntaxError) -> Node? {
    guard case .product(let below) = bottom, below.count == 2, below[0] == .symbol("d"),
      case .symbol(let variable) = below[1]
    else { return nil }
    if top == .symbol("d") { return .derivative(try term(), variable) }
    if case .product(let above) = top, above.count == 2, above[0] == .symbol("d"),
      case .symbol(let name) = above[1]
    {
      return .symbol(name + "'")
    }
    return nil
  }

  private mutating func root(allowPower: Bool) throws(SyntaxError) -> Node {
    var degree = Node.int(2)
    if at(.openBracket) {
      index += 1
      frames.append(.square)
      degree = try additive()
      frames.removeLast()
      try expect(.closeBracket)
    }
    return .call(.root, [try argument(), degree])
  }

  /// A conjugate, unless it is the line over the name of a segment.
  private mutating func overlined() throws(SyntaxError) -> Node {
    let inner = try argument()
    if case .product(let letters) = inner, letters.count == 2, inner.isScalar,
      letters.allSatisfy({ if case .symbol = $0 { true } else { false } })
    {
      return inner
    }
    return .call(.conjugate, [inner])
  }

  private mutating func logarithm() throws(SyntaxError) -> Node {
    var base: Node?
    var exponent: Node?
    if take(.underscore) { base = try argument() }
    if take(.caret) { exponent = try raisedFunction() }
    if base == nil, take(.underscore) { base = try argument() }
    let value = try functionArguments(of: .ln)[0]
    let result = base.map { Node.call(.log, [$0, value]) } ?? .call(.log, [.int(10), value])
    return exponent.map { .power(result, $0) } ?? result
  }

  // MARK: Bound variables

  private mutating func fold(_ fold: Fold) throws(SyntaxError) -> Node {
    guard take(.underscore) else { throw unexpected() }
    let low = try argument()
    guard case .relation(let sides, let relations) = low, relations == [.equal], sides.count == 2,
      case .symbol(let name) = Parser.unbound(sides[0]), take(.caret)
    else { throw error("the range of the sum is not readable") }
    let high = try argument()
    let body = Parser.unbound(try term(), name)
    return .fold(fold, name, sides[1], high, body)
  }

  /// An index named i is no constant in the body either.
  private static func unbound(_ body: Node, _ name: String) -> Node {
    guard name == "i" || name == "e" else { return body }
    let constant = name == "i" ? Node.constant(.i) : .constant(.e)
    return body == constant ? .symbol(name) : body.mapChildren { unbound($0, name) }
  }

  /// An index named i or e is no constant.
  private static func unbound(_ node: Node) -> Node {
    switch node {
    case .constant(.i): .symbol("i")
    case .constant(.e): .symbol("e")
    default: node
    }
  }

  private mutating func integral() throws(SyntaxError) -> Node {
    var low: Node?
    var high: Node?
    if take(.underscore) { low = try limitBound() }
    if take(.caret) { high = try limitBound() }
    frames.append(.integral)
    defer { frames.removeLast() }
    let body = differential == nil ? try additive() : .one
    guard let (name, length) = differential else { throw error("the integral has no dx") }
    index += length
    return .integral(body, name, low, high)
  }

  /// The variable of a `dx` that stands here, and how many tokens it takes.
  var differential: (String, Int)? {
    switch kind {
    case .word(let word) where word.utf8.count == 2 && word.first == "d":
      return (String(word.suffix(1)), 1)
    case .symbol("d"):
      guard case .symbol(let name) = kind(ahead: 1) else { return nil }
      return (name, 2)
    default: return nil
    }
  }

  private mutating func limitBound() throws(SyntaxError) -> Node {
    if at(.openBrace) { return try group() }
    let isNegative = take(.minus)
    let value = try primary()
    return isNegative ? .negated(value) : value
  }

  private mutating func limit() throws(SyntaxError) -> Node {
    guard take(.underscore) else { throw unexpected() }
    let range = try argument()
    guard case .relation(let sides, _) = range, sides.count == 2, case .symbol(let name) = sides[0]
    else { throw error("the limit has no variable") }
    return .limit(try term(), name, sides[1])
  }
}
