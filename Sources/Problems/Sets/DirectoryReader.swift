import Grading

/// Reads a folder of problem files and problem folders.
///
/// Problem files stand at the top; folders are searched for problem folders only, so that a set may
/// keep tables, notes and recordings beside them.
struct DirectoryReader {
  let builder: SetBuilder

  static let depthLimit = 16
  /// Folders of the set that hold no problems.
  private static let misnamed = [
    "set.yml": "set.yaml", "set.json": "set.yaml", "problem.yml": "problem.yaml",
    "problem.json": "problem.yaml",
  ]
  private static let reserved: Set<String> = ["rubrics", "recorded"]

  private var folder: Folder { builder.folder }
  private var log: ErrorLog { builder.log }

  func read() {
    builder.name = PathText.name(of: folder.path)
    let defaults = readHeading()
    walk("", defaults, depth: 0)
  }

  /// Reads `set.yaml`, if there is one, and returns its defaults.
  private func readHeading() -> [Field] {
    var titles: [ProblemSet.Recording] = []
    var defaults: [Field] = []
    if folder.holds("set.yaml") {
      attempt("set.yaml") { () throws(ProblemError) in
        guard let record = try yaml("set.yaml"),
          let fields = Fields(record, of: "set.yaml", log: log)
        else { return }
        fields.checkNames(among: [
          "name", "title", "description", "license", "defaults", "recorded",
        ])
        builder.name = fields.text("name") ?? builder.name
        builder.title = fields.text("title")
        builder.summary = fields.text("description")
        builder.license = fields.text("license")
        defaults = Defaults.fields(fields["defaults"], log: log)
        titles = RecordingFiles.named(fields["recorded"], log: log)
      }
    }
    builder.recordings = RecordingFiles.recordings(titles, in: folder, log: log)
    return defaults
  }

  private func walk(_ path: String, _ defaults: [Field], depth: Int) {
    guard depth <= DirectoryReader.depthLimit else {
      fail(path, "more than \(DirectoryReader.depthLimit) folders deep", "flatten it")
      return
    }
    if let format = PackageReader.format(of: path, in: folder) {
      readPackage(path, format, defaults)
      return
    }
    for name in ["problem.yaml", "problem.md"] where folder.holds(PathText.joined(path, name)) {
      readProblemFolder(path, name, defaults)
      return
    }
    let entries: [Folder.Entry]
    do throws(FileFailure) {
      entries = try folder.entries(of: path)
    } catch {
      fail(path, error.message, error.mend)
      return
    }
    for entry in entries {
      if let name = DirectoryReader.misnamed[entry.name] {
        fail(entry.path, "a file of this name is not read", "call it \(name)")
      } else if entry.isFolder {
        if path.isEmpty, DirectoryReader.reserved.contains(entry.name) { continue }
        walk(entry.path, defaults, depth: depth + 1)
      } else if path.isEmpty, entry.name != "set.yaml",
        let format = RecordFormat(ending: FileNames.ending(of: entry.name))
      {
        readFile(entry, format, defaults)
      }
    }
  }

  private func readFile(
    _ entry: Folder.Entry, _ format: RecordFormat, _ defaults: [Field]
  ) {
    do throws(FileFailure) {
      builder.read(
        try folder.file(entry.path), shownAs: folder.path(of: entry.path), format: format,
        base: "", defaults: defaults, isWholeSet: false)
    } catch {
      fail(entry.path, error.message, error.mend)
    }
  }

  private func readPackage(_ path: String, _ format: ProblemFormat, _ defaults: [Field]) {
    let reader = PackageReader(folder: folder, path: path, log: log)
    guard let (mapped, place) = reader.mapped(as: format) else { return }
    let decoder = ProblemDecoder(log: log, folder: nil, base: "")
    let record = Record(value: mapped.json, place: place)
    guard let problem = decoder.problem(record, defaults: defaults) else { return }
    builder.formats.insert(format)
    guard builder.add(problem, at: place) else { return }
    let solutions = mapped.solutions.map { solution in
      Solution(
        path: solution.name, language: solution.language, source: solution.source,
        expectation: solution.expectation)
    }
    if !solutions.isEmpty { builder.solutions[problem.id] = solutions }
    if !mapped.validators.isEmpty { builder.validators[problem.id] = mapped.validators }
  }

  private func readProblemFolder(_ path: String, _ file: String, _ defaults: [Field]) {
    let name = PathText.joined(path, file)
    attempt(name) { () throws(ProblemError) in
      guard let record = try file == "problem.md" ? frontMatter(name) : yaml(name) else {
        throw ProblemError(
          path: folder.path(of: name), message: "the file is empty",
          mend: "write the problem's fields")
      }
      let parts = ProblemFolder(folder: folder, path: path)
      let decoder = ProblemDecoder(log: log, folder: folder, base: path)
      guard let problem = decoder.problem(record, defaults: defaults, parts: parts),
        builder.add(problem, at: record.place)
      else { return }
      let solutions = SolutionFiles(parts: parts, problem: problem, log: log).read()
      if !solutions.isEmpty { builder.solutions[problem.id] = solutions }
      if let generator = parts.generator(log: log, problemID: problem.id) {
        builder.generators[problem.id] = generator
      }
    }
  }

  /// The fields at the head of a `problem.md`, between lines of `---`, and the statement behind them.
  /// Without them the file is the statement, and the fields are the set's defaults.
  private func frontMatter(_ name: String) throws(ProblemError) -> Record? {
    let shown = folder.path(of: name)
    let text: String
    do throws(FileFailure) {
      text = try folder.text(of: name, limit: ProblemFolder.statementLimit)
    } catch {
      throw ProblemError(path: shown, message: error.message, mend: error.mend)
    }
    guard !text.isBlank else { return nil }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var head: Record?
    if lines.first?.trimmed == "---" {
      guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" }) else {
        throw ProblemError(
          path: shown, line: 1, message: "the fields at the head have no end",
          mend: "write --- on a line of its own behind them")
      }
      // An empty line stands for the first, so that lines are counted as in the file.
      head = try YAMLReader.record(
        of: "\n" + lines[1..<end].joined(separator: "\n") + "\n", path: shown)
      lines.removeFirst(end + 1)
    }
    let place = head?.place ?? Place(source: Source(path: shown, lines: .unknown))
    guard let members = (head?.value ?? .object([])).members else {
      throw place.error("the fields at the head are no mapping", mend: "write name: value")
    }
    let statement = lines.joined(separator: "\n").trimmed
    guard !statement.isEmpty, !members.contains(where: { $0.key == "statement" }) else {
      return Record(value: .object(members), place: place)
    }
    return Record(
      value: .object(members + [JSON.Member("statement", .string(statement + "\n"))]), place: place)
  }

  private func yaml(_ name: String) throws(ProblemError) -> Record? {
    let shown = folder.path(of: name)
    let path: String
    do throws(FileFailure) {
      path = try folder.file(name)
    } catch {
      throw ProblemError(path: shown, message: error.message, mend: error.mend)
    }
    return try RecordReader.value(of: path, format: .yaml, shownAs: shown)
  }

  private func attempt(_ name: String, _ body: () throws(ProblemError) -> Void) {
    do throws(ProblemError) {
      try body()
    } catch {
      log.add(error)
    }
  }

  private func fail(_ path: String, _ message: String, _ mend: String) {
    log.add(ProblemError(path: folder.path(of: path), message: message, mend: mend))
  }
}
