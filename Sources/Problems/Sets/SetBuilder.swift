import Grading

/// A problem set under construction.
final class SetBuilder {
  let folder: Folder
  let log: ErrorLog
  var name = ""
  var title: String?
  var summary: String?
  var license: String?
  var recordings: [ProblemSet.Recording] = []
  private(set) var problems: [Problem] = []
  private(set) var positions: [String: LoadedSet.Position] = [:]
  var solutions: [String: [Solution]] = [:]
  var generators: [String: Generator] = [:]
  var validators: [String: [InputValidator]] = [:]
  /// Digests of the ids met, where most problems are not kept.
  private var seen: Set<UInt64> = []
  /// Whether the latest record was one of our own.
  private var isNative = false
  /// The formats that were met.
  var formats: Set<ProblemFormat> = []

  /// The format that files of records are in, if it is not to be told by their fields.
  private let format: ProblemFormat?
  /// Which problems are kept; the others are read and forgotten.
  private let filter: ProblemFilter
  /// How many problems were read.
  private(set) var count = 0

  /// Kept problems; a set may hold many more that a selection passes over.
  static let problemLimit = 5_000_000

  init(
    folder: Folder, log: ErrorLog, format: ProblemFormat? = nil,
    filter: ProblemFilter = ProblemFilter()
  ) {
    self.folder = folder
    self.log = log
    self.format = format
    self.filter = filter
  }

  /// Reads a file that is a problem set by itself.
  func readStandalone(_ path: String) {
    guard let format = RecordFormat(ending: FileNames.ending(of: PathText.name(of: path))) else {
      log.add(
        ProblemError(
          path: path, message: "the file's name does not tell its format",
          mend: "let it end in .jsonl, .json, .yaml or .csv, perhaps with .gz or .zst behind"))
      return
    }
    read(path, shownAs: path, format: format, base: "", defaults: [], isWholeSet: true)
  }

  /// Reads a file of problems.
  ///
  /// - Parameters:
  ///   - base: The folder the file stands in, relative to the set's.
  ///   - isWholeSet: Whether the file may name the set.
  func read(
    _ path: String, shownAs shown: String, format: RecordFormat, base: String, defaults: [Field],
    isWholeSet: Bool
  ) {
    var decoder = RecordMapping(
      log: log, decoder: ProblemDecoder(log: log, folder: folder, base: base), path: path,
      forced: self.format)
    do throws(ProblemError) {
      switch format {
      case .jsonl:
        try readRows(of: path, shownAs: shown, &decoder, defaults)
      case .csv:
        var records = try RecordReader.csv(path, shownAs: shown)
        let told = records.first.map { ProblemFormat.recognise($0.value) }
        if (self.format ?? told ?? .native) == .native {
          records = CSVCells.typed(records, log: log)
        }
        for record in records { take(record, &decoder, defaults) }
      case .json, .yaml:
        guard let record = try RecordReader.value(of: path, format: format, shownAs: shown) else {
          throw ProblemError(
            path: shown, message: "the file is empty", mend: "write a list of problems")
        }
        take(listIn: record, &decoder, defaults, isWholeSet: isWholeSet)
      }
    } catch {
      log.add(error)
    }
  }

  /// Takes a list of problems, a mapping with `problems`, or one problem.
  private func take(
    listIn record: Record, _ decoder: inout RecordMapping, _ defaults: [Field], isWholeSet: Bool
  ) {
    switch record.value {
    case .array(let elements):
      take(elements, at: record.place, &decoder, defaults)
    case .object where record.value["problems"] != nil:
      guard let fields = Fields(record, of: "the file", log: log) else { return }
      let heading = ["name", "title", "description", "license"]
      fields.checkNames(among: ["problems", "defaults"] + (isWholeSet ? heading : []))
      if isWholeSet {
        name = fields.text("name") ?? name
        title = fields.text("title")
        summary = fields.text("description")
        license = fields.text("license")
      }
      var all = Defaults.fields(fields["defaults"], log: log)
      let own = Set(all.map(\.name))
      all += Defaults.without(own, defaults)
      guard let list = fields["problems"] else { return }
      guard let elements = list.value.array else {
        fields.wrongType(list, "a list", mend: "write one problem for each “-”")
        return
      }
      take(elements, at: list.place, &decoder, all)
    case .object: take(record, &decoder, defaults)
    case .null, .bool, .number, .string:
      log.add(
        record.place.error(
          "the file is \(record.value.typeName), not a list of problems",
          mend: "write one problem for each “-”"))
    }
  }

  private func take(
    _ elements: [JSON], at place: Place, _ decoder: inout RecordMapping, _ defaults: [Field]
  ) {
    guard elements.count <= SetBuilder.problemLimit else {
      log.add(
        place.error("more than \(SetBuilder.problemLimit) problems", mend: "split the set"))
      return
    }
    for (element, place) in zip(elements, place.elements(elements.count)) {
      take(Record(value: element, place: place), &decoder, defaults)
    }
  }

  private func take(
    _ record: Record, _ decoder: inout RecordMapping, _ defaults: [Field]
  ) {
    guard let read = decoder.problem(record, defaults: defaults) else { return }
    take(read.problem, read.solutions, at: record.place, decoder)
  }

  private func take(
    _ problem: Problem, _ solutions: [Solution], at place: Place, _ decoder: RecordMapping,
    file: String? = nil
  ) {
    var problem = problem
    let format = decoder.format ?? .native
    isNative = format == .native
    formats.insert(format)
    if let file, let extent = place.source.extent {
      problem = BigRecords.deferred(problem, in: file, extent, format)
    }
    guard add(problem, at: place), !solutions.isEmpty else { return }
    self.solutions[problem.id] = solutions
  }

  // MARK: rows

  private func readRows(
    of path: String, shownAs shown: String, _ decoder: inout RecordMapping, _ defaults: [Field]
  ) throws(ProblemError) {
    let isPlain = defaults.isEmpty
    var pipeline = RowPipeline(
      RowBatch.Manner(takesOwn: isPlain, filter: isPlain && filter.narrows ? filter : nil))
    // Where the record of a large problem is found again.
    let file = isPlain && !FileNames.isPacked(path) ? path : nil
    var goesOn = true
    var isFirst = true
    func takeBatches(all: Bool) -> Bool {
      while goesOn, all || pipeline.isFull, let batch = pipeline.take() {
        for row in batch.rows where goesOn {
          if isFirst || !passesOver(row, shown) {
            if let read = decoder.problem(row, of: batch, shownAs: shown, defaults: defaults) {
              take(read.problem, read.solutions, at: read.place, decoder, file: file)
            }
            goesOn = wantsMore(shown)
          }
          isFirst = false
        }
      }
      return goesOn
    }
    do throws(FileFailure) {
      var failure: FileFailure?
      try FileReading.eachChunk(
        of: path, size: RowPipeline.pieceSize, limit: Inflation.streamLimit
      ) { chunk in
        do throws(FileFailure) {
          try pipeline.put(chunk)
        } catch {
          failure = error
          return false
        }
        return takeBatches(all: false)
      }
      if let failure { throw failure }
      pipeline.finish()
      _ = takeBatches(all: true)
    } catch {
      // What came before is read, and its slips are said first.
      if takeBatches(all: true) {
        throw ProblemError(path: shown, message: error.message, mend: error.mend)
      }
    }
  }

  private func wantsMore(_ shown: String) -> Bool {
    guard !filter.isSatisfied(by: problems.count) else { return false }
    guard problems.count > SetBuilder.problemLimit else { return true }
    log.add(
      ProblemError(
        path: shown, message: "more than \(SetBuilder.problemLimit) problems",
        mend: "split the set"))
    return false
  }

  /// Whether a row is one of our own format that the filter does not keep, which was told without
  /// reading it whole; duplicates among those are logged.
  private func passesOver(_ row: RowBatch.Row, _ shown: String) -> Bool {
    guard isNative, case .passedOver(let id) = row.outcome else { return false }
    count += 1
    if !seen.insert(id).inserted {
      log.add(
        ProblemError(
          path: shown, line: row.number, message: "the id stands twice",
          mend: "rename one of the two"))
    }
    return true
  }

  /// Adds a problem unless its id is taken.
  @discardableResult func add(_ problem: Problem, at place: Place) -> Bool {
    let position = LoadedSet.Position(path: place.path, line: place.line)
    if let first = positions[problem.id] {
      let other = first.line.map { "\(first.path):\($0)" } ?? first.path
      log.add(
        place.at("id").error(
          "the id stands twice; first in \(other)", mend: "rename one of the two",
          problemID: problem.id))
      return false
    }
    count += 1
    guard filter.keeps(problem) else { return false }
    if filter.narrows { seen.insert(ProblemFilter.hash(problem.id.utf8)) }
    positions[problem.id] = position
    problems.append(problem)
    return true
  }
}

/// Reads `defaults`, which hold for all problems of a file or folder.
enum Defaults {
  private static let names = NativeField.names.filter { $0 != "id" && $0 != "statement" }

  /// The fields of `defaults`; names that are wrong are logged here, once, and left out.
  static func fields(_ field: Field?, log: ErrorLog) -> [Field] {
    guard let field else { return [] }
    var place = field.place
    place.isShared = true
    guard
      let fields = Fields(
        field.value, at: place, of: "“defaults”", log: log, problemID: nil)
    else { return [] }
    var isFine = fields
    isFine.keep { names.contains($0.name) }
    for field in fields.all where !names.contains(field.name) {
      let isKnown = NativeField(rawValue: field.name) != nil
      fields.fail(
        field, isKnown ? "“\(field.name)” cannot be a default" : "“\(field.name)” is no field",
        mend: isKnown
          ? "give it to each problem"
          : Nearest.mend(field.name, among: names, otherwise: "remove it"))
    }
    return isFine.all
  }

  /// The outer defaults that the inner ones, by name, do not replace.
  static func without(_ inner: Set<String>, _ outer: [Field]) -> [Field] {
    outer.filter { field in
      if inner.contains(field.name) { return false }
      switch field.name {
      case "language": return !inner.contains("languages")
      case "languages": return !inner.contains("language")
      default: return true
      }
    }
  }
}
