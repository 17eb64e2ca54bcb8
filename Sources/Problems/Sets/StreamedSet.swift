public import Grading

/// A set in one file with a record a line, read problem by problem and never held: a million problems
/// take the memory of one.
public struct StreamedSet: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  public var name: String { FileNames.stem(of: path) }

  /// The folder that paths of images count from.
  public var folder: String { PathText.folder(of: path) }

  /// Whether a file can be read so by its name: JSONL that is not packed.
  public static func canRead(_ path: String) -> Bool {
    RecordFormat(ending: FileNames.ending(of: PathText.name(of: path))) == .jsonl
      && !FileNames.isPacked(path)
  }

  /// Starts at the first problem.
  public func reader() throws(LoadingErrors) -> Reader { try Reader(path) }

  /// Takes problems from a set, the first first.
  public final class Reader {
    private let path: String
    private let lines: LineReader
    private let log = ErrorLog()
    private var mapping: RecordMapping
    private var count = 0

    fileprivate init(_ path: String) throws(LoadingErrors) {
      self.path = path
      do throws(FileFailure) {
        let folder = try Folder(PathText.folder(of: path))
        lines = try LineReader(path)
        mapping = RecordMapping(
          log: log, decoder: ProblemDecoder(log: log, folder: folder, base: ""), path: path)
      } catch {
        throw LoadingErrors([ProblemError(path: path, message: error.message, mend: error.mend)])
      }
    }

    /// The next problem; `nil` after the last. Whether an id stands twice is not seen here.
    ///
    /// - Throws: all that is wrong, when the end of the file is reached.
    public func next() throws(LoadingErrors) -> Problem? {
      do throws(FileFailure) {
        while let line = try lines.next() {
          switch RecordReader.record(of: line, shownAs: path) {
          case .success(let record)?:
            count += 1
            if let read = mapping.problem(record, defaults: []) { return read.problem }
          case .failure(let error)?: log.add(error)
          case nil: break
          }
        }
      } catch {
        log.add(ProblemError(path: path, message: error.message, mend: error.mend))
      }
      if count == 0, log.count == 0 {
        log.add(
          ProblemError(
            path: path, message: "there is no problem in it",
            mend: "add one; see the problem format"))
      }
      try log.throwIfAny()
      return nil
    }
  }
}
