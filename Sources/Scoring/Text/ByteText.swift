/// A text as UTF-8 bytes, with the few questions that extractors ask.
///
/// Model output is untrusted and may be large: everything here is linear and never indexes out of
/// bounds. Positions are byte offsets into the whole text.
struct ByteText: Sendable {
  let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
    visit(bytes.count)
  }

  #if DEBUG
    private let steps = ByteSteps.current
  #endif

  /// Counts bytes that are looked at, for tests of linearity; nothing in a release.
  @inline(__always)
  func visit(_ count: Int) {
    #if DEBUG
      steps?.add(count)
    #endif
  }

  var whole: Range<Int> { 0..<bytes.count }

  subscript(position: Int) -> UInt8 {
    visit(1)
    return bytes[position]
  }

  /// The byte there, or 0 beyond either end.
  func byte(_ position: Int) -> UInt8 {
    visit(1)
    return bytes.indices.contains(position) ? bytes[position] : 0
  }

  func string(_ range: Range<Int>) -> String {
    visit(range.count)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Whether `needle` stands at `position` and ends at or before `end`.
  func has(_ needle: String, at position: Int, before end: Int) -> Bool {
    guard position >= 0 else { return false }
    var needle = needle
    return needle.withUTF8 { needle in
      bytes.withUnsafeBufferPointer { bytes in
        let end = min(end, bytes.count)
        var offset = 0
        while offset < needle.count, position + offset < end,
          bytes[position + offset] == needle[offset]
        {
          offset += 1
        }
        visit(offset + 1)
        return offset == needle.count
      }
    }
  }

  /// As ``has(_:at:before:)``, ignoring the case of ASCII letters; `needle` is in lower case.
  func hasLowercased(_ needle: String, at position: Int, before end: Int) -> Bool {
    var position = position
    for byte in needle.utf8 {
      visit(1)
      guard position < end, bytes[position].lowercased == byte else { return false }
      position += 1
    }
    return true
  }

  func contains(_ needle: String, in range: Range<Int>) -> Bool { first(needle, in: range) != nil }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    trimmingEnd(trimmingStart(range))
  }

  func trimmingStart(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    while lower < range.upperBound {
      let width = spaceWidth(at: lower, before: range.upperBound)
      if width == 0 { break }
      lower += width
    }
    return lower..<range.upperBound
  }

  func trimmingEnd(_ range: Range<Int>) -> Range<Int> {
    var upper = range.upperBound
    while upper > range.lowerBound {
      visit(1)
      if bytes[upper - 1].isSpace {
        upper -= 1
      } else if bytes[upper - 1] < 0x80 {
        break
      } else if upper - 2 >= range.lowerBound, has("\u{A0}", at: upper - 2, before: upper) {
        upper -= 2
      } else if upper - 3 >= range.lowerBound, wideSpace(at: upper - 3, before: upper) {
        upper -= 3
      } else {
        break
      }
    }
    return range.lowerBound..<upper
  }

  /// The width of the white space at a position: ASCII, no-break, ideographic, zero-width or thin.
  func spaceWidth(at position: Int, before end: Int) -> Int {
    visit(1)
    if bytes[position] < 0x80 { return bytes[position].isSpace ? 1 : 0 }
    if has("\u{A0}", at: position, before: end) { return 2 }
    return wideSpace(at: position, before: end) ? 3 : 0
  }

  private func wideSpace(at position: Int, before end: Int) -> Bool {
    guard position + 3 <= end else { return false }
    switch (bytes[position], bytes[position + 1], bytes[position + 2]) {
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return true
    // Spaces, zero-width characters and marks of direction.
    case (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xAA...0xAF): return true
    default: return false
    }
  }

  func isBlank(_ range: Range<Int>) -> Bool { trimmed(range).isEmpty }

  /// The end of the line that holds `position`: its line feed or `end`.
  func lineEnd(from position: Int, before end: Int) -> Int {
    next(.lineFeed, from: position, before: end) ?? max(position, end)
  }

  /// The start of the line that holds `position`, not before `start`.
  func lineStart(of position: Int, from start: Int) -> Int {
    let end = position
    var position = position
    while position > start, bytes[position - 1] != UInt8.lineFeed { position -= 1 }
    visit(end - position + 1)
    return position
  }

  /// The lines of `range` without their line feeds; a carriage return stays in its line.
  func lines(in range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = lineEnd(from: start, before: range.upperBound)
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }

  /// Whether a word could begin at `position`: no ASCII letter or digit stands before it.
  func isWordStart(_ position: Int) -> Bool {
    position == 0 || !bytes[position - 1].isAlphanumeric
  }

  /// Whether a word could end before `position`.
  func isWordEnd(_ position: Int) -> Bool {
    position >= bytes.count || !bytes[position].isAlphanumeric
  }

  /// The number of words: runs of bytes that are no white space.
  func wordCount(in range: Range<Int>) -> Int {
    visit(range.count)
    var count = 0
    var inside = false
    for position in range {
      let space = bytes[position].isSpace
      if !space, !inside { count += 1 }
      inside = !space
    }
    return count
  }

  func anyByte(in range: Range<Int>, where predicate: (UInt8) -> Bool) -> Bool {
    visit(range.count)
    return bytes[range].contains(where: predicate)
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")

  var isSpace: Bool { self == 32 || (9...13).contains(self) }
  var isDigit: Bool { (48...57).contains(self) }
  var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
  var isUppercase: Bool { (65...90).contains(self) }
  var isAlphanumeric: Bool { isDigit || isLetter }
  var isIdentifier: Bool { isAlphanumeric || self == UInt8(ascii: "_") || self >= 0x80 }
  var lowercased: UInt8 { isUppercase ? self + 32 : self }

  static func ~= (pattern: Unicode.Scalar, byte: UInt8) -> Bool {
    pattern.value == UInt32(byte)
  }

  static func == (byte: UInt8, scalar: Unicode.Scalar) -> Bool { scalar.value == UInt32(byte) }
  static func != (byte: UInt8, scalar: Unicode.Scalar) -> Bool { scalar.value != UInt32(byte) }
}
