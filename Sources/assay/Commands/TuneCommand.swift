import ArgumentParser
import Grading
import Inference
import Problems

struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Finds how many requests in flight a server serves best.",
    usage: "assay tune [SET] --endpoint URL --model NAME [--most N] [--seconds N] […]",
    discussion: """
      Asks with 1, 2, 4, 8, … requests in flight until more bring nothing, and prints what came: the
      fewest that bring 93 % of the best throughput are recommended for --concurrency. Nothing is marked
      or stored. It spends tokens: give --max-tokens, and a SET for prompts like yours.

      Examples:
        assay tune --endpoint http://127.0.0.1:8000/v1 --model m --max-tokens 128
        assay tune exam.yaml --endpoint $URL --model m --most 64 --seconds 20 --json
      """)

  @Argument(help: "A problem set whose prompts are asked; else one short prompt.")
  var set: String?

  @OptionGroup(title: "Model") var modelOptions: ModelOptions
  @OptionGroup var languageFlags: LanguageFlags

  @Option(help: ArgumentHelp("The most requests in flight.", valueName: "n"))
  var most = 256

  @Option(help: ArgumentHelp("The least time for each number.", valueName: "seconds"))
  var seconds = 5.0

  @Option(help: ArgumentHelp("The most requests for each number.", valueName: "n"))
  var requests = 5_000

  @Flag(help: "No progress; errors are still printed.")
  var quiet = false

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  func validate() throws {
    guard (1...10_000).contains(most) else {
      throw ValidationError("--most is a number from 1 to 10000")
    }
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds is a number up to 3600")
    }
    guard requests >= 1 else { throw ValidationError("--requests must be at least 1") }
  }

  func run() async throws {
    if quiet { Terminal.standard.beQuiet() }
    let endpoints = modelOptions.endpoints
    guard !endpoints.isEmpty else {
      throw Ending.badInput("--endpoint: name the server, for example http://127.0.0.1:8000/v1")
    }
    let source = try await EndpointSource(endpoints: endpoints, options: modelOptions)
    let prompts = try prompts()
    var tuning = Tuning()
    var concurrency = 1
    while !tuning.isOver {
      let model = try source.model(askingAtOnce: concurrency)
      let level = await Tuning.measure(
        model, concurrency: concurrency, prompts: prompts, lasting: .seconds(seconds),
        mostRequests: requests)
      tuning.levels.append(level)
      Terminal.standard.remark(
        "\(concurrency) in flight: \(level.latency.count) replies in \(Duration.seconds(level.seconds).readable)"
          + (level.failure.map { "; \(level.failures) failed: \($0)" } ?? ""))
      guard concurrency < most else { break }
      concurrency = min(most, concurrency * 2)
    }
    Terminal.standard.result(json ? tuning.json.text : tuning.table)
    guard let best = tuning.recommended else {
      throw Ending(.failed, "No number of requests worked; see what failed above.")
    }
    if !json { Terminal.standard.result("\nRecommended: --concurrency \(best.concurrency)") }
  }

  private func prompts() throws -> [Prompt] {
    guard let set else {
      return [Prompt(text: "Count from 1 to 50, one number a line.")]
    }
    let installation = try Installation.find()
    try languageFlags.add()
    let loaded = try Loading.set(at: set, installation)
    return try Loading.prompts(
      of: loaded, loaded.set.problems, system: modelOptions.system, installation
    ).map(\.prompt)
  }
}
