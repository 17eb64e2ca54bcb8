/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// The byte at which reading stopped, from 0.
  public let offset: Int
  public let message: String
}

extension JSON {
  /// Reads one JSON value that fills the whole of `bytes`.
  ///
  /// - Parameters:
  ///   - depth: How deeply arrays and objects may be nested.
  ///   - repairsText: Whether invalid UTF-8 and lone surrogates become U+FFFD (server replies), or
  ///     are an error (files).
  ///   - acceptsNonFinite: Whether `NaN`, `Infinity` and `-Infinity` are numbers, as Python writes them.
  /// - Throws: ``JSONError`` with the byte offset; duplicate keys are an error unless repaired, in
  ///   which case the last one wins.
  public init(
    parsing bytes: [UInt8], depth: Int = 256, repairsText: Bool = false,
    acceptsNonFinite: Bool = false
  ) throws(JSONError) {
    self = try JSON(
      parsing: bytes[...], depth: depth, repairsText: repairsText,
      acceptsNonFinite: acceptsNonFinite)
  }

  /// Reads one JSON value that fills the whole of a slice; offsets count from the slice's start.
  public init(
    parsing bytes: ArraySlice<UInt8>, depth: Int = 256, repairsText: Bool = false,
    acceptsNonFinite: Bool = false
  ) throws(JSONError) {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, JSONError> in
      var parser = JSONParser(bytes: buffer, depthLeft: depth, repairsText: repairsText)
      parser.acceptsNonFinite = acceptsNonFinite
      do throws(JSONError) {
        return .success(try parser.document())
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Reads one JSON value that fills the whole of a part of `bytes`.
  public init(
    parsing bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, depth: Int = 256
  ) throws(JSONError) {
    var parser = JSONParser(
      bytes: UnsafeBufferPointer(rebasing: bytes[range]), depthLeft: depth, repairsText: false)
    self = try parser.document()
  }

  /// Reads one JSON value from text.
  public init(parsing text: String, depth: Int = 256) throws(JSONError) {
    self = try JSON(parsing: Array(text.utf8), depth: depth)
  }

  /// Reads what ``text`` wrote; anything else becomes `null`.
  init(written text: String) {
    // Deeper than any value that is read, as a document may wrap one.
    let value = try? JSON(parsing: Array(text.utf8)[...], depth: 1_024, acceptsNonFinite: true)
    self = value ?? .null
  }
}

/// A recursive-descent reader over bytes; recursion is bounded by `depthLeft`.
private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var depthLeft: Int
  let repairsText: Bool
  var acceptsNonFinite = false
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>, depthLeft: Int, repairsText: Bool) {
    self.bytes = bytes
    self.depthLeft = depthLeft
    self.repairsText = repairsText
  }

  mutating func document() throws(JSONError) -> JSON {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw failure("more text after the value") }
    return value
  }

  mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard position < bytes.count else { throw failure("a value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default:
      if let value = nonFinite() { return value }
      return try number()
    }
  }

  /// What JSON has no numbers for.
  private mutating func nonFinite() -> JSON? {
    guard acceptsNonFinite else { return nil }
    for word in ["NaN", "Infinity", "-Infinity"] {
      let count = word.utf8.count
      guard position + count <= bytes.count,
        bytes[position..<position + count].elementsEqual(word.utf8)
      else { continue }
      position += count
      return .number(word)
    }
    return nil
  }

  private mutating func object() throws(JSONError) -> JSON {
    try enter()
    defer { depthLeft += 1 }
    position += 1
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      let start = position
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw failure("a key in quotation marks is missing")
      }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("“:” is missing after the key “\(key)”") }
      let value = try value()
      if members.count < 16 ? members.contains(where: { $0.key == key }) : seen.contains(key) {
        guard repairsText else {
          position = start
          throw failure("the key “\(key)” stands twice")
        }
        members.removeAll { $0.key == key }
      }
      members.append(JSON.Member(key, value))
      if members.count == 16 {
        seen = Set(members.map(\.key))
      } else if members.count > 16 {
        seen.insert(key)
      }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw failure("“,” or “}” is missing") }
      return .object(members)
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    try enter()
    defer { depthLeft += 1 }
    position += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw failure("“,” or “]” is missing") }
      return .array(elements)
    }
  }

  private mutating func enter() throws(JSONError) {
    guard depthLeft > 0 else { throw failure("nested too deeply") }
    depthLeft -= 1
  }

  private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw failure("a value is missing") }
    for index in 0..<count where bytes[position + index] != word.utf8Start[index] {
      throw failure("unknown word; “true”, “false”, “null”, a number or text in quotation marks?")
    }
    position += count
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let whole = digits()
    guard whole > 0 else {
      position = start
      throw failure("a value is missing")
    }
    guard whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else {
      position = start
      throw failure("a number cannot start with 0")
    }
    if take(UInt8(ascii: ".")), digits() == 0 {
      throw failure("a digit is missing after the point")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if digits() == 0 { throw failure("the exponent is missing") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 48 < 10 { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while true {
      position = WordScan.stringEnd(in: bytes, from: position)
      guard position < bytes.count else {
        throw failure("the closing quotation mark is missing")
      }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try decoded(bytes[start..<position], at: start)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        return try escapedString(from: start)
      default:
        guard repairsText else {
          throw failure("a control character in text; write it as \\u00XX")
        }
        position += 1
      }
    }
  }

  /// The slow path, from the first escape on.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var result = Array(bytes[start..<position])
    while position < bytes.count {
      let end = WordScan.stringEnd(in: bytes, from: position)
      result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
      position = end
      guard position < bytes.count else { break }
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        return try result.withUnsafeBufferPointer { buffer -> Result<String, JSONError> in
          do throws(JSONError) {
            return .success(try decoded(Slice(base: buffer, bounds: 0..<buffer.count), at: start))
          } catch {
            return .failure(error)
          }
        }.get()
      case UInt8(ascii: "\\"): try escape(into: &result)
      default:
        guard repairsText else {
          throw failure("a control character in text; write it as \\u00XX")
        }
        result.append(byte)
      }
    }
    throw failure("the closing quotation mark is missing")
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw failure("the text ends within an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "u"): try unicodeEscape(into: &result)
    default: throw failure("unknown escape in text; write a backslash as \\\\")
    }
  }

  private mutating func unicodeEscape(into result: inout [UInt8]) throws(JSONError) {
    var code = try hexadecimal()
    if 0xD800..<0xDC00 ~= code, position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      let mark = position
      position += 2
      let low = try hexadecimal()
      if 0xDC00..<0xE000 ~= low {
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      } else {
        position = mark
      }
    }
    if let scalar = Unicode.Scalar(code) {
      result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    } else if repairsText {
      result.append(contentsOf: [0xEF, 0xBF, 0xBD])
    } else {
      throw failure("half of a surrogate pair in text")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits are missing after \\u") }
    position += 4
    return code
  }

  private func decoded(
    _ slice: Slice<UnsafeBufferPointer<UInt8>>, at start: Int
  ) throws(JSONError) -> String {
    if repairsText { return String(decoding: slice, as: UTF8.self) }
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw JSONError(offset: start, message: "the text is not valid UTF-8")
    }
    return text
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func failure(_ message: String) -> JSONError {
    JSONError(offset: position, message: message)
  }
}
