/// What a policy says about how texts are read.
struct Notation: Sendable {
  var decimalComma = false
  var logBase = Policy.LogBase.ten

  init() {}

  init(_ policy: Policy) {
    decimalComma = policy.decimalComma
    logBase = policy.logBase ?? .ten
  }

  /// `log` without a base gets the one that is agreed on.
  func withBase(_ tokens: [Token]) -> [Token] {
    let kind: Token.Kind
    switch logBase {
    case .ten: return tokens
    case .e: kind = .function(.ln)
    case .two: kind = .command(.lb)
    }
    var result = tokens
    for index in result.indices where result[index].kind == .command(.log) {
      let next = index + 1 < result.count ? result[index + 1].kind : nil
      if next != .mark(.underscore) { result[index].kind = kind }
    }
    return result
  }
}

/// Numbers with a comma before the decimals, and points between groups of three digits.
enum DecimalComma {
  /// `1.234,5` becomes `1234.5` and `3,5` becomes `3.5`; `1, 2` and `1,2,3` remain lists.
  static func swapped(_ source: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      guard Lexer.digit(source[index]) != nil else {
        result.append(source[index])
        index += 1
        continue
      }
      let end = numberEnd(source, from: index)
      result += rewritten(source[index..<end])
      index = end
    }
    return result
  }

  /// Where digits with points and commas between them end.
  private static func numberEnd(_ source: [Unicode.Scalar], from start: Int) -> Int {
    var index = start
    while index < source.count {
      let isMark = source[index] == "," || source[index] == "."
      let digit = isMark ? (index + 1 < source.count ? source[index + 1] : nil) : source[index]
      guard let digit, Lexer.digit(digit) != nil else { break }
      index += 1
    }
    return index
  }

  private static func rewritten(_ number: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    let parts = number.split(separator: ",", omittingEmptySubsequences: false)
    // Several commas separate the elements of a list.
    guard parts.count <= 2 else { return Array(number) }
    let groups = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let isGrouped =
      groups.count > 1 && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
    guard isGrouped || (parts.count == 2 && groups.count == 1) else { return Array(number) }
    let whole = Array(groups.joined())
    return parts.count == 2 ? whole + ["."] + Array(parts[1]) : whole
  }
}
