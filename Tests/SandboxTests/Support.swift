import Grading
import Testing

@testable import Sandbox

/// Sandboxes shared by the tests, which then also share its workers and compiled programs.
enum Shared {
  private static let strongest = Task { () -> Result<Sandbox, Fault> in
    await opened(SandboxOptions(workers: 2))
  }

  private static let colder = Task { () -> Result<Sandbox, Fault> in
    await opened(SandboxOptions(workers: 1, keepsWarm: false))
  }

  static func sandbox() async throws -> Sandbox { try await strongest.value.get() }

  /// One that starts an interpreter for each run.
  static func coldSandbox() async throws -> Sandbox { try await colder.value.get() }

  static func opened(_ options: SandboxOptions) async -> Result<Sandbox, Fault> {
    do throws(Fault) {
      return .success(try await Sandbox.open(options))
    } catch {
      return .failure(error)
    }
  }
}

extension Limits {
  /// Small enough that a program which breaks them is over soon; elapsed time is no matter of the
  /// tests, which share the machine.
  static let small = Limits(
    cpuMilliseconds: 1_000, wallMilliseconds: 300_000, memoryBytes: 128 << 20,
    outputBytes: 1 << 20, processes: 64)
}

/// A run with all its tests.
struct Ran: Sendable {
  var execution: Execution
  var tests: [TestRun]
}

extension Sandbox {
  func run(
    _ language: String, _ source: String, on workload: Workload, limits: Limits = .small
  ) async throws(Fault) -> Ran {
    try await run(Submission(language: language, source: source), on: workload, limits: limits)
  }

  func run(
    _ submission: Submission, on workload: Workload, limits: Limits = .small
  ) async throws(Fault) -> Ran {
    let tests = Locked<[TestRun]>([])
    let execution = try await run(submission, on: workload, limits: limits) { test in
      tests.withLock { $0.append(test) }
      return true
    }
    return Ran(execution: execution, tests: tests.withLock { $0 })
  }

  /// Runs a program on one input.
  func program(
    _ language: String, _ source: String, input: String = "", limits: Limits = .small
  ) async throws -> TestRun {
    let ran = try await run(language, source, on: .program(inputs: [input]), limits: limits)
    return try #require(ran.tests.first, "\(ran.execution.compilation)")
  }

  /// Calls a Python function.
  func call(
    _ source: String, _ name: String, _ arguments: [[TypedValue]], limits: Limits = .small
  ) async throws -> [TestRun] {
    let calls = arguments.map { Call(arguments: $0) }
    let ran = try await run(
      "python", source, on: .calls(entryPoint: name, calls: calls), limits: limits)
    return ran.tests
  }
}

extension Sandbox {
  /// What can be known of an ending: without a control group, memory is known by signs only.
  func asFarAsTold(_ termination: Termination) -> Termination {
    if isolation.level < 3, case .memoryLimit = termination { return .memoryLimit(inferred: true) }
    return termination
  }
}

extension TestRun {
  /// What a program printed; `nil` if there is no output.
  var text: String? {
    guard case .output(let bytes) = product else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
