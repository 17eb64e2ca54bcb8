/// Chemical formulas, which are text: `Al_2(SO_4)_3`, `Al2(SO4)3` and `\ce{Al2(SO4)3}` are the same
/// one, `H2O` is no product, and `CO` is not `Co`.
struct Formula: Hashable {
  /// Symbols, digits, brackets and charges in order, without the signs of layout.
  var text: String
  /// Digits stand on the line behind letters, as in no product.
  var isCertain: Bool

  static let tokenLimit = 120

  /// Nothing unless every letter belongs to a chemical symbol and a number, a charge or a bracket
  /// stands behind one.
  init?(_ tokens: [Token]) {
    guard (2...Formula.tokenLimit).contains(tokens.count), Formula.mayStart(tokens[0].kind) else {
      return nil
    }
    text = ""
    isCertain = false
    var hasSymbol = false
    var hasDigits = false
    for (index, token) in tokens.enumerated() {
      let before = index > 0 ? tokens[index - 1].kind : nil
      switch token.kind {
      case .symbol(let name), .word(let name):
        guard Formula.isMadeOfSymbols(name) else { return nil }
        text += name
        hasSymbol = true
      case .number(_, let digits):
        // Two numbers side by side are no part of a formula.
        guard !digits.isEmpty, !Formula.endsInNumber(tokens[..<index]) else { return nil }
        if hasSymbol, !token.spaced, Formula.isSymbol(before) || before == .mark(.closeParen) {
          isCertain = true
        }
        hasDigits = hasDigits || hasSymbol
        text += digits
      case .mark(.caret): text += "^"
      case .mark(.plus), .mark(.minus):
        let next = index + 1 < tokens.count ? tokens[index + 1].kind : nil
        guard hasSymbol, next == nil || next == .mark(.closeBrace) else { return nil }
        hasDigits = true
        if Formula.isSymbol(before) || before == .mark(.closeBracket) { text += "^" }
        text += token.mark == .plus ? "+" : "-"
      case .mark(.openParen): text += "("
      case .mark(.closeParen): text += ")"
      case .mark(.openBracket): text += "["
      case .mark(.closeBracket): text += "]"
      case .mark(.underscore), .mark(.openBrace), .mark(.closeBrace): break
      default: return nil
      }
    }
    guard hasSymbol, hasDigits else { return nil }
  }

  private static func mayStart(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .symbol(let name), .word(let name): return isMadeOfSymbols(name)
    case .number(_, let digits): return !digits.isEmpty
    case .mark(.openBracket), .mark(.openParen), .mark(.openBrace): return true
    default: return false
    }
  }

  /// Whether a number is the last thing before, with or without braces.
  private static func endsInNumber(_ tokens: ArraySlice<Token>) -> Bool {
    if case .number = tokens.last(where: { $0.mark != .closeBrace })?.kind { return true }
    return false
  }

  private static func isSymbol(_ kind: Token.Kind?) -> Bool {
    switch kind {
    case .symbol, .word: true
    default: false
    }
  }

  /// `NaCl` is Na and Cl: a capital with the small letter behind it.
  static func isMadeOfSymbols(_ name: String) -> Bool {
    let letters = Array(name.utf8)
    var index = 0
    while index < letters.count {
      guard letters[index] >= 65, letters[index] <= 90 else { return false }
      var end = index + 1
      if end < letters.count, letters[end] >= 97, letters[end] <= 122 { end += 1 }
      guard symbols.contains(String(decoding: letters[index..<end], as: UTF8.self)) else {
        return false
      }
      index = end
    }
    return !letters.isEmpty
  }

  private static let symbols: Set<String> = Set(
    """
    H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se \
    Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb \
    Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am
    """.split(separator: " ").map(String.init))

  /// Nothing when one of them is no formula or a product may have been meant.
  static func compare(_ gold: Reading, _ answer: Reading) -> Decision? {
    guard let expected = Formula(gold.tokens) else { return nil }
    guard let found = Formula(answer.tokens) else {
      // `N2` is not `2N`.
      guard expected.isCertain, case .math(let node) = answer.content,
        (node.isScalar && !node.hasNoSymbols) || Quantities.product(node) != nil
      else { return nil }
      return .different(.text, "expected the formula \(expected.text), found \(node)")
    }
    if expected.text == found.text { return .equal(.text, "the same chemical formula") }
    guard expected.isCertain || found.isCertain else { return nil }
    return .different(.text, "expected \(expected.text), found \(found.text)")
  }
}
