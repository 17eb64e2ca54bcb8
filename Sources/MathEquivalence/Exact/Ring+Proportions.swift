extension Ring {
  /// The number c with `left = c · right`, if there is one.
  func factor(_ left: Polynomial, _ right: Polynomial) -> Rational? {
    guard left.terms.count == right.terms.count, let (monomial, a) = left.leading,
      let inverse = right.terms[monomial]?.inverse
    else { return nil }
    let factor = a * inverse
    return right.scaled(by: factor) == left ? factor : nil
  }

  func areProportional(_ left: Polynomial, _ right: Polynomial) -> Bool {
    factor(left, right) != nil
  }

  /// Divides out negative powers of letters: what is left of `a - F/m` is `a·m - F`.
  func withoutMonomialFactor(_ polynomial: Polynomial, symbolsIn form: Fraction) -> Polynomial {
    var lowest: [Int: Rational] = [:]
    for monomial in polynomial.terms.keys {
      for factor in monomial.factors where factor.exponent.sign < 0 {
        let known = lowest[factor.generator] ?? .zero
        if factor.exponent < known { lowest[factor.generator] = factor.exponent }
      }
    }
    if lowest.isEmpty { return polynomial }
    let clearing = Monomial(
      factors: lowest.sorted { $0.key < $1.key }.map {
        .init(generator: $0.key, exponent: -$0.value)
      })
    var terms: [Monomial: Rational] = [:]
    for (monomial, coefficient) in polynomial.terms {
      terms[monomial.times(clearing)] = coefficient
    }
    return Polynomial(terms: terms)
  }
}
