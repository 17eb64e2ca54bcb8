/// Finds any of many phrases at a position, the longest first, by a jump on the first byte.
///
/// ASCII letters match whatever their case; other scripts list their cases.
struct PhraseTable: Sendable {
  private let phrases: [[UInt8]]
  /// For each first byte the phrases that begin with it, longest first.
  private let byFirstByte: [[Int]]

  init(_ texts: [String]) {
    let phrases = texts.map { text in text.utf8.map(\.lowercased) }
    var table = [[Int]](repeating: [], count: 256)
    for (index, phrase) in phrases.enumerated() {
      guard let first = phrase.first else { continue }
      table[Int(first)].append(index)
    }
    for byte in table.indices {
      table[byte].sort { phrases[$0].count > phrases[$1].count }
    }
    self.phrases = phrases
    self.byFirstByte = table
  }

  /// The longest phrase at `position`, as its index and its end. A phrase of ASCII letters matches
  /// whole words only.
  func match(in text: ByteText, at position: Int, before end: Int) -> (index: Int, end: Int)? {
    guard position < end else { return nil }
    let first = text[position].lowercased
    let candidates = byFirstByte[Int(first)]
    if candidates.isEmpty { return nil }
    if first.isAlphanumeric, !text.isWordStart(position) { return nil }
    for index in candidates {
      let phrase = phrases[index]
      let stop = position + phrase.count
      guard stop <= end else { continue }
      var offset = 1
      while offset < phrase.count, text[position + offset].lowercased == phrase[offset] {
        offset += 1
      }
      guard offset == phrase.count else { continue }
      if phrase[offset - 1].isAlphanumeric, stop < end, text[stop].isAlphanumeric { continue }
      return (index, stop)
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
    while position < range.upperBound {
      if let match = match(in: text, at: position, before: range.upperBound) {
        return (match.index, position..<match.end)
      }
      position += 1
    }
    return nil
  }
}
