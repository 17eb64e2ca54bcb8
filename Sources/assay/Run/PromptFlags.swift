import ArgumentParser
import Grading
import Problems

/// How problems are put to the model.
struct PromptFlags: ParsableArguments {
  @Option(
    name: .customLong("prompt"),
    help: ArgumentHelp(
      "A text with {{problem}} or {{statement}}, {{choices}}, {{starter_code}}, {{examples}}, {{shots}}.",
      valueName: "file"))
  var template: String?

  @Option(help: ArgumentHelp("Worked problems shown before each problem.", valueName: "n"))
  var shots: Int?

  @Option(
    help: ArgumentHelp(
      "The set that worked problems come from, answered by their references.", valueName: "set"))
  var shotsFrom: String?

  func validate() throws {
    if let shots, !(1...100).contains(shots) {
      throw ValidationError("--shots is a number from 1 to 100")
    }
    if (shots == nil) != (shotsFrom == nil) {
      throw ValidationError("--shots N and --shots-from SET go together")
    }
  }

  func wording(_ installation: Installation) throws(Ending) -> PromptWording {
    PromptWording(
      template: try template.map(Loading.template), shots: try examples(installation),
      shotCount: shots ?? 0)
  }

  private func examples(_ installation: Installation) throws(Ending) -> [PromptWording.Shot] {
    guard let shots, let shotsFrom else { return [] }
    let loaded = try Loading.set(at: shotsFrom, installation)
    // One more than is wanted: a problem is never shown with its own answer.
    let examples = loaded.set.problems.lazy.compactMap { problem in
      answer(problem, loaded).map { PromptWording.Shot(problem: problem, answer: $0) }
    }.prefix(shots + 1)
    guard examples.count >= shots else {
      throw .badInput(
        "--shots \(shots): only \(examples.count) problems of \(shotsFrom) have an answer to show")
    }
    return Array(examples)
  }

  private func answer(_ problem: Problem, _ loaded: LoadedSet) -> String? {
    if let own = OwnAnswer.all(of: problem).first { return own.completion.content }
    return loaded.solutions[problem.id]?.first { $0.expectation == .accepted }.map {
      SolutionCheck.completion($0.source, $0.language).content
    }
  }
}
