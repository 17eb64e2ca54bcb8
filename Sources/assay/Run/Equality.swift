import Grading
import MathEquivalence
import Statistics

extension AnswerEquality {
  /// The scorers' own equality: mathematics for final answers, letters for choices, text for code.
  ///
  /// A pair that cannot be read or settled is unlike.
  static let scorers = AnswerEquality { problem, one, other in
    switch problem.kind {
    case .answer:
      guard let gold = try? Equivalence(gold: one) else { return false }
      return gold.compare(other).outcome == .equal
    case .choice: return letters(one) == letters(other)
    case .function, .program, .harness, .open: return one == other
    }
  }

  private static func letters(_ text: String) -> Set<String> {
    Set(text.split(separator: ",").map { $0.filter { !$0.isWhitespace }.uppercased() })
  }
}

extension Summary {
  /// The figures of a run, with majorities by the scorers' equality.
  init(marked record: RunRecord) { self.init(of: record, equality: .scorers) }
}
