/// Cuts a stream into frames: a little-endian length of four bytes, then so many bytes.
struct FrameBuffer {
  /// The longest frame taken.
  static let longest = 16 << 20

  private var bytes: [UInt8] = []
  private var start = 0
  /// A frame longer than allowed was announced; nothing more will be read.
  private(set) var isBroken = false

  /// Whether so much waits to be taken that nothing more should be read.
  var isFull: Bool { bytes.count - start > FrameBuffer.longest }

  mutating func append(_ new: ArraySlice<UInt8>) {
    guard !isBroken else { return }
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
      start = 0
    }
    bytes += new
  }

  /// The next whole frame, if it is there.
  mutating func next() -> [UInt8]? {
    guard !isBroken, bytes.count - start >= 4 else { return nil }
    var length = 0
    for index in (0..<4).reversed() { length = length << 8 | Int(bytes[start + index]) }
    guard length <= FrameBuffer.longest else {
      isBroken = true
      bytes = []
      start = 0
      return nil
    }
    guard bytes.count - start - 4 >= length else { return nil }
    let frame = Array(bytes[start + 4..<start + 4 + length])
    start += 4 + length
    return frame
  }

  /// A frame ready to be sent.
  static func frame(_ payload: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = []
    frame.reserveCapacity(payload.count + 4)
    for shift in stride(from: 0, to: 32, by: 8) {
      frame.append(UInt8(truncatingIfNeeded: payload.count >> shift))
    }
    return frame + payload
  }
}
