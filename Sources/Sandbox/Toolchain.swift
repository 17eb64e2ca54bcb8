internal import Grading

/// How a language is compiled and run.
struct Toolchain: Sendable {
  /// Of ``Grading/Language``.
  var language: String
  /// Programs that must be there; `{0}`, `{1}` in the commands stand for their paths.
  var tools: [String]
  /// The Debian package that has them.
  var package: String
  var sourceName: String
  /// Compiles, or only reads the source; `nil` if that happens while running.
  var compile: [String]?
  /// Whether compiling fills the output directory.
  var makesOutput = false
  var run: [String]
  var version = ["{0}", "--version"]
  var memoryRule = ProcessLimits.MemoryRule.addressSpace
  var environment: [String] = []
  /// Threads that the runtime starts for itself.
  var ownThreads = 0
  var header: PrecompiledHeader?
}

extension Toolchain {
  /// Every language that can be run, in the order of `Language.all`.
  static let all: [Toolchain] = [
    Toolchain(
      language: "python", tools: ["python3"], package: "python3", sourceName: "solution.py",
      run: PythonDriver.run + ["program", "{source}/solution.py"]),
    Toolchain(
      language: "c", tools: ["gcc"], package: "gcc libc6-dev", sourceName: "solution.c",
      compile: gnu("-std=gnu17", "{source}/solution.c", "-lm"), makesOutput: true,
      run: ["{output}/program"]),
    Toolchain(
      language: "cpp", tools: ["g++"], package: "g++", sourceName: "solution.cpp",
      compile: gnu("-std=gnu++20", "{source}/solution.cpp", "-pthread"), makesOutput: true,
      run: ["{output}/program"],
      header: PrecompiledHeader(
        name: "bits/stdc++.h",
        // Used only by commands with the same options.
        command: [
          "{0}", "-O2", "-std=gnu++20", "-fdiagnostics-color=never", "-pthread", "-x", "c++-header",
          "-o", "{output}/stdc++.h.gch", "{source}/header.h",
        ], target: "header/bits", flags: ["-I/header"])),
    Toolchain(
      language: "javascript", tools: ["node"], package: "nodejs", sourceName: "solution.js",
      compile: ["{0}", "--check", "{source}/{name}"],
      run: ["{0}", "--max-old-space-size={heap}", "{source}/{name}"], memoryRule: .data,
      ownThreads: 16),
    Toolchain(
      language: "typescript", tools: ["node", "tsc"], package: "node-typescript",
      sourceName: "solution.ts",
      compile: [
        "{0}", "{1}", "--outDir", "{output}", "--target", "es2022", "--module", "commonjs",
        "--skipLibCheck", "{source}/solution.ts",
      ], makesOutput: true,
      run: ["{0}", "--max-old-space-size={heap}", "{output}/solution.js"],
      version: ["{0}", "{1}", "--version"], memoryRule: .data, ownThreads: 16),
    Toolchain(
      language: "bash", tools: ["bash"], package: "bash", sourceName: "solution.sh",
      compile: ["{0}", "-n", "{source}/solution.sh"], run: ["{0}", "{source}/solution.sh"]),
    Toolchain(
      language: "java", tools: ["java", "javac"], package: "default-jdk-headless",
      sourceName: "Main.java",
      compile: [
        "{1}", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-proc:none",
        "-encoding", "UTF-8", "-d", "{output}", "{source}/{name}",
      ], makesOutput: true,
      run: [
        "{0}", "-Xmx{heap}m", "-Xss64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Xshare:auto", "-XX:-UsePerfData", "-cp", "{output}", "{class}",
      ], memoryRule: .data, ownThreads: 48),
    Toolchain(
      language: "go", tools: ["go"], package: "golang-go", sourceName: "solution.go",
      compile: ["{0}", "build", "-o", "{output}/program", "{source}/solution.go"],
      makesOutput: true, run: ["{output}/program"], version: ["{0}", "version"],
      memoryRule: .data,
      environment: ["GOCACHE=/tmp/go", "GOPATH=/tmp/gopath", "GO111MODULE=off", "CGO_ENABLED=0"],
      ownThreads: 16),
    Toolchain(
      language: "rust", tools: ["rustc"], package: "rustc", sourceName: "solution.rs",
      compile: [
        "{0}", "-O", "--edition", "2021", "--color", "never", "-o", "{output}/program",
        "{source}/solution.rs",
      ], makesOutput: true, run: ["{output}/program"]),
    Toolchain(
      language: "swift", tools: ["swiftc"], package: "swiftlang", sourceName: "main.swift",
      compile: [
        "{0}", "-O", "-module-cache-path", "/tmp/modules", "-o", "{output}/program",
        "{source}/main.swift",
      ], makesOutput: true, run: ["{output}/program"]),
    Toolchain(
      language: "ruby", tools: ["ruby"], package: "ruby", sourceName: "solution.rb",
      compile: ["{0}", "-c", "{source}/solution.rb"], run: ["{0}", "{source}/solution.rb"]),
  ]

  private static func gnu(_ standard: String, _ rest: String...) -> [String] {
    ["{0}", "-O2", standard, "-fdiagnostics-color=never", "-o", "{output}/program"] + rest
  }

  static func of(_ language: String) -> Toolchain? { all.first { $0.language == language } }
}

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
  /// - Throws: a fault that names the package to install.
  init(_ toolchain: Toolchain, searchPaths: [String]) throws(Fault) {
    self.toolchain = toolchain
    paths = []
    mounts = []
    identity = ""
    for tool in toolchain.tools {
      guard let path = FoundToolchain.find(tool, in: searchPaths) else {
        let name = Language.named(toolchain.language)?.name ?? toolchain.language
        throw Fault(
          .missingToolchain,
          "\(name) needs \(tool), which is not installed: apt install \(toolchain.package)")
      }
      paths.append(path)
      identity += "\(path) \(HostFile.identity(path))\n"
      show(path)
    }
    if toolchain.language == "java" {
      for name in HostFile.names(in: "/etc") where name.hasPrefix("java-") {
        mounts.append(Mount(kind: .readOnly, source: "/etc/\(name)", target: "etc/\(name)"))
      }
    }
  }

  /// Shows the installation that a program outside the system's directories belongs to.
  private mutating func show(_ path: String) {
    guard let real = HostFile.realPath(path) else { return }
    guard !["/usr/", "/bin/", "/lib/", "/lib64/", "/sbin/"].contains(where: real.hasPrefix) else {
      return
    }
    let root = HostFile.parent(HostFile.parent(real))
    let mount = Mount(kind: .readOnly, source: root, target: String(root.dropFirst()))
    if root != "/", !mounts.contains(mount) { mounts.append(mount) }
  }

  /// The path to run a tool by: its own name decides what it is for some, so that only directories
  /// are resolved, and links that leave the system's directories.
  private static func find(_ tool: String, in searchPaths: [String]) -> String? {
    // A version manager's shim would look for its settings in a home that is not there.
    if tool.hasPrefix("/") {
      return HostFile.isExecutable(tool) ? HostFile.realPath(tool) : nil
    }
    for directory in searchPaths where !directory.hasSuffix("/shims") {
      let path = "\(directory)/\(tool)"
      guard HostFile.isExecutable(path), let real = HostFile.realPath(path) else { continue }
      guard let folder = HostFile.realPath(directory) else { continue }
      if HostFile.parent(real) == folder || real.hasPrefix("/usr/bin/") {
        return "\(folder)/\(tool)"
      }
      return real
    }
    return nil
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
    if word.hasPrefix("{source}/") { return "{source}/\(name)" }
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
