internal import Glibc
public import Grading

/// How a sandbox is set up.
public struct SandboxOptions: Sendable {
  /// Submissions run at once, each on a worker of its own; at least 1.
  public var workers: Int
  /// The least isolation level (0…3, see ``Grading/IsolationReport``) to go on with. Level 0,
  /// which shuts nobody in, must be asked for.
  public var requiredLevel: Int
  /// The highest level to try; below 3 only for tests and comparisons.
  public var highestLevel: Int
  /// The helper program; `nil` looks at ASSAY_SANDBOX_HELPER, then beside the running program.
  public var helperPath: String?
  /// Where files for compiling and running are kept while the sandbox is open.
  public var temporaryDirectory: String
  /// Where compilers and interpreters are looked for, in this order.
  public var searchPaths: [String]
  /// The longest source taken, in bytes.
  public var sourceBytes: Int
  /// Whether Python is kept warm: each run is forked from an interpreter that has started already.
  public var keepsWarm: Bool
  /// Languages besides those that ship with Assay.
  public var languages: [LanguageTools]

  public init(
    workers: Int = SandboxOptions.usualWorkers, requiredLevel: Int = 1, highestLevel: Int = 3,
    helperPath: String? = nil, temporaryDirectory: String = "/tmp",
    searchPaths: [String] = SandboxOptions.allPaths, sourceBytes: Int = 1 << 20,
    keepsWarm: Bool = true, languages: [LanguageTools] = []
  ) {
    self.workers = max(1, workers)
    self.requiredLevel = requiredLevel
    self.highestLevel = highestLevel
    self.helperPath = helperPath
    self.temporaryDirectory = temporaryDirectory
    self.searchPaths = searchPaths
    self.sourceBytes = sourceBytes
    self.keepsWarm = keepsWarm
    self.languages = languages
  }

  /// Where tools are looked for: the usual directories, then those of `PATH`, then where rustup puts
  /// its shims.
  public static let allPaths: [String] = {
    var paths = usualPaths
    func add(_ path: some StringProtocol) {
      let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : String(path)
      if path.hasPrefix("/"), !paths.contains(path) { paths.append(path) }
    }
    if let path = getenv("PATH") {
      String(cString: path).split(separator: ":").prefix(256).forEach { add($0) }
    }
    if let home = getenv("HOME") { add(String(cString: home) + "/.cargo/bin") }
    return paths
  }()

  /// The system's own tools come first: they live where a sandbox can show them, and are no shims
  /// of a version manager.
  public static let usualPaths = [
    "/usr/bin", "/usr/local/bin", "/bin", "/usr/local/go/bin", "/opt/swift/usr/bin",
    "/usr/share/swift/usr/bin",
  ]
}

extension SandboxOptions {
  /// Processor cores that are online.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Half as many again as there are cores, and at least two more: a short run is handed over
  /// between processes several times, and a core that only waits for that is lost. Time limits do
  /// not suffer, they count what a run used itself.
  public static var usualWorkers: Int { cores + max(2, cores / 2) }

  /// The helper program to be started; `nil` if it is nowhere.
  func findHelper() -> String? {
    if let helperPath { return helperPath }
    if let named = getenv("ASSAY_SANDBOX_HELPER") { return String(cString: named) }
    guard let program = HostFile.linkText("/proc/self/exe") else { return nil }
    let beside = HostFile.parent(program) + "/assay-sandbox"
    return HostFile.isExecutable(beside) ? beside : nil
  }
}
