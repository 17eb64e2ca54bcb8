/// Finds labelled answers: `Answer: 12`, `The final answer is $x$`, `答案是 36`, `#### 7`.
struct Labels: Sendable {
  private let text: ByteText
  private let range: Range<Int>
  /// How far a label may be from its connector, in bytes.
  private static let qualifierLimit = 90
  /// The longest value that is looked at, in bytes.
  private static let valueLimit = 600

  init(text: ByteText, range: Range<Int>) {
    self.text = text
    self.range = range
  }

  /// A label with the stretch in which its value stands.
  struct Found {
    var position: Int
    /// From behind the connector to the end of the value's line.
    var span: Range<Int>
    var isWeak: Bool
    /// Linked by a colon or the like, not by a verb.
    var byMark: Bool
  }

  // MARK: - Labels

  /// All labels of the range that have something behind them.
  func all() -> [Found] {
    var found: [Found] = []
    var position = range.lowerBound
    let filter = LabelWords.filter
    while let start = filter.next(in: text, from: position, before: range.upperBound) {
      if let label = label(at: start) {
        found.append(label)
        position = max(start + 1, min(label.span.lowerBound, range.upperBound))
      } else {
        position = start + 1
      }
    }
    return found
  }

  private func label(at position: Int) -> Found? {
    let strong = LabelWords.strong.match(in: text, at: position, before: range.upperBound)
    guard
      let match = strong
        ?? LabelWords.weak.match(in: text, at: position, before: range.upperBound)
    else { return nil }
    // What fails most often and costs least comes first.
    guard let link = connector(from: match.end, isWeak: strong == nil),
      let span = valueSpan(from: link.end, heading: link.isHeading), !isDenied(before: position)
    else { return nil }
    // お答え is the act of answering.
    if text.has("お", at: position - 3, before: position) { return nil }
    return Found(
      position: position, span: span, isWeak: strong == nil, byMark: link.isMark)
  }

  /// Whether the words before a label make it none: "my first answer", "if the answer".
  private func isDenied(before position: Int) -> Bool {
    var start = position
    let limit = max(range.lowerBound, position - 24)
    while start > limit, text[start - 1] != .lineFeed, text[start - 1] != "." { start -= 1 }
    let before = text.trimmingEnd(start..<position)
    var cursor = before.lowerBound
    while let start = LabelWords.deniers.filter.next(
      in: text, from: cursor, before: before.upperBound)
    {
      cursor = start
      if let match = LabelWords.deniers.match(in: text, at: cursor, before: position),
        text.isBlank(min(match.end, before.upperBound)..<before.upperBound)
      {
        return true
      }
      cursor += 1
    }
    if let last = before.last, text[last] == "\"" || text[last] == "_" || text[last] == "<" {
      return true  // a JSON key, an identifier or a tag: other rules
    }
    return false
  }

  private struct Link {
    var end: Int
    var isMark: Bool
    var isHeading: Bool
  }

  /// Goes over decoration and a qualifier to what links the label with its value.
  private func connector(from start: Int, isWeak: Bool) -> Link? {
    let lineEnd = text.lineEnd(
      from: start, before: min(range.upperBound, start + Labels.qualifierLimit))
    var position = skipDecoration(from: start, before: lineEnd)
    if position >= lineEnd, text.byte(lineEnd) == .lineFeed || lineEnd == range.upperBound {
      // A line of its own is a heading: its value is below.
      let isAlone = isHeadingLine(of: start)
      return isAlone ? Link(end: lineEnd, isMark: true, isHeading: true) : nil
    }
    let hasQualifier =
      LabelWords.connectors.match(in: text, at: position, before: lineEnd) == nil
    if hasQualifier {
      guard !isWeak else { return nil }
      if isCJK(text[start - 1]), !isSingleCharacter(before: start) {
        return Link(end: position, isMark: false, isHeading: false)
      }
      guard
        LabelWords.qualifiers.match(in: text, at: position, before: lineEnd) != nil
      else { return nil }
    }
    var depth = 0
    while position < lineEnd {
      let byte = text[position]
      if byte == "(" || byte == "[" { depth += 1 }
      if byte == ")" || byte == "]" { depth -= 1 }
      if depth <= 0, byte == "?" || byte == "!" || byte == ";" { return nil }
      if byte == ".", text.byte(position + 1).isSpace { return nil }
      if depth <= 0,
        let match = LabelWords.connectors.match(in: text, at: position, before: lineEnd)
      {
        let mark = !byte.isLetter && byte < 0xC3 || text.has("：", at: position, before: lineEnd)
        return Link(end: match.end, isMark: mark, isHeading: false)
      }
      position += 1
    }
    return nil
  }

  /// A label of one character, such as 答, is the end of many other words.
  private func isSingleCharacter(before end: Int) -> Bool {
    let start = end - 3
    return start < 3 || text[start - 3] < 0xE3
      || LabelWords.strong.match(in: text, at: start, before: end) != nil
  }

  private func isCJK(_ byte: UInt8) -> Bool { byte >= 0x80 }

  /// Whether the line that holds `position` is only a heading or a bold word.
  private func isHeadingLine(of position: Int) -> Bool {
    let limit = Labels.qualifierLimit
    let start = text.lineStart(of: position, from: max(range.lowerBound, position - limit))
    let end = text.lineEnd(from: position, before: min(range.upperBound, position + limit))
    let line = start..<end
    return text.wordCount(in: line) <= 5
      && !text.anyByte(in: line, where: { $0 == "." || $0 == "," })
  }

  private func skipDecoration(from start: Int, before end: Int) -> Int {
    var position = start
    while position < end {
      switch text[position] {
      case "*", "_", " ", "\t", "\r", "#", "`", ">", "\"": position += 1
      case "<":
        guard let tag = tagEnd(from: position, before: end) else { return position }
        position = tag
      default:
        let marks = ["】", "」", "』", "”", "］", "》"]
        guard text[position] >= 0xE2,
          let mark = marks.first(where: { text.has($0, at: position, before: end) })
        else {
          let width = text.spaceWidth(at: position, before: end)
          if width == 0 { return position }
          position += width
          continue
        }
        position += mark.utf8.count
      }
    }
    return position
  }

  /// From the first byte of a value to the end of its line; an empty line leads to the next.
  private func valueSpan(from start: Int, heading: Bool) -> Range<Int>? {
    var start = start
    for _ in 0..<4 {
      let lineEnd = text.lineEnd(
        from: start, before: min(range.upperBound, start + Labels.valueLimit))
      let first = skipOpening(from: start, before: lineEnd)
      if first < lineEnd, !isRule(first..<lineEnd) {
        return first..<extended(lineEnd, from: first)
      }
      guard lineEnd < range.upperBound else { return nil }
      start = lineEnd + 1
      // Bullets and quotes in front of the value.
      while start < range.upperBound, text[start] == " " || text[start] == ">" { start += 1 }
      if start + 1 < range.upperBound,
        [UInt8(ascii: "-"), UInt8(ascii: "*")].contains(text[start]),
        text[start + 1] == " "
      {
        start += 2
      }
    }
    return nil
  }

  /// Whether a line underlines a heading or parts sections: `-----`.
  private func isRule(_ line: Range<Int>) -> Bool {
    line.count >= 3
      && !text.anyByte(in: line) { $0 != "-" && $0 != "=" && $0 != "_" && !$0.isSpace }
  }

  /// A formula that was opened in the line ends where it is closed.
  private func extended(_ lineEnd: Int, from start: Int) -> Int {
    let limit = min(range.upperBound, start + Labels.valueLimit)
    for (open, close) in [("$$", "$$"), ("\\[", "\\]"), ("\\begin{", "\\end{")]
    where text.has(open, at: start, before: range.upperBound) {
      let inside = start + open.utf8.count
      guard inside < limit, let stop = text.first(close, in: inside..<limit) else { break }
      return max(lineEnd, text.lineEnd(from: stop, before: limit))
    }
    return lineEnd
  }

  /// Goes over white space, emphasis and quotation marks before a value.
  private func skipOpening(from start: Int, before end: Int) -> Int {
    var position = start
    while position < end {
      let byte = text[position]
      let next = text.byte(position + 1)
      if byte == "*" || byte == "`" || byte == "\"" || byte == "#" || byte == ">" || byte == ":" {
        position += 1
      } else if byte == "_", next == "_" {
        position += 2
      } else if byte == "<", let tagEnd = tagEnd(from: position, before: end) {
        position = tagEnd
      } else if byte >= 0xE2,
        let mark = ["“", "「", "：", "『"].first(where: {
          text.has($0, at: position, before: end)
        })
      {
        position += mark.utf8.count
      } else {
        let width = text.spaceWidth(at: position, before: end)
        if width == 0 { return position }
        position += width
      }
    }
    return position
  }

  /// The end of an HTML tag; marks that have a meaning of their own are none.
  private func tagEnd(from start: Int, before end: Int) -> Int? {
    let name = text.byte(start + 1) == "/" ? start + 2 : start + 1
    guard name < end, text[name].isLetter, !text.hasLowercased("answer", at: name, before: end)
    else { return nil }
    return text.first(">", in: name..<min(end, start + 200)).map { $0 + 1 }
  }

  // MARK: - Hash marks

  /// `####` followed by a value that looks like a number, each with its line.
  func hashes() -> [Found] {
    var found: [Found] = []
    var position = range.lowerBound
    while let mark = text.next(UInt8(ascii: "#"), from: position, before: range.upperBound) {
      position = mark
      var stop = position
      while stop < range.upperBound, text[stop] == "#" { stop += 1 }
      if stop - position == 4 {
        let lineEnd = text.lineEnd(
          from: stop, before: min(range.upperBound, stop + Labels.valueLimit))
        let start = skipOpening(from: stop, before: lineEnd)
        if start < lineEnd, looksNumeric(at: start, before: lineEnd) {
          found.append(
            Found(position: position, span: start..<lineEnd, isWeak: false, byMark: true))
        }
      }
      position = stop
    }
    return found
  }

  /// Whether a number, a sign, a currency or a formula starts here; `Step 2` does not, `2. Next` not.
  private func looksNumeric(at start: Int, before end: Int) -> Bool {
    var position = start
    while position < end, isSign(text[position]) { position += 1 }
    guard position < end else { return false }
    if text[position] >= 0x80,
      ["−", "€", "£"].contains(where: { text.has($0, at: position, before: end) })
    {
      return true
    }
    if position > start, text[position - 1] == "\\" || text[position - 1] == "$" { return true }
    guard text[position].isDigit else { return false }
    // A numbered heading has words behind its number.
    while position < end, text[position].isDigit { position += 1 }
    if text.byte(position) == "." || text.byte(position) == ")",
      text.byte(position + 1) == " ", position + 2 < end, text[position + 2].isLetter
    {
      return false
    }
    return true
  }

  private func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case "-", "+", "$", "(", "\\", ".": true
    default: false
    }
  }
}
