/// Turns "twenty-three", "one hundred", "two thirds" into numbers.
enum NumberWords {
  static func fold(_ tokens: [Token]) -> [Token] {
    guard tokens.contains(where: isNumber) else { return tokens }
    var result: [Token] = []
    result.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      if let (number, end) = number(in: tokens, from: index) {
        result.append(
          Token(
            kind: .number(number, digits: number.description), spaced: tokens[index].spaced,
            upright: false, offset: tokens[index].offset))
        index = end
      } else {
        result.append(tokens[index])
        index += 1
      }
    }
    return result
  }

  private static func word(_ token: Token) -> String? {
    guard case .word(let word) = token.kind else { return nil }
    return UnitTable.lowercased(word)
  }

  private static func isNumber(_ token: Token) -> Bool {
    guard case .word(let word) = token.kind, word.utf8.count > 2 else { return false }
    return Words.numbers[UnitTable.lowercased(word)] != nil
      || ChineseNumbers.value(of: word) != nil
  }

  private static func value(of token: Token) -> Int? { word(token).flatMap { Words.numbers[$0] } }

  private static func number(in tokens: [Token], from start: Int) -> (Rational, Int)? {
    if case .word(let word) = tokens[start].kind, let value = ChineseNumbers.value(of: word) {
      return (value, start + 1)
    }
    guard let first = value(of: tokens[start]) else { return nil }
    var total = 0
    var current = first
    var index = start + 1
    while index < tokens.count {
      var next = index
      if tokens[next].mark == .minus, next + 1 < tokens.count, !tokens[next].spaced {
        next += 1
      } else if tokens[next].mark == .and, current >= 100 || total > 0,
        next + 1 < tokens.count,
        value(of: tokens[next + 1]) != nil
      {
        next += 1
      }
      guard let word = word(tokens[next]) else { break }
      if let small = Words.numbers[word] {
        let fits =
          (current % 100 == 0 && small < 100)
          || (current % 10 == 0 && current % 100 >= 20 && small < 10 && small > 0)
        guard fits, current > 0 else { break }
        current += small
      } else if word == "hundred", current < 100 {
        current *= 100
      } else if word == "thousand" || word == "million" || word == "billion" {
        total +=
          current * (word == "thousand" ? 1000 : word == "million" ? 1_000_000 : 1_000_000_000)
        current = 0
      } else if let part = Words.parts[word], total == 0,
        next == index || tokens[index].mark == .minus
      {
        return (Rational(current, part), next + 1)
      } else {
        break
      }
      index = next + 1
    }
    return (Rational(total + current), index)
  }
}
