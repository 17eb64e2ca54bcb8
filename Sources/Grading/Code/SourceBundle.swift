/// Several source files as one text: before each file's lines stands a line `==== NAME ====`.
///
/// What an extractor finds, a grade shows and a reference solution holds where a problem asks for
/// several files; ``submission(language:)`` takes it apart again.
public struct SourceBundle: Sendable, Hashable {
  /// The file that is started comes first.
  public var files: [JudgeProgram.File]

  /// The most files that a problem may ask for.
  public static let fileLimit = 16

  public init(files: [JudgeProgram.File]) { self.files = files }

  /// Reads a bundle's text. What stands before the first line of a name belongs to the first name,
  /// and a file that stands twice counts as it stands last.
  ///
  /// - Parameter names: The files that a problem asks for; a line of another name is a line of code.
  public init(parsing text: String, names: [String]) {
    var texts: [String: String] = [:]
    var name = names.first ?? ""
    var start = text.startIndex
    var line = text.startIndex
    func close(at end: String.Index) {
      let part = text[start..<end]
      if part.contains(where: { !$0.isWhitespace }) { texts[name] = String(part) }
    }
    while line < text.endIndex {
      let end = text.utf8[line...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
      let next = end < text.endIndex ? text.utf8.index(after: end) : end
      if let named = SourceBundle.name(in: text[line..<end]), names.contains(named) {
        close(at: line)
        (name, start) = (named, next)
      }
      line = next
    }
    close(at: text.endIndex)
    files = names.compactMap { name in
      texts[name].map { JudgeProgram.File(name: name, text: $0) }
    }
  }

  public var text: String {
    files.map { file in
      let end = file.text.hasSuffix("\n") ? "" : "\n"
      return "==== \(file.name) ====\n\(file.text)\(end)"
    }.joined(separator: "\n")
  }

  /// The files ready to be run; the first is started.
  public func submission(language: String) -> Submission {
    var submission = Submission(
      language: language, source: files.first?.text ?? "", files: Array(files.dropFirst()))
    submission.name = files.first?.name
    return submission
  }

  /// A bundle's code without the lines that name its files.
  public static func code(of text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { name(in: $0) == nil }.joined(separator: "\n")
  }

  /// The name in a line that begins a file.
  public static func name(in line: Substring) -> String? {
    var line = line
    if line.utf8.last == 13 { line.removeLast() }
    guard line.hasPrefix("==== "), line.hasSuffix(" ===="), line.utf8.count > 10 else { return nil }
    let name = line.dropFirst(5).dropLast(5)
    return name.contains { $0.isWhitespace } ? nil : String(name)
  }
}
