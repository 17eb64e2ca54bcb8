import Grading

/// MBPP, its sanitized part, and EvalPlus' MBPP+ with a self-contained `test`.
///
/// `{text | prompt, code, task_id, test_setup_code | test_imports, test_list, challenge_test_list}`
enum MBPPFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("code", "task_id", "test_list") && (record.has("text") || record.has("prompt"))
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"), let code = fields.needed("code"),
      let text = fields.optional("text") ?? fields.needed("prompt"),
      let tests = fields.texts("test_list")
    else { return nil }
    guard !tests.isEmpty else {
      fields.fail("“test_list” is empty", mend: "a problem needs a test")
      return nil
    }
    guard let entryPoint = Signature.called(by: tests[0], definedIn: code) else {
      fields.fail("“code” defines no function that the tests call", mend: "mend one of the two")
      return nil
    }
    // The names of functions are nowhere but in the tests, which belong to the customary prompt.
    let shown = tests.joined(separator: "\n")
    var problem = MappedProblem(
      .mbpp, id: Int(id) == nil ? id : "MBPP/\(id)", kind: .harness,
      statement: "\(text)\n\nYour code should pass these tests:\n\n```python\n\(shown)\n```")
    problem.set(.language, "python")
    problem.set(.entryPoint, entryPoint)
    problem.set(.harness, harness(fields, tests))
    problem.accept(code, language: "python", name: "code")
    problem.keep("source_file", from: fields)
    return problem
  }

  private static func harness(_ fields: Fields, _ tests: [String]) -> String {
    if let script = fields.optional("test") { return TestCode.python(script) }
    let imports = fields.has("test_imports") ? fields.texts("test_imports") ?? [] : []
    let setup = fields.optional("test_setup_code").map { [$0] } ?? []
    return (imports + setup + tests).joined(separator: "\n").filter { $0 != "\r" }
      .replacing("\r\n", with: "\n") + "\n"
  }
}
