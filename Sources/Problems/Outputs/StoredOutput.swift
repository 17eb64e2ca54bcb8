public import Grading

/// A completion that was made elsewhere, and the line it stands on.
public struct StoredOutput: Sendable, Hashable {
  public var problemID: String
  /// Numbered from 1.
  public var attempt: Int
  public var completion: Completion
  public var model: String?
  /// Counted from 1; `nil` where it cannot be told.
  public var line: Int?
  /// Why there is no completion: a request that failed where the outputs were made.
  public var failure: String?

  public init(
    problemID: String, attempt: Int, completion: Completion, model: String? = nil,
    line: Int? = nil, failure: String? = nil
  ) {
    self.problemID = problemID
    self.attempt = attempt
    self.completion = completion
    self.model = model
    self.line = line
    self.failure = failure
  }
}

extension StoredOutput {
  /// Reads outputs for problems that are known by their ids alone.
  ///
  /// - Parameters:
  ///   - problems: The ids that are known, in the set's order.
  ///   - skipUnknown: Whether outputs of other problems are left out instead of being errors.
  /// - Throws: all that is wrong, each with its line.
  public static func read(
    _ path: String, problems: some Sequence<String>, skipUnknown: Bool = false
  ) throws(LoadingErrors) -> [StoredOutput] {
    try read(path, OutputIndex(ids: Array(problems)), skipUnknown)
  }

  /// Reads outputs of a set, also those that name a problem by its statement or its position.
  ///
  /// The file may be ours, or one of HumanEval, EvalPlus (a folder too), LiveCodeBench, bigcode,
  /// lm-evaluation-harness, Inspect, NeMo-Skills, OpenAI's Batch API and vLLM's `run-batch`.
  public static func read(
    _ path: String, of set: ProblemSet, skipUnknown: Bool = false
  ) throws(LoadingErrors) -> [StoredOutput] {
    let index = OutputIndex(
      ids: set.problems.map(\.id), statements: set.problems.map { ($0.id, $0.statement) })
    return try read(path, index, skipUnknown)
  }

  private static func read(
    _ path: String, _ index: OutputIndex, _ skipUnknown: Bool
  ) throws(LoadingErrors) -> [StoredOutput] {
    let log = ErrorLog()
    var reader = StoredOutputReader(index: index, log: log, skipUnknown: skipUnknown)
    OutputFiles.read(path, into: &reader, log)
    try log.throwIfAny()
    return reader.outputs
  }
}

/// Reads stored outputs from one file after another.
struct StoredOutputReader {
  let index: OutputIndex
  private let log: ErrorLog
  private let skipUnknown: Bool
  private let foreign: ForeignOutputs
  private(set) var outputs: [StoredOutput] = []
  private var places: [AttemptID: String] = [:]
  private var counts: [String: Int] = [:]

  static let idNames = ["problem_id", "task_id", "question_id", "id"]
  static let contentNames = ["completion", "response", "output", "generation", "solution"]
  static let attemptRange = 1...100_000

  init(problems: some Sequence<String>, log: ErrorLog, skipUnknown: Bool = false) {
    self.init(index: OutputIndex(ids: Array(problems)), log: log, skipUnknown: skipUnknown)
  }

  init(index: OutputIndex, log: ErrorLog, skipUnknown: Bool) {
    self.index = index
    self.log = log
    self.skipUnknown = skipUnknown
    foreign = ForeignOutputs(index: index)
  }

  /// Reads a file of records, a line each.
  mutating func read(_ path: String, shownAs shown: String) {
    do throws(ProblemError) {
      try RecordReader.eachLine(of: path, shownAs: shown, repairsText: true) { line in
        switch line {
        case .success(let record): take(record)
        case .failure(let error): log.add(error)
        }
        return true
      }
    } catch {
      log.add(error)
    }
  }

  /// Takes a record of any form.
  mutating func take(_ record: Record) {
    let row = OutputRow(record.value)
    guard let found = foreign.outputs(record.value, row) else {
      if case .plain = row {
        takePlain(record)
      } else {
        log.add(record.place.error("the output cannot be read", mend: "mend the record"))
      }
      return
    }
    for output in found { take(output, at: record.place) }
  }

  /// Takes one output of another tool.
  mutating func take(_ output: ForeignOutput, at place: Place) {
    guard let problemID = output.problemID else {
      if skipUnknown { return }
      unknown(output.name, at: place)
      return
    }
    var number = counts[problemID, default: 0] + 1
    counts[problemID] = number
    if let given = output.attempt {
      guard StoredOutputReader.attemptRange.contains(given) else {
        log.add(
          place.error(
            "\(given) is no number of an attempt", mend: "number them from 1",
            problemID: problemID))
        return
      }
      number = given
    }
    guard isNew(problemID, number, at: place) else { return }
    outputs.append(
      StoredOutput(
        problemID: problemID, attempt: number, completion: output.completion,
        model: output.completion.servedModel, line: place.line, failure: output.failure))
  }

  private func unknown(_ name: String, at place: Place) {
    log.add(
      place.error(
        "“\(name)” is no problem of the set",
        mend: Nearest.mend(
          name, among: index.ids.sorted(), otherwise: "pass over such lines with --skip-unknown")))
  }

  /// Whether an attempt was not there before; logged if it was.
  private mutating func isNew(_ problemID: String, _ number: Int, at place: Place) -> Bool {
    let here = place.line.map { "\(place.path):\($0)" } ?? place.path
    let id = AttemptID(problemID: problemID, number: number)
    guard let first = places.updateValue(here, forKey: id) else { return true }
    log.add(
      place.error(
        "attempt \(number) stands twice; first in \(first)",
        mend: "number the attempts, or leave “attempt” out of all lines", problemID: problemID))
    return false
  }

  // MARK: our own form

  private mutating func takePlain(_ record: Record) {
    guard let fields = Fields(record, of: "the line", log: log),
      let name = StoredOutputReader.idNames.first(where: { fields.has($0) }),
      let given = fields.text(name)
    else {
      if record.value.members != nil, !StoredOutputReader.idNames.contains(where: hasValue) {
        log.add(
          record.place.error("“problem_id” is missing", mend: "name the problem that is answered"))
      }
      return
    }
    func hasValue(_ name: String) -> Bool { record.value[name].map { !$0.isNull } ?? false }
    guard let problemID = index.id(named: given) else {
      if !skipUnknown { unknown(given, at: record.place.at(name)) }
      return
    }
    var known = fields
    known.problemID = problemID
    guard let completion = completion(known), let attempt = attempt(known, problemID) else {
      return
    }
    outputs.append(
      StoredOutput(
        problemID: problemID, attempt: attempt, completion: completion,
        model: completion.servedModel, line: record.place.line))
  }

  private mutating func attempt(_ fields: Fields, _ problemID: String) -> Int? {
    let count = counts[problemID, default: 0] + 1
    counts[problemID] = count
    var number = count
    if fields.has("attempt"), let field = fields["attempt"] {
      guard let given = field.value.int, StoredOutputReader.attemptRange.contains(given) else {
        fields.fail(
          field, "“attempt” is no number from 1 on", mend: "write “attempt”: 1, or leave it out")
        return nil
      }
      number = given
    }
    return isNew(problemID, number, at: fields.place) ? number : nil
  }

  private func completion(_ fields: Fields) -> Completion? {
    guard let name = StoredOutputReader.contentNames.first(where: { fields.has($0) }),
      let field = fields[name]
    else {
      fields.missing("completion", mend: "give the text that the model wrote")
      return nil
    }
    guard let content = field.value.string else {
      fields.wrongType(field, "text", mend: "give the text that the model wrote, one line for each")
      return nil
    }
    let usage = fields["usage"]?.value
    return Completion(
      content: content, reasoning: fields["reasoning"]?.value.string,
      finishReason: .init(name: fields["finish_reason"]?.value.string ?? "stop"),
      promptTokens: ForeignOutputs.tokens(usage?["prompt_tokens"]),
      completionTokens: ForeignOutputs.tokens(usage?["completion_tokens"]),
      latencyMilliseconds: fields["latency_ms"]?.value.double.flatMap {
        0...1e12 ~= $0 ? $0 : nil
      },
      servedModel: fields["model"]?.value.string)
  }
}

extension Fields {
  /// Whether the field is there and is not null.
  func has(_ name: String) -> Bool { self[name].map { !$0.value.isNull } ?? false }
}
