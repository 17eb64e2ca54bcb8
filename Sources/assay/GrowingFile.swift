import Glibc

/// A file that is written piece by piece and takes the place of an old one when it is whole: readers see
/// the old one or the new one, never a half.
///
/// What is no regular file, such as a pipe, a terminal or `/dev/null`, is written to and never replaced.
final class GrowingFile {
  private let path: String
  /// Where it grows; `nil` if that is `path` itself.
  private let temporary: String?
  private let descriptor: Int32
  private var isOpen = true

  init(_ path: String) throws(Ending) {
    self.path = path
    if let slash = path.lastIndex(of: "/") { try Files.makeFolder(String(path[..<slash])) }
    var status = stat()
    let isDevice = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    temporary = isDevice ? nil : "\(path).\(getpid()).tmp"
    descriptor = open(temporary ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .badInput("\(path): \(Files.reason)") }
  }

  /// One that was not finished leaves nothing.
  deinit {
    guard isOpen else { return }
    close(descriptor)
    if let temporary { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws(Ending) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .badInput("\(path): \(Files.reason)") }
      done += count
    }
  }

  func finish() throws(Ending) {
    isOpen = false
    close(descriptor)
    guard let temporary else { return }
    guard rename(temporary, path) == 0 else { throw .badInput("\(path): \(Files.reason)") }
  }
}
