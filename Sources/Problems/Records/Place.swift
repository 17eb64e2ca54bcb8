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
  /// The bytes of the file's content that hold the record, where they are known.
  let extent: Range<Int>?

  init(path: String, lines: Lines, extent: Range<Int>? = nil) {
    self.path = path
    self.lines = lines
    self.extent = extent
  }

  enum Lines {
    case unknown
    /// All of it stands on this line: a line of JSONL, a row of CSV.
    case line(Int)
    /// A value's text and the line it starts on.
    case json(ArraySlice<UInt8>, firstLine: Int)
    case yaml(Node)
  }
}

/// Where a value stands.
struct Place {
  let source: Source
  var steps: [Step] = []
  /// Whether this is in `defaults`, so that many problems meet the same error here.
  var isShared = false

  func at(_ key: String) -> Place { at(.key(key)) }

  func at(_ index: Int) -> Place { at(.index(index)) }

  private func at(_ step: Step) -> Place {
    Place(source: source, steps: steps + [step], isShared: isShared)
  }

  var path: String { source.path }

  /// The line of the value, or of the nearest thing around it that is in the file.
  var line: Int? {
    switch source.lines {
    case .unknown: nil
    case .line(let line): line
    case .json(let bytes, let firstLine):
      firstLine - 1 + JSONLocator.line(of: steps, in: bytes)
    case .yaml(let root): YAMLNodes.line(of: steps, in: root)
    }
  }

  /// The places of the elements of a list. The text of a JSON list is cut up in one pass, where
  /// each element's place would be looked for from the start of the file.
  func elements(_ count: Int) -> [Place] {
    switch source.lines {
    case .json(let bytes, let firstLine):
      JSONLocator.elements(ofListAt: steps, count: count, in: bytes).map { element in
        let line = firstLine - 1 + element.line
        return Place(
          source: Source(path: path, lines: .json(element.bytes, firstLine: line)))
      }
    case .unknown, .line, .yaml: (0..<count).map { at($0) }
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
