/// Compares numbers within a tolerance; what is expected decides whether a token is a number.
/// Source: testlib `doubleCompare`, ICPC problem package format, `float_tolerance`.
struct FloatTolerance: Sendable {
  let absolute: Double
  let relative: Double
  var nanIsEqual = true

  /// Whether `actual` is close enough: within the absolute or the relative tolerance, or both the
  /// same infinity, or both no number.
  func accepts(_ actual: Double, for expected: Double) -> Bool {
    if expected.isNaN || actual.isNaN {
      return nanIsEqual && expected.isNaN && actual.isNaN
    }
    if expected.isInfinite || actual.isInfinite { return expected == actual }
    let difference = (actual - expected).magnitude
    return difference <= absolute || difference <= relative * expected.magnitude
  }

  /// Tokens: numbers in decimal notation where a number is expected, equal bytes elsewhere.
  func accepts(_ actual: ArraySlice<UInt8>, for expected: ArraySlice<UInt8>) -> Bool {
    if actual.elementsEqual(expected) { return true }
    guard let want = FloatTolerance.number(expected), let got = FloatTolerance.number(actual)
    else { return false }
    return accepts(got, for: want)
  }

  /// A number in decimal notation, or an infinity or NaN by name; nothing else that `Double` reads.
  static func number(_ token: ArraySlice<UInt8>) -> Double? {
    guard token.count <= 400 else { return nil }
    var digits = 0
    var rest = token
    if let sign = rest.first, sign == "-" || sign == "+" { rest = rest.dropFirst() }
    if let first = rest.first, first.isLetter {
      let name = String(decoding: rest.map(\.lowercased), as: UTF8.self)
      guard ["inf", "infinity", "nan"].contains(name) else { return nil }
      return Double(String(decoding: token.map(\.lowercased), as: UTF8.self))
    }
    func skipDigits() {
      while let byte = rest.first, byte.isDigit {
        digits += 1
        rest = rest.dropFirst()
      }
    }
    skipDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      skipDigits()
    }
    guard digits > 0 else { return nil }
    if let byte = rest.first, byte.lowercased == "e" {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == "-" || sign == "+" { rest = rest.dropFirst() }
      digits = 0
      skipDigits()
      guard digits > 0 else { return nil }
    }
    guard rest.isEmpty else { return nil }
    return Double(String(decoding: token, as: UTF8.self))
  }
}
