/// What a checker says of one output or result.
enum Comparison: Sendable, Hashable {
  case equal
  /// Not what was expected; in one line where.
  case wrong(String)
  /// The right tokens, laid out wrongly; in one line where.
  case layout(String)
}

/// Shows pieces of output within a remark.
enum Shown {
  /// The text in quotation marks, cut after 60 bytes; control characters are spelled out.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    let limit = 60
    var end = bytes.prefix(limit + 1).count
    if end > limit {
      // Cut at a character.
      let head = Array(bytes.prefix(limit + 1))
      end = limit
      while end > 0, head[end] & 0xC0 == 0x80 { end -= 1 }
    }
    var shown = ""
    for scalar in String(decoding: bytes.prefix(end), as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 10: shown += "\\n"
      case 9: shown += "\\t"
      case 13: shown += "\\r"
      case 0..<32, 127: shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return "“\(shown)”" + (end < bytes.count ? "…" : "")
  }
}
