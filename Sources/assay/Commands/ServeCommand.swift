import ArgumentParser
import Grading
import Problems

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "The embedded model server on its own: plays back a set's recorded completions.",
    usage: "assay serve SET [--recording NAME] [--port N] […]",
    discussion: """
      It speaks the OpenAI chat protocol and POST /infer on 127.0.0.1, and can misbehave on purpose.

      Examples:
        assay serve problems/starter --port 8080
        assay serve problems/starter --latency 200ms --faults 500@every=10
      """)

  @Argument(help: "A problem set.")
  var set: String

  @Option(help: ArgumentHelp("The recording; default the set's first.", valueName: "name"))
  var recording: String?

  @Option(help: ArgumentHelp("The port; 0 takes a free one.", valueName: "n"))
  var port: UInt16 = 8080

  @Option(help: ArgumentHelp("Wait before each answer.", valueName: "duration"))
  var latency: String?

  @Option(
    help: ArgumentHelp(
      "Faults on purpose: STATUS, STATUS:RETRY_AFTER, drop, truncate, malform, hang or slow:MS, each @every=N or @first=N.",
      valueName: "fault@when,…"))
  var faults: String?

  @Option(help: ArgumentHelp("Requests a second; more get 429.", valueName: "n"))
  var rateLimit: Double?

  @OptionGroup var languageFlags: LanguageFlags

  func validate() throws {
    if let rateLimit, !(0.001...1_000_000).contains(rateLimit) {
      throw ValidationError("--rate-limit is a number from 0.001 to 1000000")
    }
  }

  func run() async throws {
    let installation = try Installation.find()
    try languageFlags.add()
    let loaded = try Loading.set(at: set, installation)
    guard let name = recording ?? loaded.set.recordings.first?.name else {
      throw Ending.badInput("\(set): ships no recorded completions")
    }
    let prompts = try Loading.prompts(of: loaded, loaded.set.problems, installation)
    let server = try await EmbeddedServer(
      playing: try Loading.recording(name, of: loaded), of: prompts,
      modelName: "recorded/\(name)",
      .init(
        port: port,
        latency: try latency.map { text throws(Ending) in
          try parseDuration(text, flag: "--latency")
        },
        faults: faults, requestsPerSecond: rateLimit))
    Terminal.standard.message(
      "Serving the recording “\(name)” of \(set) as model recorded/\(name) at \(server.address) (Ctrl-C ends it)"
    )
    await withCheckedContinuation { continuation in
      let waiting = Locked<CheckedContinuation<Void, Never>?>(continuation)
      let interruption = Interruption(says: nil) {
        waiting.withLock { $0.take() }?.resume()
      }
      keptUntilExit.withLock { $0.append(interruption) }
    }
    await server.stop()
  }
}

/// What lives as long as the process.
private let keptUntilExit = Locked<[Interruption]>([])
