import Grading

/// Turns the text of a rubric's file into a `Rubric`; what is wrong goes to the log.
struct RubricDecoder {
  let log: ErrorLog

  private static let criterionNames = ["id", "title", "points", "measure"]
  /// The most words that a range may name.
  static let wordLimit = 1_000_000
  static let scaleRange = 2...100

  func rubric(_ text: String, path: String) -> Rubric? {
    let record: Record
    do throws(ProblemError) {
      guard let found = try YAMLReader.record(of: text, path: path) else {
        throw ProblemError(
          path: path, message: "the file is empty", mend: "write name: and criteria:")
      }
      record = found
    } catch {
      log.add(error)
      return nil
    }
    guard let fields = Fields(record, of: "the rubric", log: log) else { return nil }
    fields.checkNames(among: ["name", "title", "pass", "policy", "criteria"])
    let name = fields.text("name") ?? PathText.stem(of: PathText.name(of: path))
    return Rubric(
      name: name, title: fields.text("title"), passMark: passMark(fields),
      criteria: criteria(fields), source: text,
      policy: fields["policy"].map { PolicyParser.policy($0, in: fields) } ?? AnswerPolicy())
  }

  private func passMark(_ fields: Fields) -> Double {
    guard let field = fields["pass"] else { return 1 }
    guard let pass = field.value.double, pass > 0, pass <= 1 else {
      fields.fail(field, "“pass” is no share above 0 and at most 1", mend: "write pass: 0.6")
      return 1
    }
    return pass
  }

  private func criteria(_ fields: Fields) -> [Criterion] {
    guard let field = fields["criteria"] else {
      fields.missing("criteria", mend: "write criteria: and a list of them")
      return []
    }
    guard let elements = field.value.array, !elements.isEmpty else {
      fields.fail(
        field, "“criteria” is \(field.value.array == nil ? field.value.typeName : "an empty list")",
        mend: "write one criterion for each “-”")
      return []
    }
    var seen: Set<String> = []
    return elements.enumerated().compactMap { index, element in
      let place = field.place.at(index)
      guard
        let fields = Fields(
          element, at: place, of: "criterion \(index + 1)", log: log, problemID: nil),
        let criterion = criterion(fields, number: index + 1)
      else { return nil }
      if !seen.insert(criterion.id).inserted {
        fields.fail("the criterion “\(criterion.id)” stands twice", mend: "rename one of the two")
      }
      return criterion
    }
  }

  private func criterion(_ fields: Fields, number: Int) -> Criterion? {
    let id = fields.text("id")
    if fields["id"] == nil { fields.missing("id", mend: "give criterion \(number) an id") }
    if fields["points"] == nil { fields.missing("points", mend: "write points: 10") }
    let points = fields.points()
    guard let measure = measure(fields), let id else { return nil }
    return Criterion(id: id, title: fields.text("title") ?? id, points: points, measure: measure)
  }

  private func measure(_ fields: Fields) -> Criterion.Measure? {
    let names = ["correct", "tests", "quality", "mentions", "words", "judge"]
    guard let field = fields["measure"] else {
      fields.missing("measure", mend: "write one of \(names.joined(separator: ", "))")
      return nil
    }
    func check(_ options: [String]) {
      fields.checkNames(among: RubricDecoder.criterionNames + options)
    }
    switch field.value.string {
    case "correct":
      check([])
      return .correct
    case "tests":
      check(["which"])
      return tests(fields)
    case "quality":
      check(["max_line_length", "max_function_lines", "max_nesting", "max_parameters"])
      return quality(fields)
    case "mentions":
      check(["all_of", "any_of", "none_of"])
      return mentions(fields)
    case "words":
      check(["min", "max"])
      return words(fields)
    case "judge":
      check(["question", "scale"])
      return judge(fields)
    case let name:
      fields.fail(
        field, name.map { "“\($0)” is no measure" } ?? "“measure” is \(field.value.typeName)",
        mend: Nearest.mend(
          name ?? "", among: names, otherwise: "the measures are \(names.joined(separator: ", "))"))
      return nil
    }
  }

  private func tests(_ fields: Fields) -> Criterion.Measure? {
    guard let field = fields["which"] else { return .tests(.all) }
    guard let which = field.value.string.flatMap(Criterion.TestSelection.init) else {
      fields.fail(field, "“which” is none of all, visible, hidden", mend: "write which: all")
      return nil
    }
    return .tests(which)
  }

  private func quality(_ fields: Fields) -> Criterion.Measure? {
    let quality = Criterion.CodeQuality(
      lineLengthMax: whole("max_line_length", fields),
      functionLinesMax: whole("max_function_lines", fields),
      nestingMax: whole("max_nesting", fields), parametersMax: whole("max_parameters", fields))
    guard quality != Criterion.CodeQuality() else {
      fields.fail("“quality” names no limit", mend: "write max_line_length: 100 or another")
      return nil
    }
    return .quality(quality)
  }

  /// A whole number from 0 on.
  private func whole(_ name: String, _ fields: Fields) -> Int? {
    guard let field = fields[name] else { return nil }
    guard let value = field.value.int, 0...RubricDecoder.wordLimit ~= value else {
      fields.fail(field, "“\(name)” is no whole number from 0 on", mend: "write \(name): 100")
      return nil
    }
    return value
  }

  private func mentions(_ fields: Fields) -> Criterion.Measure? {
    let mentions = Criterion.Mentions(
      all: demands("all_of", fields), any: demands("any_of", fields),
      none: demands("none_of", fields))
    guard mentions != Criterion.Mentions() else {
      fields.fail("“mentions” demands nothing", mend: "write all_of: [a phrase] or another")
      return nil
    }
    return .mentions(mentions)
  }

  /// Phrases, or lists of alternatives.
  private func demands(_ name: String, _ fields: Fields) -> [[String]] {
    guard let field = fields[name] else { return [] }
    guard let elements = field.value.array, !elements.isEmpty else {
      fields.fail(
        field, "“\(name)” is \(field.value.array == nil ? field.value.typeName : "an empty list")",
        mend: "write a list of phrases")
      return []
    }
    return elements.enumerated().compactMap { index, element in
      let place = field.place.at(index)
      let phrases: [String?]
      if let alternatives = element.array {
        phrases = alternatives.enumerated().map { Fields.text($1, at: place.at($0)) }
      } else {
        phrases = [Fields.text(element, at: place)]
      }
      let texts = phrases.compactMap { $0 }.filter { !$0.isBlank }
      guard texts.count == phrases.count, !texts.isEmpty else {
        fields.fail(
          "entry \(index + 1) of “\(name)” is no phrase and no list of phrases",
          mend: "write a phrase, or a list of alternatives", at: place)
        return nil
      }
      return texts
    }
  }

  private func words(_ fields: Fields) -> Criterion.Measure? {
    guard fields["min"] != nil || fields["max"] != nil else {
      fields.fail("“words” names neither “min” nor “max”", mend: "write min: 50 and max: 200")
      return nil
    }
    let errors = log.count
    let least = whole("min", fields) ?? 0
    let most = whole("max", fields) ?? RubricDecoder.wordLimit
    guard log.count == errors else { return nil }
    guard least <= most else {
      fields.fail("“min” is above “max”", mend: "swap them")
      return nil
    }
    return .words(least...most)
  }

  private func judge(_ fields: Fields) -> Criterion.Measure? {
    guard let question = fields.text("question") else {
      if fields["question"] == nil {
        fields.missing("question", mend: "write what the judge is asked")
      }
      return nil
    }
    guard let field = fields["scale"] else { return .judge(question: question, scale: 10) }
    guard let scale = field.value.int, RubricDecoder.scaleRange.contains(scale) else {
      fields.fail(field, "“scale” is no whole number from 2 to 100", mend: "write scale: 10")
      return nil
    }
    return .judge(question: question, scale: scale)
  }
}
