import Grading

/// Reads `{tolerance: {absolute: 0.01}, units: required, aliases: [none]}`.
enum PolicyParser {
  static let names = [
    "tolerance", "significant_figures", "percent", "angle", "log", "decimal_comma", "units",
    "ordered", "simplified", "aliases",
  ]
  /// Decimal digits that a number of double precision has.
  static let figures = 1...15

  /// The policy of a problem or a rubric; what is wrong with it goes to the log of `fields`.
  static func policy(_ field: Field, in fields: Fields) -> AnswerPolicy {
    var policy = AnswerPolicy()
    guard
      let entries = Fields(
        field.value, at: field.place, of: "“policy”", log: fields.log, problemID: fields.problemID)
    else { return policy }
    entries.checkNames(among: names)
    tolerance(entries, into: &policy)
    policy.significantFigures = significantFigures(entries)
    policy.percentIsNumber = word("percent", in: entries, among: ["share", "number"])
      .map { $0 == "number" }
    policy.angleUnit = word(
      "angle", in: entries, among: AnswerPolicy.AngleUnit.allCases.map(\.rawValue)
    ).flatMap(AnswerPolicy.AngleUnit.init)
    policy.logBase = word("log", in: entries, among: AnswerPolicy.LogBase.allCases.map(\.rawValue))
      .flatMap(AnswerPolicy.LogBase.init)
    policy.decimalComma = entries.bool("decimal_comma")
    policy.unitsRequired = word("units", in: entries, among: ["required", "optional"])
      .map { $0 == "required" }
    policy.ordered = entries.bool("ordered")
    policy.simplified = entries.bool("simplified")
    policy.aliases = entries.texts("aliases", single: true) ?? []
    return policy
  }

  // MARK: - Numbers

  /// A number is an absolute tolerance, one with a percent sign a relative one.
  private static func tolerance(_ entries: Fields, into policy: inout AnswerPolicy) {
    guard let field = entries["tolerance"] else { return }
    guard field.value.members != nil else {
      if Fields.text(field.value, at: field.place)?.hasSuffix("%") == true {
        policy.relativeTolerance = share(field, in: entries)
      } else {
        policy.absoluteTolerance = amount(field, in: entries)
      }
      return
    }
    guard
      let parts = Fields(
        field.value, at: field.place, of: "“tolerance”", log: entries.log,
        problemID: entries.problemID)
    else { return }
    parts.checkNames(among: ["absolute", "relative"])
    if parts.all.isEmpty {
      entries.fail(field, "“tolerance” is empty", mend: "write {absolute: 0.01} or {relative: 1%}")
    }
    policy.absoluteTolerance = parts["absolute"].flatMap { amount($0, in: parts) }
    policy.relativeTolerance = parts["relative"].flatMap { share($0, in: parts) }
  }

  private static func amount(_ field: Field, in entries: Fields) -> Double? {
    guard let value = number(field), value >= 0, value.isFinite else {
      entries.fail(
        field, "“\(field.name)” is no number from 0 on", mend: "write \(field.name): 0.01")
      return nil
    }
    return value
  }

  private static func share(_ field: Field, in entries: Fields) -> Double? {
    let text = Fields.text(field.value, at: field.place) ?? ""
    let value =
      text.hasSuffix("%")
      ? Double(text.dropLast().filter { $0 != " " }).map { $0 / 100 } : number(field)
    guard let value, 0...1 ~= value else {
      entries.fail(
        field, "“\(field.name)” is no share from 0 to 1",
        mend: "write \(field.name): 0.01, or 1%")
      return nil
    }
    return value
  }

  /// Numbers count where they are written as text too: `1e-6` is text in YAML.
  private static func number(_ field: Field) -> Double? {
    field.value.double ?? field.value.string.flatMap(Double.init)
  }

  private static func significantFigures(_ entries: Fields) -> Int? {
    guard let field = entries["significant_figures"] else { return nil }
    guard let value = field.value.int, figures.contains(value) else {
      entries.fail(
        field, "“significant_figures” is no whole number from 1 to 15",
        mend: "write significant_figures: 3")
      return nil
    }
    if entries["tolerance"] != nil {
      entries.fail(
        field, "both “tolerance” and “significant_figures”", mend: "keep one of them")
    }
    return value
  }

  // MARK: - Words

  private static func word(_ name: String, in entries: Fields, among known: [String]) -> String? {
    guard let field = entries[name] else { return nil }
    guard let word = Fields.text(field.value, at: field.place), known.contains(word) else {
      let shown = Fields.text(field.value, at: field.place).map { "“\($0)”" }
      let choices = known.joined(separator: " or ")
      entries.fail(
        field, "\(shown ?? field.value.typeName) is no value for “\(name)”",
        mend: Nearest.mend(shown ?? "", among: known, otherwise: "write \(name): \(choices)"))
      return nil
    }
    return word
  }
}
