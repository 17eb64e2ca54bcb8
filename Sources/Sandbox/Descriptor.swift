internal import Glibc

/// An open file descriptor that is closed with its last owner.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }
}

/// The newest bytes of a stream, at most `capacity`.
struct Tail {
  let capacity: Int
  private(set) var bytes: [UInt8] = []
  /// All bytes that came, kept or not.
  private(set) var total = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  mutating func append(_ new: ArraySlice<UInt8>) {
    total += new.count
    bytes += new
    // Twice the capacity before cutting, so that a flood is not copied once per read.
    if bytes.count > 2 * capacity { bytes.removeFirst(bytes.count - capacity) }
  }

  /// The tail as text; what is no UTF-8 becomes U+FFFD.
  var text: String { String(decoding: bytes.suffix(capacity), as: UTF8.self) }
}
