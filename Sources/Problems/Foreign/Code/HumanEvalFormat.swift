import Grading

/// OpenAI's HumanEval, and EvalPlus' rows with a self-contained `test` script.
///
/// `{task_id, prompt, entry_point, canonical_solution, test}`; `test` defines `check(candidate)`.
enum HumanEvalFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("task_id", "prompt", "entry_point", "canonical_solution", "test")
      && !record.has("declaration")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"), let prompt = fields.needed("prompt"),
      let entryPoint = fields.needed("entry_point"), let test = fields.needed("test")
    else { return nil }
    var problem = MappedProblem(
      .humaneval, id: id, kind: .harness, statement: "Complete the function `\(entryPoint)`.")
    problem.set(.language, "python")
    problem.set(.entryPoint, entryPoint)
    problem.set(.starterCode, prompt)
    problem.set(.harness, TestCode.python(test))
    if let solution = fields.optional("canonical_solution") {
      problem.accept(prompt + solution, language: "python")
    }
    return problem
  }
}
