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

  @Test func asManyMarksWaitAtOnceAsTheBacklogHolds() async throws {
    // Each mark waits for the others: with fewer at once this would never end.
    let meeting = Meeting(of: 4)
    let pipeline = Pipeline(
      model: Scripted { _ in Completion(content: "x") }, width: 2, backlog: 4
    ) { _ throws(Fault) in MarkScheme(Whole(), Patient(meeting: meeting)) }
    var grades = 0
    try await pipeline.grade(attempts(40)) { _ in grades += 1 }
    #expect(grades == 40)
  }

  @Test func manyAskersWhoWaitForFewMarksAllGoOn() async throws {
    let pipeline = Pipeline(
      model: Scripted { _ in Completion(content: "x") }, width: 200, backlog: 2
    ) { _ throws(Fault) in MarkScheme(Whole(), Quick()) }
    var grades = 0
    try await pipeline.grade(attempts(400)) { _ in grades += 1 }
    #expect(grades == 400)
  }

  @Test func noMoreIsAskedThanTheBacklogAndTheWidthHold() async throws {
    let asked = Locked(0)
    let gate = Meeting(of: 1 << 20)  // opens for nobody
    let pipeline = Pipeline(
      model: Scripted { _ in
        asked.withLock { $0 += 1 }
        return Completion(content: "x")
      }, width: 5, backlog: 3
    ) { _ throws(Fault) in MarkScheme(Whole(), Patient(meeting: gate)) }
    let grading = Task { try await pipeline.grade(attempts(100)) { _ in } }
    while asked.withLock({ $0 }) < 8 { await Task.yield() }
    for _ in 0..<200 { await Task.yield() }
    #expect(asked.withLock { $0 } == 8)
    grading.cancel()
    gate.open()
    try await grading.value
  }

  @Test func thoughtsAndWaitsMixedAreAllGradedOnce() async throws {
    let meeting = Meeting(of: 2)
    let pipeline = Pipeline(
      model: Scripted { _ in Completion(content: "x") }, width: 9, backlog: 6
    ) { problem throws(Fault) in
      problem.id == "waits"
        ? MarkScheme(Whole(), Patient(meeting: meeting)) : MarkScheme(Whole(), Quick())
    }
    var grades: [Grade] = []
    let mixed = (1...600).map { number in
      Attempt(
        problem: Problem(
          id: number % 3 == 0 ? "waits" : "thinks", statement: "?",
          reference: .answer(golds: ["x"])), number: number, prompt: Prompt(text: "?"))
    }
    try await pipeline.grade(mixed) { grades.append($0) }
    #expect(grades.count == 600)
    #expect(Set(grades.map(\.attempt)).count == 600)
  }

  @Test func completionsComeWithTheirGrades() async throws {
    let pipeline = Pipeline(
      model: Scripted { id throws(Fault) in
        if id.number == 2 { throw Fault(.network, "cut") }
        return Completion(content: "x\(id.number)")
      }, width: 2
    ) { _ throws(Fault) in MarkScheme(Whole(), Quick()) }
    var contents: [Int: String] = [:]
    try await pipeline.grade(attempts(3)) { grade, completion in
      contents[grade.attempt.number] = completion?.content ?? "none"
    }
    #expect(contents == [1: "x1", 2: "none", 3: "x3"])
  }

  // MARK: Fixtures

  /// Lets those go on who come, as soon as so many have come; the rest when it is opened.
  private final class Meeting: Sendable {
    private let state: Locked<(waiting: [CheckedContinuation<Void, Never>], isOpen: Bool)>
    private let size: Int

    init(of size: Int) {
      self.size = size
      state = Locked(([], false))
    }

    func wait() async {
      await withCheckedContinuation { continuation in
        let going = state.withLock { state in
          state.waiting.append(continuation)
          guard state.isOpen || state.waiting.count >= size else {
            return [CheckedContinuation<Void, Never>]()
          }
          defer { state.waiting = [] }
          return state.waiting
        }
        for one in going { one.resume() }
      }
    }

    func open() {
      let going = state.withLock { state in
        defer { state = ([], true) }
        return state.waiting
      }
      for one in going { one.resume() }
    }
  }

  private struct Patient: Scorer {
    let meeting: Meeting
    func score(_ answer: Answer) async throws(Fault) -> Score {
      await meeting.wait()
      return .correct(Evidence(remark: ""))
    }
  }

  private struct Quick: Scorer {
    var isImmediate: Bool { true }
    func score(_ answer: Answer) async throws(Fault) -> Score { .correct(Evidence(remark: "")) }
  }

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
