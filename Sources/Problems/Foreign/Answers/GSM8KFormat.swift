import Grading

/// GSM8K: `{question, answer}`; the gold stands behind the last `#### `.
enum GSM8KFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("question", "answer") && record["answer"]?.string?.contains("####") == true
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let question = fields.needed("question"), let answer = fields.needed("answer") else {
      return nil
    }
    guard let gold = gold(in: answer) else {
      if let field = fields["answer"] {
        fields.fail(field, "“answer” has no “####”", mend: "end it with “#### ” and the number")
      }
      return nil
    }
    var problem = MappedProblem(
      .gsm8k, id: "gsm8k-" + ForeignID.ofContent(question), kind: .answer, statement: question)
    problem.set(.answer, gold)
    problem.keep("solution", .string(answer))
    return problem
  }

  /// What follows the last `####`, without the commas between thousands.
  static func gold(in answer: String) -> String? {
    let bytes = Array(answer.utf8)
    let mark = UInt8(ascii: "#")
    guard bytes.count >= 4 else { return nil }
    var start = bytes.count - 4
    while start >= 0 {
      if bytes[start..<start + 4].allSatisfy({ $0 == mark }) {
        let rest = bytes[(start + 4)...].filter { $0 != UInt8(ascii: ",") }
        let text = String(decoding: rest, as: UTF8.self).trimmed
        return text.isEmpty ? nil : text
      }
      start -= 1
    }
    return nil
  }
}

extension StringProtocol {
  /// Without white space at either end.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
