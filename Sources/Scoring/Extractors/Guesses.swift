/// Finds an answer that no mark announces: what a reader would take for it. All of low confidence.
struct Guesses: Sendable {
  let text: ByteText
  private let reader: ValueReader
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

  /// The answer within one sentence of prose.
  func inSentence(_ sentence: Range<Int>) -> Candidate? {
    bold(sentence) ?? formula(sentence) ?? stated(sentence) ?? equation(sentence)
      ?? quantity(sentence) ?? phrase(sentence)
  }

  // MARK: - Whole replies

  /// A reply of one line that is a value.
  private func short(_ reply: Range<Int>) -> Candidate? {
    guard reply.count <= 240, text.first("\n", in: reply) == nil else { return nil }
    if text.has("```", at: reply.lowerBound, before: reply.upperBound) { return nil }
    var start = reply.lowerBound
    var arrow = false
    for mark in ["=>", "->", "→", "⇒", "∴", "=", "≈", "- "]
    where text.has(mark, at: start, before: reply.upperBound) {
      start = text.trimmingStart(start + mark.utf8.count..<reply.upperBound).lowerBound
      arrow = mark != "- "
      break
    }
    let line = reader.stripped(start..<reply.upperBound)
    guard !line.isEmpty else { return nil }
    if let last = reply.last, text[last] == "?" || text[last] == ":" { return nil }
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
    if Guesses.pronouns.match(in: text, at: name.lowerBound, before: end) != nil { return nil }
    return Candidate(text.string(name), name, .wholeReply)
  }

  /// Whether a line has no prose: at most four words and no verb, or numbers and signs only.
  private func isBareValue(_ line: Range<Int>, words: Int) -> Bool {
    var longWords = 0
    var letters = 0
    for position in line {
      letters = text[position].isLetter ? letters + 1 : 0
      if letters == 2 { longWords += 1 }
    }
    if text.anyByte(in: line, where: { $0.isDigit }) {
      return longWords <= (text[line.lowerBound].isLetter ? 1 : 2)
        && !Guesses.verbs.occurs(in: text, line)
        && !Guesses.openers.occurs(in: text, line)
    }
    return words <= 4 && !Guesses.verbs.occurs(in: text, line)
      && !Guesses.openers.occurs(in: text, line)
  }

  /// What is right of the last equals sign, if only numbers are left of the first.
  private func rightSide(of line: Range<Int>) -> Range<Int>? {
    guard let first = text.first("=", in: line), first > line.lowerBound else { return nil }
    let left = line.lowerBound..<first
    guard text.anyByte(in: left, where: { $0.isDigit }),
      !text.anyByte(in: left, where: { $0.isLetter || $0 == "\\" || $0 == "$" })
    else { return nil }
    var last = first
    for position in first..<line.upperBound where text[position] == "=" { last = position }
    let right = reader.stripped(last + 1..<line.upperBound)
    return right.isEmpty ? nil : right
  }

  /// The last member of a chain of at least two equals signs.
  private func chainEnd(of line: Range<Int>) -> Range<Int>? {
    let signs = line.filter { text[$0] == "=" }
    guard signs.count > 1, let last = signs.last, let first = signs.first,
      !Guesses.conjunctions.occurs(in: text, first..<last)
    else { return nil }
    let right = reader.stripped(last + 1..<line.upperBound)
    return right.isEmpty ? nil : right
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
    guard let match = Guesses.yesNo.match(in: text, at: start, before: reply.upperBound) else {
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
    guard byte.isLetter else { return false }
    let sentence = sentences(paragraph).last ?? paragraph
    var start = paragraph.upperBound
    while start > sentence.lowerBound, text[start - 1].isLetter { start -= 1 }
    if Guesses.connecting.match(in: text, at: start, before: paragraph.upperBound)?.end
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
      if Guesses.hedges.occurs(in: text, sentence) { return .hedge }
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
    while position < paragraph.upperBound {
      if text[position] == "$" || text[position] == "\\",
        let span = MathSpan.at(position, in: text, before: paragraph.upperBound)
      {
        position = span.outer.upperBound
        continue
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
    return Guesses.asides.match(in: text, at: start, before: sentence.upperBound) != nil
  }

  // MARK: - In a sentence

  private func bold(_ sentence: Range<Int>) -> Candidate? {
    var found: Candidate?
    var position = sentence.lowerBound
    while let open = text.first("**", in: position..<sentence.upperBound) {
      guard let close = text.first("**", in: open + 2..<sentence.upperBound) else { break }
      position = close + 2
      let isHeading = text.byte(position) == ":" || close > open && text[close - 1] == ":"
      let range = reader.stripped(open + 2..<close)
      if isHeading || range.isEmpty { continue }
      let value = reader.value(range)
      if value.words > 6
        || Guesses.headings.match(in: text, at: range.lowerBound, before: close)
          != nil
      {
        continue
      }
      guard value.isMathematical || value.words <= 4 else { continue }
      if !value.isMathematical, found != nil { continue }
      let reply = value.isMathematical ? rightSide(of: range) : nil
      found = Candidate(
        reply.map { reader.value($0).text } ?? value.text, reply ?? range, .bold)
    }
    return found
  }

  /// The last formula of a sentence, if little follows it.
  private func formula(_ sentence: Range<Int>) -> Candidate? {
    let spans = MathSpan.all(in: text, sentence)
    guard let last = spans.last, !last.content.isEmpty else { return nil }
    let rest = text.trimmed(last.outer.upperBound..<sentence.upperBound)
    let unit = Units.end(in: text, at: rest.lowerBound, before: rest.upperBound)
    let follows = (unit ?? rest.lowerBound)..<rest.upperBound
    guard text.wordCount(in: follows) <= 3,
      !text.anyByte(in: follows, where: { $0.isDigit })
    else { return nil }
    let content = last.content
    guard
      text.anyByte(
        in: content, where: { $0.isDigit || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\\") })
    else { return nil }
    let rule: AnswerRule = last.isDisplay ? .display : .equation
    if let right = rightSide(of: content) {
      return Candidate(text.string(right), right, rule)
    }
    let value = reader.value(last.outer.lowerBound..<(unit ?? last.outer.upperBound))
    return Candidate(value.text, content.lowerBound..<(unit ?? content.upperBound), rule)
  }

  /// The value behind the last equals sign; a lone variable before it is kept: `x = 4`.
  private func equation(_ sentence: Range<Int>) -> Candidate? {
    var signs: [Int] = []
    for position in sentence where text[position] == "=" {
      if text.byte(position + 1) != "=", text.byte(position - 1) != "=",
        text.byte(position + 1) != ">"
      {
        signs.append(position)
      }
    }
    guard let last = signs.last, let value = reader.read(last + 1..<sentence.upperBound),
      value.isMathematical, value.words <= 8
    else { return nil }
    if signs.count == 1, let variable = variable(before: last, from: sentence.lowerBound) {
      let range = variable.lowerBound..<value.range.upperBound
      return Candidate(text.string(range), range, .equation)
    }
    return Candidate(value.text, value.range, .equation)
  }

  /// A name of one letter with an index perhaps, alone before an equals sign.
  private func variable(before sign: Int, from start: Int) -> Range<Int>? {
    var end = sign
    while end > start, text[end - 1] == " " { end -= 1 }
    var name = end
    while name > start, text[name - 1].isAlphanumeric || text[name - 1] == "_" { name -= 1 }
    guard name < end, end - name <= 4, text[name].isLetter else { return nil }
    let isLetterAlone = !text.anyByte(in: name + 1..<end, where: \.isLetter) || end - name <= 2
    guard isLetterAlone else { return nil }
    guard name == start || text[name - 1] == " " || text[name - 1] == "*" else { return nil }
    var before = name
    while before > start, text[before - 1] == " " { before -= 1 }
    if before > start {
      let byte = text[before - 1]
      if !byte.isAlphanumeric, byte != ",", byte != ":", byte != "*", byte != "." { return nil }
    }
    return name..<end
  }

  /// What stands behind the last verb or colon, if it is an expression: `so the inverse is [[4, -1]]`.
  private func stated(_ sentence: Range<Int>) -> Candidate? {
    var links: [(end: Int, isVerb: Bool)] = []
    for position in sentence {
      if let link = Guesses.links.match(in: text, at: position, before: sentence.upperBound),
        text[position] != ":" || text.byte(link.end).isSpace
      {
        links.append((link.end, link.index < Guesses.verbLinks))
      }
    }
    for (start, isVerb) in links.reversed().prefix(4) {
      guard let value = reader.read(start..<sentence.upperBound) else { continue }
      let rest = text.trimmed(value.range.upperBound..<sentence.upperBound)
      guard text.wordCount(in: rest) <= 6 else { continue }
      let isName =
        isVerb && value.words <= 2 && text[value.range.lowerBound].isUppercase
        && rest.count <= 2
      guard isName || value.isMathematical && Prose.isExpression(text, value.range) else {
        continue
      }
      if let right = rightSide(of: value.range) ?? chainEnd(of: value.range) {
        return Candidate(reader.value(right).text, right, .equation)
      }
      let isEquation = text.anyByte(in: value.range, where: { $0 == UInt8(ascii: "=") })
      let rule: AnswerRule = isName ? .wholeReply : isEquation ? .equation : .lastQuantity
      return Candidate(value.text, value.range, rule)
    }
    return nil
  }

  /// A result that is no value: `no solution`, `does not exist`.
  private func phrase(_ sentence: Range<Int>) -> Candidate? {
    guard let found = Guesses.phrases.first(in: text, sentence) else { return nil }
    return Candidate(text.string(found.range), found.range, .wholeReply)
  }

  private func quantity(_ sentence: Range<Int>) -> Candidate? {
    guard let last = Quantity.all(in: text, sentence).last,
      // A number far from a sentence's end is hardly what it leads to.
      text.wordCount(in: last.range.upperBound..<sentence.upperBound) <= 6,
      !isNegated(last.range.lowerBound, from: sentence.lowerBound)
    else { return nil }
    return Candidate(text.string(last.range), last.range, .lastQuantity)
  }

  private func isNegated(_ position: Int, from start: Int) -> Bool {
    let before = text.trimmingEnd(max(start, position - 8)..<position)
    return ["not", "n't", "n’t", "不是", "nicht", "pas"].contains { word in
      before.count >= word.utf8.count
        && text.hasLowercased(
          word, at: before.upperBound - word.utf8.count, before: before.upperBound)
    }
  }

  // MARK: - Words

  private static let conjunctions = PhraseTable(["and", "or", ",", ";"])
  /// The first of the links that make what follows them the answer, even a name.
  private static let verbLinks = 5
  private static let links = PhraseTable([
    "is", "are", "be", "equals", ":", "gives", "at", "in", "becomes", "yields", "so", "get",
    "therefore", "hence", "thus", "→", "⇒", "=>", "was", "has", "have",
  ])
  private static let phrases = PhraseTable([
    "no solution", "no solutions", "no real solution", "no real solutions", "does not exist",
    "doesn't exist", "infinitely many", "undefined", "diverges", "impossible", "not possible",
  ])
  private static let hedges = PhraseTable([
    "could be", "might be", "maybe", "perhaps", "it depends", "depends on", "not sure",
    "around the", "some people", "hard to say", "can't say", "cannot say", "unclear",
    "no idea", "who knows",
  ])
  private static let verbs = PhraseTable([
    "is", "are", "was", "has", "have", "gives", "equals", "we", "i", "can", "you", "will",
    "there", "let", "because", "comes", "would", "need", "get", "know", "don't", "sure",
  ])
  private static let openers = PhraseTable([
    "therefore", "so", "thus", "hence", "step", "here", "ok", "okay", "hello", "hi", "thanks",
    "sorry", "first", "then", "hmm", "wait", "maybe", "using", "solve", "answer", "solution",
  ])
  private static let pronouns = PhraseTable([
    "i", "we", "you", "they", "that", "this", "it", "he", "she", "let", "please", "solve", "try",
    "sorry", "just", "here",
  ])
  private static let yesNo = PhraseTable([
    "yes", "no", "true", "false", "oui", "non", "ja", "nein", "sí", "sì", "да", "Да", "нет",
    "Нет", "是的", "不是", "否", "はい", "いいえ", "예", "아니요",
  ])
  private static let connecting = PhraseTable([
    "which", "that", "the", "a", "an", "of", "and", "or", "with", "to", "for", "by", "from",
    "is", "are", "so", "then", "we", "in", "on", "at", "as", "if", "because", "since", "this",
    "these", "be", "let", "where", "when", "i", "it", "its", "have", "has", "need", "gives",
    "but", "while", "also", "than", "was", "must", "can", "now", "next", "plus", "minus",
    "times", "equals", "first", "than", "our", "using", "into", "will", "would", "get",
  ])
  private static let asides = PhraseTable([
    "note", "check", "checking", "verification", "verify", "to verify", "let me know", "see",
    "figure", "source", "i hope", "hope", "feel free", "if you", "please", "would you", "refer",
    "reference", "references", "this matches", "we can check", "we can verify", "thanks",
    "remember", "recall", "check:", "(see", "image", "disclaimer", "last updated",
  ])
  private static let headings = PhraseTable([
    "step", "case", "part", "note", "example", "method", "figure", "table", "problem",
    "question", "section", "option", "solution", "explanation", "answer", "given", "approach",
    "verification", "check", "important", "hint", "key", "summary", "conclusion", "result",
    "final answer", "therefore", "not", "formula",
  ])
}
