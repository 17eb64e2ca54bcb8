/// What program and interactor said to one another: the beginning and the end, in order.
struct Transcript {
  enum Speaker { case program, interactor }

  /// Kept of each half, in bytes.
  private static let half = 6 << 10

  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var dropped = 0
  private var last: Speaker?
  private var isAtLineStart = true

  /// Takes what one of them said.
  mutating func take(_ bytes: ArraySlice<UInt8>, from speaker: Speaker) {
    guard !bytes.isEmpty else { return }
    if last != speaker, !isAtLineStart { put(10) }
    last = speaker
    // A flood is not looked at byte by byte.
    let shown = bytes.count > 4 * Transcript.half ? bytes.suffix(2 * Transcript.half) : bytes
    dropped += bytes.count - shown.count
    for byte in shown {
      if isAtLineStart {
        for mark in (speaker == .program ? "program: " : "interactor: ").utf8 { put(mark) }
      }
      put(byte)
    }
  }

  private mutating func put(_ byte: UInt8) {
    isAtLineStart = byte == 10
    if head.count < Transcript.half {
      head.append(byte)
    } else {
      tail.append(byte)
      if tail.count >= 2 * Transcript.half {
        dropped += tail.count - Transcript.half
        tail.removeFirst(tail.count - Transcript.half)
      }
    }
  }

  var text: String {
    var tail = tail
    var dropped = dropped
    if tail.count > Transcript.half {
      dropped += tail.count - Transcript.half
      tail.removeFirst(tail.count - Transcript.half)
    }
    let middle = dropped > 0 ? "\n… \(dropped) bytes …\n" : ""
    return String(decoding: head, as: UTF8.self) + middle + String(decoding: tail, as: UTF8.self)
  }
}
