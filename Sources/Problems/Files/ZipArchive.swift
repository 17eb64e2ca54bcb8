/// Reads the entries of a zip archive in memory; nothing is ever written to a path that one names.
///
/// Stored, deflated and Zstandard entries, with the extensions for large archives. Source: APPNOTE 6.3.
struct ZipArchive {
  struct Entry {
    let name: String
    fileprivate let method: Int
    fileprivate let packedSize: Int
    fileprivate let size: Int
    fileprivate let offset: Int
  }

  let entries: [Entry]
  private let bytes: [UInt8]

  /// In bytes, of the archive.
  static let archiveLimit = 2 << 30
  /// In bytes, of one entry's content.
  static let entryLimit = 256 << 20
  static let countLimit = 1_000_000
  /// In bytes: so much content is never out of proportion.
  private static let freeSize = 16 << 20

  init(_ path: String) throws(FileFailure) {
    try self.init(bytes: try FileReading.bytes(of: path, limit: ZipArchive.archiveLimit))
  }

  init(bytes: [UInt8]) throws(FileFailure) {
    self.bytes = bytes
    entries = try ZipArchive.directory(bytes)
    // Entries may lie upon one another, so that none alone is out of proportion.
    let whole = entries.reduce(0) { $0 + min($1.size, ZipArchive.entryLimit) }
    guard whole <= Inflation.ratioLimit * bytes.count + ZipArchive.freeSize else {
      throw FileFailure(
        "the content is more than \(Inflation.ratioLimit) times as large as the file",
        mend: "do not trust this file")
    }
  }

  /// The unpacked content of an entry.
  func content(of entry: Entry) throws(FileFailure) -> [UInt8] {
    guard entry.size <= ZipArchive.entryLimit else {
      throw FileFailure(
        "“\(entry.name)” is larger than \(ByteCount.text(ZipArchive.entryLimit))", mend: "split it")
    }
    // The local header repeats name and extra field with lengths of its own.
    guard ZipArchive.number(bytes, entry.offset, 4) == 0x0403_4B50,
      let name = ZipArchive.number(bytes, entry.offset + 26, 2),
      let extra = ZipArchive.number(bytes, entry.offset + 28, 2)
    else { throw ZipArchive.damaged }
    let start = entry.offset + 30 + name + extra
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else {
      throw ZipArchive.damaged
    }
    let packed = bytes[start..<start + entry.packedSize]
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(packed)
    case 8: content = try Inflation.whole(packed, .deflate, limit: ZipArchive.entryLimit)
    case 93: content = try Inflation.whole(packed, .zstandard, limit: ZipArchive.entryLimit)
    default: throw FileFailure("“\(entry.name)” is packed in a way that is not known here")
    }
    guard content.count == entry.size else { throw ZipArchive.damaged }
    return content
  }

  private static let damaged = FileFailure("the archive is damaged", mend: "fetch it again")

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - count else { return nil }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[offset + index]) << (8 * UInt64(index)) }
    return Int(exactly: value)
  }

  /// The entries in the order of their names.
  private static func directory(_ bytes: [UInt8]) throws(FileFailure) -> [Entry] {
    // The end record may be followed by a comment of at most 64 KiB.
    var end = bytes.count - 22
    let lowest = max(0, end - 65_536)
    while end >= lowest, number(bytes, end, 4) != 0x0605_4B50 { end -= 1 }
    guard end >= lowest, var count = number(bytes, end + 10, 2),
      var position = number(bytes, end + 16, 4)
    else { throw FileFailure("the file is no zip archive", mend: "check the path") }
    if count == 0xFFFF || position == 0xFFFF_FFFF {
      guard number(bytes, end - 20, 4) == 0x0706_4B50, let wide = number(bytes, end - 12, 8),
        number(bytes, wide, 4) == 0x0606_4B50, let all = number(bytes, wide + 32, 8),
        let start = number(bytes, wide + 48, 8)
      else { throw damaged }
      count = all
      position = start
    }
    guard 0...countLimit ~= count else {
      throw FileFailure("the archive has more than \(countLimit) entries", mend: "split it")
    }
    var entries: [Entry] = []
    for _ in 0..<count {
      let (entry, next) = try self.entry(bytes, at: position)
      entries.append(entry)
      position = next
    }
    return entries.sorted { $0.name < $1.name }
  }

  private static func entry(
    _ bytes: [UInt8], at position: Int
  ) throws(FileFailure) -> (Entry, next: Int) {
    guard number(bytes, position, 4) == 0x0201_4B50,
      let flags = number(bytes, position + 8, 2), let method = number(bytes, position + 10, 2),
      var packed = number(bytes, position + 20, 4), var size = number(bytes, position + 24, 4),
      let nameLength = number(bytes, position + 28, 2),
      let extraLength = number(bytes, position + 30, 2),
      let commentLength = number(bytes, position + 32, 2),
      var offset = number(bytes, position + 42, 4)
    else { throw damaged }
    let nameStart = position + 46
    let extraStart = nameStart + nameLength
    let next = extraStart + extraLength + commentLength
    guard next <= bytes.count else { throw damaged }
    guard flags & 1 == 0 else { throw FileFailure("the archive is encrypted", mend: "unpack it") }
    let name = String(decoding: bytes[nameStart..<extraStart], as: UTF8.self)
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      throw FileFailure(
        "the entry “\(name)” leads out of the archive", mend: "do not trust this file")
    }
    var field = extraStart
    while field + 4 <= extraStart + extraLength {
      guard let id = number(bytes, field, 2), let length = number(bytes, field + 2, 2) else {
        break
      }
      var inner = field + 4
      if id == 1 {
        for keyPath in [0, 1, 2] {
          let isWide =
            keyPath == 0
            ? size == 0xFFFF_FFFF : keyPath == 1 ? packed == 0xFFFF_FFFF : offset == 0xFFFF_FFFF
          guard isWide, inner + 8 <= field + 4 + length, let value = number(bytes, inner, 8) else {
            continue
          }
          if keyPath == 0 {
            size = value
          } else if keyPath == 1 {
            packed = value
          } else {
            offset = value
          }
          inner += 8
        }
      }
      field += 4 + length
    }
    let entry = Entry(name: name, method: method, packedSize: packed, size: size, offset: offset)
    return (entry, next)
  }
}
