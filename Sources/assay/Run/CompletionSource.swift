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

  /// Asks the servers who they are; takes some seconds where one does not answer.
  func introductions() async -> [ServerCard]

  /// What is known of the servers once they have answered; `cards` are their introductions.
  func servers(introduced cards: [ServerCard]) -> [ServerCard]

  /// Ends what was started for this source.
  func stop() async
}

extension CompletionSource {
  var asksServers: Bool { true }

  func introductions() async -> [ServerCard] { [] }
  func servers(introduced cards: [ServerCard]) -> [ServerCard] { [] }
  func stop() async {}
}

/// Model servers on the network.
struct EndpointSource: CompletionSource {
  private let endpoints: [Endpoint]
  private let wire: any WireProtocol
  private let sampling: Sampling
  private let settings: Settings
  private let transport: CurlTransport
  private let watch: ServerWatch

  /// How patiently and by what name the servers are asked.
  private struct Settings {
    var modelName: String
    var key: Secret?
    var limits: HTTPLimits
    var deadline: Duration?
    var retries: Int
    var concurrency: Concurrency
    var rpm: Int?
    var tpm: Int?
    var batching: Batching?
  }

  init(endpoints: [String], options: ModelOptions) async throws {
    let choice = try ProtocolChoice(options.wire)
    try choice.check(options.wiring, flag: options.wire)
    guard let model = options.model ?? (choice.needsNoModel ? "infer" : nil) else {
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
    sampling = choice.completed(try options.sampling())
    settings = Settings(
      modelName: model, key: options.key(for: choice),
      limits: try options.wiring.limits(
        total: try parseDuration(options.timeout, flag: "--timeout")),
      deadline: try options.deadline.map { text throws(Ending) in
        try parseDuration(text, flag: "--deadline")
      },
      retries: options.retries, concurrency: try options.concurrencyLimit, rpm: options.rpm,
      tpm: options.tpm, batching: options.wiring.batching)
    transport = try Self.transport(options)
    let streams = options.wiring.stream
    var wire = choice.adapter(model: model, sampling, streams: streams)
    if choice.wantsSignature, let first = self.endpoints.first {
      let inquiry = ServerInquiry(
        wire, over: transport, key: settings.key, userAgent: Self.userAgent)
      let signature = await inquiry.signature(of: model, at: first)
      wire = choice.adapter(model: model, sampling, streams: streams, signature: signature)
    }
    self.wire = wire
    watch = ServerWatch(
      ReplyAudit(sampling: sampling, streams: streams), askedModel: model)
    for flag in wire.unsent {
      Terminal.standard.remark("\(flag): \(wire.name) has no place for it; it is not sent")
    }
  }

  private static let userAgent = "assay/\(Assay.version)"

  private static func transport(_ options: ModelOptions) throws -> CurlTransport {
    let width = try options.concurrencyLimit.most
    let isFixed = try options.concurrencyLimit == .fixed(width)
    do throws(Fault) {
      let transport = try CurlTransport(
        .init(connections: width + 16, caFile: options.caFile))
      if isFixed, transport.connections < width {
        Terminal.standard.remark(
          "The system allows \(transport.openFileLimit) open files, which is room for \(transport.connections) connections; --concurrency is \(width). More: ulimit -n"
        )
      }
      return transport
    } catch {
      throw Ending.badInput(error.message)
    }
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

  /// Looks whether the servers are there before anything is asked of them, and tells of those that are
  /// not. They are asked all the same: what fails then is stored as a fault, and asked again by the same
  /// call.
  func tellReadiness() async {
    let states = await Readiness(wire, over: transport, key: settings.key).states(of: endpoints)
    for (endpoint, state) in zip(endpoints, states) {
      let obstacle: String
      switch state {
      case .ready: continue
      case .starting(let reason): obstacle = "is still loading: \(reason)"
      case .unreachable(let reason): obstacle = reason
      }
      Terminal.standard.remark(
        "\(endpoint.display): \(obstacle); --wait-ready 10min waits until it is ready")
    }
  }

  /// Waits for servers that are still starting.
  ///
  /// - Throws: if none is ready in the end: nothing was asked yet.
  func awaitReadiness(atMost time: Duration) async throws {
    let readiness = Readiness(
      wire, over: transport, key: settings.key)
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
    return watch.watching(
      RemoteModel(
        wire, at: endpoints, over: transport,
        options: .init(
          key: settings.key, runPrefix: String(runID.prefix(8)), userAgent: Self.userAgent,
          limits: settings.limits, deadline: settings.deadline.map { clock.deadline(in: $0) },
          concurrency: concurrency, requestsPerMinute: settings.rpm,
          tokensPerMinute: settings.tpm, batching: settings.batching),
        policy: policy, clock: clock, onEvent: onEvent))
  }

  func introductions() async -> [ServerCard] {
    let inquiry = ServerInquiry(
      wire, over: transport, key: settings.key, userAgent: Self.userAgent)
    return await withTaskGroup(of: (Int, ServerCard).self) { group in
      for (place, endpoint) in endpoints.enumerated() {
        group.addTask { (place, await inquiry.card(of: endpoint, askedModel: settings.modelName)) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  func servers(introduced cards: [ServerCard]) -> [ServerCard] {
    zip(endpoints, cards).map { watch.card(of: $0, said: $1) }
  }
}

extension ModelOptions {
  /// The key, from the variable named or, unless one is, from the protocol's usual one.
  func key(for choice: ProtocolChoice) -> Secret? {
    let usual = apiKeyEnv == "OPENAI_API_KEY" ? choice.usualKeyVariable : apiKeyEnv
    return (environment(usual) ?? environment(apiKeyEnv)).flatMap { Secret($0) }
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
    endpoint = try await EndpointSource(endpoints: [server.address], options: options)
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
