/// Finds boxed answers: `\boxed{…}`, `\fbox{…}`, `\framebox{…}`, `\boxed 4`, with doubled
/// backslashes or an eaten `\b`, and with the unit or percent sign beside them.
struct Boxes: Sendable {
  private let text: ByteText
  /// Text in which every backslash was written twice, as inside of JSON.
  private let doubled: Bool

  /// The longest box whose closing brace may be missing, in bytes.
  private static let unclosedLimit = 400

  private struct Box {
    /// From the command's backslash to behind the closing brace.
    var outer: Range<Int>
    var content: Range<Int>
    var isClosed: Bool
  }

  /// All boxes of `range`, in order, with those that belong together joined.
  static func candidates(in text: ByteText, _ range: Range<Int>) -> [Candidate] {
    let starts = commands(in: text, range)
    guard let first = starts.first else { return [] }
    let doubled = text.has("\\\\", at: first.lowerBound, before: range.upperBound)
    let finder = Boxes(text: text, doubled: doubled)
    return finder.grouped(finder.boxes(starts, in: range))
  }

  // MARK: - Finding

  /// The box commands of `range`, each from its first byte to behind its name.
  private static func commands(in text: ByteText, _ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var last = range.lowerBound
    var position = range.lowerBound
    // Every name holds an `x`, which few other words do.
    while let mark = text.next(UInt8(ascii: "x"), from: position, before: range.upperBound) {
      position = mark + 1
      guard mark > last, text[mark - 1] == "o" else { continue }
      for start in max(last, mark - longestName)..<mark {
        guard let end = command(in: text, at: start, before: range.upperBound), end > mark else {
          continue
        }
        found.append(start..<end)
        last = end
        position = end
        break
      }
    }
    return found
  }

  /// From the first backslash of `\\fcolorbox` to its `x`.
  private static let longestName = 10

  private static func command(in text: ByteText, at position: Int, before end: Int) -> Int? {
    switch text[position] {
    case "\\":
      var name = position + 1
      if name < end, text[name] == "\\" { name += 1 }
      for command in ["boxed", "fbox", "framebox", "fcolorbox", "Boxed"]
      where text.has(command, at: name, before: end) {
        let stop = name + command.utf8.count
        if !text.byte(stop).isLetter { return stop }
      }
      return nil
    case 8, "o", "b":
      // `\b` became a backspace, or was dropped on the way.
      let start = text[position] == 8 ? position + 1 : position
      guard text.isWordStart(position), position == 0 || text[position - 1] != "\\" else {
        return nil
      }
      for command in ["oxed{", "boxed{"] where text.has(command, at: start, before: end) {
        return start + command.utf8.count - 1
      }
      return nil
    default: return nil
    }
  }

  private func boxes(_ starts: [Range<Int>], in range: Range<Int>) -> [Box] {
    // One box needs one brace.
    let base = starts[0].lowerBound
    let matching = starts.count > 1 ? closingBraces(in: base..<range.upperBound) : []
    func closing(_ open: Int) -> Int32 {
      matching.isEmpty ? closingBrace(of: open, before: range.upperBound) : matching[open - base]
    }
    var boxes: [Box] = []
    var unclosed: Box?
    for start in starts {
      if let last = boxes.last, start.lowerBound < last.outer.upperBound { continue }  // nested
      guard let box = box(start, in: range, closing: closing) else { continue }
      if box.isClosed { boxes.append(box) } else { unclosed = box }
    }
    if let unclosed, (boxes.last?.outer.lowerBound ?? -1) < unclosed.outer.lowerBound {
      boxes.append(unclosed)
    }
    return boxes
  }

  private func box(
    _ start: Range<Int>, in range: Range<Int>, closing: (Int) -> Int32
  ) -> Box? {
    let end = range.upperBound
    var position = skipSpace(from: start.upperBound, before: end)
    if text.byte(position) == "[", position < end {
      while position < end, text[position] != "]", text[position] != .lineFeed { position += 1 }
      position = skipSpace(from: position + 1, before: end)
    }
    guard position < end else { return nil }
    guard text[position] == "{" else { return bare(start, from: position, before: end) }
    let close = closing(position)
    if close >= 0 {
      let content = position + 1..<Int(close)
      return Box(outer: start.lowerBound..<Int(close) + 1, content: content, isClosed: true)
    }
    return unclosed(start, from: position + 1, before: end)
  }

  /// `\boxed 4`: one token, to the next space or the end of the formula.
  private func bare(_ start: Range<Int>, from position: Int, before end: Int) -> Box? {
    guard position > start.upperBound || text[position].isDigit else { return nil }
    var stop = position
    while stop < end, !text[stop].isSpace, text[stop] != "$", text[stop] < 0x80 { stop += 1 }
    while stop > position, [".", ",", ";", ")", "*"].contains(where: { text[stop - 1] == $0 }) {
      stop -= 1
    }
    guard stop > position else { return nil }
    return Box(outer: start.lowerBound..<stop, content: position..<stop, isClosed: true)
  }

  /// A box whose closing brace is missing: what stands before the end of its formula or line, if
  /// one brace more would balance it.
  private func unclosed(_ start: Range<Int>, from position: Int, before end: Int) -> Box? {
    var depth = 0
    var stop = position
    let limit = min(end, position + Boxes.unclosedLimit)
    while stop < limit {
      let byte = text[stop]
      if byte == "$" || byte == .lineFeed { break }
      if byte == "\\" {
        if text.byte(stop + 1) == ")" || text.byte(stop + 1) == "]" { break }
        stop += 1
      } else if byte == "{" {
        depth += 1
      } else if byte == "}" {
        depth -= 1
      }
      stop += 1
    }
    stop = min(stop, limit)
    var content = text.trimmed(position..<stop)
    while let last = content.last, text[last] == "." || text[last] == "*" {
      content = content.lowerBound..<last
    }
    guard depth == 0, !content.isEmpty, text.wordCount(in: content) <= 8,
      let last = content.last, !Boxes.opensOperand(text[last])
    else { return nil }
    return Box(outer: start.lowerBound..<stop, content: content, isClosed: false)
  }

  /// Whether a value cannot end with a byte: an operator that lacks its right side.
  private static func opensOperand(_ byte: UInt8) -> Bool {
    ["+", "-", "*", "/", "^", "_", "=", "<", ">", ",", "(", "["].contains { byte == $0 }
  }

  /// For each opening brace of `range` the position of its closing brace, else −1.
  private func closingBraces(in range: Range<Int>) -> [Int32] {
    var matching = [Int32](repeating: -1, count: range.count)
    var open: [Int] = []
    var position = range.lowerBound
    while position < range.upperBound {
      switch text[position] {
      case "\\":
        position += 1
        if doubled, text.byte(position) == "\\" { position += 1 }
      case "{": open.append(position)
      case "}":
        if let start = open.popLast(), position <= Int(Int32.max) {
          matching[start - range.lowerBound] = Int32(position)
        }
      default: break
      }
      position += 1
    }
    return matching
  }

  /// The position of the brace that closes the one at `start`, or −1.
  private func closingBrace(of start: Int, before end: Int) -> Int32 {
    var depth = 0
    var position = start
    while position < end {
      switch text[position] {
      case "\\":
        position += 1
        if doubled, text.byte(position) == "\\" { position += 1 }
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return Int32(exactly: position) ?? -1 }
      default: break
      }
      position += 1
    }
    return -1
  }

  private func skipSpace(from position: Int, before end: Int) -> Int {
    var position = position
    while position < end, text[position].isSpace { position += 1 }
    return position
  }

  // MARK: - Joining

  private func grouped(_ boxes: [Box]) -> [Candidate] {
    if boxes.count == 1 {
      let text = value(of: boxes[0])
      return text.isEmpty
        ? [] : [Candidate(text, boxes[0].content, .boxed, position: boxes[0].outer.lowerBound)]
    }
    var groups: [[(Box, String)]] = []
    for box in boxes where !isDenied(box) {
      let value = (box, self.value(of: box))
      if value.1.isEmpty { continue }
      if let last = groups.last?.last, belongTogether(last.0, box) {
        groups[groups.count - 1].append(value)
      } else {
        groups.append([value])
      }
    }
    return groups.compactMap { group in
      guard let first = group.first, let last = group.last else { return nil }
      var texts: [String] = []
      for (_, text) in group where !texts.contains(text) { texts.append(text) }
      let one = texts.count == 1
      let range = one ? last.0.content : first.0.content.lowerBound..<last.0.content.upperBound
      return Candidate(
        texts.joined(separator: ", "), range, .boxed, position: first.0.outer.lowerBound)
    }
  }

  /// Whether "not" stands before a box, as in `\boxed{2}, not \boxed{3}`.
  private func isDenied(_ box: Box) -> Bool {
    var start = box.outer.lowerBound
    while start > 0, ["$", "(", "\\", " "].contains(where: { text[start - 1] == $0 }) { start -= 1 }
    return start >= 4 && text.hasLowercased("not", at: start - 3, before: start)
      && text.isWordStart(start - 3)
  }

  /// Whether two boxes are parts of one answer: little stands between them, and nothing that takes
  /// the first back or draws a conclusion from it.
  private func belongTogether(_ first: Box, _ second: Box) -> Bool {
    let gap = first.outer.upperBound..<second.outer.lowerBound
    guard gap.count <= 160, first.isClosed, second.isClosed else { return false }
    if Boxes.turns.occurs(in: text, gap) { return false }
    var sentences = 0
    for position in gap where text[position] == "." || text[position] == "?" {
      if text.byte(position + 1).isSpace { sentences += 1 }
    }
    return sentences <= 1
  }

  private static let turns = PhraseTable([
    "wait", "actually", "instead", "but", "however", "correct", "correction", "corrected",
    "mistake", "recheck", "hmm", "so", "therefore", "thus", "hence", "final", "answer", "not",
    "sorry", "oops", "rather", "then", "gives", "check", "finally", "error", "wrong", "let",
    "now", "because", "which", "所以", "因此", "答案", "不对", "应该", "but then", "using",
    "substituting", "simplifies", "simplify", "equivalently", "i.e.", "that is", "question",
  ])

  // MARK: - Reading

  /// The box's content without boxes inside, with the sign or unit beside it.
  private func value(of box: Box) -> String {
    var content = text.trimmed(box.content)
    while let inner = innerBox(filling: content) { content = inner }
    var bytes = unboxed(content)
    if let prefix = currency(before: box.outer.lowerBound) { bytes = prefix + bytes }
    bytes += suffix(after: box.outer.upperBound)
    if doubled { bytes = halved(bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The content of a box that is all of `content`.
  private func innerBox(filling content: Range<Int>) -> Range<Int>? {
    guard !content.isEmpty,
      let end = Boxes.command(in: text, at: content.lowerBound, before: content.upperBound),
      end < content.upperBound, text[end] == "{",
      text[content.upperBound - 1] == "}"
    else { return nil }
    var depth = 0
    for position in end..<content.upperBound {
      if text[position] == "{" { depth += 1 }
      if text[position] == "}" { depth -= 1 }
      if depth == 0, position < content.upperBound - 1 { return nil }
    }
    return text.trimmed(end + 1..<content.upperBound - 1)
  }

  /// The content's bytes with the names of boxes inside left out.
  private func unboxed(_ content: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = content.lowerBound
    while position < content.upperBound {
      if text[position] == "\\",
        let end = Boxes.command(in: text, at: position, before: content.upperBound)
      {
        position = end
      } else {
        bytes.append(text[position])
        position += 1
      }
    }
    return bytes
  }

  private func halved(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      result.append(bytes[position])
      let pair = bytes[position] == "\\" && position + 1 < bytes.count
      position += pair && bytes[position + 1] == "\\" ? 2 : 1
    }
    return result
  }

  /// A `\$` or `\text{$}` directly before a box.
  private func currency(before position: Int) -> [UInt8]? {
    position >= 2 && text[position - 1] == "$" && text[position - 2] == "\\"
      ? Array("\\$".utf8) : nil
  }

  /// What stands behind the closing brace and belongs to the value: `\%`, `^\circ`, `\text{ cm}`,
  /// or a unit behind the formula's end.
  private func suffix(after start: Int) -> [UInt8] {
    let end = min(text.bytes.count, start + 60)
    var position = start
    while position < end, text[position] == " " { position += 1 }
    switch text.byte(position) {
    case "\\", "%", "^", "~", 0xC2: break
    default: return plainUnit(after: position, before: end)
    }
    for mark in ["\\\\%", "\\%", "%", "^\\circ", "^{\\circ}", "^\\\\circ", "^{\\\\circ}", "°"]
    where text.has(mark, at: position, before: end) {
      return Array(text.bytes[start..<position + mark.utf8.count])
    }
    for command in ["\\,", "\\ ", "\\;", "~"] where text.has(command, at: position, before: end) {
      position += command.utf8.count
      break
    }
    for command in ["\\text{", "\\mathrm{", "\\textrm{", "\\mbox{", "\\rm{", "\\operatorname{"]
    where text.has(command, at: position, before: end) {
      guard let close = text.first("}", in: position..<end) else { return [] }
      var stop = close + 1
      if text.byte(stop) == "^" {  // a power of the unit
        stop += 1
        if text.byte(stop) == "{", let brace = text.first("}", in: stop..<end) {
          stop = brace + 1
        } else {
          stop = min(stop + 1, end)
        }
      }
      let name = text.string(position + command.utf8.count..<close)
      guard Units.isUnit(name) else { return [] }
      return Array(text.bytes[start..<stop])
    }
    return plainUnit(after: position, before: end)
  }

  /// ` cm` behind `\boxed{5}` or `\boxed{5}$`.
  private func plainUnit(after start: Int, before end: Int) -> [UInt8] {
    var position = start
    let first = text.byte(position)
    for mark in first == "$" || first == "\\" ? ["$$", "$", "\\)", "\\]"] : []
    where text.has(mark, at: position, before: end) {
      position += mark.utf8.count
      break
    }
    while position < end, text[position] == " " { position += 1 }
    guard let stop = Units.end(in: text, at: position, before: end),
      // Who asks what per cent it is, wants the number.
      !text.hasLowercased("percent", at: position, before: stop)
    else { return [] }
    return [32] + text.bytes[position..<stop]
  }
}
