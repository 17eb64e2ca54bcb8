/// How a completion was come by, beside what the model said.
public struct Delivery: Sendable, Hashable {
  /// The identifier that went out with the request (`X-Request-Id`).
  public var sentID: String
  /// The HTTP status of the reply.
  public var status: Int?
  /// Before its tries, waiting for room at an endpoint.
  public var queuedMilliseconds: Double
  /// Between its tries, after failures.
  public var waitedMilliseconds: Double
  /// From sending the try that succeeded to the reply's first byte.
  public var firstByteMilliseconds: Double?

  public init(
    sentID: String, status: Int? = nil, queuedMilliseconds: Double = 0,
    waitedMilliseconds: Double = 0, firstByteMilliseconds: Double? = nil
  ) {
    self.sentID = sentID
    self.status = status
    self.queuedMilliseconds = queuedMilliseconds
    self.waitedMilliseconds = waitedMilliseconds
    self.firstByteMilliseconds = firstByteMilliseconds
  }
}
