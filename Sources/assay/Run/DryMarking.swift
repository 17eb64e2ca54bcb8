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
    let schemes = RecentSchemes(setup.marker)
    let pipeline = Pipeline(model: Replay(of: before.run, in: book), width: 16) {
      problem throws(Fault) in try schemes.scheme(for: problem)
    }
    var grades = MarkedAnew(before, keeping: kept)
    try await pipeline.grade(attempts) { grades.take($0) }
    return grades.record(under: setup.described(number: before.marking.number))
  }
}

/// The grades of a run under another marking, as they come.
struct MarkedAnew {
  private let before: RunRecord
  private let places: [AttemptID: Int]
  private var grades: [Grade?]
  /// Whether there came a grade of an attempt that was never marked before.
  private(set) var hasOthers = false

  /// - Parameter kept: Attempts whose grades stay as they are.
  init(_ before: RunRecord, keeping kept: [GradedAttempt]) {
    self.before = before
    places = Dictionary(
      before.attempts.enumerated().map { ($1.grade.attempt, $0) },
      uniquingKeysWith: { first, _ in first })
    grades = Array(repeating: nil, count: before.attempts.count)
    for attempt in kept { take(attempt.grade) }
  }

  mutating func take(_ grade: Grade) {
    guard let place = places[grade.attempt] else {
      hasOthers = true
      return
    }
    grades[place] = grade
  }

  /// What was marked, in the order of the run.
  func record(under marking: Marking) -> RunRecord {
    var after = before
    after.marking = marking
    after.attempts = zip(before.attempts, grades).compactMap { attempt, grade in
      grade.map {
        GradedAttempt(grade: $0, prompt: attempt.prompt, completion: attempt.completion)
      }
    }
    return after
  }
}
