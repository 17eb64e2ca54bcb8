public import Grading

/// Grades in the result formats of other tools.
///
/// Those have no word for a fault, so that faulted attempts are left out.
public enum ForeignExport: String, Sendable, Hashable, CaseIterable {
  /// human-eval's `samples.jsonl_results.jsonl`.
  case humaneval
  /// EvalPlus' `eval_results.json`.
  case evalplus

  public func render(_ record: RunRecord) -> [UInt8] {
    switch self {
    case .humaneval:
      return Array(
        record.attempts.compactMap(ForeignExport.result).map { $0.text + "\n" }.joined().utf8)
    case .evalplus: return Array((ForeignExport.evalPlus(record).text + "\n").utf8)
    }
  }

  /// `{task_id, completion, result, passed}`
  private static func result(_ attempt: GradedAttempt) -> JSON? {
    guard let score = attempt.grade.score else { return nil }
    let result =
      switch score.reason {
      case .accepted: "passed"
      case .timeLimit: "timed out"
      default: "failed: \(score.evidence.remark)"
      }
    return [
      "task_id": .string(attempt.grade.attempt.problemID),
      "completion": .string(attempt.completion?.content ?? ""), "result": .string(result),
      "passed": .bool(score.verdict == .correct),
    ]
  }

  /// `{date, hash, eval: {task_id: [{task_id, solution, base_status, plus_status, …}]}, pass_at_k}`
  private static func evalPlus(_ record: RunRecord) -> JSON {
    var tasks: [JSON.Member] = []
    var base: [(count: Int, passed: Int)] = []
    var plus: [(count: Int, passed: Int)] = []
    let byProblem = Dictionary(grouping: record.attempts) { $0.grade.attempt.problemID }
    for problem in record.problems {
      let samples = (byProblem[problem.id] ?? []).compactMap(Sample.init)
      guard !samples.isEmpty else { continue }
      tasks.append(JSON.Member(problem.id, .array(samples.map { $0.json(problem.id) })))
      base.append((samples.count, samples.filter { $0.base == "pass" }.count))
      plus.append((samples.count, samples.filter { $0.isCorrect }.count))
    }
    return [
      "date": .string(record.run.finishedAt ?? record.run.startedAt),
      "hash": .string(record.run.setHash), "eval": .object(tasks),
      "pass_at_k": ["base": passAtK(base), "plus": passAtK(plus)],
    ]
  }

  private struct Sample {
    let solution: String
    let isCorrect: Bool
    let base: String
    let plus: String
    let failed: (part: String, input: Int)?

    init?(_ attempt: GradedAttempt) {
      guard let score = attempt.grade.score else { return nil }
      solution = attempt.grade.answer?.text ?? ""
      isCorrect = score.verdict == .correct
      // Test code of EvalPlus' sets names the input that failed.
      let words = score.evidence.remark.split(separator: " ").map(String.init)
      failed = words.firstIndex(of: "input").flatMap { index in
        index > 0 && words.indices.contains(index + 1)
          ? Int(words[index + 1]).map { (words[index - 1], $0) } : nil
      }
      let fate = score.reason == .timeLimit ? "timeout" : isCorrect ? "pass" : "fail"
      base = failed?.part == "plus" ? "pass" : fate
      plus = fate
    }

    func json(_ id: String) -> JSON {
      func tests(_ part: String) -> JSON {
        .array(failed.flatMap { $0.part == part ? [.int($0.input)] : nil } ?? [])
      }
      return [
        "task_id": .string(id), "solution": .string(solution), "base_status": .string(base),
        "plus_status": .string(plus), "base_fail_tests": tests("base"),
        "plus_fail_tests": tests("plus"),
      ]
    }
  }

  /// The mean of 1 − C(n − c, k) / C(n, k), for each k that every problem has attempts for.
  /// Source: Chen et al. 2021, arXiv:2107.03374, eq. 1.
  private static func passAtK(_ counts: [(count: Int, passed: Int)]) -> JSON {
    let least = counts.map(\.count).min() ?? 0
    return .object(
      [1, 10, 100].filter { $0 <= least }.map { k in
        let chances = counts.map { count, passed in
          count - passed < k
            ? 1.0
            : 1 - (count - passed + 1..<count + 1).reduce(1.0) { $0 * (1 - Double(k) / Double($1)) }
        }
        return JSON.Member("pass@\(k)", .double(chances.reduce(0, +) / Double(counts.count)))
      })
  }
}
