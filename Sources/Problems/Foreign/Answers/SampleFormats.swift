import Grading

/// OpenAI evals: `{input: text | [{role, content}], ideal: text | [text, …]}`.
enum OpenAIEvalsFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool { record.has("input", "ideal") }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let asked = Messages(fields, "input"), let golds = fields.texts("ideal", single: true)
    else { return nil }
    var problem = MappedProblem(
      .openaiEvals,
      id: fields.optional("id") ?? "eval-" + ForeignID.ofContent((asked.system ?? "") + asked.text),
      kind: .answer, statement: asked.text)
    problem.set(.answer, golds)
    problem.set(.compare, Comparing.suited(to: golds).rawValue)
    problem.set(.system, asked.system)
    return problem
  }
}

/// Inspect's samples: `{input, target, choices?, id?, metadata?}`; the target of a choice is a letter.
enum InspectFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool { record.has("input", "target") }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let asked = Messages(fields, "input"), let targets = fields.texts("target", single: true)
    else { return nil }
    for name in ["sandbox", "setup", "files"] where fields.has(name) {
      if let field = fields[name] {
        fields.fail(
          field, "samples with “\(name)” need an environment of their own",
          mend: "leave them out; there is no such thing here")
      }
      return nil
    }
    let choices = fields.has("choices") ? fields.texts("choices") ?? [] : []
    var problem = MappedProblem(
      .inspect,
      id: fields.optional("id") ?? "sample-"
        + ForeignID.ofContent((asked.system ?? "") + asked.text),
      kind: choices.isEmpty ? .answer : .choice, statement: asked.text)
    problem.set(.choices, choices)
    problem.set(.answer, targets)
    if choices.isEmpty { problem.set(.compare, Comparing.suited(to: targets).rawValue) }
    problem.set(.system, asked.system)
    problem.keep("metadata", from: fields)
    return problem
  }
}

/// Rows of verl and rllm: `{data_source, prompt: [{content, role}], reward_model: {ground_truth},
/// extra_info: {index, split}}`; the gold is text or a number.
enum VerlFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("prompt", "reward_model") && record["reward_model"]?["ground_truth"] != nil
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let asked = Messages(fields, "prompt") else { return nil }
    guard let gold = fields["reward_model"]?.value["ground_truth"]?.textual, !gold.isBlank else {
      fields.fail(
        "“reward_model.ground_truth” is neither text nor a number", mend: "write the right answer")
      return nil
    }
    let info = fields["extra_info"]?.value
    let source = fields.optional("data_source")
    let index = info?["problem_idx"]?.textual ?? info?["index"]?.textual
    let id = index.map { "\(source ?? context.fileStem)/\(info?["split"]?.string ?? "row")/\($0)" }
    var problem = MappedProblem(
      .verl, id: id ?? "verl-" + ForeignID.ofContent(asked.text), kind: .answer,
      statement: asked.text)
    problem.set(.answer, gold)
    problem.set(.system, asked.system)
    problem.set(.source, source)
    problem.set(.tags, [fields.optional("ability")].compactMap { $0 })
    problem.keep("extra_info", from: fields)
    return problem
  }
}

/// A prompt that is a text or a list of messages.
struct Messages {
  var system: String?
  var text: String

  /// `nil` after logging what is wrong.
  init?(_ fields: Fields, _ name: String) {
    guard let field = fields[name] else {
      fields.missing(name, mend: "every record of this format has it")
      return nil
    }
    if let text = field.value.textual {
      self.text = text
      return
    }
    guard let messages = field.value.array, !messages.isEmpty else {
      fields.wrongType(field, "text or a list of messages", mend: "write [{role, content}]")
      return nil
    }
    var systems: [String] = []
    var turns: [(role: String, content: String)] = []
    for message in messages {
      guard let role = message["role"]?.string, let content = Messages.content(message) else {
        fields.fail(
          field, "“\(name)” holds a message without role or text", mend: "write {role, content}")
        return nil
      }
      if role == "system" || role == "developer" {
        systems.append(content)
      } else {
        turns.append((role, content))
      }
    }
    system = systems.isEmpty ? nil : systems.joined(separator: "\n\n")
    // A single turn is the question; of several each keeps its name.
    text =
      turns.count == 1
      ? turns[0].content
      : turns.map { "\($0.role.capitalised): \($0.content)" }.joined(separator: "\n\n")
  }

  private static func content(_ message: JSON) -> String? {
    if let text = message["content"]?.string { return text }
    guard let parts = message["content"]?.array else { return nil }
    let texts = parts.compactMap { $0["text"]?.string }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }
}

extension String {
  fileprivate var capitalised: String {
    prefix(1).uppercased() + dropFirst()
  }
}

/// Which comparison suits golds of sets that do not say.
enum Comparing {
  /// Mathematics where every gold holds a digit or a formula, else words.
  static func suited(to golds: [String]) -> Problem.Comparison {
    golds.allSatisfy { gold in
      gold.contains("\\") || gold.contains("$")
        || gold.contains(where: \.isNumber) && !gold.contains { $0.isLetter && $0.isLowercase }
    } ? .mathematics : .text
  }
}
