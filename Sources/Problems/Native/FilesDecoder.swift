import Grading

/// Reads `files: [main.py, geometry.py]`: what a solution is to be made of, the file that is started
/// first.
struct FilesDecoder {
  let fields: Fields

  private static let nameLimit = 100

  /// - Returns: No names if the problem asks for one file only; `nil` after logging an error.
  func files() -> [String]? {
    guard let field = fields["files"] else { return [] }
    guard let names = fields.texts("files") else { return nil }
    guard 1...SourceBundle.fileLimit ~= names.count else {
      fields.fail(
        field, "“files” names \(names.count) files",
        mend: "name 1 to \(SourceBundle.fileLimit), the one that is started first")
      return nil
    }
    if let bad = names.first(where: { !isPlain($0) }) {
      fields.fail(
        field, "“\(bad)” is no plain file name",
        mend: "use letters, digits, “-”, “_” and “.”, no folders, for example geometry.py")
      return nil
    }
    if let twice = Dictionary(grouping: names, by: { $0 }).first(where: { $0.value.count > 1 }) {
      fields.fail(field, "the file “\(twice.key)” stands twice", mend: "name each file once")
      return nil
    }
    return names
  }

  /// Logs it if the first file is not in the problem's language.
  func check(_ files: [String], for languages: [String]) {
    guard let field = fields["files"], let entry = files.first else { return }
    let possible = SourceFile.languages(of: entry) ?? []
    guard languages.count == 1, let language = languages.first, possible.contains(language) else {
      let wanted = possible.first
      fields.fail(
        field, "“\(entry)” is not written in \(languages.joined(separator: " or "))",
        mend: wanted.map { "write language: \($0), or name the file that is started first" }
          ?? "name the source file that is started first")
      return
    }
  }

  private func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= FilesDecoder.nameLimit else {
      return false
    }
    let isLetterOrDigit = { (byte: UInt8) in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    guard isLetterOrDigit(first) || first == UInt8(ascii: "_") else { return false }
    return name.utf8.allSatisfy {
      isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
  }
}
