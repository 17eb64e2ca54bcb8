internal import BigInt

/// A product of powers of generators, sorted by generator; exponents are never zero.
struct Monomial: Hashable, Sendable {
  struct Factor: Hashable, Sendable {
    var generator: Int
    var exponent: Rational
  }

  var factors: [Factor]

  static let one = Monomial(factors: [])

  func times(_ other: Monomial) -> Monomial {
    if factors.isEmpty { return other }
    if other.factors.isEmpty { return self }
    var result: [Factor] = []
    result.reserveCapacity(factors.count + other.factors.count)
    var a = 0
    var b = 0
    while a < factors.count, b < other.factors.count {
      let left = factors[a]
      let right = other.factors[b]
      if left.generator < right.generator {
        result.append(left)
        a += 1
      } else if right.generator < left.generator {
        result.append(right)
        b += 1
      } else {
        let sum = left.exponent + right.exponent
        if !sum.isZero { result.append(Factor(generator: left.generator, exponent: sum)) }
        a += 1
        b += 1
      }
    }
    result.append(contentsOf: factors[a...])
    result.append(contentsOf: other.factors[b...])
    return Monomial(factors: result)
  }

  /// Some total order, the same for equal sets of generators.
  static func precedes(_ left: Monomial, _ right: Monomial) -> Bool {
    for (a, b) in zip(left.factors, right.factors) {
      if a.generator != b.generator { return a.generator < b.generator }
      if a.exponent != b.exponent { return b.exponent < a.exponent }
    }
    return left.factors.count > right.factors.count
  }
}

/// A sum of monomials with rational coefficients; zero coefficients are left out.
struct Polynomial: Hashable, Sendable {
  var terms: [Monomial: Rational]

  static let zero = Polynomial(terms: [:])
  static let one = Polynomial(terms: [.one: .one])

  init(terms: [Monomial: Rational]) { self.terms = terms }

  init(_ value: Rational) { terms = value.isZero ? [:] : [.one: value] }

  var isZero: Bool { terms.isEmpty }

  /// The value when there is no generator in it.
  var constant: Rational? {
    if terms.isEmpty { return .zero }
    guard terms.count == 1 else { return nil }
    return terms[.one]
  }

  /// The only term.
  var single: (monomial: Monomial, coefficient: Rational)? {
    guard terms.count == 1, let term = terms.first else { return nil }
    return (term.key, term.value)
  }

  var leading: (monomial: Monomial, coefficient: Rational)? {
    terms.min { Monomial.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The terms in an order that does not depend on where a dictionary puts them, so that each run does
  /// the same steps.
  var ordered: [(key: Monomial, value: Rational)] {
    terms.count < 2 ? Array(terms) : terms.sorted { Monomial.precedes($0.key, $1.key) }
  }

  func scaled(by factor: Rational) -> Polynomial {
    if factor.isOne { return self }
    return factor.isZero ? .zero : Polynomial(terms: terms.mapValues { $0 * factor })
  }

  static func + (left: Polynomial, right: Polynomial) -> Polynomial {
    var result = left.terms
    for (monomial, coefficient) in right.terms {
      let sum = (result[monomial] ?? .zero) + coefficient
      result[monomial] = sum.isZero ? nil : sum
    }
    return Polynomial(terms: result)
  }

  static prefix func - (value: Polynomial) -> Polynomial { value.scaled(by: Rational(-1)) }
}

/// A quotient of polynomials. The denominator is one or has at least two terms.
struct Fraction: Hashable, Sendable {
  var top: Polynomial
  var bottom: Polynomial

  static let zero = Fraction(top: .zero, bottom: .one)
  static let one = Fraction(top: .one, bottom: .one)

  init(top: Polynomial, bottom: Polynomial) {
    self.top = top
    self.bottom = bottom
  }

  init(_ value: Rational) { self.init(top: Polynomial(value), bottom: .one) }

  var isPolynomial: Bool { bottom == .one }

  var constant: Rational? { isPolynomial ? top.constant : nil }
}
