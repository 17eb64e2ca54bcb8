import Grading

/// OlympiadBench: `{question, final_answer: […], unit, error, answer_type, is_multiple_answer, …}`.
///
/// Several parts are one answer where `is_multiple_answer` says so, written as a list.
enum OlympiadBenchFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool { record.has("question", "final_answer") }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let question = fields.needed("question"),
      let answers = fields.texts("final_answer", single: true)
    else { return nil }
    guard let first = answers.first else {
      fields.fail("“final_answer” is empty", mend: "leave proofs out: nothing can be compared")
      return nil
    }
    let isMultiple = fields["is_multiple_answer"]?.value.bool ?? (answers.count > 1)
    let id = fields.optional("id").map { "olympiadbench/\($0)" }
    let context = fields.optional("context").map { $0 + "\n\n" } ?? ""
    var problem = MappedProblem(
      .olympiadbench, id: id ?? "olympiadbench-" + ForeignID.ofContent(question), kind: .answer,
      statement: context + question)
    let gold = answers.count > 1 && isMultiple ? answers.joined(separator: ", ") : first
    let unit = fields.optional("unit").map { "\(withoutDollars(gold)) \(withoutDollars($0))" }
    problem.set(.answer, unit.map { [gold, $0] } ?? [gold])
    problem.set(
      .tags, ["subject", "subfield"].compactMap { fields.optional($0) })
    problem.set(.difficulty, fields.optional("difficulty"))
    problem.keep("unit", "error", "answer_type", "solution", from: fields)
    return problem
  }

  private static func withoutDollars(_ text: String) -> String { text.filter { $0 != "$" } }
}
