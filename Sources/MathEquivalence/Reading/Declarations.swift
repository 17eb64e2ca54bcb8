/// Says in signs what a text says in words about a letter: "where n is an integer", "for any integer n".
enum Declarations {
  private static let openers: Set<String> = ["for", "where", "with", "when", "and"]
  private static let fillers: Set<String> = [
    "any", "all", "every", "each", "some", "an", "is", "are",
  ]

  /// Nothing unless the text ends in such words about one letter.
  static func rewritten(_ tokens: [Token]) -> [Token]? {
    guard let start = tokens.lastIndex(where: { isOpener($0.kind) }), start > 0 else { return nil }
    var letter: Token?
    var set: NamedSet?
    for token in tokens[(start + 1)...] {
      switch token.kind {
      case .symbol(let name):
        guard letter == nil, Family.letters.contains(name) else { return nil }
        letter = token
      case .word(let word):
        switch UnitTable.lowercased(word) {
        case "integer", "integers": set = .integers
        case let other: guard fillers.contains(other) else { return nil }
        }
      case .relation(.element): break
      case .namedSet(let named): set = named
      default: return nil
      }
    }
    guard let letter, let set else { return nil }
    func token(_ kind: Token.Kind) -> Token {
      Token(kind: kind, spaced: true, upright: false, offset: letter.offset)
    }
    var body = tokens[..<start]
    if body.last?.kind == .mark(.comma) { body.removeLast() }
    return body + [
      token(.mark(.comma)), letter, token(.relation(.element)), token(.namedSet(set)),
    ]
  }

  private static func isOpener(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word(let word): openers.contains(UnitTable.lowercased(word))
    case .mark(.comma): true
    default: false
    }
  }
}
