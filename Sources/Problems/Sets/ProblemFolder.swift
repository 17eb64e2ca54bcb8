import Grading

/// What stands beside a `problem.yaml`.
struct ProblemFolder {
  let folder: Folder
  /// Relative to the set's folder; empty for the set's folder itself.
  let path: String

  static let statementLimit = 4 << 20
  static let testFileLimit = 256 << 20
  /// In bytes, of all tests of a problem.
  static let testsLimit = 1 << 30
  static let sourceLimit = 1 << 20

  /// Adds the id, statement and harness that `problem.yaml` leaves to the folder.
  func complete(_ fields: inout Fields, log: ErrorLog) {
    checkNames(fields)
    if fields["id"] == nil {
      let id = path.isEmpty ? PathText.name(of: folder.path) : path
      fields.add(Field(name: "id", value: .string(id), place: fields.place))
    }
    // A problem.md that is not the document itself is the statement.
    if fields["statement"] == nil,
      let file = ["statement.md", "problem.md"].first(where: { folder.holds(inner($0)) })
    {
      add("statement", from: file, to: &fields, limit: ProblemFolder.statementLimit)
    }
    addTests(to: &fields, log)
    addJudge("checker", to: &fields)
    addJudge("interactor", to: &fields)
    if fields["harness"] == nil, fields["kind"]?.value.string == Problem.Kind.harness.rawValue,
      let language = Language.all.first(where: {
        folder.holds(inner("harness." + $0.fileExtension))
      })
    {
      add(
        "harness", from: "harness." + language.fileExtension, to: &fields,
        limit: ReferenceDecoder.harnessLimit)
    }
  }

  /// `tests.yaml`, a list of tests as in `problem.yaml`.
  private func addTests(to fields: inout Fields, _ log: ErrorLog) {
    let name = inner("tests.yaml")
    guard folder.holds(name) else { return }
    let shown = folder.path(of: name)
    do throws(FileFailure) {
      let text = try folder.text(of: name, limit: YAMLReader.fileLimit)
      do throws(ProblemError) {
        guard let record = try YAMLReader.record(of: text, path: shown) else {
          throw ProblemError(path: shown, message: "the file is empty", mend: "write the tests")
        }
        if fields["tests"] != nil {
          fields.fail(
            "the tests stand in problem.yaml too", mend: "keep one of the two", at: record.place)
        } else {
          fields.add(Field(name: "tests", value: record.value, place: record.place))
        }
      } catch {
        log.add(error)
      }
    } catch {
      fields.fail(
        error.message, mend: error.mend, at: Place(source: Source(path: shown, lines: .unknown)))
    }
  }

  /// `checker.py`, `interactor.cpp` and the like, for which `problem.yaml` need not say anything.
  private func addJudge(_ name: String, to fields: inout Fields) {
    guard
      let kind = fields["kind"]?.value.string.flatMap(Problem.Kind.init(rawValue:)),
      NativeField(rawValue: name)?.belongs(to: kind) == true,
      let language = Language.all.first(where: {
        folder.holds(inner("\(name).\($0.fileExtension)"))
      })
    else { return }
    if let field = fields[name], !field.isDefault { return }
    fields.keep { $0.name != name }
    fields.add(
      Field(
        name: name, value: .string("\(name).\(language.fileExtension)"), place: fields.place))
  }

  private func add(_ field: String, from file: String, to fields: inout Fields, limit: Int) {
    let shown = folder.path(of: inner(file))
    let place = Place(source: Source(path: shown, lines: .unknown))
    do throws(FileFailure) {
      let text = try folder.text(of: inner(file), limit: limit)
      fields.add(Field(name: field, value: .string(text), place: place))
    } catch {
      fields.fail(error.message, mend: error.mend, at: place)
    }
  }

  private static var names: [String] {
    ["problem.yaml", "problem.md", "statement.md", "tests", "tests.yaml", "right", "wrong"]
      + ["harness.", "checker.", "interactor."].flatMap { name in
        Language.all.map { name + $0.fileExtension }
      }
  }

  /// Logs files whose names are nearly those of parts: they would be passed over in silence.
  private func checkNames(_ fields: Fields) {
    guard let entries = try? folder.entries(of: path) else { return }
    let mentioned = ["harness", "images", "checker", "interactor"].compactMap { fields[$0]?.value }
      .flatMap { value in
        value.array?.compactMap(\.string) ?? (value.string ?? value["program"]?.string).map { [$0] }
          ?? []
      }
    let names = ProblemFolder.names
    for entry in entries where !names.contains(entry.name) && !mentioned.contains(entry.name) {
      guard let near = Nearest.to(entry.name, among: names, most: 2) else { continue }
      fields.fail(
        "“\(entry.name)” is no part of a problem folder", mend: "did you mean “\(near)”?",
        at: Place(source: Source(path: folder.path(of: entry.path), lines: .unknown)))
    }
  }

  func inner(_ name: String) -> String { PathText.joined(path, name) }

  /// The tests of a program: pairs of `.in` and `.out`; those shown in the statement come first.
  func fileTests(
    log: ErrorLog, problemID: String?, needsOutput: Bool
  ) -> [TestCase<String, String>] {
    let entries = testEntries(log: log, problemID: problemID)
    let names = Set(entries.map(\.name))
    var tests: [TestCase<String, String>] = []
    var bytes = 0
    for entry in entries {
      switch entry.isFolder ? "" : entry.ending {
      case "in":
        let hasOutput = names.contains(entry.stem + ".out")
        guard hasOutput || !needsOutput else {
          fail("there is no “\(entry.stem).out” beside it", "write the output wanted", entry.path)
          continue
        }
        guard let input = text(entry.path),
          let output = hasOutput ? text(inner("tests/\(entry.stem).out")) : ""
        else { continue }
        bytes += input.utf8.count + output.utf8.count
        guard bytes <= ProblemFolder.testsLimit else {
          fail(
            "the tests are larger than \(ByteCount.text(ProblemFolder.testsLimit))",
            "make them smaller",
            entry.path)
          return []
        }
        tests.append(
          TestCase(
            name: entry.stem, input: input, expected: output,
            hidden: !entry.stem.hasPrefix("sample")))
      case "out":
        if !names.contains(entry.stem + ".in") {
          fail("there is no “\(entry.stem).in” beside it", "write the input", entry.path)
        }
      case "md": break
      default:
        fail("this is no test", "name tests NAME.in and NAME.out, or move it away", entry.path)
      }
    }
    let order = tests.sorted { a, b in
      a.hidden == b.hidden ? NaturalOrder.precedes(a.name, b.name) : !a.hidden
    }
    return order

    func text(_ path: String) -> String? {
      do throws(FileFailure) {
        return try folder.text(of: path, limit: ProblemFolder.testFileLimit)
      } catch {
        fail(error.message, error.mend, path)
        return nil
      }
    }

    func fail(_ message: String, _ mend: String, _ path: String) {
      log.add(
        ProblemError(
          path: folder.path(of: path), problemID: problemID, message: message, mend: mend))
    }
  }

  private func testEntries(log: ErrorLog, problemID: String?) -> [Folder.Entry] {
    guard folder.holds(inner("tests")) else { return [] }
    do throws(FileFailure) {
      return try folder.entries(of: inner("tests"))
    } catch {
      log.add(
        ProblemError(
          path: folder.path(of: inner("tests")), problemID: problemID, message: error.message,
          mend: error.mend))
      return []
    }
  }

  /// Logs every file of `tests/` that has another name.
  func checkTests(among names: [String], _ log: ErrorLog, _ problemID: String?) {
    let entries = testEntries(log: log, problemID: problemID)
    let expected = names.isEmpty ? "remove it" : "there may be \(names.joined(separator: " and "))"
    for entry in entries where !names.contains(entry.name) && entry.ending != "md" {
      log.add(
        ProblemError(
          path: folder.path(of: entry.path), problemID: problemID,
          message: "this is no test of such a problem", mend: expected))
    }
    if entries.contains(where: { $0.name == "generate.py" && names.contains($0.name) }),
      !entries.contains(where: { $0.name == "generated.jsonl" })
    {
      log.add(
        ProblemError(
          path: folder.path(of: inner("tests")), problemID: problemID,
          message: "there is a generate.py, but no generated.jsonl",
          mend: "run the generator, add each line's “returns”, and keep them there"))
    }
  }

  /// The tests of a function that a generator made; all of them are hidden.
  func generatedTests(_ decoder: TestsDecoder) -> [TestCase<Call, TypedValue>] {
    let relative = inner("tests/generated.jsonl")
    checkTests(among: ["generate.py", "generated.jsonl"], decoder.log, decoder.problemID)
    guard folder.holds(relative) else { return [] }
    let shown = folder.path(of: relative)
    var tests: [TestCase<Call, TypedValue>] = []
    do throws(FileFailure) {
      let path = try folder.file(relative)
      do throws(ProblemError) {
        try RecordReader.eachLine(of: path, shownAs: shown) { line in
          switch line {
          case .success(let record):
            let name = "generated \(tests.count + 1)"
            decoder.call(record.value, at: record.place, name: name, hidden: true).map {
              tests.append($0)
            }
          case .failure(let error): decoder.log.add(error)
          }
          return true
        }
      } catch {
        decoder.log.add(error)
      }
    } catch {
      decoder.log.add(ProblemError(path: shown, message: error.message, mend: error.mend))
    }
    return tests
  }
}

/// The order that people expect of numbered names: `2` before `10`.
enum NaturalOrder {
  static func precedes(_ a: String, _ b: String) -> Bool {
    let left = Array(a.utf8)
    let right = Array(b.utf8)
    var i = 0
    var j = 0
    while i < left.count, j < right.count {
      if isDigit(left[i]), isDigit(right[j]) {
        let first = digits(left, from: &i)
        let second = digits(right, from: &j)
        if first.count != second.count { return first.count < second.count }
        if first != second { return first.lexicographicallyPrecedes(second) }
      } else {
        if left[i] != right[j] { return left[i] < right[j] }
        i += 1
        j += 1
      }
    }
    if left.count - i != right.count - j { return left.count - i < right.count - j }
    return left.lexicographicallyPrecedes(right)
  }

  /// The digits from a position on, without leading zeros.
  private static func digits(_ bytes: [UInt8], from position: inout Int) -> ArraySlice<UInt8> {
    while position < bytes.count, bytes[position] == 48 { position += 1 }
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    return bytes[start..<position]
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
