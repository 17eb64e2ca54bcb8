import ArgumentParser
import Grading
import Problems

/// The languages that a set may use besides the known ones, for commands that run nothing.
struct LanguageFlags: ParsableArguments {
  @Option(help: ArgumentHelp("More languages, a YAML file.", valueName: "file"))
  var languages: String?

  /// Makes them known; before anything is read.
  func add() throws(Ending) {
    _ = try LanguageFlags.add(languages)
  }

  /// Makes the languages of a file known, if one is named.
  static func add(_ path: String?) throws(Ending) -> [LanguageTools] {
    guard let path else { return [] }
    let tools = try Loading.languages(at: path)
    Language.add(tools.map(\.language))
    return tools
  }
}
