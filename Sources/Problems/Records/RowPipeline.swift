import Glibc

/// Reads the rows of a file on all processors, and hands them over in the order of the file.
///
/// The file is cut at ends of lines into pieces of about ``pieceSize``; at most ``window`` of them are
/// being read or wait to be taken, so that memory does not grow with the file.
struct RowPipeline {
  private let manner: RowBatch.Manner
  private let lineLimit: Int
  private var waiting: [Piece] = []
  /// What came since the last piece.
  private var pending: [UInt8] = []
  /// Behind the last line of ``pending`` that has its end; 0 if none has.
  private var lineEnd = 0
  private var offset = 0
  private var line = 1

  static let pieceSize = 1 << 18
  /// Smaller pieces are not worth a thread.
  private static let inlineSize = 1 << 15
  private static let threads = min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  static let window = threads + 2

  private enum Piece {
    case read(RowBatch)
    case errand(Errand<RowBatch>)
  }

  init(_ manner: RowBatch.Manner, lineLimit: Int = FileReading.lineLimit) {
    self.manner = manner
    self.lineLimit = lineLimit
  }

  /// Whether a piece is to be taken before more is put in.
  var isFull: Bool { waiting.count >= RowPipeline.window }

  /// Takes the next bytes of the file.
  ///
  /// - Throws: if a line is too long; what came before it can still be taken.
  mutating func put(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    let count = pending.count
    pending.append(contentsOf: bytes)
    if let last = pending[count...].lastIndex(of: 10) { lineEnd = last + 1 }
    if pending.count >= RowPipeline.pieceSize, lineEnd > 0 {
      let rest = Array(pending[lineEnd...])
      pending.removeSubrange(lineEnd...)
      start()
      pending = rest
    }
    guard pending.count - lineEnd > lineLimit else { return }
    throw FileFailure(
      "line \(line) is longer than \(ByteCount.text(lineLimit))", mend: "split the file")
  }

  /// Reads what is left, a last line without its end.
  mutating func finish() { if !pending.isEmpty { start() } }

  /// The next piece of the file; `nil` if there is none for now.
  mutating func take() -> RowBatch? {
    guard !waiting.isEmpty else { return nil }
    switch waiting.removeFirst() {
    case .read(let batch): return batch
    case .errand(let errand): return errand.value()
    }
  }

  private mutating func start() {
    let bytes = pending
    pending = []
    lineEnd = 0
    let (offset, line, manner) = (offset, line, manner)
    self.offset += bytes.count
    self.line += FileReading.newlines(in: bytes)
    if bytes.count < RowPipeline.inlineSize || RowPipeline.threads == 1 {
      waiting.append(.read(RowBatch(bytes, offset: offset, firstLine: line, manner)))
    } else {
      waiting.append(
        .errand(Errand { RowBatch(bytes, offset: offset, firstLine: line, manner) }))
    }
  }
}
