import Grading
import Problems

/// Proves the inputs of a problem's tests by a validator that its package has.
struct InputCheck {
  let validator: InputValidator
  let runner: any CodeRunner

  func run(_ proof: inout SetCheck.Proof) async {
    do throws(Fault) {
      let inputs = try inputs(of: proof.problem)
      if let failure = try await failure(inputs) {
        proof.add(validator.path, false, failure)
      } else {
        proof.add(validator.path, true, "accepted")
      }
    } catch {
      proof.add(validator.path, false, error.message)
    }
  }

  private func inputs(of problem: Problem) throws(Fault) -> [(name: String, input: String)] {
    guard case .program(let program) = try DeferredReferences.resolved(problem) else { return [] }
    return program.tests.map { ($0.name, $0.input) }
  }

  /// Why the first input that is not accepted is not.
  private func failure(_ inputs: [(name: String, input: String)]) async throws(Fault) -> String? {
    let program = validator.program
    let refused = Locked<String?>(nil)
    let execution = try await runner.run(
      Submission(language: program.language, source: program.source, files: program.files),
      on: .program(inputs: inputs.map(\.input)), limits: program.limits
    ) { run in
      guard run.termination != .exited(validator.status) else { return true }
      let said = run.errorOutput.split(separator: "\n").last.map { ": \($0.suffix(200))" } ?? ""
      refused.withLock { $0 = "refuses the input of \(inputs[run.index].name)\(said)" }
      return false
    }
    if case .failed(let diagnostics) = execution.compilation {
      return "cannot be compiled: \(diagnostics.prefix(300))"
    }
    return refused.withLock { $0 }
  }
}
