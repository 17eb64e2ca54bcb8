internal import Glibc
internal import Grading

/// A toolchain whose programs were found.
struct FoundToolchain: Sendable {
  var toolchain: Toolchain
  /// Real paths, in the order of `tools`.
  var paths: [String]
  /// What must be shown besides the system.
  var mounts: [Mount]
  /// Changes when a tool does.
  var identity: String

  /// Looks for a toolchain's programs.
  ///
  /// - Throws: a fault that names the package to install, and what is in the way if something is.
  init(_ toolchain: Toolchain, searchPaths: [String]) throws(Fault) {
    self.toolchain = toolchain
    mounts = []
    identity = ""
    do throws(ToolSearch.Obstacle) {
      paths = try ToolSearch(directories: searchPaths).paths(of: toolchain.tools)
    } catch {
      let why = error.reason.map { " (\($0))" } ?? ""
      throw Fault(
        .missingToolchain,
        "\(toolchain.name) needs \(error.tool), which is not installed\(why): "
          + "apt install \(toolchain.package)")
    }
    for path in paths {
      identity += "\(path) \(HostFile.identity(path))\n"
      try show(path)
    }
    if toolchain.language == "java" {
      for name in HostFile.names(in: "/etc") where name.hasPrefix("java-") {
        mounts.append(Mount(kind: .readOnly, source: "/etc/\(name)", target: "etc/\(name)"))
      }
    }
  }

  /// Shows the installation that a program outside the system's directories belongs to.
  private mutating func show(_ path: String) throws(Fault) {
    guard let real = HostFile.realPath(path), !Installation.isSystem(real) else { return }
    guard let root = Installation.root(of: real) else {
      throw cannotRun(
        real, "its folder is not its own, and submissions would see the rest of it")
    }
    // Every run has others there, of its own.
    if let place = Installation.hidden.first(where: real.hasPrefix) {
      throw cannotRun(real, "submissions do not see the host's \(place.dropLast())")
    }
    let mount = Mount(kind: .readOnly, source: root, target: String(root.dropFirst()))
    if !mounts.contains(mount) { mounts.append(mount) }
  }

  private func cannotRun(_ path: String, _ reason: String) -> Fault {
    Fault(
      .missingToolchain,
      "\(toolchain.name) cannot be run by \(path): \(reason); install it elsewhere or "
        + "apt install \(toolchain.package)")
  }

  /// Below level 2 submissions of root's are a user that nobody is, among the host's own files.
  ///
  /// - Throws: a fault that says where that user may not go.
  func checkReach(atLevel level: Int) throws(Fault) {
    guard level < IsolationLevel.namespaces.rawValue, getuid() == 0 else { return }
    for path in paths {
      guard let closed = HostFile.firstClosed(on: path) else { continue }
      throw Fault(
        .missingToolchain,
        "\(toolchain.name) cannot be run at isolation level \(level): \(path) lies "
          + "in \(closed), which others may not enter; install it elsewhere or "
          + "apt install \(toolchain.package)")
    }
  }

  /// A command with the tools' paths and what depends on the source filled in.
  func fill(_ command: [String], source: String, memoryBytes: Int) -> [String] {
    command.map { word in
      guard word.contains("{") else { return word }
      var word = word
      func put(_ place: String, _ value: @autoclosure () -> String) {
        guard let range = word.firstRange(of: place) else { return }
        word.replaceSubrange(range, with: value())
      }
      for (index, path) in paths.enumerated() { put("{\(index)}", path) }
      put("{name}", sourceName(for: source))
      put("{class}", SourceScan.javaClass(source))
      put("{heap}", String(max(16, memoryBytes >> 20)))
      return word
    }
  }

  /// A command for a submission, whose source may have a name of its own and files beside it.
  func fill(_ command: [String], for submission: Submission, memoryBytes: Int) -> [String] {
    let language = toolchain.language
    let beside =
      submission.name == nil
      ? [] : submission.files.map(\.name).filter { SourceFile.isCompiled($0, as: language) }
    let entry = "{source}/\(sourceName(for: submission))"
    var words: [String] = []
    for word in command {
      let word = named(word, submission)
      words.append(word)
      // Other languages find the files that their sources mention.
      if word == entry, command == toolchain.compile,
        ["c", "cpp", "go", "java", "swift", "typescript"].contains(language)
      {
        words += beside.map { "{source}/\($0)" }
      }
    }
    if language == "python", submission.name != nil { words.append("files") }
    return fill(words, source: submission.source, memoryBytes: memoryBytes)
  }

  /// A word of a command with the name that a submission's source has.
  private func named(_ word: String, _ submission: Submission) -> String {
    let name = sourceName(for: submission)
    if ["{source}/\(toolchain.sourceName)", "{source}/{name}"].contains(word) {
      return "{source}/\(name)"
    }
    guard submission.name != nil, word.hasPrefix("{output}/solution.") else { return word }
    let stem = name.prefix { $0 != "." }
    return "{output}/\(stem)\(word.dropFirst("{output}/solution".count))"
  }

  func sourceName(for submission: Submission) -> String {
    submission.name ?? sourceName(for: submission.source)
  }

  /// The file name that the source must have.
  func sourceName(for source: String) -> String {
    switch toolchain.language {
    case "java": SourceScan.javaClass(source) + ".java"
    case "javascript" where SourceScan.isModule(source): "solution.mjs"
    default: toolchain.sourceName
    }
  }
}

/// Where programs' installations begin.
enum Installation {
  /// Whether everybody sees it in any case.
  static func isSystem(_ path: String) -> Bool {
    ["/usr/", "/bin/", "/lib/", "/lib64/", "/sbin/"].contains(where: path.hasPrefix)
  }

  /// What submissions have of their own.
  static let hidden = [
    "/tmp/", "/box/", "/proc/", "/dev/", "/source/", "/output/", "/assay/", "/judge/", "/feedback/",
    "/store/", "/header/",
  ]

  /// The folder that has all that a program of an installation needs; `nil` if that folder is not the
  /// installation's alone: a home, or what is shared by many.
  static func root(of program: String) -> String? {
    for shared in ["/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew"]
    where program.hasPrefix(shared + "/") {
      return shared
    }
    let root = HostFile.parent(HostFile.parent(program))
    let names = root.split(separator: "/")
    guard names.count >= 2, names.last != ".local" else { return nil }
    if names.count == 2, names[0] == "home" { return nil }
    let isHomeOrAbove = HostFile.homes.contains { $0 == root || $0.hasPrefix(root + "/") }
    return isHomeOrAbove ? nil : root
  }
}
