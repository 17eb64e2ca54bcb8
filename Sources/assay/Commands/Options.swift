import ArgumentParser
import GradeBook
import Grading
import Inference

/// Where grades are kept, and how much is said.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The grade book, a SQLite file.", valueName: "path"))
  var store = "reports/assay.db"

  @Flag(help: "No progress and no remarks; errors are still printed.")
  var quiet = false

  @Flag(help: "Print results as JSON on standard output.")
  var json = false

  /// Opens the grade book, or creates it.
  func open() throws -> GradeBook {
    if quiet { Terminal.standard.beQuiet() }
    do throws(GradeBookError) {
      return try GradeBook(path: store)
    } catch {
      throw Ending.badInput("\(error.path): \(error.message)")
    }
  }

  /// Opens a grade book that must exist.
  func openExisting() throws -> GradeBook {
    guard Files.exists(store) else {
      throw Ending.badInput(
        "\(store): no grade book here; grade something first, or name it by --store")
    }
    return try open()
  }
}

/// Which of a set's problems.
struct SelectionFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Only these problems.", valueName: "id,…"))
  var only: String?

  @Option(help: ArgumentHelp("Only problems with this tag; repeat it for more.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Only problems of this difficulty.", valueName: "word"))
  var difficulty: String?

  @Option(help: ArgumentHelp("At most this many, from the beginning.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Only problems of this day or later, YYYY-MM-DD.", valueName: "date"))
  var since: String?

  @Option(help: ArgumentHelp("Only problems of this day or earlier.", valueName: "date"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "The set's format, if its fields do not tell; assay convert --help lists them.",
      valueName: "format"))
  var from: String?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    for (name, date) in [("--since", since), ("--until", until)] {
      guard let date else { continue }
      let parts = date.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else {
        throw ValidationError("\(name) \(date): a date is wanted, as 2024-08-01")
      }
    }
  }

  /// Whether nothing is left out.
  var keepsAll: Bool {
    ids.isEmpty && tag.isEmpty && difficulty == nil && limit == nil && since == nil && until == nil
  }

  var ids: [String] {
    only?.split(separator: ",").map { String($0.trimming()) }.filter { !$0.isEmpty } ?? []
  }
}

extension Substring {
  /// Without blanks at either end.
  func trimming() -> Substring {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}

/// How a model is asked.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The model's name, as the server knows it.", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Where the server listens, for example http://127.0.0.1:8000/v1; repeat it to balance over several. Default: $ASSAY_ENDPOINT or $OPENAI_BASE_URL.",
      valueName: "url"))
  var endpoint: [String] = []

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "openai-chat, openai-completions, infer, anthropic, ollama, kserve, kserve-binary, triton-generate, or the YAML file of a template.",
      valueName: "name"))
  var wire = "openai-chat"

  @Option(help: ArgumentHelp("The variable that holds the key.", valueName: "variable"))
  var apiKeyEnv = "OPENAI_API_KEY"

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
    help: ArgumentHelp(
      "The seed of the first attempt; the n-th attempt gets seed + n − 1.", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("Where the model must stop; repeat it for more.", valueName: "text"))
  var stop: [String] = []

  @Option(help: ArgumentHelp("More fields of the request.", valueName: "json"))
  var extraBody: String?

  @Option(help: ArgumentHelp("Requests in flight, or auto.", valueName: "n"))
  var concurrency = "auto"

  @Option(help: ArgumentHelp("The most requests a minute.", valueName: "n"))
  var rpm: Int?

  @Option(help: ArgumentHelp("The most tokens a minute.", valueName: "n"))
  var tpm: Int?

  @Option(help: ArgumentHelp("The time of one try, for example 5min.", valueName: "duration"))
  var timeout = "10min"

  @Option(help: ArgumentHelp("The time of the whole run.", valueName: "duration"))
  var deadline: String?

  @Option(help: ArgumentHelp("Tries after the first.", valueName: "n"))
  var retries = 5

  @Option(
    help: ArgumentHelp(
      "Certificates to trust instead of the system's, a PEM file.", valueName: "file"))
  var caFile: String?

  @OptionGroup var wiring: WireOptions

  func validate() throws {
    if !(1...10_000).contains(attempts) {
      throw ValidationError("--attempts is a number from 1 to 10000")
    }
    if !(0...1_000).contains(retries) {
      throw ValidationError("--retries is a number from 0 to 1000")
    }
    if let temperature, !(0...100).contains(temperature) {
      throw ValidationError("--temperature is a number from 0 on, customarily to 2")
    }
    if let topP, !(0...1).contains(topP) {
      throw ValidationError("--top-p is a share from 0 to 1")
    }
    if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
    if let rpm, rpm < 1 { throw ValidationError("--rpm must be at least 1") }
    if let tpm, tpm < 1 { throw ValidationError("--tpm must be at least 1") }
    _ = try concurrencyLimit
  }

  /// The most requests in flight.
  var concurrencyLimit: Concurrency {
    get throws {
      if concurrency == "auto" { return .automatic(most: 1024) }
      guard let width = Int(concurrency), (1...100_000).contains(width) else {
        throw ValidationError("--concurrency is a number from 1 to 100000, or auto")
      }
      return .fixed(width)
    }
  }

  func sampling() throws(Ending) -> Sampling {
    Sampling(
      temperature: temperature, topP: topP, maxTokens: maxTokens, seed: seed, stop: stop,
      extraBody: .object(try extraMembers()), chatTemplate: try wiring.chatTemplate(),
      maxTokensField: wiring.maxTokensField)
  }

  private func extraMembers() throws(Ending) -> [JSON.Member] {
    try extraBody.map { text throws(Ending) in
      try parseObject(text, flag: "--extra-body")
    } ?? []
  }

  /// The endpoints named, or the environment's.
  var endpoints: [String] {
    if !endpoint.isEmpty { return endpoint }
    return [environment("ASSAY_ENDPOINT") ?? environment("OPENAI_BASE_URL")].compactMap { $0 }
      .filter { !$0.isEmpty }
  }
}

/// Reads `90`, `1.5s`, `500ms`, `10min`, `2h`: a bare number is seconds.
func parseDuration(_ text: String, flag: String) throws(Ending) -> Duration {
  let units: [(suffix: String, seconds: Double)] = [
    ("ms", 0.001), ("min", 60), ("s", 1), ("m", 60), ("h", 3_600), ("", 1),
  ]
  for unit in units where text.hasSuffix(unit.suffix) {
    let digits = text.dropLast(unit.suffix.count).trimming()
    if let number = Double(digits), number > 0, number * unit.seconds < 1e8 {
      return .seconds(number * unit.seconds)
    }
  }
  throw .badInput("\(flag) \(text): a duration is wanted, for example 30s, 10min or 2h")
}

extension Concurrency {
  /// Never more requests than these are in flight.
  var most: Int {
    switch self {
    case .fixed(let width), .automatic(let width): width
    case .unlimited: 4096
    }
  }
}
