import ArgumentParser
import GradeBook
import Grading
import Problems
import Reports
import Scoring

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tells every step of one grade, from request to verdict.",
    usage: "assay explain RUN --problem ID [--attempt N] […]",
    discussion: """
      Request, prompt, completion, what may be its answer and with which weight, how gold and answer
      are read, the decisive step, and the marking.

      Examples:
        assay explain last --problem gcd-of-two
        assay explain last --problem gcd-of-two --attempt 2 --json
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("The problem.", valueName: "id"))
  var problem: String

  @Option(help: ArgumentHelp("Which attempt.", valueName: "n"))
  var attempt = 1

  @Option(help: ArgumentHelp("The marking to explain; default the newest.", valueName: "n"))
  var marking: Int?

  @OptionGroup var languageFlags: LanguageFlags
  @OptionGroup var options: StoreOptions

  func run() async throws {
    try languageFlags.add()
    let book = try options.openExisting()
    let lookup = RunLookup(book)
    let record = try await lookup.marked(run, marking: marking)
    let stored = try await lookup.problems(of: record.run)
    guard
      let found = record.attempts.first(where: {
        $0.grade.attempt == AttemptID(problemID: problem, number: attempt)
      })
    else {
      throw Ending.badInput("\(problem), attempt \(attempt): not graded in \(record.run.name)")
    }
    let delivery = try await book.delivery(of: found.grade.attempt, in: record.run)
    guard options.json else {
      let view = AttemptView(
        found, of: record, problems: stored, delivery, coloured: Terminal.standard.coloursResults)
      Terminal.standard.result(view.explanation)
      return
    }
    Terminal.standard.result(
      AttemptTrace(found, of: record, stored).json(found, of: record, delivery).text)
  }
}

/// How one grade came about, between its completion and its verdict.
struct AttemptTrace {
  let extraction: ExtractionTrace?
  let readings: [ReadingTrace]
  /// What the problem and its rubric say about comparison.
  let rules: AnswerPolicy
  private let answer: Answer?

  /// - Parameter stored: The run's problems; a problem that is not among them is not explained.
  init(_ attempt: GradedAttempt, of record: RunRecord, _ stored: RunLookup.StoredProblems?) {
    let problem = stored?.entries.first { $0.problem.id == attempt.grade.attempt.problemID }?
      .problem
    answer = attempt.grade.answer
    extraction = attempt.completion.flatMap { completion in
      problem.map { ExtractionTrace.of(completion, for: $0.reference) }
    }
    let rubric: Rubric?
    if let name = problem?.rubric {
      rubric = stored?.rubrics[name]
    } else {
      rubric = try? RubricReader.rubric(text: record.marking.rubricSource, path: "rubric")
    }
    rules = (problem?.policy ?? AnswerPolicy()).completed(by: rubric?.policy ?? AnswerPolicy())
    if case .answer(let golds) = problem?.reference {
      readings = ReadingTrace.of(golds: golds, answer: answer?.text, rules: rules)
    } else {
      readings = []
    }
  }

  /// Whether a candidate is what the grade's answer was taken from.
  func isChosen(_ item: ExtractionTrace.Item) -> Bool {
    guard let answer, answer.source == .content else { return false }
    return item.range.lowerBound < answer.range.upperBound
      && answer.range.lowerBound < item.range.upperBound && item.weight > 0
  }

  // MARK: - For a person

  var candidateLines: [String] {
    guard let extraction else { return [] }
    var lines: [String] = []
    let visible = extraction.visible
    lines.append("  read: bytes \(visible.lowerBound) to \(visible.upperBound)")
    if let cut = extraction.cutAt {
      lines.append("  cut at byte \(cut), where another question begins")
    }
    if extraction.candidates.isEmpty { lines.append("  no candidates") }
    for item in extraction.candidates {
      let mark = isChosen(item) ? "→" : " "
      let place = "bytes \(item.range.lowerBound)–\(item.range.upperBound)"
      let text = item.text.isEmpty ? "" : "  \(shortened(item.text))"
      let remark = item.remark.isEmpty ? "" : "  (\(item.remark))"
      lines.append("  \(mark) \(item.rule), weight \(item.weight), \(place)\(text)\(remark)")
    }
    return lines
  }

  var readingLines: [String] {
    var lines = readings.map { reading in
      "  \(reading.role) \(shortened(reading.text)): \(reading.kind)"
        + (reading.form.isEmpty ? "" : ", compared as \(shortened(reading.form))")
    }
    if !rules.isEmpty { lines.append("  policy \(rules.json.text)") }
    return lines
  }

  private func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    let excerpt = Excerpt(line, limit: 90)
    return excerpt.isWhole ? excerpt.text : excerpt.text + "…"
  }

  // MARK: - For a machine

  func json(
    _ attempt: GradedAttempt, of record: RunRecord, _ delivery: Delivery? = nil
  ) -> JSON {
    var members = (try? JSON(parsing: Export.line(attempt, of: record)))?.members ?? []
    func add(_ key: String, _ value: JSON) { members.append(JSON.Member(key, value)) }
    add("system", attempt.prompt.system.map(JSON.string) ?? .null)
    add("prompt", .string(attempt.prompt.text))
    add("parameters", record.run.parameters)
    add("delivery", delivery.map { $0.json(by: attempt.completion?.endpoint) } ?? .null)
    if let answer {
      add(
        "answer",
        [
          "rule": .string(answer.rule), "confidence": .string(answer.confidence.rawValue),
          "range": range(answer.range), "source": .string(answer.source.rawValue),
        ])
    } else {
      add("answer", .null)
    }
    add("visible", extraction.map { range($0.visible) } ?? .null)
    add("cut_at", extraction?.cutAt.map { .int($0) } ?? .null)
    add("candidates", .array(extraction?.candidates.map(candidate) ?? []))
    add(
      "readings",
      .array(
        readings.map {
          [
            "role": .string($0.role), "text": .string($0.text), "kind": .string($0.kind),
            "form": .string($0.form),
          ]
        }))
    add("policy", rules.json)
    add("rubric", .string(record.marking.rubricName))
    add("scorers", record.marking.scorers)
    add("isolation", record.marking.isolation)
    return .object(members)
  }

  private func candidate(_ item: ExtractionTrace.Item) -> JSON {
    [
      "rule": .string(item.rule), "range": range(item.range), "weight": .int(item.weight),
      "text": .string(item.text), "chosen": .bool(isChosen(item)), "remark": .string(item.remark),
    ]
  }

  private func range(_ range: Range<Int>) -> JSON {
    .array([.int(range.lowerBound), .int(range.upperBound)])
  }
}

extension Delivery {
  fileprivate func json(by endpoint: String?) -> JSON {
    [
      "endpoint": .optional(endpoint), "request_id": .string(sentID), "status": .optional(status),
      "queued_ms": .double(queuedMilliseconds), "waited_ms": .double(waitedMilliseconds),
      "first_byte_ms": .optional(firstByteMilliseconds),
    ]
  }
}
