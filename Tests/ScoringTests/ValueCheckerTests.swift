import Grading
import Testing

@testable import Scoring

/// Comparing what functions return.
struct ValueCheckerTests {
  private static func value(_ json: String) throws -> TypedValue {
    try #require(TypedValue(json: try JSON(parsing: json)))
  }

  private static func accepts(
    _ expected: String, _ actual: String, _ checker: Checker = .exact
  ) throws -> Bool {
    let found = ValueChecker(checker).compare(
      expected: try value(expected), actual: try value(actual))
    return found == .equal
  }

  // expected | returned
  @Test(arguments: [
    ("null", "null"), ("true", "true"), ("3", "3"), ("0.5", "0.5"), (#""a""#, #""a""#),
    ("[1, 2]", "[1, 2]"), ("[1, 2]", #"{"$tuple": [1, 2]}"#),
    ("[[1], [2]]", #"{"$tuple": [{"$tuple": [1]}, [2]]}"#),
    (#"{"$tuple": [1, 2]}"#, #"{"$tuple": [1, 2]}"#),
    (#"{"$set": [1, 2, 3]}"#, #"{"$set": [3, 1, 2]}"#),
    (#"{"$set": [1]}"#, #"{"$frozenset": [1]}"#),
    (#"{"$set": [[1, 2]]}"#, #"{"$set": [{"$tuple": [1, 2]}]}"#),
    (#"{"a": 1, "b": [2]}"#, #"{"b": [2], "a": 1}"#),
    (#"{"$dict": [[1, "a"]]}"#, #"{"$dict": [[1, "a"]]}"#),
    (#"{"$float": "nan"}"#, #"{"$float": "nan"}"#),
    (#"[{"$float": "nan"}]"#, #"[{"$float": "nan"}]"#),
    (#"{"$float": "inf"}"#, #"{"$float": "inf"}"#), ("0.0", "-0.0"),
    (#"{"$complex": [1, 2]}"#, #"{"$complex": [1, 2]}"#),
    (#"{"$bytes": "00ff"}"#, #"{"$bytes": "00ff"}"#),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
  ])
  func equalValuesAreAccepted(expected: String, actual: String) throws {
    #expect(try Self.accepts(expected, actual))
  }

  @Test(arguments: [
    ("null", "false"), ("true", "1"), ("1", "true"), ("0", "false"), ("3", "3.0"), ("3.0", "3"),
    ("3", #""3""#), ("0.3", "0.30000000000000004"), (#""a""#, #""A""#), ("[1, 2]", "[2, 1]"),
    ("[1, 2]", "[1]"), ("[1]", "[1, 2]"), (#"{"$tuple": [1, 2]}"#, "[1, 2]"),
    ("[1]", #"{"$set": [1]}"#), (#"{"$set": [1]}"#, "[1]"),
    (#"{"$frozenset": [1]}"#, #"{"$set": [1]}"#), (#"{"$set": [1, 2]}"#, #"{"$set": [1, 3]}"#),
    (#"{"$set": [1]}"#, #"{"$set": [true]}"#), (#"{"a": 1}"#, #"{"a": 2}"#),
    (#"{"a": 1}"#, #"{"b": 1}"#), (#"{"a": 1}"#, #"{"a": 1, "b": 2}"#),
    (#"{"$dict": [[1, "a"]]}"#, #"{"$dict": [[true, "a"]]}"#),
    (#"{"$dict": [[1, "a"]]}"#, #"{"1": "a"}"#), ("1.0", #"{"$float": "nan"}"#),
    (#"{"$float": "nan"}"#, "1.0"), (#"{"$opaque": "Foo"}"#, #"{"$opaque": "Foo"}"#),
    ("1", #"{"$opaque": "numpy.int64"}"#), (#"{"$bytes": "00"}"#, #""\u0000""#),
    (#""é""#, "\"e\u{301}\""),
  ])
  func otherValuesAndOtherTypesAreNot(expected: String, actual: String) throws {
    #expect(try !Self.accepts(expected, actual))
  }

  @Test(arguments: [
    ("1.0", "1.0000001", true), ("1", "1.0", true), ("1.0", "1", true), ("1", "2", false),
    ("1.0", "1.1", false), ("1", "true", false), ("[0.1, 0.2]", "[0.1, 0.20000000001]", true),
    (#"{"$set": [0.1, 0.2]}"#, #"{"$set": [0.20000000001, 0.1]}"#, true),
    (#"{"a": 0.3}"#, #"{"a": 0.30000000000000004}"#, true), (#""1.0""#, "1.0", false),
    (#"{"$complex": [1, 2]}"#, #"{"$complex": [1.00000001, 2]}"#, true),
    (#"{"$float": "nan"}"#, "0.0", false), ("0.0", #"{"$float": "nan"}"#, false),
  ])
  func aToleranceIsForNumbersOnly(expected: String, actual: String, isAccepted: Bool) throws {
    let checker = Checker.floats(absolute: 1e-6, relative: 1e-6)
    #expect(try Self.accepts(expected, actual, checker) == isAccepted)
  }

  @Test(arguments: [
    ("[1, 2, 2]", "[2, 1, 2]", true), ("[1, 2, 2]", "[1, 1, 2]", false), ("[1]", "[1, 1]", false),
    ("[[1, 2], [3]]", "[[3], [1, 2]]", true), ("[[1, 2]]", "[[2, 1]]", false),
    ("[1, 2]", #"{"$tuple": [2, 1]}"#, true), (#"{"$tuple": [1, 2]}"#, "[2, 1]", false),
    (#"[[1], {"$tuple": [1]}]"#, #"[{"$tuple": [1]}, {"$tuple": [1]}]"#, true), ("3", "3", true),
  ])
  func theOutermostListInAnyOrder(expected: String, actual: String, isAccepted: Bool) throws {
    #expect(try Self.accepts(expected, actual, .unordered) == isAccepted)
  }

  // expected | returned | remark
  @Test(arguments: [
    ("3", "4", "expected 3, found 4"), ("3", "3.0", "expected 3 (int), found 3.0 (float)"),
    ("[1, [2, 3]]", "[1, [2, 4]]", "at [1][1]: expected 3, found 4"),
    (#"{"a": [1]}"#, #"{"a": [2]}"#, "at ['a'][0]: expected 1, found 2"),
    (#"{"a": 1}"#, "{}", "key 'a' is missing"), ("[1, 2]", "[1]", "expected 2 elements, found 1"),
  ])
  func theFirstDifferenceIsNamed(expected: String, actual: String, remark: String) throws {
    let found = ValueChecker(.exact).compare(
      expected: try Self.value(expected), actual: try Self.value(actual))
    #expect(found == .wrong(remark))
  }

  @Test func largeCollectionsTakeNoQuadraticTime() {
    let numbers = (0..<20_000).map { TypedValue.int(String($0)) }
    let reversed = Array(numbers.reversed())
    #expect(
      ValueChecker(.unordered).compare(expected: .list(numbers), actual: .list(reversed)) == .equal)
    #expect(ValueChecker(.exact).compare(expected: .set(numbers), actual: .set(reversed)) == .equal)
    let tolerant = ValueChecker(.floats(absolute: 0.1, relative: 0))
    #expect(tolerant.compare(expected: .set(numbers), actual: .set(reversed)) == .equal)
  }

  @Test func deepNestingEndsInNoCrash() {
    var value = TypedValue.int("1")
    for _ in 0..<5_000 { value = .list([value]) }
    #expect(ValueChecker(.exact).compare(expected: value, actual: value) != .equal)
  }
}
