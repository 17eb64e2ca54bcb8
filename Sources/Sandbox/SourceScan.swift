/// What a compiler wants to know beforehand from a source.
enum SourceScan {
  /// The name of the public class, else of the class that has `main`, else of the first class;
  /// `Main` if there is none.
  static func javaClass(_ source: String) -> String {
    let words = words(of: source)
    var first: String?
    var latest: String?
    var withMain: String?
    for (index, word) in words.enumerated() {
      if ["class", "interface", "enum", "record"].contains(word), index + 1 < words.count {
        let name = String(words[index + 1])
        let before = words[max(0, index - 3)..<index]
        if before.contains("public"), !before.contains("import") { return name }
        if first == nil { first = name }
        latest = name
      }
      if word == "main", index > 0, words[index - 1] == "void", withMain == nil {
        withMain = latest
      }
    }
    return withMain ?? first ?? "Main"
  }

  /// Whether a JavaScript source is a module: some line starts with an import or export.
  static func isModule(_ source: String) -> Bool {
    source.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
      let line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return line.starts(with: "import ".utf8) || line.starts(with: "import{".utf8)
        || line.starts(with: "export ".utf8)
    }
  }

  /// Identifiers and keywords, without comments and literals.
  private static func words(of source: String) -> [Substring] {
    var words: [Substring] = []
    var rest = Substring(source)
    while let character = rest.first {
      if rest.hasPrefix("//") {
        rest = rest.drop { $0 != "\n" && $0 != "\r\n" }
      } else if rest.hasPrefix("/*") {
        let close = rest.dropFirst(2).firstRange(of: "*/")
        rest = close.map { rest[$0.upperBound...] } ?? ""
      } else if character == "\"" || character == "'" {
        rest = skipLiteral(rest, character)
      } else if isPart(character) {
        let word = rest.prefix(while: isPart)
        words.append(word)
        rest = rest[word.endIndex...]
      } else {
        rest = rest.dropFirst()
      }
    }
    return words
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "$"
  }

  private static func skipLiteral(_ text: Substring, _ quote: Character) -> Substring {
    var rest = text.dropFirst()
    while let character = rest.first {
      rest = rest.dropFirst()
      if character == "\\" { rest = rest.dropFirst() }
      if character == quote || character == "\n" { break }
    }
    return rest
  }
}
