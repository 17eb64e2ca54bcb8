import Grading

/// Measures code by its lines: line length, and length, nesting and parameters of functions.
///
/// Deterministic and without a parser: strings and comments are blanked, then Python is read by its
/// indentation and everything else by its braces.
struct CodeMeasures: Sendable {
  /// In characters.
  let lineLengthMax: Int
  /// Lines of the longest function, from its first to its last that is not blank.
  let functionLinesMax: Int
  /// Control structures within one another, within a function or at the top level.
  let nestingMax: Int
  let parametersMax: Int

  init(_ source: String, language: String) {
    lineLengthMax =
      source.split(separator: "\n", omittingEmptySubsequences: false).map {
        ($0.last == "\r" ? $0.dropLast() : $0).unicodeScalars.count
      }.max() ?? 0
    let code = MaskedCode(source, language: language)
    let measured = language == "python" ? IndentedCode.measure(code) : BracedCode.measure(code)
    functionLinesMax = measured.functionLines
    nestingMax = measured.nesting
    parametersMax = measured.parameters
  }

  struct Functions {
    var functionLines = 0
    var nesting = 0
    var parameters = 0
  }

  /// The share of the named limits that the code keeps, and which it breaks.
  func share(of limits: Criterion.CodeQuality) -> (Double, String) {
    let checks: [(name: String, limit: Int?, value: Int)] = [
      ("longest line", limits.lineLengthMax, lineLengthMax),
      ("longest function", limits.functionLinesMax, functionLinesMax),
      ("deepest nesting", limits.nestingMax, nestingMax),
      ("most parameters", limits.parametersMax, parametersMax),
    ]
    var kept = 0
    var named = 0
    var remarks: [String] = []
    for check in checks {
      guard let limit = check.limit else { continue }
      named += 1
      if check.value <= limit { kept += 1 }
      let sign = check.value <= limit ? "≤" : ">"
      remarks.append("\(check.name) \(check.value) \(sign) \(limit)")
    }
    guard named > 0 else { return (1, "no limit is named") }
    return (Double(kept) / Double(named), remarks.joined(separator: ", "))
  }
}

/// Source code whose strings and comments are blanked, so that what is left is structure.
struct MaskedCode: Sendable {
  let text: ByteText
  let lines: [Range<Int>]

  init(_ source: String, language: String) {
    var bytes = Array(source.utf8)
    let isPython = language == "python"
    let hash = isPython || language == "bash" || language == "ruby"
    var position = 0
    func blank(to end: Int) {
      while position < min(end, bytes.count) {
        if bytes[position] != .lineFeed { bytes[position] = 32 }
        position += 1
      }
    }
    func find(_ mark: [UInt8], from start: Int) -> Int {
      var index = start
      while index + mark.count <= bytes.count {
        if bytes[index] == UInt8(ascii: "\\") {
          index += 2
          continue
        }
        if bytes[index..<index + mark.count].elementsEqual(mark) { return index + mark.count }
        index += 1
      }
      return bytes.count
    }
    func lineEnd() -> Int { bytes[position...].firstIndex(of: .lineFeed) ?? bytes.count }
    while position < bytes.count {
      let byte = bytes[position]
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      switch byte {
      case "#" where hash: blank(to: lineEnd())
      case "/" where !hash && next == UInt8(ascii: "/"): blank(to: lineEnd())
      case "/" where !hash && next == UInt8(ascii: "*"):
        blank(to: find(Array("*/".utf8), from: position + 2))
      case "\"", "'", "`":
        let third = position + 2 < bytes.count ? bytes[position + 2] : 0
        if isPython, next == byte, third == byte {
          // Something stays behind, so that a docstring keeps its indentation.
          let end = find([byte, byte, byte], from: position + 3)
          position += 1
          blank(to: end)
        } else {
          let end = min(find([byte], from: position + 1), byte == "`" ? bytes.count : lineEnd())
          position += 1
          blank(to: max(end, position))
        }
      default: position += 1
      }
    }
    text = ByteText(bytes)
    lines = text.lines(in: text.whole)
  }
}

extension ByteText {
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The number of things in a parameter list: commas outside inner brackets, plus one.
  fileprivate func listCount(from open: Int, limit: Int = 4_000) -> Int {
    var depth = 0
    var commas = 0
    var hasContent = false
    var lastIsComma = false
    for position in open..<min(bytes.count, open + limit) {
      let byte = bytes[position]
      switch byte {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return hasContent ? commas + (lastIsComma ? 0 : 1) : 0 }
      default: break
      }
      if byte.isSpace || position == open { continue }
      hasContent = true
      lastIsComma = byte == "," && depth == 1
      if lastIsComma { commas += 1 }
    }
    return commas
  }
}

/// Python, by indentation.
private enum IndentedCode {
  static func measure(_ code: MaskedCode) -> CodeMeasures.Functions {
    var result = CodeMeasures.Functions()
    let text = code.text
    // Open blocks: their indentation, whether a function or class, and where they began.
    var open: [(indent: Int, isDefinition: Bool, isFunction: Bool, line: Int)] = []
    var lastLine = 0
    var brackets = 0
    func close(to indent: Int) {
      while let block = open.last, block.indent >= indent {
        if block.isFunction {
          result.functionLines = max(result.functionLines, lastLine - block.line + 1)
        }
        open.removeLast()
      }
    }
    for (number, line) in code.lines.enumerated() where !text.isBlank(line) {
      let isContinued = brackets > 0
      for position in line {
        switch text[position] {
        case "(", "[", "{": brackets += 1
        case ")", "]", "}": brackets = max(0, brackets - 1)
        default: break
        }
      }
      if isContinued {
        lastLine = number
        continue
      }
      let start = text.trimmingStart(line).lowerBound
      let indent = start - line.lowerBound
      close(to: indent)
      lastLine = number
      guard let match = openers.match(in: text, at: start, before: line.upperBound) else {
        continue
      }
      let isFunction = match.index < 2
      let isDefinition = match.index < 3
      open.append((indent, isDefinition, isFunction, number))
      if isFunction {
        result.parameters = max(result.parameters, parameters(text, line, from: match.end))
      }
      if !isDefinition {
        let outer = open.lastIndex { $0.isDefinition }.map { $0 + 1 } ?? 0
        result.nesting = max(result.nesting, open.count - outer)
      }
    }
    close(to: 0)
    return result
  }

  private static let openers = PhraseTable([
    "def", "async def", "class", "if", "for", "while", "with", "try", "match", "async for",
    "async with", "elif", "else", "except", "finally", "case",
  ])

  /// Without `self`, `cls`, and the marks `*` and `/`.
  private static func parameters(_ text: ByteText, _ line: Range<Int>, from start: Int) -> Int {
    guard let open = text.first("(", in: start..<line.upperBound) else { return 0 }
    var count = text.listCount(from: open)
    let first = text.trimmingStart(open + 1..<text.bytes.count).lowerBound
    for name in ["self", "cls"] where text.has(name, at: first, before: text.bytes.count) {
      if !text.byte(first + name.utf8.count).isIdentifier { count -= 1 }
    }
    return max(0, count)
  }
}

/// Languages with braces; Bash by its words is left to its braces too.
private enum BracedCode {
  static func measure(_ code: MaskedCode) -> CodeMeasures.Functions {
    var result = CodeMeasures.Functions()
    let text = code.text
    var open: [(kind: Kind, line: Int)] = []
    for (number, line) in code.lines.enumerated() {
      for position in line {
        switch text[position] {
        case "{":
          let kind = kind(text, before: position)
          open.append((kind, number))
          if case .function(let parameters) = kind {
            result.parameters = max(result.parameters, parameters)
          }
          if kind == .control {
            let outer = open.lastIndex { $0.kind != .control && $0.kind != .other } ?? -1
            let levels = open[(outer + 1)...].count { $0.kind == .control }
            result.nesting = max(result.nesting, levels)
          }
        case "}":
          if let block = open.popLast(), case .function = block.kind {
            result.functionLines = max(result.functionLines, number - block.line + 1)
          }
        default: break
        }
      }
    }
    return result
  }

  private enum Kind: Equatable {
    case function(parameters: Int)
    case type
    case control
    /// A literal or a mere block.
    case other
  }

  /// What a brace opens, by the statement before it.
  private static func kind(_ text: ByteText, before brace: Int) -> Kind {
    var start = brace
    let limit = max(0, brace - 600)
    var depth = 0
    while start > limit {
      let byte = text[start - 1]
      if byte == ")" { depth += 1 }
      if byte == "(" { depth -= 1 }
      if depth <= 0, byte == "{" || byte == "}" || byte == ";" { break }
      start -= 1
    }
    let head = text.trimmed(start..<brace)
    guard !head.isEmpty else { return .other }
    if text.has("else", at: head.lowerBound, before: head.upperBound)
      || controls.match(in: text, at: head.lowerBound, before: head.upperBound) != nil
    {
      return .control
    }
    if types.occurs(in: text, head), !text.contains("(", in: head) { return .type }
    let arrow = text.has("=>", at: max(0, head.upperBound - 2), before: head.upperBound)
    guard let open = parameterList(text, head) else {
      return arrow ? .function(parameters: 1) : .other
    }
    let name = text.trimmingEnd(head.lowerBound..<open)
    let isAnonymous = name.isEmpty || text[name.upperBound - 1] == "="
    if isAnonymous, !arrow { return .other }
    return .function(parameters: text.listCount(from: open))
  }

  /// The first parenthesis of a function's head, whose partner ends it or has a type behind it.
  private static func parameterList(_ text: ByteText, _ head: Range<Int>) -> Int? {
    guard let first = text.first("(", in: head) else { return nil }
    // Go's receiver stands before the name.
    if text.has("func (", at: head.lowerBound, before: head.upperBound) {
      guard let close = text.first(")", in: first..<head.upperBound) else { return first }
      return text.first("(", in: close..<head.upperBound) ?? first
    }
    return first
  }

  private static let controls = PhraseTable([
    "if", "for", "while", "switch", "do", "try", "catch", "match", "loop", "guard", "select",
    "unless", "until", "foreach", "finally", "synchronized", "repeat", "defer",
  ])
  private static let types = PhraseTable([
    "class", "struct", "enum", "interface", "namespace", "trait", "impl", "union", "protocol",
    "extension", "module", "record", "extern",
  ])
}
