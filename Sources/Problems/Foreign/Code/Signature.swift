import Grading

/// Finds the name of the function that a prompt ends with.
struct Signature {
  private let language: String

  init(_ language: String) { self.language = language }

  /// The name of the last function that the text declares; `nil` if there is none.
  func name(in text: String) -> String? {
    let lines = text.split(separator: "\n").reversed()
    switch language {
    case "python", "ruby": return after("def ", in: lines)
    case "go", "swift": return after("func ", in: lines)
    case "rust": return after("fn ", in: lines)
    case "javascript", "typescript":
      return after("function ", in: lines) ?? after("const ", in: lines)
    default: return beforeParenthesis(in: lines)
    }
  }

  private func after(_ keyword: String, in lines: some Sequence<Substring>) -> String? {
    for line in lines {
      let text = line.drop(while: \.isWhitespace)
      let rest: Substring
      if text.hasPrefix(keyword) {
        rest = text.dropFirst(keyword.count)
      } else if text.hasPrefix("pub " + keyword) {
        rest = text.dropFirst(keyword.count + 4)
      } else {
        continue
      }
      let name = rest.prefix(while: Signature.isPart)
      if !name.isEmpty { return String(name) }
    }
    return nil
  }

  /// The word before the first parenthesis of the last line that opens a body.
  private func beforeParenthesis(in lines: some Sequence<Substring>) -> String? {
    for line in lines {
      guard line.contains("{"), let open = line.firstIndex(of: "("),
        !["#", "/", "*"].contains(line.drop(while: \.isWhitespace).first ?? " ")
      else { continue }
      let before = line[..<open].reversed().drop(while: \.isWhitespace)
      let name = String(before.prefix(while: Signature.isPart).reversed())
      if !name.isEmpty { return name }
    }
    return nil
  }

  static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "$"
  }

  /// The first name that `tests` call and that `code` (Python) defines.
  static func called(by tests: String, definedIn code: String) -> String? {
    var defined: Set<Substring> = []
    var lastDefined: Substring?
    for line in code.split(whereSeparator: \.isNewline) {
      for keyword in ["def ", "class "] where line.hasPrefix(keyword) {
        let name = line.dropFirst(keyword.count).prefix(while: isPart)
        defined.insert(name)
        if keyword == "def " { lastDefined = name }
      }
    }
    var rest = tests[...]
    while let start = rest.firstIndex(where: isPart) {
      let word = rest[start...].prefix(while: isPart)
      rest = rest[word.endIndex...]
      if defined.contains(word), rest.drop(while: { $0 == " " }).first == "(" {
        return String(word)
      }
    }
    return lastDefined.map(String.init)
  }
}
