import Grading
import Testing

@testable import Scoring

/// Comparing what programs print.
struct OutputCheckerTests {
  enum Expected: Sendable { case equal, wrong, layout }

  private static func outcome(_ checker: Checker, _ expected: String, _ actual: String) -> Expected
  {
    switch OutputChecker(checker).compare(expected: expected, actual: Array(actual.utf8)) {
    case .equal: .equal
    case .wrong: .wrong
    case .layout: .layout
    }
  }

  // expected | printed | outcome
  @Test(arguments: [
    ("1 2\n", "1 2", Expected.equal), ("1 2\n", "  1\n\n2\t\n", .equal), ("", "\n \n", .equal),
    ("yes", "Yes", .wrong), ("1 2", "1", .wrong), ("1", "1 2", .wrong), ("1", "", .wrong),
    ("", "0", .wrong), ("1.0", "1", .wrong), ("12", "1 2", .wrong), ("é", "é", .equal),
    ("é", "e\u{301}", .wrong),
  ])
  func tokensAreComparedByteByByte(expected: String, actual: String, outcome: Expected) {
    #expect(Self.outcome(.tokens, expected, actual) == outcome)
  }

  @Test(arguments: [
    ("1 2\n3", "1 2\n3\n", Expected.equal), ("1 2\n3", "1  2 \r\n3\n\n\n", .equal),
    ("1\n2", "1 2", .layout), ("1\n\n2", "1\n2", .layout), ("1\n2", "1\n3", .wrong),
    ("1\n2", "1", .wrong),
  ])
  func linesMustBreakWhereTheyShould(expected: String, actual: String, outcome: Expected) {
    #expect(Self.outcome(.lines, expected, actual) == outcome)
  }

  @Test(arguments: [
    ("a\n", "a\n", Expected.equal), ("a\n", "a", .layout), ("a\n", "b\n", .wrong),
    ("a b", "a  b", .layout),
  ])
  func exactMeansEveryByte(expected: String, actual: String, outcome: Expected) {
    #expect(Self.outcome(.exact, expected, actual) == outcome)
  }

  @Test(arguments: [
    ("1.0", "1.0000001", Expected.equal), ("1.0", "1.1", .wrong), ("1000000", "1000000.5", .equal),
    ("1e3", "1000", .equal), ("0", "0.0000001", .equal), ("0", "-0", .equal),
    ("x 1", "y 1", .wrong),
    ("1", "0x1", .wrong), ("1", "one", .wrong), ("nan", "NaN", .equal), ("nan", "1", .wrong),
    ("1", "nan", .wrong), ("inf", "inf", .equal), ("inf", "1e308", .wrong), ("-inf", "inf", .wrong),
    ("1 2", "1", .wrong), ("1.", "1", .equal), ("1", "1e", .wrong), ("1", "1_0", .wrong),
    ("100000000000", "100000999999", .wrong),
  ])
  func theExpectedTokenDecidesWhatIsANumber(expected: String, actual: String, outcome: Expected) {
    let checker = Checker.floats(absolute: 1e-6, relative: 1e-6)
    #expect(Self.outcome(checker, expected, actual) == outcome)
  }

  @Test(arguments: [
    ("a\nb\n", "b\na\n", Expected.equal), ("a\na\nb", "a\nb\nb", .wrong), ("a  b", "a b", .equal),
    ("a\nb", "a", .wrong), ("a", "a\nb", .wrong), ("a b", "b a", .wrong),
  ])
  func linesInAnyOrder(expected: String, actual: String, outcome: Expected) {
    #expect(Self.outcome(.unordered, expected, actual) == outcome)
  }

  // checker | expected | printed | remark
  @Test(arguments: [
    (Checker.tokens, "1 2\n3 4", "1 2\n3 5", "line 2, token 2: expected “4”, found “5”"),
    (.tokens, "1 2", "1", "output ends after 1 tokens, expected “2” next"),
    (.tokens, "1", "", "printed nothing, expected “1”"),
    (.tokens, "1", "1\n2", "line 2, token 1: nothing more was expected, found “2”"),
    (.lines, "1\n2 3", "1\n2 4", "line 2, token 2: expected “3”, found “4”"),
    (.exact, "ab\ncd", "ab\nce", "line 2, byte 2: expected “d”, found “e”"),
    (.unordered, "a\nb", "a\nc", "line 2, in any order: “c” was not expected"),
  ])
  func theFirstDifferenceIsNamed(
    checker: Checker, expected: String, actual: String, remark: String
  ) {
    let found = OutputChecker(checker).compare(expected: expected, actual: Array(actual.utf8))
    #expect(found == .wrong(remark))
  }

  @Test func hostileOutputIsShownShortAndWithoutControlCharacters() {
    let actual = "\u{1B}[2J" + String(repeating: "é", count: 10_000)
    let found = OutputChecker(.tokens).compare(expected: "1", actual: Array(actual.utf8))
    guard case .wrong(let remark) = found else {
      Issue.record("accepted")
      return
    }
    #expect(remark.utf8.count < 200)
    #expect(!remark.contains("\u{1B}"))
    let invalid = OutputChecker(.tokens).compare(expected: "1", actual: [0xFF, 0xFE, 0x80])
    #expect(invalid != .equal)
  }
}
