/// Joins an answer with the starter code that it goes on from.
struct StarterCode: Sendable {
  let text: String
  let entryPoint: String?
  let language: String

  /// The answer as a whole program: a body goes behind the signature, a whole function gets the
  /// imports and helpers that the starter code had, a lone method gets its class.
  func joined(with code: String) -> String {
    if text.allSatisfy(\.isWhitespace) { return code }
    let reading = CodeReading(code, language: language)
    let starter = CodeReading(text, language: language)
    if let entryPoint, reading.defines(entryPoint) {
      guard language == "python" else { return code }
      return pythonPreamble(for: code, reading, starter)
    }
    if let body = body(code, reading) { return withoutEnd(text) + "\n" + body }
    return code
  }

  // MARK: - Bodies

  /// The part of the code that is a function's body; `nil` if it is something else.
  private func body(_ code: String, _ reading: CodeReading) -> String? {
    guard opensFunction else { return nil }
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first(where: { !isBlank($0) }) else { return nil }
    if isIndented(first) {
      // Behind the body a base model goes on with something else.
      if language == "python" || language == "ruby" && reading.isBodyOnly {
        let end = lines.firstIndex { !isBlank($0) && !isIndented($0) } ?? lines.endIndex
        return lines[..<end].joined(separator: "\n")
      }
      return code
    }
    // No program returns at its top level, so that this is a body whatever it begins with.
    let returns = lines.contains { $0.hasPrefix("return") }
    guard language == "python", returns || !reading.definesAnything || !startsDefinition(first)
    else {
      return language == "python" ? nil : bracedBody(code, reading)
    }
    let rest = lines.drop { isBlank($0) }.dropFirst().filter { !isBlank($0) }
    guard code.contains("return") || code.contains("yield") else { return nil }
    if !rest.isEmpty, rest.allSatisfy(isIndented), !opensBlock(first, before: rest.first) {
      return "    " + lines.drop { isBlank($0) }.joined(separator: "\n")
    }
    return lines.map { isBlank($0) ? "" : "    " + $0 }.joined(separator: "\n")
  }

  /// Whether a first line without indentation opens the block that follows it, and did not merely
  /// lose its own indentation.
  private func opensBlock(_ first: Substring, before next: Substring?) -> Bool {
    guard first.last(where: { !$0.isWhitespace }) == ":", let next else { return false }
    return next.prefix { $0 == " " }.count < 8
  }

  /// A body in a language with braces, whose starter code ends with an open one.
  private func bracedBody(_ code: String, _ reading: CodeReading) -> String? {
    text.last { !$0.isWhitespace } == "{" && !reading.isComplete ? code : nil
  }

  /// Whether the starter code ends inside a function.
  private var opensFunction: Bool {
    if language != "python" { return text.last { !$0.isWhitespace } == "{" }
    let lines = text.split(separator: "\n")
    guard let entryPoint else { return lines.last.map(isIndented) ?? false }
    return CodeReading(text, language: language).defines(entryPoint)
  }

  private func startsDefinition(_ line: Substring) -> Bool {
    ["def ", "class ", "import ", "from ", "@", "async def "].contains { line.hasPrefix($0) }
  }

  /// Starter code ends with a `pass` or a call to write something: the body replaces neither, as a
  /// statement more does no harm.
  private func withoutEnd(_ text: String) -> String {
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)].isWhitespace {
      end = text.index(before: end)
    }
    return String(text[..<end])
  }

  // MARK: - Preambles

  /// The imports and helpers of the starter code that the answer lacks, before the answer.
  private func pythonPreamble(
    for code: String, _ reading: CodeReading, _ starter: CodeReading
  ) -> String {
    var code = code
    if isLoneMethod(code) {
      let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
      code =
        "class Solution:\n"
        + lines.map { isBlank($0) ? "" : "    " + $0 }
        .joined(separator: "\n")
    }
    let names = reading.topLevelNames()
    let blocks = preambleBlocks().filter { block in
      let defined = CodeReading(block, language: language).topLevelNames()
      return block.contains("*") || !defined.isSubset(of: names)
    }
    if blocks.isEmpty { return code }
    return blocks.joined(separator: "\n") + "\n\n" + code
  }

  /// A method of `class Solution` that was written without its class.
  private func isLoneMethod(_ code: String) -> Bool {
    guard text.contains("class Solution"), !code.contains("class Solution"), let entryPoint else {
      return false
    }
    let name = entryPoint.split(separator: ".").last ?? ""
    return code.contains("def \(name)(self") && !code.hasPrefix(" ")
  }

  /// The statements of the starter code before the entry point's definition, each with the lines
  /// that belong to it.
  private func preambleBlocks() -> [String] {
    let name = (entryPoint ?? "").split(separator: ".").last.map(String.init) ?? ""
    var blocks: [[Substring]] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if isBlank(line) { continue }
      if isIndented(line) || line.hasPrefix(")") {
        if !blocks.isEmpty { blocks[blocks.count - 1].append(line) }
      } else if let last = blocks.last?.last, last.hasPrefix("@") {
        blocks[blocks.count - 1].append(line)
      } else {
        blocks.append([line])
      }
    }
    return blocks.map { $0.joined(separator: "\n") }.filter { block in
      !block.hasPrefix("#") && !block.hasPrefix("\"\"\"")
        && !CodeReading(block, language: language).defines(name)
        && !block.hasPrefix("class Solution")
        && ["import ", "from ", "def ", "class ", "async def ", "@"].contains {
          block.hasPrefix($0)
        }
    }
  }

  private func isIndented(_ line: Substring) -> Bool { line.first == " " || line.first == "\t" }
  private func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
}
