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
    if yaml["validation"]?.string?.hasPrefix("custom") == true
      || !reader.entries("output_validators").isEmpty || !reader.entries("output_validator").isEmpty
    {
      reader.fail(
        "problem.yaml", "the problem has an output validator of its own, which is not run here",
        "leave the problem out, or give it a native checker")
    }
    if let kind = yaml["type"]?.string, kind.contains("interactive") || kind.contains("multi") {
      reader.fail("problem.yaml", "a problem of type “\(kind)” cannot be run", "leave it out")
    }
    guard let statement = statement() else { return nil }
    var problem = MappedProblem(
      .kattis, id: reader.name, kind: .program, statement: statement)
    problem.set(.title, title(yaml["name"]))
    problem.set(.languages, PackageReader.languages)
    problem.set(.limits, limits(yaml))
    problem.set(.checker, checker(yaml["validator_flags"]))
    problem.set(.source, yaml["source"]?.string)
    problem.set(.license, yaml["license"]?.string)
    problem.set(
      .tags,
      yaml["keywords"]?.array?.compactMap(\.string)
        ?? yaml["keywords"]?.string?.split(separator: " ").map(String.init) ?? [])
    let tests = tests(in: "data/sample", isHidden: false) + tests(in: "data/secret", isHidden: true)
    reader.set(tests, in: &problem, at: "data")
    for (name, expectation) in verdicts {
      reader.add(reader.entries("submissions/\(name)"), expectation, to: &problem)
    }
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

  /// `float_tolerance 1e-6` and its like; otherwise tokens are compared.
  private func checker(_ flags: JSON?) -> JSON {
    let words =
      flags?.string?.split(separator: " ").map(String.init)
      ?? flags?.array?.compactMap(\.textual) ?? []
    func value(after name: String) -> String? {
      guard let index = words.firstIndex(of: name), words.indices.contains(index + 1) else {
        return nil
      }
      return words[index + 1]
    }
    let both = value(after: "float_tolerance")
    let absolute = value(after: "float_absolute_tolerance") ?? both
    let relative = value(after: "float_relative_tolerance") ?? both
    if let absolute = absolute ?? relative.map({ _ in "0" }) {
      return .string("floats(\(absolute), \(relative ?? "0"))")
    }
    return .string(words.contains("space_change_sensitive") ? "exact" : "tokens")
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
