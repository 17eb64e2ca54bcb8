/// How strictly two answers are compared. The default is strict: exact values, units that agree.
public struct Policy: Sendable, Hashable {
  /// Numbers may differ by this much; nothing means exactly equal.
  public var absoluteTolerance: Double?
  /// Numbers may differ by this share of the reference.
  public var relativeTolerance: Double?
  /// Numbers have to agree when rounded to this many significant figures, 1 to 15.
  public var significantFigures: Int?
  /// Whether `25%` and `25` are the same.
  public var percentIsNumber: Bool
  /// Whether an answer without the unit of the reference is wrong.
  public var unitsRequired: Bool
  /// Whether the order of elements counts: by default for tuples and not for lists.
  public var orderMatters: Bool?
  /// Whether the case of words counts. Inside chemical formulas it always does.
  public var caseSensitive: Bool
  /// Texts that are accepted as they are, besides the reference.
  public var aliases: [String]
  /// The work one comparison may cost; out of fuel means undecided.
  public var fuel: Int

  public init() {
    absoluteTolerance = nil
    relativeTolerance = nil
    significantFigures = nil
    percentIsNumber = false
    unitsRequired = false
    orderMatters = nil
    caseSensitive = false
    aliases = []
    fuel = 500_000
  }
}
