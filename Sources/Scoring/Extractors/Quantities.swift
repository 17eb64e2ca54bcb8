/// A number in running text with its sign, currency, fraction, range and unit.
struct Quantity: Sendable, Hashable {
  var range: Range<Int>

  /// The quantities of a sentence, in order. Numbers that are parts of words, and numbers of
  /// figures, steps and citations, are none.
  static func all(in text: ByteText, _ range: Range<Int>) -> [Quantity] {
    var found: [Quantity] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if text[position] == "(", isReference(text, position, range.upperBound) {
        position = (text.first(")", in: position..<range.upperBound) ?? position) + 1
        continue
      }
      guard let start = start(in: text, at: position, range) else {
        position += 1
        continue
      }
      let end = end(in: text, from: position, before: range.upperBound)
      if !isNumbered(text, before: start, from: range.lowerBound), end > start,
        !(end < range.upperBound && text[end].isLetter && text[end - 1].isDigit)
      {
        join(start..<end, to: &found, in: text)
      }
      position = max(end, position + 1)
    }
    return found
  }

  /// The start of the quantity whose first digit (or bracket with digits) stands at `position`.
  private static func start(in text: ByteText, at position: Int, _ range: Range<Int>) -> Int? {
    let byte = text[position]
    if byte == "(" || byte == "[" || byte == "{" {
      return tupleEnd(in: text, at: position, before: range.upperBound) == nil ? nil : position
    }
    let leadingPoint = byte == "." && text.byte(position + 1).isDigit
    guard byte.isDigit || leadingPoint else { return nil }
    var start = position
    if start > range.lowerBound {
      let before = text[start - 1]
      if before.isLetter || before == "_" || before.isDigit { return nil }
      if before == ".", start - 2 >= range.lowerBound, text[start - 2].isDigit { return nil }
    }
    for mark in ["\\$", "$", "€", "£", "¥", "₹"]
    where start - mark.utf8.count >= range.lowerBound
      && text.has(mark, at: start - mark.utf8.count, before: start)
    {
      start -= mark.utf8.count
      break
    }
    for sign in ["-", "−", "±", "+", "–"]
    where start - sign.utf8.count >= range.lowerBound
      && text.has(sign, at: start - sign.utf8.count, before: start)
    {
      let before = start - sign.utf8.count
      // A sign between operands is an operator.
      let free =
        before == range.lowerBound || text[before - 1] == " " || text[before - 1] == "("
        || text[before - 1] == "=" || text[before - 1] == ":"
      if free, sign != "+", !isOperand(text, before: before, from: range.lowerBound) {
        start = before
      }
      break
    }
    return start
  }

  private static func isOperand(_ text: ByteText, before position: Int, from start: Int) -> Bool {
    var position = position
    while position > start, text[position - 1] == " " { position -= 1 }
    return position > start && (text[position - 1].isDigit || text[position - 1] == ")")
  }

  private static func end(in text: ByteText, from start: Int, before end: Int) -> Int {
    if let stop = tupleEnd(in: text, at: start, before: end) { return stop }
    var position = number(in: text, from: start, before: end)
    // Mixed numbers, fractions, ratios, powers: 1 3/4, 3/8, 3:5, 2^10, 10^{3}, 3×10^5, 5!.
    var growing = true
    while growing, position < end {
      growing = false
      let byte = text[position]
      let next = text.byte(position + 1)
      if byte == "/" || byte == ":", next.isDigit {
        position = number(in: text, from: position + 1, before: end)
        growing = true
      } else if byte == "^", next.isDigit || next == "-" || next == "{" {
        position = power(in: text, from: position + 1, before: end)
        growing = true
      } else if byte == " ", next.isDigit, isFraction(text, position + 1, end) {
        position = number(in: text, from: position + 1, before: end)
        growing = true
      } else if let factor = tenfold(in: text, at: position, before: end) {
        position = factor
        growing = true
      } else if byte == "i" || byte == "e", !next.isAlphanumeric {
        position += 1
      } else if let mark = ["π", "√"].first(where: { text.has($0, at: position, before: end) }) {
        position += mark.utf8.count
        growing = true
      }
    }
    return unit(in: text, from: position, before: end)
  }

  private static func number(in text: ByteText, from start: Int, before end: Int) -> Int {
    var position = start
    while position < end {
      let byte = text[position]
      let next = position + 1 < end ? text[position + 1] : 0
      if byte.isDigit {
        position += 1
      } else if byte == "." || byte == ",", next.isDigit {
        position += 1
      } else {
        break
      }
    }
    return position
  }

  private static func isFraction(_ text: ByteText, _ position: Int, _ end: Int) -> Bool {
    let stop = number(in: text, from: position, before: end)
    return stop < end && text[stop] == "/" && text.byte(stop + 1).isDigit
  }

  private static func power(in text: ByteText, from start: Int, before end: Int) -> Int {
    if text.byte(start) == "{" {
      let limit = min(end, start + 40)
      return (text.first("}", in: start..<limit) ?? start - 1) + 1
    }
    let digits = text.byte(start) == "-" ? start + 1 : start
    return number(in: text, from: digits, before: end)
  }

  /// ` × 10^5`.
  private static func tenfold(in text: ByteText, at start: Int, before end: Int) -> Int? {
    var position = start
    while position < end, text[position] == " " { position += 1 }
    for mark in ["×", "*", "·", "x", "\\times"] where text.has(mark, at: position, before: end) {
      position += mark.utf8.count
      while position < end, text[position] == " " { position += 1 }
      guard text.has("10^", at: position, before: end) else { return nil }
      return power(in: text, from: position + 3, before: end)
    }
    return nil
  }

  private static func unit(in text: ByteText, from start: Int, before end: Int) -> Int {
    for mark in ["\\%", "%", "°C", "°F", "°", "€", "£", "^\\circ"]
    where text.has(mark, at: start, before: end) {
      return start + mark.utf8.count
    }
    var position = start
    while position < end, text[position] == " " { position += 1 }
    for mark in ["%", "€", "°C", "°F", "°"] where text.has(mark, at: position, before: end) {
      return position + mark.utf8.count
    }
    return Units.end(in: text, at: position, before: end) ?? start
  }

  /// The end of a tuple, interval or set of numbers.
  private static func tupleEnd(in text: ByteText, at start: Int, before end: Int) -> Int? {
    guard start < end, text[start] == "(" || text[start] == "[" || text[start] == "{" else {
      return nil
    }
    var commas = 0
    var digits = 0
    for position in start + 1..<max(start + 1, min(end, start + 120)) {
      let byte = text[position]
      if byte.isDigit { digits += 1 }
      if byte == "," { commas += 1 }
      if byte == ")" || byte == "]" || byte == "}" {
        return commas > 0 && digits > 0 ? position + 1 : nil
      }
      let plain =
        byte.isDigit || byte == "," || byte == "." || byte == " " || byte == "-"
        || byte == "/" || byte >= 0x80 || byte == "\\" || byte.isLetter
      if !plain { return nil }
    }
    return nil
  }

  /// Adds a quantity, or makes it a part of the last one.
  private static func join(_ range: Range<Int>, to found: inout [Quantity], in text: ByteText) {
    if let last = found.last, last.range.upperBound <= range.lowerBound {
      let gap = text.trimmed(last.range.upperBound..<range.lowerBound)
      let word = text.string(gap)
      // `5/36 ≈ 13.9%` and `440 dollars and 64 cents` are one.
      if word == "≈" || word == "and" && isMoney(last.range, in: text) && isMoney(range, in: text) {
        found[found.count - 1].range = last.range.lowerBound..<range.upperBound
        return
      }
    }
    found.append(Quantity(range: range))
  }

  private static func isMoney(_ range: Range<Int>, in text: ByteText) -> Bool {
    ["dollar", "dollars", "cent", "cents", "euro", "euros", "pounds", "pence"].contains { unit in
      range.count > unit.utf8.count
        && text.hasLowercased(
          unit, at: range.upperBound - unit.utf8.count, before: range.upperBound)
    }
  }

  private static func isReference(_ text: ByteText, _ position: Int, _ end: Int) -> Bool {
    references.match(in: text, at: position + 1, before: end) != nil
  }

  /// Whether the word before a number makes it the number of something.
  private static func isNumbered(_ text: ByteText, before position: Int, from start: Int) -> Bool {
    var end = position
    while end > start, text[end - 1] == " " || text[end - 1] == "." || text[end - 1] == "#" {
      end -= 1
    }
    var word = end
    while word > start, end - word < 12, text[word - 1].isLetter { word -= 1 }
    guard word < end else { return end > start && end < position && text[end] == "#" }
    return numbered.match(in: text, at: word, before: end).map { $0.end == end } ?? false
  }

  private static let references = PhraseTable([
    "see", "cf", "eq", "fig", "figure", "equation", "step", "page", "p", "ref", "oeis", "source",
    "theorem", "section", "table", "note", "checked", "check",
  ])
  private static let numbered = PhraseTable([
    "step", "steps", "figure", "fig", "equation", "eq", "case", "theorem", "lemma", "section",
    "page", "chapter", "example", "part", "method", "option", "table", "problem", "question",
    "exercise", "appendix", "line", "note", "attempt", "approach", "version", "ref", "grade",
  ])
}
