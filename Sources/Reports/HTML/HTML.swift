import Grading

/// Writes HTML in which text is escaped by construction.
///
/// Names of elements and attributes are literals of this program; whatever comes from a run goes
/// through ``text(_:)``, an attribute's value, or ``data(_:id:)``. There is no way to write a string
/// as markup: ``literal(_:)`` takes a `StaticString`.
struct HTML {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: About how many bytes will be written.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  typealias Attributes = KeyValuePairs<StaticString, String>

  /// An element and what is in it.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ content: (inout HTML) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  /// An element with text.
  mutating func element(_ name: StaticString, _ text: String) { element(name, [:], text) }

  /// An element with text.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ text: String) {
    open(name, attributes)
    self.text(text)
    close(name)
  }

  /// The start of an element, or an element that has no end such as `input`.
  mutating func open(_ name: StaticString, _ attributes: Attributes = [:]) {
    bytes.append(UInt8(ascii: "<"))
    literal(name)
    for (name, value) in attributes {
      bytes.append(UInt8(ascii: " "))
      literal(name)
      bytes.append(contentsOf: "=\"".utf8)
      for byte in value.utf8 { append(escaping: byte) }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  mutating func close(_ name: StaticString) {
    bytes.append(contentsOf: "</".utf8)
    literal(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// Text: markup characters are escaped, and characters that would vanish are made visible.
  mutating func text(_ text: String) {
    for byte in VisibleText.of(text).utf8 { append(escaping: byte) }
  }

  /// This program's own markup, style or script.
  mutating func literal(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Data for the page's script. JSON text holds `<` within strings alone, where the escape means
  /// the same and no `</script>` or `<!--` can arise.
  mutating func data(_ id: String, _ json: JSON) {
    data(id) { html in html.piece(json) }
  }

  /// Data that is a list, written as it comes.
  mutating func data(_ id: String, list: some Sequence<JSON>) {
    data(id) { html in
      html.literal("[")
      for (place, json) in list.enumerated() {
        if place > 0 { html.literal(",\n") }
        html.piece(json)
      }
      html.literal("]")
    }
  }

  /// Data that is JSON text already.
  mutating func data(_ id: String, text: [UInt8]) {
    data(id) { html in html.append(json: text) }
  }

  /// Data that is a list, whose elements are JSON text already.
  mutating func data(_ id: String, elements: [UInt8]) {
    data(id) { html in
      html.literal("[")
      html.append(json: elements)
      html.literal("]")
    }
  }

  private mutating func data(_ id: String, _ content: (inout HTML) -> Void) {
    open("script", ["type": "application/json", "id": id])
    content(&self)
    literal("</script>\n")
  }

  private mutating func piece(_ json: JSON) {
    var text: [UInt8] = []
    json.write(into: &text)
    append(json: text)
  }

  private mutating func append(json text: [UInt8]) {
    for byte in text {
      if byte == UInt8(ascii: "<") {
        bytes.append(contentsOf: #"\u003c"#.utf8)
      } else {
        bytes.append(byte)
      }
    }
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
    default: bytes.append(byte)
    }
  }
}
