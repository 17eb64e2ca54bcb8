import ArgumentParser
import GradeBook
import Grading
import Reports
import Statistics

struct SuspectsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspects",
    abstract: "Lists the grades of a run that are worth a person's look, the likeliest first.",
    usage: "assay suspects RUN [--limit N] [--json] […]",
    discussion: """
      Ranked by: equal answers with different verdicts; the gold occurs in an answer marked wrong;
      attempts that agree with each other against the gold; undecided; guessed answers; tests within
      25% of the time limit; completions cut off at the token limit.

      Examples:
        assay suspects last
        assay suspects nightly --limit 0 --json
      """)

  @Argument(help: "A run: its name, the beginning of its id, or last.")
  var run: String

  @Option(help: ArgumentHelp("The most that are listed; 0 for all.", valueName: "n"))
  var limit = 20

  @Option(help: ArgumentHelp("The marking to look at; default the newest.", valueName: "n"))
  var marking: Int?

  @OptionGroup var languageFlags: LanguageFlags
  @OptionGroup var options: StoreOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is a number from 0 on") }
  }

  func run() async throws {
    try languageFlags.add()
    let lookup = RunLookup(try options.openExisting())
    let record = try await lookup.marked(run, marking: marking)
    let problems = try await lookup.problems(of: record.run).entries.map(\.problem)
    let limits = try Loading.limits(record.marking.limits, on: problems)
    let search = SuspectSearch(
      references: Dictionary(
        limits.map { ($0.id, SuspectSearch.Reference($0.reference)) },
        uniquingKeysWith: { first, _ in first }),
      equality: .scorers)
    let suspects = search.suspects(in: record)
    guard !options.json else {
      Terminal.standard.result(SuspectList.json(suspects, of: record).text)
      return
    }
    Terminal.standard.result(
      SuspectList.render(
        suspects, of: record, limit: limit == 0 ? .max : limit, style: .uncut))
    if let first = suspects.first?.attempt.grade.attempt {
      let place = "\(record.run.name) --problem \(first.problemID) --attempt \(first.number)"
      Terminal.standard.remark("Look:   assay show \(place)")
      Terminal.standard.remark("Settle: assay override \(place) --verdict … --because …")
    }
  }
}

extension SuspectSearch.Reference {
  init(_ reference: Reference) {
    switch reference {
    case .answer(let golds): self.init(golds: golds)
    case .choice, .open: self.init()
    case .function(let reference): self.init(limits: reference.limits)
    case .program(let reference): self.init(limits: reference.limits)
    case .harness(let reference): self.init(limits: reference.limits)
    }
  }

  private init(limits: Limits) { self.init(cpuLimit: Double(limits.cpuMilliseconds)) }
}
