import ArgumentParser
import GradeBook
import Grading
import Problems
import Reports
import Statistics

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tells what a run would take and what it could show, before anything is asked.",
    usage: "assay plan SET [--attempts N] [--detect 3%] [--price-in P --price-out P] […]",
    discussion: """
      Tokens, time and spread are taken from an earlier run: the newest of this set, else the newest;
      --like names another. Prices are for a million tokens, in any currency.

      Examples:
        assay plan problems/starter --attempts 4
        assay plan exam.yaml --detect 3% --price-in 0.5 --price-out 1.5
        assay plan exam.yaml --like nightly --concurrency 32 --json
      """)

  @Argument(help: "A problem set: a .jsonl, .json, .yaml or .csv file, or a folder.")
  var set: String

  @Option(help: ArgumentHelp("Attempts at each problem.", valueName: "n"))
  var attempts = 1

  @Option(
    help: ArgumentHelp(
      "The smallest difference to find, as in 3% or 0.03: tells the attempts needed.",
      valueName: "points"))
  var detect: String?

  @Option(help: ArgumentHelp("The price of a million prompt tokens.", valueName: "price"))
  var priceIn: Double?

  @Option(help: ArgumentHelp("The price of a million completion tokens.", valueName: "price"))
  var priceOut: Double?

  @Option(
    help: ArgumentHelp("Completion tokens of an attempt, if no run tells.", valueName: "n"))
  var tokens: Double?

  @Option(help: ArgumentHelp("The earlier run to go by.", valueName: "run"))
  var like: String?

  @Option(help: ArgumentHelp("The model: go by its runs.", valueName: "name"))
  var model: String?

  @Option(help: ArgumentHelp("Requests in flight.", valueName: "n"))
  var concurrency = 64

  @OptionGroup(title: "Problems") var selection: SelectionFlags
  @OptionGroup var languageFlags: LanguageFlags
  @OptionGroup var options: StoreOptions

  func validate() throws {
    if !(1...10_000).contains(attempts) {
      throw ValidationError("--attempts is a number from 1 to 10000")
    }
    if !(1...100_000).contains(concurrency) {
      throw ValidationError("--concurrency is a number from 1 to 100000")
    }
    if (priceIn == nil) != (priceOut == nil) {
      throw ValidationError("--price-in and --price-out go together")
    }
    for price in [priceIn, priceOut].compactMap(\.self) where !(price >= 0 && price < 1e9) {
      throw ValidationError("a price is a number from 0 on")
    }
    if let tokens, !(tokens > 0 && tokens < 1e9) {
      throw ValidationError("--tokens is a number above 0")
    }
    if detect != nil, difference == nil {
      throw ValidationError("--detect is a difference as in 3% or 0.03")
    }
  }

  /// `3%`, `3` points or `0.03`.
  private var difference: Double? {
    guard let detect else { return nil }
    let isPercent = detect.hasSuffix("%")
    guard let number = Double(isPercent ? String(detect.dropLast()) : detect) else { return nil }
    let share = isPercent || number >= 1 ? number / 100 : number
    return share > 0 && share <= 1 ? share : nil
  }

  func run() async throws {
    let installation = try Installation.find()
    try languageFlags.add()
    let loaded = try Loading.set(at: set, installation, format: selection.from)
    let problems = try Loading.select(selection, from: loaded.set)
    let prompts = try Loading.prompts(of: loaded, problems, installation)
    let (history, basis) = try await history(loaded.set)
    let planning = Planning(
      problems: prompts.map {
        (
          $0.problem.id, $0.problem.kind,
          $0.prompt.text.utf8.count + ($0.prompt.system ?? "").utf8.count
        )
      },
      history: history, tokensEach: tokens, prices: prices, concurrency: concurrency)
    let wanted = difference.map { planning.wanted($0, attempts: attempts) }
    var counts = [attempts] + [1, 2, 4, 8, 16, 32, 64].filter { $0 != attempts }
    if let needed = wanted?.attempts, !counts.contains(needed), needed <= 10_000 {
      counts.append(needed)
    }
    let plan = SpendingPlan(
      set: loaded.set.name, problems: problems.count, basis: basis,
      options: counts.map(planning.option), wanted: wanted)
    Terminal.standard.result(
      options.json
        ? SpendingPlanText.json(plan).text
        : SpendingPlanText.render(plan, style: .terminal))
  }

  private var prices: Planning.Prices? {
    guard let priceIn, let priceOut else { return nil }
    return Planning.Prices(input: priceIn, output: priceOut)
  }

  /// The run to go by, and in words what the estimates rest on.
  private func history(_ set: ProblemSet) async throws -> (History?, [String]) {
    let run = try await earlier(set)
    let history = run.map { History(of: $0) }
    var basis: [String] = []
    if let run, let history {
      let other = run.run.setName == set.name ? "" : ", of another set (\(run.run.setName))"
      basis.append(
        VisibleText.line("Estimates from \(run.run.name), model \(run.run.model)\(other)."))
      if !history.knowsTokens, tokens == nil {
        basis.append("That run knows no lengths of completions: give --tokens.")
      }
      if !history.knowsLatency { basis.append("That run knows no latencies, so no time.") }
      basis.append(
        history.splitIsMeasured
          ? "Spread between problems and between attempts as in that run."
          : "Spread as in that run, a third of it taken to lie between problems: one attempt each shows only the sum."
      )
    } else {
      basis.append(
        "No earlier run: a token is taken to be \(Int(Planning.bytesPerToken)) bytes of prompt, the spread that of problems of every difficulty."
      )
      if tokens == nil { basis.append("Give --tokens for the length of completions.") }
    }
    if prices == nil { basis.append("Give --price-in and --price-out for the cost.") }
    basis.append(
      "Time with \(concurrency) requests in flight that all answer as fast. “Detects” is the smallest difference to another such run that is found with 80% at a level of 5%, if the two models are as alike as is usual (a correlation of one third)."
    )
    return (history, basis)
  }

  private func earlier(_ set: ProblemSet) async throws -> RunRecord? {
    if let like { return try await RunLookup(try options.openExisting()).marked(like) }
    guard Files.exists(options.store) else { return nil }
    let book = try options.open()
    let runs = try await book.runs().reversed().filter { model == nil || $0.model == model }
    let ofSet =
      runs.first { $0.setHash == set.contentHash } ?? runs.first { $0.setName == set.name }
    guard let run = ofSet ?? runs.first else { return nil }
    return try await RunLookup(book).record(of: run)
  }
}
