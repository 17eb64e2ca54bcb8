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

  public init(
    problemID: String, attempt: Int, completion: Completion, model: String? = nil,
    line: Int? = nil
  ) {
    self.problemID = problemID
    self.attempt = attempt
    self.completion = completion
    self.model = model
    self.line = line
  }
}

extension StoredOutput {
  /// Reads a JSONL file of outputs, in its order.
  ///
  /// - Parameters:
  ///   - problems: The ids that are known.
  ///   - skipUnknown: Whether outputs of other problems are left out instead of being errors.
  /// - Throws: all that is wrong, each with its line.
  public static func read(
    _ path: String, problems: some Sequence<String>, skipUnknown: Bool = false
  ) throws(LoadingErrors) -> [StoredOutput] {
    let log = ErrorLog()
    var reader = StoredOutputReader(problems: problems, log: log, skipUnknown: skipUnknown)
    reader.read(path, shownAs: path)
    try log.throwIfAny()
    return reader.outputs
  }
}

/// Reads stored outputs from one file after another.
struct StoredOutputReader {
  private let problems: Set<String>
  private let log: ErrorLog
  private let skipUnknown: Bool
  private(set) var outputs: [StoredOutput] = []
  private var places: [AttemptID: String] = [:]
  private var counts: [String: Int] = [:]

  static let idNames = ["problem_id", "task_id", "question_id", "id"]
  static let contentNames = ["completion", "response", "output", "generation", "solution"]
  static let attemptRange = 1...100_000

  init(problems: some Sequence<String>, log: ErrorLog, skipUnknown: Bool = false) {
    self.problems = Set(problems)
    self.log = log
    self.skipUnknown = skipUnknown
  }

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

  private mutating func take(_ record: Record) {
    guard let fields = Fields(record, of: "the line", log: log),
      let name = StoredOutputReader.idNames.first(where: { fields.has($0) }),
      let problemID = fields.text(name)
    else {
      if record.value.members != nil, !StoredOutputReader.idNames.contains(where: hasValue) {
        log.add(
          record.place.error("“problem_id” is missing", mend: "name the problem that is answered"))
      }
      return
    }
    func hasValue(_ name: String) -> Bool { record.value[name].map { !$0.isNull } ?? false }
    guard problems.contains(problemID) else {
      if skipUnknown { return }
      fields.fail(
        "“\(problemID)” is no problem of the set",
        mend: Nearest.mend(
          problemID, among: problems.sorted(), otherwise: "pass over such lines with --skip-unknown"
        ),
        at: record.place.at(name))
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
    let here = fields.place.line.map { "\(fields.place.path):\($0)" } ?? fields.place.path
    if let first = places.updateValue(here, forKey: AttemptID(problemID: problemID, number: number))
    {
      fields.fail(
        "attempt \(number) stands twice; first in \(first)",
        mend: "number the attempts, or leave “attempt” out of all lines")
      return nil
    }
    return number
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
      promptTokens: tokens(usage?["prompt_tokens"]),
      completionTokens: tokens(usage?["completion_tokens"]),
      latencyMilliseconds: fields["latency_ms"]?.value.double.flatMap {
        0...1e12 ~= $0 ? $0 : nil
      },
      servedModel: fields["model"]?.value.string)
  }

  private func tokens(_ json: JSON?) -> Int? {
    json?.int.flatMap { 0...1_000_000_000 ~= $0 ? $0 : nil }
  }
}

extension Fields {
  /// Whether the field is there and is not null.
  func has(_ name: String) -> Bool { self[name].map { !$0.value.isNull } ?? false }
}
