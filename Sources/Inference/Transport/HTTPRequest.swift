/// One HTTP request, whole.
public struct HTTPRequest: Sendable, Hashable {
  public var method: Method
  /// Absolute, `http` or `https`, without credentials.
  public var url: String
  public var headers: [HTTPHeader]
  /// Sent with `POST`.
  public var body: [UInt8]
  public var limits: HTTPLimits

  public init(
    _ method: Method, _ url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
    limits: HTTPLimits = HTTPLimits()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.limits = limits
  }

  public enum Method: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
  }
}

/// A name and a value. A value that came from a ``Secret`` is in no description.
public struct HTTPHeader: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  public let name: String
  public let value: String
  private let isSecret: Bool

  /// Control characters are dropped from both, so that no value can add a line to a request.
  public init(_ name: String, _ value: String) {
    self.init(name, value, isSecret: false)
  }

  init(_ name: String, _ value: String, isSecret: Bool) {
    self.name = HTTPHeader.clean(name)
    self.value = HTTPHeader.clean(value)
    self.isSecret = isSecret
  }

  public var description: String { "\(name): \(isSecret ? "***" : value)" }
  public var customMirror: Mirror { Mirror(self, children: ["header": description]) }

  private static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return String(decoding: text.utf8.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
  }
}

/// What one exchange may take.
public struct HTTPLimits: Sendable, Hashable {
  /// Until the connection stands, its TLS included.
  public var connect: Duration
  /// From the start to the last byte.
  public var total: Duration
  /// Without a byte in either direction; `nil` for servers that are silent while they think.
  public var idle: Duration?
  /// Between two events of a stream, once the first has come; comments and pings do not count.
  public var quiet: Duration?
  /// Of the reply's body, after decompression.
  public var bodyBytes: Int
  /// Of the reply's head.
  public var headBytes: Int

  public init(
    connect: Duration = .seconds(10), total: Duration = .seconds(600), idle: Duration? = nil,
    quiet: Duration? = nil, bodyBytes: Int = 64 << 20, headBytes: Int = 256 << 10
  ) {
    self.connect = connect
    self.total = total
    self.idle = idle
    self.quiet = quiet
    self.bodyBytes = bodyBytes
    self.headBytes = headBytes
  }
}
