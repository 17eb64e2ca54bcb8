import ArgumentParser
import Grading
import Inference
import Problems

struct ExportBatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-batch",
    abstract:
      "Writes a file of requests for OpenAI's Batch API, vLLM's run-batch and other offline engines.",
    usage: "assay export-batch SET --model NAME [--out FILE] […]",
    discussion: """
      A request a line: {"custom_id", "method", "url", "body"}. What comes back is marked by
      “assay grade SET --outputs RESULTS”, which asks nothing.

      Examples:
        assay export-batch problems/starter --model qwen --out requests.jsonl
        assay export-batch math500.jsonl --model gpt --attempts 4 --temperature 0.6
      """)

  @Argument(help: "A problem set.")
  var set: String

  @Option(help: ArgumentHelp("The model's name, as the engine knows it.", valueName: "name"))
  var model: String

  @Option(
    help: ArgumentHelp("A system prompt instead of the kind's; @FILE reads one.", valueName: "text")
  )
  var system: String?

  @Option(help: ArgumentHelp("Attempts at each problem.", valueName: "n"))
  var attempts = 1

  @Option(help: ArgumentHelp("Sampling temperature.", valueName: "number"))
  var temperature: Double?

  @Option(help: ArgumentHelp("Nucleus sampling.", valueName: "share"))
  var topP: Double?

  @Option(help: ArgumentHelp("The most tokens of a completion.", valueName: "n"))
  var maxTokens: Int?

  @Option(
    help: ArgumentHelp("The seed of the first attempt; the n-th gets seed + n − 1.", valueName: "n")
  )
  var seed: Int?

  @OptionGroup(title: "Problems") var selection: SelectionFlags
  @OptionGroup var languageFlags: LanguageFlags

  @Option(help: ArgumentHelp("A file; default standard output.", valueName: "file"))
  var out: String?

  @Flag(help: "No remarks; errors are still printed.")
  var quiet = false

  func validate() throws {
    if !(1...10_000).contains(attempts) {
      throw ValidationError("--attempts is a number from 1 to 10000")
    }
  }

  func run() throws {
    if quiet { Terminal.standard.beQuiet() }
    let installation = try Installation.find()
    try languageFlags.add()
    let loaded = try Loading.set(at: set, installation, selection)
    let problems = try Loading.select(selection, from: loaded.set)
    let prompts = try Loading.prompts(of: loaded, problems, system: system, installation)
    let wire = OpenAIChat(
      model: model,
      sampling: Sampling(
        temperature: temperature, topP: topP, maxTokens: maxTokens, seed: seed, stop: [],
        extraBody: [:]), image: ProtocolChoice.readImage)
    var bytes: [UInt8] = []
    for (problem, prompt) in prompts {
      for number in 1...attempts {
        try line(problem, number, prompt, wire).write(into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
      if out == nil, bytes.count > 1 << 20 {
        Terminal.standard.result(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    if let out {
      try Files.write(bytes, to: out)
    } else if !bytes.isEmpty {
      Terminal.standard.result(bytes)
    }
    let count = prompts.count * attempts
    Terminal.standard.remark(
      "\(count) request\(count == 1 ? "" : "s"). Mark the results by: assay grade \(set) --outputs FILE"
    )
  }

  /// One request: the body that would be sent now.
  private func line(
    _ problem: Problem, _ number: Int, _ prompt: Prompt, _ wire: OpenAIChat
  ) throws(Ending) -> JSON {
    let attempt = Attempt(problem: problem, number: number, prompt: prompt)
    do throws(Fault) {
      let request = try wire.request(for: attempt.request, at: try Endpoint("http://batch.invalid"))
      guard let body = try? JSON(parsing: request.body) else {
        throw Fault(.unsupported, "the request has no body")
      }
      return [
        "custom_id": .string("\(problem.id)#\(number)"), "method": .string("POST"),
        "url": .string("/v1/chat/completions"), "body": body,
      ]
    } catch {
      throw .badInput("\(set): \(problem.id): \(error.message)")
    }
  }
}
