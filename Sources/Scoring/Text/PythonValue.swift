import Grading

/// A value written as a literal of Python.
///
/// Source: the Python language reference, “Literals” and “Displays”; names other than `True`, `False`,
/// `None`, `set()`, `frozenset()`, `inf` and `nan` are no literals.
struct PythonValue {
  let value: TypedValue

  static let depthLimit = 100
  static let byteLimit = 1 << 20

  /// `nil` if the text is no literal as a whole.
  init?(parsing text: String) {
    guard text.utf8.count <= PythonValue.byteLimit else { return nil }
    var reader = Reader(bytes: Array(text.utf8))
    guard let value = reader.expression(depth: 0) else { return nil }
    reader.skipSpace()
    guard reader.position == reader.bytes.count else { return nil }
    self.value = value
  }

  /// As `==` of Python says.
  func equals(_ other: PythonValue) -> Bool { PythonValue.equal(value, other.value) }

  private static func equal(_ a: TypedValue, _ b: TypedValue) -> Bool {
    if let x = number(a), let y = number(b) {
      if case .int(let i) = x, case .int(let j) = y { return i == j }
      return double(x) == double(y)
    }
    switch (a, b) {
    case (.list(let x), .list(let y)), (.tuple(let x), .tuple(let y)):
      return x.count == y.count && zip(x, y).allSatisfy(equal)
    case (.set(let x), .set(let y)), (.set(let x), .frozenset(let y)),
      (.frozenset(let x), .set(let y)), (.frozenset(let x), .frozenset(let y)):
      return isSubset(x, y) && isSubset(y, x)
    case (.dictionary(let x), .dictionary(let y)):
      // A key that stands twice counts with its last value.
      return holds(x, y) && holds(y, x)
    default: return a == b
    }
  }

  private static func isSubset(_ a: [TypedValue], _ b: [TypedValue]) -> Bool {
    a.allSatisfy { element in b.contains { equal(element, $0) } }
  }

  private static func holds(_ a: [TypedValue.Entry], _ b: [TypedValue.Entry]) -> Bool {
    a.allSatisfy { entry in
      let mine = a.last { equal($0.key, entry.key) }?.value ?? entry.value
      return b.last { equal($0.key, entry.key) }.map { equal($0.value, mine) } ?? false
    }
  }

  /// Numbers as integers or floats: truth values are numbers.
  private static func number(_ value: TypedValue) -> TypedValue? {
    switch value {
    case .bool(let truth): .int(truth ? "1" : "0")
    case .int, .float: value
    default: nil
    }
  }

  private static func double(_ value: TypedValue) -> Double {
    switch value {
    case .int(let digits): Double(digits) ?? .nan
    case .float(let number): number
    default: .nan
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func skipSpace() {
      while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    private mutating func take(word: String) -> Bool {
      let end = position + word.utf8.count
      guard end <= bytes.count, bytes[position..<end].elementsEqual(word.utf8) else { return false }
      if end < bytes.count, isName(bytes[end]) { return false }
      position = end
      return true
    }

    private func isName(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || byte &- 48 < 10 || (byte | 32) &- 97 < 26 || byte >= 128
    }

    mutating func expression(depth: Int) -> TypedValue? {
      guard depth <= PythonValue.depthLimit else { return nil }
      skipSpace()
      guard position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "["):
        position += 1
        return elements(until: "]", depth: depth).map { .list($0.values) }
      case UInt8(ascii: "("):
        position += 1
        guard let inner = elements(until: ")", depth: depth) else { return nil }
        // Parentheses alone make no tuple.
        if inner.values.count == 1, !inner.endsWithComma { return inner.values[0] }
        return .tuple(inner.values)
      case UInt8(ascii: "{"):
        position += 1
        return braces(depth: depth)
      case UInt8(ascii: "-"), UInt8(ascii: "+"):
        let isNegative = bytes[position] == UInt8(ascii: "-")
        position += 1
        return expression(depth: depth + 1).flatMap { isNegative ? negated($0) : $0 }
      default: break
      }
      if let text = strings() { return text }
      if take(word: "True") { return .bool(true) }
      if take(word: "False") { return .bool(false) }
      if take(word: "None") { return TypedValue.none }
      if take(word: "inf") { return .float(.infinity) }
      if take(word: "nan") { return .float(.nan) }
      for (word, make) in [
        ("set", TypedValue.set), ("frozenset", TypedValue.frozenset),
      ] as [(String, ([TypedValue]) -> TypedValue)] where take(word: word) {
        return collection(make, depth: depth)
      }
      return number()
    }

    /// What stands behind `set`: nothing, or one list, tuple or set in parentheses.
    private mutating func collection(
      _ make: ([TypedValue]) -> TypedValue, depth: Int
    ) -> TypedValue? {
      guard take("(") else { return nil }
      if take(")") { return make([]) }
      guard let inner = expression(depth: depth + 1), take(")") else { return nil }
      switch inner {
      case .list(let values), .tuple(let values), .set(let values): return make(values)
      default: return nil
      }
    }

    private func negated(_ value: TypedValue) -> TypedValue? {
      switch value {
      case .int(let digits):
        digits == "0"
          ? value : .int(digits.hasPrefix("-") ? String(digits.dropFirst()) : "-" + digits)
      case .float(let number): .float(-number)
      case .bool(let truth): .int(truth ? "-1" : "0")
      default: nil
      }
    }

    private mutating func elements(
      until end: Unicode.Scalar, depth: Int
    ) -> (values: [TypedValue], endsWithComma: Bool)? {
      var values: [TypedValue] = []
      var endsWithComma = false
      while !take(end) {
        guard values.isEmpty || endsWithComma, let value = expression(depth: depth + 1) else {
          return nil
        }
        values.append(value)
        endsWithComma = take(",")
      }
      return (values, endsWithComma)
    }

    private mutating func braces(depth: Int) -> TypedValue? {
      if take("}") { return .dictionary([]) }
      guard let first = expression(depth: depth + 1) else { return nil }
      if take(":") {
        guard let value = expression(depth: depth + 1) else { return nil }
        var entries = [TypedValue.Entry(first, value)]
        while take(",") {
          if take("}") { return .dictionary(entries) }
          guard let key = expression(depth: depth + 1), take(":"),
            let value = expression(depth: depth + 1)
          else { return nil }
          entries.append(TypedValue.Entry(key, value))
        }
        return take("}") ? .dictionary(entries) : nil
      }
      var values = [first]
      while take(",") {
        if take("}") { return .set(values) }
        guard let value = expression(depth: depth + 1) else { return nil }
        values.append(value)
      }
      return take("}") ? .set(values) : nil
    }

    private mutating func number() -> TypedValue? {
      let start = position
      while position < bytes.count,
        isName(bytes[position]) || bytes[position] == UInt8(ascii: ".")
          || (bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+"))
            && position > start && bytes[position - 1] | 32 == UInt8(ascii: "e")
      { position += 1 }
      let text = String(decoding: bytes[start..<position].filter { $0 != 95 }, as: UTF8.self)
      guard let first = text.utf8.first, first &- 48 < 10 || first == UInt8(ascii: ".") else {
        return nil
      }
      if text.utf8.allSatisfy({ $0 &- 48 < 10 }) {
        let digits = text.drop { $0 == "0" }
        return .int(digits.isEmpty ? "0" : String(digits))
      }
      for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
        return UInt64(text.dropFirst(2), radix: radix).map { .int(String($0)) }
      }
      if text.hasSuffix("j") {
        return Double(text.dropLast()).map { .complex(real: 0, imaginary: $0) }
      }
      return Double(text).map(TypedValue.float)
    }

    /// One text or several in a row, which are one; bytes too.
    private mutating func strings() -> TypedValue? {
      var whole: [UInt8] = []
      var isBytes: Bool?
      while true {
        skipSpace()
        let start = position
        var isRaw = false
        var isBinary = false
        while position < bytes.count, position - start < 2, "rRbBuU".utf8.contains(bytes[position])
        {
          if bytes[position] | 32 == UInt8(ascii: "r") { isRaw = true }
          if bytes[position] | 32 == UInt8(ascii: "b") { isBinary = true }
          position += 1
        }
        guard position < bytes.count, bytes[position] == 34 || bytes[position] == 39,
          isBytes == nil || isBytes == isBinary
        else {
          position = start
          break
        }
        guard let part = string(isRaw: isRaw, isBinary: isBinary) else { return nil }
        isBytes = isBinary
        whole += part
      }
      guard let isBytes else { return nil }
      return isBytes ? .bytes(whole) : .text(String(decoding: whole, as: UTF8.self))
    }

    private mutating func string(isRaw: Bool, isBinary: Bool) -> [UInt8]? {
      let quote = bytes[position]
      var closing = [quote]
      if position + 2 < bytes.count, bytes[position + 1] == quote, bytes[position + 2] == quote {
        closing = [quote, quote, quote]
      }
      position += closing.count
      var content: [UInt8] = []
      while position < bytes.count {
        if bytes[position...].starts(with: closing) {
          position += closing.count
          return content
        }
        let byte = bytes[position]
        if byte == 10, closing.count == 1 { return nil }
        position += 1
        guard byte == UInt8(ascii: "\\"), position < bytes.count else {
          content.append(byte)
          continue
        }
        if isRaw {
          content += [byte, bytes[position]]
          position += 1
        } else {
          escape(into: &content, isBinary: isBinary)
        }
      }
      return nil
    }

    private mutating func escape(into content: inout [UInt8], isBinary: Bool) {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "n"): content.append(10)
      case UInt8(ascii: "t"): content.append(9)
      case UInt8(ascii: "r"): content.append(13)
      case UInt8(ascii: "a"): content.append(7)
      case UInt8(ascii: "b"): content.append(8)
      case UInt8(ascii: "f"): content.append(12)
      case UInt8(ascii: "v"): content.append(11)
      case UInt8(ascii: "\\"), 34, 39: content.append(byte)
      case 10: break
      case UInt8(ascii: "x"): code(digits: 2, into: &content, isBinary: isBinary)
      case UInt8(ascii: "u"): code(digits: 4, into: &content, isBinary: false)
      case UInt8(ascii: "U"): code(digits: 8, into: &content, isBinary: false)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var value = Int(byte - 48)
        var count = 1
        while count < 3, position < bytes.count, 48...55 ~= bytes[position] {
          value = value * 8 + Int(bytes[position] - 48)
          position += 1
          count += 1
        }
        append(UInt32(value), to: &content, isBinary: isBinary)
      default: content += [UInt8(ascii: "\\"), byte]
      }
    }

    private mutating func code(digits: Int, into content: inout [UInt8], isBinary: Bool) {
      let end = min(position + digits, bytes.count)
      let text = String(decoding: bytes[position..<end], as: UTF8.self)
      position = end
      append(UInt32(text, radix: 16) ?? 0xFFFD, to: &content, isBinary: isBinary)
    }

    private func append(_ code: UInt32, to content: inout [UInt8], isBinary: Bool) {
      if isBinary {
        content.append(UInt8(truncatingIfNeeded: code))
      } else {
        content += Array(String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
      }
    }
  }
}
