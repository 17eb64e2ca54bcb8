internal import Glibc
internal import Grading

/// The world that processes of one worker see: which files, as whom, how strongly shut in.
struct Jail: Sendable {
  var level: IsolationLevel
  /// Who programs are outside, if we are root.
  var uid: UInt32
  /// An empty directory, the mount point of each new root.
  var stage: String
  /// Where the files of all runs lie, those that are given to processes among them.
  var work: String
  /// Shared by all workers: whether a test runs beside others or alone.
  var turns = Turns()
  /// Whether interpreters may be kept warm.
  var keepsWarm = true
  /// The part of the host's file system that every process sees.
  var system: [Mount]

  /// What a process is given besides the system.
  struct Belongings {
    /// The submission's source, read-only.
    var source: WorkDirectory?
    /// Our own scripts.
    var support: WorkDirectory?
    /// What compiling made.
    var output: WorkDirectory?
    var outputIsWritable = false
    /// What the compiler has made of its own library.
    var store: WorkDirectory?
    /// What a checker reads.
    var papers: WorkDirectory?
    /// Where a checker leaves its words, writable.
    var feedback: WorkDirectory?
    /// Stands for the working directory where there are no namespaces.
    var box: WorkDirectory?
    /// Tools that do not lie in the system's directories.
    var tools: [Mount] = []
  }

  var hasNamespaces: Bool { level >= .namespaces }

  /// The description of a process.
  ///
  /// - Parameter command: Program and arguments; `{source}`, `{output}`, `{box}`, `{store}` and
  ///   `{support}` stand for the directories as the process sees them, in the environment too.
  func spec(
    _ command: [String], environment: [String] = [], belongings: Belongings, limits: ProcessLimits
  ) -> ProcessSpec {
    var places = ["{support}": "/assay", "{source}": "/source", "{output}": "/output"]
    places["{box}"] = "/box"
    places["{papers}"] = "/judge"
    places["{feedback}"] = "/feedback"
    places["{store}"] = "/store"
    var mounts = system + belongings.tools
    func give(_ directory: WorkDirectory?, _ name: String, _ kind: Mount.Kind) {
      guard let directory, let place = places["{\(name)}"] else { return }
      mounts.append(
        Mount(kind: kind, source: directory.path, target: String(place.dropFirst())))
      if !hasNamespaces { places["{\(name)}"] = directory.path }
    }
    give(belongings.support, "support", .readOnly)
    give(belongings.source, "source", .ownReadOnly)
    give(belongings.output, "output", belongings.outputIsWritable ? .ownWritable : .ownReadOnly)
    give(belongings.store, "store", .ownReadOnly)
    give(belongings.papers, "papers", .ownReadOnly)
    give(belongings.feedback, "feedback", .ownWritable)
    if !hasNamespaces { give(belongings.box, "box", .ownWritable) }
    let box = places["{box}"] ?? "/"
    let temporary = hasNamespaces ? "/tmp" : box
    return ProcessSpec(
      level: level,
      arguments: command.map { Jail.fill($0, places) },
      environment: Jail.environment(home: box, temporary: temporary)
        + environment.map { Jail.fill($0, places) },
      mounts: mounts, directory: box, stage: stage, work: work, uid: uid, limits: limits)
  }

  private static func fill(_ text: String, _ places: [String: String]) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")), let open = text.firstIndex(of: "{"),
      let close = text[open...].firstIndex(of: "}"),
      let place = places[String(text[open...close])]
    else { return text }
    return text[..<open] + place + text[text.index(after: close)...]
  }

  /// All that a program learns of its surroundings; the same on every machine.
  private static func environment(home: String, temporary: String) -> [String] {
    [
      "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(home)", "TMPDIR=\(temporary)",
      "LANG=C.UTF-8", "TZ=UTC", "PYTHONHASHSEED=0", "PYTHONUTF8=1",
      "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1",
    ]
  }

  /// The host's directories that hold programs and libraries, as they are here.
  static func systemMounts() -> [Mount] {
    var mounts = [Mount(kind: .readOnly, source: "/usr", target: "usr")]
    for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
      if let text = HostFile.linkText("/\(name)") {
        mounts.append(Mount(kind: .link, source: text, target: name))
      } else if HostFile.exists("/\(name)") {
        mounts.append(Mount(kind: .readOnly, source: "/\(name)", target: name))
      }
    }
    for name in ["etc/alternatives", "etc/ld.so.cache"] where HostFile.exists("/\(name)") {
      mounts.append(Mount(kind: .readOnly, source: "/\(name)", target: name))
    }
    return mounts
  }
}

/// Users of the host's that nobody is, one for each worker: where there are no pid namespaces, all
/// processes of a run are found by their user.
enum ThrowAwayUser {
  private static let count = Locked(0)

  static func next() -> UInt32 {
    let number = count.withLock { count in
      count += 1
      return UInt64(getpid()) * 256 + UInt64(count % 256)
    }
    // Far beyond what distributions and container managers hand out; in a container that knows
    // fewer users, below the usual nobody.
    return hasAllUsers ? UInt32(2_000_000_000 + number) : UInt32(61_000 + number % 4_000)
  }

  private static let hasAllUsers: Bool = {
    guard let file = fopen("/proc/self/uid_map", "r") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return false }
    let text = String(decoding: line.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
    let numbers = text.split { $0 == " " || $0 == "\n" }.compactMap { UInt64($0) }
    return numbers.count == 3 && numbers[0] == 0 && numbers[2] > 4_000_000_000
  }()
}
