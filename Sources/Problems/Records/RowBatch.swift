import Grading

/// A piece of a file of rows, cut at the ends of lines, with what became of each row.
struct RowBatch: Sendable {
  /// Where a row stands in ``bytes``, and its number in the file, from 1.
  struct Row: Sendable {
    let range: Range<Int>
    let number: Int
    let outcome: Outcome
  }

  enum Outcome: Sendable {
    /// A problem of our own format.
    case problem(Problem)
    /// One of our own format that the filter does not keep, by the digest of its id.
    case passedOver(UInt64)
    /// A value that the mapping of its format reads.
    case value(JSON)
    /// To be read once more for what is to be said of it.
    case failed
  }

  let bytes: [UInt8]
  /// Of the first byte in the unpacked content.
  let offset: Int
  let rows: [Row]

  /// How rows are read.
  struct Manner: Sendable {
    /// Whether rows of our own format may be taken as they are.
    var takesOwn = true
    /// What may be passed over; `nil` for nothing.
    var filter: ProblemFilter?
  }

  /// Reads all rows but blank ones.
  ///
  /// - Parameter firstLine: The number of the first line.
  init(_ bytes: [UInt8], offset: Int, firstLine: Int, _ manner: Manner) {
    self.bytes = bytes
    self.offset = offset
    var rows: [Row] = []
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      var number = firstLine
      while start < buffer.count {
        let end =
          FileReading.newline(in: UnsafeRawBufferPointer(buffer), from: start)
          ?? buffer.count
        let line = UnsafeBufferPointer(rebasing: buffer[start..<end])
        if !line.allSatisfy(RecordReader.isSpace) {
          rows.append(
            Row(range: start..<end, number: number, outcome: RowBatch.outcome(line, manner)))
        }
        start = end + 1
        number += 1
      }
    }
    self.rows = rows
  }

  private static func outcome(
    _ line: UnsafeBufferPointer<UInt8>, _ manner: Manner
  ) -> Outcome {
    if let filter = manner.filter, let id = filter.passesOver(line) { return .passedOver(id) }
    if manner.takesOwn, let problem = RowReader.problem(in: line) { return .problem(problem) }
    // A mark of byte order is taken at the beginning of a file only, which the reader of lines sees to.
    guard line.first != 0xEF, let value = try? JSON(parsing: line, in: 0..<line.count) else {
      return .failed
    }
    return .value(value)
  }

  func line(of row: Row) -> FileReading.Line {
    FileReading.Line(
      number: row.number, offset: offset + row.range.lowerBound, bytes: bytes[row.range])
  }

  /// The value of a row with its place, or what is wrong with it; `nil` if it is blank.
  func record(of row: Row, shownAs shown: String) -> Result<Record, ProblemError>? {
    guard case .value(let value) = row.outcome else {
      return RecordReader.record(of: line(of: row), shownAs: shown)
    }
    let extent = offset + row.range.lowerBound..<offset + row.range.upperBound
    let source = Source(path: shown, lines: .line(row.number), extent: extent)
    return .success(Record(value: value, place: Place(source: source)))
  }
}
