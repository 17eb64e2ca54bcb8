public import Grading

/// Writes problems in formats that other tools read, a JSON object a line.
public enum ProblemExport: String, Sendable, Hashable, CaseIterable {
  /// Ours: the whole problem.
  case native
  /// OpenAI's HumanEval: test code in Python.
  case humaneval
  /// Inspect's samples: answers and choices.
  case inspect
  /// Stored outputs made of the reference solutions, to grade the set by itself.
  case solutions

  /// What one problem became.
  public struct Outcome: Sendable, Hashable {
    /// JSON texts.
    public var lines: [String]
    /// What the format cannot hold, by the names of native fields.
    public var dropped: [String]

    init(lines: [JSON], dropped: [String]) {
      self.init(texts: lines.map(\.text), dropped: dropped)
    }

    init(texts: [String], dropped: [String]) {
      lines = texts
      self.dropped = dropped
    }

    /// Whether the problem as a whole is left out.
    public var isLeftOut: Bool { lines.isEmpty }
  }

  /// - Parameter solutions: The problem's own, those that must be accepted and others.
  public func outcome(of problem: Problem, solutions: [Solution]) -> Outcome {
    switch self {
    case .native:
      return Outcome(
        texts: [problem.documentText], dropped: solutions.isEmpty ? [] : ["reference solutions"])
    case .humaneval: return HumanEvalExport.outcome(of: problem, solutions)
    case .inspect: return InspectExport.outcome(of: problem, solutions)
    case .solutions: return SolutionExport.outcome(of: problem, solutions)
    }
  }

  /// Fields of a problem that most formats have no room for.
  static func dropped(
    _ problem: Problem, besides kept: Set<NativeField>
  ) -> [String] {
    let written = problem.document.members ?? []
    let silent: Set<String> = ["id", "kind", "limits", "checker", "compare", "deferred_tests"]
    return written.compactMap { member in
      guard let field = NativeField(rawValue: member.key), !kept.contains(field),
        !silent.contains(member.key)
      else { return nil }
      if field == .points, member.value.double == 1 { return nil }
      return member.key
    }
  }
}

/// `{task_id, prompt, entry_point, canonical_solution, test}`
enum HumanEvalExport {
  static func outcome(of problem: Problem, _ solutions: [Solution]) -> ProblemExport.Outcome {
    guard case .harness(let harness) = problem.reference, harness.languages.first == "python" else {
      return .init(lines: [], dropped: ["kind"])
    }
    guard harness.deferred == nil else { return .init(lines: [], dropped: ["deferred_tests"]) }
    let prompt = (harness.preamble.map { $0 + "\n" } ?? "") + (harness.starterCode ?? "")
    let accepted = solutions.first { $0.expectation == .accepted && $0.language == "python" }
    // A completion goes on from the prompt where it can.
    let source = accepted?.source ?? ""
    let solution = source.hasPrefix(prompt) ? String(source.dropFirst(prompt.count)) : source
    var dropped = ProblemExport.dropped(
      problem,
      besides: [
        .entryPoint, .starterCode, .harness, .preamble, .language, .languages, .statement,
        .metadata,
      ])
    if problem.statement != "Complete the function `\(harness.entryPoint)`." {
      dropped.append("statement")
    }
    if harness.limits != .function { dropped.append("limits") }
    if solutions.count > (accepted == nil ? 0 : 1) { dropped.append("further solutions") }
    return .init(
      lines: [
        [
          "task_id": .string(problem.id), "prompt": .string(prompt),
          "entry_point": .string(harness.entryPoint), "canonical_solution": .string(solution),
          "test": .string(harness.harness),
        ]
      ], dropped: dropped)
  }
}

/// `{id, input, choices?, target, metadata}`
enum InspectExport {
  static func outcome(of problem: Problem, _ solutions: [Solution]) -> ProblemExport.Outcome {
    var sample: [JSON.Member] = [JSON.Member("id", .string(problem.id))]
    let input: JSON =
      problem.system.map { system in
        .array([
          ["role": .string("system"), "content": .string(system)],
          ["role": .string("user"), "content": .string(problem.statement)],
        ])
      } ?? .string(problem.statement)
    sample.append(JSON.Member("input", input))
    switch problem.reference {
    case .answer(let golds):
      sample.append(
        JSON.Member("target", golds.count == 1 ? .string(golds[0]) : .strings(golds)))
    case .choice(let options, let right):
      sample.append(JSON.Member("choices", .strings(options)))
      sample.append(
        JSON.Member("target", right.count == 1 ? .string(right[0]) : .strings(right)))
    case .function, .program, .harness, .open: return .init(lines: [], dropped: ["kind"])
    }
    // Samples have one place for all the rest.
    var metadata: [JSON.Member] = problem.metadata["metadata"]?.members ?? []
    let rest: [(String, JSON?)] = [
      ("title", problem.title.map(JSON.string)),
      ("difficulty", problem.difficulty.map(JSON.string)),
      ("source", problem.source.map(JSON.string)), ("date", problem.date.map(JSON.string)),
      ("tags", problem.tags.isEmpty ? nil : .strings(problem.tags)),
    ]
    for (name, value) in rest where !metadata.contains(where: { $0.key == name }) {
      if let value { metadata.append(JSON.Member(name, value)) }
    }
    if !metadata.isEmpty { sample.append(JSON.Member("metadata", .object(metadata))) }
    let dropped = ProblemExport.dropped(
      problem,
      besides: [
        .statement, .answer, .choices, .system, .title, .difficulty, .source, .date, .tags,
        .metadata,
      ])
    return .init(lines: [.object(sample)], dropped: dropped)
  }
}

/// `{problem_id, attempt, completion}`: what a model that knows the references would have written.
enum SolutionExport {
  static func outcome(of problem: Problem, _ solutions: [Solution]) -> ProblemExport.Outcome {
    let texts: [String]
    switch problem.reference {
    case .answer(let golds):
      let worked = problem.metadata["solution"]?.string
      if problem.comparison == .mathematics, let worked {
        texts = [worked]
      } else {
        texts = golds.prefix(1).map { gold in
          problem.comparison == .mathematics
            ? "Answer: \\boxed{\(gold)}" : "[ANSWER]\(gold)[/ANSWER]"
        }
      }
    case .choice(_, let right): texts = ["Answer: \(right.joined(separator: ", "))"]
    case .function, .program, .harness:
      texts = solutions.filter { $0.expectation == .accepted }.map { solution in
        Fence.around(
          solution.source, info: Language.named(solution.language)?.fence ?? solution.language)
      }
    case .open: texts = []
    }
    guard !texts.isEmpty else { return .init(lines: [], dropped: ["reference solutions"]) }
    return .init(
      lines: texts.enumerated().map { index, text in
        [
          "problem_id": .string(problem.id), "attempt": .int(index + 1),
          "completion": .string(text), "model": .string("reference"),
        ]
      }, dropped: [])
  }
}
