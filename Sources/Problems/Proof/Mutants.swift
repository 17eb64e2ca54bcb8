/// A solution with one small change, which good tests notice.
public struct Mutant: Sendable, Hashable {
  public var source: String
  /// Counted from 1.
  public var line: Int
  /// What was changed, for example `< → <=`.
  public var change: String
}

/// Mutation analysis: right solutions broken on purpose, to learn what a problem's tests notice.
///
/// Source: DeMillo, Lipton, Sayward, Hints on test data selection (1978). The changes are those that
/// later studies found to be enough: relational, logical and arithmetic operators, and constants.
public enum Mutants {
  /// The most bytes of a source that is looked at.
  private static let sourceLimit = 256 << 10

  /// At most `limit` mutants, spread evenly over the source; the same for the same source.
  ///
  /// - Parameter language: A language's id: it decides what is a comment.
  public static func of(_ source: String, language: String, limit: Int) -> [Mutant] {
    let bytes = Array(source.utf8)
    guard limit > 0, bytes.count <= sourceLimit else { return [] }
    let sites = Tokens(bytes, language).flatMap(changes)
    guard !sites.isEmpty else { return [] }
    let count = min(limit, sites.count)
    return (0..<count).map { number in
      let site = sites[number * sites.count / count]
      let changed =
        bytes[..<site.range.lowerBound] + Array(site.new.utf8)
        + bytes[site.range.upperBound...]
      return Mutant(
        source: String(decoding: changed, as: UTF8.self),
        line: 1 + bytes[..<site.range.lowerBound].count { $0 == UInt8(ascii: "\n") },
        change: "\(site.old) → \(site.new)")
    }
  }

  private struct Site {
    var range: Range<Int>
    var old: String
    var new: String
  }

  private static let replacements = [
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "===": "!==",
    "!==": "===", "+": "-", "*": "+", "//": "*", "%": "*", "+=": "-=", "-=": "+=", "&&": "||",
    "||": "&&", "and": "or", "or": "and", "True": "False", "False": "True", "true": "false",
    "false": "true", "min": "max", "max": "min",
  ]

  private static func changes(_ token: Tokens.Token) -> [Site] {
    if token.isBinaryMinus { return [Site(range: token.range, old: "-", new: "+")] }
    if let new = replacements[token.text] {
      return [Site(range: token.range, old: token.text, new: new)]
    }
    if let number = Int(token.text), number < 1_000_000_000 {
      return [Site(range: token.range, old: token.text, new: String(number + 1))]
    }
    return []
  }
}

/// The words, numbers and operators of a source, without its strings and comments.
private struct Tokens: Sequence, IteratorProtocol {
  struct Token {
    var text: String
    var range: Range<Int>
    /// A minus between two operands; a sign is left alone.
    var isBinaryMinus: Bool
  }

  private let bytes: [UInt8]
  private let hasHashComments: Bool
  private var place = 0
  private var followsOperand = false

  init(_ bytes: [UInt8], _ language: String) {
    self.bytes = bytes
    hasHashComments = ["python", "ruby", "bash"].contains(language)
  }

  mutating func next() -> Token? {
    while place < bytes.count {
      let byte = bytes[place]
      if Tokens.isBlank(byte) {
        place += 1
      } else if startsComment {
        skipLine()
      } else if startsBlockComment {
        skip(past: "*/")
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        skipString(byte)
        followsOperand = true
      } else if Tokens.isWord(byte) {
        return word()
      } else {
        return operation()
      }
    }
    return nil
  }

  private mutating func word() -> Token {
    let start = place
    // A decimal fraction is one word, so that its digits are not taken for integers.
    while place < bytes.count, Tokens.isWord(bytes[place]) || bytes[place] == UInt8(ascii: ".") {
      place += 1
    }
    defer { followsOperand = true }
    return token(start)
  }

  private static let operators = [
    "<<=", ">>=", "===", "!==", "**=", "//=", "<=>", "<=", ">=", "==", "!=", "->", "=>", "<<", ">>",
    "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "**", "//", "::", ":=",
  ].map { Array($0.utf8) }

  private mutating func operation() -> Token {
    let start = place
    let found = Tokens.operators.first { bytes[place...].starts(with: $0) }
    place += found?.count ?? 1
    var token = token(start)
    token.isBinaryMinus = token.text == "-" && followsOperand
    followsOperand = token.text == ")" || token.text == "]"
    return token
  }

  private func token(_ start: Int) -> Token {
    Token(
      text: String(decoding: bytes[start..<place], as: UTF8.self), range: start..<place,
      isBinaryMinus: false)
  }

  private var startsComment: Bool {
    // A line that names a file of several.
    if bytes[place...].starts(with: "==== ".utf8) { return true }
    if hasHashComments { return bytes[place] == UInt8(ascii: "#") }
    // A preprocessor's line holds no logic.
    return bytes[place...].starts(with: "//".utf8) || bytes[place] == UInt8(ascii: "#")
  }

  private var startsBlockComment: Bool {
    !hasHashComments && bytes[place...].starts(with: "/*".utf8)
  }

  private mutating func skipLine() {
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
  }

  private mutating func skip(past end: String) {
    while place < bytes.count, !bytes[place...].starts(with: end.utf8) { place += 1 }
    place = Swift.min(place + end.utf8.count, bytes.count)
  }

  private mutating func skipString(_ quote: UInt8) {
    let triple = [quote, quote, quote]
    if bytes[place...].starts(with: triple) {
      place += 3
      skip(past: String(decoding: triple, as: UTF8.self))
      return
    }
    place += 1
    while place < bytes.count, bytes[place] != quote, bytes[place] != UInt8(ascii: "\n") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = Swift.min(place + 1, bytes.count)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (9...13).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
