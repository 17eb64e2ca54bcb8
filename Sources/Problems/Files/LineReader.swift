import Glibc

/// The lines of a file that is not packed, taken one by one when they are wanted.
final class LineReader {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  /// Where the next line begins in ``bytes``.
  private var start = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  private var number = 0
  /// Of the first of ``bytes`` in the file.
  private var offset = 0
  private var isAtEnd = false

  init(_ path: String) throws(FileFailure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system }
  }

  deinit { close(descriptor) }

  /// The next line without its end; `nil` after the last.
  ///
  /// - Throws: if the file cannot be read, or the line is too long.
  func next() throws(FileFailure) -> FileReading.Line? {
    var searched = start
    while true {
      if let end = newline(from: searched) { return line(upTo: end, nextAt: end + 1) }
      guard !isAtEnd else {
        return start < bytes.count ? line(upTo: bytes.count, nextAt: bytes.count) : nil
      }
      searched = bytes.count - start
      try readOn()
    }
  }

  private func line(upTo end: Int, nextAt next: Int) -> FileReading.Line {
    number += 1
    defer { start = next }
    return FileReading.Line(number: number, offset: offset + start, bytes: bytes[start..<end])
  }

  private func newline(from place: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, place < bytes.count,
        let found = memchr(base + place, 10, bytes.count - place)
      else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  /// Reads another piece and forgets the lines before.
  private func readOn() throws(FileFailure) {
    bytes.removeSubrange(..<start)
    offset += start
    start = 0
    guard bytes.count <= FileReading.lineLimit else {
      throw FileFailure(
        "line \(number + 1) is longer than \(ByteCount.text(FileReading.lineLimit))",
        mend: "split the file")
    }
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system }
      isAtEnd = count == 0
      bytes.append(contentsOf: chunk[..<count])
      return
    }
  }
}
