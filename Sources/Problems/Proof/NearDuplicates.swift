/// Statements that say nearly the same.
///
/// Similarity is Jaccard's, of the sets of three words in a row. Candidates are found by MinHash in
/// bands, so that the time grows with the number of statements and not with its square.
/// Source: Broder, On the resemblance and containment of documents (1997).
public enum NearDuplicates {
  public struct Pair: Sendable, Hashable {
    /// Places in the list, the earlier one first.
    public var first: Int
    public var second: Int
    /// 0 … 1.
    public var similarity: Double
  }

  private static let bands = 16
  private static let rows = 4
  /// Two statements are nearly the same from here on.
  private static let threshold = 0.8

  /// Each statement that is nearly the same as an earlier one, with the earlier one.
  public static func pairs(_ statements: [String]) -> [Pair] {
    var buckets: [UInt64: Int] = [:]
    var pairs: [Pair] = []
    for (place, statement) in statements.enumerated() {
      let own = shingles(statement)
      guard !own.isEmpty else { continue }
      var candidates: Set<Int> = []
      for key in keys(own) {
        if let earlier = buckets[key] { candidates.insert(earlier) } else { buckets[key] = place }
      }
      let best = candidates.map { candidate -> Pair in
        let other = shingles(statements[candidate])
        let common = own.intersection(other).count
        let similarity = Double(common) / Double(own.count + other.count - common)
        return Pair(first: candidate, second: place, similarity: similarity)
      }.filter { $0.similarity >= threshold }
        .max { ($0.similarity, $1.first) < ($1.similarity, $0.first) }
      if let best { pairs.append(best) }
    }
    return pairs
  }

  /// A hash of each three words in a row; of a shorter text, one of all its words.
  private static func shingles(_ text: String) -> Set<UInt64> {
    var words: [UInt64] = []
    var hash: UInt64?
    for byte in text.utf8 {
      let isWord = byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte & 0xDF)
      if isWord {
        let lower = byte < 0x80 && (65...90).contains(byte) ? byte | 0x20 : byte
        hash = mixed((hash ?? 0x9E37_79B9_7F4A_7C15) ^ UInt64(lower))
      } else if let word = hash {
        words.append(word)
        hash = nil
      }
    }
    if let hash { words.append(hash) }
    guard words.count > 3 else {
      return words.isEmpty ? [] : [words.reduce(0) { mixed($0 &+ $1) }]
    }
    return Set(
      (0..<words.count - 2).map {
        mixed(mixed(words[$0]) &+ mixed(words[$0 + 1] &* 3) &+ words[$0 + 2])
      })
  }

  private static func keys(_ shingles: Set<UInt64>) -> [UInt64] {
    (0..<bands).map { band in
      (0..<rows).reduce(UInt64(band)) { key, row in
        let seed = mixed(UInt64(band * rows + row + 1))
        let least = shingles.lazy.map { mixed($0 ^ seed) }.min() ?? 0
        return mixed(key &+ least)
      }
    }
  }

  /// The finaliser of SplitMix64. Source: Steele, Lea, Flood (2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
