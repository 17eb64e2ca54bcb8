/// Finds code in a reply that marks none: the stretch of lines that looks like code.
enum BareCode {
  /// The longest reply that is searched, in bytes.
  private static let limit = 1 << 20

  struct Found {
    var code: String
    var range: Range<Int>
    var rule: String
  }

  static func find(
    in text: ByteText, _ range: Range<Int>, language: String, entryPoint: String?
  ) -> Found? {
    var runs: [[Range<Int>]] = [[]]
    for line in text.lines(in: range.prefix(limit)) {
      if isProse(text, line) {
        runs.append([])
      } else {
        runs[runs.count - 1].append(line)
      }
    }
    let found = runs.compactMap { run(text, $0) }
    if let entryPoint {
      let defining = found.last {
        CodeReading(Doctest.withoutPrompts($0.code), language: language).defines(entryPoint)
      }
      if let defining { return defining }
    }
    var best: (found: Found, likeness: Int)?
    for candidate in found {
      let reading = CodeReading(Doctest.withoutPrompts(candidate.code), language: language)
      let likeness = reading.likeness(to: language)
      guard likeness > 0 || reading.doesInputOrOutput else { continue }
      if likeness >= best?.likeness ?? 0 { best = (candidate, likeness) }
    }
    return best?.found
  }

  /// A run of lines without its blank ends; lists of an indented block lose their indentation.
  private static func run(_ text: ByteText, _ lines: [Range<Int>]) -> Found? {
    guard let first = lines.firstIndex(where: { !text.isBlank($0) }),
      let last = lines.lastIndex(where: { !text.isBlank($0) })
    else { return nil }
    let lines = lines[first...last]
    let indent = lines.filter { !text.isBlank($0) }.map { indentation(text, $0) }.min() ?? 0
    let start = lines[first].lowerBound + indent
    // An indented block begins with a statement of the top level; a body does not.
    let opens = topLevel.match(in: text, at: start, before: lines[first].upperBound) != nil
    let strip = indent > 0 && opens ? indent : 0
    var bytes: [UInt8] = []
    for line in lines {
      bytes += text.bytes[min(line.lowerBound + strip, line.upperBound)..<line.upperBound]
      if bytes.last == 13 { bytes.removeLast() }
      bytes.append(.lineFeed)
    }
    if lines.count == 1, bytes.count > 3, bytes.first == UInt8(ascii: "`"),
      bytes[bytes.count - 2] == UInt8(ascii: "`")
    {
      bytes = Array(bytes[1..<bytes.count - 2])  // inline code
    }
    let code = String(decoding: CodeBlocks.trimmedLines(bytes[...]), as: UTF8.self)
    return Found(
      code: code, range: lines[first].lowerBound..<lines[last].upperBound,
      rule: strip > 0 ? "indented" : "bare")
  }

  static func indentation(_ text: ByteText, _ line: Range<Int>) -> Int {
    var position = line.lowerBound
    while position < line.upperBound, text[position] == " " || text[position] == "\t" {
      position += 1
    }
    return position - line.lowerBound
  }

  /// Whether a line is a sentence, a heading or a list and no code.
  private static func isProse(_ text: ByteText, _ line: Range<Int>) -> Bool {
    let content = text.trimmed(line)
    guard let first = content.first, let last = content.last else { return false }
    if text.has("```", at: first, before: content.upperBound) { return true }
    if text[first] == "#", text.byte(first + 1) == "#" { return true }
    if indentation(text, line) >= 4 { return false }
    if text[first] >= 0xE3 { return true }
    if statements.match(in: text, at: first, before: content.upperBound) != nil {
      // `for` and `if` begin sentences too.
      return text[last] == "." && text.wordCount(in: content) > 3
    }
    let words = text.wordCount(in: content)
    let marks = content.reduce(0) { count, position in
      switch text[position] {
      case "=", "(", ")", "[", "]", "{", "}", ";", "<", ">", "+", "\"": count + 1
      default: count
      }
    }
    if text[last] == ".", words > 2 { return true }
    if text[last] == ":", marks == 0 { return true }
    if text[first].isUppercase, words > 4, marks < 3 { return true }
    if text[first].isUppercase, words > 1, marks == 0 { return true }
    if text[last] == "!" || text[last] == "?", marks == 0 { return true }
    return words > 3 && marks == 0 && text[first].isLetter
  }

  private static let topLevel = PhraseTable([
    "def ", "class ", "import ", "from ", "#include", "async def ", "@", "public ", "function ",
    "const ", "n = ", "package ", "#!/", "print(", "int ", "using ", "void ", "fn ", "func ",
  ])
  private static let statements = PhraseTable([
    "def ", "class ", "import ", "from ", "return ", "return", "for ", "while ", "if ", "elif ",
    "else", "try:", "except", "with ", "print(", "@", "#include", "using ", "int ", "void ",
    "const ", "let ", "var ", "function ", "package ", "func ", "fn ", "pub ", "public ", "static ",
    "async ", ">>>", "...", "//", "#", "/*", "*/", "}", "{", ")", "]", "raise ", "assert ",
    "yield ", "pass", "break", "continue", "global ", "nonlocal ", "lambda ", "echo ", "read ",
    "done", "fi", "long ", "double ", "char ", "auto ", "struct ", "template", "\"\"\"",
  ])
}
