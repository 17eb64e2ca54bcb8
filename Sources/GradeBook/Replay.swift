public import Grading

/// A model that answers from the grade book alone.
///
/// Completions are read a page at a time: attempts are asked for in about the order in which they are
/// stored, and a look-up for each would cost more than marking it.
public final class Replay: Model {
  private let book: GradeBook
  private let run: Run
  /// Read, and not yet asked for.
  private let ahead = Locked<[AttemptID: Completion]>([:])

  /// How many completions are read at once.
  static let page = 256
  /// The most that wait to be asked for, should attempts be asked for in quite another order.
  private static let mostAhead = 4 * page

  public init(of run: Run, in book: GradeBook) {
    self.book = book
    self.run = run
  }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    if let read = take(request.id) { return read }
    do throws(GradeBookError) {
      if let stored = try await read(from: request.id) { return stored }
    } catch {
      throw Fault(.storage, error.message)
    }
    throw Fault(.missingOutput, "the run has no completion of this attempt")
  }

  private func take(_ id: AttemptID) -> Completion? {
    ahead.withLock { $0.removeValue(forKey: id) }
  }

  /// In the grade book's turn: who waited for it behind another finds what that one has read.
  private func read(from id: AttemptID) async throws(GradeBookError) -> Completion? {
    try await book.inTurn { book throws(GradeBookError) in
      if let read = self.take(id) { return read }
      let page = try book.completions(from: id, in: self.run, atMost: Replay.page)
      guard let first = page.first, first.id == id else { return nil }
      self.ahead.withLock { ahead in
        if ahead.count > Replay.mostAhead { ahead = [:] }
        for (id, completion) in page.dropFirst() { ahead[id] = completion }
      }
      return first.completion
    }
  }
}

extension GradeBook {
  fileprivate func inTurn<Result: Sendable>(
    _ body: @Sendable (isolated GradeBook) throws(GradeBookError) -> Result
  ) throws(GradeBookError) -> Result { try body(self) }

  /// Completions in the order of the set, then of the attempts, from that attempt on.
  fileprivate func completions(
    from attempt: AttemptID, in run: Run, atMost count: Int
  ) throws(GradeBookError) -> [(id: AttemptID, completion: Completion)] {
    let number = try number(of: run.id)
    guard let position = try position(of: attempt.problemID, in: number) else { return [] }
    return try database.rows(
      """
      SELECT problem_id, attempt, \(Completion.columns)
      FROM completions JOIN problems USING (run, position)
      WHERE run = ?1 AND (position, attempt) >= (?2, ?3)
      ORDER BY position, attempt LIMIT ?4
      """,
      [.integer(number), .integer(position), .integer(attempt.number), .integer(count)]
    ) { row in
      (AttemptID(problemID: row.text(0), number: row.integer(1)), Completion(row, at: 2))
    }
  }
}
