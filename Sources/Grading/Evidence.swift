/// What a person needs to check a score.
public struct Evidence: Sendable, Hashable {
  /// One line that a teacher understands.
  public var remark: String
  /// What the reference wants, shortened.
  public var expected: String?
  /// How it was decided, step by step.
  public var steps: [String]
  /// The outcome of each test that was run, in order.
  public var tests: [TestEvidence]
  /// Tests that were not run because an earlier one had failed.
  public var testsSkipped: Int
  /// A compiler's words.
  public var diagnostics: String?
  /// Where submissions ran.
  public var isolationLevel: Int?
  /// `in_process` where the submission could have forged the outcome.
  public var integrity: String?
  /// A person's verdict in the place of ours.
  public var override: Override?

  public init(
    remark: String, expected: String? = nil, steps: [String] = [], tests: [TestEvidence] = [],
    testsSkipped: Int = 0, diagnostics: String? = nil, isolationLevel: Int? = nil,
    integrity: String? = nil, override: Override? = nil
  ) {
    self.remark = remark
    self.expected = expected
    self.steps = steps
    self.tests = tests
    self.testsSkipped = testsSkipped
    self.diagnostics = diagnostics
    self.isolationLevel = isolationLevel
    self.integrity = integrity
    self.override = override
  }
}

/// The outcome of one test.
public struct TestEvidence: Sendable, Hashable {
  public var name: String
  public var reason: Reason
  public var points: Double
  /// The share of the points that a checker gave, 0 … 1; `nil` where it was all or nothing.
  public var share: Double?
  public var hidden: Bool
  public var input: Excerpt?
  public var expected: Excerpt?
  public var actual: Excerpt?
  /// Where expected and actual output part first.
  public var difference: FirstDifference?
  /// What differs or how it ended, in one line.
  public var remark: String
  /// The words of the author's checker or interactor.
  public var checkerMessage: String?
  /// What program and interactor said to one another.
  public var transcript: String?
  /// The exit status; `nil` if a signal or we ended the process.
  public var exitStatus: Int?
  public var signal: Int?
  public var cpuMilliseconds: Double?
  public var wallMilliseconds: Double?
  public var idleMilliseconds: Double?
  public var memoryPeakBytes: Int?
  /// The end of standard error.
  public var errorOutput: String?
  /// The test was run a second time, alone, because its time was near a limit.
  public var isRepeated = false

  public init(
    name: String, reason: Reason, points: Double = 1, hidden: Bool = false, input: Excerpt? = nil,
    expected: Excerpt? = nil, actual: Excerpt? = nil, remark: String,
    cpuMilliseconds: Double? = nil,
    wallMilliseconds: Double? = nil, memoryPeakBytes: Int? = nil, errorOutput: String? = nil
  ) {
    self.name = name
    self.reason = reason
    self.points = points
    self.hidden = hidden
    self.input = input
    self.expected = expected
    self.actual = actual
    self.remark = remark
    self.cpuMilliseconds = cpuMilliseconds
    self.wallMilliseconds = wallMilliseconds
    self.memoryPeakBytes = memoryPeakBytes
    self.errorOutput = errorOutput
  }

  public var passed: Bool { reason == .accepted }
}

/// The first place at which two outputs differ, with the lines around it.
public struct FirstDifference: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// The token in its line, from 1; 0 where whole lines are compared.
  public var token: Int
  /// The expected line, shortened; `nil` where nothing more was expected.
  public var expected: String?
  /// The line that was printed, shortened; `nil` where the output had ended.
  public var actual: String?

  public init(line: Int, token: Int, expected: String?, actual: String?) {
    self.line = line
    self.token = token
    self.expected = expected
    self.actual = actual
  }
}

/// The beginning of a text that may be long.
public struct Excerpt: Sendable, Hashable {
  public var text: String
  /// The length of the whole, in UTF-8 bytes.
  public var byteCount: Int

  /// Keeps at most `limit` bytes, cut at a character.
  public init(_ whole: String, limit: Int = 2_000) {
    byteCount = whole.utf8.count
    if byteCount <= limit {
      text = whole
    } else {
      var end = whole.utf8.index(whole.startIndex, offsetBy: limit)
      while end > whole.startIndex, end.samePosition(in: whole.unicodeScalars) == nil {
        end = whole.utf8.index(before: end)
      }
      text = String(whole[..<end])
    }
  }

  init(text: String, byteCount: Int) {
    self.text = text
    self.byteCount = byteCount
  }

  public var isWhole: Bool { text.utf8.count == byteCount }
}

extension TestEvidence {
  /// The share of the points that was earned, 0 … 1.
  public var earnedShare: Double { passed ? 1 : share ?? 0 }
}
