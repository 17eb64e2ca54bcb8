/// Takes a reply's body while it comes in, so that a stream is read once and never held whole.
///
/// Called by one exchange at a time, from whatever thread the transport works on.
public protocol BodySink: Sendable {
  /// A reply begins; a second call means that the request was sent anew and all before it is void.
  ///
  /// - Returns: Whether the body is wanted piece by piece; if not, it is collected in the response.
  func begin(status: Int, headers: [HTTPHeader]) -> Bool

  /// The next bytes of the body.
  ///
  /// - Parameter milliseconds: Since the request was sent.
  /// - Returns: Whether to go on; if not, the rest is not waited for.
  func receive(_ bytes: UnsafeRawBufferPointer, milliseconds: Double) -> Bool

  /// When the last thing came that was more than a sign of life, in milliseconds since the request was
  /// sent; `nil` before the first.
  var lastProgress: Double? { get }
}

/// What came of a request: a reply, and what cut it short if something did.
public struct HTTPExchange: Sendable, Hashable {
  /// The reply, or as much of it as came; `nil` if not even a head did.
  public var response: HTTPResponse?
  /// `nil` if the reply is whole.
  public var failure: TransportFailure?

  public init(response: HTTPResponse?, failure: TransportFailure? = nil) {
    self.response = response
    self.failure = failure
  }
}

extension Transport {
  /// For transports that know replies only whole.
  public func exchange(
    _ request: HTTPRequest, into sink: (any BodySink)?
  ) async -> HTTPExchange {
    do throws(TransportFailure) {
      var response = try await send(request)
      guard let sink, sink.begin(status: response.status, headers: response.headers) else {
        return HTTPExchange(response: response)
      }
      let milliseconds = response.timings.totalMilliseconds
      _ = response.body.withUnsafeBytes { sink.receive($0, milliseconds: milliseconds) }
      response.body = []
      return HTTPExchange(response: response)
    } catch {
      return HTTPExchange(response: nil, failure: error)
    }
  }
}
