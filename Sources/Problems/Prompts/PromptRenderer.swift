public import Grading

/// Turns problems into prompts: all that a model sees.
///
/// What is right never gets in: neither golds, nor the letters that are right, nor hidden tests, nor
/// harnesses.
public struct PromptRenderer: Sendable {
  private let templates: PromptTemplates
  private let folder: String
  private let wording: PromptWording

  /// - Parameters:
  ///   - folder: What paths of images count from, as in ``LoadedSet/folder``.
  ///   - wording: How problems are put where not as they are.
  public init(
    _ templates: PromptTemplates, folder: String = ".", wording: PromptWording = PromptWording()
  ) {
    self.templates = templates
    self.folder = folder
    self.wording = wording
  }

  /// The prompt of a problem; its own `system` takes the place of its kind's.
  public func prompt(for problem: Problem) -> Prompt {
    Prompt(
      system: problem.system ?? templates.system(for: problem),
      text: wording.text(of: problem) { text(of: $0) },
      images: problem.images.map {
        $0.hasPrefix("/") || PathText.isAddress($0) ? $0 : PathText.joined(folder, $0)
      })
  }

  /// The problem as it is put by default.
  private func text(of problem: Problem) -> String {
    var sections = [trimmed(problem.statement)]
    switch problem.reference {
    case .choice: sections.append(PromptRenderer.choices(of: problem))
    case .function(let function):
      sections += signature(function.languages, function.entryPoint, function.starterCode)
      sections += Examples.of(function)
    case .program(let program):
      sections += task(program)
      sections += Examples.of(program)
    case .harness(let harness):
      sections += signature(harness.languages, harness.entryPoint, harness.starterCode)
    case .answer, .open: break
    }
    return sections.joined(separator: "\n\n")
  }

  /// The options with their letters.
  static func choices(of problem: Problem) -> String {
    guard case .choice(let options, _) = problem.reference else { return "" }
    return zip(ReferenceDecoder.letters, options).map { "\($0). \($1)" }.joined(separator: "\n")
  }

  /// The visible tests.
  static func examples(of problem: Problem) -> String {
    switch problem.reference {
    case .function(let function): Examples.of(function).joined(separator: "\n\n")
    case .program(let program): Examples.of(program).joined(separator: "\n\n")
    case .answer, .choice, .harness, .open: ""
    }
  }

  private func signature(
    _ languages: [String], _ entryPoint: String, _ starterCode: String?
  ) -> [String] {
    var sections: [String] = []
    if let starterCode {
      sections.append("Go on from this code:\n\n" + starter(starterCode, languages))
    }
    let language = "Language: \(names(of: languages)). "
    sections.append(language + "Name of the function: `\(entryPoint)`.")
    return sections
  }

  private func task(_ program: ProgramReference) -> [String] {
    var sections: [String] = []
    if let starterCode = program.starterCode {
      sections.append("Go on from this code:\n\n" + starter(starterCode, program.languages))
    }
    if !program.files.isEmpty { sections.append(files(program)) }
    sections.append(
      "Language: \(names(of: program.languages)). "
        + "Limits for each input: \(time(program.limits.cpuMilliseconds)) of processor time, "
        + "\(ByteCount.text(program.limits.memoryBytes)) of memory.")
    return sections
  }

  private func files(_ program: ProgramReference) -> String {
    let tag = program.languages.first.flatMap(Language.named)?.fence ?? ""
    let entry = program.files[0]
    let list = program.files.map { $0 == entry ? "`\($0)` (which is run)" : "`\($0)`" }
    return
      "Write these files: \(list.joined(separator: ", ")). Give each in a code block of its own "
      + "that begins with its name, for example “```\(tag) \(entry)”."
  }

  private func starter(_ code: String, _ languages: [String]) -> String {
    let language = languages.first.flatMap(Language.named)
    return Fence.around(code, info: language?.fence ?? "")
  }

  private func names(of languages: [String]) -> String {
    languages.map { Language.named($0)?.name ?? $0 }.joined(separator: " or ")
  }

  private func time(_ milliseconds: Int) -> String {
    milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isNewline == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

/// Fenced blocks.
enum Fence {
  /// A block with a fence longer than any run of backticks in the text.
  static func around(_ text: String, info: String) -> String {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
    return "\(fence)\(info)\n\(text)\(end)\(fence)"
  }
}
