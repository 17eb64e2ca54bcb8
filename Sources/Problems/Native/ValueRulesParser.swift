import Grading

/// Reads `{abs: 1e-6, rel: 1e-6, order: any, sequences: any, numbers: together, nan: unequal}`.
enum ValueRulesParser {
  private static let names = ["abs", "rel", "order", "sequences", "numbers", "nan"]

  static func rules(_ field: Field, in fields: Fields) -> ValueRules? {
    guard
      let inner = Fields(
        field.value, at: field.place, of: "“values”", log: fields.log, problemID: fields.problemID)
    else { return nil }
    let errorsBefore = fields.log.count
    inner.checkNames(among: names)
    var rules = ValueRules()
    let absolute = tolerance("abs", inner)
    let relative = tolerance("rel", inner)
    if absolute != nil || relative != nil {
      rules.tolerance = .init(absolute: absolute ?? 0, relative: relative ?? 0)
    }
    rules.order = word("order", inner) ?? rules.order
    rules.sequences = word("sequences", inner) ?? rules.sequences
    rules.numbers = word("numbers", inner) ?? rules.numbers
    let nan: NaN? = word("nan", inner)
    rules.nanIsEqual = nan != .unequal
    return fields.log.count == errorsBefore ? rules : nil
  }

  private enum NaN: String, CaseIterable { case equal, unequal }

  private static func tolerance(_ name: String, _ fields: Fields) -> Double? {
    guard let field = fields[name] else { return nil }
    guard let number = field.value.double, number >= 0, number.isFinite else {
      fields.fail(field, "“\(name)” is no number from 0 on", mend: "write \(name): 1e-6")
      return nil
    }
    return number
  }

  private static func word<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ fields: Fields
  ) -> Choice? where Choice.RawValue == String {
    guard let field = fields[name], let text = fields.text(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    fields.fail(
      field, "“\(text)” is no choice for “\(name)”",
      mend: Nearest.mend(text, among: known, otherwise: "write \(known.joined(separator: " or "))"))
    return nil
  }
}

extension ValueRules {
  /// The form in a problem's document: all of it.
  var json: JSON {
    var members: [JSON.Member] = []
    if let tolerance {
      members += [
        .init("abs", .number("\(tolerance.absolute)")),
        .init("rel", .number("\(tolerance.relative)")),
      ]
    }
    members += [
      .init("order", .string(order.rawValue)), .init("sequences", .string(sequences.rawValue)),
      .init("numbers", .string(numbers.rawValue)),
      .init("nan", .string(nanIsEqual ? "equal" : "unequal")),
    ]
    return .object(members)
  }
}
