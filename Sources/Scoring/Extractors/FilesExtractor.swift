public import Grading

/// Finds the files of a solution that is made of several.
///
/// A block is a file's if its info string names the file, or the line above it, or its own first
/// comment. The last complete block of a name counts. Blocks without a name stand for the files that
/// are missing, in their order, if there are just as many; that is a guess. A completion that knows
/// of one file only is taken for the one that is started.
///
/// Linear in the completion's length for each name; works on bytes.
public struct FilesExtractor: Extractor {
  public static let version = 1

  private let names: [String]
  private let languages: [String]

  /// - Parameters:
  ///   - names: The files wanted, 1 … ``SourceBundle/fileLimit``; the first is started.
  ///   - languages: Ids of the languages that it may be written in.
  public init(names: [String], languages: [String]) {
    self.names = names
    self.languages = languages
  }

  public func extract(from completion: Completion) -> Extraction {
    CompletionReading.extract(from: completion, by: search)
  }

  private func search(_ text: ByteText, _ range: Range<Int>, isFinished: Bool) -> Answer? {
    let blocks = NamedBlocks(names: names, languages: languages, text: text).all(in: range)
    if let bundle = blocks.last(where: { $0.isBundle && $0.isClosed }) {
      return answer(SourceBundle(parsing: bundle.code, names: names), bundle.range, .high)
    }
    if blocks.isEmpty || blocks.allSatisfy({ $0.name == nil && !$0.isCandidate }) {
      let whole = SourceBundle(parsing: text.string(range), names: names)
      if whole.files.count > 1 || text.string(range.prefix(8)).hasPrefix("==== ") {
        return isFinished ? answer(whole, range, .high) : nil
      }
    }
    return choice(blocks, isFinished: isFinished) ?? single(blocks, text, range, isFinished)
  }

  private func choice(_ blocks: [NamedBlock], isFinished: Bool) -> Answer? {
    var chosen: [String: NamedBlock] = [:]
    for block in blocks {
      guard let name = block.name else { continue }
      if !block.isClosed, !isFinished { continue }
      chosen[name] = block
    }
    // A file that was cut off is no answer, unless it stands whole before.
    if !isFinished, let last = blocks.last, !last.isClosed,
      last.name.map({ chosen[$0] == nil }) != false
    {
      return nil
    }
    let missing = names.filter { chosen[$0] == nil }
    let unnamed = blocks.filter { $0.name == nil && $0.isCandidate }
    let isGuess = !missing.isEmpty && missing.count == unnamed.count && names.count > 1
    if isGuess {
      for (name, block) in zip(missing, unnamed) { chosen[name] = block }
    }
    guard let entry = names.first, chosen[entry] != nil else { return nil }
    let found = names.compactMap { name in chosen[name].map { (name, $0) } }
    let start = found.map(\.1.range.lowerBound).min() ?? 0
    let end = found.map(\.1.range.upperBound).max() ?? start
    let isCertain = !isGuess && found.allSatisfy(\.1.isClosed) && found.count == names.count
    return answer(
      SourceBundle(files: found.map { JudgeProgram.File(name: $0.0, text: $0.1.code) }),
      start..<end, isCertain ? .high : .low)
  }

  /// What a completion holds that speaks of no file.
  private func single(
    _ blocks: [NamedBlock], _ text: ByteText, _ range: Range<Int>, _ isFinished: Bool
  ) -> Answer? {
    guard let entry = names.first, blocks.allSatisfy({ $0.name == nil }) else { return nil }
    guard
      var answer = CodeExtractor(languages: languages)
        .search(text, range, isFinished: isFinished)
    else { return nil }
    answer.text =
      SourceBundle(files: [JudgeProgram.File(name: entry, text: answer.text)]).text
    answer.rule = "files+\(answer.rule)"
    if names.count > 1 { answer.confidence = .low }
    return answer
  }

  private func answer(
    _ bundle: SourceBundle, _ range: Range<Int>, _ confidence: Answer.Confidence
  ) -> Answer? {
    guard let entry = bundle.files.first, entry.name == names.first else { return nil }
    return Answer(
      text: bundle.text, rule: "files", range: range, confidence: confidence,
      language: languages.first)
  }
}

/// A fenced block and the file that it is.
struct NamedBlock {
  var name: String?
  var code: String
  var range: Range<Int>
  var isClosed: Bool
  /// Without a name, but code in a wanted language that is no mere test.
  var isCandidate: Bool
  /// Holds several files itself.
  var isBundle: Bool
}

/// Finds the blocks of a completion and tells which files they are.
struct NamedBlocks {
  let names: [String]
  let languages: [String]
  let text: ByteText

  /// The most blocks that are read, from the end.
  private static let blockLimit = 400
  /// The longest line that is looked through for a name, in bytes.
  private static let lineLimit = 400

  func all(in range: Range<Int>) -> [NamedBlock] {
    var from = range.lowerBound
    let fences = Fences.all(in: text, range).flatMap(inner).suffix(NamedBlocks.blockLimit)
    return fences.compactMap { fence in
      defer { from = fence.outer.upperBound }
      return block(fence, after: from)
    }
  }

  /// The blocks of a Markdown document that is fenced itself.
  private func inner(_ block: FencedBlock) -> [FencedBlock] {
    guard block.tag == "markdown" || block.tag == "md" else { return [block] }
    let inner = Fences.all(in: text, block.content)
    return inner.isEmpty ? [block] : inner
  }

  private func block(_ fence: FencedBlock, after start: Int) -> NamedBlock? {
    let code = CodeBlocks.dedented(text, fence)
    guard !code.isEmpty else { return nil }
    var block = NamedBlock(
      code: code, range: fence.content, isClosed: fence.isClosed, isCandidate: false,
      isBundle: false)
    let firstLine = code.prefix { $0 != "\n" }
    if let name = SourceBundle.name(in: firstLine), names.contains(name) {
      block.isBundle = true
      return block
    }
    if let name = infoName(fence) ?? lineName(fence, after: start) ?? commentName(code, fence) {
      block.name = name
      return block
    }
    block.isCandidate = isCandidate(fence, code)
    return block
  }

  /// A name in the opening fence's own line.
  private func infoName(_ fence: FencedBlock) -> String? {
    let end = text.lineEnd(from: fence.outer.lowerBound, before: fence.content.lowerBound)
    return only(mentioned(in: fence.outer.lowerBound..<end))
  }

  /// A name in the last line above the fence that is not blank; of several the one that ends it.
  private func lineName(_ fence: FencedBlock, after start: Int) -> String? {
    var end = fence.outer.lowerBound
    while end > start, text[end - 1].isSpace { end -= 1 }
    guard end > start else { return nil }
    var line = end
    while line > start, text[line - 1] != .lineFeed { line -= 1 }
    guard end - line <= NamedBlocks.lineLimit else { return nil }
    let found = mentioned(in: line..<end)
    guard let name = only(found) ?? last(found, endingAt: end), fits(fence, name) else {
      return nil
    }
    return name
  }

  /// A name in a comment that is the first line, or the second after `#!`.
  private func commentName(_ code: String, _ fence: FencedBlock) -> String? {
    let lines = code.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    let line = lines.first?.hasPrefix("#!") == true ? lines.dropFirst().first : lines.first
    guard let line, line.utf8.count <= NamedBlocks.lineLimit else { return nil }
    let marks = ["#", "//", "/*", "<!--", "--", ";", "%", "\"\"\"", "'''"]
    guard marks.contains(where: line.drop(while: \.isWhitespace).hasPrefix) else { return nil }
    let bytes = ByteText(String(line))
    let found = NamedBlocks(names: names, languages: languages, text: bytes)
      .mentioned(in: bytes.whole)
    guard let name = only(found), fits(fence, name) else { return nil }
    // “# see helpers.py” names another file; a heading is short.
    let rest = bytes.whole.count - name.utf8.count
    return rest <= 24 ? name : nil
  }

  private func only(_ found: [(name: String, end: Int)]) -> String? {
    guard let first = found.first, found.allSatisfy({ $0.name == first.name }) else { return nil }
    return first.name
  }

  /// The last name, if nothing but marks follows it.
  private func last(_ found: [(name: String, end: Int)], endingAt end: Int) -> String? {
    guard let last = found.max(by: { $0.end < $1.end }) else { return nil }
    let rest = text.bytes[last.end..<end]
    return rest.allSatisfy({ !$0.isLetter && !$0.isDigit }) ? last.name : nil
  }

  /// Every place where a wanted file's name stands as a word of its own, perhaps behind a path.
  func mentioned(in range: Range<Int>) -> [(name: String, end: Int)] {
    var found: [(name: String, end: Int)] = []
    for name in names {
      var position = range.lowerBound
      while let start = text.first(name, in: position..<range.upperBound) {
        let end = start + name.utf8.count
        if start == range.lowerBound || !isNamePart(text[start - 1], text[max(start - 2, 0)]),
          end >= range.upperBound || !goesOn(at: end, before: range.upperBound)
        {
          found.append((name, end))
        }
        position = end
      }
    }
    return found
  }

  /// Whether a byte before a name belongs to a longer name.
  private func isNamePart(_ byte: UInt8, _ before: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == "_" || byte == "-"
      || byte == "." && (before.isLetter || before.isDigit)
  }

  private func goesOn(at end: Int, before limit: Int) -> Bool {
    let byte = text[end]
    if byte.isLetter || byte.isDigit || byte == "_" || byte == "-" { return true }
    guard byte == "." || byte == "/", end + 1 < limit else { return false }
    return text[end + 1].isLetter || text[end + 1].isDigit
  }

  /// Whether a block can be a file of that name: what a program printed stands below its name too.
  private func fits(_ fence: FencedBlock, _ name: String) -> Bool {
    guard let wanted = SourceFile.languages(of: name) else { return !fence.isOutput }
    if let tagged = fence.language?.id { return wanted.contains(tagged) }
    return fence.tag.isEmpty || !CodeBlocks.isForeign(fence.tag)
  }

  private func isCandidate(_ fence: FencedBlock, _ code: String) -> Bool {
    if let tagged = fence.language?.id {
      return languages.contains(tagged) && !isTest(CodeReading(code, language: tagged))
    }
    guard fence.tag.isEmpty || !CodeBlocks.isForeign(fence.tag) else { return false }
    guard let language = languages.first else { return true }
    let reading = CodeReading(code, language: language)
    return !isTest(reading) && (reading.likeness(to: language) > 0 || reading.definesAnything)
  }

  /// The file that is started may do nothing but call others, with what it reads.
  private func isTest(_ reading: CodeReading) -> Bool { reading.isTestOnly && !reading.hasInput }
}
