import Grading
import Testing

@Suite struct PipelineTests {
  @Test func everyAttemptIsGradedOnce() async throws {
    let grades = try await grade(count: 200, width: 7) { _ in Completion(content: "x") }
    #expect(grades.count == 200)
    #expect(Set(grades.map(\.attempt)).count == 200)
    #expect(grades.allSatisfy { $0.score?.verdict == .correct })
  }

  @Test(arguments: 1...6)
  func aFaultEndsItsOwnAttemptOnly(_ failing: Int) async throws {
    let grades = try await grade(count: 6, width: 2) { id throws(Fault) in
      if id.number == failing { throw Fault(.network, "cut", tries: 3) }
      return Completion(content: "x")
    }
    #expect(grades.count == 6)
    #expect(grades.filter { $0.fault != nil }.map(\.attempt.number) == [failing])
  }

  @Test func neverMoreRequestsAreInFlightThanTheWidth() async throws {
    let gauge = Locked((now: 0, most: 0))
    _ = try await grade(count: 100, width: 5) { _ in
      gauge.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      await Task.yield()
      gauge.withLock { $0.now -= 1 }
      return Completion(content: "x")
    }
    #expect(gauge.withLock { $0.most } <= 5)
  }

  @Test func aProblemNobodyCanMarkIsNotAsked() async throws {
    let asked = Locked(0)
    let pipeline = Pipeline(
      model: Scripted { _ in
        asked.withLock { $0 += 1 }
        return Completion(content: "x")
      }, width: 1
    ) { _ throws(Fault) in throw Fault(.unreadableReference, "gold") }
    var faults: [Fault] = []
    try await pipeline.grade(attempts(3)) {
      faults.append(contentsOf: [$0.fault].compactMap { $0 })
    }
    #expect(
      faults.map(\.kind) == [.unreadableReference, .unreadableReference, .unreadableReference])
    #expect(asked.withLock { $0 } == 0)
  }

  @Test func anErrorOfTheReceiverEndsTheRun() async {
    struct Full: Error {}
    let pipeline = Pipeline(model: Scripted { _ in Completion(content: "x") }, width: 2) {
      _ throws(Fault) in MarkScheme(Whole(), AlwaysRight())
    }
    await #expect(throws: Full.self) {
      try await pipeline.grade(attempts(50)) { _ in throw Full() }
    }
  }

  @Test func aScorersFaultIsNoVerdict() async throws {
    struct Broken: Scorer {
      func score(_ answer: Answer) async throws(Fault) -> Score { throw Fault(.sandbox, "gone") }
    }
    let pipeline = Pipeline(model: Scripted { _ in Completion(content: "x") }, width: 2) {
      _ throws(Fault) in MarkScheme(Whole(), Broken())
    }
    var grades: [Grade] = []
    try await pipeline.grade(attempts(2)) { grades.append($0) }
    #expect(grades.map { $0.fault?.kind } == [.sandbox, .sandbox])
  }

  // MARK: Fixtures

  private func grade(
    count: Int, width: Int,
    _ answer: @escaping @Sendable (AttemptID) async throws(Fault) -> Completion
  ) async throws -> [Grade] {
    let pipeline = Pipeline(model: Scripted(answer: answer), width: width, backlog: 3) {
      _ throws(Fault) in MarkScheme(Whole(), AlwaysRight())
    }
    var grades: [Grade] = []
    try await pipeline.grade(attempts(count)) { grades.append($0) }
    return grades
  }

  private func attempts(_ count: Int) -> [Attempt] {
    let problem = Problem(id: "p", statement: "?", reference: .answer(golds: ["x"]))
    return (1...count).map { Attempt(problem: problem, number: $0, prompt: Prompt(text: "?")) }
  }

  private struct Scripted: Model {
    var answer: @Sendable (AttemptID) async throws(Fault) -> Completion

    func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
      try await answer(request.id)
    }
  }

  private struct Whole: Extractor {
    func extract(from completion: Completion) -> Extraction {
      .found(Answer(text: completion.content, rule: "whole", range: 0..<1))
    }
  }

  private struct AlwaysRight: Scorer {
    func score(_ answer: Answer) async throws(Fault) -> Score { .correct(Evidence(remark: "")) }
  }
}
