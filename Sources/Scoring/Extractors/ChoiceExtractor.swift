public import Grading

/// Finds the letters of the options that a completion chooses.
///
/// Marks come first, as for final answers; the letter must be a word of its own, never the first
/// letter of one. Where a mark holds no letter, the options' texts are compared. "A or B" is no
/// choice. Linear in the completion's length; works on bytes.
public struct ChoiceExtractor: Extractor {
  public static let version = 3

  private let letters: OptionLetters
  private let several: Bool

  /// - Parameters:
  ///   - options: The options' texts in order, at most 26 are lettered; empty texts where only their
  ///     number is known.
  ///   - several: Whether several letters may be right, so that letters without a mark are collected.
  public init(options: [String], several: Bool = false) {
    letters = OptionLetters(options: options)
    self.several = several
  }

  public func extract(from completion: Completion) -> Extraction {
    CompletionReading.extract(from: completion) { text, range, isFinished in
      guard let found = search(text, range, isFinished: isFinished) else { return nil }
      return Answer(
        text: found.letters.map(String.init).joined(separator: ","), rule: found.rule.rawValue,
        range: found.range, confidence: found.rule.confidence)
    }
  }

  private struct Found {
    var letters: [Character]
    var range: Range<Int>
    var rule: AnswerRule
  }

  private func search(_ text: ByteText, _ range: Range<Int>, isFinished: Bool) -> Found? {
    let limit = runOn(text, range) ?? range.upperBound
    let cut = range.lowerBound..<limit
    switch marked(text, cut) {
    case .found(let found): return found
    case .refused: return nil
    case .nothing: break
    }
    guard isFinished || limit < range.upperBound else { return nil }
    if Refusal.isRefusal(text, cut) { return nil }
    return leading(text, cut) ?? asserted(text, cut, sentences: 1) ?? bold(text, cut)
      ?? asserted(text, cut, sentences: 6) ?? mentioned(text, cut)
  }

  /// The option whose text, and no other's, stands in one of the last sentences.
  private func mentioned(_ text: ByteText, _ range: Range<Int>) -> Found? {
    let tail = text.trimmed(max(range.lowerBound, range.upperBound - 2_000)..<range.upperBound)
    for sentence in Guesses(text: text).sentences(tail).reversed().prefix(2) {
      if ChoiceExtractor.hedges.occurs(in: text, sentence)
        || ChoiceExtractor.negations.occurs(in: text, sentence)
      {
        return nil
      }
      // A lettered line is one of a list of the options.
      if case .letters(_, let span) = letters.read(text, sentence, isMarked: false),
        span.lowerBound - sentence.lowerBound < 4
      {
        return nil
      }
      if let option = letters.option(mentionedIn: text.string(sentence)) {
        return Found(letters: [option], range: sentence, rule: .wholeReply)
      }
    }
    return nil
  }

  // MARK: - Marks

  private enum Marked {
    case found(Found)
    /// The model marked something that is no choice: a hedge, or a word that is no option.
    case refused
    case nothing
  }

  /// A mark whose value may hold letters.
  private struct Mark {
    var position: Int
    var value: Range<Int>
    var rule: AnswerRule
    /// A colon, a box or the like, so that a value without letters is no choice.
    var isFirm: Bool
    /// A JSON text, which may be escaped.
    var json: String?
  }

  private func marked(_ text: ByteText, _ range: Range<Int>) -> Marked {
    var unread = false
    for mark in marks(text, range).reversed().prefix(100) {
      switch reading(mark, text) {
      case .letters(let letters, let range):
        return .found(Found(letters: letters, range: range, rule: mark.rule))
      case .hedge: return .refused
      case .none:
        if mark.isFirm { unread = true }
      }
    }
    return unread ? .refused : .nothing
  }

  private func reading(_ mark: Mark, _ text: ByteText) -> OptionLetters.Reading {
    if let json = mark.json {
      let inner = ByteText(json)
      switch letters.read(inner, inner.whole, isMarked: true) {
      case .letters(let found, _): return .letters(found, mark.value)
      case .hedge: return .hedge
      case .none: break
      }
      guard let option = letters.option(saying: json) ?? letters.option(numbered: json) else {
        return .none
      }
      return .letters([option], mark.value)
    }
    let reading = letters.read(text, mark.value, isMarked: true)
    guard case .none = reading else { return reading }
    let value = ValueReader(text: text).stripped(mark.value)
    let shown = text.string(value)
    guard let option = letters.option(saying: shown) ?? letters.option(numbered: shown) else {
      return .none
    }
    return .letters([option], value)
  }

  private func marks(_ text: ByteText, _ range: Range<Int>) -> [Mark] {
    var marks: [Mark] = []
    for found in TaggedAnswers.elements(in: text, range) {
      marks.append(
        Mark(position: found.position, value: found.content, rule: .answerTag, isFirm: true))
    }
    for found in TaggedAnswers.fields(in: text, range) {
      marks.append(
        Mark(
          position: found.position, value: found.content, rule: .json, isFirm: true,
          json: found.text))
    }
    for box in Boxes.candidates(in: text, range) {
      marks.append(
        Mark(
          position: box.position, value: box.range, rule: .boxed, isFirm: true, json: box.text))
    }
    for label in Labels(text: text, range: range).all() where !label.isWeak || label.byMark {
      let end = text.lineEnd(from: label.span.lowerBound, before: label.span.upperBound)
      marks.append(
        Mark(
          position: label.position, value: label.span.lowerBound..<end, rule: .label,
          isFirm: label.byMark && !label.isWeak))
    }
    marks += choiceLabels(text, range)
    return marks.sorted { $0.position < $1.position }
  }

  /// Labels that only questions with options have: "the correct option is", "故选", "I choose".
  private func choiceLabels(_ text: ByteText, _ range: Range<Int>) -> [Mark] {
    var marks: [Mark] = []
    let labels = ChoiceExtractor.labels
    var next = range.lowerBound
    while let position = labels.filter.next(in: text, from: next, before: range.upperBound) {
      // "选项" is no choice; a shorter label may begin inside a longer one.
      next = position + 1
      guard let match = labels.match(in: text, at: position, before: range.upperBound) else {
        continue
      }
      let stop = text.lineEnd(
        from: match.end, before: min(range.upperBound, match.end + 200))
      if !["项", "項", "择", "擇", "択"].contains(where: { text.has($0, at: match.end, before: stop) }) {
        marks.append(
          Mark(position: position, value: match.end..<stop, rule: .label, isFirm: false))
      }
    }
    return marks
  }

  private static let labels = PhraseTable([
    "correct option is", "correct options are", "correct choice is", "correct choices are",
    "correct letter is", "best option is", "best choice is", "best answer is", "right answer is",
    "right option is", "right choice is", "option:", "choice:", "correct option:",
    "correct choice:", "correct options:", "the option is", "the choice is", "my choice is",
    "my choice:", "i choose", "i would choose", "i'd choose", "i pick", "i would pick", "i'd pick",
    "i select", "i would select", "i'd go with", "i would go with", "i'll go with", "going with",
    "i go with", "select", "selected option:", "selecting option", "we choose", "we select",
    "we pick", "choose", "correct ones are", "correct statements are", "true statements are",
    "故选", "故選", "选择", "選擇", "应选", "應選", "本题选", "所以选", "因此选", "选项是", "選",
    "选", "正确的是", "正確的是", "正しいのは", "选项为",
    "die richtige option ist", "richtig ist antwort", "richtig ist option", "richtig ist",
    "alternativa correta", "opção correta", "opción correcta",
    "option correcte", "opzione corretta", "richtige option", "選択肢は", "正しい選択肢は",
    "la opción correcta es", "la bonne option est", "корректный вариант",
    "правильный вариант", "l'opzione corretta è", "corresponds to option", "matches option",
    "this is option", "that is option", "which is option", "must be option", "it's option",
  ])

  // MARK: - Without marks

  /// A reply that begins with a letter and a delimiter, or is one: `D. 12.5 m/s`, `(B)`, `C`.
  private func leading(_ text: ByteText, _ range: Range<Int>) -> Found? {
    let reply = text.trimmed(range)
    let lineEnd = text.lineEnd(from: reply.lowerBound, before: reply.upperBound)
    let line = text.trimmed(reply.lowerBound..<lineEnd)
    let isOneLine = lineEnd == reply.upperBound
    let firstByte = line.first.map { text[$0] } ?? 0
    guard case .letters(let found, let span) = letters.read(text, line, isMarked: isOneLine)
    else { return sayingOption(text, line, isOneLine: isOneLine) }
    let next = span.upperBound < line.upperBound ? text[span.upperBound] : UInt8(ascii: ".")
    let isAlone = ValueReader(text: text).stripped(span.upperBound..<line.upperBound).isEmpty
    let delimited =
      [".", ")", ":", "*", ",", "]", "}", "$", "\"", "`"].contains { next == $0 }
      || next >= 0xE2 && span.count == 3
    guard span.lowerBound - line.lowerBound <= 12, isAlone || delimited else { return nil }
    // A list of all the options, or of remarks on them, chooses nothing.
    if !isOneLine, listsOptions(text, reply, after: lineEnd) { return nil }
    if firstByte.isLetter, span.lowerBound > line.lowerBound, !isAlone { return nil }
    if isVerdictOnOption(text, span.upperBound..<line.upperBound) { return nil }
    return Found(letters: found, range: span, rule: .wholeReply)
  }

  private func sayingOption(_ text: ByteText, _ line: Range<Int>, isOneLine: Bool) -> Found? {
    guard isOneLine else { return nil }
    let value = ValueReader(text: text).stripped(line)
    guard !value.isEmpty, value.count < 400,
      let option = letters.option(saying: text.string(value))
        ?? letters.option(numbered: text.string(value))
    else { return nil }
    return Found(letters: [option], range: value, rule: .wholeReply)
  }

  /// Whether a later line begins with another letter and a delimiter.
  private func listsOptions(_ text: ByteText, _ reply: Range<Int>, after start: Int) -> Bool {
    var others = 0
    for line in text.lines(in: start..<reply.upperBound).prefix(200) {
      let content = text.trimmed(line)
      guard let first = content.first else { continue }
      let at = text[first] == "(" || text[first] == "*" || text[first] == "-" ? first + 1 : first
      if text.byte(at).isUppercase, at + 1 < content.upperBound,
        [")", ".", ":"].contains(where: { text[at + 1] == $0 })
      {
        others += 1
      }
    }
    return others > 0
  }

  private func isVerdictOnOption(_ text: ByteText, _ rest: Range<Int>) -> Bool {
    let start = text.trimmingStart(rest).lowerBound
    return ChoiceExtractor.rejected.match(in: text, at: start, before: rest.upperBound) != nil
  }

  private func bold(_ text: ByteText, _ range: Range<Int>) -> Found? {
    var found: Found?
    var position = range.lowerBound
    while let open = text.first("**", in: position..<range.upperBound) {
      let limit = min(range.upperBound, open + 300)
      guard let close = text.first("**", in: min(open + 2, limit)..<limit) else {
        position = open + 2
        continue
      }
      position = close + 2
      let inside = open + 2..<close
      guard case .letters(let letters, let span) = letters.read(text, inside, isMarked: false),
        !isVerdictOnOption(text, position..<range.upperBound.clamped(to: position..<position + 60)),
        span.lowerBound - inside.lowerBound <= 10
      else { continue }
      found = Found(letters: letters, range: span, rule: .bold)
    }
    return found
  }

  /// The letter that the last sentences assert: "C is correct", "only B remains", "so (A)".
  private func asserted(_ text: ByteText, _ range: Range<Int>, sentences count: Int) -> Found? {
    let tail = text.trimmed(max(range.lowerBound, range.upperBound - 4_000)..<range.upperBound)
    let sentences = Guesses(text: text).sentences(tail)
    for sentence in sentences.reversed().prefix(count) {
      if ChoiceExtractor.hedges.occurs(in: text, sentence) { return nil }
      if sentence.count <= 12,
        case .letters(let found, let span) = letters.read(text, sentence, isMarked: false),
        ValueReader(text: text).isDecoration(span.upperBound..<sentence.upperBound)
      {
        return Found(letters: found, range: span, rule: .wholeReply)
      }
      let chosen = assertions(text, sentence).filter { $0.isAsserted }
      let isOneGroup = chosen.allSatisfy { $0.range == chosen[0].range }
      if !chosen.isEmpty, isOneGroup || several,
        let first = chosen.first, let last = chosen.last
      {
        var names: [Character] = []
        for one in chosen where !names.contains(one.letter) { names.append(one.letter) }
        return Found(
          letters: names, range: first.range.lowerBound..<last.range.upperBound,
          rule: .wholeReply)
      }
      if chosen.count > 1 { return nil }
    }
    return nil
  }

  private struct Assertion {
    var letter: Character
    var range: Range<Int>
    var isAsserted: Bool
  }

  /// The letters of a sentence, in groups such as "B and D", and whether the words around assert
  /// them.
  private func assertions(_ text: ByteText, _ sentence: Range<Int>) -> [Assertion] {
    var found: [Assertion] = []
    var position = sentence.lowerBound
    while position < sentence.upperBound {
      guard text[position].isUppercase, text.isWordStart(position),
        case .letters(let group, let span) = letters.read(
          text, position..<sentence.upperBound, isMarked: false), span.lowerBound == position
      else {
        position += 1
        continue
      }
      position = span.upperBound
      let before = text.trimmingEnd(
        max(sentence.lowerBound, span.lowerBound - 40)..<span.lowerBound)
      var rest = span.upperBound
      while rest < sentence.upperBound,
        [")", "*", " ", "\"", "_", "]"].contains(where: { text[rest] == $0 })
      {
        rest += 1
      }
      let isBracketed = text.byte(span.lowerBound - 1) == "("
      let lead = ends(before, with: ChoiceExtractor.leads, text)
      let isRejected =
        ChoiceExtractor.rejected.match(in: text, at: rest, before: sentence.upperBound) != nil
        || ends(before, with: ChoiceExtractor.rejecting, text)
      let isPraised =
        ChoiceExtractor.praised.match(in: text, at: rest, before: sentence.upperBound) != nil
      let isWord = group == ["A"] || group == ["I"]
      if isWord, !isBracketed, !lead, !isPraised { continue }
      for letter in group {
        found.append(
          Assertion(letter: letter, range: span, isAsserted: !isRejected && (lead || isPraised)))
      }
    }
    return found
  }

  /// Whether a stretch ends with one of the phrases and decoration.
  private func ends(_ range: Range<Int>, with table: PhraseTable, _ text: ByteText) -> Bool {
    var end = range.upperBound
    while end > range.lowerBound,
      text[end - 1] == "(" || text[end - 1] == "*" || text[end - 1] == " "
    {
      end -= 1
    }
    for start in range.lowerBound..<max(range.lowerBound, end) {
      if let match = table.match(in: text, at: start, before: end), match.end == end {
        return true
      }
    }
    return false
  }

  private static let hedges = PhraseTable([
    "might be", "could be", "it depends", "depends on", "maybe", "perhaps", "not sure", "or only",
    "hard to say", "either",
  ])
  private static let negations = PhraseTable([
    "not", "no", "none", "neither", "nor", "isn't", "isn’t", "except", "unlike", "wrong",
    "incorrect", "rule out", "eliminate", "instead of", "rather than", "nicht", "pas", "non", "不是",
    "не",
  ])
  private static let rejected = PhraseTable([
    "is wrong", "is incorrect", "is not", "is false", "isn't", "isn’t", "is out", "can be ruled",
    "can be eliminated", "is eliminated", "is ruled", "does not", "doesn't", "doesn’t", "cannot",
    "can't", "fails", "are wrong", "are incorrect", "are not", "are false", "do not", "don't",
    "fail", "are out", "is impossible",
    "is too", "would be wrong", "would not", "is invalid", "is unlikely", "are eliminated",
    "incorrect", "wrong", "false", "不正确", "错误", "seems wrong", "is tempting", "contradicts",
  ])
  private static let rejecting = PhraseTable([
    "not", "eliminate", "rule out", "ruling out", "eliminating", "excluding", "exclude",
    "not option", "eliminate option", "rule out option", "reject", "rejecting", "than", "unlike",
  ])
  private static let praised = PhraseTable([
    "is correct", "is right", "are correct", "are right", "are true", "remain", "are the",
    "is true", "is the correct", "is the right", "is the best",
    "is the answer", "remains", "is best", "is the only", "fits", "must be", "is left", "works",
    "matches", "holds", "is the one", "is the most", "seems right", "is the final", "is valid",
    "is my", "正确", "is what", "follows", "项正确", "が正しい", "が正解", "が適切", "が正答", "이 정답",
    "가 정답", "이 맞", "가 맞", "ist richtig", "ist korrekt", "est correcte", "es correcta",
    "é correta", "è corretta", "верно", "верен",
  ])
  private static let leads = PhraseTable([
    "only", "choose", "pick", "select", "option", "choice", "go with", "so", "therefore", "thus",
    "hence", "is", "are", "answer", "leaves", "leaving", "it's", "it’s", "must be", "would be",
    "be", "letter", "say", "选", "是", "with", "=>", "→", "and option", "answers",
  ])

  // MARK: - Run-on

  private func runOn(_ text: ByteText, _ range: Range<Int>) -> Int? {
    guard let header = AnswerMarks.firstHeader(in: text, range) else { return nil }
    let before = range.lowerBound..<header
    switch marked(text, before) {
    case .found: return header
    case .refused, .nothing: return leading(text, before) == nil ? nil : header
    }
  }
}

extension Int {
  fileprivate func clamped(to range: Range<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
