public import Grading

/// Test code in Python that lacks what a program of its own computes, such as the results of a
/// reference solution: computed once, and then part of the test code like any other.
///
/// The program is the test code with `None` for `{{computed}}`, and what `deferred_tests` adds to it.
/// What it prints is Python that takes the place of `{{computed}}`.
public struct ComputedTests: Sendable {
  private let harness: HarnessReference
  private let ending: String

  static let place = "{{computed}}"
  /// In bytes, of what is printed.
  public static let outputLimit = 64 << 20

  /// - Returns: `nil` for problems that lack nothing.
  public init?(_ problem: Problem) {
    guard case .harness(let harness) = problem.reference, let deferred = harness.deferred,
      deferred.form == .computed, harness.languages.first == "python",
      let program = deferred.content["program"]?.string
    else { return nil }
    self.harness = harness
    ending = program
  }

  /// The program to run once, without any submission.
  public var submission: Submission {
    Submission(
      language: "python",
      source: harness.harness.replacing(ComputedTests.place, with: "None", maxReplacements: 1)
        + "\n" + ending)
  }

  /// What running it may use: as much as EvalPlus' slowest references need, with room.
  public static let limits = Limits(
    cpuMilliseconds: 120_000, wallMilliseconds: 600_000, memoryBytes: 4 << 30,
    outputBytes: outputLimit, processes: 64)

  /// Names what was computed, for a cache: the digest of the program.
  public var identity: String { SHA256.hex("computed 1\u{0}" + submission.source) }

  /// The reference with what was computed in its place.
  func reference(with computed: String) -> Reference {
    var whole = harness
    whole.deferred = nil
    whole.harness = harness.harness.replacing(
      ComputedTests.place, with: computed, maxReplacements: 1)
    return .harness(whole)
  }
}
