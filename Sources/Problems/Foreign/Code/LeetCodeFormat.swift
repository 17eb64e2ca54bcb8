import Grading

/// LeetCodeDataset: a class `Solution`, and about a hundred assertions in `check(candidate)`.
///
/// `{task_id, problem_description, starter_code, prompt, completion, entry_point, test, difficulty,
/// tags, estimated_date, …}`. `prompt` holds the imports and the list and tree classes that solutions
/// and tests count on, so it is the preamble.
enum LeetCodeFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("task_id", "problem_description", "entry_point", "test")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"),
      let statement = fields.needed("problem_description"),
      let entryPoint = fields.needed("entry_point"), let test = fields.needed("test")
    else { return nil }
    var problem = MappedProblem(.leetcode, id: id, kind: .harness, statement: statement)
    problem.set(.language, "python")
    problem.set(.entryPoint, entryPoint)
    problem.set(.starterCode, fields.optional("starter_code"))
    problem.set(.preamble, SortedContainers.source + (fields.optional("prompt") ?? ""))
    problem.set(.harness, test)
    problem.set(.limits, ["cpu": .string("30s")])
    problem.set(.difficulty, fields.optional("difficulty")?.lowercased())
    problem.set(.tags, fields.has("tags") ? fields.texts("tags") ?? [] : [])
    problem.set(.date, fields.optional("estimated_date").flatMap(ForeignDate.day))
    problem.keep("question_id", from: fields)
    problem.accept(fields.optional("completion"), language: "python", name: "completion")
    return problem
  }
}

/// Dates of other sets.
enum ForeignDate {
  /// `2024-08-01` of `2024-08-01T00:00:00` and the like; `nil` for what begins with no date.
  static func day(_ text: String) -> String? {
    let day = text.prefix(10)
    let digits = day.filter(\.isNumber)
    guard day.utf8.count == 10, digits.utf8.count == 8,
      Array(day.utf8)[4] == UInt8(ascii: "-"), Array(day.utf8)[7] == UInt8(ascii: "-")
    else { return nil }
    return String(day)
  }
}
