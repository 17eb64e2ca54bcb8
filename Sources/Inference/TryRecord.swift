public import Grading

/// One try of an attempt, once it is over.
public struct TryRecord: Sendable, Hashable {
  public var attempt: AttemptID
  /// Numbered from 1 within its attempt.
  public var number: Int
  /// What went out as `X-Request-Id`.
  public var sentID: String
  public var endpoint: String
  /// Waiting for room at an endpoint, before it was sent.
  public var queuedMilliseconds: Double
  /// From sending to the reply's last byte, or to the failure.
  public var milliseconds: Double
  public var firstByteMilliseconds: Double?
  /// `nil` if there was no reply.
  public var status: Int?
  public var reusedConnection: Bool
  public var outcome: Outcome
  public var promptTokens: Int?
  public var completionTokens: Int?
  public var servedModel: String?
  public var finishReason: String?

  public enum Outcome: Sendable, Hashable {
    case completed
    /// The message has no secrets. `wait` is the time until the next try; `nil` if there is none.
    case failed(Fault.Kind, message: String, wait: Duration?)
  }
}
