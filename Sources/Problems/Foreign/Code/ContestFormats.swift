import Grading

/// CodeContests: `{name, description, public_tests, private_tests, generated_tests: {input, output},
/// time_limit: {seconds, nanos}, memory_limit_bytes, difficulty, cf_rating, cf_tags, solutions:
/// {language, solution}, incorrect_solutions}`.
enum CodeContestsFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("name", "description", "public_tests", "private_tests")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let name = fields.needed("name"), let statement = fields.needed("description") else {
      return nil
    }
    var tests: [JSON] = []
    for (field, isHidden) in [
      ("public_tests", false), ("private_tests", true), ("generated_tests", true),
    ] where fields.has(field) {
      guard let some = self.tests(fields, field, isHidden: isHidden) else { return nil }
      tests += some
    }
    var problem = MappedProblem(
      .codecontests, id: ForeignID.cleaned(name), kind: .program, statement: statement)
    problem.set(.title, name)
    problem.set(.languages, .strings(["python", "cpp", "java"]))
    problem.set(.tests, .array(tests))
    problem.set(.limits, limits(fields))
    problem.set(.tags, fields.has("cf_tags") ? fields.texts("cf_tags") ?? [] : [])
    problem.set(.difficulty, fields.optional("cf_rating").flatMap { $0 == "0" ? nil : $0 })
    problem.keep("source", "difficulty", "cf_contest_id", "cf_index", from: fields)
    for solution in solutions(fields, "solutions") { problem.solutions.append(solution) }
    return problem
  }

  private static func tests(
    _ fields: Fields, _ name: String, isHidden: Bool
  ) -> [JSON]? {
    let value = fields[name]?.value
    guard let inputs = value?["input"]?.array, let outputs = value?["output"]?.array,
      inputs.count == outputs.count
    else {
      fields.fail(
        "“\(name)” does not hold as many inputs as outputs", mend: "mend {input: […], output: […]}")
      return nil
    }
    let stem = name.prefix { $0 != "_" }
    return zip(inputs, outputs).enumerated().map { index, test in
      [
        "name": .string("\(stem) \(index + 1)"), "input": .string(test.0.string ?? test.0.text),
        "output": .string(test.1.string ?? test.1.text), "hidden": .bool(isHidden),
      ]
    }
  }

  private static func limits(_ fields: Fields) -> JSON? {
    var limits: [JSON.Member] = []
    if let time = fields["time_limit"]?.value {
      let milliseconds = (time["seconds"]?.int ?? 0) * 1_000 + (time["nanos"]?.int ?? 0) / 1_000_000
      if 1...600_000 ~= milliseconds {
        limits.append(JSON.Member("cpu", .string("\(milliseconds)ms")))
      }
    }
    if let bytes = fields["memory_limit_bytes"]?.value.int, bytes >= 1 << 20 {
      limits.append(JSON.Member("memory", .int(bytes)))
    }
    return limits.isEmpty ? nil : .object(limits)
  }

  /// At most three that are written in a language that the problem takes.
  private static func solutions(
    _ fields: Fields, _ name: String
  ) -> [MappedProblem.MappedSolution] {
    let value = fields[name]?.value
    let sources = value?["solution"]?.array ?? []
    let languages = value?["language"]?.array ?? []
    let found = zip(languages, sources).compactMap { language, source in
      // The numbers of the set's enumeration: 2 is C++, 3 Python 3, 4 Java.
      let id: String? =
        switch language.textual ?? "" {
        case "2", "CPP": "cpp"
        case "3", "PYTHON3": "python"
        case "4", "JAVA": "java"
        default: nil
        }
      return id.flatMap { id in
        source.string.map {
          MappedProblem.MappedSolution(name: name, language: id, source: $0)
        }
      }
    }
    return Array(found.prefix(3))
  }
}

/// Rows of SandboxFusion's online judge: `{id, content, labels, test: [{input: {stdin}, output:
/// {stdout}}]}`.
enum SandboxFusionFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("id", "content", "test") && record["test"]?.array != nil
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("id"), let content = fields.needed("content"),
      let rows = fields["test"]?.value.array
    else { return nil }
    var tests: [JSON] = []
    for (index, row) in rows.enumerated() {
      guard let input = row["input"]?["stdin"]?.string,
        let output = row["output"]?["stdout"]?.string
      else {
        fields.fail(
          "test \(index + 1) has no {input: {stdin}, output: {stdout}}", mend: "mend the test")
        return nil
      }
      tests.append([
        "name": .string("\(index + 1)"), "input": .string(input), "output": .string(output),
        "hidden": .bool(true),
      ])
    }
    let labels = fields["labels"]?.value
    var problem = MappedProblem(.sandboxfusion, id: id, kind: .program, statement: content)
    problem.set(.title, labels?["title"]?.string)
    let word = labels?["programming_language"]?.string
    problem.set(.languages, .strings([word.flatMap(Language.named)?.id ?? "python"]))
    problem.set(.tests, .array(tests))
    problem.keep("labels", labels)
    return problem
  }
}

/// BigCodeBench: `{task_id, complete_prompt, instruct_prompt, canonical_solution, code_prompt, test,
/// entry_point, libs}`; `test` is a `unittest` class.
enum BigCodeBenchFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("task_id", "complete_prompt", "test", "entry_point")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"), let complete = fields.needed("complete_prompt"),
      let test = fields.needed("test"), let entryPoint = fields.needed("entry_point")
    else { return nil }
    let instruct = fields.optional("instruct_prompt")
    var problem = MappedProblem(
      .bigcodebench, id: id, kind: .harness,
      statement: instruct ?? "Complete the function `\(entryPoint)`.")
    problem.set(.language, "python")
    problem.set(.entryPoint, entryPoint)
    let code = fields.optional("code_prompt")
    problem.set(.starterCode, instruct == nil ? complete : code ?? complete)
    problem.set(.harness, test)
    problem.set(.limits, ["cpu": .string("60s"), "memory": .string("4GiB")])
    problem.keep("libs", from: fields)
    if let solution = fields.optional("canonical_solution") {
      problem.accept((code ?? complete) + solution, language: "python")
    }
    return problem
  }
}
