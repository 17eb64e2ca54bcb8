import Grading

/// MATH and MATH-500, AIME, AMC, HMMT, MathArena, Omni-MATH and NeMo-Skills' problem files: a problem
/// and its answer under one of several names, whatever their case.
///
/// `{problem | question, answer | expected_answer | final_answer?, solution?, id | problem_idx |
/// unique_id?, level | difficulty?, type | subject | domain?, url | source?, year?}`. Without an answer,
/// the gold is in the last `\boxed{}` of `solution`.
enum MathFormat: ForeignFormat {
  private static let questions = ["problem", "question"]
  private static let answers = ["answer", "expected_answer"]
  private static let solutions = ["solution"]
  private static let ids = ["unique_id", "id", "problem_idx", "problem_id", "idx"]

  static func recognises(_ record: JSON) -> Bool {
    guard let members = record.members else { return false }
    let names = Set(members.map { $0.key.lowercased() })
    guard questions.contains(where: names.contains) else { return false }
    return answers.contains(where: names.contains)
      || names.contains("solution")
        && members.contains { $0.value.string?.contains("\\boxed") == true }
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    let named = FoldedFields(fields)
    guard let question = named.text(questions) else {
      fields.missing("problem", mend: "every record of this format has it")
      return nil
    }
    guard let golds = golds(named, fields) else { return nil }
    let id =
      named.text(ids).map { ids in context.fileStem.isEmpty ? ids : scoped(ids, context) }
      ?? "math-" + ForeignID.ofContent(question)
    var problem = MappedProblem(.math, id: id, kind: .answer, statement: question)
    problem.set(.answer, golds)
    problem.set(.difficulty, (named.text(["level"]) ?? named.text(["difficulty"])).map(level))
    problem.set(.tags, named.texts(["subject", "type", "problem_type", "domain"]))
    problem.set(.source, named.text(["url", "source"]))
    problem.keep("solution", named.value(solutions))
    problem.keep("year", named.value(["year"]))
    return problem
  }

  /// Bare numbers are unique in their file only.
  private static func scoped(_ id: String, _ context: MappingContext) -> String {
    id.allSatisfy(\.isNumber) ? "\(context.fileStem)/\(id)" : id
  }

  private static func golds(_ named: FoldedFields, _ fields: Fields) -> [String]? {
    if let value = named.value(answers) {
      let texts = (value.array ?? [value]).compactMap(number)
      if !texts.isEmpty, !texts.contains(where: \.isBlank) { return texts }
      fields.fail("“answer” is \(value.typeName), not an answer", mend: "write text or a number")
      return nil
    }
    if let solution = named.value(solutions)?.string, let gold = Boxed.last(in: solution) {
      return [gold]
    }
    fields.fail(
      "there is neither an answer nor a \\boxed{} in “solution”", mend: "add “answer”")
    return nil
  }

  /// A whole number that was written as a float is meant as one: `27.0`.
  private static func number(_ value: JSON) -> String? {
    guard case .number(let text) = value, text.hasSuffix(".0") else { return value.textual }
    return String(text.dropLast(2))
  }

  /// `5` of `Level 5`.
  private static func level(_ text: String) -> String {
    text.hasPrefix("Level ") ? String(text.dropFirst(6)) : text
  }
}

/// Fields by their names in lower case.
struct FoldedFields {
  private let members: [(name: String, value: JSON)]

  init(_ fields: Fields) {
    members = fields.all.map { ($0.name.lowercased(), $0.value) }
  }

  /// The first of `names` that is there and not null.
  func value(_ names: [String]) -> JSON? {
    for name in names {
      if let member = members.first(where: { $0.name == name && !$0.value.isNull }) {
        return member.value
      }
    }
    return nil
  }

  func text(_ names: [String]) -> String? {
    value(names)?.textual.flatMap { $0.isBlank ? nil : $0 }
  }

  /// The texts of all of `names`, of lists too.
  func texts(_ names: [String]) -> [String] {
    names.flatMap { name in
      value([name]).map { ($0.array ?? [$0]).compactMap(\.string) } ?? []
    }
  }
}

/// The content of `\boxed{}`.
enum Boxed {
  /// That of the last one whose braces are balanced; `nil` if there is none.
  static func last(in text: String) -> String? {
    let bytes = Array(text.utf8)
    for word in ["\\boxed", "\\fbox"] {
      let name = Array(word.utf8)
      guard bytes.count > name.count else { continue }
      var start = bytes.count - name.count
      while start >= 0 {
        if bytes[start..<start + name.count].elementsEqual(name),
          let content = braced(bytes, from: start + name.count)
        {
          return content
        }
        start -= 1
      }
    }
    return nil
  }

  private static func braced(_ bytes: [UInt8], from start: Int) -> String? {
    var position = start
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    guard position < bytes.count else { return nil }
    guard bytes[position] == UInt8(ascii: "{") else {
      // `\boxed 5`, as some solutions have it.
      let rest = bytes[position...].prefix { $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "\n") }
      let text = String(decoding: rest, as: UTF8.self).trimmed
      return text.isEmpty ? nil : text
    }
    var depth = 0
    for index in position..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): continue
      case UInt8(ascii: "{") where index == 0 || bytes[index - 1] != UInt8(ascii: "\\"): depth += 1
      case UInt8(ascii: "}") where bytes[index - 1] != UInt8(ascii: "\\"):
        depth -= 1
        if depth == 0 { return String(decoding: bytes[position + 1..<index], as: UTF8.self) }
      default: continue
      }
    }
    return nil
  }
}
