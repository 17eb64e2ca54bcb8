import Grading

/// Reads comma-separated values with a header row.
/// Source: RFC 4180; a byte order mark and line feeds without carriage returns are accepted too.
struct CSVReader {
  private let bytes: [UInt8]
  private let path: String
  private var position = 0
  private var line = 1

  static let columnLimit = 1_000

  private init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The rows as objects of texts by the header's names; empty cells are left out.
  static func records(of bytes: [UInt8], path: String) throws(ProblemError) -> [Record] {
    var reader = CSVReader(bytes, path: path)
    guard var header = try reader.nextRow() else { return [] }
    if MMLUFormat.isHeaderless(header) {
      header = MMLUFormat.columns
      reader = CSVReader(bytes, path: path)
    }
    // Tables that were written by pandas begin with a column of numbers that has no name.
    if header.count > 1, header[0].isEmpty { header[0] = "id" }
    try reader.check(header)
    var records: [Record] = []
    while true {
      reader.skipBlankLines()
      let start = reader.line
      guard let row = try reader.nextRow() else { return records }
      guard row.count == header.count else {
        throw ProblemError(
          path: path, line: start,
          message: "the row has \(count(row.count, "cell")), the header \(header.count)",
          mend: "put a cell that holds a comma in quotation marks")
      }
      let members = zip(header, row).filter { !$1.isEmpty }.map {
        JSON.Member($0, .string($1))
      }
      let source = Source(path: path, lines: .line(start))
      records.append(Record(value: .object(members), place: Place(source: source)))
    }
  }

  private func check(_ header: [String]) throws(ProblemError) {
    var seen: Set<String> = []
    for name in header {
      guard !name.isEmpty else {
        throw ProblemError(
          path: path, line: 1, message: "a column has no name", mend: "name it in the first row")
      }
      guard seen.insert(name).inserted else {
        throw ProblemError(
          path: path, line: 1, field: name, message: "the column “\(name)” stands twice",
          mend: "keep one of them")
      }
    }
    if header.count == 1, let only = header.first, only.contains(where: { $0 == ";" || $0 == "\t" })
    {
      throw ProblemError(
        path: path, line: 1, message: "the first row is a single cell, “\(only.prefix(40))”",
        mend: "separate the cells with commas")
    }
  }

  private mutating func skipBlankLines() {
    while position < bytes.count, bytes[position] == 10 || bytes[position] == 13 {
      if bytes[position] == 10 { line += 1 }
      position += 1
    }
  }

  /// The cells of the next row; `nil` at the end.
  private mutating func nextRow() throws(ProblemError) -> [String]? {
    guard position < bytes.count else { return nil }
    var cells: [String] = []
    while true {
      cells.append(try nextCell())
      guard cells.count <= CSVReader.columnLimit else {
        throw ProblemError(
          path: path, line: line, message: "more than \(CSVReader.columnLimit) columns",
          mend: "use JSONL")
      }
      guard position < bytes.count else { return cells }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
      line += 1
      return cells
    }
  }

  /// The next cell; stops before its comma or the end of the line.
  private mutating func nextCell() throws(ProblemError) -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) {
        guard bytes[position] != UInt8(ascii: "\"") else {
          throw failure(
            line, "a quotation mark within a cell", "put the cell in quotation marks, and double it"
          )
        }
        position += 1
      }
      return try text(bytes[start..<position], line)
    }
    let opening = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 10 { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        content.append(byte)
        continue
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        content.append(byte)
        position += 1
        continue
      }
      guard position == bytes.count || isEnd(bytes[position]) else {
        throw failure(
          line, "text after a closing quotation mark", "double quotation marks within a cell")
      }
      return try text(content[...], opening)
    }
    throw failure(
      opening, "the closing quotation mark is missing", "close the cell that opens here")
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 10 || byte == 13
  }

  private func text(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(ProblemError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw failure(line, "the cell is not UTF-8 text", "save the file as UTF-8")
    }
    return text
  }

  private func failure(_ line: Int, _ message: String, _ mend: String) -> ProblemError {
    ProblemError(path: path, line: line, message: message, mend: mend)
  }
}

/// `1 cell`, `3 cells`; `plural` where an “s” does not make it.
func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
}
