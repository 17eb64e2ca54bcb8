internal import Glibc
internal import Grading

/// A directory of ours on the host, removed with all its contents when its last owner goes.
final class WorkDirectory: Sendable {
  let path: String
  /// Directories inside that live as long as this one.
  private let adopted = Locked<[WorkDirectory]>([])
  /// Directories inside with one file, by its name, that are free to be used again.
  private let spare = Locked<[String: [WorkDirectory]]>([:])
  /// Held locked while the directory is in use; only for the outermost.
  private let lock: Descriptor?

  private init(path: String, lock: Descriptor? = nil) {
    self.path = path
    self.lock = lock
  }

  /// Keeps directories inside for as long as this one.
  func adopt(_ directories: [WorkDirectory]) {
    adopted.withLock { $0 += directories }
  }

  /// Removes it before its time.
  func removeNow() {
    HostTree.remove(path)
  }

  deinit {
    HostTree.remove(path)
  }

  /// Makes a directory that only we can list, and that others can pass through to what they are
  /// given inside; removes those that were left by programs which were killed.
  static func make(below parent: String) throws(Fault) -> WorkDirectory {
    removeLeftovers(in: parent)
    var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Fault(.sandbox, "cannot make a directory in \(parent): \(lastError)")
    }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let directory = WorkDirectory(path: path, lock: locked(path))
    guard chmod(directory.path, 0o711) == 0 else {
      throw Fault(.sandbox, "cannot change \(directory.path): \(lastError)")
    }
    return directory
  }

  /// Makes a directory inside, under a name that is not taken.
  ///
  /// - Parameter owner: Who may write into it, if we are root; else only we.
  func makeDirectory(owner: UInt32? = nil) throws(Fault) -> WorkDirectory {
    var template = Array("\(path)/XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Fault(.sandbox, "cannot make a directory in \(path): \(WorkDirectory.lastError)")
    }
    let directory = WorkDirectory(
      path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    var isReady = chmod(directory.path, 0o755) == 0
    if let owner, getuid() == 0 { isReady = isReady && chown(directory.path, owner, owner) == 0 }
    guard isReady else {
      throw Fault(.sandbox, "cannot change \(directory.path): \(WorkDirectory.lastError)")
    }
    return directory
  }

  /// A directory inside with one file, made or used again: to make one and remove it for each run
  /// costs a disk more than all else that a run does there.
  func directory(with text: String, as name: String) throws(Fault) -> WorkDirectory {
    if let known = spare.withLock({ $0[name]?.popLast() }) {
      try known.write(Array(text.utf8), to: name, isNew: false)
      return known
    }
    let new = try makeDirectory()
    try new.write(text, to: name)
    return new
  }

  /// Takes back what `directory(with:as:)` gave, when nobody can read it any more.
  func takeBack(_ directory: WorkDirectory, with name: String) {
    spare.withLock { spare in
      if spare[name, default: []].count < WorkDirectory.mostSpare {
        spare[name, default: []].append(directory)
      }
    }
  }

  private static let mostSpare = 64

  /// Writes a file that everybody may read; the name has no slash.
  func write(_ text: String, to name: String) throws(Fault) {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws(Fault) {
    try write(bytes, to: name, isNew: true)
  }

  private func write(_ bytes: [UInt8], to name: String, isNew: Bool) throws(Fault) {
    let file = "\(path)/\(name)"
    let number = open(
      file, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | (isNew ? O_CREAT | O_EXCL : 0), 0o644)
    guard number >= 0 else {
      throw Fault(.sandbox, "cannot write \(file): \(WorkDirectory.lastError)")
    }
    let descriptor = Descriptor(number)
    if isNew { fchmod(number, 0o644) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor.number, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw Fault(.sandbox, "cannot write \(file): \(WorkDirectory.lastError)")
      }
      written += count
    }
    // Not emptied before: what takes the same room frees no block.
    guard isNew || ftruncate(descriptor.number, bytes.count) == 0 else {
      throw Fault(.sandbox, "cannot shorten \(file): \(WorkDirectory.lastError)")
    }
  }

  private static let prefix = "assay-sandbox-"

  /// `nil` if somebody else holds it.
  private static func locked(_ path: String) -> Descriptor? {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { return nil }
    let descriptor = Descriptor(number)
    return flock(number, LOCK_EX | LOCK_NB) == 0 ? descriptor : nil
  }

  private static func removeLeftovers(in parent: String) {
    for name in HostFile.names(in: parent) where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      var info = stat()
      // A minute old, so that one just made, not locked yet, is left alone.
      guard lstat(path, &info) == 0, info.st_uid == geteuid(), info.st_mtim.tv_sec < time(nil) - 60,
        let lock = locked(path)
      else { continue }
      HostTree.remove(path)
      withExtendedLifetime(lock) {}
    }
  }

  private static var lastError: String { String(cString: strerror(errno)) }

}

/// Questions to the host's file system.
enum HostFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
  static func isExecutable(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  /// The path without symbolic links; `nil` if there is no such file.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The text of a symbolic link; `nil` if it is none.
  static func linkText(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Changes whenever the file does.
  static func identity(_ path: String) -> String {
    var info = stat()
    guard stat(path, &info) == 0 else { return "absent" }
    return "\(info.st_size) \(info.st_mtim.tv_sec) \(info.st_mtim.tv_nsec) \(info.st_ino)"
  }

  /// The names in a directory; empty if it cannot be read.
  static func names(in path: String) -> [String] {
    // By its address: an entry is only as long as its name, so that a copy of the whole structure could
    // read beyond the memory that it lies in.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The directory part of a path.
  static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The first directory above a file that others may not enter, or the file itself if they may not
  /// execute it; `nil` if all is open.
  static func firstClosed(on path: String) -> String? {
    var part = ""
    for name in path.split(separator: "/") {
      part += "/\(name)"
      var info = stat()
      if stat(part, &info) != 0 || info.st_mode & S_IXOTH == 0 { return part }
    }
    return nil
  }

  /// Homes of the calling user.
  static let homes: [String] = {
    var homes = ["/root"]
    if let home = getenv("HOME") { homes.append(String(cString: home)) }
    if let entry = getpwuid(getuid()) { homes.append(String(cString: entry.pointee.pw_dir)) }
    return homes + homes.compactMap(realPath)
  }()
}
