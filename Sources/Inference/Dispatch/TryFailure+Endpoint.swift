// What a failure says about the endpoint.

extension TryFailure {
  /// What a failure says about whether there is a server.
  enum Presence {
    case there, gone, unknown
  }

  var presence: Presence {
    switch self {
    case .status, .reply: .there
    case .transport(let failure):
      switch failure {
      case .malformed, .tooLarge: .there
      case .unconnected: .gone
      case .unresolved, .connectTimeout, .insecure, .broken, .timeout, .idle, .unsendable,
        .cancelled:
        .unknown
      }
    }
  }

  /// Whether the connection broke while the request was in flight.
  var isBreak: Bool {
    if case .transport(.broken) = self { true } else { false }
  }

  /// Whether the server said or showed that it had too much to do.
  var meansOverload: Bool {
    switch self {
    case .status(429, _, _), .status(503, _, _), .status(529, _, _), .transport(.timeout),
      .transport(.connectTimeout):
      true
    case .status, .transport, .reply: false
    }
  }

  /// Whether it is the endpoint that failed and not the request, so that another may well do better.
  var isEndpoints: Bool {
    switch self {
    case .transport(let failure):
      switch failure {
      case .unresolved, .unconnected, .connectTimeout, .insecure, .broken: true
      case .malformed, .tooLarge, .timeout, .idle, .unsendable, .cancelled: false
      }
    case .status(let status, _, _): 502...504 ~= status
    case .reply: false
    }
  }
}
