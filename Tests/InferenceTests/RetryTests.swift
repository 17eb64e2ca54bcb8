import Grading
import Testing

@testable import Inference

/// What is tried again, and after how long.
struct RetryTests {
  private static let quota = ServerError(message: "pay", type: "insufficient_quota")

  @Test(
    arguments: [
      // failure, prospect, kind of fault
      (.transport(.unresolved("")), .passing, .network),
      (.transport(.unconnected("")), .passing, .network),
      (.transport(.connectTimeout), .passing, .timeout),
      (.transport(.broken("")), .passing, .network),
      (.transport(.malformed("")), .passing, .badReply),
      (.transport(.timeout(.seconds(1))), .passing, .timeout),
      (.transport(.idle(.seconds(1))), .passing, .timeout),
      (.transport(.insecure("")), .permanent, .network),
      (.transport(.tooLarge(limit: 1)), .permanent, .badReply),
      (.transport(.unsendable("")), .permanent, .rejected),
      (.transport(.cancelled), .permanent, .cancelled),
      (.reply(.malformed("")), .passing, .badReply),
      (.reply(.error(ServerError(message: "x"))), .passing, .server),
      (.reply(.error(ServerError(message: "x", code: "502"))), .passing, .server),
      (.reply(.error(ServerError(message: "x", code: "429"))), .rateLimited, .rateLimited),
      (.reply(.error(ServerError(message: "x", code: "400"))), .permanent, .rejected),
      (.reply(.error(ServerError(message: "x", code: "40303"))), .passing, .server),
      (.status(429, quota, RetryAdvice()), .permanent, .rateLimited),
      (
        .status(429, ServerError(message: "", code: "insufficient_quota"), RetryAdvice()),
        .permanent, .rateLimited
      ),
    ] as [(TryFailure, TryFailure.Prospect, Fault.Kind)])
  func everyFailureHasAProspect(
    failure: TryFailure, prospect: TryFailure.Prospect, kind: Fault.Kind
  ) {
    #expect(failure.prospect == prospect)
    #expect(failure.kind == kind)
  }

  @Test func everyStatusHasAProspect() {
    let passing: Set = [408, 409, 425, 499]
    for status in 300..<600 {
      let failure = TryFailure.status(status, ServerError(message: "no"), RetryAdvice())
      if status == 429 {
        #expect(failure.prospect == .rateLimited)
      } else if status >= 500 || passing.contains(status) {
        #expect(failure.prospect == .passing)
        #expect(failure.kind == (status == 408 ? .timeout : .server))
      } else {
        #expect(failure.prospect == .permanent)
        #expect(failure.kind == .rejected)
      }
    }
  }

  @Test func theServerKnowsBetterThanItsStatus() {
    let error = ServerError(message: "")
    #expect(TryFailure.status(500, error, RetryAdvice(shouldRetry: false)).prospect == .permanent)
    #expect(TryFailure.status(400, error, RetryAdvice(shouldRetry: true)).prospect == .passing)
    #expect(TryFailure.status(429, error, RetryAdvice(shouldRetry: true)).prospect == .rateLimited)
  }

  @Test(
    arguments: [
      // header, value, wait in milliseconds
      ("Retry-After", "7", 7000), ("retry-after", "0", 0), ("RETRY-AFTER", "1.5", 1500),
      ("Retry-After", "-1", nil), ("Retry-After", "soon", nil), ("Retry-After", "", nil),
      ("Retry-After", "nan", nil), ("Retry-After", "inf", nil),
      ("Retry-After", "1e300", 1_000_000_000_000), ("retry-after-ms", "250", 250),
      ("retry-after-ms", "x", nil), ("x-other", "7", nil),
      ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 30000),
      ("Retry-After", "Sun, 06 Nov 1994 08:49:00 GMT", 0),
      ("Retry-After", "Mon, 06 Nov 1995 08:49:07 GMT", 31_536_000_000),
      ("Retry-After", "Sun, 06 Nov 1994 08:49:37 CET", nil),
      ("Retry-After", "Sun, 32 Nov 1994 08:49:37 GMT", nil),
      ("Retry-After", "06 Nov 1994", nil),
    ] as [(String, String, Int?)])
  func everyFormOfAdviceIsRead(name: String, value: String, milliseconds: Int?) {
    // 1994-11-06 08:49:07, thirty seconds before the date of RFC 9110's example.
    let advice = RetryAdvice(
      HTTPResponse(status: 429, headers: [HTTPHeader(name, value)]), unixSeconds: 784_111_747)
    #expect(advice.wait == milliseconds.map { .milliseconds($0) })
  }

  @Test(
    arguments: [
      // headers, wait in milliseconds
      ([("x-ratelimit-reset-requests", "192ms")], 192),
      ([("x-ratelimit-reset-tokens", "6m0s")], 360_000),
      ([("X-RateLimit-Reset-Tokens", "1h2m3.5s")], 3_723_500),
      (
        [
          ("x-ratelimit-remaining-requests", "7"), ("x-ratelimit-reset-requests", "1s"),
          ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "9s"),
        ], 9000
      ),
      ([("x-ratelimit-reset-requests", "4s"), ("x-ratelimit-reset-tokens", "2s")], 2000),
      ([("anthropic-ratelimit-requests-reset", "1994-11-06T08:49:37Z")], 30_000),
      ([("anthropic-ratelimit-tokens-reset", "1994-11-06T09:49:12.25+01:00")], 5250),
      (
        [
          ("anthropic-ratelimit-tokens-remaining", "0"),
          ("anthropic-ratelimit-tokens-reset", "1994-11-06T08:50:07Z"),
          ("anthropic-ratelimit-requests-remaining", "3"),
          ("anthropic-ratelimit-requests-reset", "1994-11-06T08:49:08Z"),
        ], 60_000
      ),
      ([("ratelimit-reset", "30")], 30_000), ([("x-ratelimit-reset", "784111750")], 3000),
      ([("x-ratelimit-reset", "784111750500")], 3500), ([("x-ratelimit-reset", "soon")], nil),
      ([("x-ratelimit-reset-requests", "")], nil), ([("x-ratelimit-reset-requests", "5x")], nil),
      ([("x-ratelimit-limit-requests", "5")], nil),
      ([("retry-after", "2"), ("x-ratelimit-reset-requests", "9s")], 2000),
    ] as [([(String, String)], Int?)])
  func withoutAWaitTheLimitsThatBeginAnewTellIt(
    headers: [(String, String)], milliseconds: Int?
  ) {
    let response = HTTPResponse(
      status: 429, headers: headers.map { HTTPHeader($0.0, $0.1) })
    let advice = RetryAdvice(response, unixSeconds: 784_111_747)
    #expect(advice.wait == milliseconds.map { .milliseconds($0) })
  }

  @Test func limitsInTheHeadOfOtherErrorsMeanNothing() {
    let response = HTTPResponse(
      status: 500, headers: [HTTPHeader("x-ratelimit-reset-requests", "60s")])
    #expect(RetryAdvice(response, unixSeconds: 0).wait == nil)
  }

  @Test func theSamePageThatIsNoJSONThriceIsEnough() {
    let page = TryFailure.reply(.malformed("<html>"))
    #expect(decide([page, page, page]) == .giveUp(.badReply, note: "the same 3 times"))
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
  ])
  func datesAreReadByTheCalendar(text: String, seconds: Int) {
    #expect(HTTPDate.unixSeconds(text) == seconds)
  }

  private func decide(_ failures: [TryFailure], chance: Double = 1) -> RetryDecision {
    decide(RetryPolicy(), failures, chance: chance)
  }

  private func decide(
    _ policy: RetryPolicy, _ failures: [TryFailure],
    elapsed: Duration = .zero, left: Duration? = nil, chance: Double = 1
  ) -> RetryDecision {
    let history = failures.reduce(into: RetryHistory()) { $0.record($1) }
    guard let last = failures.last else { return .giveUp(.server, note: "no failure") }
    return policy.decision(
      after: last, history, elapsed: elapsed, left: left, chance: chance)
  }

  private let down = TryFailure.transport(.unconnected("refused"))

  private func busy(_ wait: Duration? = nil) -> TryFailure {
    .status(429, ServerError(message: "busy"), RetryAdvice(wait: wait))
  }

  @Test func waitsDoubleUpToTheirBound() {
    let policy = RetryPolicy(tries: 20, firstWait: .seconds(1), longestWait: .seconds(10))
    let waits = (1...6).map { decide(policy, Array(repeating: down, count: $0)) }
    #expect(waits == [1, 2, 4, 8, 10, 10].map { .retry(after: .seconds($0)) })
  }

  @Test func chanceSpreadsAWaitFromNothingToItsBound() {
    #expect(decide([down], chance: 0) == .retry(after: .zero))
    #expect(decide([down, down], chance: 0.5) == .retry(after: .milliseconds(500)))
  }

  @Test func aServersWaitIsTheLeast() {
    #expect(decide([busy(.seconds(8))], chance: 0) == .retry(after: .seconds(8)))
    #expect(decide([busy(.seconds(8))], chance: 1) == .retry(after: .seconds(10)))
    #expect(decide([busy(.seconds(4000))], chance: 0) == .retry(after: .seconds(120)))
    #expect(decide([busy(.zero)], chance: 1) == .retry(after: .milliseconds(50)))
  }

  @Test func triesAreCounted() {
    let policy = RetryPolicy(tries: 3)
    #expect(decide(policy, [down, down], chance: 0) == .retry(after: .zero))
    #expect(decide(policy, [down, down, down]) == .giveUp(.network, note: nil))
    #expect(decide(.never, [down]) == .giveUp(.network, note: nil))
    #expect(decide(.never, [busy(.zero)]) == .giveUp(.rateLimited, note: nil))
  }

  @Test func aBusyServerIsGivenMoreTries() {
    let policy = RetryPolicy(tries: 2, rateLimitedTries: 4)
    let three = [busy(), busy(), busy()]
    #expect(decide(policy, three, chance: 0) == .retry(after: .zero))
    #expect(decide(policy, three + [down], chance: 0) == .retry(after: .zero))
    #expect(decide(policy, three + [busy()]) == .giveUp(.rateLimited, note: "refused 4 times"))
  }

  @Test func theSameErrorThriceIsTheRequestsOwn() {
    func error(_ text: String) -> TryFailure {
      .status(500, ServerError(message: text), RetryAdvice())
    }
    #expect(
      decide([error("a"), error("a"), error("a")]) == .giveUp(.server, note: "the same 3 times"))
    #expect(decide([error("a"), error("b"), error("a")], chance: 0) == .retry(after: .zero))
    #expect(decide([error("a"), error("a"), down, error("a")], chance: 0) == .retry(after: .zero))
    let gateway = TryFailure.status(502, ServerError(message: "a"), RetryAdvice())
    #expect(decide([gateway, gateway, gateway], chance: 0) == .retry(after: .zero))
  }

  @Test func timeIsLimited() {
    let policy = RetryPolicy(firstWait: .seconds(2), total: .seconds(10))
    #expect(decide(policy, [down], elapsed: .seconds(8)) == .retry(after: .seconds(2)))
    #expect(
      decide(policy, [down], elapsed: .seconds(9))
        == .giveUp(.network, note: "no success within 10 s"))
    #expect(
      decide(policy, [down], left: .seconds(2))
        == .giveUp(.deadline, note: "no time left to try again"))
    #expect(decide(policy, [down], left: .seconds(3)) == .retry(after: .seconds(2)))
  }

  @Test(arguments: [
    (Duration.milliseconds(600_000), "600 s"), (.milliseconds(250), "0.25 s"),
    (.microseconds(1), "0.001 s"), (.seconds(1) + .milliseconds(5), "1.005 s"), (.zero, "0 s"),
  ])
  func durationsAreShownInSeconds(duration: Duration, text: String) {
    #expect(duration.inSeconds == text)
  }
}
