public import Grading

/// The system prompts of the kinds of problems, with placeholders.
///
/// `{{letters}}` becomes the options' letters, `{{language}}` the language's name, `{{fence}}` the
/// word after the opening fence, `{{entry_point}}` the name of the function that the tests call.
public struct PromptTemplates: Sendable {
  private let templates: [Problem.Kind: [Part]]

  static let fileLimit = 1 << 20

  /// - Parameters:
  ///   - texts: A text for each kind that has a system prompt.
  ///   - name: What errors call the text of a kind, for example its file.
  /// - Throws: every placeholder that is unknown or has no meaning for its kind, with its line.
  public init(
    _ texts: [Problem.Kind: String], name: (Problem.Kind) -> String = { "\($0.rawValue).md" }
  ) throws(LoadingErrors) {
    let log = ErrorLog()
    var templates: [Problem.Kind: [Part]] = [:]
    for kind in Problem.Kind.allCases {
      guard let text = texts[kind] else { continue }
      templates[kind] = PromptTemplates.parts(of: text, kind: kind, path: name(kind), log: log)
    }
    try log.throwIfAny()
    self.templates = templates
  }

  /// Reads `answer.md`, `choice.md` and so on of a folder; a kind without a file has no system
  /// prompt.
  public static func load(_ folder: String) throws(LoadingErrors) -> PromptTemplates {
    guard FileReading.isFolder(folder) else {
      throw LoadingErrors([
        ProblemError(path: folder, message: "there is no such folder", mend: "check the path")
      ])
    }
    let log = ErrorLog()
    var texts: [Problem.Kind: String] = [:]
    func path(_ kind: Problem.Kind) -> String { "\(folder)/\(kind.rawValue).md" }
    for kind in Problem.Kind.allCases where FileReading.exists(path(kind)) {
      do throws(FileFailure) {
        texts[kind] = try FileReading.text(of: path(kind), limit: fileLimit)
      } catch {
        log.add(ProblemError(path: path(kind), message: error.message, mend: error.mend))
      }
    }
    try log.throwIfAny()
    return try PromptTemplates(texts, name: path)
  }

  /// The system prompt for a problem; `nil` if its kind has none.
  func system(for problem: Problem) -> String? {
    guard let parts = templates[problem.kind] else { return nil }
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .placeholder(let placeholder): text += value(of: placeholder, problem, after: text)
      }
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private func value(
    of placeholder: Placeholder, _ problem: Problem, after text: String
  ) -> String {
    let languages = problem.reference.languages.compactMap(Language.named)
    switch placeholder {
    case .language: return languages.map(\.name).joined(separator: " or ")
    case .fence:
      // “```cpp or ```python”: each of several words needs its fence.
      let separator = text.hasSuffix("```") ? " or ```" : " or "
      return languages.map(\.fence).joined(separator: separator)
    case .entryPoint: return problem.reference.entryPoint ?? ""
    case .letters: return Options.range(of: problem.reference)
    }
  }

  enum Part {
    case text(String)
    case placeholder(Placeholder)
  }

  enum Placeholder: String, CaseIterable {
    case language, fence
    case entryPoint = "entry_point"
    case letters

    func hasMeaning(for kind: Problem.Kind) -> Bool {
      switch self {
      case .language, .fence: kind.isCode
      case .entryPoint: kind == .function || kind == .harness
      case .letters: kind == .choice
      }
    }
  }

  private static func parts(
    of text: String, kind: Problem.Kind, path: String, log: ErrorLog
  ) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstIndex(ofPair: "{") {
      let inner = rest[start...].dropFirst(2)
      guard let end = inner.firstIndex(ofPair: "}") else { break }
      parts.append(.text(String(rest[..<start])))
      let name = inner[..<end].filter { $0 != " " }
      let line = text[..<start].reduce(1) { $0 + ($1.isNewline ? 1 : 0) }
      func fail(_ message: String, _ mend: String) {
        log.add(ProblemError(path: path, line: line, message: message, mend: mend))
      }
      if let placeholder = Placeholder(rawValue: name) {
        if placeholder.hasMeaning(for: kind) {
          parts.append(.placeholder(placeholder))
        } else {
          fail(
            "“{{\(name)}}” has no meaning for the kind “\(kind.rawValue)”", "take it out")
        }
      } else {
        let names = Placeholder.allCases.filter { $0.hasMeaning(for: kind) }.map(\.rawValue)
        let near = Nearest.to(name, among: names).map { "did you mean “{{\($0)}}”?" }
        let known = names.map { "{{\($0)}}" }.joined(separator: ", ")
        fail(
          "“{{\(name.prefix(40))}}” is no placeholder",
          near ?? (names.isEmpty ? "take it out" : "there are \(known)"))
      }
      rest = inner[end...].dropFirst(2)
    }
    return parts + [.text(String(rest))]
  }
}

extension Substring {
  /// Where a character stands twice in a row first.
  fileprivate func firstIndex(ofPair character: Character) -> Index? {
    var start = startIndex
    while let found = self[start...].firstIndex(of: character) {
      let next = index(after: found)
      if next < endIndex, self[next] == character { return found }
      start = next
    }
    return nil
  }
}

/// The letters of a choice's options.
enum Options {
  /// `A–D`; empty for other kinds.
  static func range(of reference: Reference) -> String {
    guard case .choice(let options, _) = reference else { return "" }
    let letters = ReferenceDecoder.letters
    return "A–\(letters[min(max(options.count, 1), letters.count) - 1])"
  }
}
