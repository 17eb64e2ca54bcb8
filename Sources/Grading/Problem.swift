/// One question with all that is needed to mark it.
public struct Problem: Sendable, Hashable {
  /// Unique in its set.
  public var id: String
  /// What the model is asked, Markdown.
  public var statement: String
  public var reference: Reference
  public var title: String?
  /// A system prompt of this problem's own.
  public var system: String?
  /// The name or file of a rubric of this problem's own; a run's `--rubric` does not replace it.
  public var rubric: String?
  /// How strictly final answers are compared; it goes before the rubric's.
  public var policy: AnswerPolicy
  /// The weight of the problem, positive.
  public var points: Double
  public var tags: [String]
  /// Problems that depend on one another, for example on the same text, name the same cluster; a
  /// tag `cluster:NAME` says the same.
  public var cluster: String?
  public var difficulty: String?
  public var source: String?
  public var license: String?
  /// `YYYY-MM-DD`.
  public var date: String?
  /// Paths of images that are shown to the model.
  public var images: [String]
  public var metadata: JSON
  /// How answers are compared with the golds; of no meaning for other kinds.
  public var comparison: Comparison
  /// The problem in native form with every file's text inlined: what the grade book keeps, and what
  /// reads back as an equal problem.
  public var document: JSON {
    didSet { contentHash = SHA256.hex(document.text) }
  }
  /// Names the problem by its content: the digest of ``document``.
  public private(set) var contentHash: String

  public init(
    id: String, statement: String, reference: Reference, title: String? = nil,
    system: String? = nil, rubric: String? = nil, points: Double = 1, tags: [String] = [],
    difficulty: String? = nil, source: String? = nil, license: String? = nil, date: String? = nil,
    images: [String] = [], metadata: JSON = .null, comparison: Comparison = .mathematics,
    document: JSON = .null, cluster: String? = nil, policy: AnswerPolicy = AnswerPolicy()
  ) {
    self.comparison = comparison
    self.id = id
    self.statement = statement
    self.reference = reference
    self.title = title
    self.system = system
    self.rubric = rubric
    self.points = points
    self.tags = tags
    self.difficulty = difficulty
    self.source = source
    self.license = license
    self.date = date
    self.images = images
    self.metadata = metadata
    self.document = document
    contentHash = SHA256.hex(document.text)
    self.policy = policy
    self.cluster = cluster ?? Self.cluster(in: tags)
  }

  private static func cluster(in tags: [String]) -> String? {
    let mark = "cluster:"
    let name = tags.first { $0.hasPrefix(mark) }?.dropFirst(mark.count)
    return name.flatMap { $0.isEmpty ? nil : String($0) }
  }

  public var kind: Kind { reference.kind }

  /// What makes an answer equal to a gold.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    /// Mathematical equality, the default.
    case mathematics
    /// Values of Python: the same type and content, however they are written.
    case python
    /// The same words, whatever the case and spacing.
    case text
  }

  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case answer, choice, function, program, harness, open
  }
}

/// An ordered collection of problems.
public struct ProblemSet: Sendable {
  public var name: String
  public var title: String?
  /// Where it was read from.
  public var path: String
  public var problems: [Problem]
  /// Recordings that the set ships with; the first is the default.
  public var recordings: [Recording]
  /// The digest of all problems' documents in order: equal sets have equal hashes.
  public var contentHash: String

  public init(
    name: String, title: String? = nil, path: String, problems: [Problem],
    recordings: [Recording] = []
  ) {
    self.name = name
    self.title = title
    self.path = path
    self.problems = problems
    self.recordings = recordings
    self.contentHash = SHA256.hex(problems.map(\.contentHash).joined(separator: "\n"))
  }

  /// Completions that ship with a set and are played back by the embedded model server.
  public struct Recording: Sendable, Hashable {
    public var name: String
    public var title: String?

    public init(name: String, title: String? = nil) {
      self.name = name
      self.title = title
    }
  }
}
