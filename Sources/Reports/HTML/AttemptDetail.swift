import Grading

/// An attempt as the page's script shows it when it is opened: data alone, no markup.
enum AttemptDetail {
  /// About the most bytes of a completion, of reasoning and of a prompt that are shown each.
  private static let textLimit = 96 << 10
  /// The most bytes of an answer, an expectation, diagnostics or a step.
  private static let shortLimit = 16 << 10
  /// The most steps and tests that are shown.
  private static let listLimit = 200

  /// - Parameters:
  ///   - prompt: The number of the prompt among those of its part.
  static func json(_ attempt: GradedAttempt, _ card: ProblemCard?, prompt: Int) -> JSON {
    let grade = attempt.grade
    let score = grade.score
    let evidence = score?.evidence
    let answer = grade.answer
    var members: [JSON.Member] = [.init("prompt", .int(prompt))]
    func add(_ key: String, _ value: JSON?) {
      if let value { members.append(.init(key, value)) }
    }
    add("fault", grade.fault.map(fault))
    add(
      "diagnostics",
      grade.fault?.received.map {
        text("What had come of the stream when it broke off, not marked:\n\n" + $0, textLimit)
      })
    add("remark", evidence.map { .string(remark($0)) })
    add("extracted", answer.map { text($0.text, shortLimit) })
    add("found", answer.map { .string(found($0)) })
    add(
      "expected",
      (evidence?.expected ?? card?.expected).flatMap { $0.isEmpty ? nil : text($0, shortLimit) })
    if let evidence { addEvidence(evidence, add) }
    if let criteria = score?.criteria, !criteria.isEmpty {
      add("criteria", .array(criteria.map(criterion)))
    }
    if let completion = attempt.completion {
      let range = answer?.range
      let inContent = answer?.source == .content
      add(
        "completion",
        Passage(completion.content, mark: inContent ? range : nil, limit: textLimit).json)
      add(
        "reasoning",
        completion.reasoning.map {
          Passage($0, mark: inContent ? nil : range, limit: textLimit).json
        })
    }
    add("facts", facts(attempt))
    return .object(members)
  }

  /// The scorer's remark, and before it a person's who overruled it.
  private static func remark(_ evidence: Evidence) -> String {
    guard let override = evidence.override else { return evidence.remark }
    return override.sentence + ". The scorer: " + evidence.remark
  }

  /// The prompt, which attempts at one problem share.
  static func json(_ prompt: Prompt) -> JSON {
    var members: [JSON.Member] = []
    if let system = prompt.system { members.append(.init("system", text(system, textLimit))) }
    members.append(.init("text", text(prompt.text, textLimit)))
    if !prompt.images.isEmpty { members.append(.init("images", .strings(prompt.images))) }
    return .object(members)
  }

  private static func text(_ text: String, _ limit: Int) -> JSON {
    Passage(text, mark: nil, limit: limit).json
  }

  private static func fault(_ fault: Fault) -> JSON {
    [
      "kind": .string(Wording.words(fault.kind.rawValue)), "message": .string(fault.message),
      "tries": .string(
        fault.tries == 0 ? "nothing sent" : Format.counted(fault.tries, "try", plural: "tries")),
    ]
  }

  private static func found(_ answer: Answer) -> String {
    var words = "rule \(answer.rule)"
    if answer.source == .reasoning { words += ", in the reasoning" }
    if answer.confidence == .low { words += ", a guess" }
    if let language = answer.language { words += ", " + Wording.language(language) }
    return words
  }

  private static func addEvidence(_ evidence: Evidence, _ add: (String, JSON?) -> Void) {
    if !evidence.steps.isEmpty {
      add("steps", .array(evidence.steps.prefix(listLimit).map { text($0, shortLimit) }))
    }
    if !evidence.tests.isEmpty {
      add("tests", .array(shown(evidence.tests).map(test)))
      add("testsNote", testsNote(evidence).map(JSON.string))
    }
    add("diagnostics", evidence.diagnostics.map { text($0, shortLimit) })
  }

  /// All tests, or of very many those that failed first.
  private static func shown(_ tests: [TestEvidence]) -> [TestEvidence] {
    guard tests.count > listLimit else { return tests }
    let failed = tests.filter { !$0.passed }.prefix(listLimit)
    return Array(failed) + tests.filter(\.passed).prefix(listLimit - failed.count)
  }

  private static func testsNote(_ evidence: Evidence) -> String? {
    var notes: [String] = []
    let passed = evidence.tests.count(where: \.passed)
    notes.append(
      "\(Format.count(passed)) of \(Format.counted(evidence.tests.count, "test")) passed")
    if evidence.tests.count > listLimit { notes.append("\(listLimit) shown") }
    if evidence.testsSkipped > 0 { notes.append("\(Format.count(evidence.testsSkipped)) not run") }
    return notes.joined(separator: ", ") + "."
  }

  private static func test(_ test: TestEvidence) -> JSON {
    var members: [JSON.Member] = [
      .init("name", .string(test.name + (test.hidden ? " (hidden)" : ""))),
      .init("passed", .bool(test.passed)),
      .init("reason", .string(Wording.words(test.reason.rawValue))),
      .init("remark", .string(test.remark)),
    ]
    func add(_ key: String, _ value: JSON?) {
      if let value { members.append(.init(key, value)) }
    }
    add("time", test.cpuMilliseconds.map { .string(Format.milliseconds($0)) })
    add("memory", test.memoryPeakBytes.map { .string(Format.bytes($0)) })
    add("input", test.input.map(excerpt))
    if !test.passed, let expected = test.expected, let actual = test.actual,
      expected.isWhole, actual.isWhole,
      expected.text.utf8.contains(10) || actual.text.utf8.contains(10)
    {
      add("diff", .array(LineDiff.lines(expected: expected.text, actual: actual.text).map(line)))
    } else {
      add("expected", test.expected.map(excerpt))
      add("actual", test.actual.map(excerpt))
    }
    // Shown texts may end before the difference.
    if let difference = test.difference,
      test.expected?.isWhole == false || test.actual?.isWhole == false
    {
      add("where", place(of: difference))
    }
    add("checker", test.checkerMessage.map { text($0, shortLimit) })
    add("talk", test.transcript.map { text($0, shortLimit) })
    add("used", used(test))
    add("errors", test.errorOutput.flatMap { $0.isEmpty ? nil : text($0, shortLimit) })
    return .object(members)
  }

  private static func place(of difference: FirstDifference) -> JSON {
    let token = difference.token > 0 ? ", token \(Format.count(difference.token))" : ""
    let lines = [
      "− " + (difference.expected ?? "nothing more"), "+ " + (difference.actual ?? "nothing more"),
    ]
    return .strings([
      "line \(Format.count(difference.line))\(token)",
      VisibleText.of(lines.joined(separator: "\n")),
    ])
  }

  /// How a test ended and what it used, beyond the table's columns.
  private static func used(_ test: TestEvidence) -> JSON? {
    var parts: [String] = []
    if let status = test.exitStatus { parts.append("exit status \(status)") }
    if let signal = test.signal { parts.append("signal \(signal)") }
    if let wall = test.wallMilliseconds { parts.append("elapsed \(Format.milliseconds(wall))") }
    if let idle = test.idleMilliseconds { parts.append("idle \(Format.milliseconds(idle))") }
    return parts.isEmpty ? nil : .string(parts.joined(separator: ", "))
  }

  private static func excerpt(_ excerpt: Excerpt) -> JSON {
    var pieces = Passage(excerpt.text, mark: nil, limit: shortLimit).pieces
    if !excerpt.isWhole { pieces.append(.gap(excerpt.byteCount - excerpt.text.utf8.count)) }
    return Passage(pieces: pieces).json
  }

  /// A sign and the line.
  private static func line(_ line: LineDiff.Line) -> JSON {
    switch line {
    case .same(let text): .strings([" ", text])
    case .missing(let text): .strings(["-", text])
    case .surplus(let text): .strings(["+", text])
    }
  }

  private static func criterion(_ criterion: CriterionScore) -> JSON {
    [
      "title": .string(criterion.title),
      "points": .string(
        Format.short(criterion.earned) + " of " + Format.short(criterion.possible)),
      "remark": .string(criterion.remark),
    ]
  }

  /// Label and value, for a list of facts.
  private static func facts(_ attempt: GradedAttempt) -> JSON {
    var facts: [(String, String?)] = []
    if let completion = attempt.completion {
      facts = [
        ("Stopped", Wording.words(completion.finishReason.name)),
        ("Latency", completion.latencyMilliseconds.map(Format.milliseconds)),
        ("Prompt tokens", completion.promptTokens.map(Format.count)),
        ("Completion tokens", completion.completionTokens.map(Format.count)),
        ("Tries", Format.count(completion.tries)), ("Endpoint", completion.endpoint),
        ("Served model", completion.servedModel), ("Request", completion.requestID),
        ("First token", completion.wire.firstTokenMilliseconds.map(Format.milliseconds)),
        ("Reasoning stood in", completion.wire.reasoningSource),
        ("Content stood in", completion.wire.contentSource),
        ("Content", completion.isTrappedInReasoning ? "empty; all is in the reasoning" : nil),
        (
          "Prompts in the request",
          completion.wire.batchSize > 1 ? Format.count(completion.wire.batchSize) : nil
        ), ("System fingerprint", completion.wire.systemFingerprint),
      ]
    }
    let evidence = attempt.grade.score?.evidence
    facts.append(("Isolation level", evidence?.isolationLevel.map { String($0) }))
    facts.append(("Integrity", evidence?.integrity.map(Wording.words)))
    return .array(
      facts.compactMap { label, value in value.map { JSON.strings([label, $0]) } })
  }
}
