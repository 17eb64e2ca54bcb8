public import Grading

/// A problem set with all that its files hold beyond the problems.
public struct LoadedSet: Sendable {
  public var set: ProblemSet
  public var summary: String?
  public var license: String?
  /// The folder that paths of images and rubrics count from.
  public var folder: String
  /// Solutions whose verdict is known, by problem, in the order of their paths.
  public var solutions: [String: [Solution]]
  /// The generators of function tests, by problem.
  public var generators: [String: Generator]
  /// What proves the inputs of tests, by problem.
  public var validators: [String: [InputValidator]] = [:]
  /// Where each problem is written, by problem.
  public var positions: [String: Position]
  /// The rubrics that problems name, by that name.
  public var rubrics: [String: Rubric]
  /// The formats that its files are in.
  public var formats: Set<ProblemFormat> = []

  public struct Position: Sendable, Hashable {
    public var path: String
    /// Counted from 1.
    public var line: Int?
  }
}

/// A solution that ships with a problem, and what must become of it.
public struct Solution: Sendable, Hashable {
  public var path: String
  /// A language's id.
  public var language: String
  public var source: String
  public var expectation: Expectation

  public init(path: String, language: String, source: String, expectation: Expectation) {
    self.path = path
    self.language = language
    self.source = source
    self.expectation = expectation
  }

  public enum Expectation: Sendable, Hashable {
    case accepted
    case rejected(Reason)
  }
}

/// A program that reads a test's input and ends with 42, or by testlib's convention with 0, if the input
/// is what the statement promises.
public struct InputValidator: Sendable, Hashable {
  public var path: String
  public var program: JudgeProgram

  /// The exit status of an input that is fine.
  public var status: Int32 {
    switch program.convention {
    case .kattis: 42
    case .testlib: 0
    }
  }
}

/// A program that prints the arguments of a function's tests, one JSON object a line.
public struct Generator: Sendable, Hashable {
  public var path: String
  public var source: String
}
