import Grading

/// Shows typed values as Python writes them, cut to a length.
enum PythonText {
  /// The value as Python source, at most about `limit` bytes.
  static func of(_ value: TypedValue, limit: Int = 2_000) -> String {
    var writer = Writer(limit: limit)
    writer.write(value, depth: 0)
    return writer.isCut ? writer.text + "…" : writer.text
  }

  /// A call as Python source: `f(1, key=2)`.
  static func of(_ call: Call, entryPoint: String, limit: Int = 2_000) -> String {
    var parts = call.arguments.map { of($0, limit: limit) }
    parts += call.named.map { "\($0.name)=\(of($0.value, limit: limit))" }
    return "\(entryPoint)(\(parts.joined(separator: ", ")))"
  }

  private struct Writer {
    let limit: Int
    var text = ""
    var isCut = false

    mutating func put(_ piece: String) {
      guard !isCut else { return }
      if text.utf8.count + piece.utf8.count <= limit {
        text += piece
        return
      }
      for character in piece {
        if text.utf8.count + character.utf8.count > limit { break }
        text.append(character)
      }
      isCut = true
    }

    mutating func write(_ value: TypedValue, depth: Int) {
      guard !isCut else { return }
      guard depth < 100 else { return put("…") }
      switch value {
      case .none: put("None")
      case .bool(let flag): put(flag ? "True" : "False")
      case .int(let digits): put(digits)
      case .float(let number): put(Self.float(number))
      case .text(let text): put(Self.quoted(text, limit: limit))
      case .bytes(let bytes):
        put("bytes.fromhex('")
        for byte in bytes.prefix(limit) {
          put(String(byte >> 4, radix: 16) + String(byte & 15, radix: 16))
        }
        put("')")
      case .list(let elements): write(elements, "[", "]", depth)
      case .tuple(let elements): write(elements, "(", elements.count == 1 ? ",)" : ")", depth)
      case .set(let elements):
        write(elements, elements.isEmpty ? "set(" : "{", elements.isEmpty ? ")" : "}", depth)
      case .frozenset(let elements): write(elements, "frozenset({", "})", depth)
      case .dictionary(let entries): write(entries, depth)
      case .complex(let real, let imaginary):
        put("complex(\(Self.float(real)), \(Self.float(imaginary)))")
      case .opaque(let type): put("<\(type)>")
      }
    }

    mutating func write(_ elements: [TypedValue], _ open: String, _ close: String, _ depth: Int) {
      put(open)
      for (index, element) in elements.enumerated() {
        if isCut { return }
        if index > 0 { put(", ") }
        write(element, depth: depth + 1)
      }
      put(close)
    }

    mutating func write(_ entries: [TypedValue.Entry], _ depth: Int) {
      put("{")
      for (index, entry) in entries.enumerated() {
        if isCut { return }
        if index > 0 { put(", ") }
        write(entry.key, depth: depth + 1)
        put(": ")
        write(entry.value, depth: depth + 1)
      }
      put("}")
    }

    static func float(_ number: Double) -> String {
      if number.isNaN { return "nan" }
      if number.isInfinite { return number < 0 ? "-inf" : "inf" }
      return "\(number)"
    }

    static func quoted(_ text: String, limit: Int) -> String {
      var quoted = "'"
      for scalar in text.unicodeScalars.prefix(limit) {
        switch scalar {
        case "'": quoted += "\\'"
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        default:
          if scalar.value < 32 || scalar.value == 127 {
            quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
          } else {
            quoted.unicodeScalars.append(scalar)
          }
        }
      }
      return quoted + "'"
    }
  }
}

extension TypedValue {
  /// The name of the type in Python.
  var typeName: String {
    switch self {
    case .none: "None"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .text: "str"
    case .bytes: "bytes"
    case .list: "list"
    case .tuple: "tuple"
    case .set: "set"
    case .frozenset: "frozenset"
    case .dictionary: "dict"
    case .complex: "complex"
    case .opaque(let type): type
    }
  }
}
