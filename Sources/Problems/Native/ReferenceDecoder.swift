import Grading

/// Reads what a problem's answers are compared with.
struct ReferenceDecoder {
  let fields: Fields
  let log: ErrorLog
  let decoder: ProblemDecoder
  let parts: ProblemFolder?

  static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
  static let harnessLimit = 16 << 20

  /// - Returns: `nil` after logging at least one error.
  func reference(_ kind: Problem.Kind) -> Reference? {
    switch kind {
    case .answer, .choice, .open, .harness: parts?.checkTests(among: [], log, fields.problemID)
    case .function, .program: break
    }
    switch kind {
    case .answer: return golds().map { .answer(golds: $0) }
    case .choice: return choice()
    case .function: return function()
    case .program: return program()
    case .harness: return harness()
    case .open: return .open
    }
  }

  private func golds() -> [String]? {
    guard let field = fields["answer"] else {
      fields.missing("answer", mend: "write answer: and the right answer")
      return nil
    }
    guard let golds = fields.texts("answer", single: true) else { return nil }
    guard !golds.isEmpty else {
      fields.fail(field, "“answer” is an empty list", mend: "name at least one right answer")
      return nil
    }
    return golds
  }

  private func choice() -> Reference? {
    guard let field = fields["choices"] else {
      fields.missing("choices", mend: "write choices: and a list of the options' texts")
      return nil
    }
    guard let options = fields.texts("choices") else { return nil }
    guard 2...ReferenceDecoder.letters.count ~= options.count else {
      fields.fail(
        field, "“choices” has \(count(options.count, "entry", "entries"))",
        mend: "give 2 to \(ReferenceDecoder.letters.count) options")
      return nil
    }
    guard let answer = fields["answer"] else {
      fields.missing("answer", mend: "write answer: and the right option's letter")
      return nil
    }
    guard let letters = fields.texts("answer", single: true) else { return nil }
    let known = ReferenceDecoder.letters.prefix(options.count)
    let range = "A to \(known.last ?? "B")"
    var right: Set<String> = []
    for letter in letters {
      let upper = letter.uppercased()
      guard known.contains(upper) else {
        fields.fail(
          answer, "“\(letter)” is no letter of an option", mend: "the options are \(range)")
        return nil
      }
      guard right.insert(upper).inserted else {
        fields.fail(answer, "the letter “\(upper)” stands twice", mend: "name each letter once")
        return nil
      }
    }
    guard !right.isEmpty else {
      fields.fail(answer, "“answer” is an empty list", mend: "name the right letters, \(range)")
      return nil
    }
    return .choice(options: options, right: right.sorted())
  }

  private func function() -> Reference? {
    let languages = languages()
    let entryPoint = entryPoint(isIdentifier: true)
    let checker = checker(.function) ?? .exact
    let limits = limits(.function)
    let decoder = TestsDecoder(log: log, problemID: fields.problemID)
    var tests = fields["tests"].map { decoder.calls($0, in: fields) } ?? []
    tests += parts?.generatedTests(decoder) ?? []
    let deferred = deferred([.packed, .record])
    guard
      deferred != nil
        || hasTests(tests.isEmpty, "{args: […], returns: …}", "tests/generated.jsonl"),
      let entryPoint
    else { return nil }
    return .function(
      FunctionReference(
        languages: languages, entryPoint: entryPoint, starterCode: fields.text("starter_code"),
        tests: tests, checker: checker, limits: limits, preamble: fields.text("preamble"),
        deferred: deferred))
  }

  private func program() -> Reference? {
    guard let files = FilesDecoder(fields: fields).files() else { return nil }
    let languages = languages()
    FilesDecoder(fields: fields).check(files, for: languages)
    let interactor = fields["interactor"].flatMap {
      JudgeDecoder(fields: fields, decoder: decoder).program($0)
    }
    if let field = fields["checker"], fields["interactor"] != nil, !field.isDefault {
      fields.fail(
        field, "both “checker” and “interactor”", mend: "keep one: an interactor decides itself")
    }
    let own = fields["interactor"] == nil ? checker(.program) : nil
    let checker = own ?? .tokens
    let limits = limits(.program)
    var tests = TestsDecoder(log: log, problemID: fields.problemID)
    if case .program = checker { tests.needsOutput = false }
    if interactor != nil { tests.needsOutput = false }
    guard var reference = program(checker, interactor, limits, languages, tests) else { return nil }
    reference.files = files
    return .program(reference)
  }

  private func program(
    _ checker: Checker, _ interactor: JudgeProgram?, _ limits: Limits, _ languages: [String],
    _ decoder: TestsDecoder
  ) -> ProgramReference? {
    var tests = fields["tests"].map { decoder.runs($0, in: fields) } ?? []
    tests +=
      parts?.fileTests(
        log: log, problemID: fields.problemID, needsOutput: decoder.needsOutput) ?? []
    let deferred = deferred([.packed, .files, .record])
    guard
      deferred != nil
        || hasTests(tests.isEmpty, "{input: …, output: …}", "tests/01.in and tests/01.out")
    else {
      return nil
    }
    return ProgramReference(
      languages: languages, starterCode: fields.text("starter_code"), tests: tests,
      checker: checker, interactor: interactor, limits: limits,
      preamble: fields.text("preamble"), deferred: deferred)
  }

  /// Tests that stand elsewhere, in one of `forms`.
  private func deferred(_ forms: [DeferredTests.Form]) -> DeferredTests? {
    guard let field = fields["deferred_tests"] else { return nil }
    let names = forms.map(\.rawValue)
    guard let members = field.value.members,
      let name = field.value["form"]?.string,
      let form = DeferredTests.Form(rawValue: name), forms.contains(form)
    else {
      fields.fail(
        field, "“deferred_tests” has no known form",
        mend: "write {form: \(names.joined(separator: " or ")), …}")
      return nil
    }
    return DeferredTests(form, .object(members.filter { $0.key != "form" }))
  }

  /// Logs it if there is no test and no other error that would explain it.
  private func hasTests(_ isEmpty: Bool, _ form: String, _ files: String) -> Bool {
    guard isEmpty else { return true }
    let orFiles = parts == nil ? "" : ", or add \(files)"
    if let field = fields["tests"] {
      if field.value.array?.isEmpty == true {
        fields.fail(field, "“tests” is an empty list", mend: "write at least one \(form)\(orFiles)")
      }
    } else {
      fields.missing("tests", mend: "write tests: and a list of \(form)\(orFiles)")
    }
    return false
  }

  private func harness() -> Reference? {
    let languages = languages()
    let entryPoint = entryPoint(isIdentifier: false)
    let limits = limits(.function)
    guard let field = fields["harness"] else {
      let orFile = parts == nil ? "" : ", or add harness.py"
      fields.missing("harness", mend: "write harness: and the test code\(orFile)")
      return nil
    }
    guard let text = fields.text("harness"), let code = harnessCode(text, field), let entryPoint
    else { return nil }
    return .harness(
      HarnessReference(
        languages: languages, entryPoint: entryPoint, starterCode: fields.text("starter_code"),
        harness: code, limits: limits, preamble: fields.text("preamble"),
        deferred: deferred([.computed])))
  }

  /// The text itself, or that of the file it names.
  private func harnessCode(_ text: String, _ field: Field) -> String? {
    guard let folder = decoder.folder, namesFile(text) else { return text }
    do throws(FileFailure) {
      let path = PathText.joined(decoder.base, text)
      let code = try folder.text(of: path, limit: ReferenceDecoder.harnessLimit)
      if !code.isBlank { return code }
      fields.fail(field, "the harness “\(text)” is empty", mend: "write the test code into it")
    } catch {
      fields.fail(field, "harness “\(text)”: \(error.message)", mend: error.mend)
    }
    return nil
  }

  /// Whether a harness is the name of a file: one word that ends like a source file.
  private func namesFile(_ text: String) -> Bool {
    !text.contains { $0.isWhitespace || $0 == "(" }
      && Language.ofFiles(endingIn: PathText.ending(of: PathText.name(of: text))) != nil
  }

  private func languages() -> [String] {
    if let field = fields["languages"], fields["language"] != nil {
      fields.fail(field, "both “language” and “languages”", mend: "keep one of them")
      return ["python"]
    }
    let name = fields["languages"] != nil ? "languages" : "language"
    guard let field = fields[name] else { return ["python"] }
    guard let names = fields.texts(name, single: true) else { return ["python"] }
    guard !names.isEmpty else {
      fields.fail(field, "“\(name)” is an empty list", mend: "name at least one language")
      return ["python"]
    }
    var ids: [String] = []
    for (index, word) in names.enumerated() {
      let place = field.value.array == nil ? field.place : field.place.at(index)
      guard let language = Language.named(word) else {
        let known = Language.all.map(\.id)
        fields.fail(
          "“\(word)” is no language that is known here",
          mend: Nearest.mend(
            word, among: known,
            otherwise: "the languages are \(known.joined(separator: ", ")); --languages adds more"),
          at: place)
        continue
      }
      guard !ids.contains(language.id) else {
        fields.fail("“\(language.id)” stands twice", mend: "name each language once", at: place)
        continue
      }
      ids.append(language.id)
    }
    return ids.isEmpty ? ["python"] : ids
  }

  private func entryPoint(isIdentifier: Bool) -> String? {
    guard let field = fields["entry_point"] else {
      fields.missing("entry_point", mend: "write entry_point: and the function's name")
      return nil
    }
    guard let name = fields.text("entry_point") else { return nil }
    let isFine =
      isIdentifier
      ? name.first?.isNumber == false
        && name.unicodeScalars.allSatisfy {
          $0 == "_" || $0 == "$" || $0.properties.isXIDContinue
        }
      : !name.contains(where: \.isWhitespace)
    guard isFine else {
      fields.fail(field, "“\(name)” is no name of a function", mend: "write the bare name")
      return nil
    }
    return name
  }

  private func checker(_ kind: Problem.Kind) -> Checker? {
    fields["checker"].flatMap {
      CheckerParser.checker($0, in: fields, kind: kind, decoder: decoder)
    }
  }

  private func limits(_ defaults: Limits) -> Limits {
    fields["limits"].flatMap { LimitsParser.limits($0, in: fields, defaults: defaults) } ?? defaults
  }
}
