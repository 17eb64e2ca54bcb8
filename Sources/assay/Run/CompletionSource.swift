import Grading
import Inference
import ModelServer
import Problems

/// Where a run's completions come from: a server, a recording behind our own server, or a file.
protocol CompletionSource: Sendable {
  /// What will be asked, fixed before the first request.
  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan

  /// The model to ask.
  ///
  /// - Parameter requests: how many requests are to come, for remarks.
  func model(runID: String, requests: Int) throws(Ending) -> any Model

  /// Ends what was started for this source.
  func stop() async
}

extension CompletionSource {
  func stop() async {}
}

/// Model servers on the network.
struct EndpointSource: CompletionSource {
  private let endpoints: [Endpoint]
  private let options: ModelOptions
  private let parameters: JSON
  private let timeout: Duration
  private let deadline: Duration?

  init(endpoints: [String], options: ModelOptions) throws(Ending) {
    guard options.model != nil else {
      throw .badInput("--model: name the model as the server knows it (assay doctor --endpoint URL lists them)")
    }
    self.endpoints = try endpoints.map { text throws(Ending) in
      do throws(EndpointError) {
        return try Endpoint(text)
      } catch {
        throw .badInput("--endpoint \(text): \(error.message)")
      }
    }
    self.options = options
    parameters = try options.parameters()
    timeout = try parseDuration(options.timeout, flag: "--timeout")
    deadline = try options.deadline.map { text throws(Ending) in
      try parseDuration(text, flag: "--deadline")
    }
  }

  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan {
    RunPlan(
      set: set, problems: problems,
      attempts: RunPlan.attempts(problems, count: options.attempts), model: options.model ?? "",
      source: endpoints.map(\.description).joined(separator: ", "), sourceIdentity: "",
      protocolName: options.wire, parameters: parameters, prompts: Loading.digests(problems))
  }

  func model(runID: String, requests: Int) throws(Ending) -> any Model {
    fatalNotWired()
  }
}

/// Completions made elsewhere.
struct OutputsSource: CompletionSource {
  private let path: String
  private let digest: String
  private let outputs: [StoredOutput]
  private let modelName: String

  init(
    path: String, problems: [Problem], set: ProblemSet, skipUnknown: Bool, model: String?
  ) throws(Ending) {
    self.path = path
    digest = SHA256.hex(try Files.readBytes(path, limit: 4 << 30))
    outputs = try Loading.outputs(at: path, of: set, skipUnknown: skipUnknown)
    modelName = model ?? outputs.lazy.compactMap(\.model).first ?? "outputs"
  }

  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan {
    var numbers: [String: [Int]] = [:]
    for output in outputs { numbers[output.problemID, default: []].append(output.attempt) }
    // A problem without an output is one attempt, whose fault says so.
    let attempts = problems.flatMap { entry in
      (numbers[entry.problem.id] ?? [1]).sorted().map {
        Attempt(problem: entry.problem, number: $0, prompt: entry.prompt)
      }
    }
    return RunPlan(
      set: set, problems: problems, attempts: attempts, model: modelName,
      source: "outputs \(path)", sourceIdentity: digest, protocolName: "outputs",
      parameters: [:], prompts: Loading.digests(problems))
  }

  func model(runID: String, requests: Int) throws(Ending) -> any Model {
    GivenOutputs(outputs, path: path)
  }
}

/// A model that answers from stored outputs.
struct GivenOutputs: Model {
  private let completions: [AttemptID: Completion]
  private let path: String

  init(_ outputs: [StoredOutput], path: String) {
    self.path = path
    completions = Dictionary(
      outputs.map { (AttemptID(problemID: $0.problemID, number: $0.attempt), $0.completion) },
      uniquingKeysWith: { first, _ in first })
  }

  func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    guard let completion = completions[request.id] else {
      throw Fault(.missingOutput, "\(path) has no output for this problem")
    }
    return completion
  }
}
