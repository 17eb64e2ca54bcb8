/// Reads the value that stands behind a label: where it ends and what is decoration.
struct ValueReader: Sendable {
  let text: ByteText

  struct Value: Sendable, Hashable {
    var text: String
    var range: Range<Int>
    /// Holds a digit or a formula.
    var isMathematical: Bool
    var words: Int
  }

  /// The value at the start of `span`; `nil` if there is none or it is denied there.
  func read(_ span: Range<Int>) -> Value? {
    var span = text.trimmed(span)
    guard let start = afterFillers(span) else { return nil }
    span = start..<span.upperBound
    if let exact = exactPart(span) { span = exact..<span.upperBound }
    let stop = end(of: span)
    let range = stripped(span.lowerBound..<stop)
    guard !range.isEmpty else { return nil }
    return value(range)
  }

  /// The value that fills `range`, without the delimiters of its formulas.
  func value(_ range: Range<Int>) -> Value {
    if let plain = plainValue(range) { return plain }
    let spans = MathSpan.all(in: text, range)
    var parts: [UInt8] = []
    var position = range.lowerBound
    for span in spans {
      parts += text.bytes[position..<span.outer.lowerBound]
      parts += text.bytes[span.content]
      position = span.outer.upperBound
    }
    parts += text.bytes[position..<range.upperBound]
    let joined = ValueReader.normalised(parts)
    let mathematical =
      !spans.isEmpty
      || parts.contains { $0.isDigit || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "=") }
    return Value(
      text: joined, range: range, isMathematical: mathematical, words: text.wordCount(in: range))
  }

  /// The value in `range` if it is written as it is read: ASCII without formulas, single spaces.
  private func plainValue(_ range: Range<Int>) -> Value? {
    var wasSpace = true
    var isMathematical = false
    for position in range {
      let byte = text[position]
      switch byte {
      case "$", "\\": return nil
      case " ":
        if wasSpace { return nil }
        wasSpace = true
        continue
      case _ where byte >= 0x80 || byte.isSpace: return nil
      default: break
      }
      wasSpace = false
      if byte.isDigit || byte == "=" { isMathematical = true }
    }
    if wasSpace { return nil }
    return Value(
      text: text.string(range), range: range, isMathematical: isMathematical,
      words: text.wordCount(in: range))
  }

  // MARK: - The beginning

  /// Goes over words that say nothing; `nil` if the value is denied.
  private func afterFillers(_ span: Range<Int>) -> Int? {
    var position = span.lowerBound
    for _ in 0..<6 {
      let before = position
      while position < span.upperBound {
        let byte = text[position]
        if byte == "*" || byte == " " || byte == "`" || byte == "\"" {
          position += 1
        } else if text.has("“", at: position, before: span.upperBound) {
          position += 3
        } else {
          break
        }
      }
      if LabelWords.negations.match(in: text, at: position, before: span.upperBound) != nil {
        return nil
      }
      if let filler = LabelWords.fillers.match(in: text, at: position, before: span.upperBound),
        !text.isBlank(filler.end..<span.upperBound)
      {
        position = filler.end
        while position < span.upperBound, text[position] == " " { position += 1 }
      }
      if position == before { break }
    }
    return position < span.upperBound ? position : nil
  }

  /// Where "or exactly …" goes on after a rounded value.
  private func exactPart(_ span: Range<Int>) -> Int? {
    // The shortest of the phrases has nine bytes.
    guard span.count >= 9 else { return nil }
    let sentence = span.lowerBound..<min(span.upperBound, span.lowerBound + 200)
    for phrase in [" or exactly ", ", exactly ", " or, exactly, ", "; exactly "] {
      if let found = text.first(phrase, in: sentence) { return found + phrase.utf8.count }
    }
    // What stands before these is what the answer is not.
    for phrase in ["ではなく", "じゃなく", "아니라"] {
      if let found = text.first(phrase, in: sentence) { return found + phrase.utf8.count }
    }
    return nil
  }

  // MARK: - The end

  private func end(of span: Range<Int>) -> Int {
    var position = span.lowerBound
    var depth = 0
    let start = position
    var hasDigit = false
    while position < span.upperBound {
      let byte = text[position]
      if byte == "$" || byte == "\\",
        let formula = MathSpan.at(position, in: text, before: span.upperBound)
      {
        position = formula.outer.upperBound
        hasDigit = true
        continue
      }
      if byte == .lineFeed, depth <= 0, !insideEnvironment(start..<position) { return position }
      switch byte {
      case "\\":
        hasDigit = true
        position += 2
        continue
      case "(", "[", "{":
        if depth == 0, position > start, byte == "(", opensRemark(position, span) {
          return position
        }
        depth += 1
      case ")", "]", "}": depth -= 1
      default:
        if byte.isDigit { hasDigit = true }
        if depth <= 0, position > start, isEnd(position, in: span, hasDigit: hasDigit) {
          return position
        }
      }
      position += 1
    }
    return span.upperBound
  }

  private func insideEnvironment(_ range: Range<Int>) -> Bool {
    guard text.has("\\begin{", at: range.lowerBound, before: range.upperBound) else { return false }
    return !text.contains("\\end{", in: range)
  }

  /// Whether a bracket behind a value holds a remark and no part of it.
  private func opensRemark(_ position: Int, _ span: Range<Int>) -> Bool {
    guard text[position - 1] == " " || text[position - 1] == "*" else { return false }
    var before = position
    while before > span.lowerBound, text[before - 1] == " " { before -= 1 }
    if before > span.lowerBound, isOperator(before - 1) { return false }
    let inside = position + 1
    if text.has("mod", at: inside, before: span.upperBound) { return false }
    let limit = min(span.upperBound, inside + 200)
    let close = text.first(")", in: inside..<max(inside, limit)) ?? limit
    if text.byte(inside) == "$" || text.byte(inside) == "\\" { return true }
    if ["≈", "or ", "i.e", "= "].contains(where: { text.has($0, at: inside, before: limit) }) {
      return true
    }
    return Prose.longWords(in: text, inside..<max(inside, close)) > 0
  }

  /// Whether the byte ends an operator or relation, so that its operand follows.
  private func isOperator(_ position: Int) -> Bool {
    switch text[position] {
    case "=", "+", "-", "*", "/", "^", ",", "<", ">", "|", "&": true
    default:
      ["∪", "∩", "∈", "·", "×", "−", "≤", "≥", "≈"].contains {
        text.has($0, at: position + 1 - $0.utf8.count, before: position + 1)
      }
    }
  }

  private func isEnd(_ position: Int, in span: Range<Int>, hasDigit: Bool) -> Bool {
    let byte = text[position]
    let next = position + 1 < span.upperBound ? text[position + 1] : UInt8(ascii: " ")
    switch byte {
    case "." where isAbbreviation(before: position, from: span.lowerBound): return false
    case ".": return next.isSpace || next == "*" || next == "\"" || next == ")" || next == "<"
    case "!" where isFactorial(position, in: span): return false
    case "!", "?", ";": return next.isSpace || next == "*"
    case ",": return hasDigit && startsProse(after: position, span)
    case "*": return next == "*" && isEmphasis(position, span)
    case "<": return next.isLetter || next == "/" || next == "|"
    case "-": return next == " " && text[position - 1] == " " && wordFollows(position + 2, span)
    case 0xE2:
      let dash = text.has("—", at: position, before: span.upperBound)
      let short = text.has("–", at: position, before: span.upperBound)
      if dash || short, text[position - 1] == " " { return wordFollows(position + 4, span) }
      return LabelWords.enders.match(in: text, at: position, before: span.upperBound) != nil
    case 0xE3: return text.has("。", at: position, before: span.upperBound)
    case 0xEF:
      if text.has("，", at: position, before: span.upperBound) {
        return position + 3 < span.upperBound && text[position + 3] >= 0xE3
      }
      return ["．", "！", "；", "（"].contains {
        text.has($0, at: position, before: span.upperBound)
      }
    case 0xF0: return next == 0x9F
    case 0...8, 11...31, 127: return true
    default:
      guard text[position - 1] == " " || byte >= 0x80 else { return false }
      return LabelWords.enders.match(in: text, at: position, before: span.upperBound) != nil
    }
  }

  /// Whether an exclamation mark stands between a number and an operator: `6! = 720`.
  private func isFactorial(_ position: Int, in span: Range<Int>) -> Bool {
    guard text[position - 1].isAlphanumeric || text[position - 1] == ")" else { return false }
    var next = position + 1
    while next < span.upperBound, text[next] == " " { next += 1 }
    return next < span.upperBound && isOperator(next) && text[next] != "*"
  }

  private func isEmphasis(_ position: Int, _ span: Range<Int>) -> Bool {
    let after = position + 2 < span.upperBound ? text[position + 2] : UInt8(ascii: " ")
    return !after.isAlphanumeric && after != "(" && after != "-"
  }

  /// Whether a comma is followed by a word of prose that is no part of a list.
  private func startsProse(after comma: Int, _ span: Range<Int>) -> Bool {
    var start = comma + 1
    while start < span.upperBound, text[start] == " " { start += 1 }
    var stop = start
    while stop < span.upperBound, text[stop].isLetter || text[stop] == "'" { stop += 1 }
    guard stop - start >= 2 else { return false }
    let word = text.string(start..<stop).lowercased()
    return word != "and" && word != "or" && text.byte(stop) != "(" && text.byte(stop) != "="
      && !(text.byte(stop) == " " && text.byte(stop + 1) == "=")
  }

  private func wordFollows(_ position: Int, _ span: Range<Int>) -> Bool {
    var stop = position
    while stop < span.upperBound, text[stop].isLetter { stop += 1 }
    return stop - position >= 3
  }

  // MARK: - Decoration

  /// Without emphasis, quotation marks and punctuation around, and without a polite ending.
  func stripped(_ range: Range<Int>) -> Range<Int> {
    var range = text.trimmed(range)
    var changed = true
    while changed, !range.isEmpty {
      changed = false
      let last = range.upperBound - 1
      switch text[last] {
      case "." where isAbbreviation(before: last, from: range.lowerBound): break
      case ".", ",", ";", ":", "*", "`", "\"":
        range = text.trimmingEnd(range.lowerBound..<last)
        changed = true
      case "_" where text.byte(last - 1) == "_":
        range = text.trimmingEnd(range.lowerBound..<last - 1)
        changed = true
      default: break
      }
      for mark in text[last] < 0x80 ? [] : ["”", "」", "』", "。", "，", "✓", "✔"]
      where range.count > mark.utf8.count
        && text.has(mark, at: range.upperBound - mark.utf8.count, before: range.upperBound)
      {
        range = text.trimmingEnd(range.lowerBound..<range.upperBound - mark.utf8.count)
        changed = true
      }
      if let first = range.first, text[first] == "*" || text[first] == "`" || text[first] == "\"" {
        range = text.trimmingStart(first + 1..<range.upperBound)
        changed = true
      }
    }
    return withoutEnding(range)
  }

  /// Where words begin that say what a number is left of, if there are any.
  func tail(of range: Range<Int>) -> Int? {
    guard let last = range.last, text[last].isLetter else { return nil }
    for word in [" left", " remaining", " altogether", " overall", " left over"]
    where range.count > word.utf8.count
      && text.has(word, at: range.upperBound - word.utf8.count, before: range.upperBound)
    {
      return range.upperBound - word.utf8.count
    }
    return nil
  }

  /// `12 apples left`, `1/3 of the cake`: a number without what it is left of or a part of.
  func withoutTail(_ range: Range<Int>) -> Range<Int> {
    guard let first = range.first,
      text[first].isDigit || text[first] == "$" || text[first] == "\\" || text[first] == "-"
    else { return range }
    if let tail = tail(of: range) { return text.trimmingEnd(range.lowerBound..<tail) }
    guard let of = text.first(" of the ", in: range) else { return range }
    let part = range.lowerBound..<of
    let isShare =
      text.anyByte(in: part, where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") })
      || text.contains("frac", in: part)
    return isShare && Prose.longWords(in: text, part) == 0 ? text.trimmingEnd(part) : range
  }

  /// Whether a full stop belongs to `p.m.` or `U.S.`.
  private func isAbbreviation(before stop: Int, from start: Int) -> Bool {
    stop - 2 > start && text[stop - 1].isLetter && text[stop - 2] == "." && text[stop - 3].isLetter
  }

  /// Whether a stretch holds brackets, emphasis and punctuation only.
  func isDecoration(_ range: Range<Int>) -> Bool {
    !text.anyByte(in: range, where: { $0.isAlphanumeric || $0 >= 0x80 })
  }

  private func withoutEnding(_ range: Range<Int>) -> Range<Int> {
    // None of them ends in a digit, as most values do.
    guard let last = range.last, !text[last].isDigit else { return range }
    for ending in LabelWords.endings {
      let start = range.upperBound - ending.utf8.count
      guard start > range.lowerBound, text[start] >= 0x80 || text[start - 1] == " ",
        text.has(ending, at: start, before: range.upperBound)
      else { continue }
      return text.trimmingEnd(range.lowerBound..<start)
    }
    return range
  }

  /// White space runs become single spaces.
  private static func normalised(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var pending = false
    for byte in bytes {
      if byte.isSpace {
        pending = !result.isEmpty
      } else {
        if pending { result.append(32) }
        pending = false
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
