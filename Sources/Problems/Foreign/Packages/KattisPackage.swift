import Grading

/// An ICPC or Kattis problem package.
///
/// `problem.yaml` (name, limits, validator_flags, keywords, license, source), the statement in
/// `problem_statement/` or `statement/`, `data/{sample,secret}/**/*.{in,ans}`, `submissions/VERDICT/`.
/// Source: the problem package format, legacy and 2023-07.
struct KattisPackage {
  let reader: PackageReader

  static let depthLimit = 8

  func mapped() -> (mapped: MappedProblem, place: Place)? {
    let before = reader.log.count
    guard let text = reader.text("problem.yaml") else { return nil }
    let record: Record
    do throws(ProblemError) {
      let shown = reader.folder.path(of: reader.inner("problem.yaml"))
      guard let read = try YAMLReader.record(of: text, path: shown) else {
        reader.fail("problem.yaml", "the file is empty", "write the problem's fields")
        return nil
      }
      record = read
    } catch {
      reader.log.add(error)
      return nil
    }
    let yaml = record.value
    guard let statement = statement() else { return nil }
    var problem = MappedProblem(
      .kattis, id: reader.name, kind: .program, statement: statement)
    problem.set(.title, title(yaml["name"]))
    problem.set(.languages, PackageReader.languages)
    problem.set(.limits, limits(yaml))
    problem.set(.source, yaml["source"]?.string)
    problem.set(.license, yaml["license"]?.string)
    problem.set(
      .tags,
      yaml["keywords"]?.array?.compactMap(\.string)
        ?? yaml["keywords"]?.string?.split(separator: " ").map(String.init) ?? [])
    let tests = tests(in: "data/sample", isHidden: false) + tests(in: "data/secret", isHidden: true)
    let answers = reader.set(tests, in: &problem, at: "data")
    judge(yaml, answers, &problem)
    for (name, expectation) in verdicts {
      reader.add(reader.entries("submissions/\(name)"), expectation, to: &problem)
    }
    problem.validators = inputValidators()
    guard reader.log.count == before else { return nil }
    return (problem, record.place)
  }

  private var verdicts: [(String, Solution.Expectation)] {
    [
      ("accepted", .accepted), ("wrong_answer", .rejected(.wrongAnswer)),
      ("time_limit_exceeded", .rejected(.timeLimit)), ("run_time_error", .rejected(.runtimeError)),
    ]
  }

  private func statement() -> String? {
    for folder in ["statement", "problem_statement"] {
      for name in ["problem.en.md", "problem.md", "problem.en.tex", "problem.tex"] {
        if let text = reader.text("\(folder)/\(name)") { return text }
      }
    }
    reader.fail("problem_statement", "there is no statement in English", "add problem.en.md")
    return nil
  }

  private func title(_ name: JSON?) -> String? {
    name?.string ?? name?["en"]?.string ?? name?.members?.first?.value.string
  }

  /// The time limit stands in `problem.yaml`, in `.timelimit` or in DOMjudge's `.ini`.
  private func limits(_ yaml: JSON) -> JSON? {
    var limits: [JSON.Member] = []
    let ini = reader.text("domjudge-problem.ini")?.split(separator: "\n").first {
      $0.hasPrefix("timelimit")
    }
    let seconds =
      yaml["limits"]?["time_limit"]?.double
      ?? reader.text(".timelimit").flatMap { Double($0.trimmed) }
      ?? ini.flatMap { Double($0.drop { $0 != "=" }.dropFirst().filter { !" '\"\r".contains($0) }) }
    if let seconds, 0.01...600 ~= seconds {
      limits.append(JSON.Member("cpu", .string("\(Int(seconds * 1_000))ms")))
    }
    if let memory = yaml["limits"]?["memory"]?.int, 1...65_536 ~= memory {
      limits.append(JSON.Member("memory", .string("\(memory)MiB")))
    }
    if let output = yaml["limits"]?["output"]?.int, 1...1_024 ~= output {
      limits.append(JSON.Member("output", .string("\(output)MiB")))
    }
    return limits.isEmpty ? nil : .object(limits)
  }

  /// The default validator's counterpart, or the package's own program.
  private func judge(_ yaml: JSON, _ answers: [String]?, _ problem: inout MappedProblem) {
    let types =
      yaml["type"]?.array?.compactMap(\.string)
      ?? (yaml["type"]?.string ?? "").split(separator: " ").map(String.init)
    let validation = (yaml["validation"]?.string ?? "").split(separator: " ").map(String.init)
    if let kind = types.first(where: { ["multi-pass", "submit-answer"].contains($0) })
      ?? validation.first(where: { $0 == "multipass" })
    {
      reader.fail("problem.yaml", "a problem of type “\(kind)” cannot be run", "leave it out")
      return
    }
    guard let flags = flags(yaml) else { return }
    let programs = validators(["output_validator", "output_validators"])
    let isInteractive = types.contains("interactive") || validation.contains("interactive")
    // The older format says whether the programs are used at all.
    let isOwn =
      isInteractive || (validation.isEmpty ? !programs.isEmpty : validation[0] == "custom")
    guard isOwn else {
      problem.set(.checker, PackageJudges.standard(flags, answers: answers))
      return
    }
    guard let program = programs.first else {
      reader.fail("problem.yaml", "there is no output validator", "add it in output_validators/")
      return
    }
    guard programs.count == 1 else {
      reader.fail(
        "output_validators", "there are \(programs.count) output validators",
        "one can be run: put the others elsewhere")
      return
    }
    let judge = PackageJudges(reader: reader).program(
      program, convention: .kattis, arguments: flags, limits: judgeLimits(yaml))
    problem.set(isInteractive ? .interactor : .checker, judge?.json)
  }

  /// The programs of a folder: each a file or a folder of its own. `output_validator` is one program.
  private func validators(_ folders: [String]) -> [String] {
    for folder in folders {
      let entries = reader.entries(folder)
      let sources = entries.filter { !$0.isFolder && PackageReader.language(of: $0.name) != nil }
      let inner = entries.filter(\.isFolder)
      if sources.count > 1 || (folder.hasSuffix("r") && !sources.isEmpty) { return [folder] }
      let found = sources + inner
      if !found.isEmpty { return found.map { "\(folder)/\($0.name)" } }
    }
    return []
  }

  private func judgeLimits(_ yaml: JSON) -> Limits {
    var limits = Limits.judge
    if let seconds = yaml["limits"]?["validation_time"]?.double, 0.1...3_600 ~= seconds {
      limits.cpuMilliseconds = Int(seconds * 1_000)
      limits.wallMilliseconds = 5 * limits.cpuMilliseconds
    }
    if let memory = yaml["limits"]?["validation_memory"]?.int, 1...65_536 ~= memory {
      limits.memoryBytes = memory << 20
    }
    return limits
  }

  /// The programs that prove inputs for `check`; those that are told more by flags are passed over.
  private func inputValidators() -> [InputValidator] {
    let isFlagged = groups("data").contains { path in
      reader.text(path).map { $0.contains("input_validator_") } ?? false
    }
    guard !isFlagged else { return [] }
    return validators(["input_validators", "input_format_validators"]).compactMap { path in
      PackageJudges(reader: reader).program(path, convention: .kattis).map {
        InputValidator(path: reader.folder.path(of: reader.inner(path)), program: $0)
      }
    }
  }

  /// The validator's flags, of the problem or of its data; they must be the same for all tests.
  private func flags(_ yaml: JSON) -> [String]? {
    func words(_ value: JSON?) -> [String]? {
      value?.string?.split(separator: " ").map(String.init) ?? value?.array?.compactMap(\.textual)
    }
    let whole = words(yaml["validator_flags"]) ?? []
    var found: [[String]] = []
    for path in groups("data") {
      guard let text = reader.text(path) else { continue }
      do throws(ProblemError) {
        let shown = reader.folder.path(of: reader.inner(path))
        let group = try YAMLReader.record(of: text, path: shown)?.value
        if let flags = words(group?["output_validator_flags"] ?? group?["output_validator_args"]) {
          found.append(flags)
        }
      } catch {
        reader.log.add(error)
        return nil
      }
    }
    let distinct = Set(found)
    guard distinct.count <= 1 else {
      reader.fail("data", "groups of tests have different validator flags", "split the problem")
      return nil
    }
    return whole + (distinct.first ?? [])
  }

  private func groups(_ folder: String, depth: Int = 0) -> [String] {
    guard depth <= KattisPackage.depthLimit else { return [] }
    return reader.entries(folder).flatMap { entry -> [String] in
      let path = "\(folder)/\(entry.name)"
      if entry.isFolder { return groups(path, depth: depth + 1) }
      return ["testdata.yaml", "test_group.yaml"].contains(entry.name) ? [path] : []
    }
  }

  private func tests(
    in folder: String, isHidden: Bool, depth: Int = 0
  ) -> [PackageReader.TestFiles] {
    guard depth <= KattisPackage.depthLimit else { return [] }
    let entries = reader.entries(folder)
    let names = Set(entries.map(\.name))
    var tests: [PackageReader.TestFiles] = []
    for entry in entries {
      if entry.isFolder {
        tests += self.tests(in: "\(folder)/\(entry.name)", isHidden: isHidden, depth: depth + 1)
      } else if entry.ending == "in" {
        guard names.contains(entry.stem + ".ans") else {
          reader.fail(
            "\(folder)/\(entry.name)", "there is no “\(entry.stem).ans” beside it", "add it")
          continue
        }
        tests.append(
          .init(
            name: "\(folder.dropFirst("data/".count))/\(entry.stem)", input: entry.path,
            output: reader.inner("\(folder)/\(entry.stem).ans"), isHidden: isHidden))
      }
    }
    return tests
  }
}
