import Grading

/// Reads `exact`, `tokens`, `lines`, `trimmed`, `unordered`, `unordered(tokens)`,
/// `floats(1e-6, 1e-6)`, `{floats: {abs: 1e-6, rel: 1e-6}}`, `{values: {…}}` and the names of
/// programs.
enum CheckerParser {
  private static let programs = [
    "exact", "tokens", "lines", "trimmed", "floats(abs, rel)", "unordered", "unordered(tokens)",
    "a file such as checker.py",
  ]
  private static let functions = [
    "exact", "floats(abs, rel)", "unordered", "{values: {…}}", "a file such as checker.py",
  ]

  static func checker(
    _ field: Field, in fields: Fields, kind: Problem.Kind, decoder: ProblemDecoder
  ) -> Checker? {
    if isProgram(field.value) {
      return JudgeDecoder(fields: fields, decoder: decoder).program(field).map(Checker.program)
    }
    let names = kind == .program ? programs : functions
    let mend = "write \(names.joined(separator: ", "))"
    switch parsed(field.value) {
    case .checker(let checker):
      guard checker.suits(kind) else {
        let other = kind == .program ? "functions" : "programs"
        fields.fail(
          field, "the checker “\(shown(field.value))” is for \(other)", mend: mend)
        return nil
      }
      return checker
    case .badTolerance:
      fields.fail(
        field, "the tolerances of “floats” are no numbers from 0 on",
        mend: "write floats(1e-6, 1e-6): the absolute one, then the relative one")
    case .values(let value):
      guard kind == .function else {
        fields.fail(field, "the checker “values” is for functions", mend: mend)
        return nil
      }
      return ValueRulesParser.rules(
        Field(name: "values", value: value, place: field.place.at("values")), in: fields
      ).map(Checker.values)
    case .unknown(let name):
      fields.fail(field, "\(name) is no checker", mend: mend)
    }
    return nil
  }

  private static func isProgram(_ value: JSON) -> Bool {
    value.string.map(JudgeDecoder.namesProgram) ?? (value["program"] != nil)
  }

  private static func shown(_ value: JSON) -> String {
    value.string ?? value.members?.first?.key ?? value.typeName
  }

  private enum Parsed {
    case checker(Checker)
    case badTolerance
    case values(JSON)
    case unknown(String)
  }

  private static func parsed(_ value: JSON) -> Parsed {
    switch value {
    case .string(let text): return named(text)
    case .object(let members):
      guard members.count == 1, let only = members.first else { return .unknown("the mapping") }
      if only.key == "values" { return .values(only.value) }
      guard only.key == "floats" else { return .unknown("the mapping") }
      if let pair = only.value.array { return floats(pair.map(\.double)) }
      guard let tolerances = only.value.members,
        tolerances.allSatisfy({ $0.key == "abs" || $0.key == "rel" }), !tolerances.isEmpty
      else { return .badTolerance }
      return floats([only.value["abs"], only.value["rel"]].map { $0 == nil ? 0 : $0?.double })
    case .null, .bool, .number, .array: return .unknown(value.typeName)
    }
  }

  private static func named(_ text: String) -> Parsed {
    switch text {
    case "exact": return .checker(.exact)
    case "tokens": return .checker(.tokens)
    case "lines": return .checker(.lines)
    case "trimmed": return .checker(.trimmed)
    case "unordered", "unordered(lines)": return .checker(.unordered)
    case "unordered(tokens)": return .checker(.unorderedTokens)
    case "floats": return .badTolerance
    default:
      guard text.hasPrefix("floats("), text.hasSuffix(")") else { return .unknown("“\(text)”") }
      let parts = text.dropFirst(7).dropLast().split(
        separator: ",", omittingEmptySubsequences: false)
      return floats(parts.map { Double($0.filter { $0 != " " }) })
    }
  }

  private static func floats(_ tolerances: [Double?]) -> Parsed {
    guard tolerances.count == 2, let absolute = tolerances[0], let relative = tolerances[1],
      absolute >= 0, relative >= 0, absolute.isFinite, relative.isFinite
    else { return .badTolerance }
    return .checker(.floats(absolute: absolute, relative: relative))
  }
}

extension Checker {
  fileprivate func suits(_ kind: Problem.Kind) -> Bool {
    switch self {
    case .exact, .floats, .unordered, .program: true
    case .tokens, .lines, .trimmed, .unorderedTokens: kind == .program
    case .values: kind == .function
    }
  }

  /// The form in a problem's document.
  var json: JSON {
    switch self {
    case .exact: .string("exact")
    case .tokens: .string("tokens")
    case .lines: .string("lines")
    case .trimmed: .string("trimmed")
    case .unordered: .string("unordered")
    case .unorderedTokens: .string("unordered(tokens)")
    case .floats(let absolute, let relative):
      ["floats": .array([.number("\(absolute)"), .number("\(relative)")])]
    case .values(let rules): ["values": rules.json]
    case .program(let program): program.json
    }
  }
}
