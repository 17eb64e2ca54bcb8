/// Writes XML in which text is escaped by construction.
struct XML {
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  mutating func declaration() {
    bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  }

  /// An element with elements, each on lines of its own.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>,
    _ content: (inout XML) -> Void
  ) {
    open(name, attributes)
    bytes.append(contentsOf: ">\n".utf8)
    depth += 1
    content(&self)
    depth -= 1
    indent()
    bytes.append(contentsOf: "</\(name)>\n".utf8)
  }

  /// An element with nothing but text.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, text: String
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    for scalar in text.unicodeScalars { append(scalar, inAttribute: false) }
    bytes.append(contentsOf: "</\(name)>\n".utf8)
  }

  mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    open(name, attributes)
    bytes.append(contentsOf: "/>\n".utf8)
  }

  private mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) {
    indent()
    bytes.append(contentsOf: "<\(name)".utf8)
    for (name, value) in attributes {
      bytes.append(contentsOf: " \(name)=\"".utf8)
      for scalar in value.unicodeScalars { append(scalar, inAttribute: true) }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func indent() {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  /// `>` is escaped too, so that no `]]>` can arise. What XML cannot hold becomes U+FFFD.
  /// Source: XML 1.0, production 2 (Char).
  private mutating func append(_ scalar: Unicode.Scalar, inAttribute: Bool) {
    switch scalar.value {
    case 0x26: bytes.append(contentsOf: "&amp;".utf8)
    case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
    case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
    case 0x22: bytes.append(contentsOf: "&quot;".utf8)
    case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
    case 0x09, 0x0A:
      if inAttribute {
        bytes.append(contentsOf: "&#\(scalar.value);".utf8)
      } else {
        bytes.append(UInt8(scalar.value))
      }
    case ..<0x20, 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF:
      bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }
}
