/// Says `x ≡ 1, 4 (mod 5)` once for each residue.
enum Congruences {
  static func rewritten(_ tokens: [Token]) -> [Token] {
    guard tokens.count <= 80,
      let sign = tokens.firstIndex(where: isCongruent), sign > 0,
      let end = tokens.firstIndex(where: { isModulus($0.kind) }), end > sign,
      tokens.filter(isCongruent).count == 1
    else { return tokens }
    // `(mod 7)` has its bracket before the word.
    let tail = tokens[end - 1].mark == .openParen ? end - 1 : end
    var residues: [ArraySlice<Token>] = []
    var start = sign + 1
    var depth = 0
    for place in (sign + 1)...tail {
      switch tokens[place].kind {
      case .mark(.openParen) where place < tail, .mark(.openBrace), .mark(.openBracket): depth += 1
      case .mark(.closeParen), .mark(.closeBrace), .mark(.closeBracket): depth -= 1
      default: break
      }
      guard depth == 0, place == tail || isSeparator(tokens[place].kind) else { continue }
      // `1, 2, and 4`
      if start < place { residues.append(tokens[start..<place]) }
      start = place + 1
    }
    guard residues.count > 1 else { return tokens }
    var result: [Token] = []
    for (number, residue) in residues.enumerated() {
      if number > 0 {
        result.append(
          Token(
            kind: .mark(.comma), spaced: false, upright: false, offset: tokens[sign].offset))
      }
      result += tokens[...sign] + residue + tokens[tail...]
    }
    return result
  }

  private static func isCongruent(_ token: Token) -> Bool {
    if case .relation(.congruent) = token.kind { true } else { false }
  }

  private static func isModulus(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .command(.pmod), .command(.bmod): true
    default: false
    }
  }

  private static func isSeparator(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .mark(.comma), .mark(.semicolon), .mark(.and), .mark(.or): true
    default: false
    }
  }
}
