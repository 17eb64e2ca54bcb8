/// A value after a label in words: `Area = 12`, `The area is 12 square meters`.
enum Labels {
  /// Nothing unless plain words and one sign or "is" stand before something mathematical.
  static func value(_ tokens: [Token]) -> Node? {
    var index = 0
    while index < tokens.count, index < 8, let word = word(tokens[index]), word != "is" {
      guard Words.numbers[word] == nil, word == "the" || word == "of" || !refuses(word) else {
        return nil
      }
      index += 1
    }
    guard index > 0, index + 1 < tokens.count else { return nil }
    let sign = tokens[index].kind
    guard sign == .relation(.equal) || sign == .mark(.colon) || word(tokens[index]) == "is" else {
      return nil
    }
    let rest = NumberWords.fold(Array(tokens[(index + 1)...]))
    guard let node = try? Parser.parse(rest), isValue(node) else { return nil }
    return node
  }

  private static func word(_ token: Token) -> String? {
    guard case .word(let word) = token.kind else { return nil }
    return UnitTable.lowercased(word)
  }

  private static func refuses(_ word: String) -> Bool { Words.notNouns.contains(word) }

  /// A number or a quantity; letters alone may be the beginning of a sentence.
  private static func isValue(_ node: Node) -> Bool {
    switch node {
    case .quantity(let amount, _): amount.isScalar && amount.hasNoSymbols
    default: node.isScalar && node.hasNoSymbols
    }
  }
}
