import GradeBook
import Grading
import Problems
import Scoring

/// Grades what a run still lacks under a marking, and stores it.
struct Session {
  let book: GradeBook
  let run: Run
  let marking: Marking
  let attempts: Work
  let model: any Model
  let marker: Marker
  /// Attempts in the works at once. The model itself limits how many of their requests are in flight.
  let width: Int
  let progress: Progress
  /// Gathers what is graded; `nil` where that is too much to hold.
  let harvest: Harvest?
  /// Is told every grade that was handed over to be stored.
  var received: @Sendable (Grade) -> Void = { _ in }

  /// What is graded, in order.
  enum Work {
    /// All attempts of the run.
    case held([Attempt])
    /// Attempts that have their completions: nobody is asked.
    case answered([Attempt])
    /// So many, which the grade book has and which are read back as they are needed.
    case stored(Int)

    var count: Int {
      switch self {
      case .held(let attempts), .answered(let attempts): attempts.count
      case .stored(let count): count
      }
    }
  }

  /// How many attempts are in the works where so many requests may be in flight.
  ///
  /// With few, a request keeps its place until its completion is on the disk, so that a killed run asks
  /// no more again than were in flight. With many, more attempts than that wait for their turn or for the
  /// disk, so that the network never waits for either. With very many, the share of them that waits is small.
  static func width(for requests: Int) -> Int {
    requests < 32 ? requests : requests + min(512, requests * 8, max(128, (1 << 18) / requests))
  }

  /// How long a commit waits for more completions. With few in the works somebody would wait for it.
  private static func patience(width: Int) -> Duration {
    width < 32 ? .zero : .milliseconds(4)
  }

  /// - Returns: false if the run was interrupted before all attempts were graded.
  /// - Throws: what ends the run: the grade book cannot be written.
  func grade() async throws -> Bool {
    switch attempts {
    case .held(let attempts), .answered(let attempts):
      let scored = try await book.scoredAttempts(of: run, marking: marking)
      let waiting = attempts.filter { !scored.contains($0.id) }
      return try await grade(waiting, count: waiting.count)
    case .stored(let count):
      let scored = try await book.scoreCount(of: run, marking: marking)
      let waiting = try await book.unscored(of: run, marking: marking) {
        try? Problem(document: $0)
      }
      let isComplete = try await grade(waiting, count: count - scored)
      if let failure = waiting.failure { throw failure }
      return isComplete
    }
  }

  private func grade(
    _ waiting: some Sequence<Attempt> & Sendable, count: Int
  ) async throws -> Bool {
    progress.begin(total: count)
    book.gather(for: Session.patience(width: width))
    let grading = Task { try await pass(waiting) }
    let interruption = Interruption { grading.cancel() }
    defer { progress.end() }
    try await grading.value
    withExtendedLifetime(interruption) {}
    guard !grading.isCancelled, progress.observation?.stop == nil else { return false }
    try await finish()
    return true
  }

  private func pass(_ waiting: some Sequence<Attempt> & Sendable) async throws {
    let schemes = RecentSchemes(marker)
    let pipeline = Pipeline(model: model, width: width) { problem throws(Fault) in
      try schemes.scheme(for: problem)
    }
    try await pipeline.grade(waiting) { grade, completion in
      // An attempt that was given up for want of time is simply still to be done.
      guard grade.fault?.kind != .cancelled else { return }
      try await book.save(grade, of: run, marking: marking)
      harvest?.add(grade, completion)
      progress.graded(grade)
      received(grade)
    }
    try await book.flush()
  }

  /// A run is finished when every attempt has a completion.
  private func finish() async throws {
    switch attempts {
    // What else the run lacks is not known here.
    case .answered: return
    case .held, .stored: break
    }
    if try await book.completionCount(of: run) == attempts.count {
      try await book.finish(run, at: Clock.timestamp)
    }
  }
}
