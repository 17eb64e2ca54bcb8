import Grading

/// Finds the line of a value in JSON that has been read without error.
struct JSONLocator {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex + (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    skipSpace()
  }

  /// The line, from 1, of the value at `steps`, or as far as the steps lead.
  static func line(of steps: [Step], in bytes: ArraySlice<UInt8>) -> Int {
    var locator = JSONLocator(bytes)
    var found = locator.position
    for step in steps {
      guard let start = locator.enter(step) else { break }
      found = start
    }
    return line(ofByte: found - bytes.startIndex, in: bytes)
  }

  /// The elements of the list at `steps`, each with the line it starts on, from 1.
  static func elements(
    ofListAt steps: [Step], count: Int, in bytes: ArraySlice<UInt8>
  ) -> [(bytes: ArraySlice<UInt8>, line: Int)] {
    var locator = JSONLocator(bytes)
    for step in steps + [.index(0)] { _ = locator.enter(step) }
    var elements: [(ArraySlice<UInt8>, Int)] = []
    elements.reserveCapacity(count)
    var line = line(ofByte: locator.position - bytes.startIndex, in: bytes)
    while elements.count < count {
      let start = locator.position
      locator.skipValue()
      elements.append((bytes[start..<locator.position], line))
      locator.skipSpace()
      _ = locator.take(",")
      locator.skipSpace()
      line += bytes[start..<locator.position].reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    }
    return elements
  }

  /// The line, from 1, that a byte stands on.
  static func line(ofByte offset: Int, in bytes: some RandomAccessCollection<UInt8>) -> Int {
    bytes.prefix(offset).reduce(1) { $0 + ($1 == 10 ? 1 : 0) }
  }

  /// Moves to the value of one step; where it, or its key, starts.
  private mutating func enter(_ step: Step) -> Int? {
    switch step {
    case .key(let key):
      guard take("{") else { return nil }
      while skipSpace(), peek == UInt8(ascii: "\"") {
        let start = position
        skipString()
        let name = try? JSON(parsing: bytes[start..<position]).string
        skipSpace()
        guard take(":") else { return nil }
        skipSpace()
        if name == key { return start }
        skipValue()
        skipSpace()
        guard take(",") else { return nil }
      }
      return nil
    case .index(let index):
      guard take("[") else { return nil }
      skipSpace()
      for _ in 0..<index {
        skipValue()
        skipSpace()
        guard take(",") else { return nil }
        skipSpace()
      }
      return position
    }
  }

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  @discardableResult private mutating func skipSpace() -> Bool {
    while let byte = peek, byte == 0x20 || (9...13).contains(byte) { position += 1 }
    return true
  }

  private mutating func skipString() {
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position = min(position + 1, bytes.endIndex)
  }

  private mutating func skipValue() {
    var depth = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        skipString()
        if depth == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        if depth == 0 {
          position += 1
          return
        }
      case UInt8(ascii: ","): if depth == 0 { return }
      default: break
      }
      position += 1
    }
  }
}
