import Grading

/// What a plain scalar means.
///
/// Only what the core schema names is no text: `no`, `yes`, `on` and dates stay text.
/// Source: YAML 1.2.2, section 10.3.2.
enum YAMLScalar {
  static func json(_ text: String) -> JSON {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return ["$float": .string("nan")]
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return ["$float": .string("inf")]
    case "-.inf", "-.Inf", "-.INF": return ["$float": .string("-inf")]
    default: return number(text).map(JSON.number) ?? .string(text)
    }
  }

  /// A number in JSON's notation; `nil` if it is none.
  private static func number(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, isDigit(first) || "+-.".utf8.contains(first) else { return nil }
    if text.hasPrefix("0x") { return unsigned(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return unsigned(text.dropFirst(2), radix: 8) }
    var position = 0
    var result = ""
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      if bytes[0] == UInt8(ascii: "-") { result = "-" }
      position = 1
    }
    let whole = digits(bytes, from: &position)
    var fraction = ""
    let hasPoint = position < bytes.count && bytes[position] == UInt8(ascii: ".")
    if hasPoint {
      position += 1
      fraction = digits(bytes, from: &position)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let significant = whole.drop { $0 == "0" }
    result += significant.isEmpty ? "0" : String(significant)
    if hasPoint { result += "." + (fraction.isEmpty ? "0" : fraction) }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      result += "e"
      if position < bytes.count, bytes[position] == UInt8(ascii: "-") { result += "-" }
      if position < bytes.count, "+-".utf8.contains(bytes[position]) { position += 1 }
      let exponent = digits(bytes, from: &position)
      guard !exponent.isEmpty else { return nil }
      result += exponent
    }
    return position == bytes.count ? result : nil
  }

  /// Digits of another base; beyond 64 bits they stay text.
  private static func unsigned(_ digits: Substring, radix: Int) -> String? {
    // The initialiser takes a sign, which YAML does not.
    guard let first = digits.first, first != "+", first != "-" else { return nil }
    return UInt64(digits, radix: radix).map { String($0) }
  }

  private static func digits(_ bytes: [UInt8], from position: inout Int) -> String {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
