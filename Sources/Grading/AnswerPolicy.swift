/// What a problem or a rubric says about how strictly final answers are compared; what it leaves
/// open is `nil`, and strict in the end.
///
/// The file format is in docs/problem-format.md, the meaning in docs/answers.md.
public struct AnswerPolicy: Sendable, Hashable {
  /// Numbers may differ by this much, 0 or more.
  public var absoluteTolerance: Double?
  /// Numbers may differ by this share of the gold answer, 0 … 1.
  public var relativeTolerance: Double?
  /// Numbers have to agree when rounded to this many significant figures, 1 … 15.
  public var significantFigures: Int?
  /// Whether `25%` and `25` are the same.
  public var percentIsNumber: Bool?
  /// What a bare number stands for where an angle is wanted.
  public var angleUnit: AngleUnit?
  /// The base of `log` without a base.
  public var logBase: LogBase?
  /// Whether `3,5` is three and a half.
  public var decimalComma: Bool?
  /// Whether an answer without the unit of the gold answer is wrong.
  public var unitsRequired: Bool?
  /// Whether the order of a list counts.
  public var ordered: Bool?
  /// Whether `2/4` is wrong where `1/2` is wanted.
  public var simplified: Bool?
  /// Texts that are accepted as they are, besides the gold answers.
  public var aliases: [String]

  public enum AngleUnit: String, Sendable, Hashable, CaseIterable { case degrees, radians }

  public enum LogBase: String, Sendable, Hashable, CaseIterable {
    case e
    case two = "2"
    case ten = "10"
  }

  public init() { aliases = [] }

  /// Whether nothing is said.
  public var isEmpty: Bool { self == AnswerPolicy() }

  /// This policy, with another one's words where it says nothing.
  public func completed(by other: AnswerPolicy) -> AnswerPolicy {
    var policy = self
    // A tolerance replaces a tolerance: two of different kinds would be neither's author's wish.
    if absoluteTolerance == nil, relativeTolerance == nil, significantFigures == nil {
      policy.absoluteTolerance = other.absoluteTolerance
      policy.relativeTolerance = other.relativeTolerance
      policy.significantFigures = other.significantFigures
    }
    policy.percentIsNumber = percentIsNumber ?? other.percentIsNumber
    policy.angleUnit = angleUnit ?? other.angleUnit
    policy.logBase = logBase ?? other.logBase
    policy.decimalComma = decimalComma ?? other.decimalComma
    policy.unitsRequired = unitsRequired ?? other.unitsRequired
    policy.ordered = ordered ?? other.ordered
    policy.simplified = simplified ?? other.simplified
    if aliases.isEmpty { policy.aliases = other.aliases }
    return policy
  }

  /// The policy as files write it: reads back as an equal one.
  public var json: JSON {
    var members: [JSON.Member] = []
    func add(_ key: String, _ value: JSON?) {
      if let value { members.append(JSON.Member(key, value)) }
    }
    if absoluteTolerance != nil || relativeTolerance != nil {
      let parts = [("absolute", absoluteTolerance), ("relative", relativeTolerance)]
      add(
        "tolerance",
        .object(
          parts.compactMap { name, value in
            value.map { JSON.Member(name, .double($0)) }
          }))
    }
    add("significant_figures", significantFigures.map { .int($0) })
    add("percent", percentIsNumber.map { .string($0 ? "number" : "share") })
    add("angle", angleUnit.map { .string($0.rawValue) })
    add("log", logBase.map { .string($0.rawValue) })
    add("decimal_comma", decimalComma.map { .bool($0) })
    add("units", unitsRequired.map { .string($0 ? "required" : "optional") })
    add("ordered", ordered.map { .bool($0) })
    add("simplified", simplified.map { .bool($0) })
    add("aliases", aliases.isEmpty ? nil : .strings(aliases))
    return .object(members)
  }
}
