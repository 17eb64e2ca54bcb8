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
  /// What a bare number stands for where the other side is an angle; nothing leaves both open, so
  /// that `45` and `π/4` are equal to `45°`.
  public var angleUnit: AngleUnit?
  /// The base of `log` without a base; nothing means ten.
  public var logBase: LogBase?
  /// Whether `3,5` is three and a half and `1.234` one thousand and more, as in German and French.
  public var decimalComma: Bool
  /// Whether an answer without the unit of the reference is wrong.
  public var unitsRequired: Bool
  /// Whether the order of elements counts: by default for tuples and not for lists.
  public var orderMatters: Bool?
  /// Whether `2/4`, `√8` and `2+3` are wrong, although their values are right. Says nothing where
  /// the reference is not in that form itself.
  public var simplifiedRequired: Bool
  /// Whether the case of words counts. Inside chemical formulas it always does.
  public var caseSensitive: Bool
  /// Texts that are accepted as they are, besides the reference.
  public var aliases: [String]
  /// The work one comparison may cost; out of fuel means undecided.
  public var fuel: Int

  public enum AngleUnit: String, Sendable, Hashable, CaseIterable { case degrees, radians }

  public enum LogBase: String, Sendable, Hashable, CaseIterable {
    case e
    case two = "2"
    case ten = "10"
  }

  public init() {
    absoluteTolerance = nil
    relativeTolerance = nil
    significantFigures = nil
    percentIsNumber = false
    angleUnit = nil
    logBase = nil
    decimalComma = false
    unitsRequired = false
    orderMatters = nil
    simplifiedRequired = false
    caseSensitive = false
    aliases = []
    fuel = 500_000
  }
}
