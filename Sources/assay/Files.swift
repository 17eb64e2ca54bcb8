import Glibc

/// Reading and writing whole files, with errors in one line.
enum Files {
  /// Reads a text file of at most `limit` bytes.
  static func read(_ path: String, limit: Int = 256 << 20) throws(Ending) -> String {
    let bytes = try readBytes(path, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .badInput("\(path): not UTF-8 text")
    }
    return text
  }

  static func readBytes(_ path: String, limit: Int = 256 << 20) throws(Ending) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .badInput("\(path): \(reason)") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .badInput("\(path): \(reason)") }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .badInput("\(path): is a folder") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(status.st_size), limit) + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .badInput("\(path): \(reason)")
      }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw .badInput("\(path): larger than \(limit) bytes") }
    }
  }

  /// Writes a file as a whole: readers see the old one or the new one, never a half.
  static func write(_ bytes: [UInt8], to path: String) throws(Ending) {
    let file = try GrowingFile(path)
    try file.write(bytes)
    try file.finish()
  }

  static func makeFolder(_ path: String) throws(Ending) {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += built.isEmpty || built == "/" ? String(part) : "/\(part)"
      guard mkdir(built, 0o755) == 0 || errno == EEXIST else {
        throw .badInput("\(built): \(reason)")
      }
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// In bytes; 0 if there is no such file.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static var reason: String {
    switch errno {
    case ENOENT: "no such file or folder"
    case EACCES: "permission denied"
    default: String(cString: strerror(errno))
    }
  }
}

/// Where Assay's own files are: prompts, rubrics, problem sets.
struct Installation {
  var root: String

  /// The folder named by `ASSAY_HOME`, or the nearest one above the executable or the working
  /// directory that holds `prompts/`.
  static func find() throws(Ending) -> Installation {
    if let home = environment("ASSAY_HOME") {
      guard Files.isFolder(home + "/prompts") else {
        throw .badInput("ASSAY_HOME=\(home): no folder prompts/ there")
      }
      return Installation(root: home)
    }
    for start in [executable, realPath(".")] {
      var folder = start
      while let slash = folder.lastIndex(of: "/") {
        if Files.isFolder(folder + "/prompts"), Files.isFolder(folder + "/rubrics") {
          return Installation(root: folder)
        }
        folder = String(folder[..<slash])
      }
    }
    throw .badInput("prompts/ and rubrics/ not found; set ASSAY_HOME to the folder that has them")
  }

  var prompts: String { root + "/prompts" }
  var rubrics: String { root + "/rubrics" }

  private static var executable: String { realPath("/proc/self/exe") }

  private static func realPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return "" }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
