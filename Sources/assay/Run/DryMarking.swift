import GradeBook
import Grading
import Scoring

/// Marks stored completions without storing the grades.
struct DryMarking {
  let setup: MarkingSetup
  let book: GradeBook
  let before: RunRecord

  /// The record as it would be.
  ///
  /// - Parameters:
  ///   - attempts: What is marked.
  ///   - kept: Grades that stay as they are.
  func record(_ attempts: [Attempt], keeping kept: [GradedAttempt]) async throws -> RunRecord {
    let pipeline = Pipeline(model: Replay(of: before.run, in: book), width: 16) {
      problem throws(Fault) in try setup.marker.scheme(for: problem)
    }
    var grades = Dictionary(
      kept.map { ($0.grade.attempt, $0.grade) }, uniquingKeysWith: { first, _ in first })
    try await pipeline.grade(attempts) { grades[$0.attempt] = $0 }
    var after = before
    after.marking = setup.described(number: before.marking.number)
    after.attempts = before.attempts.compactMap { attempt in
      guard let grade = grades[attempt.grade.attempt] else { return nil }
      return GradedAttempt(grade: grade, prompt: attempt.prompt, completion: attempt.completion)
    }
    return after
  }
}
