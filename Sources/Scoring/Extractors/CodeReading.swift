import Grading

/// What can be told of source code by looking at its lines: what it defines, whether it ends, which
/// language it looks like. No parser: it decides only which block of a completion counts.
struct CodeReading: Sendable {
  let text: ByteText
  private let lines: [Range<Int>]
  private let isPython: Bool

  init(_ code: String, language: String?) {
    text = ByteText(code)
    lines = text.lines(in: text.whole)
    isPython = language == "python" || language == nil
  }

  // MARK: - Definitions

  /// Whether a function, method or class of that name is defined, whatever the language.
  func defines(_ name: String) -> Bool {
    let name = name.split(separator: ".").last.map(String.init) ?? name
    guard !name.isEmpty else { return false }
    var position = 0
    while let found = text.first(name, in: position..<text.bytes.count) {
      position = found + name.utf8.count
      let before = found == 0 ? 0 : text[found - 1]
      if before.isIdentifier || before == "." && isPython { continue }
      if text.byte(position).isIdentifier { continue }
      if isDefinition(of: found..<position) { return true }
    }
    return false
  }

  /// Whether the definition of a name is over: in Python something of the top level follows it,
  /// elsewhere all braces are closed.
  func hasEnd(of name: String) -> Bool {
    guard defines(name) else { return false }
    guard isPython else { return isComplete }
    guard
      let last = lines.last(where: { line in
        line.first.map { !text[$0].isSpace && text[$0] != ")" } ?? false
      })
    else { return false }
    let before = String(decoding: text.bytes[..<last.lowerBound], as: UTF8.self)
    return CodeReading(before, language: "python").defines(name)
  }

  private func isDefinition(of name: Range<Int>) -> Bool {
    let start = text.lineStart(of: name.lowerBound, from: max(0, name.lowerBound - 300))
    let before = text.trimmed(start..<name.lowerBound)
    for word in ["def", "class", "function", "func", "fn", "async def", "struct", "function*"]
    where endsIn(word, before) {
      return true
    }
    var next = name.upperBound
    while next < text.bytes.count, text[next] == " " { next += 1 }
    let follows = text.byte(next)
    if follows == "=", text.byte(next + 1) != "=" {
      // `const f = (…) =>`, `f = lambda …`.
      return before.isEmpty || ["const", "let", "var"].contains { endsIn($0, before) }
    }
    if isPython { return false }
    if follows == ":" { return false }
    guard follows == "(" else { return false }
    // `int f(…) {`: a type in front, a brace behind; a call has neither.
    guard let close = closingParenthesis(from: next) else { return false }
    var brace = close + 1
    let limit = min(text.bytes.count, close + 80)
    while brace < limit, text[brace] != "{", text[brace] != ";", text[brace] != "}" { brace += 1 }
    guard brace < limit, text[brace] == "{" else { return false }
    for word in ["return", "if", "while", "for", "else", "="] where endsIn(word, before) {
      return false
    }
    return true
  }

  private func closingParenthesis(from open: Int) -> Int? {
    var depth = 0
    for position in open..<min(text.bytes.count, open + 1_000) {
      if text[position] == "(" { depth += 1 }
      if text[position] == ")" {
        depth -= 1
        if depth == 0 { return position }
      }
    }
    return nil
  }

  private func endsIn(_ word: String, _ range: Range<Int>) -> Bool {
    let start = range.upperBound - word.utf8.count
    guard start >= range.lowerBound, text.has(word, at: start, before: range.upperBound) else {
      return false
    }
    return start == range.lowerBound || !text[start - 1].isIdentifier
  }

  /// The names that the code's top level defines or imports.
  func topLevelNames() -> Set<String> {
    var names: Set<String> = []
    for line in lines where !line.isEmpty && !text[line.lowerBound].isSpace {
      collectNames(line, into: &names)
    }
    return names
  }

  private func collectNames(_ line: Range<Int>, into names: inout Set<String>) {
    let words = words(line)
    guard let first = words.first else { return }
    switch first {
    case "import", "from", "use", "using", "#include", "include":
      let skip = first == "from" ? words.firstIndex(of: "import") ?? 0 : 0
      for word in words[(skip + 1)...] where word != "as" { names.insert(word) }
    case "def", "class", "function", "func", "fn", "struct", "enum", "const", "let", "var",
      "type", "interface", "typedef":
      if words.count > 1 { names.insert(words[1]) }
    case "async", "pub", "export", "static", "template":
      for word in words.dropFirst().prefix(4) { names.insert(word) }
    default:
      var end = line.lowerBound
      while end < line.upperBound, text[end].isIdentifier { end += 1 }
      var sign = end
      while sign < line.upperBound, text[sign] == " " { sign += 1 }
      if sign < line.upperBound, text[sign] == "=" || text[sign] == ":" {
        names.insert(first)
      } else if !isPython, text.byte(sign) != "(" {
        // `int f(`: the name before the parenthesis.
        if let open = text.first("(", in: line) {
          var start = open
          while start > line.lowerBound, text[start - 1].isIdentifier { start -= 1 }
          if start < open { names.insert(text.string(start..<open)) }
        }
      }
    }
  }

  /// The names that the code binds anywhere: definitions, assignments, parameters, loops.
  func boundNames() -> Set<String> {
    var names: Set<String> = []
    for line in lines {
      let content = text.trimmed(line)
      collectNames(content, into: &names)
      if let sign = assignment(content) {
        for word in words(content.lowerBound..<sign) { names.insert(word) }
      }
      if isPython,
        let open = text.next(
          UInt8(ascii: "("), from: content.lowerBound, before: content.upperBound),
        text.has("def ", at: content.lowerBound, before: open)
          || text.has("async def ", at: content.lowerBound, before: open)
      {
        names.formUnion(parameters(open..<content.upperBound))
        continue
      }
      var isBinding = false
      for word in words(content) {
        switch word {
        case "for", "as", "def", "lambda", "int", "let", "const", "var", "auto", "long", "double":
          isBinding = true
        case "in": isBinding = false
        default: if isBinding { names.insert(word) }
        }
      }
    }
    return names
  }

  /// The names of a Python function's parameters, without their annotations and defaults.
  private func parameters(_ list: Range<Int>) -> [String] {
    var names: [String] = []
    var depth = 0
    var expectsName = false
    var position = list.lowerBound
    while position < list.upperBound {
      switch text[position] {
      case "(", "[", "{":
        depth += 1
        expectsName = depth == 1
      case ")", "]", "}": depth -= 1
      case ",": expectsName = depth == 1
      case " ", "*": break
      default:
        var end = position
        while end < list.upperBound, text[end].isIdentifier { end += 1 }
        if expectsName, end > position { names.append(text.string(position..<end)) }
        expectsName = false
        position = max(position, end - 1)
      }
      position += 1
    }
    return names
  }

  /// The first equals sign of a line that assigns, outside brackets.
  private func assignment(_ line: Range<Int>) -> Int? {
    for position in line {
      switch text[position] {
      case "(", "#", "\"", "'": return nil
      case "=":
        let before = text.byte(position - 1)
        let compares = text.byte(position + 1) == "=" || before == "!" || before == "<"
        return compares || before == ">" || before == "=" ? nil : position
      default: break
      }
    }
    return nil
  }

  /// The identifiers of a line.
  private func words(_ line: Range<Int>) -> [String] {
    var words: [String] = []
    var start: Int?
    for position in line.lowerBound...line.upperBound {
      let inside =
        position < line.upperBound && (text[position].isIdentifier || text[position] == "#")
      if inside, start == nil { start = position }
      if !inside, let from = start {
        words.append(text.string(from..<position))
        start = nil
      }
    }
    return words
  }

  /// All identifiers of the code.
  func identifiers() -> Set<String> {
    var names: Set<String> = []
    for line in lines { names.formUnion(words(line)) }
    return names
  }

  // MARK: - Shape

  /// The statements at the top level, without blank lines, comments and decorators.
  private var topLevelLines: [Range<Int>] {
    lines.filter { line in
      guard let first = line.first, !text[first].isSpace else { return false }
      return text[first] != "#" || text.has("#include", at: first, before: line.upperBound)
    }
  }

  /// Whether every line is indented: a function's body that goes on from a signature.
  var isBodyOnly: Bool {
    var seen = false
    for line in lines {
      guard let first = line.first, !text.isBlank(line) else { continue }
      if text[first] != " ", text[first] != "\t" { return false }
      seen = true
    }
    return seen
  }

  /// Whether a statement of the top level does something, other than define, import and assign.
  var runsAnything: Bool {
    topLevelLines.contains { line in
      if CodeReading.definers.match(in: text, at: line.lowerBound, before: line.upperBound) != nil {
        return false
      }
      return CodeReading.quiet.match(in: text, at: line.lowerBound, before: line.upperBound) == nil
        && (text.contains("(", in: line) || text[line.upperBound - 1] == ":")
    }
  }

  private static let quiet = PhraseTable([
    "import ", "from ", "@", "sys.setrecursionlimit", "\"\"\"", ")",
  ])

  /// Whether functions have no bodies but `pass`, as starter code that is quoted.
  var isSkeleton: Bool {
    var placeholders = 0
    for line in lines {
      let content = text.trimmed(line)
      guard let first = content.first, text[first] != "#", text[first] != "@" else { continue }
      if CodeReading.skeleton.match(in: text, at: first, before: content.upperBound) != nil {
        continue
      }
      guard
        ["pass", "...", "raise NotImplementedError", "raise NotImplementedError()"].contains(
          where: {
            $0.utf8.count == content.count && text.has($0, at: first, before: content.upperBound)
          })
      else { return false }
      placeholders += 1
    }
    return placeholders > 0
  }

  private static let skeleton = PhraseTable([
    "def ", "class ", "async def ", "import ", "from ", "\"\"\"", "'''",
  ])

  var definesAnything: Bool {
    lines.contains { line in
      let start = text.trimmingStart(line).lowerBound
      return CodeReading.definers.match(in: text, at: start, before: line.upperBound) != nil
    }
  }

  private static let definers = PhraseTable([
    "def ", "class ", "async def ", "function ", "func ", "fn ", "public ", "int ", "void ",
    "struct ", "pub fn ", "static ", "const ", "template", "long ", "double ", "bool ", "string ",
    "std::", "vector<", "export ", "auto ",
  ])

  /// Whether the code only tests a solution: assertions, calls and unit tests, no definition of its
  /// own but tests.
  var isTestOnly: Bool {
    var tests = 0
    for line in topLevelLines {
      let end = line.upperBound
      let start = line.lowerBound
      if CodeReading.tests.match(in: text, at: start, before: end) != nil {
        tests += 1
      } else if CodeReading.neutral.match(in: text, at: start, before: end) == nil {
        return false
      }
    }
    return tests > 0
  }

  private static let tests = PhraseTable([
    "assert", "def test", "class Test", "unittest.", "print(", "pytest.", "console.log(",
    "console.assert(", "doctest.", "test(", "describe(", "it(", "std::cout", "assert(",
  ])
  private static let neutral = PhraseTable([
    "import ", "from ", "if __name__", "#", "@", "\"\"\"", ")", "]", "}", "for ",
  ])

  /// Whether the code reads standard input or prints.
  var doesInputOrOutput: Bool { hasInput || CodeReading.output.occurs(in: text, text.whole) }

  var hasInput: Bool { CodeReading.input.occurs(in: text, text.whole) }

  private static let input = PhraseTable([
    "input(", "sys.stdin", "stdin", "std::cin", "cin", "scanf", "gets(", "getline", "readline",
    "Scanner", "BufferedReader", "readFileSync", "fmt.Scan", "bufio", "read ", "open(0)",
    "getchar", "read_line", "readLine", "gets",
  ])
  private static let output = PhraseTable([
    "print", "printf", "cout", "puts", "console.log", "println", "Println", "echo", "write",
    "putchar", "System.out", "fmt.", "printf(", "process.stdout",
  ])

  // MARK: - Completeness

  /// Whether brackets and strings are closed and the last statement has an end.
  var isComplete: Bool {
    guard let last = lines.last(where: { !text.isBlank($0) }) else { return false }
    return bracketsClose() && lastStatementEnds(text.trimmed(last))
  }

  private func lastStatementEnds(_ line: Range<Int>) -> Bool {
    guard let final = line.last else { return false }
    let byte = text[final]
    if text[line.lowerBound] == "#" { return true }
    if isPython, byte == ":" { return false }
    switch byte {
    case "=", "+", "*", "/", "%", "&", "|", "^", ",", "(", "[", "{", "\\", "@":
      return !isPython && (byte == "/" && text.byte(final - 1) == "*")
    case "-", "<", ">": return !isPython && text.byte(final - 1) != byte && byte == ">"
    default: break
    }
    guard isPython else { return true }
    var start = line.upperBound
    while start > line.lowerBound, text[start - 1].isIdentifier { start -= 1 }
    if start == line.lowerBound {
      return !["def", "if", "for", "while", "class", "elif", "import", "from"].contains(
        text.string(line))
    }
    return !["and", "or", "not", "in", "is", "if", "else", "import", "lambda", "def"].contains(
      text.string(start..<line.upperBound))
  }

  /// Whether all brackets outside strings and comments are closed, and all strings are.
  private func bracketsClose() -> Bool {
    var depth = 0
    var position = 0
    let end = text.bytes.count
    while position < end {
      let byte = text[position]
      switch byte {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "#" where isPython: position = text.lineEnd(from: position, before: end)
      case "/" where !isPython && text.byte(position + 1) == "/":
        position = text.lineEnd(from: position, before: end)
      case "/" where !isPython && text.byte(position + 1) == "*":
        guard let close = text.first("*/", in: position + 2..<max(position + 2, end)) else {
          return false
        }
        position = close + 1
      case "\"", "'", "`":
        guard let close = stringEnd(from: position) else { return false }
        position = close
      default: break
      }
      if depth < 0 { return !isPython }
      position += 1
    }
    return depth == 0
  }

  /// The position of a string's last quotation mark; a line's end ends a short string, as what
  /// looks like one may be an apostrophe.
  private func stringEnd(from start: Int) -> Int? {
    let mark = text[start]
    if mark == "`", isPython { return start }
    let triple = isPython && text.byte(start + 1) == mark && text.byte(start + 2) == mark
    var position = start + (triple ? 3 : 1)
    while position < text.bytes.count {
      let byte = text[position]
      if byte == "\\" {
        position += 2
        continue
      }
      if byte == .lineFeed, !triple, mark != "`" { return position }
      if byte == mark {
        if !triple { return position }
        if text.byte(position + 1) == mark, text.byte(position + 2) == mark { return position + 2 }
      }
      position += 1
    }
    return triple || mark == "`" ? nil : text.bytes.count - 1
  }

  // MARK: - Language

  /// How much an untagged text looks like a language: the number of its telling lines.
  func likeness(to language: String) -> Int {
    let table = CodeReading.telling[language] ?? CodeReading.anyCode
    var count = 0
    for line in lines {
      let start = text.trimmingStart(line).lowerBound
      if table.match(in: text, at: start, before: line.upperBound) != nil { count += 1 }
    }
    return count
  }

  private static let telling: [String: PhraseTable] = [
    "python": PhraseTable([
      "def ", "class ", "import ", "from ", "print(", "for ", "while ", "if ", "return ", "elif ",
      "async def ", "n = ", "with ", "try:", "@", "lambda", "a, b",
    ]),
    "c": PhraseTable([
      "#include", "int main", "printf(", "scanf(", "int ", "void ", "char ", "long ", "typedef",
    ]),
    "cpp": PhraseTable([
      "#include", "using namespace", "int main", "cout", "cin", "std::", "template", "int ",
      "void ", "vector<", "long long", "auto ", "class ", "struct ",
    ]),
    "javascript": PhraseTable([
      "const ", "let ", "var ", "function ", "console.log", "require(", "import ", "class ",
      "async function", "module.exports", "process.",
    ]),
    "typescript": PhraseTable([
      "const ", "let ", "function ", "interface ", "type ", "import ", "export ", "class ",
    ]),
    "bash": PhraseTable([
      "#!/", "echo ", "read ", "for ", "while ", "if [", "printf ", "awk ", "sed ", "set -",
      "function ", "done", "fi", "while read",
    ]),
    "java": PhraseTable([
      "import java", "public class", "public static", "class ", "private ", "public ",
    ]),
    "go": PhraseTable(["package ", "import ", "func ", "fmt."]),
    "rust": PhraseTable(["fn ", "use ", "let ", "pub fn", "impl ", "struct ", "println!"]),
    "swift": PhraseTable(["func ", "import ", "let ", "var ", "print(", "struct ", "class "]),
    "ruby": PhraseTable(["def ", "puts ", "require ", "class ", "end", "gets"]),
  ]
  private static let anyCode = PhraseTable(["def ", "function ", "class ", "import ", "#include"])
}
