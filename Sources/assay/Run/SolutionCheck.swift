import Grading
import Problems
import Scoring

/// Checks the solutions that come with a problem: right ones are accepted, wrong ones rejected for
/// the reason that they name; and what they tell of the tests and limits.
struct SolutionCheck {
  let scheme: MarkScheme
  /// Runs every test.
  let thorough: MarkScheme

  /// A limit below this many milliseconds is not worth a word.
  private static let floor = 1_000.0
  /// A limit should be this many times what a right solution needs: another machine, another language.
  private static let margin = 4.0

  func run(_ solutions: [Solution], _ proof: inout SetCheck.Proof) async {
    var failing: Set<Int> = []
    var judgedByAll = false
    var accepted: [(path: String, outputs: [String?])] = []
    var refused: [String] = []
    for solution in solutions {
      // A solution that passes a limit would pass it in every test.
      let isThorough =
        switch solution.expectation {
        case .accepted: true
        case .rejected(let reason): reason == .wrongAnswer || reason == .presentationError
        }
      do throws(Fault) {
        let (_, score) = try await (isThorough ? thorough : scheme).mark(Self.completion(solution))
        let passed = Self.meets(score, solution.expectation)
        proof.add(solution.path, passed, Self.message(score, solution.expectation, passed))
        let tests = score.evidence.tests
        switch solution.expectation {
        case .accepted:
          proof.right += 1
          proof.tests = max(proof.tests, tests.count)
          if passed {
            accepted.append((solution.path, tests.map { $0.actual?.text }))
            let slowest = tests.compactMap(\.cpuMilliseconds).max()
            proof.slowest = [proof.slowest, slowest].compactMap(\.self).max()
          } else if score.reason == .wrongAnswer || score.reason == .presentationError {
            refused.append(solution.path)
          }
        case .rejected:
          proof.wrong += 1
          judgedByAll = judgedByAll || (isThorough && passed)
          failing.formUnion(tests.indices.filter { !tests[$0].passed })
        }
      } catch {
        proof.add(solution.path, false, error.message)
      }
    }
    if let first = accepted.first { await checkTwice(first, solutions, &proof) }
    if !accepted.isEmpty, let path = refused.first {
      proof.advise(
        path, "if this is right and \(accepted[0].path) too, the problem needs a checker")
    }
    adviseOnTests(failing, judgedByAll: judgedByAll, &proof)
    adviseOnLimits(&proof)
  }

  /// A right solution that answers differently the second time cannot be a reference.
  private func checkTwice(
    _ first: (path: String, outputs: [String?]), _ solutions: [Solution],
    _ proof: inout SetCheck.Proof
  ) async {
    guard let solution = solutions.first(where: { $0.path == first.path }),
      let (_, score) = try? await thorough.mark(Self.completion(solution))
    else { return }
    let outputs = score.evidence.tests.map { $0.actual?.text }
    guard
      let place = zip(first.outputs, outputs).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return }
    proof.advise(
      first.path, "gives another result the second time in \(score.evidence.tests[place].name)")
  }

  private func adviseOnTests(
    _ failing: Set<Int>, judgedByAll: Bool, _ proof: inout SetCheck.Proof
  ) {
    guard judgedByAll, proof.tests > failing.count, failing.count < proof.tests else { return }
    let idle = proof.tests - failing.count
    guard failing.isEmpty || idle * 2 > proof.tests else { return }
    proof.advise(
      "tests", "no wrong solution fails \(idle) of \(proof.tests) tests")
  }

  private func adviseOnLimits(_ proof: inout SetCheck.Proof) {
    guard let slowest = proof.slowest, let limits = proof.problem.reference.limits else { return }
    let wanted = max(Self.floor, slowest * Self.margin)
    guard Double(limits.cpuMilliseconds) < wanted else { return }
    let seconds = Double(Int((wanted / 100).rounded(.up))) / 10
    proof.advise(
      "limits",
      "a right solution takes \(Int(slowest)) of \(limits.cpuMilliseconds) ms; cpu: \(seconds)s would be safe"
    )
  }

  private static func meets(_ score: Score, _ expectation: Solution.Expectation) -> Bool {
    switch expectation {
    case .accepted: score.verdict == .correct
    case .rejected(let reason): score.verdict != .correct && score.reason == reason
    }
  }

  private static func message(
    _ score: Score, _ expectation: Solution.Expectation, _ passed: Bool
  ) -> String {
    guard !passed else { return score.reason.rawValue }
    let wanted =
      switch expectation {
      case .accepted: "accepted"
      case .rejected(let reason): reason.rawValue
      }
    return "\(wanted) was expected, but it is \(score.reason.rawValue): \(score.evidence.remark)"
  }

  private static func completion(_ solution: Solution) -> Completion {
    completion(solution.source, solution.language)
  }

  /// A source as a model would answer with it.
  static func completion(_ source: String, _ language: String) -> Completion {
    let fence = String(repeating: "`", count: longestFence(source) + 1)
    let info = Language.named(language)?.fence ?? language
    return Completion(content: "\(fence)\(info)\n\(source)\n\(fence)\n")
  }

  /// The longest run of backticks, at least 2.
  private static func longestFence(_ source: String) -> Int {
    var longest = 2
    var run = 0
    for byte in source.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
