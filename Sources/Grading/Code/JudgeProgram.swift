/// A program of a problem's author that judges what submissions print, or talks with them.
public struct JudgeProgram: Sendable, Hashable {
  /// The name of its file, by which messages call it.
  public var name: String
  /// A language's id.
  public var language: String
  public var source: String
  /// Files that stand beside its source, for example a header, by name.
  public var files: [File]
  public var convention: Convention
  /// Words after those that the convention gives.
  public var arguments: [String]
  /// What it may use on one test.
  public var limits: Limits

  public init(
    name: String, language: String, source: String, files: [File] = [],
    convention: Convention = .kattis, arguments: [String] = [], limits: Limits = .judge
  ) {
    self.name = name
    self.language = language
    self.source = source
    self.files = files
    self.convention = convention
    self.arguments = arguments
    self.limits = limits
  }

  public struct File: Sendable, Hashable {
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// How it is called and what its exit status means.
  public enum Convention: String, Sendable, Hashable, CaseIterable {
    /// `checker input answer feedback/ < output`; 42 accepts, 43 rejects, all else is its failure.
    /// Source: Kattis problem package format, output validators.
    case kattis
    /// `checker input output answer`; 0 accepts, 1, 2, 4 and 8 reject, 7 gives points.
    /// Source: testlib.h, `TResult` and `resultExitCode`.
    case testlib
  }
}

extension Limits {
  /// The default of one run of a checker or interactor.
  public static let judge = Limits(
    cpuMilliseconds: 60_000, wallMilliseconds: 300_000, memoryBytes: 2 << 30,
    outputBytes: 16 << 20, processes: 64)
}

/// What a checker or interactor says of one test.
public struct Judgement: Sendable, Hashable {
  public var verdict: Verdict
  /// The share of the test's points, 0 … 1.
  public var share: Double
  /// The author's words, shortened; may be empty.
  public var message: String

  public init(_ verdict: Verdict, share: Double? = nil, message: String = "") {
    self.verdict = verdict
    self.share = share ?? (verdict == .accepted ? 1 : 0)
    self.message = message
  }

  public enum Verdict: Sendable, Hashable {
    case accepted
    /// Some of the points.
    case partial
    case wrong
    /// The output has not the form that was asked for.
    case presentation
  }
}
