import Glibc

/// Why a file could not be read.
struct FileFailure: Error {
  let message: String
  let mend: String

  init(_ message: String, mend: String = "") {
    self.message = message
    self.mend = mend
  }

  static var system: FileFailure {
    switch errno {
    case ENOENT, ENOTDIR: FileFailure("there is no such file", mend: "check the path")
    case EACCES: FileFailure("reading is not permitted", mend: "check the file's permissions")
    case ELOOP: FileFailure("the symbolic link goes round in circles", mend: "mend the link")
    default: FileFailure(String(cString: strerror(errno)))
    }
  }
}

/// Reading files with a limit on their size. All of this module's reading goes through here.
enum FileReading {
  /// The most bytes of a file that is read as a whole.
  static let wholeFileLimit = 256 << 20
  /// The most bytes of one line.
  static let lineLimit = 64 << 20

  /// Reads a file as a whole.
  ///
  /// - Parameter limit: In bytes.
  static func bytes(of path: String, limit: Int = wholeFileLimit) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var failure: FileFailure?
    try eachChunk(of: path, size: 1 << 18, limit: limit + 1) { chunk in
      bytes.append(contentsOf: chunk)
      guard bytes.count > limit else { return true }
      failure = FileFailure("the file is larger than \(ByteCount.text(limit))", mend: "split it")
      return false
    }
    if let failure { throw failure }
    return bytes
  }

  /// Hands over a file piece by piece, unpacked if it is packed with gzip or Zstandard.
  ///
  /// - Parameters:
  ///   - limit: The most bytes of unpacked content.
  ///   - body: Says whether to go on.
  static func eachChunk(
    of path: String, size: Int, limit: Int, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(FileFailure) {
    let (descriptor, _) = try opened(path)
    defer { close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: size)
    var count = try read(descriptor, into: &chunk)
    guard count > 0 else { return }
    guard let kind = Inflation.kind(ofFileThatBegins: chunk[..<count]) else {
      while count > 0 {
        guard chunk.withUnsafeBytes({ body(UnsafeRawBufferPointer(rebasing: $0[..<count])) })
        else { return }
        count = try read(descriptor, into: &chunk)
      }
      return
    }
    let inflation = try Inflation(kind, limit: limit)
    var content = [UInt8](repeating: 0, count: size)
    while count > 0 {
      let result = chunk.withUnsafeBytes { bytes -> Result<Bool, FileFailure> in
        do throws(FileFailure) {
          let packed = UnsafeRawBufferPointer(rebasing: bytes[..<count])
          return .success(try inflation.feed(packed, through: &content, receive: body))
        } catch {
          return .failure(error)
        }
      }
      guard try result.get() else { return }
      count = try read(descriptor, into: &chunk)
    }
    try inflation.finish()
  }

  /// Reads a file of UTF-8 text as a whole; a byte order mark is dropped.
  static func text(of path: String, limit: Int = wholeFileLimit) throws(FileFailure) -> String {
    try text(try bytes(of: path, limit: limit))
  }

  /// Bytes as text; a byte order mark is dropped.
  static func text(_ bytes: [UInt8]) throws(FileFailure) -> String {
    let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard let text = String(validating: rest, as: UTF8.self) else {
      throw FileFailure("the file is not UTF-8 text", mend: "save it as UTF-8")
    }
    return text
  }

  /// Hands over the lines of a file one by one, so that only one of them is in memory.
  ///
  /// - Parameters:
  ///   - limit: The most bytes of one line.
  ///   - body: Gets the line's number, from 1, and its bytes without the end of the line; says
  ///     whether to go on.
  static func eachLine(
    of path: String, limit: Int = lineLimit, chunkSize: Int = 1 << 18,
    _ body: (Int, ArraySlice<UInt8>) -> Bool
  ) throws(FileFailure) {
    try eachLine(of: path, limit: limit, chunkSize: chunkSize) { line in
      body(line.number, line.bytes)
    }
  }

  /// A line and where it stands.
  struct Line {
    /// From 1.
    let number: Int
    /// Of its first byte in the unpacked content.
    let offset: Int
    let bytes: ArraySlice<UInt8>
  }

  static func eachLine(
    of path: String, limit: Int = lineLimit, chunkSize: Int = 1 << 18, line body: (Line) -> Bool
  ) throws(FileFailure) {
    var carried: [UInt8] = []
    var number = 1
    // Of the line that is being read.
    var offset = 0
    var goesOn = true
    var failure: FileFailure?
    try eachChunk(of: path, size: chunkSize, limit: Inflation.streamLimit) { chunk in
      var start = 0
      while let end = newline(in: chunk, from: start) {
        if carried.isEmpty {
          goesOn = body(
            Line(number: number, offset: offset, bytes: ArraySlice(chunk[start..<end])))
          offset += end - start + 1
        } else {
          carried.append(contentsOf: chunk[start..<end])
          goesOn = body(Line(number: number, offset: offset, bytes: carried[...]))
          offset += carried.count + 1
          carried.removeAll(keepingCapacity: carried.count < 1 << 20)
        }
        guard goesOn else { return false }
        number += 1
        start = end + 1
      }
      carried.append(contentsOf: chunk[start...])
      guard carried.count > limit else { return true }
      failure = FileFailure(
        "line \(number) is longer than \(ByteCount.text(limit))", mend: "split the file")
      return false
    }
    if let failure { throw failure }
    if goesOn, !carried.isEmpty {
      _ = body(Line(number: number, offset: offset, bytes: carried[...]))
    }
  }

  /// Reads a part of a file.
  static func bytes(
    of path: String, at offset: Int, count: Int
  ) throws(FileFailure) -> [UInt8] {
    let (descriptor, _) = try opened(path)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let read = bytes.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
      }
      if read < 0 {
        if errno == EINTR { continue }
        throw .system
      }
      guard read > 0 else { throw FileFailure("the file is shorter than it was") }
      filled += read
    }
    return bytes
  }

  /// The path without links and from the root on; as it is if there is no such file.
  static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(validatingCString: resolved) ?? path
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// How many lines end in `bytes`.
  static func newlines(in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { bytes in
      var count = 0
      var start = 0
      while let end = newline(in: bytes, from: start) {
        count += 1
        start = end + 1
      }
      return count
    }
  }

  static func newline(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, 10, bytes.count - start)
    else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }

  /// Opens a file; its size is 0 for what is no regular file.
  static func opened(_ path: String) throws(FileFailure) -> (descriptor: Int32, size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = FileFailure.system
      close(descriptor)
      throw failure
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw FileFailure("this is a folder, not a file", mend: "name a file in it")
    }
    return (descriptor, max(0, Int(status.st_size)))
  }

  static func closed(_ descriptor: Int32) { close(descriptor) }

  /// Reads the next bytes; 0 at the end.
  static func read(
    _ descriptor: Int32, into chunk: inout [UInt8]
  ) throws(FileFailure) -> Int {
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw .system }
    }
  }
}

/// Numbers of bytes, for people.
enum ByteCount {
  /// `256 MiB`, `1 GiB`, `100 bytes`: the largest unit that leaves a whole number.
  static func text(_ bytes: Int) -> String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")]
    where bytes >= 1 << shift && bytes & (1 << shift - 1) == 0 {
      return "\(bytes >> shift) \(unit)"
    }
    return bytes == 1 ? "1 byte" : "\(bytes) bytes"
  }
}
