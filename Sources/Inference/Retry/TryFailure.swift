public import Grading

/// Why one try brought no completion.
public enum TryFailure: Error, Sendable, Hashable {
  /// There was no whole reply.
  case transport(TransportFailure)
  /// The server answered with an error.
  case status(Int, ServerError, RetryAdvice)
  /// The server answered 200, but not with a completion.
  case reply(ReplyFailure)

  /// What asking again may bring.
  public enum Prospect: Sendable, Hashable {
    /// It may pass.
    case passing
    /// It will pass, once the server has room again.
    case rateLimited
    /// The same request will always fail.
    case permanent
  }

  public var prospect: Prospect {
    switch self {
    case .transport(let failure): TryFailure.prospect(of: failure)
    case .status(let status, let error, let advice):
      switch advice.shouldRetry {
      case true?: status == 429 ? .rateLimited : .passing
      case false?: .permanent
      case nil: TryFailure.prospect(of: status, error)
      }
    case .reply(.malformed): .passing
    case .reply(.error(let error)):
      error.status.map { TryFailure.prospect(of: $0, error) } ?? .passing
    }
  }

  private static func prospect(of failure: TransportFailure) -> Prospect {
    switch failure {
    case .unresolved, .unconnected, .connectTimeout, .broken, .malformed, .timeout, .idle: .passing
    case .insecure, .tooLarge, .unsendable, .cancelled: .permanent
    }
  }

  private static func prospect(of status: Int, _ error: ServerError) -> Prospect {
    switch status {
    case 429: error.isExhaustedQuota ? .permanent : .rateLimited
    case 408, 409, 425, 499, 500...599: .passing
    default: .permanent
    }
  }

  /// Whether the request itself must be at fault if the server answers just so again and again: a 500
  /// for values that it does not like, a page that is no JSON. A busy server, a gateway without its
  /// server and a broken connection say the same each time as well, and pass all the same.
  public var isOwnIfRepeated: Bool {
    switch self {
    case .status(409, _, _), .status(500, _, _), .status(501, _, _), .status(505, _, _), .reply:
      true
    case .status, .transport: false
    }
  }

  /// The kind of fault if this failure is the last.
  public var kind: Fault.Kind {
    switch self {
    case .transport(let failure):
      switch failure {
      case .unresolved, .unconnected, .insecure, .broken: .network
      case .connectTimeout, .timeout, .idle: .timeout
      case .malformed, .tooLarge: .badReply
      case .unsendable: .rejected
      case .cancelled: .cancelled
      }
    case .status(let status, _, _): TryFailure.kind(of: status)
    case .reply(.malformed): .badReply
    case .reply(.error(let error)): error.status.map(TryFailure.kind) ?? .server
    }
  }

  private static func kind(of status: Int) -> Fault.Kind {
    switch status {
    case 429: .rateLimited
    case 408: .timeout
    case 409, 425, 499, 500...599: .server
    default: .rejected
    }
  }

  /// What happened, without the endpoint: `answered 401: Incorrect API key`.
  public var message: String {
    switch self {
    case .transport(let failure): failure.message
    case .status(let status, let error, _): "answered \(status)" + TryFailure.said(error, status)
    case .reply(.malformed(let text)): text
    case .reply(.error(let error)):
      "answered 200 with an error" + TryFailure.said(error, error.status ?? 0)
    }
  }

  private static func said(_ error: ServerError, _ status: Int) -> String {
    let words = error.message.isEmpty ? "" : ": \(error.message)"
    return words + (hint(status).map { " (\($0))" } ?? "")
  }

  /// What to do about it.
  private static func hint(_ status: Int) -> String? {
    switch status {
    case 301...308: "it redirects; give the address that it redirects to"
    case 401: "check the key"
    case 404, 405: "check the endpoint's path, the protocol and the model's name"
    case 413: "the prompt is too large for the server"
    default: nil
    }
  }
}

extension ServerError {
  /// An HTTP status given as the error's code, under another status.
  var status: Int? {
    guard let code, let status = Int(code), 400...599 ~= status else { return nil }
    return status
  }

  /// Whether there is no money left, which no waiting cures.
  var isExhaustedQuota: Bool {
    let words = ["insufficient_quota", "billing_hard_limit_reached"]
    return words.contains(code ?? "") || words.contains(type ?? "")
  }
}
