import Grading
import ModelServer
import Problems

/// The model server of this process, playing back a recording.
struct EmbeddedServer: Sendable {
  private let server: ModelServer
  /// For clients, for example `http://127.0.0.1:40123`.
  let address: String

  /// How the server behaves besides.
  struct Behaviour {
    var port: UInt16 = 0
    var latency: Duration?
    /// As ``Injection/list(parsing:)`` reads them.
    var faults: String?
    var requestsPerSecond: Double?
  }

  /// Starts a server that answers each prompt with the outputs of its problem.
  init(
    playing outputs: [StoredOutput], of prompts: [(problem: Problem, prompt: Prompt)],
    modelName: String, _ behaviour: Behaviour = Behaviour()
  ) async throws {
    var recorded: [String: [RecordedCompletion]] = [:]
    for output in outputs.sorted(by: { $0.attempt < $1.attempt }) {
      recorded[output.problemID, default: []].append(RecordedCompletion(output.completion))
    }
    let playback = prompts.compactMap { entry in
      recorded[entry.problem.id].map { PlaybackEntry(prompt: entry.prompt.text, completions: $0) }
    }
    server = ModelServer(
      playback: playback,
      options: .init(
        port: behaviour.port, model: modelName,
        latencyMilliseconds: Int((behaviour.latency?.seconds ?? 0) * 1_000),
        faults: try Self.injections(behaviour.faults),
        requestsPerSecond: behaviour.requestsPerSecond))
    do {
      address = try await server.start()
    } catch {
      throw Ending.badInput("the embedded server cannot listen on port \(behaviour.port): \(error)")
    }
  }

  func stop() async { await server.stop() }

  private static func injections(_ text: String?) throws(Ending) -> [Injection] {
    guard let text else { return [] }
    do throws(Injection.ParseError) {
      return try Injection.list(parsing: text)
    } catch {
      throw .badInput("--faults: \(error.description)")
    }
  }
}

extension RecordedCompletion {
  init(_ completion: Completion) {
    self.init(
      content: completion.content, reasoning: completion.reasoning,
      finishReason: completion.finishReason.name, promptTokens: completion.promptTokens,
      completionTokens: completion.completionTokens)
  }
}
