/// Makes characters visible that would otherwise vanish, reorder text or steer a terminal.
///
/// Model output is hostile: it may hold escape sequences, NUL, marks that turn the direction of
/// writing, and zero-width characters that make unequal answers look equal.
public enum VisibleText {
  /// The text with every such character replaced by a symbol; line breaks and tabs stay.
  public static func of(_ text: String) -> String {
    guard text.utf8.contains(where: isSuspicious) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if let symbol = symbol(for: scalar, after: previous) {
        result += symbol
      } else {
        result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }

  /// As ``of(_:)``, on one line: line breaks become `⏎`, tabs a space.
  public static func line(_ text: String) -> String {
    let visible = of(text)
    guard visible.utf8.contains(where: { $0 == 10 || $0 == 9 }) else { return visible }
    var result = ""
    for scalar in visible.unicodeScalars {
      switch scalar {
      case "\n": result += "⏎"
      case "\t": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The first `limit` characters of a text on one line, with `…` if there are more; a line break
  /// at the end is left out.
  ///
  /// No more of the text is looked at than is kept, so that a line of a megabyte costs nothing.
  static func line(_ text: String, limit: Int) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.last == "\n" { scalars.removeLast() }
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return line(String(scalars)) }
    return line(String(scalars[..<end])) + "…"
  }

  /// The text with control characters alone replaced; line breaks and tabs stay.
  static func withoutControls(_ text: String) -> String {
    guard text.utf8.contains(where: { isControl($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80, isControl(UInt8(scalar.value)) {
        result += symbol(for: scalar, after: " ") ?? ""
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 ? byte != 9 && byte != 10 && byte != 13 : byte == 0x7F
  }

  /// The symbol for a character that must be shown; `nil` for all others.
  static func symbol(for scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09, 0x0A: nil
    case 0..<0x20: "⟨" + controls[Int(scalar.value)] + "⟩"
    case 0x7F: "⟨DEL⟩"
    // Joiners belong to many scripts and to emoji, not after Latin letters and digits.
    case 0x200C, 0x200D: previous.value < 0x600 ? named(scalar) : nil
    case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      named(scalar)
    default: nil
    }
  }

  /// Their names, since few fonts have the pictures of U+2400.
  private static let controls = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR",
    "SO",
    "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS",
    "GS", "RS", "US",
  ]

  private static func named(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "⟩"
  }

  /// Whether the byte may begin a character that must be shown.
  private static func isSuspicious(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3: true
    default: false
    }
  }
}
