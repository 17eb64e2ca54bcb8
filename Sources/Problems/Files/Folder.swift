import Glibc

/// A problem set's folder. Nothing outside it is read, whatever names and links say.
struct Folder {
  /// As the user named it.
  let path: String
  private let realPath: String

  /// The most entries of one folder.
  static let entryLimit = 100_000

  init(_ path: String) throws(FileFailure) {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard let realPath = Folder.resolved(path) else { throw .system }
    self.path = path
    self.realPath = realPath
  }

  /// The path of something in the folder, as the user would name it.
  func path(of relative: String) -> String {
    if relative.isEmpty { return path }
    if path == "." { return relative }
    return path.hasSuffix("/") ? path + relative : path + "/" + relative
  }

  /// The path of a regular file of the folder.
  ///
  /// - Throws: if it leads out of the folder, is missing, or is no regular file.
  func file(_ relative: String) throws(FileFailure) -> String {
    guard kind(of: try checked(relative)) == .file else {
      throw FileFailure("this is no regular file", mend: "name a file")
    }
    return path(of: relative)
  }

  /// The size of a regular file, in bytes.
  func size(of relative: String) throws(FileFailure) -> Int {
    var status = stat()
    guard stat(try file(relative), &status) == 0 else { throw .system }
    return Int(status.st_size)
  }

  func text(of relative: String, limit: Int) throws(FileFailure) -> String {
    try FileReading.text(of: try file(relative), limit: limit)
  }

  /// Whether there is a file or folder of that name; links are not followed.
  func holds(_ relative: String) -> Bool {
    var status = stat()
    return lstat(path(of: relative), &status) == 0
  }

  func isFolder(_ relative: String) -> Bool {
    kind(of: path(of: relative)) == .folder
  }

  /// The entries of a folder in the order of their names; hidden ones are left out.
  func entries(of relative: String) throws(FileFailure) -> [Entry] {
    guard let stream = opendir(try checked(relative)) else { throw .system }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      guard let name else {
        throw FileFailure("a file's name is not UTF-8 text", mend: "rename it")
      }
      if name.hasPrefix(".") || name == "__pycache__" { continue }
      names.append(name)
      guard names.count <= Folder.entryLimit else {
        throw FileFailure("the folder has more than \(Folder.entryLimit) entries", mend: "split it")
      }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.map { name in
      let inner = relative.isEmpty ? name : relative + "/" + name
      return Entry(name: name, path: inner, isFolder: kind(of: path(of: inner)) == .folder)
    }
  }

  struct Entry {
    let name: String
    /// Relative to the set's folder.
    let path: String
    let isFolder: Bool

    /// What follows the last point, in lower case.
    var ending: String { PathText.ending(of: name) }
    /// What stands before the last point.
    var stem: String { PathText.stem(of: name) }
  }

  private enum Kind { case file, folder, other }

  private func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .other }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  private func checked(_ relative: String) throws(FileFailure) -> String {
    let leadsOut = FileFailure(
      "“\(relative)” leads out of the set's folder", mend: "copy the file into the set")
    let parts = relative.split(separator: "/", omittingEmptySubsequences: false)
    if relative.hasPrefix("/") || parts.contains("..") || relative.utf8.contains(0) {
      throw leadsOut
    }
    let full = path(of: relative)
    guard let real = Folder.resolved(full) else { throw .system }
    guard real == realPath || real.hasPrefix(realPath == "/" ? "/" : realPath + "/") else {
      throw leadsOut
    }
    return full
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }
}

/// Taking paths apart, without looking at files.
enum PathText {
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder that a file stands in; `.` if none is named.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What follows the last point of a name, in lower case; empty if there is none.
  static func ending(of name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
    return name[name.index(after: point)...].lowercased()
  }

  static func stem(of name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }

  /// Whether this is an address on the web, which nothing here fetches.
  static func isAddress(_ name: String) -> Bool {
    name.hasPrefix("https://") || name.hasPrefix("http://")
  }

  static func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder == "." ? name : folder + "/" + name
  }
}
