/// A unit of measurement: powers of base units and an exact factor.
struct Unit: Hashable, Sendable {
  /// Base unit to exponent; zeros are left out. Nouns that were counted are base units too.
  var dimensions: [String: Int]
  var factor: Rational
  /// Power of π in the factor: 1 for degrees.
  var piPower: Int
  /// How it was written, for messages.
  var name: String
  /// What its letters mean when they are not a unit but variables: `5 m` as five times m.
  var letters: [String: Int]

  init(
    _ dimensions: [String: Int], _ factor: Rational = .one, piPower: Int = 0, name: String = "",
    letters: [String: Int] = [:]
  ) {
    self.dimensions = dimensions
    self.factor = factor
    self.piPower = piPower
    self.name = name
    self.letters = letters
  }

  static func == (left: Unit, right: Unit) -> Bool {
    left.dimensions == right.dimensions && left.factor == right.factor
      && left.piPower == right.piPower
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(dimensions)
    hasher.combine(factor)
  }

  static let degree = Unit(["rad": 1], Rational(1, 180), piPower: 1, name: "degrees")

  /// Whether the unit is one slanted letter that more often names a variable: `2 t`, `5 d`.
  var isLikelyVariable: Bool {
    letters == ["d": 1] || letters == ["t": 1] || letters == ["l": 1]
  }

  var isAngle: Bool { dimensions == ["rad": 1] }

  /// Whether the unit is an amount of some currency.
  var isMoney: Bool {
    dimensions.count == 1 && dimensions.keys.allSatisfy { $0.hasPrefix("currency ") }
  }

  /// Nothing when the factor gets out of hand.
  func power(_ exponent: Int) -> Unit? {
    guard abs(exponent) <= 12, exponent != 0, let scaled = factor.power(exponent) else {
      return nil
    }
    return Unit(
      dimensions.mapValues { $0 * exponent }, scaled, piPower: piPower * exponent,
      name: exponent == 1 ? name : "\(name)^\(exponent)",
      letters: letters.mapValues { $0 * exponent })
  }

  func times(_ other: Unit, dividing: Bool) -> Unit? {
    guard let right = dividing ? other.power(-1) : other else { return nil }
    var result = dimensions
    for (base, exponent) in right.dimensions {
      let total = (result[base] ?? 0) + exponent
      result[base] = total == 0 ? nil : total
    }
    return Unit(
      result, factor * right.factor, piPower: piPower + right.piPower,
      name: name + (dividing ? "/" : " ") + other.name,
      letters: letters.merging(right.letters) { $0 + $1 })
  }
}
