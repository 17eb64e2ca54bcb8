/// Tells formulas in plain text from sentences.
enum Prose {
  /// The number of words of three or more letters that are no function, unit or connective of a
  /// formula.
  static func longWords(in text: ByteText, _ range: Range<Int>) -> Int {
    var count = 0
    var start = range.lowerBound
    while start < range.upperBound {
      guard text[start].isLetter else {
        start += 1
        continue
      }
      var end = start
      while end < range.upperBound, text[end].isLetter { end += 1 }
      let isCommand = start > range.lowerBound && text[start - 1] == "\\"
      if end - start >= 3, !isCommand {
        let word = text.string(start..<end).lowercased()
        if !formulaWords.contains(word), !Units.isUnit(word) { count += 1 }
      }
      start = end
    }
    return count
  }

  /// Whether a value is a formula, with one word at most that is none of it.
  static func isExpression(_ text: ByteText, _ range: Range<Int>) -> Bool {
    longWords(in: text, range) <= 1
  }

  /// The number of letters of other scripts than Latin and Greek.
  static func foreignLetters(in text: ByteText, _ range: Range<Int>) -> Int {
    range.reduce(0) { count, position in
      switch text[position] {
      // Cyrillic, Hebrew, Arabic; Devanagari to Thai; kana, ideographs, Hangul.
      case 0xD0...0xDB, 0xE0: count + 1
      case 0xE3: count + (text.byte(position + 1) == 0x80 ? 0 : 1)
      case 0xE4...0xED: count + 1
      default: count
      }
    }
  }

  private static let formulaWords: Set<String> = [
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "log", "exp", "sqrt", "lim", "max", "min", "mod", "gcd", "lcm", "det", "and", "for", "all",
    "inf", "infinity", "text", "frac", "pmatrix", "bmatrix", "cases", "per", "square", "cubic",
    "kilometres", "kilometers", "integer", "approximately",
  ]
}
