import Grading

/// The recordings that a set ships with.
enum RecordingFiles {
  private static let folderName = "recorded"

  /// The names and titles in `set.yaml`: `{strong: {title: …}}`.
  static func named(_ field: Field?, log: ErrorLog) -> [ProblemSet.Recording] {
    guard let field,
      let fields = Fields(field.value, at: field.place, of: "“recorded”", log: log, problemID: nil)
    else { return [] }
    return fields.all.compactMap { entry in
      if entry.value.isNull { return ProblemSet.Recording(name: entry.name) }
      guard
        let inner = Fields(
          entry.value, at: entry.place, of: "“\(entry.name)”", log: log, problemID: nil)
      else { return nil }
      inner.checkNames(among: ["title"])
      return ProblemSet.Recording(name: entry.name, title: inner.text("title"))
    }
  }

  /// The recordings that are named, which must be there, then those that are only there.
  static func recordings(
    _ named: [ProblemSet.Recording], in folder: Folder, log: ErrorLog
  ) -> [ProblemSet.Recording] {
    for recording in named where of(recording.name, in: folder) == nil {
      log.add(
        ProblemError(
          path: folder.path(of: "set.yaml"), field: "recorded",
          message: "there is no recording “\(recording.name)”",
          mend: "add \(folderName)/\(recording.name).jsonl, or take it out of “recorded”"))
    }
    guard folder.isFolder(folderName) else { return named }
    do throws(FileFailure) {
      let names = try folder.entries(of: folderName).compactMap { entry in
        entry.isFolder ? entry.name : entry.ending == "jsonl" ? entry.stem : nil
      }
      var known = Set(named.map(\.name))
      return named
        + names.filter { known.insert($0).inserted }.map { ProblemSet.Recording(name: $0) }
    } catch {
      log.add(
        ProblemError(path: folder.path(of: folderName), message: error.message, mend: error.mend))
      return named
    }
  }

  /// The files of a recording in order, relative to the set's folder; `nil` if there is none.
  static func of(_ name: String, in folder: Folder) -> [String]? {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else { return nil }
    let file = "\(folderName)/\(name).jsonl"
    if folder.holds(file) { return [file] }
    let inner = "\(folderName)/\(name)"
    guard folder.isFolder(inner), let entries = try? folder.entries(of: inner) else { return nil }
    let files = entries.filter { $0.ending == "jsonl" }.map(\.path)
    return files.isEmpty ? nil : files
  }
}
