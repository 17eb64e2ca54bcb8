/// Whether a value is written in its simplest form, as far as its signs tell.
enum Simplest {
  /// What is left to do, or nothing.
  static func flaw(_ tokens: [Token]) -> String? {
    for index in tokens.indices {
      switch tokens[index].kind {
      case .command(.frac):
        guard let (top, next) = integer(tokens, index + 1), let (bottom, _) = integer(tokens, next)
        else { continue }
        if let flaw = fraction(top, bottom) { return flaw }
      case .mark(.divide):
        guard let (bottom, _) = integer(tokens, index + 1), index > 0,
          let top = whole(tokens[index - 1].kind)
        else { continue }
        if let flaw = fraction(top, bottom) { return flaw }
      case .command(.sqrt), .command(.surd):
        guard let (inner, _) = integer(tokens, index + 1) else { continue }
        if inner > 1, let square = squareFactor(inner) { return "√\(inner) contains √\(square)" }
      case .mark(.plus), .mark(.times), .mark(.minus):
        guard index > 0, index + 1 < tokens.count, isNumber(tokens[index - 1].kind),
          isNumber(tokens[index + 1].kind), !binds(tokens, before: index - 1),
          !binds(tokens, after: index + 1)
        else { continue }
        return
          "\(tokens[index - 1].text) \(tokens[index].text) \(tokens[index + 1].text) is not computed"
      default: break
      }
    }
    return nil
  }

  /// An integer, in braces or not.
  private static func integer(_ tokens: [Token], _ start: Int) -> (Int, Int)? {
    var index = start
    let isBraced =
      index < tokens.count
      && (tokens[index].mark == .openBrace || tokens[index].mark == .openParen)
    if isBraced { index += 1 }
    if index < tokens.count, tokens[index].mark == .minus { index += 1 }
    guard index < tokens.count, let value = whole(tokens[index].kind) else { return nil }
    guard isBraced else { return (value, index + 1) }
    guard index + 1 < tokens.count,
      [.mark(.closeBrace), .mark(.closeParen)].contains(tokens[index + 1].kind)
    else { return nil }
    return (value, index + 2)
  }

  private static func whole(_ kind: Token.Kind) -> Int? {
    guard case .number(let value, let digits) = kind, !digits.isEmpty else { return nil }
    return value.int
  }

  private static func isNumber(_ kind: Token.Kind) -> Bool {
    if case .number = kind { true } else { false }
  }

  /// Whether something before a number belongs to it more closely: `x^2+3`, `2·√…`.
  private static func binds(_ tokens: [Token], before index: Int) -> Bool {
    guard index > 0 else { return false }
    switch tokens[index - 1].kind {
    case .mark(.caret), .mark(.underscore), .mark(.times), .mark(.divide), .symbol, .constant:
      return true
    default: return false
    }
  }

  private static func binds(_ tokens: [Token], after index: Int) -> Bool {
    guard index + 1 < tokens.count else { return false }
    switch tokens[index + 1].kind {
    case .mark(.closeParen), .mark(.closeBracket), .mark(.closeBrace), .mark(.closeSet),
      .mark(.comma), .mark(.semicolon), .mark(.and), .mark(.or), .mark(.plus), .mark(.minus),
      .relation:
      return false
    default: return true
    }
  }

  private static func fraction(_ top: Int, _ bottom: Int) -> String? {
    guard bottom != 0 else { return nil }
    var (a, b) = (top.magnitude, bottom.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    if a > 1 { return "\(top)/\(bottom) can be reduced by \(a)" }
    return bottom.magnitude == 1 ? "\(top)/\(bottom) is a whole number" : nil
  }

  private static func squareFactor(_ value: Int) -> Int? {
    var root = 2
    while root * root <= value, root < 1000 {
      if value % (root * root) == 0 { return root * root }
      root += 1
    }
    return nil
  }
}
