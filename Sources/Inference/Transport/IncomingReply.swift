/// A reply as it comes in, piece by piece, within its limits.
struct IncomingReply {
  private let limits: HTTPLimits
  private(set) var head = HTTPHead()
  private(set) var body: [UInt8] = []
  /// The limit that the reply broke.
  private(set) var failure: TransportFailure?

  init(limits: HTTPLimits) { self.limits = limits }

  /// Whether not a byte has come.
  var isEmpty: Bool { head.byteCount == 0 && body.isEmpty }

  /// Takes one line of the head; returns whether to go on.
  mutating func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
    head.receive(line: line)
    guard head.byteCount <= limits.headBytes else {
      failure = .tooLarge(limit: limits.headBytes)
      return false
    }
    return true
  }

  /// Takes a piece of the body; returns whether to go on.
  mutating func receive(body piece: UnsafeRawBufferPointer) -> Bool {
    guard body.count + piece.count <= limits.bodyBytes else {
      failure = .tooLarge(limit: limits.bodyBytes)
      return false
    }
    body.append(contentsOf: piece)
    return true
  }
}
