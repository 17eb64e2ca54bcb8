/// The units that are known by name, with exact factors (SI brochure, NIST SP 811, the 1959 yard).
enum UnitTable {
  /// A name in exact case first, then in lower case, then without its plural ending.
  static func unit(named name: String) -> Unit? {
    if let unit = exact[name] { return labelled(unit, name) }
    let lower = lowercased(name)
    if let unit = words[lower] { return labelled(unit, name) }
    guard lower.utf8.count > 2 else { return nil }
    if let english = otherLanguages[lower], let unit = words[english] {
      return labelled(unit, name)
    }
    if let sign = moneyWords[lower], let unit = currency(sign) { return labelled(unit, name) }
    guard lower.count > 3 else { return nil }
    if lower.hasSuffix("s"), let unit = words[String(lower.dropLast())] {
      return labelled(unit, name)
    }
    if lower.hasSuffix("es"), let unit = words[String(lower.dropLast(2))] {
      return labelled(unit, name)
    }
    return prefixed(lower).map { labelled($0, name) }
  }

  /// A prefix in words before a unit that takes one: `kiloohm`, `microfarads`, `megaelectronvolt`.
  private static func prefixed(_ lower: String) -> Unit? {
    for (prefix, exponent) in prefixWords where lower.hasPrefix(prefix) {
      var base = String(lower.dropFirst(prefix.count))
      if base.hasSuffix("s"), !metric.contains(base) { base.removeLast() }
      guard metric.contains(base), var unit = words[base] else { continue }
      unit.factor = unit.factor * ten(exponent)
      return unit
    }
    return nil
  }

  private static let prefixWords: [(String, Int)] = [
    ("kilo", 3), ("mega", 6), ("giga", 9), ("tera", 12), ("hecto", 2), ("deci", -1),
    ("centi", -2), ("milli", -3), ("micro", -6), ("nano", -9), ("pico", -12),
  ]

  /// Words that take a prefix.
  private static let metric: Set<String> = [
    "meter", "metre", "gram", "second", "ampere", "amp", "kelvin", "mole", "liter", "litre",
    "newton", "joule", "watt", "pascal", "hertz", "volt", "coulomb", "farad", "ohm", "tesla",
    "henry", "weber", "electronvolt", "byte", "bit", "calorie", "bar",
  ]

  /// Cheap lower case for names in ASCII; others are left as they are.
  static func lowercased(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 >= 65 && $0 <= 90 }) else { return name }
    return String(
      String.UnicodeScalarView(
        name.unicodeScalars.map {
          $0.value >= 65 && $0.value <= 90 ? Unicode.Scalar(UInt8($0.value + 32)) : $0
        }))
  }

  static func currency(_ symbol: String) -> Unit? {
    currencies[symbol].map { Unit([$0: 1], name: symbol) }
  }

  private static let currencies = [
    "$": "currency dollar", "€": "currency euro", "£": "currency pound", "¥": "currency yen",
    "₹": "currency rupee", "₩": "currency won", "₽": "currency ruble",
  ]

  private static func labelled(_ unit: Unit, _ name: String) -> Unit {
    var result = unit
    result.name = name
    if name.utf8.count == 1 { result.letters = [name: 1] }
    return result
  }

  private static func ten(_ exponent: Int) -> Rational { Rational(10).power(exponent) ?? .one }

  private static let ohm = ["kg": 1, "m": 2, "s": -3, "A": -2]
  private static let farad = ["kg": -1, "m": -2, "s": 4, "A": 2]
  private static let weber = ["kg": 1, "m": 2, "s": -2, "A": -1]

  private static let energy = ["kg": 1, "m": 2, "s": -2]
  /// Exact since 2019.
  private static let electronvolt = Rational(1_602_176_634) * ten(-28)
  /// A pound-force on a square inch.
  private static let psi =
    Rational(45_359_237, 100_000_000) * Rational(980_665, 100_000)
    * (Rational(254, 10_000).power(-2) ?? .one)

  /// Symbols, in which case matters.
  private static let exact: [String: Unit] = {
    var table: [String: Unit] = [:]
    let prefixes: [(String, Int)] = [
      ("", 0), ("k", 3), ("c", -2), ("m", -3), ("d", -1), ("M", 6), ("G", 9), ("μ", -6),
      ("u", -6), ("n", -9), ("p", -12),
    ]
    let bases: [(String, [String: Int], Rational)] = [
      ("m", ["m": 1], .one), ("g", ["kg": 1], ten(-3)), ("s", ["s": 1], .one),
      ("A", ["A": 1], .one), ("K", ["K": 1], .one), ("mol", ["mol": 1], .one),
      ("L", ["m": 3], ten(-3)), ("l", ["m": 3], ten(-3)),
      ("N", ["kg": 1, "m": 1, "s": -2], .one), ("J", ["kg": 1, "m": 2, "s": -2], .one),
      ("W", ["kg": 1, "m": 2, "s": -3], .one), ("Pa", ["kg": 1, "m": -1, "s": -2], .one),
      ("Hz", ["s": -1], .one), ("V", ["kg": 1, "m": 2, "s": -3, "A": -1], .one),
      ("C", ["A": 1, "s": 1], .one), ("eV", energy, electronvolt), ("B", ["byte": 1], .one),
      ("T", ["kg": 1, "s": -2, "A": -1], .one), ("F", farad, .one), ("Wb", weber, .one),
      ("ohm", ohm, .one), ("ohms", ohm, .one), ("Ω", ohm, .one),
      ("cal", energy, Rational(4184, 1000)),
      ("bit", ["byte": 1], Rational(1, 8)), ("rad", ["rad": 1], .one),
      ("M", ["mol": 1, "m": -3], ten(3)), ("Wh", ["kg": 1, "m": 2, "s": -2], Rational(3600)),
      ("bar", ["kg": 1, "m": -1, "s": -2], ten(5)),
    ]
    for (symbol, dimensions, factor) in bases {
      for (prefix, exponent) in prefixes where !(prefix == "p" && symbol == "A") {
        table[prefix + symbol] = Unit(dimensions, factor * ten(exponent))
      }
    }
    for (symbol, dimensions, factor) in bases {
      if ["Hz", "W", "B", "J", "Wh", "eV", "Ω", "ohm", "bit"].contains(symbol) {
        table["T" + symbol] = Unit(dimensions, factor * ten(12))
      }
      if ["Pa", "L", "l", "m", "g"].contains(symbol) {
        table["h" + symbol] = Unit(dimensions, factor * ten(2))
      }
    }
    table["Å"] = Unit(["m": 1], ten(-10))
    table["°C"] = Unit(["celsius": 1])
    table["°F"] = Unit(["fahrenheit": 1])
    table["d"] = Unit(["s": 1], Rational(86_400))
    table["min"] = Unit(["s": 1], Rational(60))
    for hour in ["h", "hr", "hrs"] { table[hour] = Unit(["s": 1], Rational(3600)) }
    table["cc"] = Unit(["m": 3], ten(-6))
    table["ha"] = Unit(["m": 2], ten(4))
    table["t"] = Unit(["kg": 1], ten(3))
    table["h"] = Unit(["s": 1], Rational(3600))
    return table
  }()

  /// Words, in which case does not matter; the plural is found by the caller.
  private static let words: [String: Unit] = {
    var table: [String: Unit] = [:]
    func add(_ names: String, _ dimensions: [String: Int], _ factor: Rational) {
      for name in names.split(separator: " ") { table[String(name)] = Unit(dimensions, factor) }
    }
    let foot = Rational(3048, 10_000)
    let second = ["s": 1]
    add("meter metre", ["m": 1], .one)
    add("kilometer kilometre", ["m": 1], ten(3))
    add("centimeter centimetre", ["m": 1], ten(-2))
    add("millimeter millimetre", ["m": 1], ten(-3))
    add("decimeter decimetre", ["m": 1], ten(-1))
    add("micrometer micrometre micron", ["m": 1], ten(-6))
    add("nanometer nanometre", ["m": 1], ten(-9))
    add("foot feet ft", ["m": 1], foot)
    add("inch inches in", ["m": 1], foot * Rational(1, 12))
    add("yard yd yds", ["m": 1], foot * Rational(3))
    add("mile mi", ["m": 1], foot * Rational(5280))
    add("gram", ["kg": 1], ten(-3))
    add("kilogram kilo", ["kg": 1], .one)
    add("milligram", ["kg": 1], ten(-6))
    add("tonne", ["kg": 1], ten(3))
    add("pound lb lbs", ["kg": 1], Rational(45_359_237, 100_000_000))
    add("ounce oz", ["kg": 1], Rational(45_359_237, 1_600_000_000))
    add("ton", ["ton": 1], .one)
    add("second sec", second, .one)
    add("millisecond msec", second, ten(-3))
    add("minute", second, Rational(60))
    add("hour", second, Rational(3600))
    add("day", second, Rational(86_400))
    add("week wk wks", second, Rational(604_800))
    add("month", ["month": 1], .one)
    add("year yr yrs", ["month": 1], Rational(12))
    add("decade", ["month": 1], Rational(120))
    add("century centuries", ["month": 1], Rational(1200))
    add("liter litre", ["m": 3], ten(-3))
    add("milliliter millilitre ml", ["m": 3], ten(-6))
    add("gallon gal", ["gallon": 1], .one)
    add("quart qt", ["gallon": 1], Rational(1, 4))
    add("pint pt", ["gallon": 1], Rational(1, 8))
    add("cup", ["gallon": 1], Rational(1, 16))
    add("hectare", ["m": 2], ten(4))
    add("acre", ["m": 2], foot * foot * Rational(43_560))
    add("newton", ["kg": 1, "m": 1, "s": -2], .one)
    add("joule", ["kg": 1, "m": 2, "s": -2], .one)
    add("kilojoule", ["kg": 1, "m": 2, "s": -2], ten(3))
    add("watt", ["kg": 1, "m": 2, "s": -3], .one)
    add("kilowatt", ["kg": 1, "m": 2, "s": -3], ten(3))
    add("kwh", ["kg": 1, "m": 2, "s": -2], Rational(3_600_000))
    add("pascal", ["kg": 1, "m": -1, "s": -2], .one)
    add("hertz", ["s": -1], .one)
    add("volt", ["kg": 1, "m": 2, "s": -3, "A": -1], .one)
    add("ampere amp", ["A": 1], .one)
    add("coulomb", ["A": 1, "s": 1], .one)
    add("ohm", ohm, .one)
    add("kilohm", ohm, ten(3))
    add("megohm", ohm, ten(6))
    add("farad", farad, .one)
    add("weber", weber, .one)
    add("tesla", ["kg": 1, "s": -2, "A": -1], .one)
    add("henry", ["kg": 1, "m": 2, "s": -2, "A": -2], .one)
    add("electronvolt", energy, electronvolt)
    add("angstrom ångström ångstrom", ["m": 1], ten(-10))
    add("bar", ["kg": 1, "m": -1, "s": -2], ten(5))
    add("atm", ["kg": 1, "m": -1, "s": -2], Rational(101_325))
    add("bit", ["byte": 1], Rational(1, 8))
    add("kelvin", ["K": 1], .one)
    add("celsius", ["celsius": 1], .one)
    add("fahrenheit", ["fahrenheit": 1], .one)
    add("mole", ["mol": 1], .one)
    add("calorie", energy, Rational(4184, 1000))
    add("erg", energy, ten(-7))
    add("dyne dyn", ["kg": 1, "m": 1, "s": -2], ten(-5))
    add("torr mmhg", ["kg": 1, "m": -1, "s": -2], Rational(101_325, 760))
    add("psi", ["kg": 1, "m": -1, "s": -2], psi)
    add("mps", ["m": 1, "s": -1], .one)
    add("knot kn", ["m": 1, "s": -1], Rational(1852, 3600))
    add("nmi", ["m": 1], Rational(1852))
    add("furlong", ["m": 1], foot * Rational(660))
    add("lightyear ly", ["m": 1], Rational(9_460_730_472_580_800))
    add("au", ["m": 1], Rational(149_597_870_700))
    add("stone", ["kg": 1], Rational(45_359_237 * 14, 100_000_000))
    add("tablespoon tbsp", ["gallon": 1], Rational(1, 256))
    add("teaspoon tsp", ["gallon": 1], Rational(1, 768))
    add("revolution rev", ["rev": 1], .one)
    add("becquerel bq", ["s": -1], .one)
    add("lumen lm", ["lm": 1], .one)
    add("candela", ["cd": 1], .one)
    add("decibel db", ["decibel": 1], .one)
    add("microsecond", second, ten(-6))
    add("nanosecond", second, ten(-9))
    add("fortnight", second, Rational(1_209_600))
    add("millennium millennia", ["month": 1], Rational(12_000))
    add("byte", ["byte": 1], .one)
    add("mph", ["m": 1, "s": -1], foot * Rational(5280, 3600))
    add("kph kmh kmph", ["m": 1, "s": -1], Rational(1000, 3600))
    add("fps", ["m": 1, "s": -1], foot)
    add("rpm", ["rev": 1, "s": -1], Rational(1, 60))
    add("unit", ["unit": 1], .one)
    add("radian rad", ["rad": 1], .one)
    table["degree"] = Unit.degree
    table["deg"] = Unit.degree
    add("dollar buck usd", ["currency dollar": 1], .one)
    add("cent", ["currency dollar": 1], ten(-2))
    add("euro eur", ["currency euro": 1], .one)
    add("gbp", ["currency pound": 1], .one)
    add("pence penny p", ["currency pound": 1], ten(-2))
    add("yen jpy", ["currency yen": 1], .one)
    add("rupee inr", ["currency rupee": 1], .one)
    add("dozen", ["": 0], Rational(12))
    table["dozen"] = nil
    table["p"] = nil
    return table
  }()
}
