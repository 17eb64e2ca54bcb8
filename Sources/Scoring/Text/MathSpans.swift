/// Formulas in running text: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.
struct MathSpan: Sendable, Hashable {
  /// With the delimiters.
  var outer: Range<Int>
  var content: Range<Int>
  var isDisplay: Bool

  /// The longest formula that is looked for, in bytes.
  private static let limit = 4_000

  /// The formula that opens at `position`; a currency sign opens none.
  static func at(_ position: Int, in text: ByteText, before end: Int) -> MathSpan? {
    let end = min(end, position + limit)
    guard position + 1 < end else { return nil }
    switch (text[position], text[position + 1]) {
    case ("$", "$"): return closed(by: "$$", from: position, 2, in: text, end, isDisplay: true)
    case ("\\", "["): return closed(by: "\\]", from: position, 2, in: text, end, isDisplay: true)
    case ("\\", "("):
      return closed(by: "\\)", from: position, 2, in: text, end, isDisplay: false)
    case ("$", _): return dollars(from: position, in: text, before: end)
    default: return nil
    }
  }

  private static func closed(
    by mark: String, from position: Int, _ width: Int, in text: ByteText, _ end: Int,
    isDisplay: Bool
  ) -> MathSpan? {
    guard position + width <= end,
      let close = text.first(mark, in: position + width..<end)
    else { return nil }
    return MathSpan(
      outer: position..<close + mark.utf8.count,
      content: content(text, position + width..<close), isDisplay: isDisplay)
  }

  /// A formula without the sentence's punctuation at its end; `\right.` and `\,` are none.
  private static func content(_ text: ByteText, _ range: Range<Int>) -> Range<Int> {
    let content = text.trimmed(range)
    guard content.count > 1, let last = content.last,
      text[last] == "." || text[last] == "," || text[last] == ";", text[last - 1] != "\\",
      !["\\right", "\\left", "\\big", "\\Big"].contains(where: {
        last - $0.utf8.count >= content.lowerBound
          && text.has($0, at: last - $0.utf8.count, before: last)
      })
    else { return content }
    return text.trimmed(content.lowerBound..<last)
  }

  /// `$…$` in one paragraph. The opening sign has no space behind it, the closing one none before it
  /// and no digit behind it; both rules are Pandoc's.
  private static func dollars(
    from position: Int, in text: ByteText, before end: Int
  ) -> MathSpan? {
    if position > 0, text[position - 1] == "\\" { return nil }
    let isLoose = text[position + 1].isSpace
    var close = position + 1
    while close < end {
      let byte = text[close]
      if byte == "\\" {
        close += 2
        continue
      }
      if byte == .lineFeed, text.byte(close + 1) == .lineFeed { return nil }
      if byte == "$" { break }
      close += 1
    }
    guard close < end, text[close] == "$", close > position + 1 else { return nil }
    let spaced = text[close - 1].isSpace
    if spaced != isLoose || text.byte(close + 1).isDigit { return nil }
    return MathSpan(
      outer: position..<close + 1, content: content(text, position + 1..<close), isDisplay: false)
  }

  /// All formulas of a range, in order.
  static func all(in text: ByteText, _ range: Range<Int>) -> [MathSpan] {
    var spans: [MathSpan] = []
    var position = range.lowerBound
    // A sign that found no partner within the limit means that the next ones near it find none.
    var failures = 0
    while position < range.upperBound {
      if text[position] == "$" || text[position] == "\\", failures < 64 {
        if let span = at(position, in: text, before: range.upperBound) {
          spans.append(span)
          position = span.outer.upperBound
          continue
        }
        if text[position] == "$" || text.byte(position + 1) == "("
          || text.byte(position + 1) == "["
        {
          failures += 1
        }
        position += text[position] == "\\" ? 2 : 1
      } else {
        position += 1
      }
    }
    return spans
  }
}
