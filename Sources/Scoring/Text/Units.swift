/// Words that may follow a number and belong to it.
enum Units {
  private static let names: Set<String> = [
    "mm", "cm", "dm", "m", "km", "in", "inch", "inches", "ft", "foot", "feet", "yd", "yard",
    "yards", "mile", "miles", "mi", "meter", "meters", "metre", "metres", "centimeter",
    "centimeters", "centimetre", "centimetres", "kilometer", "kilometers", "kilometre",
    "kilometres", "millimeters", "millimeter", "nm", "µm", "um",
    "mg", "g", "kg", "t", "gram", "grams", "kilogram", "kilograms", "lb", "lbs", "pound",
    "pounds", "ounce", "ounces", "oz", "ton", "tons", "tonnes",
    "ms", "s", "sec", "second", "seconds", "min", "minute", "minutes", "h", "hr", "hrs", "hour",
    "hours", "day", "days", "week", "weeks", "month", "months", "year", "years",
    "l", "ml", "liter", "liters", "litre", "litres", "gallon", "gallons",
    "n", "j", "kj", "w", "kw", "kwh", "v", "a", "pa", "kpa", "hz", "khz", "mhz", "ghz", "k", "°c",
    "°f", "ohm", "ohms", "ω", "mol", "ev", "mev", "cal", "kcal", "mph", "km/h", "kmh", "m/s",
    "m/s^2", "m/s²", "cm/s", "rad", "radians", "radian", "degree", "degrees", "percent", "%",
    "dollar", "dollars", "cent", "cents", "euro", "euros", "usd", "eur", "yen", "rupees",
    "unit", "units", "square", "cubic", "cm²", "m²", "km²", "cm³", "m³", "cm^2", "m^2", "cm^3",
    "m^3", "km^2", "ft^2", "ft^3", "in^2", "sq", "cu", "times", "ways",
  ]

  /// Whether all words of `text` are units.
  static func isUnit(_ text: String) -> Bool {
    let lower = text.lowercased()
    if names.contains(lower) || lower == "per" { return true }
    guard lower.utf8.contains(where: { !$0.isAlphanumeric }) else { return false }
    let words = lower.split(separator: " ").map {
      $0.hasSuffix(".") ? String($0.dropLast()) : String($0)
    }
    return !words.isEmpty && words.count <= 4
      && words.allSatisfy { names.contains($0) || $0 == "per" || isProduct($0) }
  }

  private static func isProduct(_ word: String) -> Bool {
    let parts = word.split(whereSeparator: { $0 == "/" || $0 == "·" || $0 == "*" })
    return parts.count > 1 && parts.allSatisfy { names.contains(String($0)) }
  }

  /// The end of the unit of at most four words that starts at `position`.
  static func end(in text: ByteText, at position: Int, before end: Int) -> Int? {
    var stop: Int?
    var start = position
    for _ in 0..<4 {
      var wordEnd = start
      while wordEnd < end, !text[wordEnd].isSpace, !isBreak(text[wordEnd]) { wordEnd += 1 }
      guard wordEnd > start else { break }
      let word = text.string(start..<wordEnd)
      guard isUnit(word), word != "in" || !followedByWord(text, wordEnd, end) else { break }
      // The article "a" and the like are units only when nothing follows.
      if word == "a" || word == "n" || word == "h", followedByWord(text, wordEnd, end) { break }
      stop = wordEnd
      start = wordEnd
      while start < end, text[start] == " " { start += 1 }
      if start == wordEnd { break }
    }
    return stop
  }

  private static func isBreak(_ byte: UInt8) -> Bool {
    switch byte {
    case ".", ",", ";", ":", "!", "?", ")", "(", "]", "*", "_", "$", "\"", "}", "{", "\\", "`":
      true
    default: false
    }
  }

  private static func followedByWord(_ text: ByteText, _ position: Int, _ end: Int) -> Bool {
    var position = position
    while position < end, text[position] == " " { position += 1 }
    return position < end && text[position].isAlphanumeric
  }
}
