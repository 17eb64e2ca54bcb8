public import Grading
internal import Glibc

/// The SQLite file of runs, completions, markings and grades.
///
/// An actor on a thread of its own: syncing to the disk blocks, and must not hold one of the few
/// threads of the cooperative pool. Completions that arrive together share one commit.
public actor GradeBook {
  private nonisolated let thread: ThreadExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  public nonisolated let path: String
  let database: Database
  nonisolated let inbox = Locked(Inbox())
  private var positions: [Int: [String: Int]] = [:]
  private var leases: [String: Int32] = [:]

  /// Opens the file, or creates it and its folder.
  ///
  /// - Throws: if it cannot be opened, is no grade book, or was written by a newer Assay.
  public init(path: String) throws(GradeBookError) {
    self.path = path
    thread = ThreadExecutor()
    try createParentFolders(of: path)
    database = try Database(path: path)
    try Schema.migrate(database)
  }

  // MARK: Runs

  /// Begins a run: its problems and prompts are stored before anything is asked.
  public func begin(_ run: Run, _ problems: [PlannedProblem]) throws(GradeBookError) {
    try database.largeTransaction { () throws(GradeBookError) in
      let writer = try ProblemWriter(of: run, in: database)
      for problem in problems { try writer.add(problem) }
      try writer.finish()
    }
  }

  /// Marks a run as having a completion for every attempt.
  public func finish(_ run: Run, at time: String) throws(GradeBookError) {
    try database.run(
      "UPDATE runs SET finished_at = ? WHERE id = ? AND finished_at IS NULL",
      [.text(time), .text(run.id)])
  }

  /// All runs, oldest first.
  public func runs() throws(GradeBookError) -> [Run] {
    try database.rows(Run.select + " ORDER BY number") { Run($0) }
  }

  /// The newest run of that fingerprint.
  public func run(fingerprint: String) throws(GradeBookError) -> Run? {
    try database.rows(
      Run.select + " WHERE fingerprint = ? ORDER BY number DESC LIMIT 1", [.text(fingerprint)]
    ) { Run($0) }.first
  }

  /// The run of that exact name.
  public func run(name: String) throws(GradeBookError) -> Run? {
    try database.rows(Run.select + " WHERE name = ?", [.text(name)]) { Run($0) }.first
  }

  /// The runs that a user may mean: `last`, a name, or the beginning of an id.
  public func runs(matching text: String) throws(GradeBookError) -> [Run] {
    if text == "last" {
      return try database.rows(Run.select + " ORDER BY number DESC LIMIT 1") { Run($0) }
    }
    if let run = try run(name: text) { return [run] }
    return try database.rows(
      Run.select + " WHERE substr(id, 1, ?) = ? ORDER BY number",
      [.integer(text.utf8.count), .text(text)]
    ) { Run($0) }
  }

  /// Holds a run for this process until it ends, so that no two ask the same at once.
  ///
  /// - Returns: false if another process holds it.
  public func hold(_ run: Run) throws(GradeBookError) -> Bool {
    guard leases[run.id] == nil else { return true }
    let file = "\(path)-\(run.id).lock"
    let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw GradeBookError(path: file, message: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return false
    }
    leases[run.id] = descriptor
    return true
  }

  /// Lets go of a run.
  public func release(_ run: Run) {
    guard let descriptor = leases.removeValue(forKey: run.id) else { return }
    unlink("\(path)-\(run.id).lock")
    close(descriptor)
  }

  // MARK: Problems

  /// The problems of a run as they were asked, in order.
  public func problems(of run: Run) throws(GradeBookError) -> [PlannedProblem] {
    try database.rows(
      """
      SELECT problem_id, d.body, s.body, p.body, images, r.body FROM problems
        JOIN texts d ON d.hash = document
        JOIN texts p ON p.hash = prompt
        LEFT JOIN texts s ON s.hash = system
        LEFT JOIN texts r ON r.hash = rubric
      WHERE run = ? ORDER BY position
      """, [.integer(try number(of: run.id))]
    ) { row in
      PlannedProblem(
        id: row.text(0), documentText: row.text(1),
        prompt: Prompt(
          system: row.optionalText(2), text: row.text(3),
          images: JSON(stored: row.text(4)).array?.compactMap(\.string) ?? []),
        rubric: row.optionalText(5))
    }
  }

  // MARK: Completions

  /// The completion of an attempt; `nil` if there is none.
  public func completion(
    of attempt: AttemptID, in run: Run
  ) throws(GradeBookError) -> Completion? {
    let number = try number(of: run.id)
    guard let position = try position(of: attempt.problemID, in: number) else { return nil }
    return try database.rows(
      "SELECT \(Completion.columns) FROM completions WHERE run = ? AND position = ? AND attempt = ?",
      [.integer(number), .integer(position), .integer(attempt.number)]
    ) { Completion($0, at: 0) }.first
  }

  /// The attempts of a run that have a completion.
  public func completedAttempts(of run: Run) throws(GradeBookError) -> Set<AttemptID> {
    try attempts(
      """
      SELECT problem_id, attempt FROM completions JOIN problems USING (run, position) WHERE run = ?
      """, [.integer(try number(of: run.id))])
  }

  // MARK: Markings and grades

  /// Begins a marking with the next number; the number given is ignored.
  public func begin(_ marking: Marking, of run: Run) throws(GradeBookError) -> Marking {
    let number = try number(of: run.id)
    return try database.transaction { () throws(GradeBookError) in
      var marking = marking
      try database.each(
        "SELECT coalesce(max(number), 0) + 1 FROM markings WHERE run = ?", [.integer(number)]
      ) { marking.number = $0.integer(0) }
      try database.run(
        """
        INSERT INTO markings
          (number, run, started_at, scorers, rubric_name, rubric, isolation, limits)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(marking.number), .integer(number), .text(marking.startedAt),
          .text(marking.scorers.text), .text(marking.rubricName),
          .text(try database.store(marking.rubricSource)), .text(marking.isolation.text),
          .text(marking.limits.text),
        ])
      return marking
    }
  }

  /// The markings of a run, oldest first.
  public func markings(of run: Run) throws(GradeBookError) -> [Marking] {
    try database.rows(
      """
      SELECT number, started_at, scorers, rubric_name, body, isolation, limits
      FROM markings JOIN texts ON hash = rubric WHERE run = ? ORDER BY number
      """, [.integer(try number(of: run.id))]
    ) { row in
      Marking(
        number: row.integer(0), startedAt: row.text(1), scorers: JSON(stored: row.text(2)),
        rubricName: row.text(3), rubricSource: row.text(4), isolation: JSON(stored: row.text(5)),
        limits: JSON(stored: row.text(6)))
    }
  }

  /// The attempts that have a score (not a fault) under a marking.
  public func scoredAttempts(
    of run: Run, marking: Marking
  ) throws(GradeBookError) -> Set<AttemptID> {
    try attempts(
      """
      SELECT problem_id, attempt FROM grades JOIN problems USING (run, position)
      WHERE run = ? AND marking = ? AND fault IS NULL
      """, [.integer(try number(of: run.id)), .integer(marking.number)])
  }

  // MARK: Look-ups

  private var numbers: [String: Int] = [:]

  /// The row number of a run.
  func number(of id: String) throws(GradeBookError) -> Int {
    if let number = numbers[id] { return number }
    var number: Int?
    try database.each("SELECT number FROM runs WHERE id = ?", [.text(id)]) {
      number = $0.integer(0)
    }
    guard let number else { throw GradeBookError(path: path, message: "no run \(id)") }
    numbers[id] = number
    return number
  }

  /// The position of a problem in its run; `nil` if the run has no such problem.
  ///
  /// Looked up once for each problem that is in the works; of those that were met, so many are remembered.
  func position(of problem: String, in run: Int) throws(GradeBookError) -> Int? {
    if let known = positions[run]?[problem] { return known }
    var found: Int?
    try database.each(
      "SELECT position FROM problems WHERE run = ? AND problem_id = ?",
      [.integer(run), .text(problem)]
    ) { found = $0.integer(0) }
    guard let found else { return nil }
    if positions[run, default: [:]].count >= GradeBook.mostPositions {
      positions[run]?.removeAll(keepingCapacity: true)
    }
    positions[run, default: [:]][problem] = found
    return found
  }

  private static let mostPositions = 16_384

  private func attempts(
    _ sql: String, _ values: [SQLValue]
  ) throws(GradeBookError) -> Set<AttemptID> {
    var found: Set<AttemptID> = []
    try database.each(sql, values) {
      found.insert(AttemptID(problemID: $0.text(0), number: $0.integer(1)))
    }
    return found
  }
}

/// A problem of a run with the prompt that it is asked by.
public struct PlannedProblem: Sendable, Hashable {
  public var id: String
  /// The problem in native form, as compact JSON.
  public var documentText: String
  public var prompt: Prompt
  /// The text of the rubric that the problem names, if it names one.
  public var rubric: String?

  /// The problem in native form.
  public var document: JSON { JSON(stored: documentText) }

  /// A problem that is asked by that prompt.
  public init(_ problem: Problem, _ prompt: Prompt, rubric: String? = nil) {
    self.init(id: problem.id, documentText: problem.documentText, prompt: prompt, rubric: rubric)
  }

  public init(id: String, document: JSON, prompt: Prompt, rubric: String? = nil) {
    self.init(id: id, documentText: document.text, prompt: prompt, rubric: rubric)
  }

  init(id: String, documentText: String, prompt: Prompt, rubric: String? = nil) {
    self.id = id
    self.documentText = documentText
    self.prompt = prompt
    self.rubric = rubric
  }
}

/// Creates the folders that lead to a file.
private func createParentFolders(of path: String) throws(GradeBookError) {
  var end = path.startIndex
  while let slash = path[end...].firstIndex(of: "/") {
    let folder = String(path[..<slash])
    end = path.index(after: slash)
    if folder.isEmpty || mkdir(folder, 0o755) == 0 || errno == EEXIST { continue }
    throw GradeBookError(path: folder, message: String(cString: strerror(errno)))
  }
}
