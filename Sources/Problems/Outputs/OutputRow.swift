import Grading

/// The form of one record of outputs, told by its fields.
enum OutputRow {
  /// Ours, and that of HumanEval and EvalPlus.
  case plain
  /// A result of OpenAI's Batch API or of vLLM's `run-batch`.
  case batch
  /// LiveCodeBench: `{question_id, code_list}`.
  case codeList
  /// lm-evaluation-harness: `{doc_id, doc, resps, …}`.
  case lmEvaluation
  /// NeMo-Skills: `{problem, generation, …}`.
  case nemo
  /// A sample of Inspect's logs.
  case inspect

  init(_ record: JSON) {
    if record.has("custom_id"), record.has("response") || record.has("error") {
      self = .batch
    } else if record.has("code_list") {
      self = .codeList
    } else if record.has("doc_id", "resps") {
      self = .lmEvaluation
    } else if record.has("generation"), record.has("problem") || record.has("expected_answer") {
      self = .nemo
    } else if record.has("output", "epoch") || record.has("output", "input", "target") {
      self = .inspect
    } else {
      self = .plain
    }
  }
}

/// One output of another tool, before it is known which attempt it is.
struct ForeignOutput {
  var problemID: String?
  /// What errors call the problem.
  var name: String
  var attempt: Int?
  var completion: Completion
  /// Why there is none: the request failed.
  var failure: String?
}

/// Reads the records of other tools.
struct ForeignOutputs {
  let index: OutputIndex

  /// The outputs of a record; `nil` where it has not the form.
  func outputs(_ record: JSON, _ row: OutputRow) -> [ForeignOutput]? {
    switch row {
    case .plain: nil
    case .batch: batch(record).map { [$0] }
    case .codeList: codeList(record)
    case .lmEvaluation: lmEvaluation(record)
    case .nemo: nemo(record).map { [$0] }
    case .inspect: inspect(record).map { [$0] }
    }
  }

  // MARK: Batch

  /// What stands between a problem's id and the number of the attempt in `custom_id`.
  static let attemptMark: Character = "#"

  private func batch(_ record: JSON) -> ForeignOutput? {
    guard let name = record["custom_id"]?.string else { return nil }
    var problem = Substring(name)
    var attempt: Int?
    if let mark = name.lastIndex(of: ForeignOutputs.attemptMark),
      let number = Int(name[name.index(after: mark)...])
    {
      problem = name[..<mark]
      attempt = number
    }
    var output = ForeignOutput(
      problemID: index.id(named: String(problem)), name: String(problem), attempt: attempt,
      completion: Completion(content: ""))
    let status = record["response"]?["status_code"]?.int ?? 200
    let body = record["response"]?["body"]
    if let error = record["error"], !error.isNull {
      output.failure = "the request failed: \(error["message"]?.string ?? error.text)"
    } else if status != 200 {
      let said = body?["error"]?["message"]?.string ?? body?.text ?? ""
      output.failure = "the server answered \(status): \(said.prefix(300))"
    } else if let choice = body?["choices"]?[0] {
      output.completion = ForeignOutputs.completion(choice, of: body ?? .null)
    } else {
      output.failure = "the reply holds no choice"
    }
    return output
  }

  /// A completion of OpenAI's chat or text protocol.
  private static func completion(_ choice: JSON, of body: JSON) -> Completion {
    let message = choice["message"]
    let reasoning = [message?["reasoning"]?.string, message?["reasoning_content"]?.string]
    return Completion(
      content: message?["content"].map(text) ?? choice["text"]?.string ?? "",
      reasoning: reasoning.compactMap { $0 }.first { !$0.isEmpty },
      finishReason: .init(name: choice["finish_reason"]?.string ?? "stop"),
      promptTokens: tokens(body["usage"]?["prompt_tokens"]),
      completionTokens: tokens(body["usage"]?["completion_tokens"]),
      servedModel: body["model"]?.string, requestID: body["id"]?.string)
  }

  /// Content that is a text or a list of parts.
  private static func text(_ content: JSON) -> String {
    if let text = content.string { return text }
    let parts = content.array ?? []
    return parts.filter { $0["type"]?.string ?? "text" == "text" }
      .compactMap { $0["text"]?.string }.joined()
  }

  static func tokens(_ json: JSON?) -> Int? {
    json?.int.flatMap { 0...1_000_000_000 ~= $0 ? $0 : nil }
  }

  // MARK: Code

  private func codeList(_ record: JSON) -> [ForeignOutput]? {
    guard let name = record["question_id"]?.textual, let codes = record["code_list"]?.array else {
      return nil
    }
    return codes.map { code in
      ForeignOutput(
        problemID: index.id(named: name), name: name,
        completion: ForeignOutputs.code(code.string ?? "", info: "python"))
    }
  }

  /// Code that another tool has cut out already: all of it is meant.
  static func code(_ source: String, info: String) -> Completion {
    Completion(content: source.isBlank ? "" : Fence.around(source, info: info))
  }

  // MARK: Harnesses

  private func lmEvaluation(_ record: JSON) -> [ForeignOutput]? {
    guard let number = record["doc_id"]?.int else { return nil }
    let doc = record["doc"] ?? .null
    let replies = (record["resps"]?.array ?? []).flatMap { $0.array ?? [$0] }
    let texts = replies.compactMap(\.string)
    guard texts.count == replies.count, !texts.isEmpty else { return nil }
    let id = problem(of: doc) ?? index.id(at: number)
    return texts.map { text in
      ForeignOutput(problemID: id, name: "doc_id \(number)", completion: Completion(content: text))
    }
  }

  private func nemo(_ record: JSON) -> ForeignOutput? {
    guard let text = record["generation"]?.string else { return nil }
    let name = record["problem"]?.string ?? record["question"]?.string ?? ""
    return ForeignOutput(
      problemID: problem(of: record), name: "“\(name.prefix(60))”",
      completion: Completion(
        content: text, finishReason: .init(name: record["finish_reason"]?.string ?? "stop"),
        completionTokens: ForeignOutputs.tokens(record["num_generated_tokens"])))
  }

  private func inspect(_ record: JSON) -> ForeignOutput? {
    guard let reply = record["output"] else { return nil }
    let name = record["id"]?.textual ?? "a sample without id"
    let asked = record["input"]?.string ?? record["input"]?.array?.last?["content"]?.string
    var output = ForeignOutput(
      problemID: index.id(named: name) ?? asked.flatMap { index.id(stating: $0) }, name: name,
      attempt: record["epoch"]?.int, completion: Completion(content: ""))
    guard let choice = reply["choices"]?[0] else {
      let said = record["error"]?["message"]?.string ?? reply["error"]?.string
      output.failure = "the log holds no output\(said.map { ": \($0.prefix(300))" } ?? "")"
      return output
    }
    let parts = choice["message"]?["content"]
    let thoughts = parts?.array?.compactMap { $0["reasoning"]?.string } ?? []
    output.completion = Completion(
      content: parts.map(ForeignOutputs.text) ?? "",
      reasoning: thoughts.isEmpty ? nil : thoughts.joined(separator: "\n"),
      finishReason: .init(name: choice["stop_reason"]?.string ?? "stop"),
      promptTokens: ForeignOutputs.tokens(reply["usage"]?["input_tokens"]),
      completionTokens: ForeignOutputs.tokens(reply["usage"]?["output_tokens"]),
      latencyMilliseconds: reply["time"]?.double.flatMap { 0...1e9 ~= $0 ? $0 * 1_000 : nil },
      servedModel: reply["model"]?.string)
    return output
  }

  /// The problem that a record of problem fields is: by an id, or by its statement.
  private func problem(of record: JSON) -> String? {
    for name in ["task_id", "problem_id", "question_id", "unique_id", "id", "problem_idx"] {
      if let id = record[name]?.textual.flatMap({ index.id(named: $0) }) { return id }
    }
    for name in ["problem", "question", "prompt", "input", "text", "Problem", "Question"] {
      if let id = record[name]?.string.flatMap({ index.id(stating: $0) }) { return id }
    }
    return nil
  }
}
