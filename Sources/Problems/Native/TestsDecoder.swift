import Grading

/// Reads the tests of functions and programs.
struct TestsDecoder {
  let log: ErrorLog
  let problemID: String?
  /// Whether a program's test must say what is to be printed: not where a program of the author's
  /// decides.
  var needsOutput = true

  private static let common = ["name", "points", "hidden", "explanation"]

  /// Tests of a function, from the problem's `tests`.
  func calls(_ field: Field, in fields: Fields) -> [TestCase<Call, TypedValue>] {
    tests(field, in: fields) { value, place, number in
      call(value, at: place, name: "\(number)", hidden: false)
    }
  }

  /// Tests of a program, from the problem's `tests`.
  func runs(_ field: Field, in fields: Fields) -> [TestCase<String, String>] {
    tests(field, in: fields) { value, place, number in
      run(value, at: place, name: "\(number)")
    }
  }

  private func tests<Test>(
    _ field: Field, in fields: Fields, read: (JSON, Place, Int) -> Test?
  ) -> [Test] {
    guard let elements = field.value.array else {
      fields.wrongType(field, "a list", mend: "write one test for each “-”")
      return []
    }
    return elements.enumerated().compactMap { index, value in
      read(value, field.place.at(index), index + 1)
    }
  }

  /// One test of a function.
  func call(
    _ value: JSON, at place: Place, name: String, hidden: Bool
  ) -> TestCase<Call, TypedValue>? {
    guard
      let fields = Fields(value, at: place, of: "test \(name)", log: log, problemID: problemID)
    else { return nil }
    fields.checkNames(among: ["args", "kwargs", "returns"] + TestsDecoder.common)
    var arguments: [TypedValue] = []
    if let field = fields["args"] {
      if let elements = field.value.array {
        arguments = elements.enumerated().compactMap { index, element in
          typed(element, in: fields, at: field.place.at(index))
        }
      } else {
        fields.wrongType(field, "a list", mend: "write args: [1, 2], the arguments in order")
      }
    } else if fields["kwargs"] == nil {
      fields.missing("args", mend: "write args: [1, 2], the arguments in order, or []")
    }
    var named: [Call.Named] = []
    if let field = fields["kwargs"] {
      if let members = field.value.members {
        named = members.compactMap { member in
          typed(member.value, in: fields, at: field.place.at(member.key)).map {
            Call.Named(member.key, $0)
          }
        }
      } else {
        fields.wrongType(field, "a mapping", mend: "write kwargs: {name: value}")
      }
    }
    guard let returns = fields["returns"] else {
      fields.missing("returns", mend: "write returns: and the value wanted, null for None")
      return nil
    }
    guard let expected = typed(returns.value, in: fields, at: returns.place) else { return nil }
    return test(
      fields, name: name, hidden: hidden, input: Call(arguments: arguments, named: named),
      expected: expected)
  }

  private func run(_ value: JSON, at place: Place, name: String) -> TestCase<String, String>? {
    guard
      let fields = Fields(value, at: place, of: "test \(name)", log: log, problemID: problemID)
    else { return nil }
    fields.checkNames(among: ["input", "output"] + TestsDecoder.common)
    let input = fields.text("input", allowsEmpty: true)
    if fields["input"] == nil {
      fields.missing("input", mend: "write input: and the standard input, \"\" for none")
    }
    let output = fields.text("output", allowsEmpty: true)
    if fields["output"] == nil, needsOutput {
      fields.missing("output", mend: "write output: and the standard output wanted")
    }
    guard let input, let output = output ?? (needsOutput ? nil : "") else { return nil }
    return test(fields, name: name, hidden: false, input: input, expected: output)
  }

  private func test<Input, Expected>(
    _ fields: Fields, name: String, hidden: Bool, input: Input, expected: Expected
  ) -> TestCase<Input, Expected> {
    TestCase(
      name: fields.text("name") ?? name, input: input, expected: expected,
      points: fields.points(), hidden: fields.bool("hidden") ?? hidden,
      explanation: fields.text("explanation"))
  }

  private func typed(_ json: JSON, in fields: Fields, at place: Place) -> TypedValue? {
    if let number = overflow(in: json) {
      fields.fail(
        "\(number) is too large for a float",
        mend: #"write {"$float": "inf"} if infinity is meant"#, at: place)
      return nil
    }
    guard let value = TypedValue(json: json) else {
      let form = malformed(json) ?? "a “$” form"
      fields.fail(
        "\(form) is unknown or malformed",
        mend: "see “Tests” in the problem format for $tuple, $set, $dict, $bytes and others",
        at: place)
      return nil
    }
    return value
  }

  /// The first number that a float cannot hold.
  private func overflow(in json: JSON) -> String? {
    switch json {
    case .number(let text):
      let isInteger = text.utf8.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: "-") }
      return isInteger || Double(text)?.isFinite == true ? nil : text
    case .array(let elements): return elements.lazy.compactMap(overflow).first
    case .object(let members): return members.lazy.compactMap { overflow(in: $0.value) }.first
    case .null, .bool, .string: return nil
    }
  }

  /// The innermost form that cannot be read.
  private func malformed(_ json: JSON) -> String? {
    switch json {
    case .array(let elements): return elements.lazy.compactMap(malformed).first
    case .object(let members):
      if let inner = members.lazy.compactMap({ malformed($0.value) }).first { return inner }
      guard TypedValue(json: json) == nil, let only = members.first else { return nil }
      return "“\(only.key)”"
    case .null, .bool, .number, .string: return nil
    }
  }
}
