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

  /// Whether completions cost requests, which another run may have made already.
  var asksServers: Bool { get }

  /// Ends what was started for this source.
  func stop() async
}

extension CompletionSource {
  var asksServers: Bool { true }
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
    var concurrency: Concurrency
    var caFile: String?
    var rpm: Int?
    var tpm: Int?
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
      retries: options.retries, concurrency: try options.concurrencyLimit,
      caFile: options.caFile, rpm: options.rpm, tpm: options.tpm)
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
  @Sendable private static func readImage(_ path: String) throws(Fault) -> PromptImage {
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
    try model(
      runID: runID, settings.concurrency, RetryPolicy(tries: settings.retries + 1), onEvent)
  }

  /// Waits for servers that are still starting.
  ///
  /// - Throws: if none is ready in the end: nothing was asked yet.
  func awaitReadiness(atMost time: Duration) async throws {
    let readiness = Readiness(
      wire, over: try CurlTransport(.init(connections: 16, caFile: settings.caFile)),
      key: settings.key)
    let late = await readiness.wait(for: endpoints, atMost: time) { endpoint, reason in
      Terminal.standard.remark("Waiting for \(endpoint.display): \(reason)")
    }
    guard late.count == endpoints.count else { return }
    throw Ending(
      .faultsLeft,
      lines: late.map { "\($0.endpoint.display): not ready within --wait-ready: \($0.reason)" })
  }

  /// A model for measuring: so many requests in flight, and no second tries.
  func model(askingAtOnce concurrency: Int) throws(Ending) -> any Model {
    try model(runID: "tune", .fixed(concurrency), .never) { _ in }
  }

  private func model(
    runID: String, _ concurrency: Concurrency, _ policy: RetryPolicy,
    _ onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model {
    let clock = RetryClock.system
    do throws(Fault) {
      return RemoteModel(
        wire, at: endpoints,
        over: try CurlTransport(
          .init(connections: concurrency.most + 16, caFile: settings.caFile)),
        options: .init(
          key: settings.key, runPrefix: String(runID.prefix(8)),
          userAgent: "assay/\(Assay.version)", limits: HTTPLimits(total: settings.timeout),
          deadline: settings.deadline.map { clock.deadline(in: $0) },
          concurrency: concurrency, requestsPerMinute: settings.rpm,
          tokensPerMinute: settings.tpm),
        policy: policy, clock: clock, onEvent: onEvent)
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
  var asksServers: Bool { false }
  private let path: String
  private let digest: String
  private let outputs: [StoredOutput]
  private let modelName: String

  init(
    path: String, set: ProblemSet, skipUnknown: Bool, model: String?
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

  func model(
    runID: String, onEvent: @escaping @Sendable (InferenceEvent) -> Void
  ) throws(Ending) -> any Model {
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
