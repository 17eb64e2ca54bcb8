import ArgumentParser

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Converts between problem formats (not yet).")

  @Argument(help: "A file of problems.")
  var files: [String] = []

  func run() throws {
    throw Ending.badInput(
      "convert: not yet; the native format is described in docs/problem-format.md")
  }
}
