/// A complete reply of an HTTP server, whatever its status.
public struct HTTPResponse: Sendable, Hashable {
  public var status: Int
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  public var timings: HTTPTimings

  public init(
    status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [],
    timings: HTTPTimings = HTTPTimings()
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.timings = timings
  }

  /// The first header of that name, in whatever case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.equalsIgnoringCase(name) }?.value
  }
}

/// Where an exchange's time went.
public struct HTTPTimings: Sendable, Hashable {
  /// From the start until the reply's first byte.
  public var firstByteMilliseconds: Double
  /// From the start until its last byte.
  public var totalMilliseconds: Double
  /// Whether the connection was used before.
  public var reusedConnection: Bool

  public init(
    firstByteMilliseconds: Double = 0, totalMilliseconds: Double = 0,
    reusedConnection: Bool = false
  ) {
    self.firstByteMilliseconds = firstByteMilliseconds
    self.totalMilliseconds = totalMilliseconds
    self.reusedConnection = reusedConnection
  }
}

/// The lines of a reply's head as they come in.
///
/// Interim heads (`100 Continue`, a proxy's `200 Connection established`) are forgotten when the next
/// one begins. A head that breaks off is not ``isComplete``; libcurl 7.88 reports it as a success.
struct HTTPHead {
  private(set) var headers: [HTTPHeader] = []
  private(set) var isComplete = false
  private(set) var byteCount = 0

  /// Takes one line, its line end included.
  mutating func receive(line: some Collection<UInt8>) {
    byteCount += line.count
    if line.starts(with: "HTTP/".utf8) {
      headers.removeAll(keepingCapacity: true)
      isComplete = false
      return
    }
    let text = line.trimmingASCIISpace
    if text.isEmpty {
      isComplete = true
      return
    }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex else {
      return
    }
    let value = text[text.index(after: colon)...].trimmingASCIISpace
    headers.append(
      HTTPHeader(
        String(decoding: text[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
  }
}
