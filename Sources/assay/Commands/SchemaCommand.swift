import ArgumentParser
import Problems

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a problem, for editors that check while one types.",
    discussion: """
      Then let the first line of a YAML file be
      “# yaml-language-server: $schema=problem.schema.json”.

      Examples:
        assay schema
        assay schema > problem.schema.json
      """)

  func run() throws {
    Terminal.standard.result(ProblemSchema.text)
  }
}
