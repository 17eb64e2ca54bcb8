/// One invocation with fixed model, parameters, prompts and problem set.
public struct Run: Sendable, Hashable {
  /// Hexadecimal, unique.
  public var id: String
  /// Unique in a grade book; what users type.
  public var name: String
  /// `YYYY-MM-DDThh:mm:ssZ`.
  public var startedAt: String
  /// `nil` while attempts are missing.
  public var finishedAt: String?
  public var setName: String
  public var setPath: String
  public var setHash: String
  public var model: String
  /// Where completions came from, for example `http://127.0.0.1:8000/v1`, `outputs FILE`.
  public var source: String
  public var protocolName: String
  /// Sampling parameters as sent.
  public var parameters: JSON
  /// Digests of the system prompts by kind.
  public var prompts: JSON
  /// Attempts at each problem.
  public var attempts: Int
  /// Problems that were asked.
  public var problemCount: Int
  /// The digest of all that makes two runs the same: set, selection, model, parameters, prompts, attempts.
  public var fingerprint: String
  /// The version of Assay that asked.
  public var version: String

  public init(
    id: String, name: String, startedAt: String, finishedAt: String? = nil, setName: String,
    setPath: String, setHash: String, model: String, source: String, protocolName: String,
    parameters: JSON, prompts: JSON, attempts: Int, problemCount: Int, fingerprint: String,
    version: String
  ) {
    self.id = id
    self.name = name
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.setName = setName
    self.setPath = setPath
    self.setHash = setHash
    self.model = model
    self.source = source
    self.protocolName = protocolName
    self.parameters = parameters
    self.prompts = prompts
    self.attempts = attempts
    self.problemCount = problemCount
    self.fingerprint = fingerprint
    self.version = version
  }
}

/// One pass of scoring over a run's completions.
public struct Marking: Sendable, Hashable {
  /// Numbered from 1 within its run.
  public var number: Int
  /// `YYYY-MM-DDThh:mm:ssZ`.
  public var startedAt: String
  /// Versions of extractors and scorers by name.
  public var scorers: JSON
  public var rubricName: String
  /// The rubric file's text.
  public var rubricSource: String
  /// What shut submissions in; `null` if nothing was run.
  public var isolation: JSON
  /// Limits that replaced those of the problems, by name; `null` if none did.
  public var limits: JSON

  public init(
    number: Int, startedAt: String, scorers: JSON, rubricName: String, rubricSource: String,
    isolation: JSON, limits: JSON = .null
  ) {
    self.number = number
    self.startedAt = startedAt
    self.scorers = scorers
    self.rubricName = rubricName
    self.rubricSource = rubricSource
    self.isolation = isolation
    self.limits = limits
  }
}

/// What a report shows of a problem.
public struct ProblemCard: Sendable, Hashable {
  public var id: String
  public var kind: Problem.Kind
  public var title: String?
  public var statement: String
  public var tags: [String]
  public var difficulty: String?
  public var languages: [String]
  public var points: Double
  /// The reference in a line: golds, right letters, the number of tests.
  public var expected: String
  /// Problems of one cluster depend on one another, for example on the same text; `nil` for none.
  public var cluster: String?

  public init(
    id: String, kind: Problem.Kind, title: String?, statement: String, tags: [String],
    difficulty: String?, languages: [String], points: Double, expected: String,
    cluster: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.statement = statement
    self.tags = tags
    self.difficulty = difficulty
    self.languages = languages
    self.points = points
    self.expected = expected
    self.cluster = cluster
  }

  public init(_ problem: Problem) {
    self.init(
      id: problem.id, kind: problem.kind, title: problem.title, statement: problem.statement,
      tags: problem.tags, difficulty: problem.difficulty, languages: problem.reference.languages,
      points: problem.points, expected: problem.reference.summary, cluster: problem.cluster)
  }
}

extension Reference {
  /// The reference in one line.
  public var summary: String {
    switch self {
    case .answer(let golds): golds.joined(separator: " or ")
    case .choice(_, let right): right.joined(separator: ",")
    case .function(let reference): "\(reference.tests.count) tests of \(reference.entryPoint)"
    case .program(let reference): "\(reference.tests.count) tests"
    case .harness(let reference): "test code for \(reference.entryPoint)"
    case .open: "a rubric"
    }
  }
}

/// A grade with what it is about.
public struct GradedAttempt: Sendable, Hashable {
  @Apart private var contents: Contents

  public init(grade: Grade, prompt: Prompt, completion: Completion?) {
    contents = Contents(grade: grade, prompt: prompt, completion: completion)
  }

  public var grade: Grade {
    get { contents.grade }
    set { contents.grade = newValue }
  }
  public var prompt: Prompt {
    get { contents.prompt }
    set { contents.prompt = newValue }
  }
  /// `nil` if the model could not be asked.
  public var completion: Completion? {
    get { contents.completion }
    set { contents.completion = newValue }
  }

  private struct Contents: Sendable, Hashable {
    var grade: Grade
    var prompt: Prompt
    var completion: Completion?
  }
}

/// A run under one marking, whole: all that a report or an export is made of.
public struct RunRecord: Sendable {
  public var run: Run
  public var marking: Marking
  /// In the set's order.
  public var problems: [ProblemCard]
  /// In the set's order, then by attempt.
  public var attempts: [GradedAttempt]
  /// Who answered; empty if no server did.
  public var servers: [ServerCard]

  public init(
    run: Run, marking: Marking, problems: [ProblemCard], attempts: [GradedAttempt],
    servers: [ServerCard] = []
  ) {
    self.run = run
    self.marking = marking
    self.problems = problems
    self.attempts = attempts
    self.servers = servers
  }
}
