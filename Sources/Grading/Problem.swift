/// One question with all that is needed to mark it.
///
/// Its contents are in a box: a problem is handed on a dozen times on its way to a grade, and lists of a
/// hundred thousand are held several times over, so that a copy must be one pointer.
public struct Problem: Sendable {
  private var box: Box

  private final class Box: Sendable {
    let contents: Contents
    init(_ contents: Contents) { self.contents = contents }
  }

  private struct Contents: Hashable {
    var id: String
    var statement: String
    var reference: Reference
    var title: String?
    var system: String?
    var rubric: String?
    var policy: AnswerPolicy
    var points: Double
    var tags: [String]
    var cluster: String?
    var difficulty: String?
    var source: String?
    var license: String?
    var date: String?
    var images: [String]
    var metadata: JSON
    var comparison: Comparison
    var documentText: String
  }

  private mutating func change<Value>(
    _ member: WritableKeyPath<Contents, Value>, to value: Value
  ) {
    var contents = box.contents
    contents[keyPath: member] = value
    box = Box(contents)
  }

  /// Unique in its set.
  public var id: String {
    get { box.contents.id }
    set { change(\.id, to: newValue) }
  }
  /// What the model is asked, Markdown.
  public var statement: String {
    get { box.contents.statement }
    set { change(\.statement, to: newValue) }
  }
  public var reference: Reference {
    get { box.contents.reference }
    set { change(\.reference, to: newValue) }
  }
  public var title: String? {
    get { box.contents.title }
    set { change(\.title, to: newValue) }
  }
  /// A system prompt of this problem's own.
  public var system: String? {
    get { box.contents.system }
    set { change(\.system, to: newValue) }
  }
  /// The name or file of a rubric of this problem's own; a run's `--rubric` does not replace it.
  public var rubric: String? {
    get { box.contents.rubric }
    set { change(\.rubric, to: newValue) }
  }
  /// How strictly final answers are compared; it goes before the rubric's.
  public var policy: AnswerPolicy {
    get { box.contents.policy }
    set { change(\.policy, to: newValue) }
  }
  /// The weight of the problem, positive.
  public var points: Double {
    get { box.contents.points }
    set { change(\.points, to: newValue) }
  }
  public var tags: [String] {
    get { box.contents.tags }
    set { change(\.tags, to: newValue) }
  }
  /// Problems that depend on one another, for example on the same text, name the same cluster; a
  /// tag `cluster:NAME` says the same.
  public var cluster: String? {
    get { box.contents.cluster }
    set { change(\.cluster, to: newValue) }
  }
  public var difficulty: String? {
    get { box.contents.difficulty }
    set { change(\.difficulty, to: newValue) }
  }
  public var source: String? {
    get { box.contents.source }
    set { change(\.source, to: newValue) }
  }
  public var license: String? {
    get { box.contents.license }
    set { change(\.license, to: newValue) }
  }
  /// `YYYY-MM-DD`.
  public var date: String? {
    get { box.contents.date }
    set { change(\.date, to: newValue) }
  }
  /// Paths of images that are shown to the model.
  public var images: [String] {
    get { box.contents.images }
    set { change(\.images, to: newValue) }
  }
  public var metadata: JSON {
    get { box.contents.metadata }
    set { change(\.metadata, to: newValue) }
  }
  /// How answers are compared with the golds; of no meaning for other kinds.
  public var comparison: Comparison {
    get { box.contents.comparison }
    set { change(\.comparison, to: newValue) }
  }
  /// The problem in native form with every file's text inlined: what the grade book keeps, and what
  /// reads back as an equal problem.
  ///
  /// Made of ``documentText`` each time it is asked for.
  public var document: JSON {
    get { JSON(written: documentText) }
    set { change(\.documentText, to: newValue.text) }
  }
  /// The document as compact JSON: held as text, which takes a fraction of a tree's room.
  public var documentText: String {
    get { box.contents.documentText }
    set { change(\.documentText, to: newValue) }
  }
  /// Names the problem by its content: the digest of ``documentText``, computed each time.
  public var contentHash: String { SHA256.hex(documentText) }

  public init(
    id: String, statement: String, reference: Reference, title: String? = nil,
    system: String? = nil, rubric: String? = nil, points: Double = 1, tags: [String] = [],
    difficulty: String? = nil, source: String? = nil, license: String? = nil, date: String? = nil,
    images: [String] = [], metadata: JSON = .null, comparison: Comparison = .mathematics,
    document: JSON = .null, cluster: String? = nil, policy: AnswerPolicy = AnswerPolicy()
  ) {
    self.init(
      id: id, statement: statement, reference: reference, title: title, system: system,
      rubric: rubric, points: points, tags: tags, difficulty: difficulty, source: source,
      license: license, date: date, images: images, metadata: metadata, comparison: comparison,
      documentText: document.text, cluster: cluster, policy: policy)
  }

  /// - Parameter documentText: See ``documentText``.
  public init(
    id: String, statement: String, reference: Reference, title: String? = nil,
    system: String? = nil, rubric: String? = nil, points: Double = 1, tags: [String] = [],
    difficulty: String? = nil, source: String? = nil, license: String? = nil, date: String? = nil,
    images: [String] = [], metadata: JSON = .null, comparison: Comparison = .mathematics,
    documentText: String, cluster: String? = nil, policy: AnswerPolicy = AnswerPolicy()
  ) {
    box = Box(
      Contents(
        id: id, statement: statement, reference: reference, title: title, system: system,
        rubric: rubric, policy: policy, points: points, tags: tags,
        cluster: cluster ?? Self.cluster(in: tags), difficulty: difficulty, source: source,
        license: license, date: date, images: images, metadata: metadata,
        comparison: comparison, documentText: documentText))
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

extension Problem: Hashable {
  public static func == (one: Problem, other: Problem) -> Bool {
    one.box === other.box || one.box.contents == other.box.contents
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(box.contents) }
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
    var digest = SHA256()
    for (index, problem) in problems.enumerated() {
      if index > 0 { digest.update("\n") }
      digest.update(problem.contentHash)
    }
    self.contentHash = digest.hex
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
