import Grading

/// CRUXEval, output prediction: what does `f` return for this input?
///
/// `{code, input, output, id}`; values are compared as Python's.
enum CruxEvalOutputFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("code", "input", "output", "id")
      && record["code"]?.string?.contains("def f(") == true
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let parts = CruxEval(fields) else { return nil }
    var problem = MappedProblem(
      .cruxevalOutput, id: parts.id, kind: .answer,
      statement: """
        Consider this Python function:

        ```python
        \(parts.code)
        ```

        What does `f(\(parts.input))` return? Give the value as a Python literal between [ANSWER] and \
        [/ANSWER].
        """)
    problem.set(.answer, parts.output)
    problem.set(.compare, Problem.Comparison.python.rawValue)
    return problem
  }
}

/// CRUXEval, input prediction: for which arguments does `f` return this? Any that do are right.
enum CruxEvalInputFormat: ForeignFormat {
  /// The fields are those of output prediction, so it must be asked for.
  static func recognises(_ record: JSON) -> Bool { false }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let parts = CruxEval(fields) else { return nil }
    var problem = MappedProblem(
      .cruxevalInput, id: parts.id, kind: .harness,
      statement: """
        Consider this Python function:

        ```python
        \(parts.code)
        ```

        Find arguments for which it returns `\(parts.output)`. Answer with a function \
        `find_arguments()` without parameters that returns them as a tuple, also a single one.
        """)
    problem.set(.language, "python")
    problem.set(.entryPoint, "find_arguments")
    problem.set(
      .harness,
      """
      \(parts.code)


      def check(candidate):
          assert f(*candidate()) == \(parts.output)

      """)
    problem.accept(
      "def find_arguments():\n    return as_arguments(\(parts.input))\n\n\n"
        + "def as_arguments(*arguments):\n    return arguments\n",
      language: "python", name: "input")
    return problem
  }
}

private struct CruxEval {
  let id: String
  let code: String
  let input: String
  let output: String

  init?(_ fields: Fields) {
    guard let id = fields.needed("id"), let code = fields.needed("code"),
      let input = fields.needed("input", allowsEmpty: true), let output = fields.needed("output")
    else { return nil }
    self.id = id
    self.code = code
    self.input = input
    self.output = output
  }
}
