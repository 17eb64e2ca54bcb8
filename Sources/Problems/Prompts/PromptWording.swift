public import Grading

/// How a problem's text is put to a model, where that is not the default.
public struct PromptWording: Sendable {
  /// `nil` puts the problem as it is.
  public var template: UserTemplate?
  /// Worked problems shown before each problem; never the problem itself.
  public var shots: [Shot]
  /// The most shots before one problem.
  public var shotCount: Int

  public init(template: UserTemplate? = nil, shots: [Shot] = [], shotCount: Int = 0) {
    self.template = template
    self.shots = shots
    self.shotCount = shotCount
  }

  /// A problem with an answer as a model should give it.
  public struct Shot: Sendable {
    public var problem: Problem
    public var answer: String

    public init(problem: Problem, answer: String) {
      self.problem = problem
      self.answer = answer
    }
  }

  /// - Parameters:
  ///   - text: Makes the text of a problem as it is.
  func text(of problem: Problem, _ text: (Problem) -> String) -> String {
    let others = shots.filter { shot in
      shot.problem.id != problem.id && shot.problem.statement != problem.statement
    }
    let examples = others.prefix(shotCount).map { shot in
      "Problem:\n\n\(text(shot.problem))\n\nAnswer:\n\n\(shot.answer)"
    }.joined(separator: "\n\n")
    guard let template else {
      return examples.isEmpty
        ? text(problem) : examples + "\n\nProblem:\n\n\(text(problem))\n\nAnswer:"
    }
    return template.render(problem, whole: text(problem), shots: examples)
  }
}

/// A text with placeholders that becomes the prompt of each problem: `--prompt FILE`.
///
/// `{{problem}}` is the problem as it is put by default, `{{statement}}` its statement alone,
/// `{{choices}}` the lettered options, `{{starter_code}}` the code to go on from, `{{examples}}` the
/// visible tests, `{{shots}}` the worked problems. What does not apply to a problem is empty.
public struct UserTemplate: Sendable {
  private enum Part {
    case text(String)
    case placeholder(Placeholder)
  }

  private enum Placeholder: String, CaseIterable {
    case problem, statement, choices, examples, shots
    case starterCode = "starter_code"
  }

  private var parts: [Part] = []

  /// - Parameter path: What errors call the text.
  /// - Throws: every unknown placeholder with its line, or that the problem itself is left out.
  public init(_ text: String, path: String) throws(LoadingErrors) {
    let log = ErrorLog()
    var rest = Array(text.utf8)[...]
    var line = 1
    var literal: [UInt8] = []
    let names = Placeholder.allCases.map(\.rawValue)
    while let byte = rest.first {
      guard rest.starts(with: "{{".utf8), let name = UserTemplate.name(rest) else {
        line += byte == UInt8(ascii: "\n") ? 1 : 0
        literal.append(byte)
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(name.count + 4)
      let word = String(decoding: name, as: UTF8.self).filter { $0 != " " }
      guard let placeholder = Placeholder(rawValue: word) else {
        log.add(
          ProblemError(
            path: path, line: line, message: "“{{\(word.prefix(40))}}” is no placeholder",
            mend: Nearest.mend(
              word, among: names,
              otherwise: "there are " + names.map { "{{\($0)}}" }.joined(separator: ", "))))
        continue
      }
      parts.append(.text(String(decoding: literal, as: UTF8.self)))
      literal = []
      parts.append(.placeholder(placeholder))
    }
    parts.append(.text(String(decoding: literal, as: UTF8.self)))
    try log.throwIfAny()
    let hasProblem = parts.contains { part in
      switch part {
      case .placeholder(.problem), .placeholder(.statement): true
      case .placeholder, .text: false
      }
    }
    guard hasProblem else {
      throw LoadingErrors([
        ProblemError(
          path: path, message: "the problem is left out",
          mend: "put {{problem}} or {{statement}} where it belongs")
      ])
    }
  }

  /// What stands between `{{` and `}}` on one line.
  private static func name(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let inner = bytes.dropFirst(2)
    guard
      let end = inner.firstIndex(where: {
        $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "{")
      }), inner[end...].starts(with: "}}".utf8)
    else { return nil }
    return inner[..<end]
  }

  func render(_ problem: Problem, whole: String, shots: String) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .placeholder(.problem): text += whole
      case .placeholder(.statement): text += problem.statement
      case .placeholder(.choices): text += PromptRenderer.choices(of: problem)
      case .placeholder(.starterCode): text += problem.reference.starterCode ?? ""
      case .placeholder(.examples): text += PromptRenderer.examples(of: problem)
      case .placeholder(.shots): text += shots
      }
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
