/// Finds an answer that no mark announces: what a reader would take for it. All of low confidence.
struct Guesses: Sendable {
  let text: ByteText
  let reader: ValueReader
  /// Paragraphs and sentences that are looked at from the end.
  private static let paragraphLimit = 4
  private static let sentenceLimit = 4
  /// The longest paragraph that is read, in bytes from its end.
  private static let paragraphBytes = 4_000

  init(text: ByteText) {
    self.text = text
    reader = ValueReader(text: text)
  }

  /// The best guess for a whole reply; `nil` if it ends in the middle of a sentence.
  func best(in range: Range<Int>) -> Candidate? {
    let reply = text.trimmed(range)
    guard !reply.isEmpty else { return nil }
    if let found = short(reply) { return found }
    if let found = programOutput(reply) { return found }
    if let found = yesOrNo(reply) { return found }
    let paragraphs = paragraphs(reply)
    guard let last = paragraphs.first, !isUnfinished(last) else { return nil }
    for paragraph in paragraphs {
      switch inParagraph(paragraph) {
      case .answer(let found): return found
      case .hedge: return nil
      case .nothing: continue
      }
    }
    return nil
  }

  // MARK: - Whole replies

  /// A reply of one line that is a value.
  private func short(_ reply: Range<Int>) -> Candidate? {
    guard reply.count <= 240, text.first("\n", in: reply) == nil else { return nil }
    if text.has("```", at: reply.lowerBound, before: reply.upperBound) { return nil }
    var start = reply.lowerBound
    var arrow = false
    for mark in ["=>", "->", "→", "⇒", "∴", "=", "≈", "- ", "A: "]
    where text.has(mark, at: start, before: reply.upperBound) {
      start = text.trimmingStart(start + mark.utf8.count..<reply.upperBound).lowerBound
      arrow = mark != "- " && mark != "A: "
      break
    }
    while start < reply.upperBound, text[start] == "#" { start += 1 }
    let line = reader.stripped(text.trimmingStart(start..<reply.upperBound))
    guard !line.isEmpty, !reader.isDecoration(line) else { return nil }
    if let last = reply.last, text[last] == "?" || text[last] == ":" { return nil }
    // A formula whose braces are still open was cut.
    if text.has("\\", at: line.lowerBound, before: line.upperBound), isUnfinished(line) {
      return nil
    }
    let value = reader.value(line)
    let spans = MathSpan.all(in: text, line)
    let isFormula = spans.count == 1 && spans.first?.outer == line
    if let subject = subject(line) { return subject }
    guard isFormula || isBareValue(line, words: value.words) || arrow && value.words <= 6 else {
      return nil
    }
    if !isFormula, let right = rightSide(of: line) ?? chainEnd(of: line) {
      return Candidate(reader.value(right).text, right, .equation)
    }
    return Candidate(value.text, line, .wholeReply)
  }

  /// Who did it: `Cleo broke it.`
  private func subject(_ line: Range<Int>) -> Candidate? {
    guard text.wordCount(in: line) == 3, text[line.lowerBound].isUppercase,
      text.has(" it", at: line.upperBound - 3, before: line.upperBound)
    else { return nil }
    var end = line.lowerBound
    while end < line.upperBound, !text[end].isSpace { end += 1 }
    let name = line.lowerBound..<end
    if GuessWords.pronouns.match(in: text, at: name.lowerBound, before: end) != nil { return nil }
    return Candidate(text.string(name), name, .wholeReply)
  }

  /// Whether a line has no prose: at most four words and no verb, or numbers and signs only.
  private func isBareValue(_ line: Range<Int>, words: Int) -> Bool {
    if text.first(". ", in: line) != nil || text.first(".** ", in: line) != nil { return false }
    var longWords = 0
    var letters = 0
    for position in line {
      letters = text[position].isLetter ? letters + 1 : 0
      if letters == 2 { longWords += 1 }
    }
    if let digit = line.first(where: { text[$0].isDigit }) {
      if Prose.foreignLetters(in: text, line.lowerBound..<digit) > 1 { return false }
      return longWords <= (text[line.lowerBound].isLetter ? 1 : 2)
        && !GuessWords.verbs.occurs(in: text, line)
        && !GuessWords.openers.occurs(in: text, line)
    }
    return words <= 4 && !GuessWords.verbs.occurs(in: text, line)
      && !GuessWords.openers.occurs(in: text, line)
  }

  /// What is right of the last equals sign, if only numbers are left of the first.
  func rightSide(of line: Range<Int>) -> Range<Int>? {
    guard let first = text.first("=", in: line), first > line.lowerBound else { return nil }
    let left = line.lowerBound..<first
    guard text.anyByte(in: left, where: { $0.isDigit }),
      !text.anyByte(in: left, where: { $0.isLetter || $0 == "\\" })
    else { return nil }
    var last = first
    for position in first..<line.upperBound where text[position] == "=" { last = position }
    let right = reader.stripped(last + 1..<line.upperBound)
    // A dollar sign is a currency on both sides, or it opens a formula.
    let isMoney = !right.isEmpty && text[right.lowerBound] == "$"
    if right.isEmpty || text.anyByte(in: left, where: { $0 == "$" }) != isMoney { return nil }
    return right
  }

  /// The last member of a chain of at least two equals signs.
  func chainEnd(of line: Range<Int>) -> Range<Int>? {
    let signs = line.filter { text[$0] == "=" }
    guard signs.count > 1, let last = signs.last, let first = signs.first,
      !GuessWords.conjunctions.occurs(in: text, first..<last)
    else { return nil }
    let right = reader.stripped(last + 1..<line.upperBound)
    return text.anyByte(in: right, where: \.isDigit) ? right : nil
  }

  /// The content of a last fenced block that holds a program's output.
  private func programOutput(_ reply: Range<Int>) -> Candidate? {
    guard text.contains("```", in: reply) else { return nil }
    let fences = Fences.all(in: text, reply)
    guard let block = fences.last(where: { $0.isOutput }) else { return nil }
    let content = text.trimmed(block.content)
    guard !content.isEmpty, content.count <= 200,
      text.isBlank(block.outer.upperBound..<reply.upperBound)
    else { return nil }
    let start = text.lineStart(of: content.upperBound, from: content.lowerBound)
    let line = text.trimmed(start..<content.upperBound)
    return Candidate(text.string(line), line, .wholeReply)
  }

  private func yesOrNo(_ reply: Range<Int>) -> Candidate? {
    guard reply.count <= 600 else { return nil }
    return leadingYesOrNo(reply)
  }

  /// A yes or no with which a reply or sentence begins.
  private func leadingYesOrNo(_ reply: Range<Int>) -> Candidate? {
    var start = reply.lowerBound
    while start < reply.upperBound, text[start] == "*" { start += 1 }
    guard let match = GuessWords.yesNo.match(in: text, at: start, before: reply.upperBound) else {
      return nil
    }
    let next = match.end < reply.upperBound ? text[match.end] : UInt8(ascii: ".")
    guard [".", ",", "!", ":", ";", "*", "\n"].contains(where: { next == $0 }) || next >= 0x80
    else { return nil }
    let range = start..<match.end
    return Candidate(text.string(range), range, .wholeReply)
  }

  // MARK: - Paragraphs

  /// The last paragraphs of prose, the last one first; fenced blocks are none.
  private func paragraphs(_ reply: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var end = reply.upperBound
    while end > reply.lowerBound, found.count < Guesses.paragraphLimit {
      var start = end
      let limit = max(reply.lowerBound, end - Guesses.paragraphBytes)
      while start > limit {
        if text[start - 1] == .lineFeed, blankLineEnds(at: start - 1, from: limit) { break }
        start -= 1
      }
      while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
      let paragraph = text.trimmed(start..<end)
      if !paragraph.isEmpty,
        !text.has("```", at: paragraph.lowerBound, before: paragraph.upperBound),
        !isHeading(paragraph)
      {
        found.append(paragraph)
      }
      end = min(end - 1, start - 1)
    }
    return found
  }

  private func isHeading(_ paragraph: Range<Int>) -> Bool {
    text[paragraph.lowerBound] == "#" && text.first("\n", in: paragraph) == nil
  }

  private func blankLineEnds(at lineFeed: Int, from limit: Int) -> Bool {
    var position = lineFeed
    while position > limit, text[position - 1] == " " || text[position - 1] == "\r" {
      position -= 1
    }
    return position > limit && text[position - 1] == .lineFeed
  }

  /// Whether the last sentence of a paragraph stops in its middle.
  private func isUnfinished(_ paragraph: Range<Int>) -> Bool {
    guard let lastByte = paragraph.last else { return true }
    let byte = text[lastByte]
    if byte == "," || byte == "(" || byte == "=" || byte == "+" || byte == "-" || byte == "<" {
      return true
    }
    // A formula whose braces are still open.
    let open = paragraph.reduce(0) { depth, position in
      text[position] == "{" ? depth + 1 : text[position] == "}" ? depth - 1 : depth
    }
    if open > 0 { return true }
    guard byte.isLetter else { return false }
    let sentence = sentences(paragraph).last ?? paragraph
    var start = paragraph.upperBound
    while start > sentence.lowerBound, text[start - 1].isLetter { start -= 1 }
    if GuessWords.connecting.match(in: text, at: start, before: paragraph.upperBound)?.end
      == paragraph.upperBound
    {
      return true
    }
    // A long sentence without its stop, whose number is not at its end.
    guard text.wordCount(in: sentence) > 8 else { return false }
    guard let last = Quantity.all(in: text, sentence).last else { return true }
    return paragraph.upperBound - last.range.upperBound > 14
  }

  private func inParagraph(_ paragraph: Range<Int>) -> Found {
    var seen = 0
    let sentences = sentences(paragraph)
    if let joined = equations(sentences) { return .answer(joined) }
    for sentence in sentences.reversed() where !isAside(sentence) {
      if GuessWords.hedges.occurs(in: text, sentence) { return .hedge }
      if let found = inSentence(sentence) ?? leadingYesOrNo(sentence) { return .answer(found) }
      // Numbers that lead to nothing: what stands before them is no conclusion either.
      if text.anyByte(in: sentence, where: \.isDigit) { return .hedge }
      seen += 1
      if seen == Guesses.sentenceLimit { break }
    }
    return .nothing
  }

  private enum Found {
    case answer(Candidate)
    /// The model does not commit itself.
    case hedge
    case nothing
  }

  /// Lines of which each gives one variable's value: `x = 2`, `y = -1`, `z = 3`.
  private func equations(_ lines: [Range<Int>]) -> Candidate? {
    guard (2...8).contains(lines.count), let first = lines.first, let last = lines.last else {
      return nil
    }
    var names: Set<String> = []
    for line in lines {
      let signs = line.filter { text[$0] == "=" }
      guard let sign = signs.first, signs.count == 1,
        let name = variable(before: sign, from: line.lowerBound),
        name.lowerBound == line.lowerBound,
        let value = reader.read(sign + 1..<line.upperBound), value.isMathematical,
        names.insert(text.string(name)).inserted
      else { return nil }
    }
    let parts = lines.map { text.string(reader.stripped($0)) }
    return Candidate(
      parts.joined(separator: ", "), first.lowerBound..<last.upperBound, .equation)
  }

  /// The sentences of a paragraph; formulas and brackets are not cut.
  func sentences(_ paragraph: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = paragraph.lowerBound
    var position = start
    func close(_ end: Int) {
      let sentence = text.trimmed(start..<end)
      if !sentence.isEmpty { found.append(sentence) }
      start = end
    }
    // Signs without a partner are looked for in vain only so often.
    var failures = 0
    while position < paragraph.upperBound {
      if text[position] == "$" || text[position] == "\\", failures < 64 {
        if let span = MathSpan.at(position, in: text, before: paragraph.upperBound) {
          position = span.outer.upperBound
          continue
        }
        let next = text.byte(position + 1)
        if text[position] == "$" || next == "[" || next == "(" { failures += 1 }
      }
      let next = position + 1 < paragraph.upperBound ? text[position + 1] : UInt8(ascii: " ")
      switch text[position] {
      case ".", "!", "?":
        position += 1
        if next.isSpace || next == "*" || next == ")" { close(position) }
        continue
      case .lineFeed: close(position)
      case 0xE3 where text.has("。", at: position, before: paragraph.upperBound):
        position += 3
        close(position)
        continue
      default: break
      }
      position += 1
    }
    close(paragraph.upperBound)
    return found
  }

  /// A sentence beside the point: a question, an offer, a check, a reference in brackets.
  private func isAside(_ sentence: Range<Int>) -> Bool {
    guard let last = sentence.last else { return true }
    if text[last] == "?" || text[last] == ":" { return true }
    var start = sentence.lowerBound
    while start < sentence.upperBound, !text[start].isAlphanumeric, text[start] < 0x80 {
      start += 1
    }
    return GuessWords.asides.match(in: text, at: start, before: sentence.upperBound) != nil
  }
}
