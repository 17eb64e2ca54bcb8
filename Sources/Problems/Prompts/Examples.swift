import Grading

/// The tests that a prompt shows: visible ones only, as many as fit.
enum Examples {
  /// The most tests that are shown.
  static let countLimit = 5
  /// The most bytes of all of them together.
  static let byteLimit = 4 << 10

  static func of(_ function: FunctionReference) -> [String] {
    let isPython = function.languages.first == "python"
    let lines = fitting(function.tests) { test, _ in
      let arguments =
        test.input.arguments.map { literal($0, isPython) }
        + test.input.named.map { "\($0.name)=\(literal($0.value, isPython))" }
      let call = "\(function.entryPoint)(\(arguments.joined(separator: ", ")))"
      return "\(call) → \(literal(test.expected, isPython))\(remark(test.explanation))"
    }
    guard !lines.isEmpty else { return [] }
    return ["Examples:\n\n" + Fence.around(lines.joined(separator: "\n"), info: "text")]
  }

  static func of(_ program: ProgramReference) -> [String] {
    // What an interactor reads is its secret.
    guard program.interactor == nil else { return [] }
    return fitting(program.tests) { test, number in
      var text = "Example \(number), input:\n\n" + Fence.around(test.input, info: "text")
      text += "\n\nOutput:\n\n" + Fence.around(test.expected, info: "text")
      if let explanation = test.explanation { text += "\n\n\(explanation)" }
      return text
    }
  }

  private static func fitting<Input, Expected>(
    _ tests: [TestCase<Input, Expected>], text: (TestCase<Input, Expected>, Int) -> String
  ) -> [String] {
    var shown: [String] = []
    var bytes = 0
    for test in tests where !test.hidden {
      guard shown.count < countLimit else { break }
      let example = text(test, shown.count + 1)
      guard bytes + example.utf8.count <= byteLimit else { continue }
      bytes += example.utf8.count
      shown.append(example)
    }
    return shown
  }

  private static func remark(_ explanation: String?) -> String {
    guard let explanation else { return "" }
    let line = explanation.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "   (\(line))"
  }

  private static func literal(_ value: TypedValue, _ isPython: Bool) -> String {
    isPython ? PythonLiteral.text(of: value) : value.json.text
  }
}

/// Values as Python writes them.
enum PythonLiteral {
  static func text(of value: TypedValue) -> String {
    switch value {
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .int(let digits): digits
    case .float(let value): float(value)
    case .text(let text): JSON.string(text).text
    case .bytes(let bytes): "bytes.fromhex(\"\(bytes.map(hexadecimal).joined())\")"
    case .list(let values): "[\(joined(values))]"
    case .tuple(let values): values.count == 1 ? "(\(joined(values)),)" : "(\(joined(values)))"
    case .set(let values): values.isEmpty ? "set()" : "{\(joined(values))}"
    case .frozenset(let values): values.isEmpty ? "frozenset()" : "frozenset({\(joined(values))})"
    case .dictionary(let entries):
      "{\(entries.map { "\(text(of: $0.key)): \(text(of: $0.value))" }.joined(separator: ", "))}"
    case .complex(let real, let imaginary): "complex(\(float(real)), \(float(imaginary)))"
    case .opaque(let type): "<\(type)>"
    }
  }

  private static func joined(_ values: [TypedValue]) -> String {
    values.map(text).joined(separator: ", ")
  }

  private static func float(_ value: Double) -> String {
    value.isFinite ? "\(value)" : "float(\"\(value)\")"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }
}
