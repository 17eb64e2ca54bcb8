internal import Glibc
internal import Grading

/// A pipe to the standard input of a process, filled while it runs. Never blocks; holds back what
/// the pipe has no room for.
final class Feed {
  /// For the process; kept open here too, so that writing to a process that is gone raises nothing.
  let reading: Descriptor
  private var writing: Descriptor?
  private var waiting: [UInt8] = []
  private var start = 0
  private(set) var isFinished = false

  init() throws(Fault) {
    let (reading, writing) = try Helper.pipe()
    self.reading = reading
    self.writing = writing
    // Programs may open /dev/stdin, and run as somebody else.
    fchmod(reading.number, 0o666)
    _ = fcntl(reading.number, F_SETFL, 0)
    _ = fcntl(writing.number, F_SETFL, O_NONBLOCK)
  }

  /// Whether something waits for room in the pipe.
  var isBehind: Bool { start < waiting.count }

  func append(_ bytes: ArraySlice<UInt8>) {
    guard !isFinished else { return }
    if start == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      start = 0
    }
    waiting += bytes
    flush()
  }

  /// Lets the process see the end of its input once it has read what waits.
  func finish() {
    isFinished = true
    flush()
  }

  func flush() {
    guard let writing else { return }
    while start < waiting.count {
      let count = waiting.withUnsafeBytes {
        write(writing.number, $0.baseAddress.map { $0 + start }, $0.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      start += count
    }
    if isFinished, start == waiting.count { self.writing = nil }
  }
}
