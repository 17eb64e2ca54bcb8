public import Grading
public import MathEquivalence

/// Scores a final answer by mathematical equality with any of the gold answers.
///
/// - Correct: equal to one gold answer.
/// - Incorrect: different from each.
/// - Undecided: equal to none, and at least one comparison could not be settled. That gap is ours,
///   so a person is shown it.
public struct AnswerScorer: Scorer {
  public static let version = 1

  private let golds: [String]
  private let equivalences: [Equivalence]
  private let rules: AnswerPolicy

  /// - Parameters:
  ///   - golds: Acceptable answers, LaTeX or plain; at least one.
  ///   - policy: How strictly they are compared.
  ///   - rules: What the problem and its rubric say about that; it goes before `policy` and stands
  ///     in the evidence.
  /// - Throws: an unreadable reference if a gold answer cannot be read: its author's mistake must
  ///   not cost a model a point.
  public init(
    golds: [String], policy: Policy = Policy(), rules: AnswerPolicy = AnswerPolicy()
  ) throws(Fault) {
    let policy = policy.with(rules)
    guard !golds.isEmpty else {
      throw Fault(.unreadableReference, "there is no gold answer to compare with")
    }
    var equivalences: [Equivalence] = []
    for gold in golds {
      do throws(UnreadableGold) {
        equivalences.append(try Equivalence(gold: gold, policy: policy))
      } catch {
        throw Fault(
          .unreadableReference,
          "the gold answer “\(gold)” cannot be read at byte \(error.offset): \(error.message)")
      }
    }
    self.golds = golds
    self.equivalences = equivalences
    self.rules = rules
  }

  public var isImmediate: Bool { true }

  public func score(_ answer: Answer) async throws(Fault) -> Score {
    var decisions: [(gold: String, decision: Decision)] = []
    for (gold, equivalence) in zip(golds, equivalences) {
      let decision = equivalence.compare(answer.text)
      decisions.append((gold, decision))
      if decision.outcome == .equal { break }
    }
    var steps = rules.isEmpty ? [] : ["compared with the policy \(rules.json.text)"]
    steps += decisions.map { gold, decision in
      "\(answer.text) against \(gold): \(decision.outcome.rawValue) (\(decision.method.rawValue)) — "
        + decision.reason
    }
    func evidence(_ remark: String) -> Evidence {
      Evidence(remark: remark, expected: golds.joined(separator: " or "), steps: steps)
    }
    let shown = Excerpt(answer.text, limit: 200).text
    if let equal = decisions.first(where: { $0.decision.outcome == .equal }) {
      return .correct(evidence("\(shown) equals \(equal.gold): \(equal.decision.reason)"))
    }
    if let open = decisions.first(where: { $0.decision.outcome == .undecided }) {
      return .undecided(
        evidence("\(shown) against \(open.gold) is not settled: \(open.decision.reason)"))
    }
    let reason = decisions.first?.decision.reason ?? ""
    return .incorrect(
      .notEqual, evidence("\(shown) is not \(golds.joined(separator: " or ")): \(reason)"))
  }
}
