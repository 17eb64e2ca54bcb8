import Grading

/// MMLU-Pro: `{question_id, question, options, answer, answer_index, category, src}`.
enum MMLUProFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool { record.has("question", "options", "answer") }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let question = fields.needed("question"), let options = fields.texts("options"),
      let answer = fields.needed("answer")
    else { return nil }
    if let index = fields["answer_index"]?.value.int,
      !ReferenceDecoder.letters.indices.contains(index)
        || ReferenceDecoder.letters[index] != answer
    {
      fields.fail(
        "“answer” is \(answer), but “answer_index” is \(index)", mend: "mend one of the two")
      return nil
    }
    let id = fields.optional("question_id").map { "mmlu-pro/\($0)" }
    var problem = MappedProblem(
      .mmluPro, id: id ?? "mmlu-pro-" + ForeignID.ofContent(question), kind: .choice,
      statement: question)
    // N/A fills rows of fewer than ten options in the set's early versions.
    problem.set(.choices, .strings(options.filter { $0 != "N/A" }))
    problem.set(.answer, answer)
    problem.set(.tags, [fields.optional("category")].compactMap { $0 })
    problem.set(.source, fields.optional("src"))
    return problem
  }
}

/// MMLU, C-Eval and CMMLU: columns `question, A, B, C, D, answer` under a header in any case, or without
/// a header in this order.
enum MMLUFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    guard let members = record.members else { return false }
    let names = Set(members.map { $0.key.lowercased() })
    return ["question", "a", "b", "answer"].allSatisfy(names.contains)
  }

  /// Whether a first row is no header but a question.
  static func isHeaderless(_ row: [String]) -> Bool {
    row.count == 6 && ["A", "B", "C", "D"].contains(row[5].trimmed)
      && row[1...4].map(\.trimmed) != ["A", "B", "C", "D"]
  }

  static let columns = ["question", "A", "B", "C", "D", "answer"]

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    let named = FoldedFields(fields)
    guard let question = named.text(["question"]) else {
      fields.missing("question", mend: "every row has a question")
      return nil
    }
    var options: [String] = []
    for letter in ReferenceDecoder.letters.prefix(10) {
      guard let option = named.value([letter.lowercased()])?.textual else { break }
      options.append(option)
    }
    guard let answer = named.text(["answer"])?.trimmed else {
      fields.missing("answer", mend: "every row names the right letter")
      return nil
    }
    let subject = named.text(["subject"]) ?? self.subject(context)
    let id = named.text(["id"]).map { "\(context.fileStem)/\($0)" }
    var problem = MappedProblem(
      .mmlu,
      id: id ?? "mmlu-" + ForeignID.ofContent(question + "\n" + options.joined(separator: "\n")),
      kind: .choice, statement: question)
    problem.set(.choices, .strings(options))
    problem.set(.answer, answer)
    problem.set(.tags, [subject].compactMap { $0 })
    problem.keep("explanation", named.value(["explanation"]))
    return problem
  }

  /// The subject that a file is named after: `abstract_algebra_test.csv`.
  private static func subject(_ context: MappingContext) -> String? {
    for ending in ["_test", "_val", "_dev"] where context.fileStem.hasSuffix(ending) {
      return String(context.fileStem.dropLast(ending.count))
    }
    return nil
  }
}

/// GPQA: `Question, Correct Answer, Incorrect Answer 1 … 3, Subdomain, High-level domain, Record ID`.
///
/// The right answer stands first in the file, so the options are shuffled: by the record's id, the same
/// way each time, and the permutation is stored.
enum GPQAFormat: ForeignFormat {
  private static let wrong = ["Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3"]

  static func recognises(_ record: JSON) -> Bool {
    record.has("Question", "Correct Answer", "Incorrect Answer 1")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let question = fields.needed("Question"), let right = fields.needed("Correct Answer")
    else { return nil }
    let options = [right] + wrong.compactMap { fields.optional($0) }
    let id = fields.optional("Record ID") ?? "gpqa-" + ForeignID.ofContent(question)
    let order = Shuffle.order(of: options.count, by: id)
    var problem = MappedProblem(
      .gpqa, id: id, kind: .choice, statement: question.trimmed)
    problem.set(.choices, .strings(order.map { options[$0].trimmed }))
    problem.set(
      .answer, order.firstIndex(of: 0).map { ReferenceDecoder.letters[$0] } ?? "A")
    problem.set(
      .tags, ["High-level domain", "Subdomain"].compactMap { fields.optional($0) })
    problem.keep("permutation", .array(order.map(JSON.int)))
    return problem
  }
}

/// Orders that look random and are the same everywhere.
enum Shuffle {
  /// The numbers below `count`, shuffled by a text's digest (Fisher and Yates).
  static func order(of count: Int, by seed: String) -> [Int] {
    let digits = Array(SHA256.hex(seed).utf8)
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      // 16 bits for each step: no choice is likelier than another by more than 1 in 6,000.
      let start = (count - 1 - last) * 4 % (digits.count - 3)
      let number = digits[start..<start + 4].reduce(0) { $0 << 4 + value($1) }
      order.swapAt(last, number % (last + 1))
    }
    return order
  }

  private static func value(_ digit: UInt8) -> Int {
    Int(digit) - (digit < UInt8(ascii: "a") ? 48 : 87)
  }
}
