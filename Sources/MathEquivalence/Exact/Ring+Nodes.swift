extension Ring {
  /// The coefficients of powers of a letter, constant first; nothing when it is no polynomial in it.
  func coefficients(of form: Fraction, in name: String) -> [Node]? {
    guard form.isPolynomial else { return nil }
    var result: [[Node]] = []
    for (monomial, coefficient) in form.top.ordered {
      var degree = 0
      var factors: [Node] = [.number(coefficient)]
      for factor in monomial.factors {
        if generators[factor.generator] == .symbol(name) {
          guard let exponent = factor.exponent.int, exponent >= 0, exponent <= 8 else {
            return nil
          }
          degree = exponent
        } else {
          guard let base = node(generators[factor.generator]), !base.symbols.contains(name) else {
            return nil
          }
          factors.append(.power(base, .number(factor.exponent)))
        }
      }
      while result.count <= degree { result.append([]) }
      result[degree].append(.product(factors))
    }
    return result.map { $0.isEmpty ? .zero : $0.count == 1 ? $0[0] : .sum($0) }
  }

  private func node(_ generator: Generator) -> Node? {
    switch generator {
    case .symbol(let name): return .symbol(name)
    case .prime(let value): return .number(Rational(value))
    case .pi: return .constant(.pi)
    case .e: return .constant(.e)
    case .i: return .constant(.i)
    case .call(let function, let forms):
      var arguments: [Node] = []
      for form in forms {
        guard let argument = node(form) else { return nil }
        arguments.append(argument)
      }
      return .call(function, arguments)
    case .power(let base, let exponent):
      guard let b = node(base), let e = node(exponent) else { return nil }
      return .power(b, e)
    case .apply: return nil
    }
  }

  func node(_ form: Fraction) -> Node? {
    func node(_ polynomial: Polynomial) -> Node? {
      var terms: [Node] = []
      for (monomial, coefficient) in polynomial.ordered {
        let isBare = coefficient == .one && !monomial.factors.isEmpty
        var factors: [Node] = isBare ? [] : [.number(coefficient)]
        for factor in monomial.factors {
          guard let base = self.node(generators[factor.generator]) else { return nil }
          factors.append(
            factor.exponent == .one ? base : .power(base, .number(factor.exponent)))
        }
        terms.append(factors.count == 1 ? factors[0] : .product(factors))
      }
      return terms.count == 1 ? terms[0] : .sum(terms)
    }
    guard let top = node(form.top), let bottom = node(form.bottom) else { return nil }
    return form.isPolynomial ? top : .quotient(top, bottom)
  }
}
