import Glibc
import Grading
import Problems
import Scoring

/// Grades what the set itself says is right, and the same made wrong, before money is spent: a set
/// that cannot be graded is refused.
struct Canary {
  /// The set's solutions by problem.
  let solutions: [String: [Solution]]
  let marker: Marker
  /// The digest of what is tried and what tries it.
  let identity: String

  /// A completion whose verdict is known.
  private struct Trial {
    var problem: Problem
    /// What it is, for people: `its own answer`, `its answer changed to 43`.
    var name: String
    var completion: Completion
    var isRight: Bool
  }

  /// - Throws: the problems whose own answers are not accepted, or whose wrong ones are.
  func run(_ problems: some Sequence<Problem>, of set: String) async throws {
    guard !isKnown else { return }
    var queue = problems.lazy.flatMap { trials($0) }.makeIterator()
    let (failures, rest) = await withTaskGroup(of: (Int, String?).self) { group in
      var failures: [(Int, String)] = []
      var started = 0
      var count = 0
      func start() {
        guard let trial = queue.next() else { return }
        let place = started
        started += 1
        group.addTask { (place, await failure(of: trial)) }
      }
      for _ in 0..<8 { start() }
      while let (place, failure) = await group.next() {
        if let failure {
          count += 1
          failures.append((place, failure))
          failures.sort { $0.0 < $1.0 }
          failures = Array(failures.prefix(Loading.linesShown))
        }
        start()
      }
      return (failures.map(\.1), count - failures.count)
    }
    guard failures.isEmpty else {
      throw Ending(
        .badInput,
        lines: failures.map { "\(set): \($0)" }
          + (rest > 0 ? ["… and \(rest) more"] : [])
          + [
            "The grader cannot grade these problems' own answers; nothing was asked (--no-canary asks all the same)."
          ])
    }
    remember()
  }

  private func failure(of trial: Trial) async -> String? {
    do throws(Fault) {
      let (_, score) = try await marker.scheme(for: trial.problem).mark(trial.completion)
      if (score.verdict == .correct) == trial.isRight { return nil }
      return "\(trial.problem.id): \(trial.name) is \(score.verdict.rawValue): "
        + score.evidence.remark
    } catch {
      return "\(trial.problem.id): \(trial.name): \(error.message)"
    }
  }

  private func trials(_ problem: Problem) -> [Trial] {
    var trials = OwnAnswer.all(of: problem).map {
      Trial(problem: problem, name: "its own answer", completion: $0.completion, isRight: true)
    }
    switch problem.reference {
    case .answer(let golds):
      if let gold = golds.first, let wrong = Canary.changed(gold), !golds.contains(wrong) {
        trials.append(
          Trial(
            problem: problem, name: "its answer changed to \(wrong)",
            completion: Completion(content: "Answer: \\boxed{\(wrong)}"), isRight: false))
      }
    case .choice(let options, let right):
      let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix(options.count).map(String.init)
      if let wrong = letters.first(where: { !right.contains($0) }) {
        trials.append(
          Trial(
            problem: problem, name: "the letter \(wrong)",
            completion: Completion(content: "Answer: \(wrong)"), isRight: false))
      }
    case .function, .program, .harness:
      let solutions = solutions[problem.id] ?? []
      for (isRight, name) in [(true, "its right solution"), (false, "its wrong solution")] {
        guard let one = solutions.first(where: { ($0.expectation == .accepted) == isRight })
        else { continue }
        trials.append(
          Trial(
            problem: problem, name: "\(name) \(one.path)",
            completion: SolutionCheck.completion(one.source, one.language), isRight: isRight))
      }
    case .open: break
    }
    return trials
  }

  /// A gold with its first digit changed: far from equal under any tolerance that is worth the name.
  /// Text without a digit is left alone, since no change of it is wrong for sure.
  static func changed(_ gold: String) -> String? {
    guard let place = gold.firstIndex(where: { ("0"..."9").contains($0) }),
      let digit = gold[place].wholeNumberValue
    else { return nil }
    return gold.replacingCharacters(at: place, with: digit == 9 ? "8" : "\(digit + 1)")
  }

  // MARK: What was tried before

  private var path: String? {
    Files.cache("canary/\(identity)")
  }

  private var isKnown: Bool { path.map(Files.exists) ?? false }

  /// Only spares time the next time: what cannot be written is tried again.
  private func remember() {
    guard let path else { return }
    try? Files.write([], to: path)
  }
}

extension String {
  fileprivate func replacingCharacters(at place: Index, with text: String) -> String {
    String(self[..<place]) + text + String(self[index(after: place)...])
  }
}
