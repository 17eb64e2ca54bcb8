/// Says in signs what a text says in words about a letter: "where n is an integer", "for any integer n",
/// "for n ≥ 1", "for all real x".
enum Declarations {
  private static let openers: Set<String> = ["for", "where", "with", "when", "and"]
  private static let fillers: Set<String> = [
    "any", "all", "every", "each", "some", "an", "is", "are",
  ]

  /// Nothing unless the text ends in such words about one letter.
  static func rewritten(_ tokens: [Token]) -> [Token]? {
    guard let start = tokens.lastIndex(where: { isOpener($0.kind) }), start > 0 else { return nil }
    if let bounded = bounded(tokens, start) { return bounded }
    var letter: Token?
    var set: NamedSet?
    var isForAll = false
    for token in tokens[(start + 1)...] {
      switch token.kind {
      case .symbol(let name):
        guard letter == nil, Family.letters.contains(name) || isIn(tokens[..<start], name) else {
          return nil
        }
        letter = token
      case .word(let word):
        switch UnitTable.lowercased(word) {
        case "integer", "integers": set = .integers
        case "real", "reals": set = .reals
        case "number", "numbers", "values", "of": break
        case "all", "every", "any", "each": isForAll = true
        case let other: guard fillers.contains(other) else { return nil }
        }
      case .relation(.element): break
      case .namedSet(let named): set = named
      default: return nil
      }
    }
    guard let letter, let set = set ?? (isForAll ? .reals : nil) else { return nil }
    if set == .reals, !isFormula(tokens[..<start]) { return nil }
    return joined(tokens[..<start], [letter.kind, .relation(.element), .namedSet(set)])
  }

  /// `2n + 1 for n ≥ 1`: the condition behind a comma.
  private static func bounded(_ tokens: [Token], _ start: Int) -> [Token]? {
    var rest = tokens[(start + 1)...]
    while case .word(let word)? = rest.first?.kind, fillers.contains(UnitTable.lowercased(word)) {
      rest = rest.dropFirst()
    }
    guard case .word = tokens[start].kind, rest.count == 3, let letter = rest.first,
      case .symbol(let name) = letter.kind, Family.letters.contains(name),
      case .relation(let relation) = rest[rest.startIndex + 1].kind, relation.isOrder,
      case .number = rest[rest.startIndex + 2].kind
    else { return nil }
    return joined(tokens[..<start], rest.map(\.kind))
  }

  private static func joined(_ body: ArraySlice<Token>, _ condition: [Token.Kind]) -> [Token] {
    var body = body
    if body.last?.mark == .comma { body.removeLast() }
    let offset = body.last?.offset ?? 0
    return body
      + ([.mark(.comma)] + condition).map {
        Token(kind: $0, spaced: true, upright: false, offset: offset)
      }
  }

  /// An order between a letter's values is no remark about it: `x > 0 for all x`.
  private static func isFormula(_ body: ArraySlice<Token>) -> Bool {
    !body.contains { token in
      guard case .relation(let relation) = token.kind else { return false }
      return relation != .equal
    }
  }

  private static func isIn(_ body: ArraySlice<Token>, _ name: String) -> Bool {
    body.contains { $0.kind == .symbol(name) }
  }

  private static func isOpener(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word(let word): openers.contains(UnitTable.lowercased(word))
    case .mark(.comma): true
    default: false
    }
  }
}
