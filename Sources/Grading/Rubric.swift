/// How a problem is marked beyond right or wrong: named criteria with points.
///
/// The file format is in docs/problem-format.md.
public struct Rubric: Sendable, Hashable {
  public var name: String
  public var title: String?
  /// The share of the points from which an `open` problem counts as correct, above 0 and at most 1.
  public var passMark: Double
  /// At least one.
  public var criteria: [Criterion]
  /// How strictly final answers are compared, where a problem does not say.
  public var policy: AnswerPolicy
  /// The file's text: what is stored with a marking.
  public var source: String

  public init(
    name: String, title: String? = nil, passMark: Double = 1, criteria: [Criterion],
    source: String = "", policy: AnswerPolicy = AnswerPolicy()
  ) {
    self.name = name
    self.title = title
    self.passMark = passMark
    self.criteria = criteria
    self.source = source
    self.policy = policy
  }

  /// The default: all the points for a correct answer, none otherwise.
  public static let correctness = Rubric(
    name: "correctness", title: "Correctness",
    criteria: [Criterion(id: "correct", title: "Correct", points: 100, measure: .correct)])

  /// The points of all criteria together.
  public var total: Double { criteria.reduce(0) { $0 + $1.points } }
}

/// One thing that earns points.
public struct Criterion: Sendable, Hashable {
  public var id: String
  public var title: String
  /// The most it can earn, positive.
  public var points: Double
  public var measure: Measure

  public init(id: String, title: String, points: Double, measure: Measure) {
    self.id = id
    self.title = title
    self.points = points
    self.measure = measure
  }

  public enum Measure: Sendable, Hashable {
    case correct
    case tests(TestSelection)
    case quality(CodeQuality)
    case mentions(Mentions)
    /// The number of words of the answer lies between.
    case words(ClosedRange<Int>)
    /// Decided by a model.
    case judge(question: String, scale: Int)
  }

  public enum TestSelection: String, Sendable, Hashable { case all, visible, hidden }

  /// Limits that good code keeps; each that is named counts alike.
  public struct CodeQuality: Sendable, Hashable {
    public var lineLengthMax: Int?
    public var functionLinesMax: Int?
    public var nestingMax: Int?
    public var parametersMax: Int?

    public init(
      lineLengthMax: Int? = nil, functionLinesMax: Int? = nil, nestingMax: Int? = nil,
      parametersMax: Int? = nil
    ) {
      self.lineLengthMax = lineLengthMax
      self.functionLinesMax = functionLinesMax
      self.nestingMax = nestingMax
      self.parametersMax = parametersMax
    }
  }

  /// Phrases that an answer must or must not hold; each demand is a list of alternatives.
  public struct Mentions: Sendable, Hashable {
    /// Each of these demands counts alike.
    public var all: [[String]]
    /// At least one of these; counts as one demand.
    public var any: [[String]]
    /// None of these; each counts as one demand.
    public var none: [[String]]

    public init(all: [[String]] = [], any: [[String]] = [], none: [[String]] = []) {
      self.all = all
      self.any = any
      self.none = none
    }
  }
}
