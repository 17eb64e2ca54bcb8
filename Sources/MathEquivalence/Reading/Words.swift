/// What plain words mean between mathematics.
enum Words {
  static let functionLetters: Set<String> = ["f", "g", "h"]

  static let scales: [String: Rational] = [
    "hundred": Rational(100), "thousand": Rational(1000), "million": Rational(1_000_000),
    "billion": Rational(1_000_000_000), "trillion": Rational(1_000_000_000_000),
    "dozen": Rational(12),
  ]

  /// Words that change what a number says: text with them is prose.
  static let notNouns: Set<String> = [
    "not", "no", "is", "are", "was", "if", "then", "than", "more", "less", "least", "most",
    "over", "under", "about", "around", "between", "from", "to", "of", "times", "plus", "minus",
    "squared", "cubed", "per", "half", "quarter", "or", "and", "but", "except", "the", "a", "an",
    "either", "neither", "both", "when", "where", "for", "with", "without", "out", "in", "on",
    "at", "each", "every", "almost", "roughly", "approximately", "nearly", "up", "down",
    "percent", "percentage", "factorial", "mod", "remainder", "base", "only", "wrong", "right",
    "correct", "incorrect", "false", "true", "yes", "unknown", "maybe", "perhaps", "possibly",
    "doesn", "isn", "does", "be", "because", "since", "so", "thus", "hence", "therefore",
    "th", "st", "nd", "rd", "am", "pm", "oclock", "power", "root", "square", "cubic", "even",
    "odd", "prime", "positive", "negative", "first", "second", "third", "any", "all", "some",
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// Whether a run of letters may be read as a product of variables.
  ///
  /// - Parameter inside: other tokens stand beside it.
  static func splits(_ word: String, after inside: Bool) -> Bool {
    guard inside, word.utf8.count <= 4, word.utf8.count == word.count else { return false }
    let lower = UnitTable.lowercased(word)
    if Vocabulary.shortWords.contains(lower) || scales[lower] != nil { return false }
    return word.utf8.count <= 3 || !lower.contains { "aeiou".contains($0) }
  }

  static let numbers: [String: Int] = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
  ]

  static let parts: [String: Int] = [
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7,
    "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
  ]

  static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// "second" is a unit too, and its place is told by the words around it.
  static let ordinals: [String: Int] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
  ]

  static let months: [String: Int] = {
    var table: [String: Int] = ["sept": 9]
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    for (index, name) in names.enumerated() {
      table[name] = index + 1
      table[String(name.prefix(3))] = index + 1
    }
    // German, French, Spanish, Italian, Portuguese.
    let others: [[String]] = [
      ["januar", "janvier", "enero", "gennaio", "janeiro"],
      ["februar", "février", "febrero", "febbraio", "fevereiro"],
      ["märz", "mars", "marzo", "março"], ["avril", "abril", "aprile"],
      ["mai", "mayo", "maggio", "maio"], ["juni", "juin", "junio", "giugno", "junho"],
      ["juli", "juillet", "julio", "luglio", "julho"], ["août", "agosto"],
      ["septembre", "septiembre", "settembre", "setembro"],
      ["oktober", "octobre", "octubre", "ottobre", "outubro"],
      ["novembre", "noviembre", "novembro"],
      ["dezember", "décembre", "diciembre", "dicembre", "dezembro"],
    ]
    for (index, names) in others.enumerated() {
      for name in names { table[name] = index + 1 }
    }
    return table
  }()
}
