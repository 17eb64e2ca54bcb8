import Grading

/// Compares what a function returned with what was expected, type by type. Pure.
///
/// A list accepts a tuple with the same elements, a tuple only a tuple; so with sets and frozen
/// sets. Integers and floats are told apart unless the checker has a tolerance; booleans are never
/// numbers. Not-a-number equals itself only where it is expected.
struct ValueChecker: Sendable {
  private let tolerance: FloatTolerance?
  private let isUnordered: Bool
  /// Nesting beyond this equals nothing.
  private static let depthLimit = 500
  /// Sets with more elements that need a tolerance are compared in sorted order.
  private static let matchLimit = 1_000

  init(_ checker: Checker) {
    switch checker {
    case .exact, .tokens, .lines:
      tolerance = nil
      isUnordered = false
    case .floats(let absolute, let relative):
      tolerance = FloatTolerance(absolute: absolute, relative: relative)
      isUnordered = false
    case .unordered:
      tolerance = nil
      isUnordered = true
    }
  }

  func compare(expected: TypedValue, actual: TypedValue) -> Comparison {
    if isUnordered, let wanted = ValueChecker.elements(expected),
      let found = ValueChecker.elements(actual)
    {
      if case .tuple = expected, case .list = actual { return .wrong(typeRemark(expected, actual)) }
      if wanted.count != found.count {
        return .wrong("expected \(wanted.count) elements, found \(found.count)")
      }
      return unordered(wanted, found, depth: 0).map { .wrong("in any order: \($0)") } ?? .equal
    }
    guard let difference = difference(expected, actual, depth: 0) else { return .equal }
    return .wrong(difference.remark)
  }

  private static func elements(_ value: TypedValue) -> [TypedValue]? {
    switch value {
    case .list(let elements), .tuple(let elements): elements
    case .none, .bool, .int, .float, .text, .bytes, .set, .frozenset, .dictionary, .complex,
      .opaque:
      nil
    }
  }

  // MARK: - Differences

  private struct Difference {
    /// Indices and keys that lead to it, outermost first.
    var path: String
    var what: String

    var remark: String { path.isEmpty ? what : "at \(path): \(what)" }

    func under(_ step: String) -> Difference { Difference(path: step + path, what: what) }
  }

  /// The first difference; `nil` if there is none.
  private func difference(
    _ expected: TypedValue, _ actual: TypedValue, depth: Int
  ) -> Difference? {
    guard depth < ValueChecker.depthLimit else { return Difference(path: "", what: "too deep") }
    let depth = depth + 1
    switch (expected, actual) {
    case (.none, .none): return nil
    case (.bool(let want), .bool(let got)) where want == got: return nil
    case (.text(let want), .text(let got)) where want.utf8.elementsEqual(got.utf8): return nil
    case (.bytes(let want), .bytes(let got)) where want == got: return nil
    case (.int, .int), (.int, .float), (.float, .int), (.float, .float):
      return numbersAgree(expected, actual) ? nil : plain(expected, actual)
    case (.complex(let wantReal, let wantImaginary), .complex(let real, let imaginary)):
      let same = floatsAgree(wantReal, real) && floatsAgree(wantImaginary, imaginary)
      return same ? nil : plain(expected, actual)
    case (.list(let want), .list(let got)), (.list(let want), .tuple(let got)),
      (.tuple(let want), .tuple(let got)):
      return ordered(want, got, depth: depth)
    case (.set(let want), .set(let got)), (.set(let want), .frozenset(let got)),
      (.frozenset(let want), .frozenset(let got)):
      if want.count != got.count { return plain(expected, actual) }
      return unordered(want, got, depth: depth).map { Difference(path: "", what: $0) }
    case (.dictionary(let want), .dictionary(let got)):
      return entries(want, got, depth: depth)
    default: return plain(expected, actual)
    }
  }

  private func plain(_ expected: TypedValue, _ actual: TypedValue) -> Difference {
    let kinds = expected.typeName == actual.typeName
    let want = PythonText.of(expected, limit: 60)
    let got = PythonText.of(actual, limit: 60)
    return Difference(
      path: "",
      what: kinds
        ? "expected \(want), found \(got)"
        : "expected \(want) (\(expected.typeName)), found \(got) (\(actual.typeName))")
  }

  private func typeRemark(_ expected: TypedValue, _ actual: TypedValue) -> String {
    plain(expected, actual).remark
  }

  // MARK: - Numbers

  private func numbersAgree(_ expected: TypedValue, _ actual: TypedValue) -> Bool {
    switch (expected, actual) {
    case (.int(let want), .int(let got)):
      if ValueChecker.digits(want) == ValueChecker.digits(got) { return true }
      guard let tolerance, let wanted = Double(want), let found = Double(got) else { return false }
      return tolerance.accepts(found, for: wanted)
    case (.float(let want), .float(let got)): return floatsAgree(want, got)
    case (.int(let want), .float(let got)):
      guard tolerance != nil, let wanted = Double(want) else { return false }
      return floatsAgree(wanted, got)
    case (.float(let want), .int(let got)):
      guard tolerance != nil, let found = Double(got) else { return false }
      return floatsAgree(want, found)
    default: return false
    }
  }

  private func floatsAgree(_ expected: Double, _ actual: Double) -> Bool {
    if let tolerance { return tolerance.accepts(actual, for: expected) }
    return expected == actual || expected.isNaN && actual.isNaN
  }

  /// An integer's digits without leading zeros.
  private static func digits(_ text: String) -> String {
    let isNegative = text.hasPrefix("-")
    let digits = text.drop { $0 == "-" || $0 == "+" || $0 == "0" }
    if digits.isEmpty { return "0" }
    return isNegative ? "-" + digits : String(digits)
  }

  // MARK: - Collections

  private func ordered(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> Difference? {
    for (index, pair) in zip(expected, actual).enumerated() {
      if let difference = difference(pair.0, pair.1, depth: depth) {
        return difference.under("[\(index)]")
      }
    }
    if expected.count == actual.count { return nil }
    return Difference(
      path: "", what: "expected \(expected.count) elements, found \(actual.count)")
  }

  /// Each found element is paired with an expected one; `nil` if that works out. The counts agree.
  private func unordered(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> String? {
    if tolerance != nil, expected.count > ValueChecker.matchLimit {
      return sortedDifference(expected, actual, depth: depth)
    }
    guard tolerance == nil else { return matchDifference(expected, actual, depth: depth) }
    // Values that could be equal have the same key, so only those are compared.
    var waiting: [[UInt8]: [TypedValue]] = [:]
    for value in expected { waiting[ValueKey.of(value), default: []].append(value) }
    for value in actual {
      let key = ValueKey.of(value)
      var candidates = waiting[key] ?? []
      // Exact types first, so that a tuple does not take the place of a list.
      guard
        let match = candidates.lastIndex(where: {
          difference($0, value, depth: depth) == nil
        })
      else { return "\(PythonText.of(value, limit: 60)) was not expected" }
      candidates.remove(at: match)
      waiting[key] = candidates
    }
    return nil
  }

  private func matchDifference(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> String? {
    var waiting = expected
    for value in actual {
      guard let match = waiting.firstIndex(where: { difference($0, value, depth: depth) == nil })
      else { return "\(PythonText.of(value, limit: 60)) was not expected" }
      waiting.remove(at: match)
    }
    return nil
  }

  private func sortedDifference(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> String? {
    func sorted(_ values: [TypedValue]) -> [TypedValue] {
      values.map { ($0, ValueKey.number($0), ValueKey.of($0)) }
        .sorted { first, second in
          if let one = first.1, let other = second.1, one != other { return one < other }
          return first.2.lexicographicallyPrecedes(second.2)
        }.map(\.0)
    }
    return ordered(sorted(expected), sorted(actual), depth: depth)?.what
  }

  private func entries(
    _ expected: [TypedValue.Entry], _ actual: [TypedValue.Entry], depth: Int
  ) -> Difference? {
    var found: [[UInt8]: TypedValue.Entry] = [:]
    for entry in actual { found[ValueKey.of(entry.key)] = entry }
    for entry in expected {
      let key = PythonText.of(entry.key, limit: 40)
      guard let other = found[ValueKey.of(entry.key)],
        difference(entry.key, other.key, depth: depth) == nil
      else { return Difference(path: "", what: "key \(key) is missing") }
      if let difference = difference(entry.value, other.value, depth: depth) {
        return difference.under("[\(key)]")
      }
    }
    guard actual.count != expected.count else { return nil }
    let keys = Set(expected.map { ValueKey.of($0.key) })
    let extra = actual.first { !keys.contains(ValueKey.of($0.key)) }
    let shown = extra.map { PythonText.of($0.key, limit: 40) } ?? "?"
    return Difference(path: "", what: "key \(shown) was not expected")
  }
}

/// A key that equal values share: lists and tuples with the same elements have the same one.
enum ValueKey {
  static func of(_ value: TypedValue) -> [UInt8] {
    var bytes: [UInt8] = []
    write(value, into: &bytes, depth: 0)
    return bytes
  }

  /// A real number, to sort by.
  static func number(_ value: TypedValue) -> Double? {
    switch value {
    case .int(let digits): Double(digits)
    case .float(let number): number
    case .none, .bool, .text, .bytes, .list, .tuple, .set, .frozenset, .dictionary, .complex,
      .opaque:
      nil
    }
  }

  private static func write(_ value: TypedValue, into bytes: inout [UInt8], depth: Int) {
    guard depth < 500 else { return }
    switch value {
    case .none: bytes.append(UInt8(ascii: "n"))
    case .bool(let flag): bytes.append(UInt8(ascii: flag ? "t" : "f"))
    case .int(let digits): bytes += "i\(digits) ".utf8
    case .float(let number): bytes += "d\(normal(number)) ".utf8
    case .text(let text): bytes += "s\(text.utf8.count):\(text)".utf8
    case .bytes(let content): bytes += "b\(content.count):".utf8 + content
    case .list(let elements), .tuple(let elements):
      bytes.append(UInt8(ascii: "("))
      for element in elements { write(element, into: &bytes, depth: depth + 1) }
      bytes.append(UInt8(ascii: ")"))
    case .set(let elements), .frozenset(let elements):
      bytes.append(UInt8(ascii: "{"))
      for key in elements.map(of).sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes += key }
      bytes.append(UInt8(ascii: "}"))
    case .dictionary(let entries):
      bytes.append(UInt8(ascii: "<"))
      let pairs = entries.map { of($0.key) + of($0.value) }
      for pair in pairs.sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes += pair }
      bytes.append(UInt8(ascii: ">"))
    case .complex(let real, let imaginary):
      bytes += "c\(normal(real)),\(normal(imaginary)) ".utf8
    case .opaque(let type): bytes += "o\(type.utf8.count):\(type)".utf8
    }
  }

  /// Both zeros are one, and so are all NaNs.
  private static func normal(_ number: Double) -> String {
    number == 0 ? "0.0" : number.isNaN ? "nan" : "\(number)"
  }
}
