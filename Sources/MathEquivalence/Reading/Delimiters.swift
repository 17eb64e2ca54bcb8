/// Removes what only marks text as mathematics: `$…$`, `\(…\)`, back-ticks, asterisks of Markdown.
enum Delimiters {
  static func strip(_ source: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var low = 0
    var high = source.count
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
    }
    var changed = true
    while changed {
      changed = false
      while low < high, isBlank(source[low]) { low += 1 }
      while high > low, isBlank(source[high - 1]) { high -= 1 }
      for mark: Unicode.Scalar in ["*", "`", "_"] where high - low > 2 {
        if source[low] == mark, source[high - 1] == mark {
          low += 1
          high -= 1
          changed = true
        }
      }
    }
    return dollars(low == 0 && high == source.count ? source : Array(source[low..<high]))
  }

  /// Turns dollars that delimit mathematics into spaces; `\$` and dollars before an amount remain.
  private static func dollars(_ source: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard source.contains("$") else { return source }
    var places: [Int] = []
    for (index, scalar) in source.enumerated()
    where scalar == "$" && (index == 0 || source[index - 1] != "\\") {
      places.append(index)
    }
    if places.isEmpty { return source }
    var result = source
    var index = 0
    while index + 1 < places.count {
      let open = places[index]
      let close = places[index + 1]
      if close == open + 1 || !looksLikeAmounts(source, open, close) {
        result[open] = " "
        result[close] = " "
        index += 2
      } else {
        index += 1
      }
    }
    return result
  }

  /// `$5 and $6`: a digit after both, a space before the second.
  private static func looksLikeAmounts(_ source: [Unicode.Scalar], _ open: Int, _ close: Int)
    -> Bool
  {
    guard open + 1 < close, close + 1 < source.count else { return false }
    return Lexer.digit(source[open + 1]) != nil && Lexer.digit(source[close + 1]) != nil
      && !(source[close - 1].properties.isAlphabetic)
  }
}
