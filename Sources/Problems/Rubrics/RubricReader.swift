public import Grading

/// Finds and reads rubrics. The format is in docs/problem-format.md.
public struct RubricReader: Sendable {
  private let folders: [String]

  static let fileLimit = 1 << 20

  /// - Parameter folders: Where rubrics are looked for by name, in this order.
  public init(folders: [String] = []) {
    self.folders = folders
  }

  /// Reads a rubric's file.
  ///
  /// - Throws: all that is wrong, each with file, line and mend.
  public func read(_ path: String) throws(LoadingErrors) -> Rubric {
    let text: String
    do throws(FileFailure) {
      text = try FileReading.text(of: path, limit: RubricReader.fileLimit)
    } catch {
      throw LoadingErrors([ProblemError(path: path, message: error.message, mend: error.mend)])
    }
    return try RubricReader.rubric(text: text, path: path)
  }

  /// Reads a rubric from its text, for example one that is stored with a marking.
  ///
  /// - Parameter path: What errors call it; gives the name if the text has none.
  public static func rubric(text: String, path: String) throws(LoadingErrors) -> Rubric {
    let log = ErrorLog()
    let rubric = RubricDecoder(log: log).rubric(text, path: path)
    try log.throwIfAny()
    guard let rubric else {
      throw LoadingErrors([ProblemError(path: path, message: "the rubric cannot be read")])
    }
    return rubric
  }

  /// Reads a rubric by its name, or by the path of its file.
  ///
  /// A name is looked for in `folders`; `correctness` is there without a file too. What has a `/` or
  /// ends in `.yaml` is a path.
  public func rubric(named name: String) throws(LoadingErrors) -> Rubric {
    guard !RubricReader.isPath(name) else { return try read(name) }
    for folder in folders {
      for ending in ["yaml", "yml"] {
        let path = "\(folder)/\(name).\(ending)"
        if FileReading.exists(path) { return try read(path) }
      }
    }
    if name == Rubric.correctness.name { return .correctness }
    throw LoadingErrors([missing(name, folders)])
  }

  /// Reads a rubric that a problem names: a path relative to the set's folder, or a name that is
  /// looked for in the set's `rubrics/` first.
  ///
  /// An error without a path means that the problem's mention is wrong.
  func rubric(named name: String, for folder: Folder) throws(LoadingErrors) -> Rubric {
    let inner =
      RubricReader.isPath(name) ? [name] : ["rubrics/\(name).yaml", "rubrics/\(name).yml"]
    for path in inner where RubricReader.isPath(name) || folder.holds(path) {
      let file: String
      do throws(FileFailure) {
        file = try folder.file(path)
      } catch {
        throw LoadingErrors([
          ProblemError(
            path: "", field: "rubric", message: "rubric “\(name)”: \(error.message)",
            mend: error.mend)
        ])
      }
      return try read(file)
    }
    guard !RubricReader.isPath(name) else { throw LoadingErrors([missing(name, [folder.path])]) }
    do throws(LoadingErrors) {
      return try rubric(named: name)
    } catch {
      throw LoadingErrors(
        error.errors.map { error in
          var error = error
          if error.path == name { error.path = "" }
          return error
        })
    }
  }

  private static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private func missing(_ name: String, _ folders: [String]) -> ProblemError {
    var known = [Rubric.correctness.name]
    for path in folders {
      let entries = (try? Folder(path).entries(of: "")) ?? []
      let names = entries.filter { $0.ending == "yaml" || $0.ending == "yml" }.map(\.stem)
      known += names.filter { !known.contains($0) }
    }
    return ProblemError(
      path: name, field: "rubric", message: "there is no rubric “\(name)”",
      mend: Nearest.mend(
        name, among: known, otherwise: "the rubrics are \(known.joined(separator: ", "))"))
  }
}
