/// All marks by which a text announces answers, and which of them counts.
struct AnswerMarks: Sendable {
  private let text: ByteText
  private let range: Range<Int>
  private let reader: ValueReader
  /// In the order of their positions.
  let marks: [Mark]
  /// The most labels that are read until one has a value.
  private static let readLimit = 200
  /// The most header lines that are tried.
  private static let headerLimit = 8

  struct Mark: Sendable {
    var position: Int
    var kind: Kind

    enum Kind: Sendable {
      case element(Range<Int>)
      case field(Range<Int>, String)
      case boxed(Candidate)
      case label(Labels.Found)
      case hashes(Labels.Found)
    }
  }

  init(text: ByteText, range: Range<Int>) {
    self.text = text
    self.range = range
    reader = ValueReader(text: text)
    let labels = Labels(text: text, range: range)
    var marks: [Mark] = []
    for found in TaggedAnswers.elements(in: text, range) {
      marks.append(Mark(position: found.position, kind: .element(found.content)))
    }
    for found in TaggedAnswers.fields(in: text, range) {
      marks.append(Mark(position: found.position, kind: .field(found.content, found.text ?? "")))
    }
    for found in Boxes.candidates(in: text, range) {
      marks.append(Mark(position: found.position, kind: .boxed(found)))
    }
    for found in labels.hashes() {
      marks.append(Mark(position: found.position, kind: .hashes(found)))
    }
    for found in labels.all() {
      marks.append(Mark(position: found.position, kind: .label(found)))
    }
    self.marks = AnswerMarks.withoutFrames(AnswerMarks.sorted(marks))
  }

  /// By position; marks at the same one stay in their order.
  private static func sorted(_ marks: [Mark]) -> [Mark] {
    let isInOrder = zip(marks, marks.dropFirst()).allSatisfy { $0.position <= $1.position }
    return isInOrder ? marks : marks.sorted { $0.position < $1.position }
  }

  /// Leaves labels and elements out that have a box, or an element, as their value, and labels
  /// within elements.
  private static func withoutFrames(_ marks: [Mark]) -> [Mark] {
    // One alone frames nothing.
    guard marks.count > 1 else { return marks }
    var kept: [Mark] = []
    var insideUntil = -1
    for (index, mark) in marks.enumerated() {
      let next = index + 1 < marks.count ? marks[index + 1] : nil
      switch mark.kind {
      case .label(let label):
        if mark.position < insideUntil { continue }
        if let next, isFrame(around: next, label.span) { continue }
      case .element(let content):
        if let next, case .boxed = next.kind, content.contains(next.position) { continue }
        insideUntil = content.upperBound
      case .field, .boxed, .hashes: break
      }
      kept.append(mark)
    }
    return kept
  }

  private static func isFrame(around next: Mark, _ span: Range<Int>) -> Bool {
    guard span.contains(next.position) else { return false }
    switch next.kind {
    case .boxed, .element, .hashes: return true
    case .label(let label): return label.byMark && next.position - span.lowerBound < 3
    case .field: return false
    }
  }

  // MARK: - The latest

  /// The latest mark before `limit` that has a value. Marks of an answer come before labels of
  /// results in general, and before labels whose value is a word without colon.
  func latest(before limit: Int, isFinished: Bool) -> Candidate? {
    var wordy: Candidate?
    var reads = 0
    for index in marks.indices.reversed() where marks[index].position < limit {
      guard reads < AnswerMarks.readLimit else { break }
      if case .label(let label) = marks[index].kind {
        if label.isWeak { continue }
        reads += 1
        guard let found = read(label, isFinished: isFinished) else { continue }
        if found.isWeak {
          if wordy == nil { wordy = found }
          continue
        }
        return found
      }
      if let found = candidate(index, limit: limit, isFinished: isFinished) { return found }
    }
    return wordy ?? weak(before: limit, isFinished: isFinished)
  }

  func candidate(_ index: Int, limit: Int, isFinished: Bool) -> Candidate? {
    switch marks[index].kind {
    case .element(let content): return element(content, at: marks[index].position)
    case .field(let content, let value):
      return Candidate(reread(value), content, .json, position: marks[index].position)
    case .boxed(let box): return box
    case .hashes: return hashes(upTo: index, isFinished: isFinished)
    case .label: return nil
    }
  }

  /// A JSON text that is itself marked up is read once more.
  private func reread(_ value: String) -> String {
    let inner = ByteText(value)
    if let box = Boxes.candidates(in: inner, inner.whole).last { return box.text }
    let range = reader.stripped(in: inner)
    let spans = MathSpan.all(in: inner, range)
    guard let only = spans.first, spans.count == 1, only.outer == range else { return value }
    return inner.string(only.content)
  }

  private func weak(before limit: Int, isFinished: Bool) -> Candidate? {
    var reads = 0
    for mark in marks.reversed() where mark.position < limit {
      guard case .label(let label) = mark.kind, label.isWeak, label.byMark else { continue }
      reads += 1
      if reads > AnswerMarks.readLimit { break }
      guard let value = value(of: label, isFinished: isFinished), value.words <= 6,
        value.isMathematical || value.words <= 2
      else { continue }
      return Candidate(value.text, value.range, .label, position: mark.position)
    }
    return nil
  }

  // MARK: - Values

  /// The content of an element: marked up itself, or all of it.
  private func element(_ content: Range<Int>, at position: Int) -> Candidate? {
    let inner = AnswerMarks(inside: text, content)
    if var found = inner.latest(before: content.upperBound, isFinished: true) {
      found.rule = .answerTag
      found.position = position
      return found
    }
    let range = reader.stripped(content)
    guard !range.isEmpty else { return nil }
    let value = reader.value(range)
    if value.words > 8, let found = Guesses(text: text).best(in: content) {
      return Candidate(found.text, found.range, .answerTag, position: position)
    }
    return Candidate(value.text, value.range, .answerTag, position: position)
  }

  /// The marks of an element's content, whose elements inside are text.
  private init(inside text: ByteText, _ range: Range<Int>) {
    self.text = text
    self.range = range
    reader = ValueReader(text: text)
    var marks: [Mark] = Boxes.candidates(in: text, range).map {
      Mark(position: $0.position, kind: .boxed($0))
    }
    marks += Labels(text: text, range: range).all().map {
      Mark(position: $0.position, kind: .label($0))
    }
    marks += TaggedAnswers.fields(in: text, range).map {
      Mark(position: $0.position, kind: .field($0.content, $0.text ?? ""))
    }
    marks.sort { $0.position < $1.position }
    self.marks = AnswerMarks.withoutFrames(marks)
  }

  /// The first of the hash marks that follow one another without being taken back: what comes
  /// after it is the next question's.
  private func hashes(upTo index: Int, isFinished: Bool) -> Candidate? {
    var first = index
    while first > 0, case .hashes = marks[first - 1].kind,
      !AnswerMarks.turns.occurs(in: text, marks[first - 1].position..<marks[first].position)
    {
      first -= 1
    }
    guard case .hashes(let found) = marks[first].kind,
      let value = value(of: found, isFinished: isFinished)
    else { return nil }
    return Candidate(value.text, value.range, .hashes, position: marks[first].position)
  }

  private static let turns = PhraseTable([
    "wait", "actually", "mistake", "correction", "recheck", "hmm", "sorry", "oops", "wrong",
    "revised", "instead",
  ])

  func read(_ label: Labels.Found, isFinished: Bool) -> Candidate? {
    guard let value = value(of: label, isFinished: isFinished) else { return nil }
    var found = Candidate(value.text, value.range, .label, position: label.position)
    if let digit = value.range.first(where: { text[$0].isDigit }),
      Prose.foreignLetters(in: text, value.range.lowerBound..<digit) > 1,
      let inner = Guesses(text: text).inSentence(value.range)
    {
      found.text = inner.text
      found.range = inner.range
      return found
    }
    if let inner = stated(value, in: label.span) {
      found.text = inner.text
      found.range = inner.range
      return found
    }
    if value.words > 5, !Prose.isExpression(text, value.range) {
      if !value.isMathematical {
        guard label.byMark else { return nil }
      } else if let inner = Guesses(text: text).inSentence(value.range) {
        found.text = inner.text
        found.range = inner.range
      }
    }
    if !value.isMathematical, value.words >= 3,
      let inner = statement(from: value.range.lowerBound, in: label.span)
    {
      found.text = inner.text
      found.range = inner.range
      return found
    }
    found.isWeak = !label.byMark && !value.isMathematical
    return found
  }

  /// The one quantity of a short sentence: `Answer: Tom has 15 apples.`
  private func stated(_ value: ValueReader.Value, in span: Range<Int>) -> Candidate? {
    guard value.words >= 2, let first = value.range.first, text[first].isLetter else { return nil }
    let rest = first..<text.lineEnd(from: first, before: span.upperBound)
    let guesses = Guesses(text: text)
    guard let sentence = guesses.sentences(rest).first else { return nil }
    let quantities = Quantity.all(in: text, sentence)
    guard quantities.count == 1, let quantity = quantities.first,
      SentenceWords.leadsToQuantity(text, first..<quantity.range.lowerBound)
    else { return nil }
    return guesses.inSentence(sentence)
  }

  /// What a sentence leads to that was cut too early to hold its number: `Answer: The train arrives
  /// after 45 minutes.`
  private func statement(from start: Int, in span: Range<Int>) -> Candidate? {
    let guesses = Guesses(text: text)
    let rest = start..<text.lineEnd(from: start, before: span.upperBound)
    guard let sentence = guesses.sentences(rest).first,
      text.anyByte(in: sentence, where: \.isDigit)
    else { return nil }
    return guesses.inSentence(sentence)
  }

  private func value(of label: Labels.Found, isFinished: Bool) -> ValueReader.Value? {
    guard var value = reader.read(label.span), !isBroken(value.range) else { return nil }
    let short = reader.withoutTail(value.range)
    if short != value.range, !short.isEmpty { value = reader.value(short) }
    // A number at the very end of a text that was cut off may lack digits.
    if !isFinished, value.range.upperBound >= text.trimmed(range).upperBound { return nil }
    if AnswerMarks.denials.match(
      in: text, at: text.trimmingStart(value.range.upperBound..<range.upperBound).lowerBound,
      before: range.upperBound) != nil
    {
      return nil
    }
    return bullets(from: label.span.lowerBound, value) ?? value
  }

  /// The values of a list below a label, one line each, where all of them are formulas.
  private func bullets(from start: Int, _ first: ValueReader.Value) -> ValueReader.Value? {
    var before = start
    while before > range.lowerBound, text[before - 1] == "*" || text[before - 1] == " " {
      before -= 1
    }
    guard before > range.lowerBound, text[before - 1] == "-",
      before - 1 == range.lowerBound || text[before - 2] == .lineFeed, first.isMathematical
    else { return nil }
    var values = [first]
    var lineStart = text.lineEnd(from: start, before: range.upperBound) + 1
    while values.count < 9, text.has("- ", at: lineStart, before: range.upperBound) {
      let lineEnd = text.lineEnd(from: lineStart, before: range.upperBound)
      guard let value = reader.read(lineStart + 2..<lineEnd), value.isMathematical,
        Prose.longWords(in: text, value.range) == 0,
        text.trimmed(lineStart + 2..<lineEnd).upperBound - value.range.upperBound <= 3
      else { return nil }
      values.append(value)
      lineStart = lineEnd + 1
    }
    guard values.count > 1, let last = values.last else { return nil }
    return ValueReader.Value(
      text: values.map(\.text).joined(separator: ", "),
      range: first.range.lowerBound..<last.range.upperBound, isMathematical: true,
      words: values.reduce(0) { $0 + $1.words })
  }

  /// Whether a value at the end of the text lacks closing braces: it was cut off.
  private func isBroken(_ value: Range<Int>) -> Bool {
    guard text.isBlank(value.upperBound..<range.upperBound) else { return false }
    return value.reduce(0) { depth, position in
      text[position] == "{" ? depth + 1 : text[position] == "}" ? depth - 1 : depth
    } > 0
  }

  private static let denials = PhraseTable([
    "is wrong", "is incorrect", "is not correct", "was wrong", "is not right",
  ])

  // MARK: - Run-on

  /// Where a base model ran on into the next question: the first header line behind a complete
  /// answer.
  func runOn() -> Int? {
    var tries = 0
    var start = range.lowerBound
    let headers = AnswerMarks.headers
    while let feed = text.next(.lineFeed, from: start, before: range.upperBound) {
      start = feed + 1
      let line = start..<range.upperBound
      guard tries < AnswerMarks.headerLimit else { return nil }
      guard AnswerMarks.isHeader(text, line, headers) else { continue }
      tries += 1
      let before = range.lowerBound..<line.lowerBound
      if let first = marks.first(where: { $0.position < line.lowerBound }),
        first.position < line.lowerBound,
        latest(before: line.lowerBound, isFinished: true) != nil
      {
        return line.lowerBound
      }
      let head = text.trimmed(before)
      if !head.isEmpty, head.count <= 40, text.first("\n", in: head) == nil,
        Guesses(text: text).best(in: head) != nil
      {
        return line.lowerBound
      }
    }
    return nil
  }

  /// The first header line behind the beginning of `range`.
  static func firstHeader(in text: ByteText, _ range: Range<Int>) -> Int? {
    var start = range.lowerBound
    while let feed = text.next(.lineFeed, from: start, before: range.upperBound) {
      start = feed + 1
      if isHeader(text, start..<range.upperBound, headers), !text.isBlank(range.lowerBound..<start)
      {
        return start
      }
    }
    return nil
  }

  /// Whether the line at the start of `line` is the next question's: `**Question:** …`.
  private static func isHeader(
    _ text: ByteText, _ line: Range<Int>, _ headers: PhraseTable
  ) -> Bool {
    var start = line.lowerBound
    while start < line.upperBound,
      text[start] == " " || text[start] == "\t" || text[start] == "*" || text[start] == "#"
    {
      start += 1
    }
    guard let match = headers.match(in: text, at: start, before: line.upperBound) else {
      return false
    }
    var end = match.end
    while end < line.upperBound, text[end] == " " || text[end] == "*" { end += 1 }
    return text.has(":", at: end, before: line.upperBound)
      || text.has("：", at: end, before: line.upperBound)
  }

  private static let headers = PhraseTable([
    "question", "problem", "q", "human", "user", "问题", "問題", "instruction", "input",
    "next question", "new question", "student", "exercise",
  ])
}

extension ValueReader {
  /// As ``stripped(_:)`` for a whole text of its own.
  func stripped(in other: ByteText) -> Range<Int> {
    ValueReader(text: other).stripped(other.whole)
  }
}
