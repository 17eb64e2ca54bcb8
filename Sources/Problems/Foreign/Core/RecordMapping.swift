import Grading

/// Turns the records of one file into problems, of whatever format the file is.
struct RecordMapping {
  let log: ErrorLog
  let decoder: ProblemDecoder
  private let forced: ProblemFormat?
  private(set) var format: ProblemFormat?
  private var context: MappingContext

  /// - Parameter forced: The format, if it is not to be told by the first record.
  init(
    log: ErrorLog, decoder: ProblemDecoder, path: String, forced: ProblemFormat? = nil
  ) {
    self.log = log
    self.decoder = decoder
    self.forced = forced
    context = MappingContext(fileStem: FileNames.stem(of: path))
  }

  /// A problem and the solutions that its record holds; `nil` after logging at least one error.
  mutating func problem(
    _ record: Record, defaults: [Field]
  ) -> (problem: Problem, solutions: [Solution])? {
    let format = format ?? forced ?? ProblemFormat.recognise(record.value)
    self.format = format
    defer { context.index += 1 }
    guard let mapping = format.mapping else {
      return decoder.problem(record, defaults: defaults).map { ($0, []) }
    }
    let before = log.count
    guard let fields = Fields(record, of: "the record", log: log) else { return nil }
    guard let mapped = mapping.problem(fields, context), log.count == before else {
      if log.count == before { fields.fail("the record cannot be read as \(format.rawValue)") }
      return nil
    }
    let native = Record(value: mapped.json, place: record.place)
    guard let problem = decoder.problem(native, defaults: defaults) else { return nil }
    return (problem, RecordMapping.solutions(mapped, at: record.place))
  }

  /// Whether the next record, whose fields are ours, is read as one of ours; it is then done with.
  mutating func takesOwn() -> Bool {
    guard format ?? forced ?? .native == .native else { return false }
    format = .native
    context.index += 1
    return true
  }

  /// The problem of a row that may have been read already; errors go to the log.
  mutating func problem(
    _ row: RowBatch.Row, of batch: RowBatch, shownAs shown: String, defaults: [Field] = []
  ) -> (problem: Problem, solutions: [Solution], place: Place)? {
    if case .problem(let problem) = row.outcome, takesOwn() {
      let source = Source(path: shown, lines: .line(row.number))
      return (problem, [], Place(source: source))
    }
    switch batch.record(of: row, shownAs: shown) {
    case .success(let record)?:
      return problem(record, defaults: defaults).map { ($0, $1, record.place) }
    case .failure(let error)?: log.add(error)
    case nil: break
    }
    return nil
  }

  static func solutions(_ mapped: MappedProblem, at place: Place) -> [Solution] {
    mapped.solutions.map { solution in
      Solution(
        path: place.line.map { "\(place.path):\($0)" } ?? place.path, language: solution.language,
        source: solution.source, expectation: solution.expectation)
    }
  }
}

/// Names of files that may be compressed.
enum FileNames {
  /// The name without folder, compression and ending.
  static func stem(of path: String) -> String {
    PathText.stem(of: uncompressed(PathText.name(of: path)))
  }

  /// The ending that tells the format.
  static func ending(of name: String) -> String { PathText.ending(of: uncompressed(name)) }

  static func isPacked(_ name: String) -> Bool {
    ["gz", "zst", "zstd"].contains(PathText.ending(of: name))
  }

  private static func uncompressed(_ name: String) -> String {
    switch PathText.ending(of: name) {
    case "gz", "zst", "zstd": PathText.stem(of: name)
    default: name
    }
  }
}
