import ArgumentParser
import Grading
import Problems
import Reports

struct ShowPromptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show-prompt",
    abstract: "Prints what a model would be asked, to the letter.",
    usage: "assay show-prompt SET [--problem ID] [--prompt FILE] [--shots N --shots-from SET] […]",
    discussion: """
      Examples:
        assay show-prompt problems/starter --problem fair-share
        assay show-prompt exam.yaml --prompt wording.md
        assay show-prompt exam.yaml --shots 3 --shots-from worked.yaml
      """)

  @Argument(help: "A problem set.")
  var set: String

  @Option(help: ArgumentHelp("The problem; default the first.", valueName: "id"))
  var problem: String?

  @Option(
    help: ArgumentHelp("A system prompt instead of the kind's; @FILE reads one.", valueName: "text")
  )
  var system: String?

  @OptionGroup(title: "Prompt") var wording: PromptFlags
  @OptionGroup var languageFlags: LanguageFlags

  @Flag(help: "One JSON object with system and text.")
  var json = false

  func run() async throws {
    let installation = try Installation.find()
    try languageFlags.add()
    let loaded = try Loading.set(at: set, installation)
    let chosen =
      problem.map { id in loaded.set.problems.first { $0.id == id } }
      ?? loaded.set.problems.first
    guard let chosen else {
      throw Ending.badInput(
        "\(set): no problem \(problem ?? "") here; assay check \(set) lists them")
    }
    let prompts = try Loading.prompts(
      of: loaded, [chosen], system: system, wording: wording.wording(installation), installation)
    for (problem, prompt) in prompts { tell(problem, prompt) }
  }

  private func tell(_ problem: Problem, _ prompt: Prompt) {
    let digest = String(SHA256.hex((prompt.system ?? "") + "\u{0}" + prompt.text).prefix(16))
    if json {
      Terminal.standard.result(
        JSON.object([
          .init("problem_id", .string(problem.id)), .init("digest", .string(digest)),
          .init("system", .optional(prompt.system)), .init("text", .string(prompt.text)),
          .init("images", .strings(prompt.images)),
        ]).text)
      return
    }
    Terminal.standard.remark("\(problem.id), \(problem.kind.rawValue), prompt \(digest)")
    if let system = prompt.system {
      Terminal.standard.result("── system ──\n" + VisibleText.of(system) + "\n")
    }
    Terminal.standard.result("── user ──\n" + VisibleText.of(prompt.text))
    for image in prompt.images { Terminal.standard.result("── image: \(image)") }
  }
}
