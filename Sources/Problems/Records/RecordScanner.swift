import Grading

/// Goes over the text of one JSON object without making values of it: whether it is well formed, and
/// where the values of a few members stand.
///
/// What a selection passes over is looked at by this alone, which is many times faster than reading it.
struct RecordScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  static let depthLimit = 256

  /// The ranges of the values of `names`, in their order; `nil` if the text is no object that is well
  /// formed, if a key of the object is written with an escape, or one of `names` stands twice.
  static func ranges(
    of names: [StaticString], in bytes: UnsafeBufferPointer<UInt8>
  ) -> [Range<Int>?]? {
    var scanner = RecordScanner(bytes: bytes)
    return scanner.object(names)
  }

  /// Where the value that starts at `start` ends, if it is well formed.
  static func endOfValue(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var scanner = RecordScanner(bytes: bytes)
    scanner.position = start
    return scanner.skipValue(depth: 1) ? scanner.position : nil
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func object(_ names: [StaticString]) -> [Range<Int>?]? {
    var found = [Range<Int>?](repeating: nil, count: names.count)
    skipSpace()
    guard take(UInt8(ascii: "{")) else { return nil }
    skipSpace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        let start = position + 1
        guard let isPlain = string(), isPlain else { return nil }
        let key = start..<position - 1
        skipSpace()
        guard take(UInt8(ascii: ":")) else { return nil }
        skipSpace()
        let value = position
        guard skipValue(depth: 1) else { return nil }
        for (index, name) in names.enumerated() where isKey(key, name) {
          guard found[index] == nil else { return nil }
          found[index] = value..<position
        }
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { return nil }
    }
    skipSpace()
    return position == bytes.count ? found : nil
  }

  private func isKey(_ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<range.count where bytes[range.lowerBound + index] != name.utf8Start[index] {
      return false
    }
    return true
  }

  private mutating func skipValue(depth: Int) -> Bool {
    guard position < bytes.count, depth <= RecordScanner.depthLimit else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "{"): return skipMembers(depth: depth)
    case UInt8(ascii: "["): return skipElements(depth: depth)
    default: return skipWord()
    }
  }

  private mutating func skipMembers(depth: Int) -> Bool {
    position += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    repeat {
      skipSpace()
      guard string() != nil else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      guard skipValue(depth: depth + 1) else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}"))
  }

  private mutating func skipElements(depth: Int) -> Bool {
    position += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    repeat {
      skipSpace()
      guard skipValue(depth: depth + 1) else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]"))
  }

  /// A number, `true`, `false` or `null`, whose letters the full reader checks.
  private mutating func skipWord() -> Bool {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
        position += 1
      default: return position > start
      }
    }
    return position > start
  }

  /// Goes over a text; whether it is without escapes, or `nil` if it does not end or holds a control
  /// character.
  private mutating func string() -> Bool? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var isPlain = true
    var index = position
    while true {
      index = WordScan.stringEnd(in: bytes, from: index)
      guard index < bytes.count else { return nil }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        position = index + 1
        return isPlain
      case UInt8(ascii: "\\"):
        isPlain = false
        index += 2
        guard index <= bytes.count else { return nil }
      default: return nil
      }
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
