import Grading

extension Figures {
  /// Takes the figures beside the headline.
  ///
  /// - Parameters:
  ///   - attempts: Those whose problem the record holds.
  ///   - equality: What answers are the same vote.
  init(of record: RunRecord, _ attempts: [Marked], _ overall: Tally, equality: AnswerEquality) {
    let groups = ProblemGroup.of(attempts, cards: record.problems)
    let scored = groups.filter { !$0.scored.isEmpty }
    let counts = scored.map(\.counts)
    let shares = scored.map(\.share)
    let mean = Mean(of: shares)
    let split = VarianceSplit(counts)
    self.init(
      standardError: mean?.standardError,
      fixedSet: .fixedSet(counts),
      clustered: Self.clustered(scored, shares),
      points: Self.points(scored, overall),
      variance: split,
      missing: MissingBounds(Self.planned(groups, of: record)),
      detectable: Self.detectable(counts, split, mean),
      curve: AttemptCurve.points(scored, equality: equality),
      latencyMilliseconds: Histogram(steps: attempts.compactMap { $0.latencyMilliseconds }),
      completionTokens: Histogram(
        steps: attempts.compactMap { $0.completionTokens.map(Double.init) }),
      tries: Histogram(whole: attempts.filter { $0.hasCompletion }.map { $0.tries }),
      matrix: groups.map { $0.row(attempts: record.run.attempts) },
      overridden: attempts.count { $0.isOverridden })
  }

  /// Problems that name no cluster are each their own.
  private static func clustered(_ groups: [ProblemGroup], _ shares: [Double]) -> Clustered? {
    guard groups.contains(where: { $0.card.cluster != nil }) else { return nil }
    return Clustered(
      shares, clusters: groups.map { $0.card.cluster.map { "c" + $0 } ?? "p" + $0.card.id })
  }

  private static func points(_ groups: [ProblemGroup], _ overall: Tally) -> Estimate? {
    guard let points = overall.meanPoints, let accuracy = overall.accuracy,
      abs(points - accuracy.value) > 1e-9
    else { return nil }
    return Bootstrap.mean(of: groups.map(\.points), weights: groups.map(\.card.points))
  }

  /// Where problems had one attempt each, their accuracy has to stand for both sources of spread.
  private static func detectable(
    _ counts: [(attempts: Int, correct: Int)], _ split: VarianceSplit?, _ mean: Mean?
  ) -> Double? {
    guard let mean else { return nil }
    let assumed = VarianceSplit.assumed(correct: mean.value * Double(mean.count), of: mean.count)
    var split = split ?? assumed
    // Attempts that all agree, right or wrong, do not show that there is no chance.
    if split.questions + split.attempts == 0 { split = assumed }
    let attempts = counts.map(\.attempts).min() ?? 1
    return Power.detectable(split, problems: mean.count, attempts: attempts)
  }

  private static func planned(
    _ groups: [ProblemGroup], of record: RunRecord
  ) -> [(planned: Int, marked: Int, correct: Int)] {
    // Outputs made elsewhere may have any number of attempts at each problem.
    let isPlanned = record.run.protocolName != "outputs"
    return groups.map { group in
      (
        planned: max(isPlanned ? record.run.attempts : 1, group.attempts.count),
        marked: group.scored.count, correct: group.correct
      )
    }
  }
}

/// The attempts at one problem.
struct ProblemGroup {
  @Apart var card: ProblemCard
  /// In the record's order.
  var attempts: [GradedAttempt] = []
  /// Without faults.
  var scored: [GradedAttempt] = []
  var correct = 0

  var counts: (attempts: Int, correct: Int) { (scored.count, correct) }
  var share: Double { Double(correct) / Double(scored.count) }
  var points: Double {
    scored.reduce(0) { $0 + ($1.grade.score?.points ?? 0) } / Double(scored.count)
  }

  /// One for each problem of the record, attempted or not.
  static func of(_ attempts: [Marked], cards: [ProblemCard]) -> [ProblemGroup] {
    var groups = cards.map { ProblemGroup(card: $0) }
    for marked in attempts { groups[marked.problem].add(marked) }
    return groups
  }

  mutating func add(_ marked: Marked) {
    attempts.append(marked.attempt)
    guard let verdict = marked.verdict else { return }
    scored.append(marked.attempt)
    if verdict == .correct { correct += 1 }
  }

  /// The most columns of a row of the matrix.
  private static let columnLimit = 1_024

  func row(attempts planned: Int) -> MatrixRow {
    let last = attempts.map(\.grade.attempt.number).max() ?? 0
    let width = min(max(planned, last, 1), Self.columnLimit)
    var cells = Array(repeating: UInt8(ascii: "."), count: width)
    for attempt in attempts {
      let place = attempt.grade.attempt.number - 1
      guard cells.indices.contains(place) else { continue }
      cells[place] = Self.letter(attempt.grade)
    }
    return MatrixRow(
      problemID: card.id, cells: String(decoding: cells, as: UTF8.self),
      share: scored.isEmpty ? nil : share)
  }

  private static func letter(_ grade: Grade) -> UInt8 {
    switch grade.score?.verdict {
    case .correct: UInt8(ascii: "c")
    case .partial: UInt8(ascii: "p")
    case .incorrect: UInt8(ascii: "i")
    case .undecided: UInt8(ascii: "u")
    case .unanswered: UInt8(ascii: "n")
    case nil: UInt8(ascii: "f")
    }
  }
}

/// What k attempts give, for several k.
enum AttemptCurve {
  static func points(_ groups: [ProblemGroup], equality: AnswerEquality) -> [CurvePoint] {
    let most = groups.map(\.scored.count).max() ?? 0
    guard most > 1 else { return [] }
    let least = groups.map(\.scored.count).min() ?? 0
    let voters = groups.filter { $0.card.kind == .answer || $0.card.kind == .choice }
      .map { AnswerClasses($0.scored, of: $0.card, equality: equality) }
    let ks = ks(least: least, most: most)
    let budget = min(MajorityVote.budget, work / Double(max(1, voters.count * ks.count)))
    return ks.map { k in
      let majority = majority(voters, k, budget: budget)
      func mean(_ value: (ProblemGroup) -> Double?) -> Estimate? {
        let values = groups.compactMap(value)
        guard values.count == groups.count else { return nil }
        return .overProblems(values, draws: groups.reduce(0) { $0 + $1.scored.count })
      }
      let means = groups.compactMap {
        meanGPassAtK(attempts: $0.scored.count, correct: $0.correct, k: k)
      }
      return CurvePoint(
        k: k, passAtK: mean { passAtK(attempts: $0.scored.count, correct: $0.correct, k: k) },
        passHatK: mean { passHatK(attempts: $0.scored.count, correct: $0.correct, k: k) },
        gPassAtK: mean {
          gPassAtK(attempts: $0.scored.count, correct: $0.correct, k: k, threshold: 0.5)
        },
        meanGPassAtK: means.count == groups.count && k > 1 ? Mean(of: means)?.value : nil,
        majority: majority)
    }
  }

  /// About the most additions for the majorities of a whole run.
  private static let work = 200_000_000.0

  /// Powers of two, the most that every problem has, and the most that any has.
  private static func ks(least: Int, most: Int) -> [Int] {
    var ks: Set<Int> = [least, most]
    var k = 1
    while k < most {
      ks.insert(k)
      k *= 2
    }
    return ks.filter { $0 > 0 }.sorted()
  }

  private static func majority(_ voters: [AnswerClasses], _ k: Int, budget: Double)
    -> CurvePoint.Majority?
  {
    let votes = voters.compactMap {
      MajorityVote.expected($0.votes, silent: $0.silent, k: k, budget: budget)
    }
    guard !votes.isEmpty, votes.count == voters.count,
      let average = Estimate.overProblems(
        votes.map(\.average),
        draws: voters.reduce(0) { $0 + $1.silent + $1.classes.reduce(0) { $0 + $1.members.count } })
    else { return nil }
    let n = Double(votes.count)
    return CurvePoint.Majority(
      problems: votes.count, average: average, strict: votes.reduce(0) { $0 + $1.strict } / n,
      ties: votes.reduce(0) { $0 + $1.ties } / n,
      error: votes.reduce(0) { $0 + $1.error * $1.error }.squareRoot() / n)
  }
}
