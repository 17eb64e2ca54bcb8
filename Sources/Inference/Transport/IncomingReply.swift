/// A reply as it comes in, piece by piece, within its limits.
struct IncomingReply {
  private let limits: HTTPLimits
  private(set) var head = HTTPHead()
  private(set) var body: [UInt8] = []
  /// The limit that the reply broke.
  private(set) var failure: TransportFailure?
  private let sink: (any BodySink)?
  /// Whether the sink takes the body; unknown until its first piece.
  private var isStreamed: Bool?
  private var byteCount = 0
  /// Whether the sink wants no more: the reply is as good as whole.
  private(set) var isEnough = false

  init(limits: HTTPLimits, sink: (any BodySink)? = nil) {
    self.limits = limits
    self.sink = sink
  }

  /// Whether not a byte has come.
  var isEmpty: Bool { head.byteCount == 0 && byteCount == 0 }

  /// When a stream last made progress; `nil` if it did not, or is none.
  var lastProgress: Double? { isStreamed == true ? sink?.lastProgress : nil }

  /// Lets the sink know of a head that no body followed.
  mutating func end(status: Int) {
    guard isStreamed == nil, let sink else { return }
    isStreamed = sink.begin(status: status, headers: head.headers)
  }

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
  mutating func receive(
    body piece: UnsafeRawBufferPointer, status: @autoclosure () -> Int,
    milliseconds: @autoclosure () -> Double
  ) -> Bool {
    byteCount += piece.count
    guard byteCount <= limits.bodyBytes else {
      failure = .tooLarge(limit: limits.bodyBytes)
      return false
    }
    if isStreamed == nil { end(status: status()) }
    if isStreamed == true, let sink {
      isEnough = !sink.receive(piece, milliseconds: milliseconds())
      return !isEnough
    }
    body.append(contentsOf: piece)
    return true
  }
}
