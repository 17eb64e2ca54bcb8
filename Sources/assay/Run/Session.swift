import GradeBook
import Grading
import Scoring

/// Grades what a run still lacks under a marking, and stores it.
struct Session {
  let book: GradeBook
  let run: Run
  let marking: Marking
  /// All attempts of the run, in order.
  let attempts: [Attempt]
  let model: any Model
  let marker: Marker
  /// Attempts in the works at once. The model itself limits how many of their requests are in flight.
  let width: Int
  let progress: Progress

  /// So many attempts more than requests may be in flight wait for their turn or for the disk, so that
  /// the network never waits for either.
  static let lead = 256

  /// - Returns: false if the run was interrupted before all attempts were graded.
  /// - Throws: what ends the run: the grade book cannot be written.
  func grade() async throws -> Bool {
    let scored = try await book.scoredAttempts(of: run, marking: marking)
    let waiting = attempts.filter { !scored.contains($0.id) }
    progress.begin(total: waiting.count)
    let grading = Task { try await grade(waiting) }
    let interruption = Interruption { grading.cancel() }
    defer { progress.end() }
    try await grading.value
    withExtendedLifetime(interruption) {}
    guard !grading.isCancelled, progress.observation?.stop == nil else { return false }
    try await finish()
    return true
  }

  private func grade(_ waiting: [Attempt]) async throws {
    let pipeline = Pipeline(model: model, width: width) { problem throws(Fault) in
      try marker.scheme(for: problem)
    }
    try await pipeline.grade(waiting) { grade in
      // An attempt that was given up for want of time is simply still to be done.
      guard grade.fault?.kind != .cancelled else { return }
      try await book.save(grade, of: run, marking: marking)
      progress.graded(grade)
    }
    try await book.flush()
  }

  /// A run is finished when every attempt has a completion.
  private func finish() async throws {
    let completed = try await book.completedAttempts(of: run)
    if attempts.allSatisfy({ completed.contains($0.id) }) {
      try await book.finish(run, at: Clock.timestamp)
    }
  }
}
