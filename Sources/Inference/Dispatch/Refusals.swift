internal import Grading

/// When an endpoint's failures mean that it will fail everything: a wrong key, a wrong model, nobody
/// there. Then a thousand more requests would bring a thousand times the same fault.
struct Refusals: Sendable {
  /// The fault that all further requests end with.
  private(set) var verdict: Fault?
  private(set) var hasAnswered = false
  private var last: TryFailure?
  private var count = 0

  /// A completion came: the key and the model are good, and later refusals are about prompts.
  mutating func recordAnswer() {
    hasAnswered = true
    last = nil
    count = 0
  }

  /// There is no hope, whatever was seen before.
  mutating func giveUp(_ fault: Fault) { verdict = verdict ?? fault }

  /// - Parameter gaveUp: Whether the attempt made no more tries after this failure.
  mutating func record(_ failure: TryFailure, _ fault: Fault, gaveUp: Bool) {
    guard verdict == nil, gaveUp, let limit = limit(failure) else { return }
    count = last.map { Refusals.areAlike($0, failure) } ?? false ? count + 1 : 1
    last = failure
    if count >= limit { verdict = fault }
  }

  /// After how many such failures in a row there is no hope; `nil` if one says nothing about others.
  private func limit(_ failure: TryFailure) -> Int? {
    switch failure {
    case .status(402, _, _): return 1  // no money left: also in mid-run
    case .status(429, let error, _) where error.isExhaustedQuota: return 1
    case .status(let status, let error, _):
      guard !hasAnswered else { return nil }
      switch status {
      case 401, 405, 407, 300..<400: return 1
      case 404: return error.isAboutPrompt ? 8 : 1
      case 403: return 3  // a firewall may dislike one prompt
      case 400..<500: return 8  // a parameter that the server does not take
      default: return nil
      }
    case .transport(.insecure), .transport(.unsendable): return hasAnswered ? nil : 1
    case .transport(.unresolved), .transport(.unconnected), .transport(.connectTimeout):
      return hasAnswered ? nil : 3  // each of them was patient before it gave up
    case .transport, .reply: return nil
    }
  }

  /// Whether two failures say the same; the texts of connection failures hold times and ports.
  private static func areAlike(_ a: TryFailure, _ b: TryFailure) -> Bool {
    switch (a, b) {
    case (.transport, .transport): true
    case (.status(let one, let said, _), .status(let other, let also, _)):
      one == other && said == also
    case (.reply, .reply): a == b
    case (.transport, _), (.status, _), (.reply, _): false
    }
  }
}

extension ServerError {
  /// Whether a 404 has a name of its own for what was not found, other than the model.
  fileprivate var isAboutPrompt: Bool {
    guard let code, Int(code) == nil else { return false }
    return !code.containsIgnoringCase("model")
  }
}
