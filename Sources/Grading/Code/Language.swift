/// A programming language by its names. How it is compiled and run is the sandbox's business.
public struct Language: Sendable, Hashable {
  /// What problem sets and the grade book call it, for example `cpp`.
  public var id: String
  /// What people call it, for example `C++`.
  public var name: String
  /// The info string of a fenced block.
  public var fence: String
  /// Other info strings that mean it, in lower case.
  public var aliases: [String]
  /// Without the point.
  public var fileExtension: String

  init(_ id: String, _ name: String, fence: String, aliases: [String], fileExtension: String) {
    self.id = id
    self.name = name
    self.fence = fence
    self.aliases = aliases
    self.fileExtension = fileExtension
  }

  public static let all: [Language] = [
    Language(
      "python", "Python", fence: "python",
      aliases: ["py", "python3", "py3", "python2", "pypy", "pypy3", "ipython", "sage"],
      fileExtension: "py"),
    Language("c", "C", fence: "c", aliases: ["c99", "c11", "c17", "gcc", "h"], fileExtension: "c"),
    Language(
      "cpp", "C++", fence: "cpp",
      aliases: ["c++", "cxx", "cc", "c++11", "c++14", "c++17", "c++20", "cpp17", "cpp20", "hpp"],
      fileExtension: "cpp"),
    Language(
      "javascript", "JavaScript", fence: "javascript",
      aliases: ["js", "node", "nodejs", "mjs", "ecmascript"], fileExtension: "js"),
    Language(
      "typescript", "TypeScript", fence: "typescript", aliases: ["ts"], fileExtension: "ts"),
    Language("bash", "Bash", fence: "bash", aliases: ["sh", "shell", "zsh"], fileExtension: "sh"),
    Language("java", "Java", fence: "java", aliases: ["java17", "java21"], fileExtension: "java"),
    Language("go", "Go", fence: "go", aliases: ["golang"], fileExtension: "go"),
    Language("rust", "Rust", fence: "rust", aliases: ["rs"], fileExtension: "rs"),
    Language(
      "swift", "Swift", fence: "swift", aliases: ["swift5", "swift6"], fileExtension: "swift"),
    Language("ruby", "Ruby", fence: "ruby", aliases: ["rb"], fileExtension: "rb"),
  ]

  /// The language of that id, name or alias, whatever the case; `nil` if there is none.
  public static func named(_ name: String) -> Language? {
    let name = name.lowercased()
    return all.first {
      $0.id == name || $0.fence == name || $0.aliases.contains(name) || $0.name.lowercased() == name
    }
  }

  /// The language of files that end so; without the point.
  public static func ofFiles(endingIn fileExtension: String) -> Language? {
    all.first { $0.fileExtension == fileExtension }
  }
}
