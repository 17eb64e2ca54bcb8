import Glibc
import Grading
import Testing

@testable import Inference

/// Everything that can go wrong, at a third of the requests.
struct FaultStormTests {
  /// 300, or what `ASSAY_STORM` says: `ASSAY_STORM=5000 swift test --filter FaultStorm`.
  private static let attempts =
    getenv("ASSAY_STORM").flatMap { Int(String(cString: $0)) } ?? 300

  @Test func everyAttemptEndsGradedOrWithAFaultThatNamesItsCause() async throws {
    let server = try StormServer(percent: 30)
    let events = Events()
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [try Endpoint("http://127.0.0.1:\(server.port)")],
      over: try CurlTransport(),
      options: .init(
        runPrefix: "storm", userAgent: "assay/test",
        limits: HTTPLimits(total: .seconds(1)), concurrency: .fixed(64)),
      policy: RetryPolicy(
        tries: 12, firstWait: .milliseconds(2), longestWait: .milliseconds(20), equalErrors: 12),
      onEvent: events.receive)
    let pipeline = Pipeline(model: model, width: 96) { _ throws(Fault) in
      MarkScheme(Whole(), Right())
    }
    var grades: [Grade] = []
    try await pipeline.grade(Self.list) { grades.append($0) }
    server.stop()

    #expect(grades.count == Self.attempts)
    #expect(Set(grades.map(\.attempt)).count == Self.attempts)
    for fault in grades.compactMap(\.fault) {
      #expect(fault.tries >= 12 && fault.message.contains("http://127.0.0.1"))
    }
    // Twelve failures in a row are rare even so.
    #expect(grades.filter { $0.fault != nil }.count <= Self.attempts / 50 + 1)

    let log = server.entries
    let tried = events.all.compactMap { event -> TryRecord? in
      guard case .tried(let record) = event else { return nil }
      return record
    }
    // Nothing was asked twice under one name, and the server saw nothing that we do not know of.
    #expect(Set(log.map(\.sentID)).count == log.count)
    #expect(Set(log.map(\.sentID)).isSubset(of: tried.map(\.sentID)))
    // A completion is what the server gave to just that try, and no attempt has two.
    let good = Set(log.filter { $0.deed == nil }.map(\.sentID))
    let completed = tried.filter { $0.outcome == .completed }
    #expect(completed.allSatisfy { good.contains($0.sentID) })
    #expect(Set(completed.map(\.attempt)).count == completed.count)
    #expect(completed.count == grades.filter { $0.score != nil }.count)
    #expect(grades.allSatisfy { $0.answer.map { good.contains($0.text) } ?? true })
    // Every kind of fault came up.
    #expect(Set(log.compactMap(\.deed)).count == StormServer.Deed.allCases.count)
    #expect(model.load.inFlight == 0 && model.load.waiting == 0)
  }

  private static var list: [Attempt] {
    (1...attempts).map { number in
      Attempt(
        problem: Problem(id: "p\(number)", statement: "?", reference: .answer(golds: ["x"])),
        number: 1, prompt: Prompt(text: "What is \(number)?"))
    }
  }

  private struct Whole: Extractor {
    func extract(from completion: Completion) -> Extraction {
      .found(Answer(text: completion.content, rule: "whole", range: 0..<1))
    }
  }

  private struct Right: Scorer {
    func score(_ answer: Answer) async throws(Fault) -> Score { .correct(Evidence(remark: "")) }
  }
}
