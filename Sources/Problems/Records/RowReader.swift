import Grading

/// Reads a row of our own format in one pass over its bytes, without a tree of it.
///
/// It takes what it knows to be right: problems of the kinds `answer`, `choice` and `open` with the usual
/// fields. For anything else, and for every slip, it gives up, and ``ProblemDecoder`` reads the row: what
/// is right, and what is said of what is wrong, is decided there.
struct RowReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// Where a text with escapes is put together.
  private var scratch: [UInt8] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The problem of a row; `nil` if it is to be read by the decoder.
  static func problem(in row: UnsafeBufferPointer<UInt8>) -> Problem? {
    var reader = RowReader(row)
    guard var problem = reader.row()?.problem else { return nil }
    problem.documentText = ProblemDocument.text(of: problem)
    return problem
  }

  // MARK: fields

  private enum Key: UInt32, CaseIterable {
    case id, kind, title, statement, answer, choices, rubric, system, points, tags, cluster
    case difficulty, source, license, date, metadata

    var name: StaticString {
      switch self {
      case .id: "id"
      case .kind: "kind"
      case .title: "title"
      case .statement: "statement"
      case .answer: "answer"
      case .choices: "choices"
      case .rubric: "rubric"
      case .system: "system"
      case .points: "points"
      case .tags: "tags"
      case .cluster: "cluster"
      case .difficulty: "difficulty"
      case .source: "source"
      case .license: "license"
      case .date: "date"
      case .metadata: "metadata"
      }
    }
  }

  /// What a row said so far.
  private struct Row {
    var seen: UInt32 = 0
    var id = ""
    var kind: Problem.Kind?
    var title: String?
    var statement = ""
    var answer: [String] = []
    var choices: [String] = []
    var rubric: String?
    var system: String?
    var points = 1.0
    var tags: [String] = []
    var cluster: String?
    var difficulty: String?
    var source: String?
    var license: String?
    var date: String?
    var metadata = JSON.null

    func has(_ key: Key) -> Bool { seen & 1 << key.rawValue != 0 }

    var problem: Problem? {
      guard has(.id), has(.statement), let reference else { return nil }
      return Problem(
        id: id, statement: statement, reference: reference, title: title, system: system,
        rubric: rubric, points: points, tags: tags, difficulty: difficulty, source: source,
        license: license, date: date, metadata: metadata, documentText: "", cluster: cluster)
    }

    private var reference: Reference? {
      switch kind {
      case .answer: has(.answer) && !has(.choices) ? .answer(golds: answer) : nil
      case .choice: letters.map { .choice(options: choices, right: $0) }
      case .open: has(.rubric) && !has(.answer) && !has(.choices) ? .open : nil
      case .function, .program, .harness, nil: nil
      }
    }

    /// The letters that are right, in order.
    private var letters: [String]? {
      guard has(.answer), 2...26 ~= choices.count else { return nil }
      var mask: UInt32 = 0
      for text in answer {
        guard text.utf8.count == 1, let byte = text.utf8.first else { return nil }
        let index = Int(byte & 0xDF) - 65
        guard 0..<choices.count ~= index, byte & 0xC0 == 0x40, mask & 1 << UInt32(index) == 0
        else { return nil }
        mask |= 1 << UInt32(index)
      }
      return ReferenceDecoder.letters.indices.lazy.filter { mask & 1 << UInt32($0) != 0 }
        .map { ReferenceDecoder.letters[$0] }
    }
  }

  private mutating func row() -> Row? {
    var row = Row()
    skipSpace()
    guard take("{") else { return nil }
    repeat {
      skipSpace()
      guard let key = key(), row.seen & 1 << key.rawValue == 0 else { return nil }
      row.seen |= 1 << key.rawValue
      skipSpace()
      guard take(":") else { return nil }
      skipSpace()
      guard read(key, into: &row) else { return nil }
      skipSpace()
    } while take(",")
    guard take("}") else { return nil }
    skipSpace()
    return position == bytes.count ? row : nil
  }

  private mutating func read(_ key: Key, into row: inout Row) -> Bool {
    switch key {
    case .id: return identifier(into: &row.id)
    case .kind:
      row.kind = kind()
      return row.kind != nil
    case .title: return text(into: &row.title)
    case .statement:
      guard let text = text() else { return false }
      row.statement = text
      return true
    case .answer: return texts(into: &row.answer, single: true) && !row.answer.isEmpty
    case .choices: return texts(into: &row.choices, single: false)
    case .rubric: return text(into: &row.rubric)
    case .system: return text(into: &row.system)
    case .points:
      guard let number = plainNumber(), let points = Double(number), points > 0, points.isFinite
      else { return false }
      row.points = points
      return true
    case .tags: return texts(into: &row.tags, single: true)
    case .cluster: return text(into: &row.cluster)
    case .difficulty: return text(into: &row.difficulty)
    case .source: return text(into: &row.source)
    case .license: return text(into: &row.license)
    case .date: return date(into: &row.date)
    case .metadata: return value(into: &row.metadata)
    }
  }

  private mutating func key() -> Key? {
    guard let range = plainString() else { return nil }
    switch range.count {
    case 2: return key(range, among: .id)
    case 4: return key(range, among: .kind, .tags, .date)
    case 5: return key(range, among: .title)
    case 6: return key(range, among: .answer, .source, .system, .points, .rubric)
    case 7: return key(range, among: .choices, .license, .cluster)
    case 8: return key(range, among: .metadata)
    case 9: return key(range, among: .statement)
    case 10: return key(range, among: .difficulty)
    default: return nil
    }
  }

  @inline(__always)
  private func key(_ range: Range<Int>, among keys: Key...) -> Key? {
    for key in keys where isSame(range, key.name) { return key }
    return nil
  }

  private func isSame(_ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<range.count where bytes[range.lowerBound + index] != name.utf8Start[index] {
      return false
    }
    return true
  }

  private mutating func kind() -> Problem.Kind? {
    guard let range = plainString() else { return nil }
    if isSame(range, "answer") { return .answer }
    if isSame(range, "choice") { return .choice }
    return isSame(range, "open") ? .open : nil
  }

  /// An id that needs no second look: letters, digits, `-` and `_`, and `.` and `/` between such.
  private mutating func identifier(into id: inout String) -> Bool {
    guard let range = plainString(), 1...ProblemDecoder.idLimit ~= range.count else { return false }
    var mayBeMark = false
    for byte in bytes[range] {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        mayBeMark = true
      case UInt8(ascii: "."), UInt8(ascii: "/"):
        guard mayBeMark else { return false }
        mayBeMark = false
      default: return false
      }
    }
    guard mayBeMark, let text = string(bytes[range]) else { return false }
    id = text
    return true
  }

  private mutating func date(into date: inout String?) -> Bool {
    guard let range = plainString(), range.count == 10 else { return false }
    let digits = bytes[range].enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : byte &- 48 < 10
    }
    func number(at start: Int) -> UInt8 {
      (bytes[range.lowerBound + start] &- 48) &* 10 &+ bytes[range.lowerBound + start + 1] &- 48
    }
    guard digits, 1...12 ~= number(at: 5), 1...31 ~= number(at: 8) else { return false }
    date = string(bytes[range])
    return date != nil
  }

  private mutating func value(into value: inout JSON) -> Bool {
    guard let end = RecordScanner.endOfValue(in: bytes, from: position),
      let read = try? JSON(parsing: bytes, in: position..<end, depth: RowReader.depthLeft),
      !read.isNull
    else { return false }
    position = end
    value = read
    return true
  }

  /// How deep a value of a row may be, which is one level in itself.
  private static let depthLeft = 255

  // MARK: texts

  private mutating func text(into text: inout String?) -> Bool {
    text = self.text()
    return text != nil
  }

  /// A text that is not blank.
  private mutating func text() -> String? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let start = position + 1
    let end = WordScan.stringEnd(in: bytes, from: start)
    guard end < bytes.count else { return nil }
    let text: String?
    if bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      text = string(bytes[start..<end])
    } else {
      text = unescaped(from: start, firstAt: end)
    }
    guard let text, let first = text.utf8.first else { return nil }
    // A visible character of ASCII at the start settles it.
    return 0x21...0x7E ~= first || !text.isBlank ? text : nil
  }

  private mutating func texts(into texts: inout [String], single: Bool) -> Bool {
    guard take("[") else {
      guard single, let text = textOrNumber() else { return false }
      texts = [text]
      return true
    }
    skipSpace()
    if take("]") { return true }
    repeat {
      skipSpace()
      guard let text = textOrNumber() else { return false }
      texts.append(text)
      skipSpace()
    } while take(",")
    return take("]")
  }

  private mutating func textOrNumber() -> String? {
    guard position < bytes.count else { return nil }
    return bytes[position] == UInt8(ascii: "\"") ? text() : plainNumber()
  }

  /// A number without an exponent, as it is written.
  private mutating func plainNumber() -> String? {
    let start = position
    _ = take("-")
    let whole = digits()
    guard whole == 1 || whole > 1 && bytes[position - whole] != UInt8(ascii: "0") else {
      return nil
    }
    if take("."), digits() == 0 { return nil }
    guard position < bytes.count, bytes[position] | 0x20 != UInt8(ascii: "e") else { return nil }
    return string(bytes[start..<position])
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 48 < 10 { position += 1 }
    return position - start
  }

  /// A text whose bytes stand for themselves.
  private mutating func plainString() -> Range<Int>? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let start = position + 1
    let end = WordScan.stringEnd(in: bytes, from: start)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    position = end + 1
    return start..<end
  }

  /// - Parameter slash: Where the first backslash stands, or a control.
  private mutating func unescaped(from start: Int, firstAt slash: Int) -> String? {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<slash]))
    var index = slash
    while index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\") {
      index += 2
      switch bytes[index - 1] {
      case UInt8(ascii: "n"): scratch.append(10)
      case UInt8(ascii: "t"): scratch.append(9)
      case UInt8(ascii: "r"): scratch.append(13)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        scratch.append(bytes[index - 1])
      case UInt8(ascii: "u"):
        guard let scalar = scalar(at: index) else { return nil }
        index += 4
        for byte in UTF8.encode(scalar).map(Array.init) ?? [] { scratch.append(byte) }
      default: return nil
      }
      let end = WordScan.stringEnd(in: bytes, from: index)
      scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<end]))
      index = end
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
    position = index + 1
    return scratch.withUnsafeBufferPointer { string($0[...]) }
  }

  /// The character of four hexadecimal digits; `nil` for half of a pair.
  private func scalar(at index: Int) -> Unicode.Scalar? {
    guard index + 4 <= bytes.count else { return nil }
    var code: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      let lower = byte | 0x20
      let digit = byte &- 48 < 10 ? byte &- 48 : lower &- 97 < 6 ? lower &- 87 : 255
      guard digit < 16 else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return Unicode.Scalar(code)
  }

  private func string(_ slice: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    let bytes = UnsafeBufferPointer(rebasing: slice)
    // What is ASCII needs no look at its form.
    guard WordScan.isASCII(bytes) else { return String(validating: bytes, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: bytes.count) { text in
      _ = text.initialize(fromContentsOf: bytes)
      return bytes.count
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
