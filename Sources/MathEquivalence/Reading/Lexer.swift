/// Why a text is no token list: it exceeds the limits.
struct TooLong: Error {}

/// Cuts a text into tokens: LaTeX, plain notation and Unicode alike. Linear in the text.
struct Lexer {
  static let scalarLimit = 32_768
  static let tokenLimit = 4096

  /// What happens to the closing brace of a group.
  private enum Group { case keep, drop, text, dropText, firstArgument, amount, angle }

  let source: [Unicode.Scalar]
  var position = 0
  var tokens: [Token] = []
  var spaced = false
  private var groups: [Group] = []
  private var textDepth = 0
  /// Open environments of aligned lines, whose `&` and line ends only lay out.
  var alignedDepth = 0
  /// Open round, square and set brackets: inside them a comma never groups digits.
  var bracketDepth = 0

  init(_ source: [Unicode.Scalar]) {
    self.source = source
    tokens.reserveCapacity(min(source.count, 64))
  }

  /// The tokens of a text, without decoration: delimiters of mathematics, boxes, colours, sizes.
  static func tokens(of text: String, decimalComma: Bool = false) throws(TooLong) -> [Token] {
    guard text.utf8.count <= 4 * scalarLimit,
      let folded = Characters.fold(text, limit: scalarLimit)
    else { throw TooLong() }
    let stripped = Delimiters.strip(folded)
    var lexer = Lexer(decimalComma ? DecimalComma.swapped(stripped) : stripped)
    try lexer.run()
    return lexer.tokens
  }

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    let index = position + ahead
    return index < source.count ? source[index] : nil
  }

  /// Letters and digits that stand side by side, which are ASCII.
  func plain(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { text in
      for (place, index) in range.enumerated() {
        text[place] = UInt8(truncatingIfNeeded: source[index].value)
      }
      return range.count
    }
  }

  mutating func emit(_ kind: Token.Kind, at offset: Int? = nil) {
    tokens.append(
      Token(
        kind: kind, spaced: spaced, upright: textDepth > 0, offset: offset ?? position))
    spaced = false
  }

  private mutating func run() throws(TooLong) {
    while let scalar = peek() {
      if tokens.count > Lexer.tokenLimit { throw TooLong() }
      switch scalar {
      case " ", "\t", "\n", "\r", "~":
        spaced = true
        position += 1
      case "\\": command()
      case "0"..."9": number()
      case ".": period()
      case "a"..."z", "A"..."Z": letters()
      case "{", "}": brace(scalar)
      case "\"": quoted("\"")
      case "'": apostrophe()
      case "&" where alignedDepth > 0: position += 1
      case "<", ">", "=", "!", "*", ":", "-", "|", "&": compound(scalar)
      default: single(scalar)
      }
    }
  }

  // MARK: Braces

  private mutating func brace(_ scalar: Unicode.Scalar) {
    if scalar == "{" {
      groups.append(.keep)
      emit(.mark(.openBrace))
      position += 1
      return
    }
    position += 1
    switch groups.popLast() ?? .keep {
    case .keep: emit(.mark(.closeBrace), at: position - 1)
    case .drop: break
    case .text:
      textDepth -= 1
      emit(.mark(.closeBrace), at: position - 1)
    case .dropText: textDepth -= 1
    case .amount: openDropped(text: true)
    case .angle: emit(.mark(.degree), at: position - 1)
    case .firstArgument:
      emit(.mark(.closeBrace), at: position - 1)
      singleDigit()
    }
  }

  /// A group whose braces disappear, upright or not.
  mutating func openDropped(text: Bool) {
    skipSpaces()
    guard peek() == "{" else { return }
    position += 1
    groups.append(text ? .dropText : .drop)
    if text { textDepth += 1 }
  }

  /// The number of `\SI{5}{cm}`, whose unit is upright, or of `\ang{45}`.
  mutating func openAmount(angle: Bool) {
    skipSpaces()
    guard peek() == "{" else { return }
    position += 1
    groups.append(angle ? .angle : .amount)
  }

  var isInText: Bool { textDepth > 0 }

  /// TeX takes one sign as an unbraced argument: `\frac12` is one half, `\binom nk` a binomial.
  mutating func digitArguments() {
    skipSpaces()
    if peek() == "{" {
      emit(.mark(.openBrace))
      position += 1
      groups.append(.firstArgument)
    } else if singleDigit() {
      singleDigit()
    }
  }

  @discardableResult
  private mutating func singleDigit() -> Bool {
    skipSpaces()
    guard let scalar = peek() else { return false }
    if let digit = Lexer.digit(scalar) {
      emit(.number(Rational(digit), digits: String(digit)))
    } else if Lexer.isLetter(scalar) {
      emit(Vocabulary.letter(String(Character(scalar))))
    } else {
      return false
    }
    position += 1
    return true
  }

  mutating func skipSpaces() {
    while let scalar = peek(), scalar == " " || scalar == "\n" || scalar == "\t" { position += 1 }
  }

  /// Passes a group without reading it.
  mutating func skipGroup() {
    skipSpaces()
    guard peek() == "{" else { return }
    var depth = 0
    while let scalar = peek() {
      position += 1
      if scalar == "{" { depth += 1 }
      if scalar == "}" {
        depth -= 1
        if depth == 0 { return }
      }
    }
  }

  /// The text of a group whose braces start here, if it closes without an inner one.
  func simpleGroup(at start: Int, limit: Int = 24) -> (text: String, end: Int)? {
    var index = start
    while index < source.count, source[index] == " " { index += 1 }
    guard index < source.count, source[index] == "{" else { return nil }
    var text = String.UnicodeScalarView()
    for next in (index + 1)..<min(source.count, index + 2 + limit) {
      if source[next] == "}" { return (String(text), next + 1) }
      if source[next] == "{" { return nil }
      text.append(source[next])
    }
    return nil
  }

  // MARK: Letters

  private mutating func letters() {
    if basedLiteral() { return }
    let start = position
    while let scalar = peek(), Lexer.isLetter(scalar) { position += 1 }
    if let scalar = peek(), Lexer.isAccented(scalar) {
      position = start
      return foreignWord()
    }
    let word = plain(start..<position)
    if word.utf8.count == 1, peek() == ".", "apAP".contains(word), let next = peek(1),
      next == "m" || next == "M"
    {
      position += peek(2) == "." ? 3 : 2
      emit(.word(word.uppercased() == "A" ? "am" : "pm"), at: start)
      return
    }
    let kind = Vocabulary.kind(ofRun: word)
    if case .word = kind, isExponent(word) {
      position = start + 1
      emit(Vocabulary.letter(String(word.prefix(1))), at: start)
      return
    }
    emit(kind, at: start)
    if word == "log" { numericBase() }
  }

  /// TeX raises one letter: `e^xe^y` is a product of powers. `5^th` stays a word.
  private func isExponent(_ word: String) -> Bool {
    tokens.last?.mark == .caret && !spaced && textDepth == 0 && word.utf8.count <= 4
      && !["th", "st", "nd", "rd"].contains(word)
  }

  /// `log2(10)` and `log10(5)`, as programs write them.
  private mutating func numericBase() {
    for (digits, base) in [("2(", 2), ("10(", 10)]
    where source[position...].starts(with: digits.unicodeScalars) {
      emit(.mark(.underscore))
      emit(.number(Rational(base), digits: String(base)))
      position += digits.utf8.count - 1
      return
    }
  }

  private mutating func quoted(_ quote: Unicode.Scalar) {
    let start = position
    var index = position + 1
    var text = String.UnicodeScalarView()
    while index < source.count, source[index] != quote {
      text.append(source[index])
      index += 1
    }
    guard index < source.count else {
      emit(.mark(.prime))
      // `6'2"`
      if quote == "\"" { emit(.mark(.prime)) }
      position += 1
      return
    }
    emit(.quoted(String(text)), at: start)
    position = index + 1
  }

  /// A quotation when nothing stands before it, otherwise a prime.
  private mutating func apostrophe() {
    let before = position == 0 ? nil : source[position - 1]
    let opens = before.map { " ([{,:".unicodeScalars.contains($0) } ?? true
    if opens {
      quoted("'")
    } else if let next = peek(1), Lexer.isLetter(next), let before, Lexer.isLetter(before) {
      position += 1
    } else {
      emit(.mark(.prime))
      position += 1
    }
  }

  // MARK: Signs

  private mutating func period() {
    if let next = peek(1), Lexer.digit(next) != nil {
      number()
    } else if peek(1) == ".", peek(2) == "." {
      emit(.mark(.dots))
      position += 3
    } else {
      emit(.mark(.period))
      position += 1
    }
  }

  private mutating func compound(_ scalar: Unicode.Scalar) {
    let next = peek(1)
    let (kind, length): (Token.Kind, Int) =
      switch (scalar, next) {
      case ("<", "="): (.relation(.lessOrEqual), 2)
      case (">", "="): (.relation(.greaterOrEqual), 2)
      case ("=", "<"): (.relation(.lessOrEqual), 2)
      case ("=", ">"): (.relation(.implies), 2)
      case ("<", ">"): (.relation(.notEqual), 2)
      case ("=", "="): (.relation(.equal), 2)
      // `4!=24`
      case ("!", "=") where !followsDigit: (.relation(.notEqual), 2)
      case ("-", ">"): (.mark(.to), 2)
      case ("*", "*"): (.mark(.caret), 2)
      case ("|", "|"): (.mark(.doubleBar), 2)
      case (":", "="): (.relation(.equal), 2)
      case ("<", _): (.relation(.less), 1)
      case (">", _): (.relation(.greater), 1)
      case ("=", _): (.relation(.equal), 1)
      case ("!", _): (.mark(.bang), 1)
      case ("*", _): (.mark(.times), 1)
      case (":", _): (.mark(.colon), 1)
      case ("-", _): (.mark(.minus), 1)
      case ("&", _): (.mark(.ampersand), 1)
      default: (.mark(.bar), 1)
      }
    emit(kind)
    position += length
  }

  private var followsDigit: Bool {
    position > 0 && Lexer.digit(source[position - 1]) != nil
  }

  private mutating func single(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "$":
      emit(.currency("$"))
      position += 1
    case "`": position += 1
    case "(", "[":
      bracketDepth += 1
      emit(.mark(scalar == "(" ? .openParen : .openBracket))
      position += 1
    case ")", "]":
      bracketDepth = max(0, bracketDepth - 1)
      emit(.mark(scalar == ")" ? .closeParen : .closeBracket))
      position += 1
    default:
      if let mark = Vocabulary.marks[scalar] {
        emit(.mark(mark))
        position += 1
      } else if Vocabulary.currencySigns.contains(scalar) {
        emit(.currency(String(Character(scalar))))
        position += 1
      } else {
        foreignWord()
      }
    }
  }

  /// A word in another script or with accents.
  private mutating func foreignWord() {
    let start = position
    var name = String.UnicodeScalarView()
    // `x=3或x=-1`: Latin letters are no part of a word in other scripts.
    let isLatin = peek().map { Lexer.isLetter($0) || Lexer.isAccented($0) } ?? false
    while let scalar = peek(),
      (isLatin && Lexer.isLetter(scalar))
        || (scalar.value >= 0x80 && scalar.properties.isAlphabetic)
    {
      name.append(scalar)
      position += 1
    }
    if position == start {
      emit(.unknown(String(Character(source[position]))))
      position += 1
    } else {
      emit(.word(String(name)), at: start)
    }
  }

  /// A Latin letter with an accent.
  static func isAccented(_ scalar: Unicode.Scalar) -> Bool {
    (0xC0...0x24F).contains(scalar.value) && scalar.properties.isAlphabetic
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    let lower = scalar.value | 0x20
    return lower >= 97 && lower <= 122
  }

  static func digit(_ scalar: Unicode.Scalar) -> Int? {
    scalar.value >= 48 && scalar.value <= 57 ? Int(scalar.value) - 48 : nil
  }
}
