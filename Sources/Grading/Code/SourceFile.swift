/// What the names of source files tell.
public enum SourceFile {
  /// The languages that a file of such a name may be written in; `nil` if it is no source file.
  public static func languages(of name: String) -> [String]? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = String(name[name.index(after: dot)...]).lowercased()
    switch ending {
    case "h": return ["c", "cpp"]
    case "hpp", "hh", "hxx", "cc", "cxx": return ["cpp"]
    case "mjs", "cjs": return ["javascript"]
    case "js": return ["javascript", "typescript"]
    case "bash": return ["bash"]
    default: return Language.ofFiles(endingIn: ending).map { [$0.id] }
    }
  }

  /// Whether a file is compiled for itself and not only read by others.
  public static func isCompiled(_ name: String, as language: String) -> Bool {
    let isHeader = [".h", ".hpp", ".hh", ".hxx"].contains { name.hasSuffix($0) }
    return !isHeader && languages(of: name)?.contains(language) == true
  }
}
