public import Grading

/// A line for each attempt, for spreadsheets.
///
/// Source of the form: RFC 4180. Cells that a spreadsheet would take for a formula get a leading
/// apostrophe unless they are numbers; line breaks within cells stay, in quotation marks; control
/// characters are made visible.
public enum CSVReport {
  static let header = [
    "run", "marking", "problem_id", "attempt", "kind", "tags", "difficulty", "language", "model",
    "verdict", "reason", "score", "extracted", "expected", "remark", "fault_kind", "fault_message",
    "finish_reason", "prompt_tokens", "completion_tokens", "latency_ms", "tries",
  ]

  public static func render(_ record: RunRecord) -> [UInt8] {
    var bytes: [UInt8] = []
    append(header, to: &bytes)
    let cards = Dictionary(
      record.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for attempt in record.attempts {
      append(row(attempt, cards[attempt.grade.attempt.problemID], record), to: &bytes)
    }
    return bytes
  }

  private static func row(_ attempt: GradedAttempt, _ card: ProblemCard?, _ record: RunRecord)
    -> [String]
  {
    let grade = attempt.grade
    let completion = attempt.completion
    let score = grade.score
    let identity = [
      record.run.name, String(record.marking.number), grade.attempt.problemID,
      String(grade.attempt.number), card?.kind.rawValue ?? "",
      card?.tags.joined(separator: "; ") ?? "", card?.difficulty ?? "",
      grade.answer?.language ?? "", record.run.model,
    ]
    let marks = [
      score?.verdict.rawValue ?? "", score?.reason.rawValue ?? "", number(score?.points),
      grade.answer?.text ?? "", score?.evidence.expected ?? card?.expected ?? "",
      remark(score), grade.fault?.kind.rawValue ?? "", grade.fault?.message ?? "",
    ]
    let usage = [
      completion?.finishReason.name ?? "", completion?.promptTokens.map { String($0) } ?? "",
      completion?.completionTokens.map { String($0) } ?? "",
      number(completion?.latencyMilliseconds),
      String(completion?.tries ?? grade.fault?.tries ?? 0),
    ]
    return identity + marks + usage
  }

  /// The scorer's remark, and before it a person's who overruled it.
  private static func remark(_ score: Score?) -> String {
    guard let evidence = score?.evidence else { return "" }
    return evidence.override.map { $0.sentence + ". " + evidence.remark } ?? evidence.remark
  }

  private static func number(_ value: Double?) -> String {
    value.map { JSON.double($0).text } ?? ""
  }

  private static func append(_ cells: [String], to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell: cell, to: &bytes)
    }
    bytes.append(contentsOf: [13, 10])
  }

  private static func append(cell: String, to bytes: inout [UInt8]) {
    let cell = VisibleText.withoutControls(cell)
    let guarded = startsAFormula(cell) ? "'" + cell : cell
    let needsQuotes = guarded.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    guard needsQuotes else {
      bytes.append(contentsOf: guarded.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in guarded.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Spreadsheets evaluate cells that begin so, even in quotation marks.
  /// Source: OWASP, CSV Injection.
  private static func startsAFormula(_ cell: String) -> Bool {
    switch cell.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 9, 10, 13: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): !isNumber(cell)
    default: false
    }
  }

  /// A sign, digits with at most one point, and an exponent.
  static func isNumber(_ cell: String) -> Bool {
    var rest = Substring(cell).utf8[...]
    func take(_ bytes: [UInt8]) -> Bool {
      guard let first = rest.first, bytes.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    func digits() -> Int {
      let count = rest.prefix { $0 &- 48 < 10 }.count
      rest = rest.dropFirst(count)
      return count
    }
    _ = take([UInt8(ascii: "+"), UInt8(ascii: "-")])
    var found = digits()
    if take([UInt8(ascii: ".")]) { found += digits() }
    guard found > 0 else { return false }
    if take([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
      _ = take([UInt8(ascii: "+"), UInt8(ascii: "-")])
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
