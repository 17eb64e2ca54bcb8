import ArgumentParser
import GradeBook
import Grading
import Reports
import Statistics

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a run, or one attempt whole: prompt, completion, answer, evidence.",
    usage: "assay show RUN [--problem ID] [--attempt N] […]",
    discussion: """
      Examples:
        assay show last
        assay show last --problem gcd-of-two
        assay show last --problem gcd-of-two --attempt 2
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("One problem's attempts.", valueName: "id"))
  var problem: String?

  @Option(help: ArgumentHelp("Which attempt; default all.", valueName: "n"))
  var attempt: Int?

  @Option(help: ArgumentHelp("The marking to show; default the newest.", valueName: "n"))
  var marking: Int?

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let book = try options.openExisting()
    let record = try await RunLookup(book).marked(run, marking: marking)
    guard let problem else {
      let summary = Summary(marked: record)
      if options.json {
        Terminal.standard.result(JSONReport.render(record, summary))
      } else {
        Terminal.standard.result(TerminalSummary.render(record, summary, style: .terminal))
      }
      return
    }
    // One attempt is told whole, as explain tells it.
    let stored =
      self.attempt == nil
      ? nil : try await RunLookup(book).problems(of: record.run)
    for attempt in try attempts(record, problem) {
      let delivery = try await book.delivery(of: attempt.grade.attempt, in: record.run)
      if options.json {
        guard self.attempt != nil else {
          Terminal.standard.result(Export.line(attempt, of: record))
          continue
        }
        let trace = AttemptTrace(attempt, of: record, stored)
        Terminal.standard.result(trace.json(attempt, of: record, delivery).text)
      } else {
        let view = AttemptView(
          attempt, of: record, problems: stored, delivery,
          coloured: Terminal.standard.coloursResults)
        Terminal.standard.result(self.attempt == nil ? view.text : view.explanation)
      }
    }
  }

  private func attempts(_ record: RunRecord, _ problem: String) throws(Ending) -> [GradedAttempt] {
    let found = record.attempts.filter {
      $0.grade.attempt.problemID == problem
        && (attempt == nil || $0.grade.attempt.number == attempt)
    }
    guard found.isEmpty else { return found }
    guard record.problems.contains(where: { $0.id == problem }) else {
      let near = record.problems.map(\.id).filter { $0.hasPrefix(problem.prefix(3)) }.prefix(5)
      throw .badInput(
        "--problem \(problem): the run has no such problem"
          + (near.isEmpty ? "" : "; near it: \(near.joined(separator: ", "))"))
    }
    throw .badInput("\(problem): attempt \(attempt.map(String.init) ?? "1") was not graded")
  }
}

/// One attempt as text for a person.
struct AttemptView {
  private let attempt: GradedAttempt
  private let record: RunRecord
  private let stored: RunLookup.StoredProblems?
  private let coloured: Bool
  private let delivery: Delivery?

  /// - Parameters:
  ///   - problems: What the run asked; without them nothing is explained.
  ///   - delivery: How the completion was come by, if a server was asked for it.
  init(
    _ attempt: GradedAttempt, of record: RunRecord, problems: RunLookup.StoredProblems? = nil,
    _ delivery: Delivery? = nil, coloured: Bool
  ) {
    stored = problems
    self.delivery = delivery
    self.attempt = attempt
    self.record = record
    self.coloured = coloured
  }

  /// Prompt, completion with the extracted span marked, and evidence.
  var text: String {
    (heading + promptPart + completionPart + gradePart).joined(separator: "\n")
  }

  /// As `text`, with how it came about.
  var explanation: String {
    let trace = AttemptTrace(attempt, of: record, stored)
    let parts = [
      heading, requestPart, promptPart, completionPart,
      titled("Candidates", trace.candidateLines), extractionPart,
      titled("Readings", trace.readingLines), gradePart, markingPart,
    ]
    return parts.joined().joined(separator: "\n")
  }

  private func titled(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [bold(title)] + visible(lines) + [""]
  }

  private var heading: [String] {
    let id = attempt.grade.attempt
    return [bold("\(id.problemID), attempt \(id.number) of \(record.run.name)"), ""]
  }

  private var requestPart: [String] {
    var lines = [
      bold("Asked"),
      "  model \(record.run.model) by \(record.run.protocolName), \(record.run.source)",
      "  parameters \(record.run.parameters.text)",
    ]
    if let completion = attempt.completion {
      var facts = ["\(completion.tries) \(completion.tries == 1 ? "try" : "tries")"]
      if let latency = completion.latencyMilliseconds {
        facts.append("\(Int(min(latency, 1e15))) ms")
      }
      if let tokens = completion.promptTokens { facts.append("\(tokens) prompt tokens") }
      if let tokens = completion.completionTokens { facts.append("\(tokens) completion tokens") }
      facts.append("stopped: \(completion.finishReason.name)")
      lines.append("  " + facts.joined(separator: ", "))
    }
    if let delivery { lines += deliveryLines(delivery) }
    return visible(lines) + [""]
  }

  private func deliveryLines(_ delivery: Delivery) -> [String] {
    func time(_ milliseconds: Double) -> String {
      milliseconds < 10
        ? "\((milliseconds * 10).rounded() / 10) ms" : "\(Int(min(milliseconds, 1e15))) ms"
    }
    var facts: [String] = []
    if let endpoint = attempt.completion?.endpoint { facts.append("by \(endpoint)") }
    if let status = delivery.status { facts.append("status \(status)") }
    facts.append("\(time(delivery.queuedMilliseconds)) in line")
    if (attempt.completion?.tries ?? 1) > 1 {
      facts.append("\(time(delivery.waitedMilliseconds)) between tries")
    }
    if let first = delivery.firstByteMilliseconds {
      facts.append("first byte after \(time(first))")
    }
    return ["  " + facts.joined(separator: ", "), "  request \(delivery.sentID)"]
  }

  private var promptPart: [String] {
    var lines: [String] = []
    if let system = attempt.prompt.system {
      lines += [bold("System prompt"), indented(VisibleText.of(system)), ""]
    }
    return lines + [bold("Prompt"), indented(VisibleText.of(attempt.prompt.text)), ""]
  }

  private var completionPart: [String] {
    guard let completion = attempt.completion else { return [] }
    var lines: [String] = []
    if let reasoning = completion.reasoning {
      lines += [bold("Reasoning"), indented(marked(reasoning, in: .reasoning)), ""]
    }
    if completion.isTrappedInReasoning {
      lines += [bold("The content is empty: all that the model wrote is in the reasoning."), ""]
    }
    return lines + [bold("Completion"), indented(marked(completion.content, in: .content)), ""]
  }

  private var extractionPart: [String] {
    guard let answer = attempt.grade.answer else { return [bold("Extracted"), "  nothing", ""] }
    return [
      bold("Extracted"),
      "  by the rule “\(answer.rule)” (\(answer.confidence.rawValue) confidence), bytes \(answer.range.lowerBound) to \(answer.range.upperBound) of the \(answer.source.rawValue)",
      indented(VisibleText.of(answer.text)), "",
    ]
  }

  private var gradePart: [String] {
    switch attempt.grade.outcome {
    case .faulted(let fault):
      let lines = [bold("Fault: \(fault.kind.rawValue)"), "  \(VisibleText.of(fault.message))"]
      guard let received = fault.received else { return lines }
      return lines + [
        "", bold("What had come of the stream (not marked)"),
        indented(VisibleText.of(received)),
      ]
    case .scored(let score):
      var lines = score.evidence.override.map { ["  " + $0.sentence] } ?? []
      lines.append("  " + score.evidence.remark)
      if let expected = score.evidence.expected { lines.append("  expected: \(expected)") }
      lines += score.evidence.steps.map { "  · \($0)" }
      lines += score.criteria.map {
        "  \($0.title): \(number($0.earned)) of \(number($0.possible)) – \($0.remark)"
      }
      lines += score.evidence.tests.flatMap(testLines)
      if score.evidence.testsSkipped > 0 {
        lines.append("  \(score.evidence.testsSkipped) more tests were not run")
      }
      if let diagnostics = score.evidence.diagnostics { lines.append(indented(diagnostics)) }
      let title =
        "\(score.verdict.rawValue) (\(score.reason.rawValue)), \(percent(score.points)) of the points"
      return [bold(title)] + visible(lines)
    }
  }

  private var markingPart: [String] {
    [
      "", bold("Marked"),
      "  marking \(record.marking.number), rubric \(record.marking.rubricName), scorers \(record.marking.scorers.text)",
      "  isolation \(record.marking.isolation.text)",
    ]
  }

  private func testLines(_ test: TestEvidence) -> [String] {
    var lines = [
      "  \(test.passed ? "✓" : "✗") \(test.name)\(test.hidden ? " (hidden)" : ""): \(test.reason.rawValue) – \(test.remark)"
    ]
    guard !test.passed else { return lines }
    for (label, excerpt) in [
      ("input", test.input), ("expected", test.expected), ("actual", test.actual),
    ] {
      guard let excerpt else { continue }
      let more = excerpt.isWhole ? "" : " … (\(excerpt.byteCount) bytes)"
      lines.append("      \(label): \(excerpt.text)\(more)")
    }
    if let difference = test.difference {
      let token = difference.token > 0 ? ", token \(difference.token)" : ""
      lines.append("      first difference: line \(difference.line)\(token)")
      lines.append("        expected: \(difference.expected ?? "nothing more")")
      lines.append("        actual:   \(difference.actual ?? "nothing more")")
    }
    for (label, text) in [("checker", test.checkerMessage), ("talk", test.transcript)] {
      if let text { lines.append("      \(label): \(text)") }
    }
    lines.append("      \(test.measures)")
    if let errorOutput = test.errorOutput, !errorOutput.isEmpty {
      lines.append("      stderr: \(errorOutput)")
    }
    return lines
  }

  /// The text with the extracted span between ⟦ ⟧, control characters made visible.
  private func marked(_ text: String, in source: Answer.Source) -> String {
    guard let answer = attempt.grade.answer, answer.source == source else {
      return VisibleText.of(text)
    }
    let bytes = Array(text.utf8)
    let range = answer.range.clamped(to: 0..<bytes.count)
    func part(_ range: Range<Int>) -> String {
      VisibleText.of(String(decoding: bytes[range], as: UTF8.self))
    }
    let open = coloured ? "\u{1B}[7m⟦" : "⟦"
    let close = coloured ? "⟧\u{1B}[0m" : "⟧"
    return part(0..<range.lowerBound) + open + part(range) + close
      + part(range.upperBound..<bytes.count)
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
      .joined(separator: "\n")
  }

  /// Model output steers no terminal: neither where it is quoted nor where a remark repeats it.
  private func visible(_ lines: [String]) -> [String] { lines.map(VisibleText.of) }

  private func bold(_ text: String) -> String {
    let text = VisibleText.line(text)
    return coloured ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? "\(Int(value))" : "\((value * 100).rounded() / 100)"
  }
}

extension TestEvidence {
  /// How it ended and what it used, in one line.
  fileprivate var measures: String {
    var parts: [String] = []
    if let exitStatus { parts.append("exit status \(exitStatus)") }
    if let signal { parts.append("signal \(signal)") }
    for (label, milliseconds) in [
      ("cpu", cpuMilliseconds), ("wall", wallMilliseconds), ("idle", idleMilliseconds),
    ] {
      if let milliseconds { parts.append("\(label) \(Int(milliseconds.rounded())) ms") }
    }
    if let memoryPeakBytes { parts.append("memory \(memoryPeakBytes >> 10) KiB") }
    return "used: " + (parts.isEmpty ? "not measured" : parts.joined(separator: ", "))
  }
}
