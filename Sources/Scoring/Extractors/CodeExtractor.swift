public import Grading

/// Finds the solution in a completion that holds code.
///
/// Of several blocks the last counts that is in a wanted language, complete, no mere test, and
/// defines the entry point (or reads input); earlier blocks that it needs go before it. Code that
/// only goes on from the starter code is joined with it.
///
/// Linear in the completion's length; works on bytes.
public struct CodeExtractor: Extractor {
  public static let version = 2

  private let languages: [String]
  private let entryPoint: String?
  private let starterCode: String?

  /// - Parameters:
  ///   - languages: Ids of the languages that a solution may be written in, the preferred one
  ///     first; empty accepts any.
  ///   - entryPoint: The function that will be called, if any.
  ///   - starterCode: What the solution was to go on from, if anything.
  public init(languages: [String], entryPoint: String? = nil, starterCode: String? = nil) {
    self.languages = languages
    self.entryPoint = entryPoint
    self.starterCode = starterCode
  }

  public func extract(from completion: Completion) -> Extraction {
    CompletionReading.extract(from: completion, by: search)
  }

  func search(_ text: ByteText, _ range: Range<Int>, isFinished: Bool) -> Answer? {
    let preferred = languages.first ?? "python"
    var blocks = CodeBlocks.all(in: text, range)
    let strayEnd = blocks.last.flatMap { block in
      !block.isClosed && block.code.isEmpty ? block.range.lowerBound : nil
    }
    blocks.removeAll { $0.code.isEmpty }
    let choice = CodeChoice(languages: languages, entryPoint: entryPoint, blocks: blocks)
    if let chosen = choice.best(isFinished: isFinished) {
      return answer(chosen, language: chosen.language)
    }
    if blocks.isEmpty {
      let end = strayEnd ?? range.upperBound
      let bare = BareCode.find(
        in: text, range.lowerBound..<max(range.lowerBound, end), language: preferred,
        entryPoint: entryPoint, goesOn: starterCode != nil)
      guard let bare, isFinished || strayEnd != nil else { return nil }
      let chosen = CodeChoice.Chosen(
        code: bare.code, range: bare.range, rule: bare.rule, language: preferred,
        confidence: .low)
      return answer(chosen, language: preferred)
    }
    // Code in another language is an answer, though one that will not be understood.
    guard isFinished, let other = blocks.last(where: { $0.language != nil && $0.isClosed }) else {
      return nil
    }
    return Answer(
      text: other.code, rule: other.rule, range: other.range, confidence: .low,
      language: preferred)
  }

  private func answer(_ chosen: CodeChoice.Chosen, language: String) -> Answer {
    let code = Doctest.withoutPrompts(chosen.code)
    let whole =
      starterCode.map {
        StarterCode(text: $0, entryPoint: entryPoint, language: language).joined(with: code)
      } ?? code
    return Answer(
      text: whole, rule: whole == code ? chosen.rule : chosen.rule + "+starter",
      range: chosen.range, confidence: chosen.confidence, language: language)
  }
}

/// Chooses among the blocks of a completion.
struct CodeChoice {
  let languages: [String]
  let entryPoint: String?
  let blocks: [CodeBlock]
  /// The most blocks that are weighed, from the end.
  private static let blockLimit = 200

  struct Chosen {
    var code: String
    var range: Range<Int>
    var rule: String
    var language: String
    var confidence: Answer.Confidence
  }

  private struct Weighed {
    var block: CodeBlock
    var language: String
    var reading: CodeReading
    var holdsEntryPoint: Bool
    var isComplete: Bool
    var isTest: Bool
    /// The tag did not name a wanted language.
    var isGuess: Bool
  }

  func best(isFinished: Bool) -> Chosen? {
    let weighed = blocks.suffix(CodeChoice.blockLimit).compactMap(weigh)
    let certain =
      weighed.contains { !$0.isGuess }
      ? weighed.filter { !$0.isGuess || $0.holdsEntryPoint } : weighed
    var pool = certain
    if pool.contains(where: { !$0.isTest }) { pool.removeAll(where: \.isTest) }
    guard let index = choose(pool, isFinished: isFinished) else { return nil }
    let chosen = pool[index]
    let code = withNeeded(chosen, others: pool, at: index)
    let certainty: Answer.Confidence =
      chosen.isGuess || !chosen.block.isClosed ? .low : .high
    return Chosen(
      code: code, range: chosen.block.range, rule: chosen.block.rule, language: chosen.language,
      confidence: certainty)
  }

  /// What a block is; `nil` if it is no solution in a wanted language.
  private func weigh(_ block: CodeBlock) -> Weighed? {
    guard let (language, isGuess) = language(of: block) else { return nil }
    let reading = CodeReading(block.code, language: language)
    let holds = entryPoint.map(reading.defines) ?? false
    if isGuess, !holds, reading.likeness(to: language) == 0, !reading.doesInputOrOutput,
      blocks.count > 1
    {
      return nil
    }
    return Weighed(
      block: block, language: language, reading: reading, holdsEntryPoint: holds,
      isComplete: reading.isComplete, isTest: !holds && reading.isTestOnly, isGuess: isGuess)
  }

  private func language(of block: CodeBlock) -> (id: String, isGuess: Bool)? {
    guard let preferred = languages.first else {
      if block.isForeign { return nil }
      return (block.language?.id ?? "python", block.language == nil)
    }
    if let tagged = block.language {
      if languages.contains(tagged.id) { return (tagged.id, false) }
      // Close relatives are often confused in tags.
      let relatives = [
        "c": "cpp", "cpp": "c", "javascript": "typescript", "typescript": "javascript",
      ]
      if let relative = relatives[tagged.id], languages.contains(relative) {
        return (relative, true)
      }
      return nil
    }
    if block.isForeign {
      let reading = CodeReading(block.code, language: preferred)
      let holds = entryPoint.map(reading.defines) ?? false
      return holds && block.rule == "fence" ? (preferred, true) : nil
    }
    guard languages.count > 1 else { return (preferred, true) }
    let reading = { CodeReading(block.code, language: $0).likeness(to: $0) }
    let best = languages.max { reading($0) < reading($1) } ?? preferred
    return (reading(best) > reading(preferred) ? best : preferred, true)
  }

  /// The position of the block that counts.
  private func choose(_ pool: [Weighed], isFinished: Bool) -> Int? {
    let whole = pool.indices.filter { pool[$0].block.isClosed && pool[$0].isComplete }
    if entryPoint != nil {
      let holding = whole.filter { pool[$0].holdsEntryPoint }
      if let index = holding.last(where: { !pool[$0].reading.isSkeleton }) ?? holding.last {
        return index
      }
      if !isFinished, let last = pool.last, !last.block.isClosed {
        // A function is whole if something stands behind it.
        let isWhole = last.isComplete && last.reading.hasEnd(of: entryPoint ?? "")
        return isWhole ? pool.count - 1 : nil
      }
      if let index = pool.indices.last(where: { pool[$0].holdsEntryPoint }) { return index }
      if let index = whole.last(where: { pool[$0].reading.isBodyOnly }) { return index }
    } else {
      if let index = whole.last(where: { pool[$0].reading.hasInput }) { return index }
      if !isFinished, pool.last?.block.isClosed == false {
        // A program that was cut off is no answer, unless a whole one stands before it.
        return whole.last { pool[$0].reading.definesAnything || pool[$0].reading.doesInputOrOutput }
      }
      if let last = pool.last, !last.block.isClosed, last.isComplete, last.reading.hasInput {
        return pool.count - 1
      }
      let open = pool.indices.filter { pool[$0].isComplete }
      if let index = open.last(where: { pool[$0].reading.definesAnything }) { return index }
    }
    return whole.last ?? pool.indices.last
  }

  /// The chosen block with the blocks before it whose definitions it uses and does not have.
  private func withNeeded(_ chosen: Weighed, others: [Weighed], at index: Int) -> String {
    guard others.count > 1 else { return chosen.block.code }
    let used = chosen.reading.identifiers()
    let own = chosen.reading.topLevelNames()
    var have = chosen.reading.boundNames()
    var parts: [String] = []
    for (position, other) in others.enumerated() where position != index {
      guard other.language == chosen.language, !other.isTest, other.isComplete else { continue }
      let names = other.reading.topLevelNames()
      let needed = names.intersection(used).subtracting(have)
      if needed.isEmpty { continue }
      if names.intersection(own).isEmpty || names.intersection(own).isSubset(of: imports(other)) {
        parts.append(other.block.code)
        have.formUnion(names)
      } else if position < index {
        // A draft: of it only the imports that its successor left out.
        let lines = other.block.code.split(separator: "\n").filter { line in
          (line.hasPrefix("import ") || line.hasPrefix("from "))
            && needed.contains { line.contains($0) }
        }
        if !lines.isEmpty { parts.append(lines.joined(separator: "\n")) }
        have.formUnion(needed)
      }
    }
    return (parts + [chosen.block.code] + calls(chosen, others, after: index))
      .joined(separator: "\n\n")
  }

  /// A program that only defines functions is started by a block behind it.
  private func calls(_ chosen: Weighed, _ others: [Weighed], after index: Int) -> [String] {
    guard entryPoint == nil, chosen.language == "python", index + 1 < others.count,
      !chosen.reading.runsAnything
    else {
      return []
    }
    let own = chosen.reading.topLevelNames()
    return others[(index + 1)...].filter { other in
      other.language == chosen.language && !other.isGuess && !other.isTest && other.isComplete
        && other.reading.topLevelNames().isDisjoint(with: own)
        && !other.reading.identifiers().isDisjoint(with: own)
    }.map(\.block.code)
  }

  /// The names that a block only imports.
  private func imports(_ block: Weighed) -> Set<String> {
    let lines = block.block.code.split(separator: "\n").filter {
      $0.hasPrefix("import ") || $0.hasPrefix("from ") || $0.hasPrefix("#include")
    }
    return CodeReading(lines.joined(separator: "\n"), language: block.language).topLevelNames()
  }
}

/// Python sessions.
enum Doctest {
  /// Takes prompts off code that was copied from a session, and what was printed with them.
  static func withoutPrompts(_ code: String) -> String {
    guard code.utf8.first(where: { $0 != .lineFeed }) == UInt8(ascii: ">") else { return code }
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first(where: { !$0.isEmpty }), first.hasPrefix(">>> ") else {
      return code
    }
    return lines.compactMap { line -> Substring? in
      if line.hasPrefix(">>> ") || line.hasPrefix("... ") { return line.dropFirst(4) }
      return line == ">>>" || line == "..." ? "" : nil
    }.joined(separator: "\n")
  }
}
