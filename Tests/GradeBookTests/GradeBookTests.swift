import Glibc
import Grading
import Testing

@testable import GradeBook

@Suite final class GradeBookTests {
  /// One folder for each test: the suite is made anew for each.
  private let scratch = Scratch()

  @Test func aCompletionComesBackExactlyAsItWasReceived() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let completion = Completion(
      content: "α\u{0}β\nlast", reasoning: "because", finishReason: .other("eos!"), promptTokens: 3,
      completionTokens: 5, latencyMilliseconds: 12.5, tries: 2, endpoint: "http://localhost",
      servedModel: "m-1", requestID: "r-9",
      wire: WireNotes(
        contentSource: "refusal", reasoningSource: "reasoning", firstTokenMilliseconds: 3.5,
        isStreamed: true, systemFingerprint: "fp", batchSize: 4))
    try await book.record(completion, of: AttemptID(problemID: "b", number: 1), in: run)

    let reopened = try GradeBook(path: scratch.path)
    let stored = try await reopened.completion(of: AttemptID(problemID: "b", number: 1), in: run)
    #expect(stored == completion)
    let completed = try await reopened.completedAttempts(of: run)
    #expect(completed == [AttemptID(problemID: "b", number: 1)])
  }

  @Test func aCompletionIsFoundByTheNameOfItsRequest() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let names = RequestFingerprint(protocolName: "p", model: "m", parameters: [:])
    let id = AttemptID(problemID: "a", number: 1)
    let request = ModelRequest(id: id, prompt: Prompt(text: "one"))
    var completion = Completion(content: "x")
    completion.delivery = Delivery(
      sentID: "r-1", status: 200, queuedMilliseconds: 1, waitedMilliseconds: 2,
      firstByteMilliseconds: 3)
    try await book.record(completion, of: id, in: run, fingerprint: names.digest(of: request))
    #expect(try await book.delivery(of: id, in: run) == completion.delivery)
    #expect(
      try await book.completion(fingerprint: names.digest(of: request), from: run)?.content == "x")
    // Another attempt, another text, other parameters: other requests.
    var again = request
    again.id.number = 2
    var longer = request
    longer.prompt.text = "one more"
    let hot = RequestFingerprint(
      protocolName: "p", model: "m", parameters: ["temperature": .int(1)])
    for name in [names.digest(of: again), names.digest(of: longer), hot.digest(of: request)] {
      #expect(try await book.completion(fingerprint: name) == nil)
    }
    // Which problem of which run it was is no part of it.
    var elsewhere = request
    elsewhere.id.problemID = "z"
    #expect(names.digest(of: elsewhere) == names.digest(of: request))
  }

  @Test func aGradeOfAProblemThatTheRunDoesNotHaveHarmsNoOther() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let known = AttemptID(problemID: "a", number: 1)
    await #expect(throws: GradeBookError.self) {
      try await book.record(
        Completion(content: "y"), of: AttemptID(problemID: "none", number: 1), in: run)
    }
    try await book.record(Completion(content: "x"), of: known, in: run)
    #expect(try await book.completion(of: known, in: run)?.content == "x")
  }

  @Test func theFirstCompletionOfAnAttemptStays() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let id = AttemptID(problemID: "a", number: 1)
    try await book.record(Completion(content: "first"), of: id, in: run)
    try await book.record(Completion(content: "second"), of: id, in: run)
    #expect(try await book.completion(of: id, in: run)?.content == "first")
  }

  @Test func aFaultGivesWayToALaterGradeAndAScoreDoesNot() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let marking = try await book.begin(self.marking, of: run)
    let id = AttemptID(problemID: "a", number: 1)
    func save(_ outcome: Grade.Outcome) async throws {
      try await book.save(
        Grade(attempt: id, answer: nil, outcome: outcome), of: run, marking: marking)
    }
    func stored() async throws -> Grade? {
      try await book.record(of: run, card: card)?.attempts.first?.grade
    }

    try await save(.faulted(Fault(.network, "refused", tries: 4)))
    #expect(try await stored()?.fault == Fault(.network, "refused", tries: 4))
    #expect(try await book.scoredAttempts(of: run, marking: marking).isEmpty)

    try await save(.scored(.correct(Evidence(remark: "equal"))))
    try await save(.scored(.incorrect(.notEqual, Evidence(remark: "not equal"))))
    try await save(.faulted(Fault(.sandbox, "late")))
    #expect(try await stored()?.score?.verdict == .correct)
    #expect(try await book.scoredAttempts(of: run, marking: marking) == [id])
  }

  @Test func whatABrokenStreamHadBroughtIsKeptWithItsFault() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let marking = try await book.begin(self.marking, of: run)
    let fault = Fault(.network, "broke", tries: 2, received: "The answer is\u{0} ")
    try await book.save(
      Grade(
        attempt: AttemptID(problemID: "a", number: 1), answer: nil, outcome: .faulted(fault)),
      of: run, marking: marking)
    #expect(try await book.record(of: run, card: card)?.attempts.first?.grade.fault == fault)
  }

  @Test func serversAreKeptOverSittings() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    #expect(try await book.servers(of: run).isEmpty)
    let first = ServerCard(endpoint: "http://b", version: "1", servedModels: ["m"])
    try await book.record([first, ServerCard(endpoint: "http://a")], of: run)
    try await book.record(
      [ServerCard(endpoint: "http://b", servedModels: ["n"], warnings: ["w"])], of: run)
    let stored = try await book.servers(of: run)
    #expect(stored.map(\.endpoint) == ["http://a", "http://b"])
    #expect(stored[1].version == "1" && stored[1].servedModels == ["m", "n"])
    #expect(stored[1].warnings == ["w"])
  }

  @Test func aRecordHoldsTheWholeGrade() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let marking = try await book.begin(self.marking, of: run)
    let test = TestEvidence(
      name: "t1", reason: .wrongAnswer, points: 2, hidden: true, input: Excerpt("1 2"),
      expected: Excerpt("3"), actual: Excerpt(String(repeating: "é", count: 3_000)),
      remark: "line 1", cpuMilliseconds: 1.5, wallMilliseconds: 2, memoryPeakBytes: 4_096,
      errorOutput: "oops")
    let grade = Grade(
      attempt: AttemptID(problemID: "b", number: 2),
      answer: Answer(
        text: "print(4)", rule: "fence", range: 3..<11, confidence: .low, language: "python"),
      outcome: .scored(
        Score(
          verdict: .partial, reason: .partialCredit, points: 0.25,
          criteria: [
            CriterionScore(
              id: "tests", title: "Tests", earned: 25, possible: 100, remark: "1 of 4")
          ],
          evidence: Evidence(
            remark: "1 of 4 tests", expected: "3", steps: ["ran"], tests: [test],
            testsSkipped: 3, diagnostics: "none", isolationLevel: 3, integrity: "in_process"))))
    try await book.save(grade, of: run, marking: marking)
    let record = try #require(try await book.record(of: run, card: card))
    #expect(
      record.attempts == [
        GradedAttempt(grade: grade, prompt: plan[1].prompt, completion: nil)
      ])
    #expect(record.problems.map(\.id) == ["a", "b"])
    #expect(try await book.problems(of: run) == plan)
    #expect(record.run == run)
  }

  @Test func aNewMarkingLeavesTheEarlierOneAlone() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let id = AttemptID(problemID: "a", number: 1)
    let first = try await book.begin(marking, of: run)
    try await book.save(
      Grade(attempt: id, answer: nil, outcome: .scored(.correct(Evidence(remark: "")))),
      of: run, marking: first)
    let second = try await book.begin(marking, of: run)
    try await book.save(
      Grade(attempt: id, answer: nil, outcome: .scored(.undecided(Evidence(remark: "")))),
      of: run, marking: second)
    #expect(second.number == first.number + 1)
    #expect(try await book.markings(of: run) == [first, second])
    let old = try await book.record(of: run, marking: 1, card: card)
    let new = try await book.record(of: run, card: card)
    #expect(old?.attempts.first?.grade.score?.verdict == .correct)
    #expect(new?.attempts.first?.grade.score?.verdict == .undecided)
  }

  @Test func runsAreFoundByNameByBeginningOfTheIdAndAsLast() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    var other = run
    other.id = "ab99"
    other.name = "second"
    other.fingerprint = "f2"
    try await book.begin(other, plan)
    #expect(try await book.runs(matching: "last").map(\.name) == ["second"])
    #expect(try await book.runs(matching: "first").map(\.id) == ["ab12"])
    #expect(try await book.runs(matching: "ab1").map(\.name) == ["first"])
    #expect(try await book.runs(matching: "ab").count == 2)
    #expect(try await book.runs(matching: "zz").isEmpty)
    #expect(try await book.run(fingerprint: "f2")?.name == "second")
  }

  @Test func manyCompletionsAtOnceAreAllStored() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let run = run
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...500 {
        group.addTask {
          try await book.record(
            Completion(content: "\(number)"), of: AttemptID(problemID: "a", number: number),
            in: run)
        }
      }
      try await group.waitForAll()
    }
    let reopened = try GradeBook(path: scratch.path)
    #expect(try await reopened.completedAttempts(of: run).count == 500)
  }

  @Test func aFileOfANewerFormatIsRefused() async throws {
    do {
      let database = try Database(path: scratch.path)
      try database.execute("PRAGMA user_version = 999")
    }
    #expect(throws: GradeBookError.self) { try GradeBook(path: scratch.path) }
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let file = open(scratch.path, O_CREAT | O_WRONLY, 0o644)
    let text = String(repeating: "no grade book ", count: 100)
    _ = write(file, text, text.utf8.count)
    close(file)
    #expect(throws: GradeBookError.self) { try GradeBook(path: scratch.path) }
  }

  @Test func theRecordingModelAsksOnlyForWhatIsMissing() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    let known = AttemptID(problemID: "a", number: 1)
    let missing = AttemptID(problemID: "b", number: 1)
    try await book.record(Completion(content: "stored"), of: known, in: run)
    let model = Recording(
      Echo(), in: book, of: run, completed: { $0 == known })
    let prompt = Prompt(text: "?")
    #expect(try await model.complete(ModelRequest(id: known, prompt: prompt)).content == "stored")
    #expect(try await model.complete(ModelRequest(id: missing, prompt: prompt)).content == "asked")
    #expect(try await book.completion(of: missing, in: run)?.content == "asked")
  }

  @Test func aRunIsStoredAndReadBackProblemByProblem() async throws {
    let book = try GradeBook(path: scratch.path)
    let problems = (0..<300).map { number in
      Problem(
        id: "p\(number)", statement: "What is \(number)?",
        reference: .answer(golds: ["\(number)"]), document: ["id": .string("p\(number)")])
    }
    var long = run
    long.attempts = 2
    try await book.begin(long) { add in
      for problem in problems {
        try add(PlannedProblem(problem, Prompt(system: "S", text: problem.statement)))
      }
    }
    let marking = try await book.begin(marking, of: long)
    let score = Score(
      verdict: .correct, reason: .accepted, points: 1, evidence: Evidence(remark: ""))
    for number in [0, 130, 299] {
      try await book.save(
        Grade(
          attempt: AttemptID(problemID: "p\(number)", number: 2), answer: nil,
          outcome: .scored(score)), of: long, marking: marking)
    }
    try await book.save(
      Grade(
        attempt: AttemptID(problemID: "p7", number: 1), answer: nil,
        outcome: .faulted(Fault(.network, "gone"))), of: long, marking: marking)
    try await book.flush()
    #expect(try await book.scoreCount(of: long, marking: marking) == 3)
    let unscored = try await book.unscored(of: long, marking: marking) { document in
      problems.first { $0.document == document }
    }
    let expected = problems.flatMap { problem in
      (1...2).filter { $0 == 1 || !["p0", "p130", "p299"].contains(problem.id) }.map {
        Attempt(
          problem: problem, number: $0, prompt: Prompt(system: "S", text: problem.statement))
      }
    }
    let found = Array(unscored)
    #expect(found.map(\.id) == expected.map(\.id))
    #expect(found.map(\.prompt) == expected.map(\.prompt) && unscored.failure == nil)
    let seen = try await book.fold([String](), of: long, marking: marking) { seen, problem, all in
      seen.append("\(problem.id) \(all.map(\.grade.attempt.number))")
    }
    #expect(seen == ["p0 [2]", "p7 [1]", "p130 [2]", "p299 [2]"])
  }

  @Test func aRunWhoseProblemsCannotAllBeStoredIsNotBegun() async throws {
    struct Stopped: Error {}
    let book = try GradeBook(path: scratch.path)
    let plan = plan
    let twice = await #expect(throws: GradeBookError.self) {
      try await book.begin(run) { add in
        for problem in plan + plan { try add(problem) }
      }
    }
    #expect(twice?.message.contains("the id stands twice") == true)
    await #expect(throws: Stopped.self) {
      try await book.begin(run) { add in
        try add(plan[0])
        throw Stopped()
      }
    }
    #expect(try await book.runs().isEmpty)
    try await book.begin(run, plan)
    #expect(try await book.runs().count == 1)
  }

  @Test func aRunThatIsHeldCannotBeHeldByAnotherProcess() async throws {
    let book = try GradeBook(path: scratch.path)
    try await book.begin(run, plan)
    #expect(try await book.hold(run))
    // flock is per open file, so a second book in this process stands for another process.
    let other = try GradeBook(path: scratch.path)
    #expect(try await other.hold(run) == false)
    await book.release(run)
    #expect(try await other.hold(run))
  }

  // MARK: Fixtures

  private struct Echo: Model {
    func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
      Completion(content: "asked")
    }
  }

  private let run = Run(
    id: "ab12", name: "first", startedAt: "2026-01-02T03:04:05Z", setName: "s", setPath: "s.yaml",
    setHash: "h", model: "m", source: "http://x", protocolName: "openai-chat",
    parameters: ["temperature": .int(0)], prompts: ["answer": .string("d")], attempts: 2,
    problemCount: 2, fingerprint: "f1", version: "1")

  private let plan = [
    PlannedProblem(
      id: "a", document: ["id": .string("a")], prompt: Prompt(system: "S", text: "one")),
    PlannedProblem(
      id: "b", document: ["id": .string("b")], prompt: Prompt(text: "two", images: ["i.png"]),
      rubric: "name: r"),
  ]

  private let marking = Marking(
    number: 0, startedAt: "2026-01-02T03:04:05Z", scorers: ["math": .int(1)],
    rubricName: "correctness", rubricSource: "name: correctness", isolation: .null,
    limits: ["cpu": .string("4s")])

  private let card: @Sendable (PlannedProblem) -> ProblemCard = {
    ProblemCard(
      id: $0.id, kind: .answer, title: nil, statement: "", tags: [], difficulty: nil,
      languages: [], points: 1, expected: "")
  }
}

/// A folder of its own, gone at the end of the test.
private final class Scratch {
  let folder: String
  var path: String { folder + "/deep/er/book.db" }

  init() {
    var template = Array("/tmp/assay-book-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
    }
    mkdir(folder + "/deep", 0o755)
    mkdir(folder + "/deep/er", 0o755)
  }

  deinit {
    let files = ["book.db", "book.db-wal", "book.db-shm", "book.db-ab12.lock"]
    for file in files { unlink(folder + "/deep/er/" + file) }
    rmdir(folder + "/deep/er")
    rmdir(folder + "/deep")
    rmdir(folder)
  }
}
