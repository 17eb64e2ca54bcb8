/// Imports of Go, which refuses a file that imports what it does not use.
///
/// A prompt imports what its tests use too, and ours import that for themselves: what is left over in
/// the solution is no mistake of the model's.
enum GoImports {
  /// The source with its imports first, as the parts of one that was several files need them, and
  /// without those that it does not use. Blank imports, and those of all names, stay.
  static func fitted(_ source: String) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    // What is commented out is no use.
    let body = lines.filter { line in
      let text = line.drop(while: \.isWhitespace)
      return !text.hasPrefix("//") && !text.hasPrefix("\"") && !text.hasPrefix("import")
    }.joined(separator: "\n")
    var imports: [Substring] = []
    var rest: [Substring] = []
    var known: Set<Substring> = []
    var isImporting = false
    // What constrains a file is misplaced in the middle of one.
    for line in lines where !line.hasPrefix("//go:build") && !line.hasPrefix("// +build") {
      let text = line.drop(while: \.isWhitespace)
      let isListed = isImporting && text.first != ")"
      let isEnd = isImporting && !isListed
      if isEnd { isImporting = false }
      guard isListed || isEnd || text.hasPrefix("import ") || text.hasPrefix("import(") else {
        rest.append(line)
        continue
      }
      let entry = isListed ? text : text.dropFirst("import".count)
      if !isListed, !isEnd, entry.drop(while: \.isWhitespace).first == "(" {
        isImporting = !entry.contains(")")
      } else if let name = name(in: entry) {
        guard uses(name, body), known.insert(entry.prefix { $0 != "\r" }).inserted else { continue }
      }
      imports.append(line)
    }
    return (imports + rest).joined(separator: "\n")
  }

  /// Stands in test code of sets that import for a solution what it lacks.
  static let mark = "{{imports}}"
  /// What CodeGeeX' own runs of HumanEval-X import where it is used.
  private static let helpers = [
    "bytes", "crypto/md5", "fmt", "math", "math/rand", "regexp", "sort", "strconv", "strings",
    "time",
  ]

  /// Imports of the helpers that a solution uses and neither imports nor declares, to stand before it.
  static func missing(in source: String) -> String {
    helpers.filter { path in
      let name = path.split(separator: "/").last ?? ""
      return !source.contains("\"\(path)\"") && !source.contains("\(name) :=")
        && !source.contains("var \(name) ") && uses(name, source, exported: true)
    }.map { "import \"\($0)\"\n" }.joined()
  }

  /// What a package is called after `"path"` or `name "path"`; `nil` if that cannot be told or does not
  /// matter.
  private static func name(in entry: Substring) -> Substring? {
    guard let open = entry.firstIndex(of: "\""),
      let close = entry[entry.index(after: open)...].firstIndex(of: "\"")
    else { return nil }
    let given = entry[..<open].split(whereSeparator: \.isWhitespace)
    if let name = given.first { return name == "_" || name == "." ? nil : name }
    let parts = entry[entry.index(after: open)..<close].split(separator: "/")
    // math/rand/v2 is called rand.
    let last = parts.last.flatMap {
      $0.first == "v" && parts.count > 1 && $0.dropFirst().allSatisfy(\.isNumber)
        ? parts[parts.count - 2] : $0
    }
    return last
  }

  private static func uses(_ name: Substring, _ body: String, exported: Bool = false) -> Bool {
    var rest = body[...]
    while let range = rest.firstRange(of: "\(name).") {
      let before = rest[..<range.lowerBound].last
      rest = rest[range.upperBound...]
      let isWhole = before.map { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") } ?? true
      if isWhole, !exported || rest.first?.isUppercase == true { return true }
    }
    return false
  }
}
