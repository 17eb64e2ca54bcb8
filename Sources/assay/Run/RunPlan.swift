import Grading
import GradeBook

/// The digest of problems and their prompts, in order.
struct PlanDigest: Sendable {
  private var whole = SHA256()
  /// Most problems share their system text.
  private var system: (text: String, digest: SHA256)?

  mutating func add(_ problem: Problem, _ prompt: Prompt) {
    let text = prompt.system ?? ""
    var digest: SHA256
    if let system, system.text == text {
      digest = system.digest
    } else {
      digest = SHA256()
      digest.update(text)
      system = (text, digest)
    }
    for part in [prompt.text] + prompt.images {
      digest.update(CollectionOfOne(0))
      digest.update(part)
    }
    whole.update(problem.contentHash)
    whole.update(digest.hex)
  }

  var hex: String { whole.hex }
}

/// Everything that is fixed before the first request of a run.
struct RunPlan {
  var set: ProblemSet
  /// The problems asked, with their prompts.
  var problems: [(problem: Problem, prompt: Prompt)]
  /// The attempts in order; normally every number for every problem.
  var attempts: [Attempt]
  var model: String
  /// Where completions come from, for people.
  var source: String
  /// What distinguishes one source from another besides the model, for example a file's digest.
  var sourceIdentity: String
  var protocolName: String
  var parameters: JSON
  var prompts: JSON

  /// Plans `count` attempts at each problem.
  static func attempts(
    _ problems: [(problem: Problem, prompt: Prompt)], count: Int
  ) -> [Attempt] {
    problems.flatMap { entry in
      (1...count).map { Attempt(problem: entry.problem, number: $0, prompt: entry.prompt) }
    }
  }

  var attemptsEach: Int { attempts.lazy.map(\.number).max() ?? 1 }

  /// How much is asked, and what.
  struct Extent: Sendable {
    /// Of the problems and their prompts, by ``PlanDigest``.
    var digest: String
    var problemCount: Int
    var attemptCount: Int
    var attemptsEach: Int
  }

  var extent: Extent {
    var digest = PlanDigest()
    for (problem, prompt) in problems { digest.add(problem, prompt) }
    return Extent(
      digest: digest.hex, problemCount: problems.count, attemptCount: attempts.count,
      attemptsEach: attemptsEach)
  }

  /// What makes two runs the same; where the server listens does not.
  func fingerprint(of extent: Extent) -> String {
    SHA256.hex(
      JSON.array([
        .string(extent.digest), .string(model), .string(sourceIdentity), .string(protocolName),
        parameters, .int(extent.attemptCount), .int(extent.attemptsEach),
      ]).text)
  }

  /// Begins the run in the grade book.
  ///
  /// - Parameters:
  ///   - rubrics: The rubrics that problems name: stored with them, so that rescoring needs no file.
  func begin(
    named name: String?, _ extent: Extent, rubrics: [String: Rubric], in book: GradeBook
  ) async throws -> Run {
    let run = try await run(named: name, extent, in: book)
    try await book.begin(
      run,
      problems.map { problem, prompt in
        PlannedProblem(
          problem, prompt, rubric: problem.rubric.flatMap { rubrics[$0]?.source })
      })
    return run
  }

  /// The run as it is begun.
  func run(named name: String?, _ extent: Extent, in book: GradeBook) async throws -> Run {
    Run(
      id: newID(), name: try await freeName(name, in: book), startedAt: Clock.timestamp,
      setName: set.name, setPath: set.path, setHash: set.contentHash, model: model, source: source,
      protocolName: protocolName, parameters: parameters, prompts: prompts,
      attempts: extent.attemptsEach, problemCount: extent.problemCount,
      fingerprint: fingerprint(of: extent), version: Assay.version)
  }

  /// Sixteen random hexadecimal digits.
  private func newID() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The name asked for, or `set-model-time`.
  private func freeName(_ wanted: String?, in book: GradeBook) async throws -> String {
    if let wanted { return wanted }
    let base = "\(slug(set.name))-\(slug(model))-\(Clock.compactTimestamp)"
    var name = base
    var number = 2
    while try await book.run(name: name) != nil {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  /// Letters and digits of a name; its last path component if it has several.
  private func slug(_ text: String) -> String {
    let last = text.split(separator: "/").last ?? "run"
    let kept = last.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || 48...57 ~= scalar.value)
      return isPlain || scalar == "." || scalar == "_" ? Character(scalar) : "-"
    }
    return String(kept.prefix(40))
  }
}
