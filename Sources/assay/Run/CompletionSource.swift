import Grading
import Inference
import Problems

/// Where a run's completions come from: a server, a recording behind our own server, or a file.
protocol CompletionSource: Sendable {
  /// What will be asked, fixed before the first request.
  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan

  /// The model to ask.
  func model(
    runID: String, onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model

  /// Ends what was started for this source.
  func stop() async
}

extension CompletionSource {
  func stop() async {}
}

/// Model servers on the network.
struct EndpointSource: CompletionSource {
  private let endpoints: [Endpoint]
  private let wire: any WireProtocol
  private let sampling: Sampling
  private let settings: Settings

  /// How patiently and by what name the servers are asked.
  private struct Settings {
    var modelName: String
    var key: Secret?
    var timeout: Duration
    var deadline: Duration?
    var retries: Int
    var width: Int
    var caFile: String?
  }

  init(endpoints: [String], options: ModelOptions) throws {
    let wire = options.wire
    guard let model = options.model ?? (wire == "infer" ? "infer" : nil) else {
      throw Ending.badInput(
        "--model: name the model as the server knows it (assay doctor --endpoint URL lists them)")
    }
    self.endpoints = try endpoints.map { text throws(Ending) in
      do throws(Fault) {
        return try Endpoint(text)
      } catch {
        throw .badInput("--endpoint: \(error.message)")
      }
    }
    sampling = try options.sampling()
    self.wire = try Self.adapter(wire, model: model, sampling)
    settings = Settings(
      modelName: model, key: environment(options.apiKeyEnv).flatMap { Secret($0) },
      timeout: try parseDuration(options.timeout, flag: "--timeout"),
      deadline: try options.deadline.map { text throws(Ending) in
        try parseDuration(text, flag: "--deadline")
      },
      retries: options.retries, width: try options.width, caFile: options.caFile)
  }

  /// The protocol of that name.
  private static func adapter(
    _ name: String, model: String, _ sampling: Sampling
  ) throws(Ending) -> any WireProtocol {
    switch name {
    case "openai-chat": OpenAIChat(model: model, sampling: sampling, image: readImage)
    case "openai-completions": OpenAICompletions(model: model, sampling: sampling)
    case "infer": PlainInfer(sampling: sampling)
    default:
      throw .badInput("--protocol \(name): openai-chat, openai-completions or infer is wanted")
    }
  }

  /// An image of a problem, of a format that servers take.
  @Sendable static func readImage(_ path: String) throws(Fault) -> PromptImage {
    do throws(Ending) {
      if let image = PromptImage(try Files.readBytes(path, limit: 32 << 20)) { return image }
    } catch {
      throw Fault(.unsupported, error.lines.joined(separator: " "))
    }
    throw Fault(.unsupported, "\(path): not a PNG, JPEG, GIF or WebP image")
  }

  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan {
    RunPlan(
      set: set, problems: problems,
      attempts: RunPlan.attempts(problems, count: options.attempts), model: settings.modelName,
      source: endpoints.map(\.display).joined(separator: ", "), sourceIdentity: "",
      protocolName: wire.name, parameters: sampling.parameters,
      prompts: Loading.digests(problems))
  }

  func model(
    runID: String, onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model {
    let clock = RetryClock.system
    do throws(Fault) {
      return RemoteModel(
        wire, at: endpoints,
        over: try CurlTransport(
          .init(connections: settings.width + 16, caFile: settings.caFile)),
        options: .init(
          key: settings.key, runPrefix: String(runID.prefix(8)),
          userAgent: "assay/\(Assay.version)", limits: HTTPLimits(total: settings.timeout),
          deadline: settings.deadline.map { clock.deadline(in: $0) }),
        policy: RetryPolicy(tries: settings.retries + 1), clock: clock, onEvent: onEvent)
    } catch {
      throw .badInput(error.message)
    }
  }
}

/// A recording that ships with the set, behind the embedded server: real requests, no model.
struct RecordedSource: CompletionSource {
  private let name: String
  private let outputs: [StoredOutput]
  private let identity: String
  private let server: EmbeddedServer
  private let endpoint: EndpointSource

  /// Starts the server.
  init(
    name: String, loaded: LoadedSet, prompts: [(problem: Problem, prompt: Prompt)],
    options: ModelOptions
  ) async throws {
    self.name = name
    outputs = try Loading.recording(name, of: loaded)
    identity = SHA256.hex(outputs.map { "\($0.completion)" }.joined(separator: "\u{0}"))
    server = try await EmbeddedServer(
      playing: outputs, of: prompts, modelName: "recorded/\(name)")
    var options = options
    options.model = "recorded/\(name)"
    options.wire = "openai-chat"
    endpoint = try EndpointSource(endpoints: [server.address], options: options)
  }

  func plan(
    _ set: ProblemSet, _ problems: [(problem: Problem, prompt: Prompt)], options: ModelOptions
  ) throws(Ending) -> RunPlan {
    var plan = try endpoint.plan(set, problems, options: options)
    plan.source = "recording “\(name)” of the set, played back on this machine"
    plan.sourceIdentity = identity
    return plan
  }

  func model(
    runID: String, onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model {
    try endpoint.model(runID: runID, onEvent: onEvent)
  }

  func stop() async { await server.stop() }
}

/// Completions made elsewhere.
struct OutputsSource: CompletionSource {
  private let path: String
  private let digest: String
  private let outputs: [StoredOutput]
  private let modelName: String

  init(
    path: String, set: ProblemSet, skipUnknown: Bool, model: String?
  ) throws(Ending) {
    self.path = path
    outputs = try Loading.outputs(at: path, of: set, skipUnknown: skipUnknown)
    // A folder has no bytes of its own.
    digest =
      Files.isFolder(path)
      ? SHA256.hex(
        outputs.map { "\($0.problemID) \($0.attempt) \($0.completion.content)" }
          .joined(separator: "\u{0}"))
      : SHA256.hex(try Files.readBytes(path, limit: 4 << 30))
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

  func model(
    runID: String, onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model {
    GivenOutputs(outputs, path: path)
  }
}

/// A model that answers from stored outputs.
struct GivenOutputs: Model {
  private let completions: [AttemptID: Completion]
  private let failures: [AttemptID: String]
  private let path: String

  init(_ outputs: [StoredOutput], path: String) {
    self.path = path
    var completions: [AttemptID: Completion] = [:]
    var failures: [AttemptID: String] = [:]
    for output in outputs {
      let id = AttemptID(problemID: output.problemID, number: output.attempt)
      if let failure = output.failure {
        failures[id] = failure
      } else if completions[id] == nil {
        completions[id] = output.completion
      }
    }
    self.completions = completions
    self.failures = failures
  }

  func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    if let failure = failures[request.id] { throw Fault(.missingOutput, "\(path): \(failure)") }
    guard let completion = completions[request.id] else {
      throw Fault(.missingOutput, "\(path) has no output for this problem")
    }
    return completion
  }
}
