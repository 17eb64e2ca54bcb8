/// Finds any of many phrases at a position, the longest first.
///
/// ASCII letters match whatever their case; other scripts list their cases.
struct PhraseTable: Sendable {
  /// Where a phrase may begin: for loops over a text.
  let filter: PhraseFilter
  /// All phrases, one after another, in lower case.
  private let bytes: [UInt8]
  private let entries: [Entry]
  /// For each first byte where its entries begin, longest first; 257 of them.
  private let starts: [Int32]

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
    for byte in UInt8.min...UInt8.max {
      let found = phrases.indices.filter { phrases[$0].first == byte }
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
    filter = PhraseFilter(phrases)
  }

  /// The longest phrase at `position`, as its index and its end. A phrase of ASCII letters matches
  /// whole words only.
  func match(in text: ByteText, at position: Int, before end: Int) -> (index: Int, end: Int)? {
    guard position < end, filter.begins(with: text[position]) else { return nil }
    let first = text[position].lowercased
    if first.isAlphanumeric, !text.isWordStart(position) { return nil }
    for number in Int(starts[Int(first)])..<Int(starts[Int(first) + 1]) {
      let entry = entries[number]
      let count = Int(entry.count)
      let stop = position + count
      guard stop <= end else { continue }
      let start = Int(entry.start)
      var offset = 1
      while offset < count, text[position + offset].lowercased == bytes[start + offset] {
        offset += 1
      }
      guard offset == count else { continue }
      if bytes[start + count - 1].isAlphanumeric, stop < end, text[stop].isAlphanumeric {
        continue
      }
      return (Int(entry.index), stop)
    }
    return nil
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
