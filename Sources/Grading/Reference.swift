/// What an answer is compared with. No type that a model receives can hold one.
///
/// The large ones are kept behind a reference: a set of a million answers pays for none of them.
public enum Reference: Sendable, Hashable {
  /// Acceptable final answers, at least one.
  case answer(golds: [String])
  /// The options' texts and the letters that are right.
  case choice(options: [String], right: [String])
  indirect case function(FunctionReference)
  indirect case program(ProgramReference)
  indirect case harness(HarnessReference)
  /// Marked by the problem's rubric alone.
  case open

  public var kind: Problem.Kind {
    switch self {
    case .answer: .answer
    case .choice: .choice
    case .function: .function
    case .program: .program
    case .harness: .harness
    case .open: .open
    }
  }

  /// The languages a solution may be written in, the preferred one first; empty for other kinds.
  public var languages: [String] {
    switch self {
    case .function(let reference): reference.languages
    case .program(let reference): reference.languages
    case .harness(let reference): reference.languages
    case .answer, .choice, .open: []
    }
  }

  /// The name that tests call, where there is one.
  public var entryPoint: String? {
    switch self {
    case .function(let reference): reference.entryPoint
    case .harness(let reference): reference.entryPoint
    case .answer, .choice, .program, .open: nil
    }
  }

  /// What a submission may use; `nil` for kinds that run nothing.
  public var limits: Limits? {
    switch self {
    case .function(let reference): reference.limits
    case .program(let reference): reference.limits
    case .harness(let reference): reference.limits
    case .answer, .choice, .open: nil
    }
  }

  /// Code that stands before every solution when it is run: imports and helpers that the set promises.
  public var preamble: String? {
    switch self {
    case .function(let reference): reference.preamble
    case .program(let reference): reference.preamble
    case .harness(let reference): reference.preamble
    case .answer, .choice, .open: nil
    }
  }

  /// The names of the files to write, where there are several.
  public var files: [String] {
    switch self {
    case .program(let reference): reference.files
    case .answer, .choice, .function, .harness, .open: []
    }
  }

  /// Tests that the reference does not hold itself.
  public var deferred: DeferredTests? {
    switch self {
    case .function(let reference): reference.deferred
    case .program(let reference): reference.deferred
    case .harness(let reference): reference.deferred
    case .answer, .choice, .open: nil
    }
  }

  public var starterCode: String? {
    switch self {
    case .function(let reference): reference.starterCode
    case .program(let reference): reference.starterCode
    case .harness(let reference): reference.starterCode
    case .answer, .choice, .open: nil
    }
  }
}

/// A function to write, and the calls that test it.
public struct FunctionReference: Sendable, Hashable {
  public var languages: [String]
  public var entryPoint: String
  public var starterCode: String?
  public var tests: [TestCase<Call, TypedValue>]
  public var checker: Checker
  public var limits: Limits
  public var preamble: String?
  public var deferred: DeferredTests?

  public init(
    languages: [String], entryPoint: String, starterCode: String? = nil,
    tests: [TestCase<Call, TypedValue>], checker: Checker = .exact, limits: Limits = .function,
    preamble: String? = nil, deferred: DeferredTests? = nil
  ) {
    self.preamble = preamble
    self.deferred = deferred
    self.languages = languages
    self.entryPoint = entryPoint
    self.starterCode = starterCode
    self.tests = tests
    self.checker = checker
    self.limits = limits
  }
}

/// A program to write, and the inputs that test it.
public struct ProgramReference: Sendable, Hashable {
  public var languages: [String]
  /// The names of the files to write, where there are several; the first is started.
  public var files: [String] = []
  public var starterCode: String?
  /// Standard input and the standard output wanted.
  public var tests: [TestCase<String, String>]
  public var checker: Checker
  /// Talks with the program in the place of an input and judges it instead of the checker; then it
  /// is given a test's input and output.
  public var interactor: JudgeProgram?
  public var limits: Limits
  public var preamble: String?
  public var deferred: DeferredTests?

  public init(
    languages: [String], starterCode: String? = nil, tests: [TestCase<String, String>],
    checker: Checker = .tokens, interactor: JudgeProgram? = nil, limits: Limits = .program,
    preamble: String? = nil, deferred: DeferredTests? = nil
  ) {
    self.preamble = preamble
    self.deferred = deferred
    self.languages = languages
    self.starterCode = starterCode
    self.tests = tests
    self.checker = checker
    self.interactor = interactor
    self.limits = limits
  }
}

/// Code to write, and test code that is run with it.
public struct HarnessReference: Sendable, Hashable {
  public var languages: [String]
  public var entryPoint: String
  public var starterCode: String?
  /// Test code. In languages whose test code is compiled with the solution, `{{solution}}` is where
  /// the solution goes (at the beginning if it is nowhere), and a run counts as passed if it writes
  /// what stands for `{{passed}}` last.
  public var harness: String
  public var limits: Limits
  public var preamble: String?
  public var deferred: DeferredTests?

  public init(
    languages: [String], entryPoint: String, starterCode: String? = nil, harness: String,
    limits: Limits = .function, preamble: String? = nil, deferred: DeferredTests? = nil
  ) {
    self.preamble = preamble
    self.deferred = deferred
    self.languages = languages
    self.entryPoint = entryPoint
    self.starterCode = starterCode
    self.harness = harness
    self.limits = limits
  }
}

/// One test: what goes in and what must come out.
public struct TestCase<Input: Sendable & Hashable, Expected: Sendable & Hashable>: Sendable,
  Hashable
{
  public var name: String
  public var input: Input
  public var expected: Expected
  /// The weight of the test, positive.
  public var points: Double
  /// A hidden test is not in the prompt, and its content is not for students.
  public var hidden: Bool
  public var explanation: String?

  public init(
    name: String, input: Input, expected: Expected, points: Double = 1, hidden: Bool = false,
    explanation: String? = nil
  ) {
    self.name = name
    self.input = input
    self.expected = expected
    self.points = points
    self.hidden = hidden
    self.explanation = explanation
  }
}

/// One call of a function.
public struct Call: Sendable, Hashable {
  public var arguments: [TypedValue]
  public var named: [Named]

  public init(arguments: [TypedValue], named: [Named] = []) {
    self.arguments = arguments
    self.named = named
  }

  /// A keyword argument.
  public struct Named: Sendable, Hashable {
    public var name: String
    public var value: TypedValue

    public init(_ name: String, _ value: TypedValue) {
      self.name = name
      self.value = value
    }
  }
}
