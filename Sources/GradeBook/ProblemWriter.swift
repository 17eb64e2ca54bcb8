internal import Grading

/// Stores a run and then its problems one by one; within a transaction.
final class ProblemWriter {
  private let database: Database
  private let run: Run
  private let number: Int
  private let rows: Database.Inserter
  private let texts: Database.Inserter
  private var position = 0
  /// Most problems share their system text.
  private var system: (text: String, hash: String)?

  init(of run: Run, in database: Database) throws(GradeBookError) {
    self.database = database
    self.run = run
    try database.run(
      """
      INSERT INTO runs (id, name, fingerprint, started_at, finished_at, set_name, set_path,
        set_hash, model, source, protocol, parameters, prompts, attempts, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(run.id), .text(run.name), .text(run.fingerprint), .text(run.startedAt),
        .optional(run.finishedAt), .text(run.setName), .text(run.setPath), .text(run.setHash),
        .text(run.model), .text(run.source), .text(run.protocolName),
        .text(run.parameters.text), .text(run.prompts.text), .integer(run.attempts),
        .text(run.version),
      ])
    var number = 0
    try database.each("SELECT number FROM runs WHERE id = ?", [.text(run.id)]) {
      number = $0.integer(0)
    }
    self.number = number
    texts = try database.textInserter
    rows = try database.inserter(
      """
      INSERT INTO problems
        (run, position, problem_id, document, system, prompt, images, rubric)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  /// - Throws: also if the run has a problem of that id.
  func add(_ problem: PlannedProblem) throws(GradeBookError) {
    let document = try texts.store(problem.documentText)
    if let text = problem.prompt.system, text != system?.text {
      system = (text, try texts.store(text))
    }
    let prompt = try texts.store(problem.prompt.text)
    let rubric = try problem.rubric.map { text throws(GradeBookError) in
      try texts.store(text)
    }
    do throws(GradeBookError) {
      try rows.insert { row in
        row.integer(number)
        row.integer(position)
        row.text(problem.id)
        row.text(document)
        row.text(problem.prompt.system == nil ? nil : system?.hash)
        row.text(prompt)
        row.text(
          problem.prompt.images.isEmpty ? "[]" : JSON.strings(problem.prompt.images).text)
        row.text(rubric)
      }
    } catch {
      guard error.isOfUniqueness else { throw error }
      throw GradeBookError(
        path: run.setPath, message: "\(problem.id): the id stands twice; rename one of the two")
    }
    position += 1
  }
}

extension Database {
  fileprivate var textInserter: Inserter {
    get throws(GradeBookError) {
      try inserter("INSERT INTO texts (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING")
    }
  }

  /// Stores a text once and returns its digest.
  func store(_ text: String) throws(GradeBookError) -> String { try textInserter.store(text) }
}

extension Database.Inserter {
  /// Stores a text once and returns its digest.
  fileprivate func store(_ text: String) throws(GradeBookError) -> String {
    let hash = SHA256.hex(text)
    try insert { row in
      row.text(hash)
      row.text(text)
    }
    return hash
  }
}

extension GradeBookError {
  /// Whether a row was refused because its key is taken; SQLite says so in these words.
  fileprivate var isOfUniqueness: Bool { message.hasPrefix("UNIQUE constraint failed") }
}
