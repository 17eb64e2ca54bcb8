/// Looks at text eight bytes at a time for those that JSON does not take as they are.
public enum WordScan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Where the first byte from `start` on stands that has to be escaped: `"`, `\`, a control or DEL;
  /// the count if there is none.
  public static func plainEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    end(in: bytes, from: start) { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte == 0x7F
    } isSpecial: { word in
      hits(word ^ (ones &* 0x7F)) | specials(word)
    }
  }

  /// Where the first `"`, `\` or control from `start` on stands; the count if there is none.
  public static func stringEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    end(in: bytes, from: start) { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
    } isSpecial: { word in
      specials(word)
    }
  }

  /// Whether all bytes are ASCII.
  public static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
    var index = 0
    var all: UInt64 = 0
    while index &+ 8 <= bytes.count {
      all |= (base + index).loadUnaligned(as: UInt64.self)
      index &+= 8
    }
    while index < bytes.count {
      all |= UInt64(bytes[index])
      index &+= 1
    }
    return all & tops == 0
  }

  @inline(__always)
  private static func end(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ isEnd: (UInt8) -> Bool,
    isSpecial: (UInt64) -> UInt64
  ) -> Int {
    guard let base = bytes.baseAddress else { return bytes.count }
    let raw = UnsafeRawPointer(base)
    var index = start
    while index &+ 8 <= bytes.count {
      let found = isSpecial((raw + index).loadUnaligned(as: UInt64.self)) & tops
      // The lowest hit is exact: only bytes above a hit may be taken for one by a borrow.
      if found != 0 { return index &+ UInt64(littleEndian: found).trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < bytes.count, !isEnd(base[index]) { index &+= 1 }
    return index
  }

  /// The top bit of each byte that is `"`, `\` or below 32.
  @inline(__always)
  private static func specials(_ word: UInt64) -> UInt64 {
    hits(word ^ (ones &* 0x22)) | hits(word ^ (ones &* 0x5C)) | (word &- ones &* 0x20) & ~word
  }

  /// The top bit of each byte that is 0.
  @inline(__always)
  private static func hits(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}
