import Grading

/// Reads LiveCodeBench's packed tests: JSON, or base64 of zlib of a pickle of a text of JSON.
enum PackedTests {
  struct Failure: Error {
    let message: String
  }

  /// The most bytes that the tests of one problem may unpack to.
  static let unpackedLimit = 1 << 30
  /// In bytes, of what is packed.
  static let packedLimit = 64 << 20

  /// The tests in native form, hidden.
  static func tests(_ data: String, isFunction: Bool) throws(Failure) -> [JSON] {
    let bytes = try content(data)
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, depth: 64)
    } catch {
      throw Failure(message: "the packed tests are no JSON: \(error.message)")
    }
    guard let tests = json.array else { throw Failure(message: "the packed tests are no list") }
    return try tests.enumerated().map { index, test throws(Failure) in
      try native(test, isFunction: isFunction, name: "private \(index + 1)")
        .setting("hidden", to: .bool(true))
    }
  }

  /// The bytes of JSON that a text holds, as it is or packed.
  static func content(_ data: String) throws(Failure) -> [UInt8] {
    let first = data.utf8.first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }
    if first == UInt8(ascii: "[") { return Array(data.utf8) }
    guard data.utf8.count <= packedLimit, let packed = Base64.bytes(of: data) else {
      throw Failure(message: "the packed tests are neither JSON nor base64")
    }
    let pickle: [UInt8]
    do throws(FileFailure) {
      pickle = try Inflation.zlib(packed, limit: unpackedLimit)
    } catch {
      throw Failure(message: "the packed tests: \(error.message)")
    }
    guard let text = Pickle.text(pickle) else {
      throw Failure(message: "the packed tests hold a pickle of something else than one text")
    }
    return Array(text)
  }

  /// One test `{input, output, testtype}` in native form.
  static func native(
    _ test: JSON, isFunction: Bool, name: String
  ) throws(Failure) -> JSON {
    guard let input = test["input"]?.string, let output = test["output"]?.string else {
      throw Failure(message: "\(name) has no texts “input” and “output”")
    }
    guard isFunction else {
      return ["name": .string(name), "input": .string(input), "output": .string(output)]
    }
    var arguments: [JSON] = []
    for line in input.split(separator: "\n") {
      arguments.append(try value(String(line), name))
    }
    return ["name": .string(name), "args": .array(arguments), "returns": try value(output, name)]
  }

  private static func value(_ text: String, _ name: String) throws(Failure) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: text, depth: 64)
    } catch {
      throw Failure(message: "\(name) holds a value that is no JSON: \(error.message)")
    }
  }
}

/// A pickle of exactly one text, read without a pickle machine.
///
/// Source: Python's pickletools; protocols 2 to 5.
enum Pickle {
  /// The text's bytes; `nil` for anything else.
  static func text(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 0
    func number(_ count: Int) -> Int? {
      guard position + count <= bytes.count else { return nil }
      var value: UInt64 = 0
      for index in 0..<count { value |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
      position += count
      return Int(exactly: value)
    }
    func take(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }
    guard take(0x80), let version = number(1), 2...5 ~= version else { return nil }
    if take(0x95), number(8) == nil { return nil }
    let length: Int?
    if take(0x8C) {
      length = number(1)
    } else if take(0x58) {
      length = number(4)
    } else if take(0x8D) {
      length = number(8)
    } else {
      return nil
    }
    guard let length, length >= 0, length <= bytes.count - position else { return nil }
    let text = bytes[position..<position + length]
    position += length
    // The text may be remembered, for nobody.
    if take(0x94) {
    } else if take(0x71) {
      _ = number(1)
    } else if take(0x72) {
      _ = number(4)
    }
    return take(0x2E) && position == bytes.count ? text : nil
  }
}

/// Source: RFC 4648, section 4; line breaks are passed over.
enum Base64 {
  static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="):
        padding += 1
        continue
      case 10, 13, 32: continue
      default: return nil
      }
      guard padding == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        bytes.append(UInt8(bits >> 16 & 255))
        bytes.append(UInt8(bits >> 8 & 255))
        bytes.append(UInt8(bits & 255))
        bits = 0
        count = 0
      }
    }
    switch count {
    case 0: break
    case 2: bytes.append(UInt8(bits >> 4 & 255))
    case 3:
      bytes.append(UInt8(bits >> 10 & 255))
      bytes.append(UInt8(bits >> 2 & 255))
    default: return nil
    }
    return padding <= 2 ? bytes : nil
  }
}
