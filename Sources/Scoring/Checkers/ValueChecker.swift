import Grading

/// Compares what a function returned with what was expected, type by type. Pure.
///
/// By default a list accepts a tuple with the same elements, a tuple only a tuple; so with sets and
/// frozen sets. Integers and floats are told apart unless there is a tolerance; booleans are never
/// numbers. Not-a-number equals itself only where it is expected.
struct ValueChecker: Sendable {
  private let rules: ValueRules
  private let tolerance: FloatTolerance?
  /// Nesting beyond this equals nothing.
  private static let depthLimit = 500
  /// Sets with more elements that need a tolerance are compared in sorted order.
  private static let matchLimit = 1_000
  /// Among more values pairing is first come, first served.
  private static let pairingLimit = 256

  init(_ checker: Checker) {
    switch checker {
    case .exact, .tokens, .lines, .trimmed, .program: rules = ValueRules()
    case .floats(let absolute, let relative):
      rules = ValueRules(tolerance: .init(absolute: absolute, relative: relative))
    case .unordered, .unorderedTokens: rules = ValueRules(order: .outermost)
    case .values(let own): rules = own
    }
    let nanIsEqual = rules.nanIsEqual
    tolerance = rules.tolerance.map {
      FloatTolerance(absolute: $0.absolute, relative: $0.relative, nanIsEqual: nanIsEqual)
    }
  }

  func compare(expected: TypedValue, actual: TypedValue) -> Comparison {
    if rules.order == .outermost, let wanted = ValueChecker.elements(expected),
      let found = ValueChecker.elements(actual)
    {
      guard sequencesAgree(expected, actual) else { return .wrong(plain(expected, actual).remark) }
      return inAnyOrder(wanted, found, depth: 0).map { .wrong($0.remark) } ?? .equal
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
      (.tuple(let want), .tuple(let got)), (.tuple(let want), .list(let got)):
      guard sequencesAgree(expected, actual) else { return plain(expected, actual) }
      return rules.order == .any
        ? inAnyOrder(want, got, depth: depth) : ordered(want, got, depth: depth)
    case (.set(let want), .set(let got)), (.set(let want), .frozenset(let got)),
      (.frozenset(let want), .frozenset(let got)), (.frozenset(let want), .set(let got)):
      guard sequencesAgree(expected, actual) else { return plain(expected, actual) }
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

  /// Whether two sequences, or two sets, may stand for one another.
  private func sequencesAgree(_ expected: TypedValue, _ actual: TypedValue) -> Bool {
    switch (expected, actual) {
    case (.tuple, .list), (.frozenset, .set): rules.sequences == .any
    case (.list, .tuple), (.set, .frozenset): rules.sequences != .exact
    default: true
    }
  }

  private func inAnyOrder(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> Difference? {
    if expected.count != actual.count {
      return Difference(
        path: "", what: "expected \(expected.count) elements, found \(actual.count)")
    }
    return unordered(expected, actual, depth: depth).map {
      Difference(path: "", what: "in any order: \($0)")
    }
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
      guard let wanted = Double(want) else { return false }
      return mixedAgree(want, wanted, got) { floatsAgree(wanted, got) }
    case (.float(let want), .int(let got)):
      guard let found = Double(got) else { return false }
      return mixedAgree(got, found, want) { floatsAgree(want, found) }
    default: return false
    }
  }

  /// Whether an integer and a float agree: within the tolerance, or exactly where they may.
  private func mixedAgree(
    _ digits: String, _ integer: Double, _ float: Double, within: () -> Bool
  ) -> Bool {
    if tolerance != nil { return within() }
    guard rules.numbers == .together, integer == float else { return false }
    // Beyond 2⁵³ several integers share a float.
    return integer.magnitude < 9_007_199_254_740_992
      || ValueChecker.digits(digits) == ValueChecker.wholeDigits(float)
  }

  private func floatsAgree(_ expected: Double, _ actual: Double) -> Bool {
    if let tolerance { return tolerance.accepts(actual, for: expected) }
    return expected == actual || rules.nanIsEqual && expected.isNaN && actual.isNaN
  }

  /// All digits of a float that is a whole number.
  private static func wholeDigits(_ float: Double) -> String {
    guard float.magnitude < 1e38 else { return "" }
    return float < 0 ? "-\(UInt128(float.magnitude))" : "\(UInt128(float))"
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
    // Where values that are equal may look different, all are tried, or they are sorted.
    let isLoose = tolerance != nil || rules.numbers == .together || rules.order == .any
    if isLoose, expected.count > ValueChecker.matchLimit {
      return sortedDifference(expected, actual, depth: depth)
    }
    if isLoose { return matchDifference(expected, actual, depth: depth) }
    // Values that could be equal have the same key, so only those are compared.
    let wanted = Dictionary(grouping: expected, by: ValueKey.of)
    let found = Dictionary(grouping: actual, by: ValueKey.of)
    var done: Set<[UInt8]> = []
    for value in actual {
      let key = ValueKey.of(value)
      guard done.insert(key).inserted else { continue }
      let (want, got) = (wanted[key] ?? [], found[key] ?? [])
      if got.count > want.count { return unexpected(value) }
      if got.count == want.count, let rest = unmatched(want, got, depth: depth) {
        return unexpected(rest)
      }
    }
    return nil
  }

  private func unexpected(_ value: TypedValue) -> String {
    "\(PythonText.of(value, limit: 60)) was not expected"
  }

  private func matchDifference(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> String? {
    guard let rest = unmatched(expected, actual, depth: depth) else { return nil }
    // Tolerances are intervals that move with what is expected: if numbers can be paired at all,
    // they can be in sorted order.
    if (expected + actual).allSatisfy({ ValueKey.number($0) != nil }) {
      return sortedDifference(expected, actual, depth: depth)
    }
    return unexpected(rest)
  }

  /// The first found value that no pairing with the expected ones has room for; the counts agree.
  private func unmatched(
    _ expected: [TypedValue], _ actual: [TypedValue], depth: Int
  ) -> TypedValue? {
    // First come, first served pairs nearly all there is.
    var waiting = expected
    var rest: TypedValue?
    for value in actual {
      guard let match = waiting.lastIndex(where: { difference($0, value, depth: depth) == nil })
      else {
        rest = value
        break
      }
      waiting.remove(at: match)
    }
    guard rest != nil, expected.count <= ValueChecker.pairingLimit else { return rest }
    let fits = actual.map { value in
      expected.indices.filter { difference(expected[$0], value, depth: depth) == nil }
    }
    return Pairing.unpaired(fits, room: expected.count).map { actual[$0] }
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
