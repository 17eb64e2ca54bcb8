import Grading
import Problems
import Scoring

/// Judges the judge: grades what the set says of itself, through the same mark schemes as a model.
struct SetCheck {
  let loaded: LoadedSet
  let marker: Marker
  /// Marks as `marker` does, but runs every test whatever happened before.
  let thorough: Marker
  /// `nil` if no problem needs code to be run.
  let runner: (any CodeRunner)?
  /// The most mutants of a problem's first right solution.
  let mutantLimit: Int

  /// One thing that was checked.
  struct Outcome: Sendable {
    var problemID: String
    /// What was checked: `gold 2`, `right/a.py`, `generator`.
    var subject: String
    var passed: Bool
    /// Whether it only says what could be better; then it passed.
    var isAdvice = false
    var message: String
  }

  /// What became known of one problem.
  struct Proof: Sendable {
    var problem: Problem
    var outcomes: [Outcome] = []
    var right = 0
    var wrong = 0
    var tests = 0
    /// CPU milliseconds of the slowest test of the right solutions.
    var slowest: Double?
    /// Mutants that could be compiled, and those of them that a test noticed.
    var mutants = 0
    var killed = 0

    mutating func add(_ subject: String, _ passed: Bool, _ message: String) {
      outcomes.append(
        Outcome(problemID: problem.id, subject: subject, passed: passed, message: message))
    }

    mutating func advise(_ subject: String, _ message: String) {
      outcomes.append(
        Outcome(
          problemID: problem.id, subject: subject, passed: true, isAdvice: true, message: message))
    }
  }

  /// Checks all problems, several at once; proofs come in the problems' order.
  func run(_ problems: [Problem]) async throws -> [Proof] {
    var proofs = try await withThrowingTaskGroup(of: (Int, Proof).self) { group in
      var results = problems.map { Proof(problem: $0) }
      var next = 0
      func startNext() {
        guard next < problems.count else { return }
        let index = next
        next += 1
        group.addTask { (index, await prove(problems[index])) }
      }
      for _ in 0..<8 { startNext() }
      while let (index, proof) = try await group.next() {
        results[index] = proof
        startNext()
      }
      return results
    }
    for pair in NearDuplicates.pairs(problems.map(\.statement)) {
      let share = "\(Int((pair.similarity * 100).rounded()))%"
      proofs[pair.second].advise(
        "statement", "nearly the same as that of \(problems[pair.first].id) (\(share) alike)")
    }
    return proofs
  }

  private func prove(_ problem: Problem) async -> Proof {
    var proof = Proof(problem: problem)
    do throws(Fault) {
      let scheme = try marker.scheme(for: problem)
      await checkOwnAnswers(scheme, &proof)
      let solutions = loaded.solutions[problem.id] ?? []
      if !solutions.isEmpty {
        let whole = try thorough.scheme(for: problem)
        await SolutionCheck(scheme: scheme, thorough: whole).run(solutions, &proof)
        await checkMutants(solutions, &proof)
      }
      if let generator = await generated(problem) { proof.outcomes.append(generator) }
      if let runner {
        for validator in loaded.validators[problem.id] ?? [] {
          await InputCheck(validator: validator, runner: runner).run(&proof)
        }
      }
    } catch {
      proof.add("reference", false, error.message)
    }
    return proof
  }

  /// The golds and right letters, each as a model would write it.
  private func checkOwnAnswers(_ scheme: MarkScheme, _ proof: inout Proof) async {
    for own in OwnAnswer.all(of: proof.problem) {
      do throws(Fault) {
        let (_, score) = try await scheme.mark(own.completion)
        proof.add(
          own.subject, score.verdict == .correct,
          score.verdict == .correct
            ? score.reason.rawValue
            : "accepted was expected, but it is \(score.reason.rawValue): \(score.evidence.remark)")
      } catch {
        proof.add(own.subject, false, error.message)
      }
    }
  }

  /// How many small mistakes in the first right solution the tests notice.
  private func checkMutants(_ solutions: [Solution], _ proof: inout Proof) async {
    guard mutantLimit > 0, let right = solutions.first(where: { $0.expectation == .accepted }),
      let slowest = proof.slowest,
      // A mutant that loops need not be watched for the whole time that the problem gives.
      let limits = try? LimitsOverride("cpu=\(max(1_000, Int(slowest * 4) + 1))ms"),
      let hurried = try? limits.applied(to: proof.problem),
      let scheme = try? marker.scheme(for: hurried)
    else { return }
    var survivors: [String] = []
    for mutant in Mutants.of(right.source, language: right.language, limit: mutantLimit) {
      let completion = SolutionCheck.completion(mutant.source, right.language)
      guard let (_, score) = try? await scheme.mark(completion), score.reason != .compileError
      else { continue }
      proof.mutants += 1
      if score.verdict == .correct {
        survivors.append("line \(mutant.line): \(mutant.change)")
      } else {
        proof.killed += 1
      }
    }
    guard !survivors.isEmpty else { return }
    proof.advise(
      right.path,
      "no test notices \(survivors.count) of \(proof.mutants) small changes: "
        + survivors.prefix(3).joined(separator: "; ") + (survivors.count > 3 ? "; …" : ""))
  }

  /// Whether the stored generated tests are what the generator makes.
  private func generated(_ problem: Problem) async -> Outcome? {
    guard let generator = loaded.generators[problem.id], let runner else { return nil }
    let output = Locked("")
    do throws(Fault) {
      _ = try await runner.run(
        Submission(language: "python", source: generator.source), on: .program(inputs: [""]),
        limits: .program
      ) { run in
        if case .output(let bytes) = run.product, run.termination == .exited(0) {
          output.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
        }
        return false
      }
    } catch {
      return Outcome(
        problemID: problem.id, subject: generator.path, passed: false, message: error.message)
    }
    let printed = output.withLock { $0 }.split(separator: "\n")
    let made = printed.map {
      (try? JSON(parsing: String($0))).flatMap { TypedValue(json: $0["args"] ?? .null) }
    }
    let stored = storedArguments(problem).map(Optional.some)
    return Outcome(
      problemID: problem.id, subject: generator.path, passed: made == stored,
      message: made == stored
        ? "accepted"
        : "prints \(made.count) tests that are not the \(stored.count) of tests/generated.jsonl; run it and the right solution again"
    )
  }

  /// The arguments of the tests that came from tests/generated.jsonl.
  private func storedArguments(_ problem: Problem) -> [TypedValue] {
    guard case .function(let reference) = problem.reference else { return [] }
    return reference.tests.filter { $0.name.hasPrefix("generated ") }
      .map { .list($0.input.arguments) }
  }
}

/// What the set itself says is right, as a model would write it.
struct OwnAnswer {
  /// `gold`, `gold 2`, `right letters`.
  var subject: String
  var completion: Completion

  static func all(of problem: Problem) -> [OwnAnswer] {
    switch problem.reference {
    case .answer(let golds):
      golds.enumerated().map { index, gold in
        OwnAnswer(
          subject: golds.count == 1 ? "gold" : "gold \(index + 1)",
          completion: Completion(content: "Answer: \\boxed{\(gold)}"))
      }
    case .choice(_, let right):
      [
        OwnAnswer(
          subject: "right letters",
          completion: Completion(content: "Answer: \(right.joined(separator: ", "))"))
      ]
    case .function, .program, .harness, .open: []
    }
  }
}
