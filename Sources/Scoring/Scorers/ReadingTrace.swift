public import Grading
import MathEquivalence

/// How the gold answers and the given one are read: for a person who wonders about a verdict.
public struct ReadingTrace: Sendable, Hashable {
  /// `gold` or `answer`.
  public var role: String
  public var text: String
  /// `mathematics`, `words`, `unreadable`, `too_long`.
  public var kind: String
  /// The form that is compared.
  public var form: String

  /// - Parameter rules: What the problem and its rubric say about comparison.
  public static func of(
    golds: [String], answer: String?, rules: AnswerPolicy
  ) -> [ReadingTrace] {
    let policy = Policy().with(rules)
    func trace(_ role: String, _ text: String) -> ReadingTrace {
      let note = Equivalence.note(on: text, policy: policy)
      return ReadingTrace(role: role, text: text, kind: note.kind.rawValue, form: note.form)
    }
    return golds.map { trace("gold", $0) } + (answer.map { [trace("answer", $0)] } ?? [])
  }
}
