import Grading
import Yams

/// One step into a value.
enum Step: Hashable {
  case key(String)
  case index(Int)
}

/// A file, or one line of one, that can tell on which line a value stands.
///
/// Lines are looked up only when there is an error to report: the good case pays nothing.
///
/// A class, because every field refers to it.
final class Source {
  /// As the user would name it.
  let path: String
  let lines: Lines

  init(path: String, lines: Lines) {
    self.path = path
    self.lines = lines
  }

  enum Lines {
    case unknown
    /// All of it stands on this line: a line of JSONL, a row of CSV.
    case line(Int)
    case json([UInt8])
    case yaml(Node)
  }
}

/// Where a value stands.
struct Place {
  let source: Source
  var steps: [Step] = []

  func at(_ key: String) -> Place { Place(source: source, steps: steps + [.key(key)]) }

  func at(_ index: Int) -> Place { Place(source: source, steps: steps + [.index(index)]) }

  var path: String { source.path }

  /// The line of the value, or of the nearest thing around it that is in the file.
  var line: Int? {
    switch source.lines {
    case .unknown: nil
    case .line(let line): line
    case .json(let bytes): JSONLocator.line(of: steps, in: bytes)
    case .yaml(let root): YAMLNodes.line(of: steps, in: root)
    }
  }

  /// The lines of the elements of a list. One pass, where asking each element for its line would
  /// read the file from the start each time.
  func lines(ofElements count: Int) -> [Int?] {
    switch source.lines {
    case .json(let bytes): JSONLocator.lines(ofElementsAt: steps, count: count, in: bytes)
    case .unknown, .line, .yaml: (0..<count).map { at($0).line }
    }
  }

  /// The text of a plain scalar exactly as the file has it, for example `0.50` or `True`.
  var writtenText: String? {
    guard case .yaml(let root) = source.lines else { return nil }
    return YAMLNodes.node(at: steps, in: root)?.scalar?.string
  }

  /// The name of the innermost field.
  var fieldName: String? {
    for step in steps.reversed() {
      if case .key(let name) = step { return name }
    }
    return nil
  }

  func error(_ message: String, mend: String = "", problemID: String? = nil) -> ProblemError {
    ProblemError(
      path: path, line: line, problemID: problemID, field: fieldName, message: message, mend: mend)
  }
}

/// A value of a file and where it stands.
struct Record {
  let value: JSON
  let place: Place
}
