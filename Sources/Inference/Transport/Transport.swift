/// Exchanges one request for one reply.
public protocol Transport: Sendable {
  /// Where the transport does its work; tasks that run there cross no thread. `nil` if nowhere.
  var executor: (any TaskExecutor)? { get }

  /// Sends a request and returns the server's whole reply, whatever its status.
  ///
  /// - Throws: why there is no reply; ``TransportFailure/cancelled`` as soon as the task is.
  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse

  /// Sends a request and hands the body of the reply to `sink` as it comes in, if there is one and it
  /// wants it; what came before a failure is returned with the failure.
  func exchange(_ request: HTTPRequest, into sink: (any BodySink)?) async -> HTTPExchange
}

extension Transport {
  public var executor: (any TaskExecutor)? { nil }
}

/// Why a request has no whole reply. The texts come from the network library, without URLs.
public enum TransportFailure: Error, Sendable, Hashable {
  /// The host's name, or the proxy's, has no address.
  case unresolved(String)
  /// There was no connection: refused, unreachable.
  case unconnected(String)
  /// The connection did not stand within its limit.
  case connectTimeout
  /// No certificate that can be trusted, or no common TLS.
  case insecure(String)
  /// The connection broke before the reply was whole.
  case broken(String)
  /// The reply is no HTTP.
  case malformed(String)
  /// The reply had more bytes than the limit.
  case tooLarge(limit: Int)
  /// The reply was not whole within the request's time limit.
  case timeout(Duration)
  /// Nothing for that long: not a byte, or, in a stream, nothing but signs of life.
  case idle(Duration)
  /// The request cannot be sent: its URL, its protocol.
  case unsendable(String)
  case cancelled

  /// One line that says what happened.
  public var message: String {
    switch self {
    case .unresolved(let text): "the host's name has no address (\(text))"
    case .unconnected(let text): "no connection (\(text))"
    case .connectTimeout: "no connection within the time limit"
    case .insecure(let text): "no secure connection (\(text))"
    case .broken(let text): "the connection broke (\(text))"
    case .malformed(let text): "the reply is no HTTP (\(text))"
    case .tooLarge(let limit): "the reply is larger than \(limit) bytes"
    case .timeout(let limit): "no complete reply within \(limit.inSeconds)"
    case .idle(let limit): "nothing came for \(limit.inSeconds)"
    case .unsendable(let text): "the request cannot be sent (\(text))"
    case .cancelled: "cancelled"
    }
  }
}

extension TransportFailure {
  /// Whether a handshake failed because the connection broke, which may pass, and not because the
  /// two could not agree. libcurl has one code for both, so OpenSSL's words must tell.
  static func isBrokenHandshake(_ message: String) -> Bool {
    ["connection reset", "ssl_error_syscall", "unexpected eof"].contains {
      message.containsIgnoringCase($0)
    }
  }
}

extension Duration {
  /// Whole milliseconds, rounded up, at least 0; fits every C `long`.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 1 << 40 else { return 1 << 50 }
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  /// Seconds with at most three digits after the point, for messages: `600 s`, `0.25 s`.
  var inSeconds: String {
    let milliseconds = milliseconds
    guard milliseconds % 1000 != 0 else { return "\(milliseconds / 1000) s" }
    var digits = String(milliseconds % 1000 + 1000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(milliseconds / 1000).\(digits) s"
  }
}
