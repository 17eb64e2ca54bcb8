/// Finds what somebody may have meant.
enum Nearest {
  /// The candidate that is nearest to `word`, if one is near: at most a third of its length away.
  ///
  /// - Parameters:
  ///   - most: The most changes, whatever the length.
  ///   - limit: How many candidates are looked at.
  static func to(
    _ word: String, among candidates: some Sequence<String>, most: Int = 64, limit: Int = 10_000
  ) -> String? {
    let letters = Array(word.lowercased().utf8.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(limit) {
      let other = Array(candidate.lowercased().utf8.prefix(64))
      let allowed = min(most, max(1, max(letters.count, other.count) / 3))
      guard abs(letters.count - other.count) <= allowed else { continue }
      let distance = distance(letters, other)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// “did you mean “x”?”, or `otherwise` if nothing is near.
  static func mend(
    _ word: String, among candidates: some Sequence<String>, otherwise: String
  ) -> String {
    to(word, among: candidates).map { "did you mean “\($0)”?" } ?? otherwise
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that lead from one to the other.
  /// Source: Damerau 1964; the restricted form (optimal string alignment).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cost = min(cost, beforeLast[j - 2] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
