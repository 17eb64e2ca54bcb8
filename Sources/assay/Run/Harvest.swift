import GradeBook
import Grading

/// The record of a run as its grades come in, so that what was just written need not be read back for the
/// figures.
///
/// Only where all of the run is graded in one sitting; what was graded before stands in the grade book alone.
final class Harvest: Sendable {
  private let attempts: [Attempt]
  private let places: [AttemptID: Int]
  private let gathered: Locked<(attempts: [GradedAttempt?], missing: Int)>

  /// - Parameter work: All of the run; `nil` comes of what is too much to be held.
  convenience init?(of work: Session.Work) {
    switch work {
    case .held(let attempts): self.init(attempts)
    case .answered, .stored: return nil
    }
  }

  /// - Parameter attempts: All of the run, in its order.
  init(_ attempts: [Attempt]) {
    self.attempts = attempts
    places = Dictionary(
      attempts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    gathered = Locked((Array(repeating: nil, count: attempts.count), attempts.count))
  }

  /// A grade was handed to the grade book.
  func add(_ grade: Grade, _ completion: Completion?) {
    guard let place = places[grade.attempt] else { return }
    let graded = GradedAttempt(
      grade: grade, prompt: attempts[place].prompt, completion: completion
    ).withoutDetails
    gathered.withLock { gathered in
      if gathered.attempts[place] == nil { gathered.missing -= 1 }
      gathered.attempts[place] = graded
    }
  }

  /// As the grade book would give it without details; `nil` if this sitting did not grade all.
  func record(of run: Run, _ marking: Marking, servers: [ServerCard]) -> RunRecord? {
    let (graded, missing) = gathered.withLock { $0 }
    guard missing == 0 else { return nil }
    var problems: [ProblemCard] = []
    for attempt in attempts where attempt.problem.id != problems.last?.id {
      problems.append(ProblemCard(attempt.problem))
    }
    return RunRecord(
      run: run, marking: marking, problems: problems, attempts: graded.compactMap(\.self),
      servers: servers)
  }
}
