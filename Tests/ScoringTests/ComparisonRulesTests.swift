import Grading
import Testing

@testable import Scoring

/// The rules that problems choose, and the traps that judges fall into.
@Suite struct ComparisonRulesTests {
  private static func value(_ json: String) throws -> TypedValue {
    try #require(TypedValue(json: try JSON(parsing: json)))
  }

  private static func accepts(
    _ expected: String, _ actual: String, _ rules: ValueRules
  ) throws -> Bool {
    ValueChecker(.values(rules)).compare(expected: try value(expected), actual: try value(actual))
      == .equal
  }

  private static func output(_ checker: Checker, _ expected: String, _ actual: String) -> Comparison
  {
    OutputChecker(checker).compare(expected: expected, actual: Array(actual.utf8))
  }

  // expected | printed | equal
  @Test(arguments: [
    ("a\n", "a", true), ("a", "a  \n\n\n", true), ("a\nb", "a \t\r\nb\n", true),
    ("", "\n \n", true),
    ("a", " a", false), ("a b", "a  b", false), ("a\n\nb", "a\nb", false), ("a", "b", false),
    (" a", "a", false), ("a", "", false),
  ])
  func trimmedForgivesBlanksAtTheEndsAlone(expected: String, actual: String, isEqual: Bool) {
    #expect((Self.output(.trimmed, expected, actual) == .equal) == isEqual)
  }

  @Test(arguments: [
    ("1 2 3", "3\n2 1", true), ("1 1 2", "1 2 2", false), ("1 2", "1", false), ("1", "1 1", false),
    ("", "  \n", true), ("", "x", false), ("a", "A", false),
  ])
  func tokensInAnyOrder(expected: String, actual: String, isEqual: Bool) {
    #expect((Self.output(.unorderedTokens, expected, actual) == .equal) == isEqual)
  }

  /// Pairs that some grader of the field accepts; no rule of ours does unless it is asked for.
  @Test(arguments: [
    (Checker.tokens, "1000000", "1000001"), (.tokens, "100000000000", "100000999999"),
    (.tokens, "1", "1.0"), (.tokens, "YES", "yes"), (.tokens, "0.1", "0.10"), (.tokens, "", "0"),
    (.lines, "1\n2", "1 2"), (.exact, "a\n", "a"), (.trimmed, "a  b", "a b"),
    (.unordered, "1 2\n3", "1\n2 3"), (.unordered, "a\na\nb", "a\nb\nb"),
    (.floats(absolute: 0, relative: 1e-9), "1000000", "1000001"),
    (.floats(absolute: 1e-6, relative: 0), "1", "0x1"),
    (.floats(absolute: 1e-6, relative: 0), "1", "1 " + "1"),
    (.floats(absolute: 1e-6, relative: 0), "a1", "a1.0"),
    (.floats(absolute: 1e9, relative: 1e9), "1", "nan"),
    (.floats(absolute: 1e9, relative: 1e9), "1", "inf"),
    (.floats(absolute: 1e9, relative: 1e9), "inf", "-inf"),
    (.floats(absolute: 1e9, relative: 1e9), "1", "one"),
    (.floats(absolute: 1e9, relative: 1e9), "1", ""),
  ])
  func noToleranceThatNobodyDeclared(checker: Checker, expected: String, actual: String) {
    #expect(Self.output(checker, expected, actual) != .equal)
  }

  /// The tolerance is that of the expected number, either way in which it suffices.
  @Test(arguments: [
    (1e-6, 0.0, "1000", "1000.000001", true), (1e-6, 0, "1000", "1000.00001", false),
    (0, 1e-6, "1000", "1000.001", true), (0, 1e-6, "1000", "1000.0011", false),
    (0, 1e-6, "0", "1e-300", false), (1e-6, 1e-6, "0", "1e-7", true), (0, 0, "0.5", "0.50", true),
    (0, 0.1, "-10", "-11", true), (0, 0.1, "-10", "-11.1", false), (0.5, 0, "1", "+1.5e0", true),
  ])
  func absoluteOrRelative(
    absolute: Double, relative: Double, expected: String, actual: String, isEqual: Bool
  ) {
    let checker = Checker.floats(absolute: absolute, relative: relative)
    #expect((Self.output(checker, expected, actual) == .equal) == isEqual)
  }

  // rules | expected | returned | equal
  static let rules: [(ValueRules, String, String, Bool)] = [
    (ValueRules(sequences: .any), #"{"$tuple": [1, 2]}"#, "[1, 2]", true),
    (ValueRules(sequences: .any), "[1, 2]", #"{"$tuple": [1, 2]}"#, true),
    (ValueRules(sequences: .any), #"[{"$tuple": [1]}]"#, "[[1]]", true),
    (ValueRules(sequences: .any), #"{"$frozenset": [1]}"#, #"{"$set": [1]}"#, true),
    (ValueRules(sequences: .any), "[1]", #"{"$set": [1]}"#, false),
    (ValueRules(sequences: .exact), "[1, 2]", #"{"$tuple": [1, 2]}"#, false),
    (ValueRules(sequences: .exact), "[1, 2]", "[1, 2]", true),
    (ValueRules(sequences: .exact), #"{"$set": [1]}"#, #"{"$frozenset": [1]}"#, false),
    (ValueRules(), "[1, 2]", #"{"$tuple": [1, 2]}"#, true),
    (ValueRules(), #"{"$tuple": [1, 2]}"#, "[1, 2]", false),
    (ValueRules(order: .outermost), "[[1, 2], [3]]", "[[3], [1, 2]]", true),
    (ValueRules(order: .outermost), "[[1, 2]]", "[[2, 1]]", false),
    (ValueRules(order: .any), "[[1, 2], [3]]", "[[3], [2, 1]]", true),
    (ValueRules(order: .any), "[[1, 2], [3]]", "[[1, 3], [2]]", false),
    (ValueRules(order: .any), #"{"a": [1, 2]}"#, #"{"a": [2, 1]}"#, true),
    (ValueRules(order: .any), "[1, 2]", "[1, 2, 2]", false),
    (ValueRules(order: .any, sequences: .exact), "[1, 2]", #"{"$tuple": [2, 1]}"#, false),
    (ValueRules(numbers: .together), "2", "2.0", true),
    (ValueRules(numbers: .together), "2.0", "2", true),
    (ValueRules(numbers: .together), "2", "2.5", false),
    (ValueRules(numbers: .together), "1", "true", false),
    (ValueRules(numbers: .together), "9007199254740993", "9007199254740992.0", false),
    (ValueRules(numbers: .together), "18446744073709551616", "18446744073709551616.0", true),
    (ValueRules(numbers: .together), #"{"$set": [1, 2]}"#, #"{"$set": [2.0, 1.0]}"#, true),
    (ValueRules(numbers: .apart), "2", "2.0", false),
    (ValueRules(nanIsEqual: false), #"{"$float": "nan"}"#, #"{"$float": "nan"}"#, false),
    (ValueRules(), #"[{"$float": "nan"}]"#, #"[{"$float": "nan"}]"#, true),
    (ValueRules(), #"{"$float": "inf"}"#, #"{"$float": "-inf"}"#, false),
    (
      ValueRules(tolerance: .init(absolute: 0.1, relative: 0), nanIsEqual: false),
      #"{"$float": "nan"}"#, #"{"$float": "nan"}"#, false
    ),
    (
      ValueRules(tolerance: .init(absolute: 0.1, relative: 0), order: .outermost), "[1.0, 2.0]",
      "[2.05, 0.95]", true
    ),
    (ValueRules(tolerance: .init(absolute: 0.1, relative: 0)), "[1.0, 2.0]", "[2.0, 1.0]", false),
    // First come, first served would take 1.0 for 1.1 and leave 1.0 without a partner.
    (
      ValueRules(tolerance: .init(absolute: 0.11, relative: 0), order: .outermost), "[1.0, 1.2]",
      "[1.1, 1.0]", true
    ),
    (
      ValueRules(tolerance: .init(absolute: 0.11, relative: 0), order: .outermost),
      "[[1.0], [1.2]]", "[[1.1], [1.0]]", true
    ),
    (
      ValueRules(tolerance: .init(absolute: 0.11, relative: 0), order: .outermost),
      "[[1.0], [1.2]]", "[[1.1], [1.4]]", false
    ),
    // A tuple must not take the place of the list that only a list can take.
    (
      ValueRules(order: .outermost), #"[{"$tuple": [1]}, [1]]"#, #"[{"$tuple": [1]}, [1]]"#, true
    ),
    (
      ValueRules(order: .outermost), #"[[1], {"$tuple": [1]}]"#, #"[{"$tuple": [1]}, [1]]"#, true
    ),
    (
      ValueRules(order: .outermost), #"[{"$tuple": [1]}, [1]]"#, "[[1], [1]]", false
    ),
  ]

  @Test(arguments: rules)
  func resultsAreEqualByTheRulesDeclared(
    rules: ValueRules, expected: String, actual: String, isEqual: Bool
  ) throws {
    #expect(try Self.accepts(expected, actual, rules) == isEqual)
  }

  // checker | expected | printed | where
  static let differences: [(Checker, String, String, FirstDifference?)] = [
    (.tokens, "1 2\n3 4", "1 2\n3 4\n", nil),
    (
      .tokens, "1 2\n3 4", "1 2\n3 5",
      FirstDifference(line: 2, token: 2, expected: "3 4", actual: "3 5")
    ),
    (.tokens, "1 2", "1", FirstDifference(line: 1, token: 2, expected: "1 2", actual: nil)),
    (.tokens, "1", "1\n2 3", FirstDifference(line: 2, token: 1, expected: nil, actual: "2 3")),
    (
      .floats(absolute: 0.1, relative: 0), "1.0 2.0", "1.05 2.2",
      FirstDifference(line: 1, token: 2, expected: "1.0 2.0", actual: "1.05 2.2")
    ),
    (
      .lines, "a\nb c", "a\nb  d",
      FirstDifference(line: 2, token: 0, expected: "b c", actual: "b  d")
    ),
    (.exact, "a\nb\n", "a\n", FirstDifference(line: 2, token: 0, expected: "b", actual: "")),
    (.trimmed, "a\nb\n", "a\n", FirstDifference(line: 2, token: 0, expected: "b", actual: nil)),
    (.unordered, "a", "b", nil),
  ]

  @Test(arguments: differences)
  func theFirstDifferenceIsToldWithItsLines(
    checker: Checker, expected: String, actual: String, difference: FirstDifference?
  ) {
    let found = OutputChecker(checker).difference(expected: expected, actual: Array(actual.utf8))
    #expect(found == difference)
  }

  @Test func ofALongLineWhatIsAroundTheDifferenceIsTold() throws {
    let numbers = (0..<10_000).map(String.init)
    var wrong = numbers
    wrong[5_000] = "x"
    let found = try #require(
      OutputChecker(.tokens).difference(
        expected: numbers.joined(separator: " "),
        actual: Array(wrong.joined(separator: " ").utf8)))
    #expect(found.token == 5_001)
    #expect(found.actual?.contains(" 4999 x 5001 ") == true)
    #expect((found.actual?.utf8.count ?? 0) < 200)
  }
}
