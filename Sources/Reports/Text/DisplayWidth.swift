/// Columns that text takes on a terminal.
public enum DisplayWidth {
  /// The columns of a text without control characters.
  public static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// Fills up with spaces on the right to `columns`, or cuts with `…`.
  static func left(_ text: String, _ columns: Int) -> String {
    let cut = cut(text, columns)
    return cut + String(repeating: " ", count: max(0, columns - of(cut)))
  }

  /// Fills up with spaces on the left to `columns`, or cuts with `…`.
  static func right(_ text: String, _ columns: Int) -> String {
    let cut = cut(text, columns)
    return String(repeating: " ", count: max(0, columns - of(cut))) + cut
  }

  /// At most `columns` wide; what is cut off is replaced by `…`.
  static func cut(_ text: String, _ columns: Int) -> String {
    guard of(text) > columns else { return text }
    var result = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += width(scalar)
      if used > columns - 1 { break }
      result.append(scalar)
    }
    return columns > 0 ? String(result) + "…" : ""
  }

  /// 0 for marks that combine, 2 for wide characters, 1 for all others.
  ///
  /// Source: Unicode 16, EastAsianWidth.txt (W and F) and the general categories Mn, Me and Cf, in
  /// the coarse blocks that terminals treat alike.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
      0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }
}
