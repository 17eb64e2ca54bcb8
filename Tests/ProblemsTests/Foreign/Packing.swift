import CCompression

/// Packs bytes for tests.
enum Packing {
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    compress2(&packed, &size, bytes, UInt(bytes.count), 9)
    return Array(packed[..<Int(size)])
  }

  static func deflate(_ bytes: [UInt8]) -> [UInt8] { Array(zlib(bytes).dropFirst(2).dropLast(4)) }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let check = crc32(0, bytes, UInt32(bytes.count))
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflate(bytes)
      + little(UInt64(check), 4) + little(UInt64(bytes.count), 4)
  }

  static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let size = ZSTD_compress(&packed, packed.count, bytes, bytes.count, 3)
    return Array(packed[..<size])
  }

  /// An archive of entries, each stored, deflated or Zstandard.
  static func zip(_ entries: [(name: String, bytes: [UInt8], method: Int)]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let packed =
        entry.method == 8
        ? deflate(entry.bytes) : entry.method == 93 ? zstandard(entry.bytes) : entry.bytes
      let common =
        little(20, 2) + little(0, 2) + little(UInt64(entry.method), 2) + little(0, 4)
        + little(UInt64(crc32(0, entry.bytes, UInt32(entry.bytes.count))), 4)
        + little(UInt64(packed.count), 4) + little(UInt64(entry.bytes.count), 4)
        + little(UInt64(entry.name.utf8.count), 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2)
      directory += little(0, 2) + little(0, 4) + little(UInt64(archive.count), 4)
      directory += Array(entry.name.utf8)
      archive += little(0x0403_4B50, 4) + common + Array(entry.name.utf8) + packed
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(UInt64(entries.count), 2)
      + little(UInt64(entries.count), 2) + little(UInt64(directory.count), 4)
      + little(UInt64(archive.count), 4) + little(0, 2)
    return archive + directory + end
  }

  /// LiveCodeBench's way: base64 of zlib of a pickle of one text.
  static func livecodebench(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let pickle =
      [0x80, 4, 0x95] + little(UInt64(bytes.count + 7), 8) + [0x58]
      + little(UInt64(bytes.count), 4) + bytes + [0x94, 0x2E]
    return base64(zlib(pickle))
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        text.append(index <= group.count ? letters[value >> (18 - 6 * index) & 63] : 61)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
