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
  ///
  /// - Parameter format: The format of its records, if it is not to be told by their fields.
  public func reader(as format: ProblemFormat? = nil) throws(LoadingErrors) -> Reader {
    try Reader(path, as: format)
  }

  /// Takes problems from a set, the first first.
  public final class Reader {
    private let path: String
    private let descriptor: Int32
    private let log = ErrorLog()
    private var mapping: RecordMapping
    private var pipeline = RowPipeline(RowBatch.Manner())
    private var isAtEnd = false
    /// Why the file could not be read to its end.
    private var failure: FileFailure?
    private var batch: RowBatch?
    /// The next row of ``batch``.
    private var row = 0
    private var count = 0
    /// Digests of the ids met.
    private var seen: Set<UInt64> = []
    private var buffer = [UInt8](repeating: 0, count: RowPipeline.pieceSize)

    fileprivate init(_ path: String, as format: ProblemFormat?) throws(LoadingErrors) {
      self.path = path
      do throws(FileFailure) {
        let folder = try Folder(PathText.folder(of: path))
        descriptor = try FileReading.opened(path).descriptor
        mapping = RecordMapping(
          log: log, decoder: ProblemDecoder(log: log, folder: folder, base: ""), path: path,
          forced: format)
      } catch {
        throw LoadingErrors([ProblemError(path: path, message: error.message, mend: error.mend)])
      }
    }

    deinit { FileReading.closed(descriptor) }

    /// The format of its records, once one was read.
    public var format: ProblemFormat? { mapping.format }

    /// The next problem; `nil` after the last.
    ///
    /// - Throws: all that is wrong, when the end of the file is reached.
    public func next() throws(LoadingErrors) -> Problem? { try nextWithSolutions()?.problem }

    /// As ``next()``, with the solutions that its record holds.
    public func nextWithSolutions() throws(LoadingErrors) -> (
      problem: Problem, solutions: [Solution]
    )? {
      while let (row, batch) = nextRow() {
        count += 1
        guard let read = mapping.problem(row, of: batch, shownAs: path) else { continue }
        guard seen.insert(ProblemFilter.hash(read.problem.id.utf8)).inserted else {
          log.add(
            read.place.at("id").error(
              "the id stands twice", mend: "rename one of the two", problemID: read.problem.id))
          continue
        }
        return (read.problem, read.solutions)
      }
      if let failure {
        log.add(ProblemError(path: path, message: failure.message, mend: failure.mend))
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

    private func nextRow() -> (RowBatch.Row, RowBatch)? {
      while true {
        if let batch, row < batch.rows.count {
          row += 1
          return (batch.rows[row - 1], batch)
        }
        readOn()
        batch = pipeline.take()
        row = 0
        if batch == nil { return nil }
      }
    }

    /// Reads on until enough is being worked on, or the file is at its end.
    private func readOn() {
      while !isAtEnd, !pipeline.isFull {
        do throws(FileFailure) {
          let count = try FileReading.read(descriptor, into: &buffer)
          guard count > 0 else {
            isAtEnd = true
            return pipeline.finish()
          }
          var failure: FileFailure?
          buffer.withUnsafeBytes { bytes in
            do throws(FileFailure) {
              try pipeline.put(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            } catch {
              failure = error
            }
          }
          if let failure { throw failure }
        } catch {
          isAtEnd = true
          failure = error
        }
      }
    }
  }
}
