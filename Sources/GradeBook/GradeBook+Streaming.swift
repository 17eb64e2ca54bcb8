public import Grading

// Runs of so many problems that they are never held: written and read back problem by problem.

extension GradeBook {
  /// Begins a run whose problems come one by one; all are stored, or, if `fill` throws, nothing is.
  ///
  /// While it fills, other processes that write to the same file wait.
  ///
  /// - Parameter fill: Hands each problem to the function that it is given, in order.
  /// - Throws: what `fill` throws, or an error that names an id that stands twice.
  public func begin(
    _ run: Run,
    filling fill: @Sendable (_ add: (PlannedProblem) throws(GradeBookError) -> Void) throws -> Void
  ) throws {
    var failure: (any Error)?
    do {
      try database.largeTransaction { () throws(GradeBookError) in
        let writer = try ProblemWriter(of: run, in: database)
        do {
          try fill { problem throws(GradeBookError) in try writer.add(problem) }
          try writer.finish()
        } catch {
          failure = error
          throw GradeBookError(path: path, message: "the run was not begun")
        }
      }
    } catch {
      throw failure ?? error
    }
  }

  /// How many attempts of a run have a completion.
  public func completionCount(of run: Run) throws(GradeBookError) -> Int {
    try count(
      "SELECT count(*) FROM completions WHERE run = ?", [.integer(try number(of: run.id))])
  }

  /// How many attempts of a run have a score under a marking.
  public func scoreCount(of run: Run, marking: Marking) throws(GradeBookError) -> Int {
    try count(
      "SELECT count(*) FROM grades WHERE run = ? AND marking = ? AND fault IS NULL",
      [.integer(try number(of: run.id)), .integer(marking.number)])
  }

  private func count(_ sql: String, _ values: [SQLValue]) throws(GradeBookError) -> Int {
    var count = 0
    try database.each(sql, values) { count = $0.integer(0) }
    return count
  }

  /// The attempts of a run that have no score under a marking.
  ///
  /// - Parameter problem: Reads a stored problem; `nil` leaves it out.
  public func unscored(
    of run: Run, marking: Marking,
    _ problem: @escaping @Sendable (JSON) -> Problem?
  ) throws(GradeBookError) -> StoredAttempts {
    StoredAttempts(
      path: path, run: try number(of: run.id), marking: marking.number, attempts: run.attempts,
      problem: problem)
  }

  /// Folds the problems of a run that have grades under a marking, in order, each with its attempts, which
  /// lack the texts of completions.
  public func fold<Value: Sendable>(
    _ start: Value, of run: Run, marking: Marking,
    _ receive: @Sendable (inout Value, PlannedProblem, [GradedAttempt]) -> Void
  ) throws(GradeBookError) -> Value {
    try flush()
    var value = start
    var planned: PlannedProblem?
    var attempts: [GradedAttempt] = []
    func handOver() {
      if let planned { receive(&value, planned, attempts) }
      attempts.removeAll(keepingCapacity: true)
    }
    try database.each(
      """
      SELECT problem_id, d.body, g.attempt, \(Grade.columns), c.content IS NOT NULL,
        \(Completion.columnsWithoutText)
      FROM grades g JOIN problems p USING (run, position) JOIN texts d ON d.hash = p.document
        LEFT JOIN completions c USING (run, position, attempt)
      WHERE g.run = ? AND g.marking = ? ORDER BY g.position, g.attempt
      """, [.integer(try number(of: run.id)), .integer(marking.number)]
    ) { row in
      let id = row.text(0)
      if id != planned?.id {
        handOver()
        planned = PlannedProblem(
          id: id, documentText: row.text(1), prompt: Prompt(text: ""))
      }
      attempts.append(
        GradedAttempt(
          grade: Grade(row, attempt: AttemptID(problemID: id, number: row.integer(2)), at: 3),
          prompt: Prompt(text: ""),
          completion: row.integer(19) == 1 ? Completion(row, at: 20) : nil))
    }
    handOver()
    return value
  }
}

/// The attempts of a run that lack a score, read back a few problems at a time by a connection of their own.
public final class StoredAttempts: Sequence, Sendable {
  private let path: String
  private let run: Int
  private let marking: Int
  private let attempts: Int
  private let problem: @Sendable (JSON) -> Problem?
  private let broken = Locked<GradeBookError?>(nil)

  init(
    path: String, run: Int, marking: Int, attempts: Int,
    problem: @escaping @Sendable (JSON) -> Problem?
  ) {
    self.path = path
    self.run = run
    self.marking = marking
    self.attempts = attempts
    self.problem = problem
  }

  /// What ended the sequence before its end.
  public var failure: GradeBookError? { broken.withLock { $0 } }

  public func makeIterator() -> Iterator { Iterator(self) }

  public struct Iterator: IteratorProtocol {
    private let source: StoredAttempts
    private var database: Database?
    /// The next problem's.
    private var position = 0
    /// Those read and not taken, the last first.
    private var ready: [Attempt] = []
    private var isOver = false

    /// Problems read at once.
    private static let page = 128

    fileprivate init(_ source: StoredAttempts) { self.source = source }

    public mutating func next() -> Attempt? {
      while ready.isEmpty, !isOver {
        do throws(GradeBookError) {
          try read()
        } catch {
          source.broken.withLock { $0 = error }
          isOver = true
        }
      }
      return ready.popLast()
    }

    private mutating func read() throws(GradeBookError) {
      let opened: Database
      if let database {
        opened = database
      } else {
        opened = try Database(path: source.path)
        database = opened
      }
      var page: [Attempt] = []
      let scored = try scored(opened)
      var rows = 0
      let first = position
      try opened.each(
        """
        SELECT position, problem_id, d.body, s.body, p.body, images FROM problems
          JOIN texts d ON d.hash = document
          JOIN texts p ON p.hash = prompt
          LEFT JOIN texts s ON s.hash = system
        WHERE run = ? AND position >= ? AND position < ? ORDER BY position
        """, [.integer(source.run), .integer(first), .integer(first + Self.page)]
      ) { row in
        rows += 1
        let place = row.integer(0)
        let open = (1...source.attempts).filter { !scored.contains(Place(place, $0)) }
        guard !open.isEmpty, let problem = source.problem(JSON(stored: row.text(2))) else { return }
        let prompt = Prompt(
          system: row.optionalText(3), text: row.text(4),
          images: JSON(stored: row.text(5)).array?.compactMap(\.string) ?? [])
        page += open.map { Attempt(problem: problem, number: $0, prompt: prompt) }
      }
      position += Self.page
      isOver = rows < Self.page
      ready = page.reversed()
    }

    private struct Place: Hashable {
      let position: Int
      let attempt: Int

      init(_ position: Int, _ attempt: Int) {
        self.position = position
        self.attempt = attempt
      }
    }

    private func scored(_ database: Database) throws(GradeBookError) -> Set<Place> {
      var scored: Set<Place> = []
      try database.each(
        """
        SELECT position, attempt FROM grades
        WHERE run = ? AND marking = ? AND position >= ? AND position < ? AND fault IS NULL
        """,
        [
          .integer(source.run), .integer(source.marking), .integer(position),
          .integer(position + Self.page),
        ]
      ) { scored.insert(Place($0.integer(0), $0.integer(1))) }
      return scored
    }
  }
}
