import Grading

/// A package of Codeforces' Polygon: `problem.xml`, `statement-sections/`, `tests/NN` and `NN.a`,
/// `solutions/`.
///
/// The standard checkers of testlib have counterparts here; others, and interactors, are run.
struct PolygonPackage {
  let reader: PackageReader

  func mapped() -> (mapped: MappedProblem, place: Place)? {
    let before = reader.log.count
    guard let text = reader.text("problem.xml") else { return nil }
    let xml = TagReader(text)
    guard let statement = statement() else { return nil }
    var problem = MappedProblem(
      .polygon, id: reader.name, kind: .program, statement: statement)
    let names = xml.tags("name")
    let name = names.first { $0.attributes["language"] == "english" } ?? names.first
    problem.set(.title, name?.attributes["value"])
    problem.set(.languages, PackageReader.languages)
    problem.set(.limits, limits(xml))
    problem.set(.tags, xml.tags("tag").compactMap { $0.attributes["value"] })
    let answers = reader.set(tests(xml), in: &problem, at: "tests")
    judge(xml, answers, &problem)
    addSolutions(xml, to: &problem)
    problem.validators = xml.tags("validator").compactMap(source).compactMap { path in
      program(path).map {
        InputValidator(path: reader.folder.path(of: reader.inner(path)), program: $0)
      }
    }
    guard reader.log.count == before else { return nil }
    return (problem, reader.place("problem.xml"))
  }

  private func statement() -> String? {
    let languages = reader.entries("statement-sections").map(\.name)
    guard let language = languages.contains("english") ? "english" : languages.first else {
      reader.fail(
        "statement-sections", "there is no statement", "build the package with statements")
      return nil
    }
    let parts = [("legend", ""), ("input", "Input"), ("output", "Output"), ("notes", "Notes")]
      .compactMap { name, title -> String? in
        reader.text("statement-sections/\(language)/\(name).tex").flatMap { text in
          text.isBlank ? nil : (title.isEmpty ? "" : "## \(title)\n\n") + text.trimmed
        }
      }
    if parts.isEmpty {
      reader.fail("statement-sections", "the statement is empty", "build it again")
      return nil
    }
    return parts.joined(separator: "\n\n")
  }

  /// The checker, or the interactor where there is one.
  private func judge(_ xml: TagReader, _ answers: [String]?, _ problem: inout MappedProblem) {
    let checker = xml.tags("checker").first
    let name = checker?.attributes["name"] ?? ""
    let own = checker.flatMap(source) ?? "files/check.cpp"
    if let interactor = xml.tags("interactor").first.flatMap(source) {
      guard name.hasPrefix("std::") || !reader.folder.holds(reader.inner(own)) else {
        reader.fail(
          own, "the problem has a checker of its own beside its interactor, and one of them is run",
          "let the interactor decide, and choose a standard checker")
        return
      }
      problem.set(.interactor, program(interactor)?.json)
    } else if let known = PolygonPackage.standard(name, answers) {
      problem.set(.checker, known)
    } else if reader.folder.holds(reader.inner(own)) {
      problem.set(.checker, program(own)?.json)
    } else {
      reader.fail(
        "problem.xml", "the checker “\(name)” is not in the package", "add it as \(own)")
    }
  }

  private func source(_ tag: TagReader.Tag) -> String? {
    TagReader(tag.inner).tags("source").first?.attributes["path"]
  }

  private func program(_ path: String) -> JudgeProgram? {
    PackageJudges(reader: reader).program(
      path, convention: .testlib, headers: ["files/testlib.h", "testlib.h"])
  }

  /// Counterparts of testlib's standard checkers.
  private static func standard(_ name: String, _ answers: [String]?) -> JSON? {
    switch name {
    case "std::wcmp.cpp", "std::ncmp.cpp", "std::hcmp.cpp", "std::icmp.cpp": .string("tokens")
    case "std::uncmp.cpp": .string("unordered(tokens)")
    case "std::yesno.cpp", "std::nyesno.cpp": PackageJudges.standard([], answers: answers)
    case "std::lcmp.cpp": .string("lines")
    case "std::fcmp.cpp": .string("trimmed")
    case "std::rcmp.cpp": .string("floats(1.5e-6, 0)")
    case "std::rncmp.cpp": .string("floats(1.5e-5, 0)")
    case "std::rcmp4.cpp": .string("floats(1e-4, 1e-4)")
    case "std::rcmp6.cpp": .string("floats(1e-6, 1e-6)")
    case "std::rcmp9.cpp": .string("floats(1e-9, 1e-9)")
    default: nil
    }
  }

  private func limits(_ xml: TagReader) -> JSON? {
    var limits: [JSON.Member] = []
    if let time = xml.tags("time-limit").first.flatMap({ Int($0.text) }), 1...600_000 ~= time {
      limits.append(JSON.Member("cpu", .string("\(time)ms")))
    }
    if let memory = xml.tags("memory-limit").first.flatMap({ Int($0.text) }), memory >= 1 << 20 {
      limits.append(JSON.Member("memory", .int(memory)))
    }
    return limits.isEmpty ? nil : .object(limits)
  }

  private func tests(_ xml: TagReader) -> [PackageReader.TestFiles] {
    let input = xml.tags("input-path-pattern").first?.text ?? "tests/%02d"
    let output = xml.tags("answer-path-pattern").first?.text ?? "tests/%02d.a"
    return xml.tags("test").enumerated().compactMap { index, test in
      let name = PolygonPackage.filled(input, index + 1)
      guard reader.folder.holds(reader.inner(name)) else {
        reader.fail(name, "the test is missing", "run doall.sh of the package: it makes the tests")
        return nil
      }
      return .init(
        name: "\(index + 1)", input: reader.inner(name),
        output: reader.inner(PolygonPackage.filled(output, index + 1)),
        isHidden: test.attributes["sample"] != "true")
    }
  }

  /// `%02d` filled in.
  static func filled(_ pattern: String, _ number: Int) -> String {
    guard let percent = pattern.firstIndex(of: "%"),
      let end = pattern[percent...].firstIndex(of: "d")
    else { return pattern }
    let width = Int(pattern[pattern.index(after: percent)..<end]) ?? 1
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, min(width, 9) - digits.count))
    return pattern[..<percent] + zeros + digits + pattern[pattern.index(after: end)...]
  }

  private func addSolutions(_ xml: TagReader, to problem: inout MappedProblem) {
    for solution in xml.tags("solution") {
      guard let path = TagReader(solution.inner).tags("source").first?.attributes["path"] else {
        continue
      }
      let expectation: Solution.Expectation
      switch solution.attributes["tag"] {
      case "main", "accepted": expectation = .accepted
      case "wrong-answer": expectation = .rejected(.wrongAnswer)
      case "time-limit-exceeded": expectation = .rejected(.timeLimit)
      case "memory-limit-exceeded": expectation = .rejected(.memoryLimit)
      case "presentation-error": expectation = .rejected(.presentationError)
      default: continue
      }
      let folder = PathText.folder(of: path)
      let entries = reader.entries(folder).filter { $0.name == PathText.name(of: path) }
      reader.add(entries, expectation, to: &problem)
    }
  }
}

/// Finds tags of XML by their names: as much of XML as `problem.xml` needs.
struct TagReader {
  struct Tag {
    var attributes: [String: String]
    /// What stands between the tags.
    var inner: String
    var text: String { inner.trimmed }
  }

  private let text: String

  init(_ text: String) { self.text = text }

  /// All tags of that name, in their order; at most 100,000.
  func tags(_ name: String) -> [Tag] {
    var tags: [Tag] = []
    var rest = text[...]
    while tags.count < 100_000, let open = rest.firstRange(of: "<" + name) {
      rest = rest[open.upperBound...]
      guard let next = rest.first, next == " " || next == ">" || next == "/" || next == "\n" else {
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { break }
      let head = rest[..<close]
      rest = rest[rest.index(after: close)...]
      var inner: Substring = ""
      if head.last != "/", let end = rest.firstRange(of: "</\(name)>") {
        inner = rest[..<end.lowerBound]
        rest = rest[end.upperBound...]
      }
      tags.append(Tag(attributes: TagReader.attributes(head), inner: String(inner)))
    }
    return tags
  }

  private static func attributes(_ head: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = head
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].trimmed
      rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
      guard let quote = rest.first, quote == "\"" || quote == "'" else { break }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: quote) else { break }
      attributes[name] = unescaped(rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
    return attributes
  }

  private static func unescaped(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    return String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&apos;", with: "'").replacing("&amp;", with: "&")
  }
}
