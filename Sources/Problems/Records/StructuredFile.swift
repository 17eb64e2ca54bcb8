public import Grading

/// A YAML or JSON file of one value that is none of the problem formats, for readers elsewhere that
/// want to name the line of what is wrong.
public struct StructuredFile {
  public let value: JSON
  private let place: Place
  private let path: String

  /// The most bytes of such a file.
  public static let limit = 1 << 20

  /// - Throws: why the file cannot be read, with its line.
  public init(_ path: String) throws(LoadingErrors) {
    do throws(ProblemError) {
      let text: String
      do throws(FileFailure) {
        text = try FileReading.text(of: path, limit: StructuredFile.limit)
      } catch {
        throw ProblemError(path: path, message: error.message, mend: error.mend)
      }
      guard let record = try YAMLReader.record(of: text, path: path) else {
        throw ProblemError(path: path, message: "the file is empty")
      }
      value = record.value
      place = record.place
      self.path = path
    } catch {
      throw LoadingErrors([error])
    }
  }

  /// An error at the member that `keys` lead to, or as far as they do.
  public func error(at keys: [String], _ message: String, mend: String = "") -> LoadingErrors {
    let place = keys.reduce(place) { $0.at($1) }
    return LoadingErrors([
      ProblemError(path: path, line: place.line, message: message, mend: mend)
    ])
  }

  /// The member that `word` may have meant: “did you mean “x”?”, or all there are.
  public static func mend(_ word: String, among names: [String]) -> String {
    Nearest.mend(
      word, among: names, otherwise: "known are " + names.joined(separator: ", "))
  }
}
