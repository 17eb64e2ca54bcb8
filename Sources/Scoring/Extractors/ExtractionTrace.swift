public import Grading

/// What an extractor weighed in a completion: for a person who wonders about an answer.
public struct ExtractionTrace: Sendable, Hashable {
  /// The bytes of the content that count: without reasoning and what follows an end token.
  public var visible: Range<Int>
  /// Where a model that ran on into another question was cut, if it did.
  public var cutAt: Int?
  /// In the order of their positions.
  public var candidates: [Item]

  /// Something that may be the answer.
  public struct Item: Sendable, Hashable {
    public var rule: String
    public var range: Range<Int>
    /// 100 for a mark, 50 for a label that a verb links with a word, 20 for a label of results in
    /// general, 10 for a guess. The latest of the heaviest counts.
    public var weight: Int
    public var text: String
    /// Why it does not count, where it does not.
    public var remark: String
  }

  /// The most candidates that are told, from the end.
  static let limit = 50

  /// What the extractor of a reference weighs in a completion.
  public static func of(_ completion: Completion, for reference: Reference) -> ExtractionTrace {
    let text = ByteText(completion.content)
    let visible = VisibleText.find(in: text)
    let range = visible.range.prefix(CompletionReading.byteLimit)
    var trace = ExtractionTrace(visible: range, cutAt: nil, candidates: [])
    let isFinished = completion.finishReason != .length
    switch reference {
    case .answer, .choice:
      let marks = AnswerMarks(text: text, range: range)
      trace.cutAt = marks.runOn()
      let limit = trace.cutAt ?? range.upperBound
      trace.candidates = marks.items(before: limit, isFinished: isFinished)
      if trace.candidates.allSatisfy({ $0.weight == 0 }),
        let guess = Guesses(text: text).best(in: range.lowerBound..<limit)
      {
        trace.candidates.append(
          Item(
            rule: guess.rule.rawValue, range: guess.range, weight: 10, text: guess.text,
            remark: "no mark: what the text leads to"))
      }
    case .program(let program) where !program.files.isEmpty:
      let blocks = NamedBlocks(names: program.files, languages: program.languages, text: text)
      trace.candidates = blocks.all(in: range).suffix(limit).map(item)
    case .function, .program, .harness:
      let entryPoint = reference.entryPoint
      trace.candidates = CodeBlocks.all(in: text, range).suffix(limit).map { block in
        item(block, languages: reference.languages, entryPoint: entryPoint)
      }
    case .open: break
    }
    return trace
  }

  private static func item(_ block: NamedBlock) -> Item {
    let weight = block.name != nil || block.isBundle ? 100 : block.isCandidate ? 20 : 0
    let what =
      block.name.map { "the file \($0)" }
      ?? (block.isBundle ? "several files" : block.isCandidate ? "code without a name" : "no file")
    return Item(
      rule: "files", range: block.range, weight: weight, text: block.code,
      remark: what + (block.isClosed ? ", closed" : ", not closed"))
  }

  private static func item(
    _ block: CodeBlock, languages: [String], entryPoint: String?
  ) -> Item {
    let language = block.language?.id
    let reading = CodeReading(block.code, language: language ?? languages.first)
    var facts = [language ?? (block.isForeign ? "no code by its tag" : "no language named")]
    facts.append(block.isClosed ? "closed" : "not closed")
    facts.append(reading.isComplete ? "complete" : "incomplete")
    let holds = entryPoint.map(reading.defines) ?? false
    if let entryPoint { facts.append(holds ? "defines \(entryPoint)" : "lacks \(entryPoint)") }
    if reading.isSkeleton { facts.append("a skeleton") }
    let isTest = !holds && reading.isTestOnly
    if isTest { facts.append("tests only") }
    let isWanted = language.map { languages.isEmpty || languages.contains($0) } ?? !block.isForeign
    let weight = !isWanted || isTest ? 0 : holds ? 100 : reading.isComplete ? 50 : 20
    return Item(
      rule: block.rule, range: block.range, weight: weight, text: block.code,
      remark: facts.joined(separator: ", "))
  }
}

extension AnswerMarks {
  /// All marks with what they give, the last ones of many.
  func items(before limit: Int, isFinished: Bool) -> [ExtractionTrace.Item] {
    marks.indices.suffix(ExtractionTrace.limit).map { index in
      let mark = marks[index]
      guard mark.position < limit else {
        return ExtractionTrace.Item(
          rule: mark.name, range: mark.position..<mark.position, weight: 0, text: "",
          remark: "stands in another question, behind the cut")
      }
      var weight = 100
      let found: Candidate?
      if case .label(let label) = mark.kind {
        found = read(label, isFinished: isFinished)
        weight = label.isWeak ? 20 : found?.isWeak == true ? 50 : 100
      } else {
        found = candidate(index, limit: limit, isFinished: isFinished)
      }
      guard let found else {
        return ExtractionTrace.Item(
          rule: mark.name, range: mark.position..<mark.position, weight: 0, text: "",
          remark: "denied, cut off or without a value")
      }
      return ExtractionTrace.Item(
        rule: found.rule.rawValue, range: found.range, weight: weight, text: found.text, remark: "")
    }
  }
}

extension AnswerMarks.Mark {
  fileprivate var name: String {
    switch kind {
    case .element: AnswerRule.answerTag.rawValue
    case .field: AnswerRule.json.rawValue
    case .boxed: AnswerRule.boxed.rawValue
    case .label: AnswerRule.label.rawValue
    case .hashes: AnswerRule.hashes.rawValue
    }
  }
}
