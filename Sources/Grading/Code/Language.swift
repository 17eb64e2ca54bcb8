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
  /// What its programs get beyond a problem's limits.
  public var allowance: Allowance

  public init(
    _ id: String, _ name: String, fence: String, aliases: [String], fileExtension: String,
    allowance: Allowance = Allowance()
  ) {
    self.id = id
    self.name = name
    self.fence = fence
    self.aliases = aliases
    self.fileExtension = fileExtension
    self.allowance = allowance
  }

  /// What a language gets beyond the limits of a problem.
  public struct Allowance: Sendable, Hashable {
    /// A factor of processor and elapsed time, at least 1.
    public var timeFactor: Double
    /// Bytes more of memory.
    public var memoryBytes: Int
    /// Processes and threads more.
    public var processes: Int

    public init(timeFactor: Double = 1, memoryBytes: Int = 0, processes: Int = 0) {
      self.timeFactor = timeFactor
      self.memoryBytes = memoryBytes
      self.processes = processes
    }
  }

  /// The languages that ship with Assay, then those that the user has added.
  public static var all: [Language] {
    let more = added.withLock { $0 }
    return more.isEmpty ? builtIn : builtIn + more
  }

  // The one thing that is known everywhere and can grow: extractors, problem sets and the sandbox
  // must agree on it, and it is set once, before a problem is read.
  private static let added = Locked<[Language]>([])

  /// Adds languages, or replaces those added earlier under the same id; for the start of a program.
  public static func add(_ languages: [Language]) {
    added.withLock { added in
      added.removeAll { old in languages.contains { $0.id == old.id } }
      added += languages
    }
  }

  public static let builtIn: [Language] = [
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
