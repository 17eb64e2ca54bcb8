import Grading
import Problems

/// Reads what a command names, turning every error into lines for the user.
enum Loading {
  /// In bytes: from here on a set is narrowed while it is read.
  static let largeSet = 32 << 20

  /// Reads a set; `selection` may force its format and narrow it while it is read, `format` only forces
  /// its format.
  static func set(
    at path: String, _ installation: Installation, _ selection: SelectionFlags? = nil,
    format: String? = nil
  ) throws(Ending) -> LoadedSet {
    try reading { () throws(LoadingErrors) in
      var filter = ProblemFilter(since: selection?.since, until: selection?.until)
      if let selection, Files.size(path) > largeSet {
        // Nothing else of a large set is held. A small one is, so that a slip in a name can be told.
        filter.ids = Set(selection.ids)
        filter.tags = Set(selection.tag)
        filter.difficulty = selection.difficulty
        filter.enough = selection.limit
      }
      return try ProblemSetReader(rubricFolders: [installation.rubrics]).read(
        path, as: try (selection?.from ?? format).map(ProblemFormat.named), filter: filter)
    }
  }

  /// The completions of a recording that a set ships with.
  static func recording(
    _ name: String, of loaded: LoadedSet
  ) throws(Ending) -> [StoredOutput] {
    try reading { () throws(LoadingErrors) in
      try ProblemSetReader().recording(named: name, in: loaded)
    }
  }

  /// The languages that a file adds.
  static func languages(at path: String) throws(Ending) -> [LanguageTools] {
    try reading { () throws(LoadingErrors) in try LanguagesReader().read(path) }
  }

  /// A screenful: who mends these reads the rest the next time.
  static let linesShown = 20

  /// Runs `body`; each of its errors becomes a line.
  static func reading<Value>(
    _ body: () throws(LoadingErrors) -> Value
  ) throws(Ending) -> Value {
    do throws(LoadingErrors) {
      return try body()
    } catch {
      var lines = error.errors.prefix(linesShown).map(\.description)
      let rest = error.errors.count - lines.count + error.omitted
      if rest > 0 { lines.append("… and \(rest) more") }
      throw Ending(.badInput, lines: lines)
    }
  }

  static func select(
    _ options: SelectionFlags, from set: ProblemSet
  ) throws(Ending) -> [Problem] {
    let selection = Selection(
      only: options.ids, tags: options.tag, difficulty: options.difficulty, limit: options.limit)
    return try reading { () throws(LoadingErrors) in try selection.apply(to: set) }
  }

  /// Renders each problem's prompt from the templates of the installation.
  ///
  /// - Parameters:
  ///   - system: `--system`, which replaces the prompts of the kinds but not of problems.
  ///   - wording: `--prompt` and `--shots`.
  /// - Throws: if a prompt would show what is right.
  static func prompts(
    of loaded: LoadedSet, _ problems: [Problem], system: String? = nil,
    wording: PromptWording = PromptWording(), _ installation: Installation
  ) throws(Ending) -> [(problem: Problem, prompt: Prompt)] {
    let writer = try promptWriter(
      for: loaded.set.path, in: loaded.folder, system: system, wording: wording, installation)
    return try problems.map { problem throws(Ending) in (problem, try writer.prompt(for: problem)) }
  }

  /// What writes the prompts of a set.
  static func promptWriter(
    for path: String, in folder: String, system: String?, wording: PromptWording,
    _ installation: Installation
  ) throws(Ending) -> PromptWriter {
    let templates = try reading { () throws(LoadingErrors) in
      try PromptTemplates.load(installation.prompts)
    }
    return PromptWriter(
      path: path, renderer: PromptRenderer(templates, folder: folder, wording: wording),
      system: try systemOverride(system))
  }

  /// Writes the prompts of a set, one by one.
  struct PromptWriter: Sendable {
    let path: String
    let renderer: PromptRenderer
    let system: String?

    /// - Throws: if the prompt would show what is right.
    func prompt(for problem: Problem) throws(Ending) -> Prompt {
      var prompt = renderer.prompt(for: problem)
      if let system, problem.system == nil { prompt.system = system }
      if let leak = PromptLeak.find(in: prompt, of: problem) {
        throw .badInput(
          "\(path): \(problem.id): its prompt would show \(leak); take it out of the prompt")
      }
      return prompt
    }
  }

  /// `--prompt FILE`.
  static func template(_ path: String) throws(Ending) -> UserTemplate {
    let text = try Files.read(path, limit: 1 << 20)
    return try reading { () throws(LoadingErrors) in try UserTemplate(text, path: path) }
  }

  /// `--system TEXT` or `--system @FILE`.
  private static func systemOverride(_ text: String?) throws(Ending) -> String? {
    guard let text, text.hasPrefix("@") else { return text }
    return try Files.read(String(text.dropFirst()), limit: 1 << 20)
  }

  /// The digests of the system prompts in use, by kind.
  static func digests(_ problems: [(problem: Problem, prompt: Prompt)]) -> JSON {
    var systems: [Problem.Kind: Set<String>] = [:]
    var last: (kind: Problem.Kind, system: String)?
    for (problem, prompt) in problems {
      let system = prompt.system ?? ""
      // Most are as the one before, and that is seen sooner than what they hash to.
      if let last, last.kind == problem.kind, last.system == system { continue }
      systems[problem.kind, default: []].insert(system)
      last = (problem.kind, system)
    }
    return digests(ofSystems: systems)
  }

  static func digests(ofSystems all: [Problem.Kind: Set<String>]) -> JSON {
    var digests: JSON = [:]
    for kind in Problem.Kind.allCases {
      guard let systems = all[kind] else { continue }
      let digest = SHA256.hex(systems.sorted().joined(separator: "\u{0}"))
      digests = digests.setting(kind.rawValue, to: .string(String(digest.prefix(16))))
    }
    return digests
  }

  static func outputs(
    at path: String, of set: ProblemSet, skipUnknown: Bool
  ) throws(Ending) -> [StoredOutput] {
    try reading { () throws(LoadingErrors) in
      try StoredOutput.read(path, of: set, skipUnknown: skipUnknown)
    }
  }

  /// `--limits`, and the problems with these limits.
  static func limits(
    _ text: String?, on problems: [(problem: Problem, prompt: Prompt)]
  ) throws(Ending) -> (limits: LimitsOverride?, problems: [(problem: Problem, prompt: Prompt)]) {
    guard let text else { return (nil, problems) }
    return try reading { () throws(LoadingErrors) in
      let limits = try LimitsOverride(text)
      var changed = problems
      for index in changed.indices {
        changed[index].problem = try limits.applied(to: changed[index].problem)
      }
      return (limits, changed)
    }
  }

  /// The problems under the limits that a marking recorded.
  static func limits(_ stored: JSON, on problems: [Problem]) throws(Ending) -> [Problem] {
    guard let members = stored.members, !members.isEmpty else { return problems }
    let text = members.map { "\($0.key)=\($0.value.string ?? $0.value.text)" }
    return try limits(
      text.joined(separator: ","), on: problems.map { ($0, Prompt(text: "")) }
    ).problems.map(\.problem)
  }

  /// A rubric of the installation by name, or a rubric file by path.
  static func rubric(_ name: String, _ installation: Installation) throws(Ending) -> Rubric {
    try reading { () throws(LoadingErrors) in
      try RubricReader(folders: [installation.rubrics]).rubric(named: name)
    }
  }

  /// A rubric from its stored text.
  static func rubric(stored text: String, name: String) throws(Ending) -> Rubric {
    guard !text.isEmpty else { return .correctness }
    return try reading { () throws(LoadingErrors) in
      try RubricReader.rubric(text: text, path: name)
    }
  }
}
