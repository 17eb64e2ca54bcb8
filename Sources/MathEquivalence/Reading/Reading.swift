/// What a text was read as.
struct Reading: Sendable {
  enum Content: Sendable {
    case math(Node)
    /// Prose, as normalised words.
    case words
    /// Mathematics in a notation that is not known.
    case unreadable(message: String, offset: Int)
    case tooLong
  }

  var content: Content
  var tokens: [Token]
  /// The words of the text for a comparison as text.
  var words: [String] { Prose.words(tokens) }
  var isEmpty: Bool { tokens.isEmpty }

  /// With its mathematics in the shape that is compared.
  var simplified: Reading {
    guard case .math(let node) = content else { return self }
    return Reading(content: .math(Shape.simplified(node)), tokens: tokens)
  }

  var isTooLong: Bool {
    if case .tooLong = content { true } else { false }
  }

  /// Brackets and nothing else: no mathematics.
  var isBracketsOnly: Bool { tokens.allSatisfy { Reading.isBracket($0.kind) } }

  static func isBracket(_ scalar: Unicode.Scalar) -> Bool {
    "()[]{}|<> \n\t".unicodeScalars.contains(scalar)
  }

  static func isBracket(_ kind: Token.Kind) -> Bool {
    guard case .mark(let mark) = kind else { return false }
    switch mark {
    case .openParen, .closeParen, .openBracket, .closeBracket, .openBrace, .closeBrace, .openSet,
      .closeSet, .openAngle, .closeAngle, .openFloor, .closeFloor, .openCeil, .closeCeil, .bar,
      .doubleBar:
      return true
    default: return false
    }
  }

  static func of(_ text: String, _ notation: Notation = Notation()) -> Reading {
    let tokens: [Token]
    do throws(TooLong) {
      let all = try Lexer.tokens(of: text, decimalComma: notation.decimalComma)
      tokens = Congruences.rewritten(Spoken.rewritten(notation.withBase(Tidying.tidy(all))))
    } catch {
      return Reading(content: .tooLong, tokens: [])
    }
    func reading(_ content: Content) -> Reading { Reading(content: content, tokens: tokens) }
    if tokens.isEmpty { return reading(.words) }
    if let node = Phrases.node(tokens) { return reading(.math(node)) }
    if Prose.isOneWord(tokens) { return reading(.words) }
    let counted = NumberWords.fold(tokens)
    do throws(SyntaxError) {
      return reading(.math(try Parser.parse(counted)))
    } catch {
      if let value = Labels.value(tokens) { return reading(.math(value)) }
      if let letters = Spoken.products(tokens), let node = try? Parser.parse(letters) {
        return reading(.math(node))
      }
      if let declared = Declarations.rewritten(counted), let node = try? Parser.parse(declared) {
        return reading(.math(node))
      }
      if Formula(tokens) != nil { return reading(.words) }
      if error.kind == .words || Prose.looksLikeWords(tokens) { return reading(.words) }
      return reading(.unreadable(message: error.message, offset: error.offset))
    }
  }
}

/// Removes what stands around an answer: a label before it, a stop after it.
enum Tidying {
  private static let labels: [[String]] = [
    ["the", "final", "answer", "is"], ["the", "answer", "is"], ["final", "answer"], ["answer"],
    ["ans"], ["result"], ["solution"],
  ]

  static func tidy(_ tokens: [Token]) -> [Token] {
    var part = tokens[...]
    while let last = part.last, isStop(last.kind) { part.removeLast() }
    // `Yes!` is no factorial.
    if part.count == 2, part.last?.mark == .bang, let before = part.first?.kind,
      case .word = before
    {
      part.removeLast()
    }
    while let first = part.first?.kind, first == .relation(.implies) || first == .mark(.ampersand) {
      part.removeFirst()
    }
    guard let first = part.first?.kind else { return [] }
    guard case .word = first else {
      if first == .relation(.equal) || first == .mark(.colon) { part.removeFirst() }
      return part.count == tokens.count ? tokens : Array(part)
    }
    let opening = part.prefix(5).map { UnitTable.lowercased($0.text) }
    if let place = opening.firstIndex(of: "interval"), place == 0 || opening[0] == "the",
      place < 2, part.count > place + 3, Reading.isBracket(part[part.startIndex + place + 1].kind)
    {
      return Array(part.dropFirst(place + 1))
    }
    for label in labels where opening.starts(with: label) {
      let next = part.dropFirst(label.count)
      guard let mark = next.first?.kind else { continue }
      if mark == .mark(.colon) || mark == .relation(.equal) {
        return Array(next.dropFirst())
      }
      if label.last == "is" { return Array(next) }
    }
    return Array(part)
  }

  private static func isStop(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .mark(.period), .mark(.comma), .mark(.semicolon), .mark(.newline), .mark(.ampersand): true
    default: false
    }
  }
}

/// Text that is compared as text.
enum Prose {
  /// The words, without articles, punctuation and emphasis; case is kept.
  static func words(_ tokens: [Token]) -> [String] {
    let texts = tokens.filter { token in
      switch token.kind {
      case .mark(.period), .mark(.prime), .mark(.question):
        false
      default: true
      }
    }.map(\.text)
    return texts.filter { !["the", "a", "an", "The", "A ", "An"].contains($0) || texts.count == 1 }
  }

  /// One word alone is a word, and so are several with a pronounceable one: their letters are no
  /// factors.
  static func isOneWord(_ tokens: [Token]) -> Bool {
    if tokens.count > 1 {
      return tokens.allSatisfy { isLetters($0) && !isNumber($0) }
        && tokens.contains { isPronounceable($0) }
    }
    guard tokens.count == 1, case .word(let word) = tokens[0].kind else { return false }
    return !isProduct(word) && Words.numbers[UnitTable.lowercased(word)] == nil
      && ChineseNumbers.value(of: word) == nil
  }

  private static func isLetters(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .symbol: true
    default: false
    }
  }

  private static func isNumber(_ token: Token) -> Bool {
    guard case .word(let word) = token.kind else { return false }
    return Words.numbers[UnitTable.lowercased(word)] != nil
  }

  private static func isPronounceable(_ token: Token) -> Bool {
    guard case .word(let word) = token.kind, word.utf8.count >= 3 else { return false }
    let lower = UnitTable.lowercased(word)
    return Words.numbers[lower] == nil && lower.contains { "aeiouy".contains($0) }
  }

  /// `xy`: lower-case letters without a vowel are no word.
  private static func isProduct(_ word: String) -> Bool {
    word.utf8.count <= 3 && word.utf8.count == word.count
      && !Vocabulary.shortWords.contains(word) && UnitTable.unit(named: word) == nil
      && !word.contains { "aeiou".contains($0) || $0.isUppercase }
  }

  /// Whether the parser failed on prose and not on formulas: at least two thirds are words.
  static func looksLikeWords(_ tokens: [Token]) -> Bool {
    var words = 0
    for token in tokens {
      switch token.kind {
      case .word, .quoted: words += 1
      case .unknown(let name) where name.hasPrefix("\\"): return false
      default: break
      }
    }
    return words * 3 >= tokens.count * 2 || tokens.contains { isQuoted($0) }
  }

  private static func isQuoted(_ token: Token) -> Bool {
    if case .quoted = token.kind { true } else { false }
  }

  /// Whether two texts say the same, up to articles, stops and case.
  static func areEqual(_ gold: [String], _ answer: [String], caseSensitive: Bool) -> Bool {
    if gold == answer { return true }
    if caseSensitive || gold.contains(where: hasInnerCapital) { return false }
    // `Co` is not `CO` either.
    if gold.count == 1, answer.count == 1, Formula.isMadeOfSymbols(gold[0]),
      Formula.isMadeOfSymbols(answer[0])
    {
      return false
    }
    let left = gold.map { unquoted(UnitTable.lowercased($0)) }
    let right = answer.map { unquoted(UnitTable.lowercased($0)) }
    if left == right { return true }
    // "Alice, Bob" and "Bob and Alice" name the same two.
    guard let names = names(left), let others = self.names(right) else { return false }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
      == others.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What a short sentence says of its subject: `It is a cone.` Nothing where a word denies it.
  static func predicate(_ words: [String]) -> [String]? {
    guard let verb = words.firstIndex(where: { ["is", "are", "was"].contains($0) }),
      (1...3).contains(verb), verb + 1 < words.count,
      words[..<verb].allSatisfy({ word in
        let lower = UnitTable.lowercased(word)
        return !denials.contains(lower) && lower.utf8.allSatisfy { $0 >= 97 && $0 <= 122 }
      })
    else { return nil }
    return Array(words[(verb + 1)...])
  }

  private static let denials: Set<String> = [
    "not", "no", "neither", "none", "nothing", "nobody", "if", "whether", "false", "wrong", "what",
    "which", "who", "never", "hardly", "unless", "why", "how", "when", "where", "only",
  ]

  private static let separators: Set<String> = ["and", ",", ";", "semicolon"]

  /// The parts between commas and "and", when there are several; order says nothing in them.
  private static func names(_ words: [String]) -> [[String]]? {
    guard words.contains(where: separators.contains), !words.contains("between") else { return nil }
    let parts = words.split(whereSeparator: separators.contains).map(Array.init)
    return parts.count > 1 ? parts : nil
  }

  private static func unquoted(_ word: String) -> String {
    guard word.utf8.count > 2, word.hasPrefix("\""), word.hasSuffix("\"") else { return word }
    return String(word.dropFirst().dropLast())
  }

  /// `NaCl`: a capital after a small letter carries meaning.
  private static func hasInnerCapital(_ word: String) -> Bool {
    // `CO` is not `Co`.
    if (2...3).contains(word.count), word.allSatisfy(\.isUppercase) { return true }
    var seenSmall = false
    for letter in word {
      if letter.isUppercase && seenSmall { return true }
      if letter.isLowercase { seenSmall = true }
    }
    return false
  }
}
