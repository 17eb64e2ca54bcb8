/// What one sentence of prose leads to.
extension Guesses {
  /// The answer within one sentence of prose.
  func inSentence(_ sentence: Range<Int>) -> Candidate? {
    bold(sentence) ?? formula(sentence) ?? stated(sentence) ?? equation(sentence)
      ?? quantity(sentence) ?? phrase(sentence)
  }

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
        || GuessWords.headings.match(in: text, at: range.lowerBound, before: close)
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
    if let right = rightSide(of: content) ?? chainEnd(of: content) {
      return Candidate(text.string(right), right, rule)
    }
    if let joined = enumerated(spans, in: sentence) { return joined }
    let value = reader.value(last.outer.lowerBound..<(unit ?? last.outer.upperBound))
    return Candidate(value.text, content.lowerBound..<(unit ?? content.upperBound), rule)
  }

  /// `The solutions are $x=1$ and $x=2$`: formulas that a verb opens and "and" or "or" joins.
  private func enumerated(_ spans: [MathSpan], in sentence: Range<Int>) -> Candidate? {
    guard let last = spans.last, !last.isDisplay else { return nil }
    var first = spans.count - 1
    var joins = false
    while first > 0, spans.count - first < 9 {
      let gap = spans[first - 1].outer.upperBound..<spans[first].outer.lowerBound
      let word = text.string(text.trimmed(gap))
      guard ["and", "or", ",", ", and", ", or"].contains(word) else { break }
      joins = joins || word != ","
      first -= 1
    }
    guard joins, first < spans.count - 1 else { return nil }
    let before = text.trimmed(sentence.lowerBound..<spans[first].outer.lowerBound)
    guard
      [" are", " is", ":", " be"].contains(where: {
        text.has($0, at: before.upperBound - $0.utf8.count, before: before.upperBound)
      })
    else { return nil }
    let parts = spans[first...].map { text.string($0.content) }
    let range = spans[first].content.lowerBound..<last.content.upperBound
    return Candidate(parts.joined(separator: ", "), range, .equation)
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
  func variable(before sign: Int, from start: Int) -> Range<Int>? {
    var end = sign
    while end > start, text[end - 1] == " " { end -= 1 }
    var name = end
    while name > start, text[name - 1].isAlphanumeric || text[name - 1] == "_" { name -= 1 }
    guard name < end, end - name <= 4, text[name].isLetter else { return nil }
    let isLetterAlone = !text.anyByte(in: name + 1..<end, where: \.isLetter) || end - name <= 2
    guard isLetterAlone else { return nil }
    guard
      name == start || text[name - 1] == " " || text[name - 1] == "*" || text[name - 1] >= 0x80
    else { return nil }
    var before = name
    while before > start, text[before - 1] == " " { before -= 1 }
    if before > start {
      let byte = text[before - 1]
      if !byte.isAlphanumeric, byte < 0x80, byte != ",", byte != ":", byte != "*", byte != "." {
        return nil
      }
    }
    return name..<end
  }

  /// What stands behind the last verb or colon, if it is an expression: `so the inverse is [[4, -1]]`.
  private func stated(_ sentence: Range<Int>) -> Candidate? {
    var links: [(end: Int, isVerb: Bool)] = []
    for position in sentence {
      if let link = GuessWords.links.match(in: text, at: position, before: sentence.upperBound),
        text[position] != ":" || text.byte(link.end).isSpace
      {
        links.append((link.end, link.index < GuessWords.verbLinks))
      }
    }
    for (start, isVerb) in links.reversed().prefix(4) {
      guard let value = reader.read(start..<sentence.upperBound) else { continue }
      let rest = text.trimmed(value.range.upperBound..<sentence.upperBound)
      guard text.wordCount(in: rest) <= 6, !beginsWithVerb(value.range),
        reader.tail(of: value.range) == nil
      else { continue }
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

  /// `has travelled 180 miles`: a long word in small letters before a number is none of its value.
  private func beginsWithVerb(_ range: Range<Int>) -> Bool {
    var end = range.lowerBound
    while end < range.upperBound, text[end].isLetter, !text[end].isUppercase { end += 1 }
    return end - range.lowerBound >= 5 && text.byte(end) == " " && text.byte(end + 1).isDigit
  }

  /// A result that is no value: `no solution`, `does not exist`.
  private func phrase(_ sentence: Range<Int>) -> Candidate? {
    let end = reader.stripped(sentence).upperBound
    for word in ["true", "false"] {
      let start = end - word.utf8.count
      if start > sentence.lowerBound, text.hasLowercased(word, at: start, before: end),
        text.isWordStart(start), !isNegated(start, from: sentence.lowerBound)
      {
        return Candidate(text.string(start..<end), start..<end, .wholeReply)
      }
    }
    guard let found = GuessWords.phrases.first(in: text, sentence) else { return nil }
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
}
