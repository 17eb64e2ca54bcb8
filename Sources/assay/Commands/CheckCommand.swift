import ArgumentParser
import Grading
import Problems
import Reports
import Scoring

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Verifies a problem set: references, right and wrong solutions, generated tests.",
    usage: "assay check SET [--only ID,…] [--json] […]",
    discussion: """
      Every gold must be read and accepted, every right solution accepted, and every wrong one
      rejected for the reason that its file name gives. Exit status 1 if anything fails.

      Examples:
        assay check problems/starter
        assay check course/week3 --only sorting --json
      """)

  @Argument(help: "A problem set.")
  var set: String

  @OptionGroup(title: "Problems") var selection: SelectionFlags
  @OptionGroup(title: "Sandbox") var sandbox: SandboxFlags

  @Flag(help: "Print only what fails.")
  var quiet = false

  @Flag(help: "One JSON object a line for each check.")
  var json = false

  func run() async throws {
    if quiet { Terminal.standard.beQuiet() }
    let installation = try Installation.find()
    _ = try sandbox.addLanguages()
    let loaded = try Loading.set(at: set, installation)
    let problems = try Loading.select(selection, from: loaded.set)
    let setup = try await MarkingSetup(
      problems: problems, rubric: .correctness, own: loaded.rubrics, sandbox: sandbox)
    let checks = try await SetCheck(loaded: loaded, marker: setup.marker, runner: setup.sandbox)
      .run(problems)
    await setup.close()
    tell(checks)
    let failed = checks.filter { !$0.passed }.count
    guard failed == 0 else { throw Ending(.failed, "\(failed) of \(checks.count) checks failed") }
    Terminal.standard.remark("\(problems.count) problems, \(checks.count) checks: all passed")
  }

  private func tell(_ checks: [SetCheck.Outcome]) {
    for check in checks where json || !check.passed {
      if json {
        Terminal.standard.result(
          JSON.object([
            .init("problem_id", .string(check.problemID)), .init("check", .string(check.subject)),
            .init("passed", .bool(check.passed)), .init("message", .string(check.message)),
          ]).text)
      } else {
        Terminal.standard.result(
          VisibleText.of("\(check.problemID): \(check.subject): \(check.message)"))
      }
    }
  }
}

/// Judges the judge: grades what the set says of itself, through the same mark schemes as a model.
struct SetCheck {
  let loaded: LoadedSet
  let marker: Marker
  /// `nil` if no problem needs code to be run.
  let runner: (any CodeRunner)?

  struct Outcome: Sendable {
    var problemID: String
    /// What was checked: `gold 2`, `right/a.py`, `generator`.
    var subject: String
    var passed: Bool
    var message: String
  }

  /// Checks all problems, several at once; outcomes come in the problems' order.
  func run(_ problems: [Problem]) async throws -> [Outcome] {
    try await withThrowingTaskGroup(of: (Int, [Outcome]).self) { group in
      var results = [[Outcome]](repeating: [], count: problems.count)
      var next = 0
      func startNext() {
        guard next < problems.count else { return }
        let index = next
        next += 1
        group.addTask { (index, await check(problems[index])) }
      }
      for _ in 0..<8 { startNext() }
      while let (index, outcomes) = try await group.next() {
        results[index] = outcomes
        startNext()
      }
      return results.flatMap { $0 }
    }
  }

  private func check(_ problem: Problem) async -> [Outcome] {
    let scheme: MarkScheme
    do throws(Fault) {
      scheme = try marker.scheme(for: problem)
    } catch {
      return [outcome(problem, "reference", false, error.message)]
    }
    var outcomes = await ownAnswers(problem, scheme)
    for solution in loaded.solutions[problem.id] ?? [] {
      outcomes.append(await check(solution, of: problem, scheme))
    }
    if let generator = await generated(problem) { outcomes.append(generator) }
    return outcomes
  }

  /// The golds and right letters, each as a model would write it.
  private func ownAnswers(_ problem: Problem, _ scheme: MarkScheme) async -> [Outcome] {
    var completions: [(subject: String, content: String)] = []
    switch problem.reference {
    case .answer(let golds):
      for (index, gold) in golds.enumerated() {
        completions.append(
          (golds.count == 1 ? "gold" : "gold \(index + 1)", "Answer: \\boxed{\(gold)}"))
      }
    case .choice(_, let right):
      completions = [("right letters", "Answer: \(right.joined(separator: ", "))")]
    case .function, .program, .harness, .open: break
    }
    var outcomes: [Outcome] = []
    for completion in completions {
      outcomes.append(
        await expect(
          .accepted, problem, completion.subject, Completion(content: completion.content), scheme))
    }
    return outcomes
  }

  private func check(
    _ solution: Solution, of problem: Problem, _ scheme: MarkScheme
  ) async -> Outcome {
    let fence = String(repeating: "`", count: longestFence(solution.source) + 1)
    let info = Language.named(solution.language)?.fence ?? solution.language
    let completion = Completion(content: "\(fence)\(info)\n\(solution.source)\n\(fence)\n")
    return await expect(solution.expectation, problem, solution.path, completion, scheme)
  }

  /// The longest run of backticks, at least 2.
  private func longestFence(_ source: String) -> Int {
    var longest = 2
    var run = 0
    for byte in source.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private func expect(
    _ expectation: Solution.Expectation, _ problem: Problem, _ subject: String,
    _ completion: Completion, _ scheme: MarkScheme
  ) async -> Outcome {
    do throws(Fault) {
      let (_, score) = try await scheme.mark(completion)
      let passed =
        switch expectation {
        case .accepted: score.verdict == .correct
        case .rejected(let reason): score.verdict != .correct && score.reason == reason
        }
      let wanted =
        switch expectation {
        case .accepted: "accepted"
        case .rejected(let reason): reason.rawValue
        }
      return outcome(
        problem, subject, passed,
        passed
          ? score.reason.rawValue
          : "\(wanted) was expected, but it is \(score.reason.rawValue): \(score.evidence.remark)")
    } catch {
      return outcome(problem, subject, false, error.message)
    }
  }

  /// Whether the stored generated tests are what the generator makes.
  private func generated(_ problem: Problem) async -> Outcome? {
    guard let generator = loaded.generators[problem.id], let runner else { return nil }
    let output = Locked("")
    do throws(Fault) {
      _ = try await runner.run(
        Submission(language: "python", source: generator.source), on: .program(inputs: [""]),
        limits: .program
      ) { run in
        if case .output(let bytes) = run.product, run.termination == .exited(0) {
          output.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
        }
        return false
      }
    } catch {
      return outcome(problem, generator.path, false, error.message)
    }
    let printed = output.withLock { $0 }.split(separator: "\n")
    let made = printed.map {
      (try? JSON(parsing: String($0))).flatMap { TypedValue(json: $0["args"] ?? .null) }
    }
    let stored = storedArguments(problem).map(Optional.some)
    return outcome(
      problem, generator.path, made == stored,
      made == stored
        ? "accepted"
        : "prints \(made.count) tests that are not the \(stored.count) of tests/generated.jsonl; run it and the right solution again"
    )
  }

  /// The arguments of the tests that came from tests/generated.jsonl.
  private func storedArguments(_ problem: Problem) -> [TypedValue] {
    guard case .function(let reference) = problem.reference else { return [] }
    return reference.tests.filter { $0.name.hasPrefix("generated ") }
      .map { .list($0.input.arguments) }
  }

  private func outcome(_ problem: Problem, _ subject: String, _ passed: Bool, _ message: String)
    -> Outcome
  {
    Outcome(problemID: problem.id, subject: subject, passed: passed, message: message)
  }
}
