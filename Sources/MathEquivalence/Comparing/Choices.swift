/// Answers that choose among lettered options.
enum Choices {
  /// Nothing unless the reference is one capital letter or a set of them.
  static func compare(_ gold: [Token], _ answer: [Token]) -> Decision? {
    guard let expected = letters(gold) else { return nil }
    let wanted = expected.sorted().joined(separator: ", ")
    if let found = letters(answer) ?? labelled(answer) {
      if found == expected { return .equal(.text, "the same choice") }
      if found.count > 1 || expected.count > 1 || found.first != nil {
        return .different(
          .text, "expected \(wanted), found \(found.sorted().joined(separator: ", "))")
      }
    }
    return nil
  }

  private static let names: Set<String> = [
    "Option", "option", "options", "Options", "Choice", "choice", "choices", "answer", "Answer",
    "letter", "is", "correct",
  ]

  private static let options: Set<Character> = Set("ABCDEFGHIJ")

  /// `B`, `(B)`, `A, C`, `A and C`, `ABD`: letters with separators and brackets only.
  private static func letters(_ tokens: [Token]) -> Set<String>? {
    guard !tokens.isEmpty, tokens.count <= 30 else { return nil }
    var found: Set<String> = []
    for token in tokens {
      switch token.kind {
      case .symbol(let name):
        guard name.count == 1, let letter = name.first, options.contains(letter),
          found.insert(name).inserted
        else { return nil }
      case .word(let word):
        if names.contains(word) { continue }
        guard tokens.count == 1, word.count <= 6, word.allSatisfy(options.contains) else {
          return nil
        }
        for letter in word where !found.insert(String(letter)).inserted { return nil }
      case .mark(.comma), .mark(.semicolon), .mark(.and), .mark(.openParen), .mark(.closeParen),
        .mark(.openBrace), .mark(.closeBrace), .mark(.period), .mark(.openBracket),
        .mark(.closeBracket), .mark(.ampersand), .mark(.openSet), .mark(.closeSet):
        break
      default: return nil
      }
    }
    return found.isEmpty ? nil : found
  }

  /// `B. 42`, `(B) 3√2`, `B: Paris`: one letter with its mark, then the option's text.
  private static func labelled(_ tokens: [Token]) -> Set<String>? {
    guard tokens.count >= 3 else { return nil }
    var index = 0
    if tokens[0].mark == .openParen { index = 1 }
    guard case .symbol(let name) = tokens[index].kind, name.count == 1, let letter = name.first,
      options.contains(letter), index + 1 < tokens.count
    else { return nil }
    switch tokens[index + 1].kind {
    case .mark(.closeParen): return [name]
    case .mark(.period), .mark(.colon): return index == 0 ? [name] : nil
    default: return nil
    }
  }
}
