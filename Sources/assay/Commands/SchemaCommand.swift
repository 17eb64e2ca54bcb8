import ArgumentParser
import Problems

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a problem, for editors that check while one types.",
    discussion: """
      Examples:
        assay schema > problem.schema.json
        # yaml-language-server: $schema=problem.schema.json    (first line of a problem.yaml)
      """)

  func run() throws {
    Terminal.standard.result(ProblemSchema.text)
  }
}
