internal import BigInt

/// A mathematical constant with a name.
enum Constant: Hashable, Sendable { case pi, e, i, infinity, eulerGamma }

/// A function of one or more arguments that the evaluator knows.
enum Function: String, Hashable, Sendable {
  case sin, cos, tan, cot, sec, csc
  case arcsin, arccos, arctan, arccot, arcsec, arccsc
  case sinh, cosh, tanh, coth, sech, csch, arcsinh, arccosh, arctanh
  case ln
  /// `log(base, x)`.
  case log
  /// `root(x, n)`, the real root where there is one.
  case root
  case abs, floor, ceil, sign, factorial, doubleFactorial, binomial, permutations
  case max, min, gcd, lcm, mod
  case conjugate, realPart, imaginaryPart, argument
  case gamma, zeta, determinant
}

/// A relation between two neighbours of a chain.
enum Relation: Hashable, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case approximately, element, notElement, subset, implies, proportional
  case parallel, perpendicular, congruent

  /// The relation read from right to left.
  var flipped: Relation? {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual, .approximately, .parallel, .perpendicular, .congruent: self
    case .element, .notElement, .subset, .implies, .proportional: nil
    }
  }

  var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .equal, .notEqual, .approximately, .element, .notElement, .subset, .implies,
      .proportional, .parallel, .perpendicular, .congruent:
      false
    }
  }
}

/// The brackets of a tuple. An open interval is written like a pair, a closed one like a list of two.
enum Bracket: Hashable, Sendable { case round, square, angle }

enum SetOperation: Hashable, Sendable { case union, intersection, difference, product }

enum NamedSet: Hashable, Sendable { case empty, naturals, integers, rationals, reals, complexes }

enum Fold: Hashable, Sendable { case sum, product }

/// What was written, as a tree. Sums and products are flat, so that depth grows by brackets only.
indirect enum Node: Hashable, Sendable {
  case number(Rational)
  case constant(Constant)
  case symbol(String)
  case sum([Node])
  case product([Node])
  case power(Node, Node)
  case call(Function, [Node])
  /// A function whose rule is not known: `f(x)`.
  case apply(String, [Node])
  /// Plus or minus one; `true` for ±, `false` for ∓. All of them in one expression are correlated.
  case plusMinus(Bool)
  case percent(Node)
  case quantity(Node, Unit)
  case tuple(Bracket, [Node])
  case list([Node])
  case set([Node])
  /// An interval that cannot be anything else; the flags say whether the ends belong to it.
  case interval(Node, Bool, Node, Bool)
  case setOperation(SetOperation, [Node])
  case namedSet(NamedSet)
  case setBuilder(Node, Node)
  case relation([Node], [Relation])
  case and([Node])
  case or([Node])
  case matrix([[Node]])
  /// Value and condition; a condition that is absent means "otherwise".
  case piecewise([Node], [Node?])
  case ratio([Node])
  case residue(Node, Node, modulus: Node)
  case text([String])
  case based(String, Int)
  case derivative(Node, String)
  case integral(Node, String, Node?, Node?)
  case fold(Fold, String, Node, Node, Node)
  case limit(Node, String, Node)
  case dots

  static let zero = Node.number(.zero)
  static let one = Node.number(.one)
  static let minusOne = Node.number(Rational(-1))

  static func int(_ value: Int) -> Node { .number(Rational(value)) }

  static func negated(_ node: Node) -> Node {
    if case .number(let value) = node { return .number(-value) }
    return .product([.minusOne, node])
  }

  static func quotient(_ top: Node, _ bottom: Node) -> Node {
    if case .number(let a) = top, case .number(let b) = bottom, let inverse = b.inverse {
      return .number(a * inverse)
    }
    return .product([top, .power(bottom, .minusOne)])
  }

  static func difference(_ left: Node, _ right: Node) -> Node { .sum([left, negated(right)]) }
}
