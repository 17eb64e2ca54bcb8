/// Says in signs what is said in words or in the shorthand of plain text: `negative 7`, `3 to 4`,
/// `1011 in base 2`, `$3M`, `3 x 10^8`, `(-∞, 1) U (2, ∞)`.
enum Spoken {
  /// Longer texts are no answers in words.
  static let tokenLimit = 400

  static func rewritten(_ tokens: [Token]) -> [Token] {
    guard tokens.count > 1, tokens.count <= tokenLimit, tokens.contains(where: mayMatter) else {
      return tokens
    }
    if let ratio = ratio(tokens) { return ratio }
    // Most texts stay as they are: nothing is copied before the first replacement.
    var result: [Token] = []
    var isChanged = false
    var index = 0
    while index < tokens.count {
      let last = isChanged ? result.last?.kind : index > 0 ? tokens[index - 1].kind : nil
      let (kinds, length) = replacement(tokens, index, after: last)
      if length == 0 {
        if isChanged { result.append(tokens[index]) }
        index += 1
        continue
      }
      if !isChanged {
        isChanged = true
        result.reserveCapacity(tokens.count)
        result += tokens[..<index]
      }
      for kind in kinds {
        result.append(
          Token(
            kind: kind, spaced: tokens[index].spaced, upright: false, offset: tokens[index].offset))
      }
      index += length
    }
    return isChanged ? result : tokens
  }

  private static func mayMatter(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .currency: true
    case .symbol(let name): name == "U" || name == "x"
    case .mark(let mark): mark == .plus || mark == .underscore || mark == .percent
    case .relation(let relation): relation == .element
    default: false
    }
  }

  /// What stands for the tokens from here, and how many they are; none when they stay.
  private static func replacement(_ tokens: [Token], _ index: Int, after last: Token.Kind?)
    -> ([Token.Kind], Int)
  {
    func kind(_ ahead: Int) -> Token.Kind? {
      index + ahead < tokens.count ? tokens[index + ahead].kind : nil
    }
    switch tokens[index].kind {
    case .word(let word):
      return words(UnitTable.lowercased(word), tokens, index, kind)
    case .mark(.plus):
      guard startsValue(last) else { break }
      // `+-2` and `+/-2` at the beginning of a value.
      if kind(1) == .mark(.minus), !tokens[index + 1].spaced { return ([.mark(.plusMinus)], 2) }
      if kind(1) == .mark(.divide), kind(2) == .mark(.minus) { return ([.mark(.plusMinus)], 3) }
    case .symbol("U"):
      guard isClosing(last), isOpening(kind(1)) else { break }
      return ([.mark(.cup)], 1)
    case .symbol("x"):
      // `3 x 10^8`
      guard case .number? = last, tokens[index].spaced, case .number(let ten, _) = kind(1),
        ten == Rational(10), kind(2) == .mark(.caret)
      else { break }
      return ([.mark(.times)], 1)
    case .number(_, let digits):
      if let (base, length) = base(digits, kind) { return ([.based(digits, base)], length) }
    case .mark(.openParen):
      return parenthesised(tokens, index, kind)
    default: break
    }
    return ([], 0)
  }

  private static func words(
    _ word: String, _ tokens: [Token], _ index: Int, _ kind: (Int) -> Token.Kind?
  ) -> ([Token.Kind], Int) {
    switch word {
    case "oder", "ou", "или", "o", "或", "或者", "または", "또는", "oppure":
      if index > 0, kind(1) != nil { return ([.mark(.or)], 1) }
    case "und", "et", "и", "和", "与", "及", "且", "および":
      if index > 0, kind(1) != nil { return ([.mark(.and)], 1) }
    case "比":
      if index > 0, let next = kind(1), isNumber(next) { return ([.mark(.colon)], 1) }
    case "is":
      if index == 1, case .symbol = tokens[0].kind { return comparison(tokens, index) }
    case "negative", "minus":
      guard let next = kind(1), isNumber(next) else { return ([], 0) }
      return ([.mark(.minus)], 1)
    case "plus":
      if kind(1) == .mark(.or), kind(2) == .word("minus") { return ([.mark(.plusMinus)], 3) }
    case "per":
      if case .word(let next) = kind(1), UnitTable.lowercased(next) == "cent" {
        return ([.mark(.percent)], 2)
      }
    case "us", "ca", "au", "nz", "hk":
      if case .currency("$") = kind(1), tokens[index].text.allSatisfy(\.isUppercase) {
        return ([.currency("$")], 2)
      }
    case "usd", "eur", "gbp", "inr", "jpy", "rs":
      let signs = ["usd": "$", "eur": "€", "gbp": "£", "inr": "₹", "jpy": "¥", "rs": "₹"]
      guard let sign = signs[word] else { break }
      if case .number = kind(1) { return ([.currency(sign)], 1) }
      if kind(1) == .mark(.period), case .number = kind(2) { return ([.currency(sign)], 2) }
    default: break
    }
    return ([], 0)
  }

  private static let comparisons: [([String], Relation)] = [
    (["greater", "than", "or", "equal", "to"], .greaterOrEqual),
    (["less", "than", "or", "equal", "to"], .lessOrEqual),
    (["at", "least"], .greaterOrEqual), (["at", "most"], .lessOrEqual),
    (["no", "less", "than"], .greaterOrEqual), (["no", "more", "than"], .lessOrEqual),
    (["greater", "than"], .greater), (["less", "than"], .less), (["equal", "to"], .equal),
  ]

  /// `n is at least 10`
  private static func comparison(_ tokens: [Token], _ index: Int) -> ([Token.Kind], Int) {
    let words = tokens.dropFirst(index + 1).prefix(5).map { UnitTable.lowercased($0.text) }
    for (phrase, relation) in comparisons where words.starts(with: phrase) {
      return ([.relation(relation)], 1 + phrase.count)
    }
    return ([], 0)
  }

  private static func isNumber(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .number, .constant: true
    case .word(let word): Words.numbers[UnitTable.lowercased(word)] != nil
    case .command(.frac): true
    default: false
    }
  }

  private static func startsValue(_ last: Token.Kind?) -> Bool {
    switch last {
    case nil, .relation, .mark(.comma), .mark(.semicolon), .mark(.or), .mark(.openParen): true
    default: false
    }
  }

  private static func isClosing(_ kind: Token.Kind?) -> Bool {
    kind == .mark(.closeParen) || kind == .mark(.closeBracket) || kind == .mark(.closeSet)
  }

  private static func isOpening(_ kind: Token.Kind?) -> Bool {
    kind == .mark(.openParen) || kind == .mark(.openBracket) || kind == .mark(.openSet)
      || kind == .mark(.closeBracket)
  }

  // MARK: Bases

  /// `1011 base 2`, `1011 in base two`, `1011 (base 2)`.
  private static func base(_ digits: String, _ kind: (Int) -> Token.Kind?) -> (Int, Int)? {
    guard !digits.isEmpty else { return nil }
    var next = 1
    let isParenthesised = kind(next) == .mark(.openParen)
    if isParenthesised { next += 1 }
    if isParenthesised, case .word(let word) = kind(next), kind(next + 1) == .mark(.closeParen),
      let base = ["binary": 2, "octal": 8, "hexadecimal": 16][UnitTable.lowercased(word)],
      accepts(digits, base)
    {
      return (base, next + 2)
    }
    if kind(next) == .word("in") || kind(next) == .relation(.element) { next += 1 }
    guard case .word(let word) = kind(next), UnitTable.lowercased(word) == "base",
      let base = number(kind(next + 1)), accepts(digits, base)
    else { return nil }
    next += 2
    if isParenthesised {
      guard kind(next) == .mark(.closeParen) else { return nil }
      next += 1
    }
    return (base, next)
  }

  private static func number(_ kind: Token.Kind?) -> Int? {
    switch kind {
    case .number(let value, _): value.int
    case .word(let word): Vocabulary.bases[UnitTable.lowercased(word)]
    default: nil
    }
  }

  private static func accepts(_ digits: String, _ base: Int) -> Bool {
    (2...36).contains(base)
      && digits.unicodeScalars.allSatisfy { (Lexer.digitValue($0) ?? 99) < base }
  }

  /// `(1011)_2`, and `(k ∈ ℤ)` at the end, which is a remark and no factor.
  private static func parenthesised(
    _ tokens: [Token], _ index: Int, _ kind: (Int) -> Token.Kind?
  ) -> ([Token.Kind], Int) {
    if case .number(_, let digits) = kind(1), !digits.isEmpty, kind(2) == .mark(.closeParen),
      kind(3) == .mark(.underscore)
    {
      let isBraced = kind(4) == .mark(.openBrace)
      guard let base = number(kind(isBraced ? 5 : 4)), accepts(digits, base) else { return ([], 0) }
      return ([.based(digits, base)], isBraced ? 7 : 5)
    }
    if index > 0, tokens.last?.mark == .closeParen, isRemark(tokens, index) {
      return ([], tokens.count - index)
    }
    if index > 0, index + 5 == tokens.count, case .symbol = kind(1),
      kind(2) == .relation(.element), case .namedSet(let set) = kind(3),
      kind(4) == .mark(.closeParen), let letter = kind(1)
    {
      return ([.mark(.comma), letter, .relation(.element), .namedSet(set)], 5)
    }
    return ([], 0)
  }

  private static let remarks: Set<[String]> = [
    ["simplified"], ["in", "simplest", "form"], ["simplest", "form"], ["exact"], ["exactly"],
    ["exact", "value"], ["exact", "form"], ["final", "answer"], ["answer"],
  ]

  /// `0.35` or `35%`.
  private static func share(_ tokens: ArraySlice<Token>) -> (value: Rational, isPercent: Bool)? {
    guard case .number(let value, _)? = tokens.first?.kind else { return nil }
    if tokens.count == 1 { return (value, false) }
    guard tokens.count == 2, tokens.last?.mark == .percent else { return nil }
    return (value * Rational(1, 100), true)
  }

  /// `(simplified)` at the end, `0.35 (35%)`, and `45 (forty-five)`, which says the number twice.
  private static func isRemark(_ tokens: [Token], _ index: Int) -> Bool {
    let inner = Array(tokens[(index + 1)..<(tokens.count - 1)])
    guard (1...6).contains(inner.count) else { return false }
    if remarks.contains(inner.map { UnitTable.lowercased($0.text) }) { return true }
    if let said = share(tokens[..<index]), let again = share(inner[...]) {
      return said.isPercent != again.isPercent && said.value == again.value
    }
    guard case .word = inner[0].kind, index == 1, case .number(let value, _) = tokens[0].kind
    else { return false }
    let folded = NumberWords.fold(inner)
    guard folded.count == 1, case .number(let said, _) = folded[0].kind else { return false }
    return said == value
  }

  // MARK: Ratios

  /// `3 to 4`, `3 to 4 to 5` and nothing else.
  private static func ratio(_ tokens: [Token]) -> [Token]? {
    guard tokens.count == 3 || tokens.count == 5,
      tokens.indices.allSatisfy({ place in
        if case .number = tokens[place].kind { return place % 2 == 0 }
        return place % 2 == 1 && tokens[place].kind == .word("to")
      })
    else { return nil }
    var result = tokens
    for place in stride(from: 1, to: tokens.count, by: 2) { result[place].kind = .mark(.colon) }
    return result
  }

  // MARK: Short words that are products

  private static let products: Set<String> = ["am", "at", "as", "pm", "up", "my", "be"]

  /// `F=am`, `v=at`: in a formula of letters short words are products.
  static func products(_ tokens: [Token]) -> [Token]? {
    guard tokens.count <= 24, tokens.count > 1, tokens.contains(where: isFormulaSign),
      tokens.contains(where: isProduct),
      tokens.allSatisfy({ token in
        if case .word(let word) = token.kind { return word.utf8.count <= 2 }
        return true
      })
    else { return nil }
    return tokens.flatMap { token -> [Token] in
      guard isProduct(token), case .word(let word) = token.kind else { return [token] }
      return word.map { letter in
        var part = token
        part.kind = Vocabulary.letter(String(letter))
        return part
      }
    }
  }

  private static func isFormulaSign(_ token: Token) -> Bool {
    token.kind == .relation(.equal) || token.mark == .caret
  }

  private static func isProduct(_ token: Token) -> Bool {
    if case .word(let word) = token.kind {
      products.contains(UnitTable.lowercased(word))
    } else {
      false
    }
  }
}
