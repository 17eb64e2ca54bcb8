/// A sign or a bracket.
enum Mark: Hashable, Sendable {
  case plus, minus, times, divide, caret, underscore, comma, semicolon, colon, period
  case bang, prime, percent, permille, degree, bar, doubleBar, ampersand, newline, dots
  case openParen, closeParen, openBracket, closeBracket, openBrace, closeBrace
  case openSet, closeSet, openAngle, closeAngle, openFloor, closeFloor, openCeil, closeCeil
  case plusMinus, minusPlus, cup, cap, setMinus, and, or, not, to, angle, question, other
}

/// A command whose arguments the parser reads.
enum Command: Hashable, Sendable {
  case frac, sqrt, surd, binom, overline, exp, log, lg, lb, integral, sum, prod, limit
  case cbrt, pmod, bmod, cis, choose, differential, re, im, degrees, prime
}

struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case number(Rational, digits: String)
    case based(String, Int)
    case symbol(String)
    case constant(Constant)
    case function(Function)
    case word(String)
    case quoted(String)
    /// 1, 2, 3 for **i**, **j**, **k**.
    case unitVector(Int)
    case mark(Mark)
    case relation(Relation)
    case currency(String)
    case namedSet(NamedSet)
    case command(Command)
    case begin(String)
    case end(String)
    /// A LaTeX command that is not known.
    case unknown(String)

    var mark: Mark? { if case .mark(let mark) = self { mark } else { nil } }
  }

  var kind: Kind { didSet { mark = kind.mark } }
  /// The sign, if it is one: looked at without a copy of the whole token.
  private(set) var mark: Mark?
  /// White space stands before it.
  var spaced: Bool
  /// It was written in upright type: `\text`, `\mathrm`.
  var upright: Bool
  /// Position in the folded text, in scalars.
  var offset: Int

  init(kind: Kind, spaced: Bool, upright: Bool, offset: Int) {
    self.kind = kind
    mark = kind.mark
    self.spaced = spaced
    self.upright = upright
    self.offset = offset
  }

  /// How the token reads as a word of a text.
  var text: String {
    switch kind {
    case .number(let value, let digits): digits.isEmpty ? value.description : digits
    case .based(let digits, let base): "\(digits)_\(base)"
    case .symbol(let name), .word(let name), .currency(let name), .unknown(let name): name
    case .quoted(let text): "\"\(text)\""
    case .constant(let constant): Token.name(constant)
    case .function(let function): function.rawValue
    case .unitVector(let index): ["i", "j", "k"][index - 1]
    case .mark(let mark): Token.name(mark)
    case .relation(let relation): "\(relation)"
    case .namedSet(let set): "\(set)"
    case .command(let command): "\(command)"
    case .begin(let name): "begin \(name)"
    case .end(let name): "end \(name)"
    }
  }

  private static func name(_ constant: Constant) -> String {
    switch constant {
    case .pi: "pi"
    case .e: "e"
    case .i: "i"
    case .infinity: "infinity"
    case .eulerGamma: "gamma"
    }
  }

  private static func name(_ mark: Mark) -> String {
    switch mark {
    case .plus: "+"
    case .minus: "-"
    case .times: "*"
    case .divide: "/"
    case .comma: ","
    case .period: "."
    case .colon: ":"
    case .openParen: "("
    case .closeParen: ")"
    case .openBracket: "["
    case .closeBracket: "]"
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .bang: "!"
    case .percent: "%"
    default: "\(mark)"
    }
  }
}
