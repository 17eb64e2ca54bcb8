/// How output or results are compared with what was expected.
public enum Checker: Sendable, Hashable {
  /// Bytes for programs, values and their types for functions.
  case exact
  /// Split on white space; bytes of each token.
  case tokens
  /// As `tokens`, and the line breaks must agree; trailing blanks and empty last lines do not count.
  case lines
  /// Bytes, but blanks at the ends of lines and empty lines at the end do not count.
  case trimmed
  /// Numbers within an absolute or a relative tolerance of the expected one; all else as `tokens`.
  case floats(absolute: Double, relative: Double)
  /// Lines (programs) or the outermost elements (functions) in any order.
  case unordered
  /// Tokens of the whole output in any order.
  case unorderedTokens
  /// Results of functions by rules of their own.
  case values(ValueRules)
  /// A program of the author's decides.
  case program(JudgeProgram)
}

/// What makes two results equal, where the default is not what a problem wants.
public struct ValueRules: Sendable, Hashable {
  /// Tolerances of numbers; `nil` compares exactly.
  public var tolerance: Tolerance?
  public var order: Order
  public var sequences: Sequences
  public var numbers: Numbers
  /// Whether not-a-number equals not-a-number where it is expected.
  public var nanIsEqual: Bool

  public init(
    tolerance: Tolerance? = nil, order: Order = .kept, sequences: Sequences = .declared,
    numbers: Numbers = .apart, nanIsEqual: Bool = true
  ) {
    self.tolerance = tolerance
    self.order = order
    self.sequences = sequences
    self.numbers = numbers
    self.nanIsEqual = nanIsEqual
  }

  public struct Tolerance: Sendable, Hashable {
    public var absolute: Double
    public var relative: Double

    public init(absolute: Double, relative: Double) {
      self.absolute = absolute
      self.relative = relative
    }
  }

  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// As it is expected.
    case kept
    /// The outermost sequence may have any order.
    case outermost
    /// Every sequence may have any order.
    case any
  }

  public enum Sequences: String, Sendable, Hashable, CaseIterable {
    /// A list accepts a tuple, a tuple only a tuple; so with sets and frozen sets.
    case declared
    /// Lists and tuples are one, sets and frozen sets are one.
    case any
    /// A list is a list and a tuple a tuple.
    case exact
  }

  public enum Numbers: String, Sendable, Hashable, CaseIterable {
    /// Integers and floats are told apart, unless there is a tolerance.
    case apart
    /// 2 and 2.0 are one number. Booleans are never numbers.
    case together
  }
}
