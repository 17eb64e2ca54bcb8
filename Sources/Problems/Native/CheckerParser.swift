import Grading

/// Reads `exact`, `tokens`, `lines`, `unordered`, `floats(1e-6, 1e-6)` and
/// `{floats: {abs: 1e-6, rel: 1e-6}}`.
enum CheckerParser {
  private static let programs = ["exact", "tokens", "lines", "floats(abs, rel)", "unordered"]
  private static let functions = ["exact", "floats(abs, rel)", "unordered"]

  static func checker(_ field: Field, in fields: Fields, kind: Problem.Kind) -> Checker? {
    let names = kind == .program ? programs : functions
    let mend = "write \(names.joined(separator: ", "))"
    switch parsed(field.value) {
    case .checker(let checker):
      switch checker {
      case .tokens, .lines:
        guard kind == .program else {
          fields.fail(
            field, "the checker “\(checker == .tokens ? "tokens" : "lines")” is for programs",
            mend: mend)
          return nil
        }
        return checker
      case .exact, .floats, .unordered: return checker
      }
    case .badTolerance:
      fields.fail(
        field, "the tolerances of “floats” are no numbers from 0 on",
        mend: "write floats(1e-6, 1e-6): the absolute one, then the relative one")
    case .unknown(let name):
      fields.fail(field, "\(name) is no checker", mend: mend)
    }
    return nil
  }

  private enum Parsed {
    case checker(Checker)
    case badTolerance
    case unknown(String)
  }

  private static func parsed(_ value: JSON) -> Parsed {
    switch value {
    case .string(let text): return named(text)
    case .object(let members):
      guard members.count == 1, let only = members.first, only.key == "floats" else {
        return .unknown("the mapping")
      }
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
    case "unordered": return .checker(.unordered)
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
  /// The form in a problem's document.
  var json: JSON {
    switch self {
    case .exact: .string("exact")
    case .tokens: .string("tokens")
    case .lines: .string("lines")
    case .unordered: .string("unordered")
    case .floats(let absolute, let relative):
      ["floats": .array([.number("\(absolute)"), .number("\(relative)")])]
    }
  }
}
