internal import Grading

/// Stores a run and then its problems; within a transaction.
///
/// Some thousand problems are gathered, and their texts stored in the order of their keys: a tree that
/// grows at its end is written once, and one that grows everywhere many times over.
final class ProblemWriter {
  private let database: Database
  private let run: Run
  private let number: Int
  /// Not stored yet.
  private var pages: [Page] = []
  private var newTexts: [(hash: String, text: String)] = []
  private var newBytes = 0
  private let rows: Database.Inserter
  private let texts: Database.Inserter
  private var position = 0
  /// Most problems share their system text.
  private var system: (text: String, hash: String)?

  /// Texts that are gathered at most, and their bytes.
  private static let textLimit = 1 << 16
  private static let byteLimit = 8 << 20

  /// A problem whose texts are named by their digests.
  private struct Page {
    var id: String
    var document: String
    var system: String?
    var prompt: String
    var images: [String]
    var rubric: String?
  }

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
    let document = gather(problem.documentText)
    if let text = problem.prompt.system, text != system?.text {
      system = (text, gather(text))
    }
    pages.append(
      Page(
        id: problem.id, document: document,
        system: problem.prompt.system == nil ? nil : system?.hash,
        prompt: gather(problem.prompt.text), images: problem.prompt.images,
        rubric: problem.rubric.map(gather)))
    if newTexts.count >= ProblemWriter.textLimit || newBytes >= ProblemWriter.byteLimit {
      try store()
    }
  }

  /// Stores what is left; to be called after the last problem.
  func finish() throws(GradeBookError) { try store() }

  private func gather(_ text: String) -> String {
    let hash = SHA256.hex(text)
    newTexts.append((hash, text))
    newBytes += text.utf8.count
    return hash
  }

  private func store() throws(GradeBookError) {
    for place in inOrderOfKeys() { try texts.insert(newTexts[place].hash, newTexts[place].text) }
    for page in pages { try store(page) }
    newTexts.removeAll(keepingCapacity: true)
    pages.removeAll(keepingCapacity: true)
    newBytes = 0
  }

  /// The places of the new texts by the first bytes of their keys; more are hardly ever needed.
  private func inOrderOfKeys() -> [Int] {
    let keyed = newTexts.indices.map { place in
      (
        key: newTexts[place].hash.utf8.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) },
        place: place
      )
    }
    return keyed.sorted { $0.key < $1.key }.map(\.place)
  }

  private func store(_ page: Page) throws(GradeBookError) {
    do throws(GradeBookError) {
      try rows.insert { row in
        row.integer(number)
        row.integer(position)
        row.text(page.id)
        row.text(page.document)
        row.text(page.system)
        row.text(page.prompt)
        row.text(page.images.isEmpty ? "[]" : JSON.strings(page.images).text)
        row.text(page.rubric)
      }
    } catch {
      guard error.isOfUniqueness else { throw error }
      throw GradeBookError(
        path: run.setPath, message: "\(page.id): the id stands twice; rename one of the two")
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
  func store(_ text: String) throws(GradeBookError) -> String {
    let hash = SHA256.hex(text)
    try textInserter.insert(hash, text)
    return hash
  }
}

extension Database.Inserter {
  fileprivate func insert(_ hash: String, _ text: String) throws(GradeBookError) {
    try insert { row in
      row.text(hash)
      row.text(text)
    }
  }
}

extension GradeBookError {
  /// Whether a row was refused because its key is taken; SQLite says so in these words.
  fileprivate var isOfUniqueness: Bool { message.hasPrefix("UNIQUE constraint failed") }
}
