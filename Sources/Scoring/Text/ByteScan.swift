import Glibc

/// The inner loops of extraction: they read eight bytes at a time, or skip to where a phrase may
/// begin.
///
/// They use unsafe pointers because a bounds check for each byte costs more than the work; every
/// range is clamped to the text before it is read, and no pointer leaves its function.
extension ByteText {
  /// The first position of a byte within `start..<end`.
  func next(_ byte: UInt8, from start: Int, before end: Int) -> Int? {
    let found = search(byte, from: start, before: end)
    visit(max(0, (found ?? end) - start) + 1)
    return found
  }

  @inline(__always)
  private func search(_ byte: UInt8, from start: Int, before end: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      let start = max(start, 0)
      let end = min(end, buffer.count)
      guard start < end, let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(byte), end - start)
      else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  /// The first position within `start..<end` of any of four bytes; fewer are given twice.
  func next(anyOf marks: FourBytes, from start: Int, before end: Int) -> Int? {
    let found = search(marks, from: start, before: end)
    visit(max(0, (found ?? end) - start) + 1)
    return found
  }

  @inline(__always)
  private func search(_ marks: FourBytes, from start: Int, before end: Int) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      var position = max(start, 0)
      let end = min(end, buffer.count)
      let raw = UnsafeRawBufferPointer(buffer)
      while position + 8 <= end {
        let word = UInt64(
          littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let zeros =
          Lanes.zeros(word ^ marks.lanes.0) | Lanes.zeros(word ^ marks.lanes.1)
          | Lanes.zeros(word ^ marks.lanes.2) | Lanes.zeros(word ^ marks.lanes.3)
        if zeros != 0 { return position + zeros.trailingZeroBitCount >> 3 }
        position += 8
      }
      while position < end {
        if marks.contains(buffer[position]) { return position }
        position += 1
      }
      return nil
    }
  }

  /// The first position of `needle` within `range`.
  func first(_ needle: String, in range: Range<Int>) -> Int? {
    guard let mark = needle.utf8.first else { return nil }
    var position = range.lowerBound
    while let found = next(mark, from: position, before: range.upperBound) {
      if has(needle, at: found, before: range.upperBound) { return found }
      position = found + 1
    }
    return nil
  }
}

/// Up to four bytes that are looked for together.
struct FourBytes: Sendable {
  fileprivate let lanes: (UInt64, UInt64, UInt64, UInt64)

  init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    lanes = (
      Lanes.filled(with: a), Lanes.filled(with: b), Lanes.filled(with: c), Lanes.filled(with: d)
    )
  }

  fileprivate func contains(_ byte: UInt8) -> Bool {
    byte == UInt8(truncatingIfNeeded: lanes.0) || byte == UInt8(truncatingIfNeeded: lanes.1)
      || byte == UInt8(truncatingIfNeeded: lanes.2) || byte == UInt8(truncatingIfNeeded: lanes.3)
  }
}

/// Eight bytes in one word.
private enum Lanes {
  @inline(__always)
  static func filled(with byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The highest bit of every lane that is zero, exact up to the first one.
  static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// The highest bit of every lane that is a letter or digit of ASCII.
  @inline(__always)
  static func alphanumerics(_ word: UInt64) -> UInt64 {
    let low = word & filled(with: 0x7F)
    let folded = low | filled(with: 0x20)
    // Adding carries into the highest bit from the limit on; no lane runs over.
    let letters = (folded &+ filled(with: 0x80 - 97)) & ~(folded &+ filled(with: 0x80 - 123))
    let digits = (low &+ filled(with: 0x80 - 48)) & ~(low &+ filled(with: 0x80 - 58))
    return (letters | digits) & ~word & 0x8080_8080_8080_8080
  }
}

/// Where any of many phrases may begin, by its first bytes.
///
/// A position that it passes over begins none of them; one that it gives may still begin none.
struct PhraseFilter: Sendable {
  /// For each byte: 0 begins no phrase, 1 begins one where a word begins, 2 anywhere.
  private let classes: [UInt8]
  /// For each value of ``key(_:)``: 0 if no phrase has it, 1 if only phrases of five bytes and more have
  /// it, whose ``longKey(_:_:)`` tells more, 2 for others; empty if a phrase is shorter than three bytes.
  private let keys: [UInt8]
  /// For each value of ``longKey(_:_:)`` whether a phrase has it.
  private let longKeys: [Bool]
  /// Whether phrases begin with letters, digits and bytes beyond ASCII only.
  private let isOfWords: Bool

  private static let keyBits = 13

  init(_ phrases: [[UInt8]]) {
    var classes = [UInt8](repeating: 0, count: 256)
    var keys = [UInt8](repeating: 0, count: 1 << PhraseFilter.keyBits)
    var longKeys = [Bool](repeating: false, count: 1 << PhraseFilter.keyBits)
    for phrase in phrases {
      guard let first = phrase.first else { continue }
      classes[Int(first)] = first.isAlphanumeric ? 1 : 2
      if first.isLetter { classes[Int(first & ~0x20)] = 1 }
      guard phrase.count > 2 else { continue }
      func word(_ start: Int) -> UInt32 {
        UInt32(phrase[start]) | UInt32(phrase[start + 1]) << 8 | UInt32(phrase[start + 2]) << 16
      }
      let key = PhraseFilter.key(word(0))
      if phrase.count < 5 {
        keys[key] = 2
      } else {
        keys[key] = max(1, keys[key])
        longKeys[PhraseFilter.longKey(word(0), word(2))] = true
      }
    }
    self.classes = classes
    self.keys = phrases.contains { $0.count < 3 } ? [] : keys
    self.longKeys = longKeys
    isOfWords = (0..<128).allSatisfy { classes[$0] < 2 }
  }

  /// A hash of three bytes that takes no notice of case.
  @inline(__always)
  private static func key(_ word: UInt32) -> Int {
    Int(((word & 0xFF_FFFF | 0x20_2020) &* 0x9E37_79B1) >> UInt32(32 - keyBits))
  }

  /// A hash of five bytes, the third of them in both words, that takes no notice of case.
  @inline(__always)
  private static func longKey(_ one: UInt32, _ two: UInt32) -> Int {
    let mixed =
      (one & 0xFF_FFFF | 0x20_2020) &* 0x9E37_79B1
      ^ (two & 0xFF_FFFF | 0x20_2020) &* 0x85EB_CA6B
    return Int(mixed >> UInt32(32 - keyBits))
  }

  /// Whether a phrase may begin with a byte.
  func begins(with byte: UInt8) -> Bool { classes[Int(byte)] != 0 }

  /// The first position within `start..<end` at which a phrase may begin.
  func next(in text: ByteText, from start: Int, before end: Int) -> Int? {
    let found = search(text, from: start, before: end)
    text.visit(max(0, (found ?? end) - start) + 1)
    return found
  }

  @inline(__always)
  private func search(_ text: ByteText, from start: Int, before end: Int) -> Int? {
    text.bytes.withUnsafeBufferPointer { bytes in
      classes.withUnsafeBufferPointer { classes in
        let position = max(start, 0)
        let end = min(end, bytes.count)
        guard !keys.isEmpty else {
          return PhraseFilter.next(bytes, classes, from: position, before: end)
        }
        return keys.withUnsafeBufferPointer { keys in
          longKeys.withUnsafeBufferPointer { longKeys in
            let tables = Tables(classes: classes, keys: keys, longKeys: longKeys)
            return isOfWords
              ? PhraseFilter.nextOfWords(bytes, tables, from: position, before: end)
              : PhraseFilter.next(bytes, tables, from: position, before: end)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func next(
    _ bytes: UnsafeBufferPointer<UInt8>, _ classes: UnsafeBufferPointer<UInt8>,
    from start: Int, before end: Int
  ) -> Int? {
    var position = start
    while position < end {
      let kind = classes[Int(bytes[position])]
      if kind != 0, kind == 2 || position == 0 || !bytes[position - 1].isAlphanumeric {
        return position
      }
      position += 1
    }
    return nil
  }

  private struct Tables {
    let classes: UnsafeBufferPointer<UInt8>
    let keys: UnsafeBufferPointer<UInt8>
    let longKeys: UnsafeBufferPointer<Bool>

    /// Whether a phrase may begin at a position that has four bytes.
    @inline(__always)
    func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
      let raw = UnsafeRawBufferPointer(bytes)
      let word = UInt32(
        littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt32.self))
      let kind = keys[key(word)]
      if kind == 0 { return false }
      let first = classes[Int(bytes[position])]
      guard first == 2 || first == 1 && (position == 0 || !bytes[position - 1].isAlphanumeric)
      else { return false }
      // The last of six bytes is not looked at.
      guard kind == 1, position + 6 <= bytes.count else { return true }
      let next = UInt32(
        littleEndian: raw.loadUnaligned(fromByteOffset: position + 2, as: UInt32.self))
      return longKeys[longKey(word, next)]
    }
  }

  /// Three bytes are looked at wherever there are four to read; words are looked at after that,
  /// because their ends are what a processor guesses badly.
  @inline(__always)
  private static func next(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tables: Tables, from start: Int, before end: Int
  ) -> Int? {
    var position = start
    let last = min(end, bytes.count - 3)
    while position < last {
      if tables.mayBegin(bytes, at: position) { return position }
      position += 1
    }
    return next(bytes, tables.classes, from: position, before: end)
  }

  /// As ``next(_:_:from:before:)``, for phrases that begin where words do or beyond ASCII: eight bytes
  /// at a time are asked for such places.
  @inline(__always)
  private static func nextOfWords(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tables: Tables, from start: Int, before end: Int
  ) -> Int? {
    let raw = UnsafeRawBufferPointer(bytes)
    var position = start
    let last = min(end, bytes.count - 3)
    // Whether the byte before is of a word, in the lowest byte's highest bit.
    var carry: UInt64 = position > 0 && bytes[position - 1].isAlphanumeric ? 0x80 : 0
    while position + 8 <= last {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let words = Lanes.alphanumerics(word)
      var places = (words & ~(words << 8 | carry)) | word & 0x8080_8080_8080_8080
      while places != 0 {
        let place = position + places.trailingZeroBitCount >> 3
        if tables.mayBegin(bytes, at: place) { return place }
        places &= places - 1
      }
      carry = words >> 56
      position += 8
    }
    return next(bytes, tables, from: position, before: end)
  }
}
