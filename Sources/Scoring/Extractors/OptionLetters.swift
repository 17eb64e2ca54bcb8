/// Reads letters of options out of a short text, such as a label's value or a box.
struct OptionLetters: Sendable {
  /// The options' texts, lettered A, B, C, …; empty texts where they are not known.
  let options: [String]
  private let normalised: [String]

  enum Reading: Sendable, Hashable {
    /// The letters, in the order written, with the bytes that hold them.
    case letters([Character], Range<Int>)
    /// Several letters of which the model did not choose.
    case hedge
    case none
  }

  init(options: [String]) {
    self.options = options
    normalised = options.map(OptionLetters.normalise)
  }

  var count: Int { min(26, options.count) }

  func letter(_ index: Int) -> Character { Character(Unicode.Scalar(UInt8(65 + index))) }

  /// The letters at the start of `range`.
  ///
  /// - Parameter isMarked: The text stands behind a label or in a box, so that a lone lower-case
  ///   letter counts too.
  func read(_ text: ByteText, _ range: Range<Int>, isMarked: Bool) -> Reading {
    var position = skip(text, from: range.lowerBound, before: range.upperBound)
    guard let first = letter(text, at: position, before: range.upperBound, isMarked: isMarked)
    else { return run(text, position..<range.upperBound) ?? .none }
    if let spaced = spacedRun(text, position..<range.upperBound) { return spaced }
    var letters = [first.letter]
    var end = first.end
    position = first.end
    while let separator = separator(text, at: position, before: range.upperBound) {
      let start = skip(text, from: separator.end, before: range.upperBound)
      guard
        let next = letter(text, at: start, before: range.upperBound, isMarked: isMarked),
        next.letter != "A" && next.letter != "I" || separator.isList
          || next.end >= range.upperBound || !text[next.end].isSpace
      else { break }
      if separator.isChoice { return .hedge }
      if !letters.contains(next.letter) { letters.append(next.letter) }
      end = next.end
      position = next.end
    }
    if letters.count == 1, isPhrase(text, first, range, isMarked: isMarked) { return .none }
    return .letters(letters, first.start..<end)
  }

  // MARK: - Letters

  private struct Letter {
    var letter: Character
    var start: Int
    var end: Int
    var isUppercase: Bool
  }

  /// A letter of the options' alphabet that is a word of its own.
  private func letter(
    _ text: ByteText, at position: Int, before end: Int, isMarked: Bool
  ) -> Letter? {
    guard position < end else { return nil }
    // Full-width letters: EF BC A1 … EF BC BA.
    if text[position] == 0xEF, position + 2 < end, text[position + 1] == 0xBC,
      (0xA1...0xBA).contains(text[position + 2])
    {
      let index = Int(text[position + 2]) - 0xA1
      guard index < count else { return nil }
      return Letter(
        letter: letter(index), start: position, end: position + 3, isUppercase: true)
    }
    // Circled digits and letters: ① … ⑳, Ⓐ … Ⓩ.
    if text[position] == 0xE2, position + 2 < end {
      let index: Int? =
        switch (text[position + 1], text[position + 2]) {
        case (0x91, 0xA0...0xB3): Int(text[position + 2]) - 0xA0
        case (0x92, 0xB6...0xBF): Int(text[position + 2]) - 0xB6
        case (0x93, 0x80...0x8F): Int(text[position + 2]) - 0x80 + 10
        default: nil
        }
      guard let index, index < count else { return nil }
      return Letter(letter: letter(index), start: position, end: position + 3, isUppercase: true)
    }
    // Mathematical letters: 𝐀 … 𝚣, in alphabets of 52.
    if text[position] == 0xF0, position + 3 < end, text[position + 1] == 0x9D,
      (0x90...0x9A).contains(text[position + 2])
    {
      let code = (Int(text[position + 2]) - 0x90) * 64 + Int(text[position + 3]) - 0x80
      guard code >= 0, code % 26 < count, code < 52 * 13 else { return nil }
      return Letter(
        letter: letter(code % 26), start: position, end: position + 4, isUppercase: true)
    }
    let byte = text[position]
    guard byte.isLetter, byte.isUppercase || isMarked else { return nil }
    let index = Int(byte.lowercased) - 97
    guard index < count else { return nil }
    let next = position + 1 < end ? text[position + 1] : 0
    let isOfWord = next == "'" && text.byte(position + 2).isAlphanumeric
    if next.isAlphanumeric || isOfWord || next == "_" && text.byte(position + 2).isAlphanumeric {
      return nil
    }
    if next == "-", text.byte(position + 2).isLetter { return nil }
    // ’s and accented letters make a word.
    if next == 0xC3 || next == 0xC4 || next == 0xC5 || text.has("’", at: position + 1, before: end)
    {
      return nil
    }
    return Letter(
      letter: letter(index), start: position, end: position + 1, isUppercase: byte.isUppercase)
  }

  /// Letters without anything between: `ABD`, ascending and all in the alphabet.
  private func run(_ text: ByteText, _ range: Range<Int>) -> Reading? {
    var end = range.lowerBound
    while end < range.upperBound, text[end].isUppercase { end += 1 }
    guard end - range.lowerBound >= 2, end - range.lowerBound <= count,
      end >= range.upperBound || !text[end].isAlphanumeric
    else { return nil }
    var letters: [Character] = []
    for position in range.lowerBound..<end {
      let index = Int(text[position]) - 65
      guard index < count, letters.last.map({ $0 < letter(index) }) ?? true else { return nil }
      letters.append(letter(index))
    }
    return .letters(letters, range.lowerBound..<end)
  }

  /// Capital letters with blanks between and nothing else: `A B D`.
  private func spacedRun(_ text: ByteText, _ range: Range<Int>) -> Reading? {
    let range = text.trimmed(range)
    guard range.count >= 3, range.count <= 2 * count, range.count % 2 == 1 else { return nil }
    var letters: [Character] = []
    for (offset, position) in range.enumerated() {
      guard offset % 2 == 0 else {
        if text[position] != " " { return nil }
        continue
      }
      let index = Int(text[position]) - 65
      guard (0..<count).contains(index), letters.last.map({ $0 < letter(index) }) ?? true else {
        return nil
      }
      letters.append(letter(index))
    }
    return .letters(letters, range)
  }

  /// Whether a lone letter is a word of a phrase: the article, the pronoun, a lower-case word.
  private func isPhrase(
    _ text: ByteText, _ letter: Letter, _ range: Range<Int>, isMarked: Bool
  ) -> Bool {
    let next = letter.end < range.upperBound ? text[letter.end] : UInt8(ascii: ".")
    guard next == " " else { return false }
    let wordStart = letter.end + 1
    guard wordStart < range.upperBound, text[wordStart].isAlphanumeric else { return false }
    if letter.isUppercase, letter.letter != "A", letter.letter != "I" { return false }
    return OptionLetters.followers.match(in: text, at: wordStart, before: range.upperBound) == nil
  }

  private static let followers = PhraseTable([
    "because", "since", "as", "is", "and", "or", "which", "with", "based", "due", "for", "was",
    "given", "so", "not", "rather", "over", "instead", "option",
  ])

  /// Goes over decoration: brackets, emphasis, dollar signs, `\text{`, "option".
  private func skip(_ text: ByteText, from start: Int, before end: Int) -> Int {
    var position = start
    while position < end {
      let byte = text[position]
      switch byte {
      case " ", "\t", "\r", "\n", "$", "*", "(", "[", "{", "\"", "'", "`", "#", "<", ">", ":", "-":
        position += 1
        continue
      case "_" where !text.byte(position + 1).isAlphanumeric || text.byte(position + 2) == "_":
        position += 1
        continue
      case "\\":
        var stop = position + 1
        while stop < end, text[stop].isLetter { stop += 1 }
        if stop == position + 1 { stop += 1 }
        position = min(stop, end)
        continue
      default: break
      }
      if let match = OptionLetters.lead.match(in: text, at: position, before: end) {
        position = match.end
        continue
      }
      let width = text.spaceWidth(at: position, before: end)
      if width == 0 { break }
      position += width
    }
    return position
  }

  private static let lead = PhraseTable([
    "option", "options", "choice", "choices", "letter", "letters", "statement", "statements",
    "answer", "选项", "選項", "項", "选", "“", "「", "（", "【", "『", "both", "either", "正确的是",
    "only", "opción", "opzione", "opção", "antwort", "вариант", "Вариант", "：", "is", "the",
    "la", "el", "le", "die", "der", "das", "il", "lo", "l'", "l’", "letra", "lettre", "lettera",
    "buchstabe", "buchstaben", "буква", "Буква", "буквой", "a letra", "a opção", "a alternativa",
    "alternativa", "réponse", "respuesta", "risposta", "resposta", "lautet", "第",
  ])

  // MARK: - Separators

  private func separator(_ text: ByteText, at start: Int, before end: Int) -> (
    end: Int, isChoice: Bool, isList: Bool
  )? {
    var position = start
    while position < end, isClosing(text[position]) || text[position] == " " { position += 1 }
    if text.has("）", at: position, before: end) { position += 3 }
    while position < end, text[position] == " " { position += 1 }
    guard position < end else { return nil }
    if position > start, text[position] == "(", text[position - 1] == ")" {
      return (position, false, true)
    }
    if let or = OptionLetters.ors.match(in: text, at: position, before: end) {
      return (or.end, true, false)
    }
    if let list = OptionLetters.ands.match(in: text, at: position, before: end) {
      var stop = list.end
      let isComma = text[position] == ","
      while stop < end, text[stop] == " " { stop += 1 }
      // ", and", ", or".
      if let and = OptionLetters.ands.match(in: text, at: stop, before: end), isComma {
        return (and.end, false, true)
      }
      if let or = OptionLetters.ors.match(in: text, at: stop, before: end) {
        return (or.end, true, false)
      }
      return (stop, false, isComma)
    }
    return nil
  }

  private func isClosing(_ byte: UInt8) -> Bool {
    switch byte {
    case ")", "]", "}", "*", "$", "\"", "'", "`", "_": true
    default: false
    }
  }

  private static let ors = PhraseTable([
    "or", "oder", "ou", "или", "或", "或者", "または", "or possibly", "or maybe", "/", "and/or",
    "vs", "versus", "depending",
  ])
  private static let ands = PhraseTable([
    ",", "and", "&", "+", "、", "，", "和", "与", "und", "et", "y", "и", "とと", "と", ";", "及",
    "as well as", "and also", "\\text{ and }", "\\text{and}", "\\,", "\\",
  ])

  // MARK: - Option texts

  /// The only option whose text is `text`, or with which `text` begins.
  func option(saying text: String) -> Character? {
    let wanted = OptionLetters.normalise(text)
    guard !wanted.isEmpty else { return nil }
    let equal = normalised.indices.filter { normalised[$0] == wanted }
    if equal.count == 1, let index = equal.first { return letter(index) }
    guard equal.isEmpty else { return nil }
    let begun = normalised.indices.filter {
      !normalised[$0].isEmpty && normalised[$0].utf8.count > 3
        && (wanted.hasPrefix(normalised[$0] + " ") || normalised[$0].hasPrefix(wanted + " "))
    }
    guard begun.count == 1, let index = begun.first else { return nil }
    return letter(index)
  }

  /// The number of an option, where the model numbered them: `2`, `option 2`, `(2) green`.
  ///
  /// A number alone counts only where no option is a number itself.
  func option(numbered shown: String) -> Character? {
    let text = ByteText(shown)
    var start = skip(text, from: 0, before: text.bytes.count)
    if text.byte(start) == "(" || text.byte(start) == "[" { start += 1 }
    var end = start
    while end < text.bytes.count, end < start + 3, text[end].isDigit { end += 1 }
    guard (1...2).contains(end - start), let number = Int(text.string(start..<end)),
      number >= 1, number <= count, text.byte(end) != ".",
      text.byte(end) != "%"
        || text.byte(end + 1).isSpace
    else { return nil }
    while end < text.bytes.count, ![" ", ")", "]", "*", "."].allSatisfy({ text[end] != $0 }) {
      end += 1
    }
    let rest = OptionLetters.normalise(text.string(end..<text.bytes.count))
    if rest.isEmpty || rest == "." { return areNumbers ? nil : letter(number - 1) }
    return normalised[number - 1] == rest ? letter(number - 1) : nil
  }

  /// Whether an option is written in digits.
  private var areNumbers: Bool {
    options.contains { option in !option.isEmpty && option.utf8.allSatisfy { !$0.isLetter } }
  }

  /// The only option whose text stands in a sentence as words of their own; one that is a part of
  /// another option's there does not count.
  func option(mentionedIn sentence: String) -> Character? {
    let sentence = " " + OptionLetters.normalise(sentence) + " "
    let found = normalised.indices.filter { index in
      normalised[index].utf8.count > 2
        && [" ", ".", ",", ":"].contains { sentence.contains(" \(normalised[index])\($0)") }
    }
    let whole = found.filter { index in
      !found.contains { $0 != index && normalised[$0].contains(normalised[index]) }
    }
    guard whole.count == 1, let index = whole.first, index < 26 else { return nil }
    return letter(index)
  }

  /// Lower case, with white space runs, emphasis and the final stop left out.
  private static func normalise(_ text: String) -> String {
    var result: [UInt8] = []
    var pending = false
    for byte in text.utf8 {
      switch byte {
      case "*", "`", "$", "\"", "_": continue
      default: break
      }
      if byte.isSpace {
        pending = !result.isEmpty
      } else {
        if pending { result.append(32) }
        pending = false
        result.append(byte.lowercased)
      }
    }
    while let last = result.last, last == "." || last == "," { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }
}
