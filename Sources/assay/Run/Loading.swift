import Grading
import Problems

/// Reads what a command names, turning every error into lines for the user.
enum Loading {
  static func set(at path: String) throws(Ending) -> LoadedSet {
    do throws(LoadingErrors) {
      return try ProblemSetReader().read(path)
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  static func select(
    _ options: SelectionOptions, from set: ProblemSet
  ) throws(Ending) -> [Problem] {
    let selection = Selection(
      only: options.ids, tags: options.tag, difficulty: options.difficulty, limit: options.limit)
    do throws(LoadingErrors) {
      let problems = try selection.apply(to: set)
      guard !problems.isEmpty else {
        throw LoadingErrors([ProblemError(path: set.path, message: "no problem is selected")])
      }
      return problems
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  /// Renders each problem's prompt from the templates of the installation.
  static func prompts(
    _ problems: [Problem], system: String?, _ installation: Installation
  ) throws(Ending) -> [(problem: Problem, prompt: Prompt)] {
    do throws(LoadingErrors) {
      let templates = try PromptTemplates.load(installation.prompts)
      let renderer = PromptRenderer(templates)
      let system = try systemOverride(system)
      var rendered: [(problem: Problem, prompt: Prompt)] = []
      for problem in problems {
        var prompt = try renderer.prompt(for: problem)
        if let system, problem.system == nil { prompt.system = system }
        rendered.append((problem, prompt))
      }
      return rendered
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  /// `--system TEXT` or `--system @FILE`.
  private static func systemOverride(_ text: String?) throws(LoadingErrors) -> String? {
    guard let text, text.hasPrefix("@") else { return text }
    do throws(Ending) {
      return try Files.read(String(text.dropFirst()), limit: 1 << 20)
    } catch {
      throw LoadingErrors([ProblemError(path: "--system", message: error.lines.joined())])
    }
  }

  /// The digests of the system prompts in use, by kind.
  static func digests(_ problems: [(problem: Problem, prompt: Prompt)]) -> JSON {
    var digests: JSON = [:]
    for kind in Problem.Kind.allCases {
      let systems = Set(
        problems.lazy.filter { $0.problem.kind == kind }.map { $0.prompt.system ?? "" })
      guard !systems.isEmpty else { continue }
      let digest = SHA256.hex(systems.sorted().joined(separator: "\u{0}"))
      digests = digests.setting(kind.rawValue, to: .string(String(digest.prefix(16))))
    }
    return digests
  }

  static func outputs(
    at path: String, of set: ProblemSet, skipUnknown: Bool
  ) throws(Ending) -> [StoredOutput] {
    do throws(LoadingErrors) {
      return try StoredOutputs.read(path, of: set, skipUnknown: skipUnknown)
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  /// A rubric by name (in the set's folder or the installation) or file.
  static func rubric(
    _ name: String, near setPath: String, _ installation: Installation
  ) throws(Ending) -> Rubric {
    let folder = folder(of: setPath)
    do throws(LoadingErrors) {
      return try RubricReader(folders: [folder, folder + "/rubrics", installation.rubrics])
        .read(name)
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  /// The rubric that a marking was made by, from its stored text.
  static func rubric(of marking: Marking) throws(Ending) -> Rubric {
    do throws(LoadingErrors) {
      return try RubricReader.parse(marking.rubricSource, path: marking.rubricName)
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  /// The folder of a set: itself, or the one that its file lies in.
  private static func folder(of path: String) -> String {
    if Files.isFolder(path) { return path }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[..<slash])
  }
}
