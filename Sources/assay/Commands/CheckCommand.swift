import ArgumentParser
import Grading
import Problems
import Reports
import Scoring

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Verifies a problem set: references, solutions, tests, limits.",
    usage: "assay check SET [--only ID,…] [--mutants N] [--json] […]",
    discussion: """
      Every gold must be read and accepted, every right solution accepted, and every wrong one
      rejected for the reason that its file name gives; otherwise the exit status is 1. Advice says
      what could be better and fails nothing: tests that no wrong solution fails, small changes of a
      right solution that no test notices, limits that are tight, statements that are nearly the same.

      Examples:
        assay check problems/starter
        assay check course/week3 --only sorting --json
        assay check course/week3 --mutants 20
      """)

  @Argument(help: "A problem set.")
  var set: String

  @OptionGroup(title: "Problems") var selection: SelectionFlags
  @OptionGroup(title: "Sandbox") var sandbox: SandboxFlags

  @Option(
    help: ArgumentHelp(
      "Small changes of each problem's first right solution that its tests ought to notice.",
      valueName: "n"))
  var mutants = 0

  @Flag(help: "Print only what fails.")
  var quiet = false

  @Flag(help: "One JSON object a line for each check.")
  var json = false

  func validate() throws {
    guard (0...1_000).contains(mutants) else {
      throw ValidationError("--mutants is a number from 0 to 1000")
    }
  }

  func run() async throws {
    if quiet { Terminal.standard.beQuiet() }
    let installation = try Installation.find()
    _ = try sandbox.addLanguages()
    let loaded = try Loading.set(at: set, installation, selection)
    let problems = try Loading.select(selection, from: loaded.set)
    let setup = try await MarkingSetup(
      problems: problems, rubric: .correctness, own: loaded.rubrics, sandbox: sandbox)
    let proofs = try await SetCheck(
      loaded: loaded, marker: setup.marker, thorough: setup.thoroughMarker, runner: setup.sandbox,
      mutantLimit: mutants
    ).run(problems)
    await setup.close()
    let checks = proofs.flatMap(\.outcomes)
    json ? tellJSON(checks) : tell(proofs)
    let made = checks.filter { !$0.isAdvice }
    let failed = made.filter { !$0.passed }.count
    guard failed == 0 else { throw Ending(.failed, "\(failed) of \(made.count) checks failed") }
    let advice = checks.count - made.count
    Terminal.standard.remark(
      "\(problems.count) \(problems.count == 1 ? "problem" : "problems"), \(made.count) checks: all passed"
        + (advice == 0 ? "" : "; \(advice) pieces of advice"))
  }

  private func tellJSON(_ checks: [SetCheck.Outcome]) {
    for check in checks {
      Terminal.standard.result(
        JSON.object([
          .init("problem_id", .string(check.problemID)), .init("check", .string(check.subject)),
          .init("passed", .bool(check.passed)), .init("advice", .bool(check.isAdvice)),
          .init("message", .string(check.message)),
        ]).text)
    }
  }

  /// A table of the problems that come with solutions, then what fails and what could be better.
  private func tell(_ proofs: [SetCheck.Proof]) {
    let proved = proofs.filter { $0.right + $0.wrong > 0 }
    if !quiet, !proved.isEmpty {
      var header = ["PROBLEM", "TESTS", "RIGHT", "WRONG", "SLOWEST", "LIMIT"]
      if mutants > 0 { header.append("MUTANTS NOTICED") }
      Terminal.standard.result(
        Columns.aligned([header] + proved.map(row), numeric: [1, 2, 3, 4, 5, 6]))
    }
    for proof in proofs {
      for check in proof.outcomes where !check.passed || (check.isAdvice && !quiet) {
        let subject = "\(check.problemID): \(check.subject): "
        Terminal.standard.result(
          VisibleText.of((check.isAdvice ? "advice: " : "") + subject + check.message))
      }
    }
  }

  private func row(_ proof: SetCheck.Proof) -> [String] {
    let limit = proof.problem.reference.limits?.cpuMilliseconds
    var cells = [
      VisibleText.line(proof.problem.id), "\(proof.tests)", "\(proof.right)", "\(proof.wrong)",
      proof.slowest.map { "\(Int($0.rounded())) ms" } ?? "–", limit.map { "\($0) ms" } ?? "–",
    ]
    if mutants > 0 { cells.append(proof.mutants == 0 ? "–" : "\(proof.killed)/\(proof.mutants)") }
    return cells
  }
}
