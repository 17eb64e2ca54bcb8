internal import Grading

extension Toolchain {
  /// The toolchain of a language that a user has added.
  init(_ added: LanguageTools) {
    var tools: [String] = []
    /// The command with its first word, if it is a program to be looked for, replaced by its place.
    func placed(_ command: [String]) -> [String] {
      guard let first = command.first else { return [] }
      let words = command.map { word in
        var word = word
        for (place, path) in [
          ("{source}", "{source}/\(added.sourceName)"), ("{program}", "{output}/program"),
        ] {
          guard let range = word.firstRange(of: place) else { continue }
          word.replaceSubrange(range, with: path)
        }
        return word
      }
      guard !first.hasPrefix("{") else { return words }
      let index = tools.firstIndex(of: first) ?? tools.count
      if index == tools.count { tools.append(first) }
      return ["{\(index)}"] + words.dropFirst()
    }
    let compile = placed(added.compile)
    let run = placed(added.run)
    let version = placed(added.version)
    self.init(
      language: added.language.id, tools: tools, package: added.package,
      sourceName: added.sourceName, compile: compile.isEmpty ? nil : compile,
      makesOutput: (added.compile + added.run).contains {
        $0.contains("{program}") || $0.contains("{output}")
      },
      run: run, version: version, memoryRule: added.reservesMuch ? .data : .addressSpace,
      environment: added.environment)
  }
}
