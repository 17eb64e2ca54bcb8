/// Derivatives of the known functions, integrals of polynomials and of a few functions of one letter.
enum Calculus {
  static func derivative(of node: Node, by name: String) -> Node? {
    if !node.symbols.contains(name) { return .zero }
    func d(_ inner: Node) -> Node? { derivative(of: inner, by: name) }
    switch node {
    case .symbol: return .one
    case .sum(let parts):
      var terms: [Node] = []
      for part in parts {
        guard let term = d(part) else { return nil }
        terms.append(term)
      }
      return .sum(terms)
    case .product(let parts):
      var terms: [Node] = []
      for index in parts.indices where parts[index].symbols.contains(name) {
        guard let inner = d(parts[index]) else { return nil }
        var factors = parts
        factors[index] = inner
        terms.append(.product(factors))
      }
      return .sum(terms)
    case .power(let base, let exponent):
      if !exponent.symbols.contains(name), let inner = d(base) {
        return .product([exponent, .power(base, .sum([exponent, .minusOne])), inner])
      }
      guard !base.symbols.contains(name), let inner = d(exponent) else { return nil }
      return .product([node, .call(.ln, [base]), inner])
    case .call(.root, let parts) where parts.count == 2:
      guard let degree = Evaluator.rational(parts[1])?.inverse else { return nil }
      return d(.power(parts[0], .number(degree)))
    case .call(.log, let parts) where parts.count == 2 && !parts[0].symbols.contains(name):
      guard let inner = d(.call(.ln, [parts[1]])) else { return nil }
      return .quotient(inner, .call(.ln, [parts[0]]))
    case .call(let function, let parts) where parts.count == 1:
      guard let outer = outer(function, parts[0]), let inner = d(parts[0]) else { return nil }
      return .product([outer, inner])
    default: return nil
    }
  }

  private static func outer(_ function: Function, _ x: Node) -> Node? {
    let square = Node.power(x, .int(2))
    switch function {
    case .sin: return .call(.cos, [x])
    case .cos: return .negated(.call(.sin, [x]))
    case .tan: return .power(.call(.cos, [x]), .int(-2))
    case .ln: return .power(x, .minusOne)
    case .cot: return .negated(.power(.call(.sin, [x]), .int(-2)))
    case .sec: return .product([.call(.sec, [x]), .call(.tan, [x])])
    case .csc: return .negated(.product([.call(.csc, [x]), .call(.cot, [x])]))
    case .tanh: return .power(.call(.cosh, [x]), .int(-2))
    case .arccos: return .negated(.power(.sum([.one, .negated(square)]), .number(Rational(-1, 2))))
    case .sinh: return .call(.cosh, [x])
    case .cosh: return .call(.sinh, [x])
    case .arctan: return .power(.sum([.one, square]), .minusOne)
    case .arcsin: return .power(.sum([.one, .negated(square)]), .number(Rational(-1, 2)))
    default: return nil
    }
  }

  /// A definite integral; an indefinite one stays as it is, since its constant is not known.
  static func integral(of node: Node, by name: String, from low: Node?, to high: Node?) -> Node? {
    guard let low, let high, !Infinity.isIn(low), !Infinity.isIn(high),
      let primitive = primitive(of: node, by: name)
    else { return nil }
    return .difference(primitive.replacing(name, by: high), primitive.replacing(name, by: low))
  }

  private static func primitive(of node: Node, by name: String) -> Node? {
    let x = Node.symbol(name)
    if !node.symbols.contains(name) { return .product([node, x]) }
    switch node {
    case x: return .product([.number(Rational(1, 2)), .power(x, .int(2))])
    case .sum(let parts):
      var terms: [Node] = []
      for part in parts {
        guard let term = primitive(of: part, by: name) else { return nil }
        terms.append(term)
      }
      return .sum(terms)
    case .product(let parts):
      let dependent = parts.filter { $0.symbols.contains(name) }
      guard dependent.count == 1, let inner = primitive(of: dependent[0], by: name) else {
        return nil
      }
      return .product(parts.filter { !$0.symbols.contains(name) } + [inner])
    case .power(x, let exponent):
      // Odd powers below zero have a pole inside many ranges: only whole powers from zero on.
      guard let n = Evaluator.rational(exponent), n.isInteger, n.sign >= 0,
        let inverse = (n + .one).inverse
      else { return nil }
      return .product([.number(inverse), .power(x, .number(n + .one))])
    case .power(.constant(.e), x): return node
    case .call(.sin, [x]): return .negated(.call(.cos, [x]))
    case .call(.cos, [x]): return .call(.sin, [x])
    default: return nil
    }
  }
}
