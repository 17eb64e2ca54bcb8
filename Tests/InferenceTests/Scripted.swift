import Grading

@testable import Inference

/// A transport that answers from a script and remembers what it was sent.
final class ScriptedTransport: Transport {
  typealias Answer = Result<HTTPResponse, TransportFailure>
  private let state: Locked<(answers: [Answer], requests: [HTTPRequest])>
  let other: @Sendable (HTTPRequest) -> Answer

  /// - Parameter other: Answers when the script has ended.
  init(
    _ answers: [Answer],
    other: @escaping @Sendable (HTTPRequest) -> Answer = { _ in .failure(.broken("script ended")) }
  ) {
    state = Locked((answers, []))
    self.other = other
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    return try (answer ?? other(request)).get()
  }
}

extension ScriptedTransport.Answer {
  static func reply(
    _ status: Int, _ body: String = Replies.chat("hello"), headers: [HTTPHeader] = [],
    milliseconds: Double = 0
  ) -> Self {
    .success(
      HTTPResponse(
        status: status, headers: headers, body: Array(body.utf8),
        timings: HTTPTimings(totalMilliseconds: milliseconds)))
  }
}

/// A clock on which nobody waits: sleeping moves it.
final class FakeClock: Sendable {
  private let state = Locked((now: Duration.zero, sleeps: [Duration]()))

  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

  var clock: RetryClock {
    RetryClock(
      now: { self.state.withLock { $0.now } }, unixSeconds: { 0 },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.now += duration
          state.sleeps.append(duration)
        }
      }, chance: { 0.5 })
  }
}

/// Collects events.
final class Events: Sendable {
  private let state = Locked<[InferenceEvent]>([])
  var all: [InferenceEvent] { state.withLock { $0 } }
  @Sendable func receive(_ event: InferenceEvent) { state.withLock { $0.append(event) } }
}
