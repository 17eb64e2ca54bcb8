import Grading

/// Points by criterion over a run.
enum CriterionTotals {
  /// Sums what each criterion gave, in the order in which criteria first appear.
  ///
  /// A criterion that only one of several problems has is left out: it says nothing of the run.
  ///
  /// An attempt without an answer was never put to the rubric and carries no criteria. It earns
  /// nothing of what attempts at the same problem, else at problems of the same kind, could earn, so
  /// that silence does not raise a criterion's share; where that is ambiguous it is left out.
  static func of(_ attempts: [Marked]) -> [Summary.CriterionTotal] {
    var totals: [Summary.CriterionTotal] = []
    var places: [String: Int] = [:]
    var problems: [Set<Int>] = []
    var byProblem: [Int: [CriterionScore]] = [:]
    var byKind: [Problem.Kind: Set<[CriterionScore]>] = [:]

    func add(_ criterion: CriterionScore, earned: Double, problem: Int) {
      let key = criterion.id + "\u{0}" + criterion.title
      let place = places[key] ?? totals.count
      if place == totals.count {
        places[key] = place
        totals.append(.init(id: criterion.id, title: criterion.title, earned: 0, possible: 0))
        problems.append([])
      }
      problems[place].insert(problem)
      totals[place].earned += earned
      totals[place].possible += criterion.possible
    }

    for marked in attempts {
      guard let criteria = marked.attempt.grade.score?.criteria, !criteria.isEmpty else { continue }
      criteria.forEach { add($0, earned: $0.earned, problem: marked.problem) }
      let demanded = criteria.map(\.demanded)
      byProblem[marked.problem] = demanded
      byKind[marked.card.kind, default: []].insert(demanded)
    }
    for marked in attempts {
      guard let score = marked.attempt.grade.score, score.criteria.isEmpty else { continue }
      let kind = byKind[marked.card.kind].flatMap { $0.count == 1 ? $0.first : nil }
      (byProblem[marked.problem] ?? kind ?? []).forEach {
        add($0, earned: 0, problem: marked.problem)
      }
    }
    let isOneProblem = Set(attempts.map(\.problem)).count == 1
    return zip(totals, problems).filter { isOneProblem || $0.1.count > 1 }.map(\.0)
  }
}

extension CriterionScore {
  /// The criterion without what was earned.
  fileprivate var demanded: CriterionScore {
    CriterionScore(id: id, title: title, earned: 0, possible: possible, remark: "")
  }
}
