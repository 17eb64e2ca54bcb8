public import Grading

// How completions and grades reach the disk: thousands a second, each commit shared by all that wait.

extension GradeBook {
  /// Stores a completion; when this returns it is on the disk.
  ///
  /// A second completion of the same attempt is ignored: the first was paid for as well.
  ///
  /// - Parameter fingerprint: The request's, see ``RequestFingerprint``; `nil` where none was made.
  public nonisolated func record(
    _ completion: Completion, of attempt: AttemptID, in run: Run, fingerprint: String? = nil
  ) async throws(GradeBookError) {
    let result: Result<Void, GradeBookError> = await withCheckedContinuation { continuation in
      handOver(
        PendingWrite(
          run: run.id, attempt: attempt, row: .completion(completion, fingerprint: fingerprint),
          continuation: continuation))
    }
    try result.get()
  }

  /// Stores a grade soon: with the next commit. A fault gives way to a later grade, a score never.
  ///
  /// Does not wait for the disk, nor for others who write. A grade that is lost with the process is
  /// made again from its completion.
  ///
  /// - Throws: the failure of an earlier commit.
  public nonisolated(nonsending) func save(
    _ grade: Grade, of run: Run, marking: Marking
  ) async throws(GradeBookError) {
    handOver(
      PendingWrite(
        run: run.id, attempt: grade.attempt, row: .grade(grade, marking: marking.number)))
    if let failure = inbox.withLock({ $0.failure }) { throw failure }
  }

  /// Commits everything that was handed over.
  public func flush() throws(GradeBookError) {
    commit()
    if let failure = inbox.withLock({ $0.failure }) { throw failure }
  }

  /// What waits to be written. Filled by any thread, so that nobody has to wait in the actor's line
  /// while the disk is syncing.
  struct Inbox {
    var writes: [PendingWrite] = []
    var commitIsScheduled = false
    /// How long a commit waits for more after the first row.
    var patience = Duration.zero
    /// The first commit that failed; nothing can be trusted to be stored after it.
    var failure: GradeBookError?
  }

  /// A row on its way. An object, because it has many texts and is handed on several times.
  final class PendingWrite: Sendable {
    /// The run's id.
    let run: String
    let attempt: AttemptID
    let row: Row
    /// Waits for the commit, where somebody does.
    let continuation: CheckedContinuation<Result<Void, GradeBookError>, Never>?

    /// Behind a reference: rows are handed on several times.
    indirect enum Row {
      case completion(Completion, fingerprint: String?)
      case grade(Grade, marking: Int)
    }

    init(
      run: String, attempt: AttemptID, row: Row,
      continuation: CheckedContinuation<Result<Void, GradeBookError>, Never>? = nil
    ) {
      self.run = run
      self.attempt = attempt
      self.row = row
      self.continuation = continuation
    }
  }

  private nonisolated func handOver(_ write: PendingWrite) {
    let patience = inbox.withLock { inbox -> Duration? in
      inbox.writes.append(write)
      defer { inbox.commitIsScheduled = true }
      return inbox.commitIsScheduled ? nil : inbox.patience
    }
    guard let patience else { return }
    // Whatever arrives until the disk has time joins the next commit.
    Task {
      if patience > .zero { try? await Task.sleep(for: patience) }
      await self.commit()
    }
  }

  /// Lets each commit wait so long for more rows after its first: a commit costs as much for one row as
  /// for a hundred. For those who have much else to do meanwhile.
  public nonisolated func gather(for patience: Duration) {
    inbox.withLock { $0.patience = patience }
  }

  private func commit() {
    let (batch, earlier) = inbox.withLock { inbox in
      inbox.commitIsScheduled = false
      defer { inbox.writes = [] }
      return (inbox.writes, inbox.failure)
    }
    guard !batch.isEmpty else { return }
    var result: Result<Void, GradeBookError> = .success(())
    var misplaced: [Int: GradeBookError] = [:]
    do throws(GradeBookError) {
      if let earlier { throw earlier }
      misplaced = try write(batch)
    } catch {
      result = .failure(error)
    }
    if case .failure(let error) = result { note(error) }
    for (index, error) in misplaced where batch[index].continuation == nil { note(error) }
    for (index, write) in batch.enumerated() {
      write.continuation?.resume(returning: misplaced[index].map { .failure($0) } ?? result)
    }
  }

  private nonisolated func note(_ error: GradeBookError) {
    inbox.withLock { $0.failure = $0.failure ?? error }
  }

  /// Writes a batch in one transaction.
  ///
  /// - Returns: What was wrong with those rows that belong nowhere, by their index.
  private func write(_ batch: [PendingWrite]) throws(GradeBookError) -> [Int: GradeBookError] {
    var misplaced: [Int: GradeBookError] = [:]
    let completions = try database.inserter(Completion.insert)
    let requests = try database.inserter(Delivery.insert)
    let grades = try database.inserter(Grade.insert)
    try database.transaction { () throws(GradeBookError) in
      for index in batch.indices {
        let write = batch[index]
        let number = try number(of: write.run)
        guard let position = try position(of: write.attempt.problemID, in: number) else {
          misplaced[index] = GradeBookError(
            path: path, message: "no problem \(write.attempt.problemID) in the run")
          continue
        }
        switch write.row {
        case .completion(let completion, let fingerprint):
          try completions.insert { row in
            completion.bind(to: &row, run: number, position: position, write.attempt.number)
          }
          guard let fingerprint else { continue }
          try requests.insert { row in
            row.integer(number)
            row.integer(position)
            row.integer(write.attempt.number)
            row.text(fingerprint)
            completion.delivery.bind(to: &row)
          }
        case .grade(let grade, let marking):
          try grades.insert { row in
            grade.bind(to: &row, run: number, marking: marking, position: position)
          }
        }
      }
    }
    return misplaced
  }
}

extension GradeBook {
  /// A completion of an equal request, from one run or from any; the newest if there are several.
  public func completion(
    fingerprint: String, from run: Run? = nil
  ) throws(GradeBookError) -> Completion? {
    let only = try run.map { run throws(GradeBookError) in try number(of: run.id) }
    return try database.rows(
      """
      SELECT \(Completion.columns)
      FROM requests JOIN completions USING (run, position, attempt)
      WHERE fingerprint = ?1 AND (?2 IS NULL OR run = ?2) ORDER BY run DESC LIMIT 1
      """, [.text(fingerprint), .optional(only)]
    ) { Completion($0, at: 0) }.first
  }

  /// How a completion was come by; `nil` if nobody was asked for it.
  public func delivery(
    of attempt: AttemptID, in run: Run
  ) throws(GradeBookError) -> Delivery? {
    let number = try number(of: run.id)
    guard let position = try position(of: attempt.problemID, in: number) else { return nil }
    return try database.rows(
      """
      SELECT sent_id, status, queued_ms, waited_ms, first_byte_ms FROM requests
      WHERE run = ? AND position = ? AND attempt = ? AND sent_id IS NOT NULL
      """, [.integer(number), .integer(position), .integer(attempt.number)]
    ) { row in
      Delivery(
        sentID: row.text(0), status: row.optionalInteger(1), queuedMilliseconds: row.real(2),
        waitedMilliseconds: row.real(3), firstByteMilliseconds: row.optionalReal(4))
    }.first
  }
}

extension Delivery {
  static let insert = """
    INSERT INTO requests (run, position, attempt, fingerprint, sent_id, status, queued_ms,
      waited_ms, first_byte_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """
}

extension Delivery? {
  fileprivate func bind(to row: inout Binding) {
    row.text(self?.sentID)
    row.integer(self?.status)
    row.real(self?.queuedMilliseconds)
    row.real(self?.waitedMilliseconds)
    row.real(self?.firstByteMilliseconds)
  }
}
