/// One event of a stream.
public struct StreamEvent: Sendable, Hashable {
  /// The event's `event:` field; `nil` where there is none.
  public var name: String?
  /// The lines of its data, joined by line feeds; for a stream of JSON lines, the line.
  public var data: [UInt8]

  public init(name: String? = nil, data: [UInt8]) {
    self.name = name
    self.data = data
  }
}

/// Reads server-sent events byte by byte: however the bytes were cut, the same events come out.
///
/// Lines end in LF, CR or CRLF; comments, `id:` and `retry:` are skipped; an event without data is none.
/// Source: WHATWG HTML, section 9.2.6. Beyond it, an event that the end of the stream cuts off before
/// its empty line is given, because some servers leave that line out.
struct EventStreamParser: Sendable {
  /// The most bytes of one event.
  let limit: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var name: String?
  private var afterReturn = false
  private var isFirstLine = true

  init(limit: Int) { self.limit = limit }

  /// Takes bytes and hands over each event that they complete.
  ///
  /// - Throws: if an event is larger than the limit, or what `receive` throws.
  mutating func feed(
    _ bytes: some Sequence<UInt8>, receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    for byte in bytes {
      if afterReturn {
        afterReturn = false
        if byte == 0x0A { continue }
      }
      switch byte {
      case 0x0A: try endLine(receive)
      case 0x0D:
        afterReturn = true
        try endLine(receive)
      default:
        line.append(byte)
        guard line.count + data.count <= limit else {
          throw .malformed("an event of the stream is larger than \(limit) bytes")
        }
      }
    }
  }

  /// Hands over what the stream's end completes.
  mutating func finish(
    receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    if !line.isEmpty { try endLine(receive) }
    try dispatch(receive)
  }

  private mutating func endLine(
    _ receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    defer { line.removeAll(keepingCapacity: true) }
    var text = line[...]
    if isFirstLine {
      isFirstLine = false
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    }
    guard !text.isEmpty else { return try dispatch(receive) }
    let field = text.prefix { $0 != UInt8(ascii: ":") }
    var value = text.dropFirst(field.count + 1)
    if value.first == 0x20 { value = value.dropFirst() }
    if field.elementsEqual("data".utf8) {
      if hasData { data.append(0x0A) }
      hasData = true
      data += value
    } else if field.elementsEqual("event".utf8) {
      name = String(decoding: value.prefix(100), as: UTF8.self)
    }
  }

  private mutating func dispatch(
    _ receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    defer {
      data.removeAll(keepingCapacity: true)
      hasData = false
      name = nil
    }
    guard hasData, !data.trimmingASCIISpace.isEmpty else { return }
    try receive(StreamEvent(name: name, data: data))
  }
}

/// Reads a stream of JSON lines byte by byte; blank lines are signs of life.
struct LineStreamParser: Sendable {
  /// The most bytes of one line.
  let limit: Int
  private var line: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  mutating func feed(
    _ bytes: some Sequence<UInt8>, receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    for byte in bytes {
      guard byte == 0x0A else {
        line.append(byte)
        guard line.count <= limit else {
          throw .malformed("a line of the stream is longer than \(limit) bytes")
        }
        continue
      }
      try finish(receive: receive)
    }
  }

  /// Hands over a last line that no line feed ends.
  mutating func finish(
    receive: (StreamEvent) throws(ReplyFailure) -> Void
  ) throws(ReplyFailure) {
    defer { line.removeAll(keepingCapacity: true) }
    let text = line.trimmingASCIISpace
    if !text.isEmpty { try receive(StreamEvent(data: Array(text))) }
  }
}
