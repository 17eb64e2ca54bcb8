/// Text as Markdown that means nothing but itself.
enum MarkdownText {
  /// Escapes text for a line or a table cell: no HTML, no emphasis, links, mentions, references or
  /// formulas, and no second line. By character references, which hold in every dialect; a backslash
  /// before a pipe does not.
  static func escaped(_ text: String) -> String {
    var result = ""
    let scalars = Array(VisibleText.line(text).unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "|", "\\", "`", "*", "_", "[", "]", "~", "#", "$", "@": result += "&#\(scalar.value);"
      // Only these make links of bare addresses, and pictures of words between colons.
      case ":" where place + 1 < scalars.count && scalars[place + 1] != " ": result += "&#58;"
      case "."
      where place >= 3 && scalars[place - 3..<place].allSatisfy({ $0 == "w" || $0 == "W" }):
        result += "&#46;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The first `limit` characters as code; empty for empty text, since an empty span is none.
  static func code(_ text: String, limit: Int) -> String {
    text.isEmpty ? "" : "<code>" + escaped(VisibleText.line(text, limit: limit)) + "</code>"
  }

  /// A table. Cells are Markdown already; `numeric` columns are aligned to the right.
  static func table(_ header: [String], numeric: Set<Int>, _ rows: [[String]]) -> String {
    var lines = [header, header.indices.map { numeric.contains($0) ? "--:" : ":--" }]
    lines += rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
