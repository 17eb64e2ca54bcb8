public import Grading

extension Comparison {
  /// Compares runs with the first of them, over the problems that both have without a fault.
  ///
  /// - Parameter records: At least two.
  public init(of records: [RunRecord]) {
    precondition(records.count > 1, "at least two runs")
    let runs = records.map(ComparedRun.init)
    var pairs = runs.dropFirst().map { Pair(runs[0], $0) }
    let adjusted = PairedTest.holm(pairs.map { $0.overall?.pValue ?? 1 })
    for index in pairs.indices { pairs[index].adjustedP = adjusted[index] }
    self.init(first: runs[0].side, pairs: pairs)
  }

  /// The difference over the common problems, without anything else that a comparison has.
  static func overall(_ first: ComparedRun, _ second: ComparedRun) -> PairedDifference? {
    PairedDifference(CommonProblem.all(first, second).map(\.share))
  }
}

/// A run by problem.
struct ComparedRun: Sendable {
  let record: RunRecord
  let groups: [ProblemGroup]
  /// Places of the problems that have an attempt without a fault.
  let places: [String: Int]

  init(_ record: RunRecord) {
    self.record = record
    var known: [String: Int] = [:]
    for (place, card) in record.problems.enumerated() where known[card.id] == nil {
      known[card.id] = place
    }
    let groups = ProblemGroup.of(record.marked, cards: record.problems)
    self.groups = groups
    places = known.filter { !groups[$0.value].scored.isEmpty }
  }

  var side: Comparison.Side {
    Comparison.Side(
      run: record.run.name, marking: record.marking.number, model: record.run.model,
      set: record.run.setName, problems: places.count, attempts: record.attempts.count,
      faults: record.attempts.count { $0.grade.fault != nil })
  }

  /// In the set's order.
  func only(besides other: ComparedRun) -> [String] {
    groups.filter { !$0.scored.isEmpty && other.places[$0.card.id] == nil }.map(\.card.id)
  }
}

/// One problem in both runs.
private struct CommonProblem {
  var first: ProblemGroup
  var second: ProblemGroup

  var share: PairedShare { PairedShare(first: first.counts, second: second.counts) }

  /// In the first run's order.
  static func all(_ first: ComparedRun, _ second: ComparedRun) -> [CommonProblem] {
    first.groups.compactMap { group in
      guard !group.scored.isEmpty, let place = second.places[group.card.id] else { return nil }
      return CommonProblem(first: group, second: second.groups[place])
    }
  }
}

extension Comparison.Pair {
  fileprivate init(_ first: ComparedRun, _ second: ComparedRun) {
    let common = CommonProblem.all(first, second)
    let flips = common.compactMap(Self.flip)
    self.init(
      second: second.side,
      conditions: Comparison.Condition.all(
        first.record, second.record, common.map { ($0.first, $0.second) }),
      overall: PairedDifference(common.map(\.share)), adjustedP: 1,
      categories: Self.categories(common),
      won: Self.sorted(flips.filter { $0.secondShare > $0.firstShare }),
      lost: Self.sorted(flips.filter { $0.secondShare < $0.firstShare }),
      onlyFirst: first.only(besides: second), onlySecond: second.only(besides: first))
  }

  /// The largest differences first; equally large ones in the set's order.
  private static func sorted(_ flips: [Comparison.Flip]) -> [Comparison.Flip] {
    flips.enumerated().sorted { one, other in
      let (a, b) = (
        abs(one.element.secondShare - one.element.firstShare),
        abs(other.element.secondShare - other.element.firstShare)
      )
      return a != b ? a > b : one.offset < other.offset
    }.map(\.element)
  }

  private static func flip(_ problem: CommonProblem) -> Comparison.Flip? {
    let (before, after) = (problem.first.share, problem.second.share)
    guard abs(after - before) > 1e-12,
      let first = attempt(of: problem.first, correct: before > after),
      let second = attempt(of: problem.second, correct: after > before)
    else { return nil }
    return Comparison.Flip(
      problemID: problem.first.card.id,
      expected: first.grade.score?.evidence.expected ?? problem.first.card.expected,
      firstShare: before, secondShare: after, first: first, second: second)
  }

  /// The first attempt that shows why a run does better, or worse.
  private static func attempt(of group: ProblemGroup, correct: Bool) -> GradedAttempt? {
    group.scored.first { ($0.grade.score?.verdict == .correct) == correct } ?? group.scored.first
  }

  private static func categories(_ common: [CommonProblem]) -> [Comparison.Category] {
    let groupings: [(String, (ProblemCard) -> [String])] = [
      ("kind", { [$0.kind.rawValue] }), ("tag", { $0.tags }),
      ("difficulty", { $0.difficulty.map { [$0] } ?? [] }),
    ]
    var found: [Comparison.Category] = []
    for (group, labels) in groupings {
      var shares: [String: [PairedShare]] = [:]
      for problem in common {
        for label in Set(labels(problem.first.card)) {
          shares[label, default: []].append(problem.share)
        }
      }
      guard shares.count > 1 else { continue }
      // Of fewer problems no split is unlikely enough to show anything: 2 · ½⁵ is above 5 %.
      let sorted = shares.filter { $0.value.count > 5 }.sorted {
        ($1.value.count, $0.key) < ($0.value.count, $1.key)
      }
      found += sorted.compactMap { label, shares in
        PairedDifference(shares).map {
          Comparison.Category(group: group, label: label, difference: $0, adjustedP: $0.pValue)
        }
      }
    }
    for (index, p) in PairedTest.holm(found.map(\.difference.pValue)).enumerated() {
      found[index].adjustedP = p
    }
    return found
  }
}

extension Comparison.Condition {
  /// What should have been the same and was not. The model and where it was asked are what one
  /// compares; seeds are chance; the number of attempts is taken into account.
  fileprivate static func all(
    _ first: RunRecord, _ second: RunRecord, _ common: [(ProblemGroup, ProblemGroup)]
  ) -> [Comparison.Condition] {
    var found: [Comparison.Condition] = []
    func add(_ label: String, _ one: String, _ other: String) {
      if one != other { found.append(.init(label: label, first: one, second: other)) }
    }
    if first.run.setHash != second.run.setHash {
      let changed = common.filter { differ($0.0.card, $0.1.card) }.map(\.0.card.id)
      add("set", described(first.run), described(second.run))
      if !changed.isEmpty { add("problems", "as in the first", "changed: " + listed(changed)) }
    }
    let prompts = common.filter { $0.0.attempts.first?.prompt != $0.1.attempts.first?.prompt }
    if !prompts.isEmpty {
      add(
        "prompts", "as in the first",
        "others at \(prompts.count) of \(common.count) problems: "
          + listed(prompts.map(\.0.card.id)))
    }
    found += parameters(first.run, second.run)
    add("rubric", rubric(first.marking), rubric(second.marking))
    add("limits", first.marking.limits.text, second.marking.limits.text)
    for (name, one, other) in members(first.marking.scorers, second.marking.scorers) {
      add("version of \(name)", one, other)
    }
    return found
  }

  private static func parameters(_ first: Run, _ second: Run) -> [Comparison.Condition] {
    let isKnown = [first, second].map { $0.protocolName != "outputs" }
    if isKnown == [false, false] { return [] }
    if isKnown != [true, true] {
      return [
        .init(
          label: "parameters",
          first: isKnown[0] ? first.parameters.text : "unknown (outputs made elsewhere)",
          second: isKnown[1] ? second.parameters.text : "unknown (outputs made elsewhere)")
      ]
    }
    return members(first.parameters, second.parameters).filter { $0.0 != "seed" && $0.1 != $0.2 }
      .map { .init(label: $0.0, first: $0.1, second: $0.2) }
  }

  /// The members of two objects by name.
  private static func members(_ first: JSON, _ second: JSON) -> [(String, String, String)] {
    var names = (first.members ?? []).map(\.key)
    for member in second.members ?? [] where !names.contains(member.key) {
      names.append(member.key)
    }
    return names.map { ($0, first[$0]?.text ?? "not set", second[$0]?.text ?? "not set") }
  }

  private static func differ(_ one: ProblemCard, _ other: ProblemCard) -> Bool {
    one.statement != other.statement || one.expected != other.expected || one.kind != other.kind
  }

  private static func described(_ run: Run) -> String {
    "\(run.setName) (\(run.setHash.prefix(12)))"
  }

  private static func rubric(_ marking: Marking) -> String {
    "\(marking.rubricName) (\(SHA256.hex(marking.rubricSource).prefix(8)))"
  }

  /// The first few of many.
  private static func listed(_ ids: [String]) -> String {
    let shown = 5
    return ids.prefix(shown).joined(separator: ", ")
      + (ids.count > shown ? ", … and \(ids.count - shown) more" : "")
  }
}
