import Grading

/// Reads problem sets from files and folders.
///
/// The format is in docs/problem-format.md. Everything that is wrong is reported at once.
public struct ProblemSetReader: Sendable {
  private let rubricFolders: [String]

  /// - Parameter rubricFolders: Where rubrics are looked for by name, after the set's own
  ///   `rubrics/`.
  public init(rubricFolders: [String] = []) {
    self.rubricFolders = rubricFolders
  }

  /// Reads a `.jsonl`, `.json`, `.yaml` or `.csv` file, or a folder.
  ///
  /// - Throws: all that is wrong, each with file, line and mend.
  ///
  /// - Parameters:
  ///   - format: The format of its records, if it is not to be told by their fields.
  ///   - filter: Which problems are kept; the others are checked and forgotten, so that a part of a
  ///     large set takes the memory of the part.
  public func read(
    _ path: String, as format: ProblemFormat? = nil, filter: ProblemFilter = ProblemFilter()
  ) throws(LoadingErrors) -> LoadedSet {
    let log = ErrorLog()
    let building = SetBuilder(
      folder: try folder(for: path), log: log, format: format, filter: filter)
    if FileReading.isFolder(path) {
      DirectoryReader(builder: building).read()
    } else {
      building.name = FileNames.stem(of: path)
      building.readStandalone(path)
    }
    if building.count == 0, log.count == 0 {
      log.add(
        ProblemError(
          path: path, message: "there is no problem in it",
          mend: "add one; see the problem format"))
    }
    let rubrics = rubrics(of: building)
    try log.throwIfAny()
    return LoadedSet(
      set: ProblemSet(
        name: building.name, title: building.title, path: path, problems: building.problems,
        recordings: building.recordings),
      summary: building.summary, license: building.license, folder: building.folder.path,
      solutions: building.solutions, generators: building.generators,
      validators: building.validators,
      positions: building.positions, rubrics: rubrics, formats: building.formats)
  }

  /// Reads a recording that a set ships with: `recorded/NAME.jsonl`, or all files of
  /// `recorded/NAME/` in the order of their names.
  public func recording(
    named name: String, in loaded: LoadedSet
  ) throws(LoadingErrors) -> [StoredOutput] {
    let folder = try folder(for: loaded.set.path)
    let log = ErrorLog()
    guard let files = RecordingFiles.of(name, in: folder) else {
      let known = loaded.set.recordings.map(\.name)
      log.add(
        ProblemError(
          path: loaded.set.path, message: "there is no recording “\(name)”",
          mend: Nearest.mend(
            name, among: known,
            otherwise: known.isEmpty
              ? "the set ships with none" : "there are \(known.joined(separator: ", "))")))
      try log.throwIfAny()
      return []
    }
    var outputs = StoredOutputReader(problems: loaded.set.problems.map(\.id), log: log)
    for file in files {
      do throws(FileFailure) {
        outputs.read(try folder.file(file), shownAs: folder.path(of: file))
      } catch {
        log.add(
          ProblemError(path: folder.path(of: file), message: error.message, mend: error.mend))
      }
    }
    try log.throwIfAny()
    return outputs.outputs
  }

  private func folder(for path: String) throws(LoadingErrors) -> Folder {
    do throws(FileFailure) {
      return try Folder(FileReading.isFolder(path) ? path : PathText.folder(of: path))
    } catch {
      throw LoadingErrors([ProblemError(path: path, message: error.message, mend: error.mend)])
    }
  }

  /// The rubrics that problems name; those that cannot be read go to the log.
  private func rubrics(of building: SetBuilder) -> [String: Rubric] {
    let reader = RubricReader(folders: rubricFolders)
    var rubrics: [String: Rubric] = [:]
    var failed: Set<String> = []
    for problem in building.problems {
      guard let name = problem.rubric, rubrics[name] == nil, !failed.contains(name) else {
        continue
      }
      do throws(LoadingErrors) {
        rubrics[name] = try reader.rubric(named: name, for: building.folder)
      } catch {
        failed.insert(name)
        for var error in error.errors {
          if error.path.isEmpty, let position = building.positions[problem.id] {
            error.path = position.path
            error.line = position.line
            error.problemID = problem.id
          }
          building.log.add(error)
        }
      }
    }
    return rubrics
  }
}
