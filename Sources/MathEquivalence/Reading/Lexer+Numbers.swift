internal import BigInt

extension Lexer {
  static let digitLimit = 6000

  /// A number literal: grouped digits, decimals, repeating decimals, powers of ten, other bases.
  mutating func number() {
    if !followsCaret, basedLiteral() { return }
    if prefixedLiteral() || dottedDate() { return }
    let start = position
    var whole = digits()
    let isGrouped = grouped(after: &whole)
    var fraction = ""
    var repeating = ""
    if peek() == "." { decimals(&fraction, &repeating) }
    if whole.utf8.count + fraction.utf8.count + repeating.utf8.count > Lexer.digitLimit {
      emit(.unknown("a number of too many digits"), at: start)
      return
    }
    if basedFraction(whole, fraction, repeating, at: start) { return }
    let isPlain = !isGrouped && fraction.isEmpty && repeating.isEmpty
    var value = Lexer.value(whole, fraction, repeating)
    let exponent = powerOfTen()
    if let exponent, abs(exponent) <= 400, let scale = Rational(10).power(exponent) {
      value = value * scale
    }
    emit(.number(value, digits: isPlain && exponent == nil ? whole : ""), at: start)
    if let exponent, abs(exponent) > 400 {
      emit(.mark(.times))
      emit(.number(Rational(10), digits: ""))
      emit(.mark(.caret))
      if exponent < 0 { emit(.mark(.minus)) }
      emit(.number(Rational(abs(exponent)), digits: ""))
    }
  }

  /// `29.02.2024` as its three numbers.
  private mutating func dottedDate() -> Bool {
    guard tokens.isEmpty, source.count - position <= 10 else { return false }
    var dots: [Int] = []
    for index in position..<source.count where Lexer.digit(source[index]) == nil {
      guard source[index] == ".", dots.count < 2 else { return false }
      dots.append(index)
    }
    guard dots.count == 2, (1...2).contains(dots[0] - position),
      (1...2).contains(dots[1] - dots[0] - 1), source.count - dots[1] - 1 == 4
    else { return false }
    let parts = [
      plain(position..<dots[0]), plain(dots[0] + 1..<dots[1]), plain(dots[1] + 1..<source.count),
    ]
    for (number, digits) in parts.enumerated() {
      if number > 0 { emit(.mark(.period)) }
      emit(.number(Lexer.value(digits, "", ""), digits: digits))
    }
    position = source.count
    return true
  }

  /// `0.101_2`
  private mutating func basedFraction(
    _ whole: String, _ fraction: String, _ repeating: String, at start: Int
  ) -> Bool {
    guard !fraction.isEmpty, repeating.isEmpty, peek() == "_", fraction.utf8.count <= 64,
      whole.utf8.count <= 64, let (base, end) = baseSubscript(at: position + 1),
      (2...36).contains(base),
      (whole + fraction).unicodeScalars.allSatisfy({ (Lexer.digitValue($0) ?? 99) < base })
    else { return false }
    emit(.based(whole + "." + fraction, base), at: start)
    position = end
    return true
  }

  private mutating func digits() -> String {
    let start = position
    while let scalar = peek(), Lexer.digit(scalar) != nil { position += 1 }
    return plain(start..<position)
  }

  private static func value(_ whole: String, _ fraction: String, _ repeating: String) -> Rational {
    if repeating.isEmpty, whole.utf8.count + fraction.utf8.count <= 17,
      let small = Int(fraction.isEmpty ? whole : whole + fraction)
    {
      return fraction.isEmpty
        ? Rational(small) : Rational(small, Lexer.powersOfTen[fraction.utf8.count])
    }
    let base = integer(whole + fraction)
    let scale = BigInt(10).power(fraction.count)
    if repeating.isEmpty { return Rational(base, scale) }
    let nines = BigInt(10).power(repeating.count) - 1
    return Rational(base, scale) + Rational(integer(repeating), nines * scale)
  }

  private static let powersOfTen = (0...17).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static func integer(_ digits: String) -> BigInt {
    if let small = Int(digits) { return BigInt(small) }
    return BigInt(digits) ?? 0
  }

  // MARK: Groups of three digits

  /// Takes further groups of three digits: `1,234`, `1{,}234`, `1 234`, `1_234`.
  private mutating func grouped(after whole: inout String) -> Bool {
    guard !whole.isEmpty, whole.utf8.count <= 3 else { return false }
    var index = position
    var groups = ""
    var ends = position
    while let next = groupSeparator(at: index) {
      var count = 0
      while next + count < source.count, Lexer.digit(source[next + count]) != nil { count += 1 }
      if count != 3 {
        // `1,2345` or `100,200,5` is a list, `1 23` two numbers: nothing was grouped.
        return false
      }
      for scalar in source[next..<(next + 3)] { groups.unicodeScalars.append(scalar) }
      index = next + 3
      ends = index
    }
    if groups.isEmpty { return false }
    if whole.first == "0" { return false }
    whole += groups
    position = ends
    return true
  }

  /// Where the digits after a separator start, if one stands here.
  private func groupSeparator(at index: Int) -> Int? {
    func at(_ offset: Int) -> Unicode.Scalar? {
      index + offset < source.count ? source[index + offset] : nil
    }
    func isDigit(_ offset: Int) -> Bool { at(offset).map { Lexer.digit($0) != nil } ?? false }
    switch at(0) {
    case "{" where at(1) == "," && at(2) == "}" && isDigit(3): return index + 3
    case "," where at(1) == "\\" && at(2) == "!":
      var next = index + 3
      while next < source.count, source[next] == " " { next += 1 }
      return next < source.count && Lexer.digit(source[next]) != nil ? next : nil
    case "," where bracketDepth == 0 && isDigit(1): return index + 1
    case "\\" where isDigit(2) && [",", ";", ":", " "].contains(at(1)): return index + 2
    case "_" where isDigit(1) && isDigit(2) && isDigit(3): return index + 1
    case " " where isDigit(1) && isDigit(2) && isDigit(3) && !isDigit(4): return index + 1
    case "~" where isDigit(1): return index + 1
    case "'" where isDigit(1) && isDigit(2) && isDigit(3) && !isDigit(4): return index + 1
    default: return nil
    }
  }

  // MARK: Decimals

  private mutating func decimals(_ fraction: inout String, _ repeating: inout String) {
    let next = peek(1)
    guard let next else { return }
    if Lexer.digit(next) == nil && !(next == "\\" || next == "(") { return }
    let mark = position
    position += 1
    fraction = digits()
    if overlined(&fraction, &repeating) { return }
    if let (block, end) = dottedBlock() {
      repeating = block
      position = end
    } else if let (block, end) = repeatedBlock() {
      repeating = block
      position = end
    } else if fraction.isEmpty {
      position = mark
    } else if let (kept, block) = ellipsis(fraction) {
      fraction = kept
      repeating = block
    }
  }

  /// `C^2_5` has no number of base five.
  private var followsCaret: Bool { tokens.last?.mark == .caret }

  /// Digits with a combining line or dot above: `0.3̅`.
  private mutating func overlined(_ fraction: inout String, _ repeating: inout String) -> Bool {
    func isLine(_ scalar: Unicode.Scalar?) -> Bool { scalar == "\u{305}" || scalar == "\u{307}" }
    guard isLine(peek()), let last = fraction.popLast() else { return false }
    repeating.append(last)
    position += 1
    while let scalar = peek(), Lexer.digit(scalar) != nil, isLine(peek(1)) {
      repeating.unicodeScalars.append(scalar)
      position += 2
    }
    return true
  }

  /// `\dot{1}4285\dot{7}`: dots over the first and the last digit of the block.
  private func dottedBlock() -> (String, Int)? {
    guard let (first, middle) = dotted(at: position) else { return nil }
    var text = first
    var index = middle
    while index < source.count, Lexer.digit(source[index]) != nil, text.count < 64 {
      text.unicodeScalars.append(source[index])
      index += 1
    }
    guard let (last, end) = dotted(at: index) else { return nil }
    return (text + last, end)
  }

  private func dotted(at start: Int) -> (String, Int)? {
    let name = "\\dot"
    guard start + name.count < source.count,
      source[start..<(start + name.count)].elementsEqual(name.unicodeScalars),
      let (digit, end) = simpleGroup(at: start + name.count), digit.count == 1,
      digit.unicodeScalars.allSatisfy({ Lexer.digit($0) != nil })
    else { return nil }
    return (digit, end)
  }

  /// `\overline{3}`, `\bar{3}`, `\dot{3}`, `(3)` after a decimal point.
  private func repeatedBlock() -> (String, Int)? {
    if peek() == "(" {
      var index = position + 1
      var text = String.UnicodeScalarView()
      while index < source.count, Lexer.digit(source[index]) != nil, text.count < 64 {
        text.append(source[index])
        index += 1
      }
      guard !text.isEmpty, index < source.count, source[index] == ")" else { return nil }
      return (String(text), index + 1)
    }
    guard peek() == "\\" else { return nil }
    for name in ["overline", "bar", "dot", "overset"] {
      let end = position + 1 + name.count
      guard end < source.count, source[(position + 1)..<end].elementsEqual(name.unicodeScalars),
        let (block, after) = simpleGroup(at: end), !block.isEmpty,
        block.unicodeScalars.allSatisfy({ Lexer.digit($0) != nil })
      else { continue }
      return (block, after)
    }
    return nil
  }

  /// `0.1666…`: the shortest block that stands at least three times at the end (twice if it is long).
  private mutating func ellipsis(_ fraction: String) -> (String, String)? {
    guard peek() == "." || peek() == "\\" else { return nil }
    var length = 0
    if peek() == ".", peek(1) == ".", peek(2) == "." { length = 3 }
    for name in ["\\ldots", "\\dots", "\\cdots"]
    where position + name.count <= source.count
      && source[position..<(position + name.count)].elementsEqual(name.unicodeScalars)
    {
      length = name.count
    }
    guard length > 0 else { return nil }
    let digits = Array(fraction.utf8)
    for period in 1...12 {
      let times = period == 1 ? 3 : 2
      guard digits.count >= period * times else { continue }
      let block = digits[(digits.count - period)...]
      var repeats = 1
      while digits.count >= (repeats + 1) * period,
        digits[(digits.count - (repeats + 1) * period)..<(digits.count - repeats * period)]
          .elementsEqual(block)
      {
        repeats += 1
      }
      if repeats >= times {
        position += length
        return (
          String(fraction.prefix(digits.count - repeats * period)), String(fraction.suffix(period))
        )
      }
    }
    return nil
  }

  /// The exponent of `1.5e-3`; nothing, and nothing consumed, for `2e` or `2ex`.
  private mutating func powerOfTen() -> Int? {
    guard let scalar = peek(), scalar == "e" || scalar == "E" else { return nil }
    var index = position + 1
    var negative = false
    if index < source.count, source[index] == "+" || source[index] == "-" {
      negative = source[index] == "-"
      index += 1
    }
    let start = index
    var value = 0
    while index < source.count, let digit = Lexer.digit(source[index]), index - start < 10 {
      value = value * 10 + digit
      index += 1
    }
    guard index > start else { return nil }
    if index < source.count, Lexer.isLetter(source[index]) || Lexer.digit(source[index]) != nil {
      return nil
    }
    position = index
    return negative ? -value : value
  }

  // MARK: Other bases

  /// `0xFF`, `0b1011`, `0o17`.
  private mutating func prefixedLiteral() -> Bool {
    guard peek() == "0", let letter = peek(1) else { return false }
    let base: Int
    switch letter {
    case "x", "X": base = 16
    case "b", "B": base = 2
    case "o", "O": base = 8
    default: return false
    }
    var index = position + 2
    var text = ""
    while index < source.count, let value = Lexer.digitValue(source[index]), value < base,
      text.count < 256
    {
      text.unicodeScalars.append(source[index])
      index += 1
    }
    guard !text.isEmpty, index == source.count || !Lexer.isLetter(source[index]) else {
      return false
    }
    emit(.based(text.uppercased(), base))
    position = index
    return true
  }

  /// `1011_2`, `2A_{16}`, `1011_{\text{two}}`: digits with a base below.
  mutating func basedLiteral() -> Bool {
    var index = position
    var hasDigit = false
    var hasLower = false
    var greatest = 0
    while index < source.count, let value = Lexer.digitValue(source[index]), index - position < 256
    {
      if value < 10 { hasDigit = true } else if source[index].value >= 97 { hasLower = true }
      greatest = max(greatest, value)
      index += 1
    }
    guard index < source.count, source[index] == "_", index > position,
      hasDigit || (index - position > 1 && !hasLower),
      let (base, end) = baseSubscript(at: index + 1), (2...36).contains(base),
      !hasLower || base == 16, greatest < base
    else { return false }
    let text = plain(position..<index)
    emit(.based(text.uppercased(), base))
    position = end
    return true
  }

  private func baseSubscript(at start: Int) -> (Int, Int)? {
    var index = start
    var closers = 0
    var name = ""
    while index < source.count, name.count < 12 {
      let scalar = source[index]
      if scalar == "{" || scalar == "(" {
        closers += 1
      } else if scalar == "\\" {
        // `\(204_5\)`: the end of the formula.
        guard index + 1 < source.count, Lexer.isLetter(source[index + 1]) else { break }
        index += 1
        var command = ""
        while index < source.count, Lexer.isLetter(source[index]) {
          command.unicodeScalars.append(source[index])
          index += 1
        }
        guard ["text", "mathrm", "textrm", "rm"].contains(command) else { return nil }
        continue
      } else if Lexer.isLetter(scalar) || Lexer.digit(scalar) != nil {
        if closers == 0, let last = name.unicodeScalars.last,
          Lexer.isLetter(scalar) != Lexer.isLetter(last)
        {
          break
        }
        name.unicodeScalars.append(scalar)
      } else if !(scalar == " " && closers > 0) {
        break
      }
      index += 1
    }
    while closers > 0, index < source.count, source[index] == "}" || source[index] == ")" {
      closers -= 1
      index += 1
    }
    guard closers == 0, !name.isEmpty, let base = Int(name) ?? Vocabulary.bases[name.lowercased()]
    else { return nil }
    return (base, index)
  }

  static func digitValue(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 48...57: Int(scalar.value) - 48
    case 65...70: Int(scalar.value) - 55
    case 97...102: Int(scalar.value) - 87
    default: nil
    }
  }
}
