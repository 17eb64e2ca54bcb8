public import Grading

extension MarkingDifference {
  /// - Parameters:
  ///   - before, after: The same run under two markings; `after` may hold fewer attempts.
  ///   - isStored: Whether the second marking was kept.
  public init(from before: RunRecord, to after: RunRecord, isStored: Bool = true) {
    self.init(from: MarkingSide(before), to: MarkingSide(after), isStored: isStored)
  }

  /// As above; the sides may have been made beside one another.
  public init(from first: MarkingSide, to second: MarkingSide, isStored: Bool = true) {
    let (before, after) = (first.record, second.record)
    let earlier = EarlierGrades(before.attempts)
    var common = 0
    var changes: [Change] = []
    var outcomes: [(String, String)] = []
    for (place, attempt) in after.attempts.enumerated() {
      guard let old = earlier.grade(of: attempt.grade.attempt, at: place) else { continue }
      common += 1
      outcomes.append((Self.verdict(old), Self.verdict(attempt.grade)))
      guard Self.differ(old, attempt.grade) else { continue }
      changes.append(
        Change(
          attempt: attempt.grade.attempt, before: old, after: attempt.grade,
          why: Self.why(old, attempt.grade)))
    }
    self.init(
      run: after.run.name, before: before.marking.number,
      after: isStored ? after.marking.number : nil, causes: Self.causes(before, after),
      attempts: common, changes: changes, accuracyBefore: first.tally.accuracy,
      accuracyAfter: second.tally.accuracy, pointsBefore: first.tally.meanPoints,
      pointsAfter: second.tally.meanPoints,
      difference: Comparison.overall(first.compared, second.compared),
      kappa: Agreement.cohensKappa(outcomes),
      overridesKept: after.attempts.count { $0.grade.score?.evidence.override != nil })
  }

  private static func verdict(_ grade: Grade) -> String {
    grade.score?.verdict.rawValue ?? "fault"
  }

  private static func differ(_ one: Grade, _ other: Grade) -> Bool {
    one.label != other.label || one.score?.points != other.score?.points
  }

  private static func why(_ old: Grade, _ new: Grade) -> String {
    let remark = new.score?.evidence.remark ?? new.fault?.message ?? ""
    guard old.answer?.text != new.answer?.text || old.answer?.range != new.answer?.range else {
      return remark
    }
    let found = new.answer.map { "extracted by “\($0.rule)”" } ?? "nothing extracted"
    let before = old.answer.map { "before by “\($0.rule)”" } ?? "before nothing"
    return "\(found), \(before): \(remark)"
  }

  private static func causes(_ before: RunRecord, _ after: RunRecord) -> [Comparison.Condition] {
    var found: [Comparison.Condition] = []
    func add(_ label: String, _ one: String, _ other: String) {
      if one != other { found.append(.init(label: label, first: one, second: other)) }
    }
    let (old, new) = (before.marking, after.marking)
    for member in new.scorers.members ?? [] {
      add(
        "version of \(member.key)", old.scorers[member.key]?.text ?? "none", member.value.text)
    }
    if old.rubricSource != new.rubricSource {
      let isRenamed = old.rubricName != new.rubricName
      found.append(
        .init(
          label: "rubric", first: old.rubricName,
          second: new.rubricName + (isRenamed ? "" : " (its text has changed)")))
    }
    add("limits", old.limits.text, new.limits.text)
    add(
      "isolation level", old.isolation["level"]?.text ?? "none",
      new.isolation["level"]?.text ?? "none")
    let cards = Dictionary(
      before.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let changed = after.problems.filter { card in
      cards[card.id].map { $0.expected != card.expected } ?? false
    }
    if !changed.isEmpty {
      found.append(
        .init(
          label: "references", first: "as stored",
          second: "others of \(changed.prefix(5).map(\.id).joined(separator: ", "))"
            + (changed.count > 5 ? ", … and \(changed.count - 5) more" : "")))
    }
    return found
  }
}

/// A run under one marking, with what its difference to another needs.
public struct MarkingSide: Sendable {
  let record: RunRecord
  let tally: Tally
  let compared: ComparedRun

  public init(_ record: RunRecord) {
    self.record = record
    tally = Tally.overall(of: record)
    compared = ComparedRun(record)
  }
}

/// The grades of a marking, for a look at another's in mostly the same order.
private final class EarlierGrades {
  private let attempts: [GradedAttempt]
  private lazy var grades = Dictionary(
    attempts.map { ($0.grade.attempt, $0.grade) }, uniquingKeysWith: { first, _ in first })

  init(_ attempts: [GradedAttempt]) { self.attempts = attempts }

  func grade(of attempt: AttemptID, at place: Int) -> Grade? {
    if place < attempts.count, attempts[place].grade.attempt == attempt {
      return attempts[place].grade
    }
    return grades[attempt]
  }
}
