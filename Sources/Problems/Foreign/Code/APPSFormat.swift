import Grading

/// APPS and TACO: `{problem_id?, question, solutions?, input_output, difficulty, url, starter_code}`;
/// TACO adds `name, source, tags, time_limit, memory_limit`.
///
/// `input_output` is a text of JSON, `{inputs, outputs, fn_name?}`, whose entries may be texts or lists.
enum APPSFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool { record.has("question", "input_output") }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let question = fields.needed("question"), let tests = fields.packed("input_output")
    else { return nil }
    guard let inputs = tests["inputs"]?.array, let outputs = tests["outputs"]?.array,
      inputs.count == outputs.count, !inputs.isEmpty
    else {
      fields.fail(
        "“input_output” does not hold as many inputs as outputs", mend: "leave out such a problem")
      return nil
    }
    let name = tests["fn_name"]?.string
    let id =
      fields.optional("problem_id") ?? fields.optional("id")
      ?? fields.optional("name").map { "taco-" + ForeignID.ofContent($0 + question) }
      ?? "apps-" + ForeignID.ofContent(question)
    var problem = MappedProblem(
      .apps, id: id.allSatisfy(\.isNumber) ? "apps/\(id)" : id,
      kind: name == nil ? .program : .function, statement: question)
    problem.set(.title, fields.optional("name"))
    problem.set(.language, "python")
    problem.set(.entryPoint, name)
    problem.set(.starterCode, fields.optional("starter_code"))
    problem.set(
      .tests, .array(name == nil ? runs(inputs, outputs) : calls(inputs, outputs)))
    problem.set(.checker, ["floats": .array([.number("0"), .number("0")])])
    problem.set(.limits, limits(fields))
    problem.set(.preamble, LiveCodeBenchFormat.preamble)
    problem.set(.difficulty, fields.optional("difficulty")?.lowercased())
    problem.set(.source, fields.optional("url") ?? fields.optional("source"))
    problem.set(.tags, tags(fields))
    for solution in solutions(fields) {
      problem.accept(solution, language: "python", name: "solutions")
    }
    return problem
  }

  private static func runs(_ inputs: [JSON], _ outputs: [JSON]) -> [JSON] {
    zip(inputs, outputs).enumerated().map { index, test in
      [
        "name": .string("\(index + 1)"), "input": .string(text(test.0)),
        "output": .string(text(test.1)), "hidden": .bool(true),
      ]
    }
  }

  /// A text, or lines.
  private static func text(_ value: JSON) -> String {
    if let text = value.string { return text }
    guard let lines = value.array else { return value.text }
    return lines.map { $0.string ?? $0.text }.joined(separator: "\n")
  }

  /// Results stand in a list of one, in all tests of a problem or in none.
  private static func calls(_ inputs: [JSON], _ outputs: [JSON]) -> [JSON] {
    let areWrapped = outputs.allSatisfy { $0.array?.count == 1 }
    return zip(inputs, outputs).enumerated().map { index, test in
      [
        "name": .string("\(index + 1)"), "args": .array(test.0.array ?? [test.0]),
        "returns": areWrapped ? test.1[0] ?? test.1 : test.1, "hidden": .bool(true),
      ]
    }
  }

  /// `2.0 seconds`, `256.0 megabytes`; what cannot be read keeps the default.
  private static func limits(_ fields: Fields) -> JSON? {
    func number(_ name: String) -> Double? {
      fields.optional(name).flatMap { Double($0.prefix { $0.isNumber || $0 == "." }) }
    }
    var limits: [JSON.Member] = []
    if let seconds = number("time_limit"), 0.1...600 ~= seconds {
      limits.append(JSON.Member("cpu", .string("\(Int(seconds * 1_000))ms")))
    }
    if let size = number("memory_limit"), 1...65_536 ~= size,
      fields.optional("memory_limit")?.lowercased().contains("m") == true
    {
      limits.append(JSON.Member("memory", .string("\(Int(size))MiB")))
    }
    return limits.isEmpty ? ["cpu": .string("6s")] : .object(limits)
  }

  /// TACO writes lists as texts.
  private static func tags(_ fields: Fields) -> [String] {
    guard let value = fields["tags"]?.value else { return [] }
    let list = value.array ?? value.string.flatMap { try? JSON(parsing: $0) }?.array
    if let list { return list.compactMap(\.string) }
    let parts = value.string?.split { "[]',\"".contains($0) }.map(\.trimmed) ?? []
    return parts.filter { !$0.isEmpty }
  }

  /// At most three: some problems have thousands.
  private static func solutions(_ fields: Fields) -> [String] {
    guard fields.has("solutions"), let value = fields["solutions"]?.value else { return [] }
    let list = value.array ?? value.string.flatMap { try? JSON(parsing: $0) }?.array ?? []
    return list.compactMap(\.string).prefix(3).map { $0 }
  }
}
