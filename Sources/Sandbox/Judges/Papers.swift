internal import Glibc

/// Reading what a process left in a directory: it may have put anything there.
extension WorkDirectory {
  /// Whether there is something of that name.
  func holds(_ name: String) -> Bool {
    var info = stat()
    return lstat("\(path)/\(name)", &info) == 0
  }

  /// The beginning of a regular file; `nil` if there is none. Links are not followed, and a pipe is
  /// not waited for.
  func text(of name: String, limit: Int) -> String? {
    let number = open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let descriptor = Descriptor(number)
    var info = stat()
    guard fstat(descriptor.number, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let more = bytes.withUnsafeMutableBytes {
        read(descriptor.number, $0.baseAddress.map { $0 + count }, limit - count)
      }
      if more < 0 && errno == EINTR { continue }
      guard more > 0 else { break }
      count += more
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
