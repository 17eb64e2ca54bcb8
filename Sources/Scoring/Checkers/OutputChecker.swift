import Grading

/// Compares a program's output with the expected one. Pure and linear.
///
/// Rules: testlib's `wcmp`, `lcmp` and `rcmp`, and ICPC's validator; case always counts.
struct OutputChecker: Sendable {
  let checker: Checker

  init(_ checker: Checker) { self.checker = checker }

  func compare(expected: String, actual: [UInt8]) -> Comparison {
    let expected = Array(expected.utf8)
    switch checker {
    case .exact:
      if expected == actual { return .equal }
      return layoutOrWrong(exactDifference(expected, actual), expected, actual)
    case .tokens:
      return tokens(expected, actual) { $0.elementsEqual($1) }
    case .lines:
      guard let difference = linesDifference(expected, actual) else { return .equal }
      return layoutOrWrong(difference, expected, actual)
    case .floats(let absolute, let relative):
      return tokens(expected, actual) {
        FloatTolerance(absolute: absolute, relative: relative).accepts($1, for: $0)
      }
    case .trimmed:
      let wanted = OutputChecker.trimmed(expected)
      let found = OutputChecker.trimmed(actual)
      if wanted == found { return .equal }
      return layoutOrWrong(exactDifference(wanted, found), wanted, found)
    case .unordered: return unordered(expected, actual)
    case .unorderedTokens: return unorderedTokens(expected, actual)
    case .values, .program: return .wrong("nothing was compared: the checker is no text comparison")
    }
  }

  /// Where the outputs part first, with both lines; `nil` where order does not count, or they agree.
  func difference(expected: String, actual: [UInt8]) -> FirstDifference? {
    let expected = Array(expected.utf8)
    switch checker {
    case .exact: return lineDifference(expected, actual) { $0.elementsEqual($1) }
    case .trimmed:
      let (wanted, found) = (OutputChecker.trimmed(expected), OutputChecker.trimmed(actual))
      return lineDifference(wanted, found) { $0.elementsEqual($1) }
    case .tokens: return tokenDifference(expected, actual) { $0.elementsEqual($1) }
    case .lines:
      return lineDifference(expected, actual) { want, got in
        want.split(whereSeparator: \.isSpace).elementsEqual(
          got.split(whereSeparator: \.isSpace), by: { $0.elementsEqual($1) })
      }
    case .floats(let absolute, let relative):
      let tolerance = FloatTolerance(absolute: absolute, relative: relative)
      return tokenDifference(expected, actual) { tolerance.accepts($1, for: $0) }
    case .unordered, .unorderedTokens, .values, .program: return nil
    }
  }

  /// Output that is wrong only in its white space is told apart.
  private func layoutOrWrong(
    _ difference: String, _ expected: [UInt8], _ actual: [UInt8]
  ) -> Comparison {
    if case .equal = tokens(expected, actual, { $0.elementsEqual($1) }) {
      return .layout("the words agree, the layout does not: \(difference)")
    }
    return .wrong(difference)
  }

  // MARK: - Tokens

  private func tokens(
    _ expected: [UInt8], _ actual: [UInt8],
    _ agree: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool
  ) -> Comparison {
    var wanted = Tokens(expected)
    var found = Tokens(actual)
    while true {
      switch (wanted.next(), found.next()) {
      case (nil, nil): return .equal
      case (let want?, nil):
        let empty = found.count == 0
        return .wrong(
          empty
            ? "printed nothing, expected \(Shown.text(want))"
            : "output ends after \(found.count) tokens, expected \(Shown.text(want)) next")
      case (nil, let got?):
        return .wrong(
          "line \(found.line), token \(found.column): nothing more was expected, found "
            + Shown.text(got))
      case (let want?, let got?):
        if !agree(want, got) {
          return .wrong(
            "line \(found.line), token \(found.column): expected \(Shown.text(want)), found "
              + Shown.text(got))
        }
      }
    }
  }

  /// Splits bytes on ASCII white space, counting lines and tokens in them from 1.
  private struct Tokens {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var line = 1
    private(set) var column = 0
    private(set) var count = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> ArraySlice<UInt8>? {
      while position < bytes.count, bytes[position].isSpace {
        if bytes[position] == .lineFeed {
          line += 1
          column = 0
        }
        position += 1
      }
      guard position < bytes.count else { return nil }
      let start = position
      while position < bytes.count, !bytes[position].isSpace { position += 1 }
      column += 1
      count += 1
      return bytes[start..<position]
    }
  }

  private func tokenDifference(
    _ expected: [UInt8], _ actual: [UInt8],
    _ agree: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool
  ) -> FirstDifference? {
    var wanted = Tokens(expected)
    var found = Tokens(actual)
    while true {
      let (want, got) = (wanted.next(), found.next())
      if want == nil, got == nil { return nil }
      if let want, let got, agree(want, got) { continue }
      return FirstDifference(
        line: found.line, token: got == nil ? found.column + 1 : found.column,
        expected: want.map { OutputChecker.line(around: $0.startIndex, in: expected) },
        actual: got.map { OutputChecker.line(around: $0.startIndex, in: actual) })
    }
  }

  private func lineDifference(
    _ expected: [UInt8], _ actual: [UInt8],
    _ agree: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool
  ) -> FirstDifference? {
    let wanted = expected.split(separator: .lineFeed, omittingEmptySubsequences: false)
    let found = actual.split(separator: .lineFeed, omittingEmptySubsequences: false)
    for index in 0..<max(wanted.count, found.count) {
      let want = index < wanted.count ? wanted[index] : nil
      let got = index < found.count ? found[index] : nil
      if let want, let got, agree(want, got) { continue }
      return FirstDifference(
        line: index + 1, token: 0, expected: want.map(OutputChecker.shortened),
        actual: got.map(OutputChecker.shortened))
    }
    return nil
  }

  /// The line that a byte stands in; of a long one what is around the byte.
  private static func line(around position: Int, in bytes: [UInt8]) -> String {
    let reach = 80
    var start = position
    while start > 0, bytes[start - 1] != .lineFeed, position - start < reach { start -= 1 }
    var end = position
    while end < bytes.count, bytes[end] != .lineFeed, end - position < reach { end += 1 }
    let before = start > 0 && bytes[start - 1] != .lineFeed ? "…" : ""
    let after = end < bytes.count && bytes[end] != .lineFeed ? "…" : ""
    return before + String(decoding: bytes[start..<end], as: UTF8.self) + after
  }

  private static func shortened(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix(160), as: UTF8.self) + (line.count > 160 ? "…" : "")
  }

  /// Without blanks at the ends of lines and without empty lines at the end.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    for line in bytes.split(separator: .lineFeed, omittingEmptySubsequences: false) {
      let end = line.lastIndex { !$0.isSpace }
      if let end { kept += line[...end] }
      kept.append(.lineFeed)
    }
    while kept.last == .lineFeed { kept.removeLast() }
    return kept
  }

  // MARK: - Exact

  private func exactDifference(_ expected: [UInt8], _ actual: [UInt8]) -> String {
    var position = 0
    var line = 1
    var lineStart = 0
    while position < expected.count, position < actual.count,
      expected[position] == actual[position]
    {
      if actual[position] == .lineFeed {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
    let place = "line \(line), byte \(position - lineStart + 1)"
    if position == actual.count {
      return "output ends at \(place), expected \(Shown.text(expected[position...])) next"
    }
    if position == expected.count {
      return "\(place): nothing more was expected, found \(Shown.text(actual[position...]))"
    }
    return "\(place): expected \(Shown.text(expected[position...])), found "
      + Shown.text(actual[position...])
  }

  // MARK: - Lines

  private func linesDifference(_ expected: [UInt8], _ actual: [UInt8]) -> String? {
    let wanted = OutputChecker.lines(expected)
    let found = OutputChecker.lines(actual)
    for (index, pair) in zip(wanted, found).enumerated() {
      if case .wrong(let difference) = tokens(
        Array(pair.0), Array(pair.1), { $0.elementsEqual($1) })
      {
        // Tokens are counted within the line.
        return difference.hasPrefix("line 1,")
          ? "line \(index + 1)," + difference.dropFirst(7)
          : "line \(index + 1): expected \(Shown.text(pair.0)), found \(Shown.text(pair.1))"
      }
    }
    if wanted.count == found.count { return nil }
    return "expected \(wanted.count) lines, found \(found.count)"
  }

  /// The lines without empty ones at the end.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines = bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy(\.isSpace) { lines.removeLast() }
    return lines
  }

  // MARK: - Unordered

  private func unordered(_ expected: [UInt8], _ actual: [UInt8]) -> Comparison {
    var missing: [[UInt8]: Int] = [:]
    let wanted = OutputChecker.normalisedLines(expected)
    let found = OutputChecker.normalisedLines(actual)
    for line in wanted { missing[line, default: 0] += 1 }
    for (index, line) in found.enumerated() {
      guard let count = missing[line], count > 0 else {
        return .wrong("line \(index + 1), in any order: \(Shown.text(line)) was not expected")
      }
      missing[line] = count - 1
    }
    if found.isEmpty, let first = wanted.first {
      return .wrong("printed nothing, expected \(Shown.text(first)) among others")
    }
    guard let lost = wanted.first(where: { missing[$0, default: 0] > 0 }) else { return .equal }
    return .wrong("\(wanted.count - found.count) lines are missing, one is \(Shown.text(lost))")
  }

  private func unorderedTokens(_ expected: [UInt8], _ actual: [UInt8]) -> Comparison {
    var missing: [ArraySlice<UInt8>: Int] = [:]
    let wanted = expected.split(whereSeparator: \.isSpace)
    for token in wanted { missing[token, default: 0] += 1 }
    var found = Tokens(actual)
    while let token = found.next() {
      guard let count = missing[token], count > 0 else {
        return .wrong(
          "line \(found.line), token \(found.column): \(Shown.text(token)) was not expected, in any order"
        )
      }
      missing[token] = count - 1
    }
    if found.count == wanted.count { return .equal }
    guard let lost = wanted.first(where: { missing[$0, default: 0] > 0 }) else { return .equal }
    if found.count == 0 {
      return .wrong("printed nothing, expected \(Shown.text(lost)) among others")
    }
    return .wrong("\(wanted.count - found.count) tokens are missing, one is \(Shown.text(lost))")
  }

  /// The lines that are not blank, their tokens joined by single spaces.
  private static func normalisedLines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: .lineFeed).compactMap { line in
      let tokens = line.split(whereSeparator: \.isSpace)
      return tokens.isEmpty ? nil : Array(tokens.joined(separator: [32]))
    }
  }
}
