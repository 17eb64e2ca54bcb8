import Grading

/// A fenced block of Markdown.
struct FencedBlock: Sendable, Hashable {
  /// With its fences.
  var outer: Range<Int>
  /// The lines between the fences, with the last line feed left out.
  var content: Range<Int>
  /// The first word of the info string, in lower case, without braces and points.
  var tag: String
  /// How far the opening fence is indented: that much is taken off each line.
  var indent: Int
  /// Inside a quotation: `>` begins each line.
  var isQuoted: Bool = false
  var isClosed: Bool

  /// Whether the tag says that this is what a program printed.
  var isOutput: Bool { ["output", "stdout", "result", "results", "out"].contains(tag) }

  /// The language that the tag names, if it names one.
  var language: Language? { tag.isEmpty ? nil : Language.named(tag) }
}

/// Finds fenced blocks after CommonMark: an opening fence of three or more backticks or tildes, a
/// closing one at least as long, alone on its line. A fence may be indented, as in lists.
/// Source: CommonMark 0.31.2, 4.5.
enum Fences {
  static func all(in text: ByteText, _ range: Range<Int>) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var open: Opening?
    var start = range.lowerBound
    while start < range.upperBound {
      let line = start..<text.lineEnd(from: start, before: range.upperBound)
      start = line.upperBound + 1
      guard beginsFence(line, text) else { continue }
      if let opening = open {
        guard closes(line, opening, text) else { continue }
        blocks.append(block(opening, closedBy: line, text))
        open = nil
      } else if let single = singleLine(line, text) {
        blocks.append(single)
      } else if let opening = self.opening(line, text) {
        open = opening
      }
    }
    if let open { blocks.append(block(open, endingAt: range.upperBound)) }
    return blocks
  }

  /// Whether a line's first byte behind blanks, quotation and list marks is a fence's.
  private static func beginsFence(_ line: Range<Int>, _ text: ByteText) -> Bool {
    let start = start(line, text).position
    return start < line.upperBound && (text[start] == "`" || text[start] == "~")
  }

  /// Where a line's content begins.
  private static func start(
    _ line: Range<Int>, _ text: ByteText
  ) -> (position: Int, isQuoted: Bool) {
    var position = line.lowerBound
    var isQuoted = false
    while position < line.upperBound {
      switch text[position] {
      case " ", "\t": position += 1
      case ">":
        isQuoted = true
        position += 1
      case "-", "*", "+":
        guard text.byte(position + 1) == " ", !isQuoted else { return (position, isQuoted) }
        position += 2
      case let byte where byte.isDigit && !isQuoted:
        var end = position
        while end < line.upperBound, end < position + 3, text[end].isDigit { end += 1 }
        guard text.byte(end) == "." || text.byte(end) == ")", text.byte(end + 1) == " " else {
          return (position, isQuoted)
        }
        position = end + 2
      default: return (position, isQuoted)
      }
    }
    return (position, isQuoted)
  }

  private struct Opening {
    var line: Range<Int>
    var mark: UInt8
    var count: Int
    var indent: Int
    var isQuoted: Bool
    var tag: String
  }

  private static func opening(_ line: Range<Int>, _ text: ByteText) -> Opening? {
    guard let fence = fence(line, text) else { return nil }
    let info = text.trimmed(fence.end..<line.upperBound)
    if fence.mark == "`", text.anyByte(in: info, where: { $0 == UInt8(ascii: "`") }) { return nil }
    return Opening(
      line: line, mark: fence.mark, count: fence.count, indent: fence.start - line.lowerBound,
      isQuoted: fence.isQuoted, tag: tag(text, info))
  }

  /// Three or more fence marks at a line's start, behind blanks, a quotation or a list mark.
  private static func fence(_ line: Range<Int>, _ text: ByteText) -> (
    start: Int, end: Int, mark: UInt8, count: Int, isQuoted: Bool
  )? {
    let (start, isQuoted) = start(line, text)
    guard start < line.upperBound, text[start] == "`" || text[start] == "~" else { return nil }
    let mark = text[start]
    var end = start
    while end < line.upperBound, text[end] == mark { end += 1 }
    return end - start >= 3 ? (start, end, mark, end - start, isQuoted) : nil
  }

  /// A closing fence; the end of the fenced text may share its line with nothing but blanks.
  private static func closes(_ line: Range<Int>, _ opening: Opening, _ text: ByteText) -> Bool {
    guard let fence = fence(line, text), fence.mark == opening.mark,
      fence.count >= opening.count
    else { return false }
    return text.isBlank(fence.end..<line.upperBound)
  }

  /// A block in one line: three backticks, a language or none, code, three backticks.
  private static func singleLine(_ line: Range<Int>, _ text: ByteText) -> FencedBlock? {
    guard let fence = fence(line, text), fence.mark == "`" else { return nil }
    let rest = text.trimmed(fence.end..<line.upperBound)
    guard rest.count > fence.count else { return nil }
    var end = rest.upperBound
    while end > rest.lowerBound, text[end - 1] == "`" { end -= 1 }
    guard rest.upperBound - end >= 3 else { return nil }
    var content = text.trimmed(rest.lowerBound..<end)
    if text.anyByte(in: content, where: { $0 == UInt8(ascii: "`") }) { return nil }
    var tagEnd = content.lowerBound
    while tagEnd < content.upperBound, !text[tagEnd].isSpace { tagEnd += 1 }
    let word = text.string(content.lowerBound..<tagEnd)
    var tag = ""
    if text[fence.end].isLetter, tagEnd < content.upperBound, Language.named(word) != nil {
      tag = word.lowercased()
      content = text.trimmed(tagEnd..<content.upperBound)
    }
    return FencedBlock(
      outer: line, content: content, tag: tag, indent: 0, isClosed: true)
  }

  private static func block(
    _ opening: Opening, closedBy line: Range<Int>, _ text: ByteText
  ) -> FencedBlock {
    let start = min(opening.line.upperBound + 1, line.lowerBound)
    let end = max(start, line.lowerBound - 1)
    return FencedBlock(
      outer: opening.line.lowerBound..<line.upperBound, content: start..<end, tag: opening.tag,
      indent: opening.indent, isQuoted: opening.isQuoted, isClosed: true)
  }

  private static func block(_ opening: Opening, endingAt end: Int) -> FencedBlock {
    let start = min(opening.line.upperBound + 1, end)
    return FencedBlock(
      outer: opening.line.lowerBound..<end, content: start..<end, tag: opening.tag,
      indent: opening.indent, isQuoted: opening.isQuoted, isClosed: false)
  }

  /// `Python3`, `{.python .numberLines}`, `python:main.py`, `language-cpp`, `lang=py`.
  private static func tag(_ text: ByteText, _ info: Range<Int>) -> String {
    var word: [UInt8] = []
    for position in info {
      let byte = text[position]
      switch byte {
      case "{", ".", "=", "}", "[", "]":
        if word.isEmpty { continue }
        if byte == "=" {  // `lang=py`
          word = []
          continue
        }
      default: break
      }
      if byte.isSpace || byte == "," || byte == ":" || byte == "}" || byte == "{" || byte == "(" {
        break
      }
      if word.count == 32 { break }
      word.append(byte.lowercased)
    }
    let name = String(decoding: word, as: UTF8.self)
    return name.hasPrefix("language-") ? String(name.dropFirst(9)) : name
  }
}
