import Glibc
import Grading

@testable import Sandbox

/// A sandbox for each isolation level that can be had here, opened when it is first wanted.
///
/// At level 0, where nearly everything is open, only what hurts nobody is tried.
enum Levels {
  private static let opened: [Task<Sandbox?, Never>] = (0...3).map { level in
    Task {
      Leftovers.prepare()
      let options = SandboxOptions(workers: 1, requiredLevel: level, highestLevel: level)
      guard case .success(let sandbox) = await Shared.opened(options) else { return nil }
      paths.withLock { $0.append(sandbox.work.path) }
      return sandbox
    }
  }
  private static let paths = Locked<[String]>([])

  /// `nil` if the level cannot be had.
  static func sandbox(_ level: Int) async -> Sandbox? { await opened[level].value }

  static func strongest() async -> Sandbox? {
    for level in (1...3).reversed() {
      if let sandbox = await sandbox(level) { return sandbox }
    }
    return nil
  }

  /// Where the sandboxes kept their files.
  static var directories: [String] { paths.withLock { $0 } }
}

/// What attacks look for on the host, and would leave behind if they got out.
enum Leftovers {
  /// Stands in the environment and in the command lines of daemons.
  static let mark = "31.4159265\(getpid())"
  static let socketName = "assay-attack-\(getpid())"
  private static let listener: Int32 = {
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (index, byte) in socketName.utf8.enumerated() { path[index + 1] = byte }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + socketName.utf8.count)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, length) }
    }
    listen(number, 8)
    return number
  }()

  static func prepare() {
    setenv("ASSAY_ATTACK_SECRET", mark, 1)
    _ = listener
  }

  /// How many got through to the host's socket.
  static func callers() -> Int {
    var count = 0
    while true {
      let caller = accept(listener, nil, nil)
      guard caller >= 0 else { return count }
      close(caller)
      count += 1
    }
  }
}
