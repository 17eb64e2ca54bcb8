import Grading

/// Reads `checker: checker.py`, `interactor: {program: interactor.cpp, protocol: testlib, …}`.
///
/// In a problem's document the program's text stands as `source`, and the `files` are a mapping from
/// names to texts.
struct JudgeDecoder {
  let fields: Fields
  let decoder: ProblemDecoder

  private static let names = [
    "program", "protocol", "arguments", "limits", "files", "language", "source",
  ]
  private static let fileLimit = 4 << 20
  private static let filesLimit = 16

  /// Whether a text is the name of a program: one word that ends like a source file.
  static func namesProgram(_ text: String) -> Bool {
    !text.contains { $0.isWhitespace || $0 == "(" }
      && Language.ofFiles(endingIn: PathText.ending(of: PathText.name(of: text))) != nil
  }

  /// - Returns: `nil` after logging at least one error.
  func program(_ field: Field) -> JudgeProgram? {
    if let path = field.value.string {
      guard JudgeDecoder.namesProgram(path) else {
        fields.fail(
          field, "“\(path)” is no program", mend: "name a source file, for example checker.py")
        return nil
      }
      return program(path, field, nil)
    }
    guard
      let inner = Fields(
        field.value, at: field.place, of: "“\(field.name)”", log: fields.log,
        problemID: fields.problemID)
    else { return nil }
    inner.checkNames(among: JudgeDecoder.names)
    guard let path = inner.text("program") else {
      if inner["program"] == nil {
        inner.missing("program", mend: "write program: and the name of a source file")
      }
      return nil
    }
    return program(path, field, inner)
  }

  private func program(_ path: String, _ field: Field, _ inner: Fields?) -> JudgeProgram? {
    let place = inner?["program"] ?? field
    guard let language = language(of: path, place, inner),
      let source = inner?.text("source") ?? text(path, place)
    else { return nil }
    guard let convention = convention(of: source, inner) else { return nil }
    guard let files = files(beside: path, source, inner) else { return nil }
    let arguments = inner?["arguments"] == nil ? [] : inner?.texts("arguments") ?? []
    let limits = inner.flatMap { inner in
      inner["limits"].flatMap { LimitsParser.limits($0, in: inner, defaults: .judge) }
    }
    return JudgeProgram(
      name: PathText.name(of: path), language: language, source: source, files: files,
      convention: convention, arguments: arguments, limits: limits ?? .judge)
  }

  private func language(of path: String, _ place: Field, _ inner: Fields?) -> String? {
    if let inner, let field = inner["language"] {
      guard let name = inner.text("language") else { return nil }
      if let language = Language.named(name) { return language.id }
      inner.fail(
        field, "“\(name)” is no language that is known here",
        mend: Nearest.mend(name, among: Language.all.map(\.id), otherwise: "name another"))
      return nil
    }
    if let language = Language.ofFiles(endingIn: PathText.ending(of: PathText.name(of: path))) {
      return language.id
    }
    fields.fail(
      place, "the name “\(path)” does not tell its language", mend: "write language: and its name")
    return nil
  }

  /// A program that includes testlib.h means its exit codes.
  private func convention(of source: String, _ inner: Fields?) -> JudgeProgram.Convention? {
    guard let inner, let field = inner["protocol"] else {
      return source.contains("testlib.h") ? .testlib : .kattis
    }
    guard let name = inner.text("protocol") else { return nil }
    if let convention = JudgeProgram.Convention(rawValue: name) { return convention }
    inner.fail(field, "“\(name)” is no protocol", mend: "write kattis or testlib")
    return nil
  }

  /// Headers and the like; `testlib.h` is found by itself where it stands beside the program.
  private func files(
    beside path: String, _ source: String, _ inner: Fields?
  ) -> [JudgeProgram.File]? {
    if let inner, let field = inner["files"] {
      if let members = field.value.members {
        return members.compactMap { member in
          member.value.string.map { JudgeProgram.File(name: member.key, text: $0) }
        }
      }
      guard let names = inner.texts("files", single: true) else { return nil }
      guard names.count <= JudgeDecoder.filesLimit else {
        inner.fail(field, "more than \(JudgeDecoder.filesLimit) files", mend: "name fewer")
        return nil
      }
      let files = names.compactMap { name in
        text(name, field).map {
          JudgeProgram.File(name: PathText.name(of: name), text: $0)
        }
      }
      return files.count == names.count ? files : nil
    }
    let header = sibling("testlib.h", of: path)
    guard source.contains("testlib.h"), inner?["source"] == nil, let folder = decoder.folder,
      folder.holds(PathText.joined(decoder.base, header)),
      let text = try? folder.text(
        of: PathText.joined(decoder.base, header), limit: JudgeDecoder.fileLimit)
    else { return [] }
    return [JudgeProgram.File(name: "testlib.h", text: text)]
  }

  private func sibling(_ name: String, of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return String(path[...slash]) + name
  }

  private func text(_ path: String, _ field: Field) -> String? {
    guard let folder = decoder.folder else {
      fields.fail(field, "the text of “\(path)” is missing", mend: "write source: and its text")
      return nil
    }
    do throws(FileFailure) {
      let text = try folder.text(
        of: PathText.joined(decoder.base, path), limit: JudgeDecoder.fileLimit)
      if !text.isBlank { return text }
      fields.fail(field, "“\(path)” is empty", mend: "write the program into it")
    } catch {
      fields.fail(field, "“\(path)”: \(error.message)", mend: error.mend)
    }
    return nil
  }
}

extension JudgeProgram {
  /// The form in a problem's document.
  var json: JSON {
    var members: [JSON.Member] = [
      .init("program", .string(name)), .init("language", .string(language)),
      .init("protocol", .string(convention.rawValue)), .init("source", .string(source)),
    ]
    if !arguments.isEmpty { members.append(.init("arguments", .strings(arguments))) }
    if !files.isEmpty {
      members.append(
        .init("files", .object(files.map { JSON.Member($0.name, .string($0.text)) })))
    }
    members.append(.init("limits", limits.json))
    return .object(members)
  }
}
