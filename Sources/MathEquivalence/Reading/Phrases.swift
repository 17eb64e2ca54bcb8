/// Whole answers in words that name a mathematical object, a truth value, a day or a time.
enum Phrases {
  static func node(_ tokens: [Token]) -> Node? {
    if let moment = Moments.node(tokens) { return moment }
    guard tokens.count <= 16, tokens.contains(where: isWord) else { return nil }
    let words = Prose.words(tokens).map(UnitTable.lowercased)
    if let truth = truth(words) { return .text([truth]) }
    if let value = whole[words.joined(separator: " ")] { return value }
    if let month = Moments.monthAlone(words) { return .text(["month", String(month)]) }
    if words.count == 1, let value = single[words[0]] { return value }
    if let ordinal = ordinal(words) { return ordinal }
    if let mixed = andParts(tokens) { return mixed }
    return exception(tokens, words)
  }

  private static func isWord(_ token: Token) -> Bool {
    if case .word = token.kind { true } else { false }
  }

  /// Answers of several words that are a value.
  private static let whole: [String: Node] = {
    var table: [String: Node] = [:]
    func add(_ phrases: Set<String>, _ value: Node) { for text in phrases { table[text] = value } }
    add(empties, .namedSet(.empty))
    add(everything, .namedSet(.reals))
    add(integers, .namedSet(.integers))
    add(positives, .interval(.zero, false, .constant(.infinity), false))
    add(infinitelyMany, .text(["infinitely", "many"]))
    add(nowhere, .text(["dne"]))
    return table
  }()

  /// Words that are a value or a moment by themselves.
  private static let single: [String: Node] = {
    var table: [String: Node] = [
      "half": .number(Rational(1, 2)), "dozen": .int(12), "hundred": .int(100),
      "thousand": .int(1000), "million": .int(1_000_000), "billion": .int(1_000_000_000),
      "noon": .text(["time", "12:0:0"]), "midnight": .text(["time", "0:0:0"]),
      "dne": .text(["dne"]),
    ]
    for (index, day) in Words.weekdays.enumerated() {
      table[day] = .text(["weekday", String(index)])
      table[String(day.prefix(3))] = .text(["weekday", String(index)])
    }
    for (word, number) in Words.ordinals { table[word] = .text(["ordinal", String(number)]) }
    return table
  }()

  /// `3rd`
  private static func ordinal(_ words: [String]) -> Node? {
    guard words.count == 2, let number = Int(words[0]), ["st", "nd", "rd", "th"].contains(words[1])
    else { return nil }
    return .text(["ordinal", String(number)])
  }

  private static let infinitelyMany: Set<String> = [
    "infinitely many", "infinitely many solutions", "infinite solutions",
    "infinitely many solution", "there are infinitely many solutions",
    "infinite number of solutions", "infinite many",
  ]

  private static let nowhere: Set<String> = [
    "does not exist", "limit does not exist", "it does not exist", "doesnt exist",
  ]

  /// `three and a half`, `2 and 3/4`: a whole number and a fraction below one.
  private static func andParts(_ tokens: [Token]) -> Node? {
    guard let place = tokens.firstIndex(where: { $0.mark == .and }), place > 0,
      let whole = try? Parser.parse(NumberWords.fold(Array(tokens[..<place]))),
      case .number(let value) = whole, value.isInteger, value.sign > 0
    else { return nil }
    let rest = Prose.words(Array(tokens[(place + 1)...])).map(UnitTable.lowercased)
    if rest == ["half"] { return .number(value + Rational(1, 2)) }
    if rest == ["quarter"] { return .number(value + Rational(1, 4)) }
    if rest == ["third"] { return .number(value + Rational(1, 3)) }
    let folded = NumberWords.fold(Array(tokens[(place + 1)...]))
    guard tokens[place + 1..<tokens.count].allSatisfy(isWord), folded.count == 1,
      case .number(let part, _) = folded[0].kind, Rational.zero < part, part < .one
    else { return nil }
    return .number(value + part)
  }

  private static let empties: Set<String> = [
    "no real roots", "no such number", "null set", "no solution", "no solutions",
    "no real solution", "no real solutions", "empty set", "there is no solution",
    "there are no solutions",
  ]

  private static let integers: Set<String> = [
    "all integers", "set of integers", "set of all integers", "every integer", "any integer",
  ]

  private static let positives: Set<String> = [
    "positive real numbers", "all positive real numbers", "positive reals", "all positive reals",
    "set of positive real numbers",
  ]

  private static let everything: Set<String> = [
    "all real numbers", "all reals", "real numbers", "all real number", "every real number",
    "any real number", "set of all real numbers", "set of real numbers", "reals",
  ]

  private static let foreignTruths = [
    "是": "yes", "是的": "yes", "否": "no", "不是": "no", "对": "true", "正确": "true", "错": "false",
    "错误": "false", "はい": "yes", "いいえ": "no", "예": "yes", "아니요": "no", "oui": "yes",
    "non": "no", "nein": "no", "ja": "yes", "sí": "yes", "да": "yes", "нет": "no",
    "wahr": "true", "falsch": "false", "vrai": "true", "faux": "false", "verdadero": "true",
    "falso": "false",
  ]

  /// `Yes, it is.`: the first word decides when a comma or nothing follows.
  private static func truth(_ words: [String]) -> String? {
    if words.count == 1, let truth = foreignTruths[words[0]] { return truth }
    guard let first = words.first, ["yes", "no", "true", "false"].contains(first) else {
      return nil
    }
    let canBeSentence = words.count > 2 && words[1] == "," && words.count <= 12
    guard words.count == 1 || canBeSentence else { return nil }
    return first == "true" ? "true" : first == "false" ? "false" : first
  }

  /// `all real numbers except 0`
  private static func exception(_ tokens: [Token], _ words: [String]) -> Node? {
    guard
      let place = tokens.firstIndex(where: {
        if case .word("except") = $0.kind { true } else { false }
      })
    else { return nil }
    let before = Prose.words(Array(tokens[..<place])).map(UnitTable.lowercased)
    guard everything.contains(before.joined(separator: " ")) else { return nil }
    var rest = tokens[(place + 1)...]
    if rest.first?.kind == .word("for") { rest = rest.dropFirst() }
    guard let removed = try? Parser.parse(Array(rest)) else { return nil }
    switch removed {
    case .list(let parts): return .setOperation(.difference, [.namedSet(.reals), .set(parts)])
    case .relation(let sides, [.equal]) where sides.count == 2:
      return .setOperation(.difference, [.namedSet(.reals), .set([sides[1]])])
    default:
      return removed.isScalar
        ? .setOperation(.difference, [.namedSet(.reals), .set([removed])]) : nil
    }
  }
}

/// Days and times of day, brought to one form.
enum Moments {
  static func node(_ tokens: [Token]) -> Node? {
    guard (2...12).contains(tokens.count), mayBe(tokens) else { return nil }
    if let month = monthOfYear(tokens) { return .text(["month", month]) }
    if let time = time(withoutWords(tokens)) ?? time(hoursByLetter(tokens)) {
      return .text(["time", time])
    }
    if let day = day(tokens) { return .text(["day", day]) }
    return nil
  }

  /// Whether there is nothing of a formula, and something that days and times are written with.
  private static func mayBe(_ tokens: [Token]) -> Bool {
    var hasSign = tokens.count == 5  // 2021-03-05
    var hasNumber = false
    for index in tokens.indices {
      switch tokens[index].mark {
      case .colon: hasSign = true
      case .comma, .period, .minus, .prime: break
      case .divide: if tokens.count == 5 { hasSign = true } else { return false }
      case nil:
        switch tokens[index].kind {
        case .number: hasNumber = true
        case .word, .symbol("h"): hasSign = true
        default: return false
        }
      default: return false
      }
    }
    // `March fifth`
    return hasSign && (hasNumber || tokens.contains(where: isMonth))
  }

  private static func isMonth(_ token: Token) -> Bool {
    guard case .word(let word) = token.kind else { return false }
    return Words.months[UnitTable.lowercased(word)] != nil
  }

  /// `January`, `Jan.`; "may" and "mar" are words too.
  static func monthAlone(_ words: [String]) -> Int? {
    guard words.count == 1, let number = Words.months[words[0]] else { return nil }
    let names = [
      "january", "february", "march", "april", "june", "july", "august", "september", "october",
      "november", "december", "jan", "feb", "apr", "aug", "sept", "sep", "oct", "nov",
    ]
    return names.contains(words[0]) ? number : nil
  }

  /// `May 2020`, `May, 2020`
  private static func monthOfYear(_ tokens: [Token]) -> String? {
    let parts = tokens.filter { $0.mark != .comma }
    guard parts.count == 2, case .word(let word) = parts[0].kind,
      let month = Words.months[UnitTable.lowercased(word)], let year = integer(parts[1]),
      (1000...2999).contains(year)
    else { return nil }
    return "\(year)-\(month)"
  }

  /// `23:45 Uhr`, `7:05 in the morning`, `下午3:30` with the half of the day as `am` or `pm`.
  private static func withoutWords(_ tokens: [Token]) -> [Token] {
    var rest = tokens[...]
    var half: String?
    if case .word(let first) = rest.first?.kind,
      let found = ["上午": "am", "早上": "am", "下午": "pm", "晚上": "pm"][first]
    {
      half = found
      rest = rest.dropFirst()
    }
    let words = rest.suffix(3).map { UnitTable.lowercased($0.text) }
    if words.last == "uhr" || words.last == "oclock" { rest = rest.dropLast() }
    if words.count == 3, words.starts(with: ["in", "the"]) {
      half = words[2] == "morning" ? "am" : words[2] == "afternoon" ? "pm" : half
      if half != nil { rest = rest.dropLast(3) }
    }
    guard let half, let last = rest.last else { return Array(rest) }
    var word = last
    word.kind = .word(half)
    return rest + [word]
  }

  /// `23h45` as `23:45`.
  private static func hoursByLetter(_ tokens: [Token]) -> [Token] {
    guard tokens.count == 3, tokens[1].kind == .symbol("h"), !tokens[1].spaced,
      case .number = tokens[2].kind, !tokens[2].spaced
    else { return [] }
    var result = tokens
    result[1].kind = .mark(.colon)
    return result
  }

  /// `04/07/1776` with the month first unless there is no such month, `4.7.1776` with the day first.
  private static func yearLast(_ tokens: [Token]) -> String? {
    guard tokens.count == 5, tokens[1].kind == tokens[3].kind,
      case .number(_, let digits) = tokens[4].kind, digits.utf8.count == 4,
      let first = integer(tokens[0]), let second = integer(tokens[2]), let year = integer(tokens[4])
    else { return nil }
    let dayIsFirst: Bool
    switch tokens[1].kind {
    case .mark(.period): dayIsFirst = true
    case .mark(.divide): dayIsFirst = first > 12
    default: return nil
    }
    let (day, month) = dayIsFirst ? (first, second) : (second, first)
    guard (1...31).contains(day), (1...12).contains(month), (1000...2999).contains(year) else {
      return nil
    }
    return "\(year)-\(month)-\(day)"
  }

  /// `2021/03/05`, the year first.
  private static func slashed(_ tokens: [Token]) -> String? {
    guard tokens.count == 5, tokens[1].mark == .divide, tokens[3].mark == .divide,
      case .number(_, let digits) = tokens[0].kind, digits.utf8.count == 4,
      let year = integer(tokens[0]), let month = integer(tokens[2]), let day = integer(tokens[4]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return "\(year)-\(month)-\(day)"
  }

  /// `2021年3月5日`
  private static func japanese(_ tokens: [Token]) -> String? {
    guard tokens.count == 6, tokens[1].kind == .word("年"), tokens[3].kind == .word("月"),
      tokens[5].kind == .word("日"), let year = integer(tokens[0]), let month = integer(tokens[2]),
      let day = integer(tokens[4])
    else { return nil }
    return "\(year)-\(month)-\(day)"
  }

  private static func integer(_ token: Token) -> Int? {
    guard case .number(let value, let digits) = token.kind, !digits.isEmpty else { return nil }
    return value.int
  }

  /// `3:30`, `15:30`, `3:30 PM`, `3 PM`, `12:00:05`: minutes (and seconds) of the day.
  private static func time(_ tokens: [Token]) -> String? {
    var parts = tokens[...]
    var half: String?
    if case .word(let word) = parts.last?.kind,
      ["am", "pm"].contains(UnitTable.lowercased(word))
    {
      half = UnitTable.lowercased(word)
      parts.removeLast()
    }
    var numbers: [Int] = []
    for (offset, token) in parts.enumerated() {
      if offset % 2 == 0 {
        guard let value = integer(token), case .number(_, let digits) = token.kind,
          offset == 0 || digits.utf8.count == 2
        else { return nil }
        numbers.append(value)
      } else if token.mark != .colon {
        return nil
      }
    }
    guard let hour = numbers.first, parts.count % 2 == 1, numbers.count <= 3,
      numbers.count > 1 || half != nil, numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    var hours = hour
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hours = hour % 12 + (half == "pm" ? 12 : 0)
    } else if hour > 24 {
      return nil
    }
    let rest = numbers.dropFirst() + Array(repeating: 0, count: 3 - numbers.count)
    return "\(hours):" + rest.map(String.init).joined(separator: ":")
  }

  /// `2021-03-05`, `March 5, 2021`, `5 March 2021`, `15th of March`.
  private static func day(_ tokens: [Token]) -> String? {
    if tokens.count == 5, let year = integer(tokens[0]),
      case .number(_, let digits) = tokens[0].kind,
      digits.utf8.count == 4, tokens[1].mark == .minus, tokens[3].mark == .minus,
      let month = integer(tokens[2]), let day = integer(tokens[4]), !tokens[1].spaced,
      case .number(_, let monthDigits) = tokens[2].kind, monthDigits.utf8.count == 2
    {
      return "\(year)-\(month)-\(day)"
    }
    if let date = slashed(tokens) ?? japanese(tokens) ?? yearLast(tokens) { return date }
    var month: Int?
    var numbers: [Int] = []
    for token in tokens {
      switch token.kind {
      case .number: if let value = integer(token) { numbers.append(value) } else { return nil }
      case .word(let word):
        let lower = UnitTable.lowercased(word)
        if Words.weekdays.contains(lower), numbers.isEmpty, month == nil { continue }
        if let ordinal = Words.ordinals[lower] {
          numbers.append(ordinal)
          continue
        }
        if let found = Words.months[lower] {
          if month != nil { return nil }
          month = found
        } else if !["th", "st", "nd", "rd", "of", "the", "de", "del"].contains(lower) {
          return nil
        }
      case .function: return nil
      case .mark(.comma), .mark(.period): break
      default: return nil
      }
    }
    guard let month, let first = numbers.first, numbers.count <= 2, first <= 31 else { return nil }
    return (numbers.count == 2 ? "\(numbers[1])-" : "") + "\(month)-\(first)"
  }
}
