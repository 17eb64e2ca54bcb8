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
    let (descriptor, size) = try opened(path)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, limit) + 1)
    var chunk = [UInt8](repeating: 0, count: min(max(size + 1, 1 << 12), 1 << 18))
    while true {
      let count = try read(descriptor, into: &chunk)
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        throw FileFailure("the file is larger than \(ByteCount.text(limit))", mend: "split it")
      }
    }
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
    let (descriptor, _) = try opened(path)
    defer { close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: chunkSize)
    var carried: [UInt8] = []
    var number = 1
    while true {
      let count = try read(descriptor, into: &chunk)
      guard count > 0 else { break }
      var start = 0
      while let end = newline(in: chunk, from: start, to: count) {
        let goesOn: Bool
        if carried.isEmpty {
          goesOn = body(number, chunk[start..<end])
        } else {
          carried.append(contentsOf: chunk[start..<end])
          goesOn = body(number, carried[...])
          carried.removeAll(keepingCapacity: carried.count < 1 << 20)
        }
        guard goesOn else { return }
        number += 1
        start = end + 1
      }
      carried.append(contentsOf: chunk[start..<count])
      guard carried.count <= limit else {
        throw FileFailure(
          "line \(number) is longer than \(ByteCount.text(limit))", mend: "split the file")
      }
    }
    if !carried.isEmpty { _ = body(number, carried[...]) }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func newline(in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      guard start < end, let base = buffer.baseAddress,
        let found = memchr(base + start, 10, end - start)
      else { return nil }
      return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
  }

  /// Opens a file; its size is 0 for what is no regular file.
  private static func opened(_ path: String) throws(FileFailure) -> (Int32, size: Int) {
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

  private static func read(
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
