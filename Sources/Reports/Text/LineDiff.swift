/// What differs between two texts, line by line.
enum LineDiff {
  enum Line: Equatable {
    case same(String)
    case missing(String)
    case surplus(String)
  }

  /// The table of common lines has at most this many cells; beyond, lines are compared by place.
  private static let cellLimit = 40_000

  /// The lines of `expected` and `actual`, with those that one of them lacks.
  ///
  /// By the longest common subsequence of lines, so that one lost line does not mark all after it.
  /// Lines are compared as bytes: Swift's strings would call differently composed letters equal.
  static func lines(expected: String, actual: String) -> [Line] {
    let expected = split(expected)
    let actual = split(actual)
    if (expected.count + 1) * (actual.count + 1) > cellLimit { return byPlace(expected, actual) }
    let common = commonLengths(expected, actual)
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < expected.count || j < actual.count {
      if i < expected.count, j < actual.count, expected[i] == actual[j] {
        lines.append(.same(text(expected[i])))
        i += 1
        j += 1
      } else if i < expected.count, j == actual.count || common[i + 1][j] >= common[i][j + 1] {
        lines.append(.missing(text(expected[i])))
        i += 1
      } else {
        lines.append(.surplus(text(actual[j])))
        j += 1
      }
    }
    return lines
  }

  /// The length of the longest common subsequence of what follows each pair of places.
  private static func commonLengths(_ one: [[UInt8]], _ other: [[UInt8]]) -> [[Int]] {
    var common = [[Int]](
      repeating: [Int](repeating: 0, count: other.count + 1), count: one.count + 1)
    for i in one.indices.reversed() {
      for j in other.indices.reversed() {
        common[i][j] =
          one[i] == other[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    return common
  }

  private static func byPlace(_ expected: [[UInt8]], _ actual: [[UInt8]]) -> [Line] {
    (0..<max(expected.count, actual.count)).flatMap { place -> [Line] in
      let wanted = place < expected.count ? expected[place] : nil
      let found = place < actual.count ? actual[place] : nil
      if let wanted, wanted == found { return [.same(text(wanted))] }
      return (wanted.map { [.missing(text($0))] } ?? [])
        + (found.map { [.surplus(text($0))] } ?? [])
    }
  }

  private static func split(_ text: String) -> [[UInt8]] {
    var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      Array($0)
    }
    if lines.last == [] { lines.removeLast() }
    return lines
  }

  private static func text(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self) }
}
