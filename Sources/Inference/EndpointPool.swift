internal import Grading

/// The endpoints of a run: who is asked next, and who refused for good.
final class EndpointPool: Sendable {
  let endpoints: [Endpoint]
  private let states: Locked<States>

  private struct States {
    var each: [State]
    /// Where the search for the least busy one starts, so that equals take turns.
    var turn = 0
  }

  private struct State {
    var outstanding = 0
    var failuresInARow = 0
    /// How many more choices pass it over. One that fails at once is never busy, and would otherwise
    /// draw all requests.
    var passedOver = 0
    var refusals = Refusals()
  }

  /// The most choices that pass over an endpoint before it gets another chance.
  private static let mostPassedOver = 64

  init(_ endpoints: [Endpoint]) {
    precondition(!endpoints.isEmpty, "a model needs at least one endpoint")
    self.endpoints = endpoints
    states = Locked(States(each: endpoints.map { _ in State() }))
  }

  /// Takes the least busy endpoint that works; ``release(_:_:)`` gives it back.
  ///
  /// - Parameter avoided: The one that failed just now; taken only if there is no other.
  /// - Throws: the fault with which the last endpoint refused, if all did.
  func take(avoiding avoided: Int? = nil) throws(Fault) -> Int {
    try states.withLock { states throws(Fault) in
      let count = endpoints.count
      let order = (0..<count).map { (states.turn + $0) % count }
      let open = order.filter { states.each[$0].refusals.verdict == nil }
      let others = open.filter { $0 != avoided }
      let well = others.filter { states.each[$0].passedOver == 0 }
      let candidates = !well.isEmpty ? well : !others.isEmpty ? others : open
      for index in open where states.each[index].passedOver > 0 {
        states.each[index].passedOver -= 1
      }
      let chosen = candidates.min {
        states.each[$0].outstanding < states.each[$1].outstanding
      }
      guard let chosen else {
        throw states.each.lazy.compactMap(\.refusals.verdict).first
          ?? Fault(.rejected, "no endpoint is left")
      }
      states.each[chosen].outstanding += 1
      states.turn = (chosen + 1) % count
      return chosen
    }
  }

  /// Gives an endpoint back and learns from what it did.
  func release(_ index: Int, _ outcome: Outcome) {
    states.withLock { states in
      states.each[index].outstanding -= 1
      switch outcome {
      case .answered:
        states.each[index].failuresInARow = 0
        states.each[index].passedOver = 0
        states.each[index].refusals.recordAnswer()
      case .failed(let failure, let fault, let isLast):
        states.each[index].refusals.record(failure, fault, gaveUp: isLast)
        guard failure.prospect != .permanent else { break }
        let failures = min(states.each[index].failuresInARow + 1, 6)
        states.each[index].failuresInARow = failures
        states.each[index].passedOver = min(1 << failures, EndpointPool.mostPassedOver)
      case .nothing: break
      }
    }
  }

  /// Whether this endpoint refused for good while another did not.
  func hasAlternative(to index: Int) -> Bool {
    states.withLock { states in
      states.each[index].refusals.verdict != nil
        && states.each.contains { $0.refusals.verdict == nil }
    }
  }

  /// The fault with which all requests end, if no endpoint is left.
  var verdict: Fault? {
    states.withLock { states in
      let verdicts = states.each.compactMap(\.refusals.verdict)
      return verdicts.count == states.each.count ? verdicts.first : nil
    }
  }

  enum Outcome {
    case answered
    /// The fault is what the attempt ends with if this was its last try.
    case failed(TryFailure, Fault, isLast: Bool)
    /// It was not asked, or the answer was not waited for.
    case nothing
  }
}

/// When an endpoint's failures mean that it will fail everything: a wrong key, a wrong model, nobody
/// there. Then a thousand more requests would bring a thousand times the same fault.
struct Refusals {
  /// The fault that all further requests end with.
  private(set) var verdict: Fault?
  private var hasAnswered = false
  private var last: TryFailure?
  private var count = 0

  /// A completion came: the key and the model are good, and later refusals are about prompts.
  mutating func recordAnswer() {
    hasAnswered = true
    last = nil
    count = 0
  }

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
