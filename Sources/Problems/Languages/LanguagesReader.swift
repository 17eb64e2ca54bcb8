public import Grading

/// Reads a file of languages: a YAML list, or a mapping with `languages`.
///
/// The format is in docs/sandbox.md. Everything that is wrong is reported at once.
public struct LanguagesReader: Sendable {
  public init() {}

  private static let fieldNames = [
    "id", "name", "extension", "fence", "aliases", "source", "compile", "run", "version", "package",
    "environment", "multiplier", "extra_memory", "extra_processes", "reserves_much",
  ]
  private static let countLimit = 100
  private static let factorRange = 1.0...100.0

  /// - Throws: all that is wrong, each with file, line and mend.
  public func read(_ path: String) throws(LoadingErrors) -> [LanguageTools] {
    let log = ErrorLog()
    var tools: [LanguageTools] = []
    do throws(ProblemError) {
      if let record = try RecordReader.value(of: path, format: .yaml, shownAs: path) {
        tools = all(in: record, log)
      }
    } catch {
      log.add(error)
    }
    if tools.isEmpty, log.count == 0 {
      log.add(ProblemError(path: path, message: "there is no language in it", mend: "add one"))
    }
    try log.throwIfAny()
    return tools
  }

  private func all(in record: Record, _ log: ErrorLog) -> [LanguageTools] {
    var list = record
    if record.value["languages"] != nil,
      let fields = Fields(record, of: "the file", log: log), let inner = fields["languages"]
    {
      fields.checkNames(among: ["languages"])
      list = Record(value: inner.value, place: inner.place)
    }
    guard let elements = list.value.array, elements.count <= LanguagesReader.countLimit else {
      log.add(
        list.place.error(
          "a list of at most \(LanguagesReader.countLimit) languages was expected",
          mend: "write one language for each “-”"))
      return []
    }
    var known = Set(Language.builtIn.flatMap(\.words))
    return elements.enumerated().compactMap { index, element in
      let place = list.place.at(index)
      guard let fields = Fields(element, at: place, of: "a language", log: log, problemID: nil),
        let tools = one(fields)
      else { return nil }
      for word in tools.language.words where !known.insert(word).inserted {
        fields.fail(
          "“\(word)” already means another language", mend: "choose another id, alias or extension")
      }
      return tools
    }
  }

  private func one(_ fields: Fields) -> LanguageTools? {
    let errorsBefore = fields.log.count
    fields.checkNames(among: LanguagesReader.fieldNames)
    let id = word("id", fields, mend: "write id: and a short name in lower case")
    let ending = word("extension", fields, mend: "write extension: and the ending of its files")
    let run = command("run", fields)
    if fields["run"] == nil { fields.missing("run", mend: "write run: [perl, \"{source}\"]") }
    let compile = command("compile", fields) ?? []
    if compile.isEmpty, let field = fields["run"], run?.first == "{program}" {
      fields.fail(field, "{program} is run, but nothing makes it", mend: "write compile:")
    }
    let allowance = allowance(fields)
    guard fields.log.count == errorsBefore, let id, let ending, let run else { return nil }
    let first = compile.first ?? run[0]
    let tool = first.split(separator: "/").last.map(String.init) ?? first
    let source = fields.text("source") ?? "solution.\(ending)"
    if source.contains("/") || source.hasPrefix(".") {
      fields["source"].map { fields.fail($0, "“\(source)” is no file name", mend: "write one") }
    }
    let tools = LanguageTools(
      language: Language(
        id, fields.text("name") ?? id, fence: fields.text("fence") ?? id,
        aliases: (fields.texts("aliases", single: true) ?? []).map { $0.lowercased() },
        fileExtension: ending, allowance: allowance),
      sourceName: source, compile: compile, run: run,
      version: command("version", fields) ?? [first, "--version"],
      package: fields.text("package") ?? tool, environment: environment(fields),
      reservesMuch: fields.bool("reserves_much") ?? false)
    return fields.log.count == errorsBefore ? tools : nil
  }

  /// A short name of lower-case letters, digits and a few signs.
  private func word(_ name: String, _ fields: Fields, mend: String) -> String? {
    guard let field = fields[name] else {
      fields.missing(name, mend: mend)
      return nil
    }
    guard let text = fields.text(name) else { return nil }
    let isFine =
      text.utf8.count <= 32
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "0"..."9", "+", "-", "_", "#": true
        default: false
        }
      }
    guard isFine else {
      fields.fail(field, "“\(text)” is no \(name)", mend: "use a–z, 0–9, “+”, “-”, “_”, “#”")
      return nil
    }
    return text
  }

  /// A list of words; `nil` if it is not there or wrong.
  private func command(_ name: String, _ fields: Fields) -> [String]? {
    guard let field = fields[name], let words = fields.texts(name) else { return nil }
    guard !words.isEmpty else {
      fields.fail(field, "“\(name)” is an empty list", mend: "write [program, argument, …]")
      return nil
    }
    let places = ["{source}", "{program}", "{output}", "{heap}"]
    for word in words {
      guard let open = word.firstIndex(of: "{"), let close = word[open...].firstIndex(of: "}")
      else { continue }
      let place = String(word[open...close])
      guard !places.contains(place) else { continue }
      fields.fail(
        field, "“\(place)” stands for nothing",
        mend: "there are \(places.joined(separator: ", "))")
      return nil
    }
    return words
  }

  private func environment(_ fields: Fields) -> [String] {
    guard let field = fields["environment"] else { return [] }
    guard let members = field.value.members else {
      fields.wrongType(field, "a mapping", mend: "write environment: {NAME: value}")
      return []
    }
    return members.compactMap { member in
      guard let value = Fields.text(member.value, at: field.place.at(member.key)),
        !member.key.contains("=")
      else {
        fields.fail(field, "“\(member.key)” is no variable with a text", mend: "write NAME: value")
        return nil
      }
      return "\(member.key)=\(value)"
    }
  }

  private func allowance(_ fields: Fields) -> Language.Allowance {
    var allowance = Language.Allowance()
    if let field = fields["multiplier"] {
      if let factor = field.value.double, LanguagesReader.factorRange.contains(factor) {
        allowance.timeFactor = factor
      } else {
        fields.fail(field, "“multiplier” is no number from 1 to 100", mend: "write multiplier: 2")
      }
    }
    if let field = fields["extra_memory"] {
      if let text = Fields.text(field.value, at: field.place), let size = LimitsParser.bytes(text),
        LimitsParser.memoryRange.contains(size)
      {
        allowance.memoryBytes = size
      } else {
        fields.fail(field, "“extra_memory” is no size", mend: "write extra_memory: 256MiB")
      }
    }
    if let field = fields["extra_processes"] {
      if let count = field.value.int, LimitsParser.processRange.contains(count) {
        allowance.processes = count
      } else {
        fields.fail(field, "“extra_processes” is no number from 1 to 4096", mend: "write a number")
      }
    }
    return allowance
  }
}

extension Language {
  /// All words by which it may be called, and the ending of its files.
  fileprivate var words: Set<String> {
    Set([id, fence, name.lowercased(), "." + fileExtension] + aliases)
  }
}
