/// Finds any of many phrases at a position, the longest first.
///
/// ASCII letters match whatever their case; other scripts list their cases.
struct PhraseTable: Sendable {
  /// Where a phrase may begin: for loops over a text.
  let filter: PhraseFilter
  /// All phrases, one after another, in lower case.
  private let bytes: [UInt8]
  private let entries: [Entry]
  /// For each value of ``bucket`` where its entries begin, longest first; 257 of them.
  private let starts: [Int32]
  /// Whether all phrases have three bytes, so that these and not one choose the entries.
  private let isKeyed: Bool

  private struct Entry: Sendable {
    /// The phrase's place in the list that the table was made of.
    var index: Int32
    var start: Int32
    var count: Int32
  }

  init(_ texts: [String]) {
    let phrases = texts.map { text in text.utf8.map(\.lowercased) }
    var bytes: [UInt8] = []
    var entries: [Entry] = []
    var starts: [Int32] = [0]
    let isKeyed = phrases.allSatisfy { $0.count > 2 }
    for bucket in 0..<256 {
      let found = phrases.indices.filter { index in
        phrases[index].withUnsafeBufferPointer {
          !$0.isEmpty && PhraseTable.bucket($0, at: 0, isKeyed) == bucket
        }
      }
      .sorted { (phrases[$0].count, $1) > (phrases[$1].count, $0) }
      for index in found {
        entries.append(
          Entry(
            index: Int32(index), start: Int32(bytes.count), count: Int32(phrases[index].count)))
        bytes += phrases[index]
      }
      starts.append(Int32(entries.count))
    }
    self.bytes = bytes
    self.entries = entries
    self.starts = starts
    self.isKeyed = isKeyed
    filter = PhraseFilter(phrases)
  }

  /// The longest phrase at `position`, as its index and its end. A phrase of ASCII letters matches
  /// whole words only.
  func match(in text: ByteText, at position: Int, before end: Int) -> (index: Int, end: Int)? {
    guard position < end, filter.begins(with: text[position]) else { return nil }
    let first = text[position].lowercased
    if first.isAlphanumeric, !text.isWordStart(position) { return nil }
    return text.bytes.withUnsafeBufferPointer { whole in
      let end = min(end, whole.count)
      guard position + (isKeyed ? 3 : 1) <= end else { return nil }
      let bucket = PhraseTable.bucket(whole, at: position, isKeyed)
      return bytes.withUnsafeBufferPointer { phrases in
        for number in Int(starts[bucket])..<Int(starts[bucket + 1]) {
          let entry = entries[number]
          let count = Int(entry.count)
          let stop = position + count
          guard stop <= end else { continue }
          let start = Int(entry.start)
          var offset = 0
          while offset < count, whole[position + offset].lowercased == phrases[start + offset] {
            offset += 1
          }
          text.visit(offset + 1)
          guard offset == count else { continue }
          if phrases[start + count - 1].isAlphanumeric, stop < end, whole[stop].isAlphanumeric {
            continue
          }
          return (Int(entry.index), stop)
        }
        return nil
      }
    }
  }

  /// One of 256 by the first byte of a phrase or by its first three, whatever their case.
  @inline(__always)
  private static func bucket(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, _ isKeyed: Bool
  ) -> Int {
    let first = UInt32(bytes[position].lowercased)
    guard isKeyed else { return Int(first) }
    let word =
      first | UInt32(bytes[position + 1].lowercased) << 8
      | UInt32(bytes[position + 2].lowercased) << 16
    return Int((word &* 0x9E37_79B1) >> 24)
  }

  /// Whether any phrase stands anywhere in `range`.
  func occurs(in text: ByteText, _ range: Range<Int>) -> Bool {
    first(in: text, range) != nil
  }

  /// The first phrase in `range`.
  func first(in text: ByteText, _ range: Range<Int>) -> (index: Int, range: Range<Int>)? {
    var position = range.lowerBound
    while let start = filter.next(in: text, from: position, before: range.upperBound) {
      if let match = match(in: text, at: start, before: range.upperBound) {
        return (match.index, start..<match.end)
      }
      position = start + 1
    }
    return nil
  }
}
