import Grading
import Sandbox

/// One solution to be judged.
struct Work: Sendable {
  var source: String
  var workload: Workload
  var expected: [TypedValue] = []

  /// A problem of HumanEval's form, judged by its test code.
  static func harness(_ json: JSON) -> Work? {
    guard let prompt = json["prompt"]?.string, let body = json["canonical_solution"]?.string,
      let test = json["test"]?.string, let entryPoint = json["entry_point"]?.string
    else { return nil }
    return Work(source: prompt + body, workload: .harness(code: test, entryPoint: entryPoint))
  }

  /// The same as calls whose arguments and results are plain data.
  static func calls(_ json: JSON) -> Work? {
    guard let source = json["source"]?.string, let entryPoint = json["entry_point"]?.string,
      let calls = json["calls"]?.array, let returns = json["returns"]?.array
    else { return nil }
    let arguments = calls.map { ($0.array ?? []).compactMap(TypedValue.init(json:)) }
    return Work(
      source: source,
      workload: .calls(entryPoint: entryPoint, calls: arguments.map { Call(arguments: $0) }),
      expected: returns.compactMap(TypedValue.init(json:)))
  }

  /// `nil` after a fault.
  func isAccepted(by sandbox: Sandbox) async -> Bool? {
    let runs = Locked<[TestRun]>([])
    do throws(Fault) {
      _ = try await sandbox.run(
        Submission(language: "python", source: source), on: workload, limits: .function
      ) { run in
        runs.withLock { $0.append(run) }
        return true
      }
    } catch {
      return nil
    }
    let got = runs.withLock { $0 }
    guard case .calls = workload else { return got.map(\.product) == [.passed] }
    return got.count == expected.count
      && zip(got, expected).allSatisfy { run, expected in
        guard case .returned(let value) = run.product else { return false }
        return Work.isSame(value, expected)
      }
  }

  /// Equality as Python has it, as far as these sets need it.
  private static func isSame(_ a: TypedValue, _ b: TypedValue) -> Bool {
    switch (a, b) {
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      return a.count == b.count && zip(a, b).allSatisfy(isSame)
    case (.set(let a), .set(let b)):
      return a.count == b.count && a.allSatisfy { one in b.contains { isSame(one, $0) } }
    case (.dictionary(let a), .dictionary(let b)):
      return a.count == b.count
        && a.allSatisfy { one in
          b.contains { isSame(one.key, $0.key) && isSame(one.value, $0.value) }
        }
    default:
      if a == b { return true }
      guard let a = number(a), let b = number(b) else { return false }
      return a == b
    }
  }

  private static func number(_ value: TypedValue) -> Double? {
    switch value {
    case .int(let digits): Double(digits)
    case .float(let value): value
    case .bool(let value): value ? 1 : 0
    case .none, .text, .bytes, .list, .tuple, .set, .frozenset, .dictionary, .complex, .opaque: nil
    }
  }
}
