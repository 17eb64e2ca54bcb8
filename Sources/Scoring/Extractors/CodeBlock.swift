import Grading

/// Code found in a completion, before it is decided which counts.
struct CodeBlock: Sendable, Hashable {
  var code: String
  var range: Range<Int>
  var rule: String
  /// The language its tag names.
  var language: Language?
  /// Tagged as something that is no solution in any language: output, data, a shell session.
  var isForeign: Bool
  /// The closing mark is there.
  var isClosed: Bool
}

/// Finds code: in fences, in `[PYTHON]` and `<code>` marks, in LaTeX listings, in JSON.
enum CodeBlocks {
  /// Tags of blocks that hold no solution, whatever language is wanted.
  private static let foreignTags: Set<String> = [
    "output", "stdout", "result", "results", "out", "text", "txt", "plaintext", "plain", "console",
    "terminal", "log", "json", "yaml", "yml", "toml", "xml", "html", "css", "diff", "patch",
    "markdown", "md", "csv", "ini", "math", "latex", "tex", "mermaid", "dot", "pseudocode",
    "pseudo", "algorithm", "sql", "makefile", "cmake", "dockerfile", "input", "shell-session",
    "shellsession", "bash-session", "pycon", "traceback", "powershell", "bat", "cmd", "none",
    "error", "regex", "graphql", "http", "requirements",
  ]

  static func isForeign(_ tag: String) -> Bool { foreignTags.contains(tag) }

  static func all(in text: ByteText, _ range: Range<Int>) -> [CodeBlock] {
    let fenced = Fences.all(in: text, range).flatMap { unwrapped(text, $0) }.map { block in
      CodeBlock(
        code: dedented(text, block), range: block.content, rule: "fence", language: block.language,
        isForeign: block.language == nil && foreignTags.contains(block.tag),
        isClosed: block.isClosed)
    }
    guard fenced.allSatisfy(\.isForeign) else { return fenced }
    if fenced.isEmpty { return marked(in: text, range) }
    let inner = fenced.flatMap { jsonField(in: text, $0.range) }
    return inner.isEmpty ? fenced : inner
  }

  /// The blocks of a Markdown document that is fenced itself.
  private static func unwrapped(_ text: ByteText, _ block: FencedBlock) -> [FencedBlock] {
    guard block.tag == "markdown" || block.tag == "md" else { return [block] }
    let inner = Fences.all(in: text, block.content)
    return inner.isEmpty ? [block] : inner
  }

  /// The block's lines without the indentation of its fence and without carriage returns.
  static func dedented(_ text: ByteText, _ block: FencedBlock) -> String {
    if block.indent == 0,
      text.next(13, from: block.content.lowerBound, before: block.content.upperBound) == nil
    {
      return String(decoding: trimmedLines(text.bytes[block.content]), as: UTF8.self)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(block.content.count)
    for line in text.lines(in: block.content) {
      var start = line.lowerBound
      while start < line.upperBound, start - line.lowerBound < block.indent,
        text[start] == " " || text[start] == "\t" || block.isQuoted && text[start] == ">"
      {
        start += 1
      }
      bytes += text.bytes[start..<line.upperBound]
      if bytes.last == 13 { bytes.removeLast() }
      bytes.append(.lineFeed)
    }
    return String(decoding: trimmedLines(bytes[...]), as: UTF8.self)
  }

  /// Without empty lines at both ends; indentation stays.
  static func trimmedLines(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = bytes.endIndex
    while end > bytes.startIndex, bytes[end - 1].isSpace { end -= 1 }
    var start = bytes.startIndex
    var line = start
    while line < end {
      if bytes[line] == .lineFeed { start = line + 1 }
      if !bytes[line].isSpace { break }
      line += 1
    }
    return bytes[min(start, end)..<end]
  }

  // MARK: - Other marks

  private static let pairs: [(open: String, close: String, language: String?)] = [
    ("[python]", "[/python]", "python"), ("[begin]", "[done]", nil), ("[code]", "[/code]", nil),
    ("<code>", "</code>", nil), ("<python>", "</python>", "python"),
    ("<solution>", "</solution>", nil), ("<answer>", "</answer>", nil),
    ("\\begin{lstlisting}", "\\end{lstlisting}", nil),
    ("\\begin{verbatim}", "\\end{verbatim}", nil), ("\\begin{minted}", "\\end{minted}", nil),
    ("\\begin{python}", "\\end{python}", "python"), ("<pre>", "</pre>", nil),
  ]

  private static func marked(in text: ByteText, _ range: Range<Int>) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    for pair in pairs {
      var position = range.lowerBound
      while position < range.upperBound, let open = find(pair.open, in: text, from: position, range)
      {
        let start = contentStart(text, after: open + pair.open.utf8.count, range, pair.open)
        let close = find(pair.close, in: text, from: start, range)
        let end = close ?? range.upperBound
        let content = unwrapped(text, text.trimmingEnd(start..<max(start, end)))
        if !text.isBlank(content) {
          blocks.append(
            CodeBlock(
              code: lines(text, content), range: content, rule: "tag",
              language: pair.language.flatMap(Language.named), isForeign: false,
              isClosed: close != nil))
        }
        position = (close ?? range.upperBound) + 1
      }
      if !blocks.isEmpty { return blocks }
    }
    return blocks + jsonField(in: text, range)
  }

  private static func find(_ mark: String, in text: ByteText, from start: Int, _ range: Range<Int>)
    -> Int?
  {
    // No mark begins with a letter, so that its first byte has no case.
    let first = mark.utf8.first ?? 0
    var position = start
    while let found = text.next(first, from: position, before: range.upperBound) {
      if text.hasLowercased(mark, at: found, before: range.upperBound) { return found }
      position = found + 1
    }
    return nil
  }

  /// Behind options in brackets or braces and the end of the opening line.
  private static func contentStart(
    _ text: ByteText, after position: Int, _ range: Range<Int>, _ mark: String
  ) -> Int {
    var position = position
    if mark.hasPrefix("\\") {
      for (open, close) in [("[", "]"), ("{", "}")]
      where position < range.upperBound && text.has(open, at: position, before: range.upperBound) {
        let limit = min(range.upperBound, position + 200)
        position = (text.first(close, in: position..<limit) ?? position) + 1
      }
    }
    var end = position
    while end < range.upperBound, text[end] == " " || text[end] == "\r" || text[end] == "\t" {
      end += 1
    }
    return end < range.upperBound && text[end] == .lineFeed ? end + 1 : position
  }

  /// `<pre><code>` holds a second mark.
  private static func unwrapped(_ text: ByteText, _ range: Range<Int>) -> Range<Int> {
    let inner = text.trimmed(range)
    guard text.hasLowercased("<code", at: inner.lowerBound, before: inner.upperBound),
      let open = text.first(">", in: inner),
      let close = text.first("</code>", in: inner)
    else { return range }
    return open + 1..<max(open + 1, close)
  }

  private static func lines(_ text: ByteText, _ range: Range<Int>) -> String {
    let bytes = text.bytes[range].filter { $0 != 13 }
    return String(decoding: trimmedLines(bytes[...]), as: UTF8.self)
  }

  /// `{"code": "…"}`.
  private static func jsonField(in text: ByteText, _ range: Range<Int>) -> [CodeBlock] {
    let reply = text.trimmed(range)
    guard let first = reply.first, text[first] == "{",
      let json = try? JSON(parsing: text.string(reply))
    else { return [] }
    for key in ["code", "solution", "program", "completion", "answer"] {
      guard let code = json[key]?.string else { continue }
      let inner = ByteText(code)
      let fenced = Fences.all(in: inner, inner.whole)
      if let block = fenced.last {
        return [
          CodeBlock(
            code: dedented(inner, block), range: reply, rule: "json", language: block.language,
            isForeign: false, isClosed: true)
        ]
      }
      return [
        CodeBlock(
          code: code, range: reply, rule: "json",
          language: json["language"]?.string.flatMap(Language.named), isForeign: false,
          isClosed: true)
      ]
    }
    return []
  }
}
