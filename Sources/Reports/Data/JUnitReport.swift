public import Grading

/// What continuous integration systems show: a suite for each kind of problem, a case for each attempt.
///
/// Everything but a correct answer fails; a fault of ours is an error.
/// Source of the form: the JUnit schema of Apache Ant as Jenkins and GitLab read it.
public enum JUnitReport {
  public static func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    var xml = XML()
    let cards = Dictionary(
      record.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    xml.declaration()
    let all = summary.overall
    let names: KeyValuePairs<StaticString, String> = [
      "name": record.run.name, "tests": String(all.attempts), "failures": failures(all),
      "errors": String(all.faults), "time": seconds(record.attempts),
    ]
    xml.element("testsuites", names) { xml in
      for tally in summary.byKind {
        let attempts = record.attempts.filter {
          cards[$0.grade.attempt.problemID]?.kind.rawValue == tally.label
        }
        suite(tally, attempts, record, &xml)
      }
    }
    return xml.bytes
  }

  private static func suite(
    _ tally: Tally, _ attempts: [GradedAttempt], _ record: RunRecord, _ xml: inout XML
  ) {
    let attributes: KeyValuePairs<StaticString, String> = [
      "name": record.run.setName + "." + tally.label, "tests": String(tally.attempts),
      "failures": failures(tally), "errors": String(tally.faults), "time": seconds(attempts),
      "timestamp": String(record.run.startedAt.prefix(19)),
    ]
    xml.element("testsuite", attributes) { xml in
      for attempt in attempts {
        let id = attempt.grade.attempt
        let attributes: KeyValuePairs<StaticString, String> = [
          "classname": record.run.setName + "." + tally.label,
          "name": id.problemID + "/" + String(id.number), "time": seconds([attempt]),
        ]
        switch attempt.grade.outcome {
        case .scored(let score) where score.verdict == .correct: xml.empty("testcase", attributes)
        case .scored(let score):
          xml.element("testcase", attributes) { failure(score, attempt, &$0) }
        case .faulted(let fault):
          xml.element("testcase", attributes) { error(fault, &$0) }
        }
      }
    }
  }

  private static func failure(_ score: Score, _ attempt: GradedAttempt, _ xml: inout XML) {
    let attributes: KeyValuePairs<StaticString, String> = [
      "type": score.verdict.rawValue + "." + score.reason.rawValue,
      "message": score.evidence.remark,
    ]
    var lines = ["points: " + Format.short(score.points)]
    if let answer = attempt.grade.answer { lines.append("extracted: " + answer.text) }
    if let expected = score.evidence.expected { lines.append("expected: " + expected) }
    lines += score.evidence.steps
    lines += score.evidence.tests.filter { !$0.passed }.map {
      "test \($0.name): \($0.reason.rawValue): \($0.remark)"
    }
    if let diagnostics = score.evidence.diagnostics { lines.append(diagnostics) }
    xml.element("failure", attributes, text: lines.joined(separator: "\n"))
  }

  private static func error(_ fault: Fault, _ xml: inout XML) {
    let attributes: KeyValuePairs<StaticString, String> = [
      "type": fault.kind.rawValue, "message": fault.message,
    ]
    xml.element("error", attributes, text: "tries: \(fault.tries)")
  }

  private static func failures(_ tally: Tally) -> String {
    String(tally.attempts - tally.correct - tally.faults)
  }

  private static func seconds(_ attempts: [GradedAttempt]) -> String {
    let total = attempts.reduce(0.0) { $0 + ($1.completion?.latencyMilliseconds ?? 0) }
    return Format.fixed(total / 1_000, 3)
  }
}
