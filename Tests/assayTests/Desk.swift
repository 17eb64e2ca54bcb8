import Foundation
import Grading
import ModelServer

/// A folder in which `assay` is run as a user runs it, with the grade book in its usual place.
struct Desk {
  private let scratch = Scratch()

  var path: String { scratch.path }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try scratch.write(name, text) }

  func text(_ name: String) throws -> String { try scratch.text(name) }

  func assay(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Tool.Result {
    try await Tool.run(arguments, environment: environment, in: path)
  }

  func assay(_ arguments: String...) async throws -> Tool.Result {
    try await assay(arguments)
  }

  /// The grades of a run, by default the last.
  func export(_ run: String = "last") async throws -> [JSON] {
    try await assay("export", run).lines()
  }

  /// The paths of all files below, in order.
  var files: [String] {
    let enumerator = FileManager.default.enumerator(atPath: path)
    return (enumerator?.compactMap { $0 as? String } ?? []).filter {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isFolder)
      return !isFolder.boolValue
    }.sorted()
  }
}

/// Problems of the form “What is 3 + 1?” and a model that knows the answers.
enum Sums {
  static func set(_ count: Int, gold: (Int) -> Int = { $0 + 1 }) -> String {
    (1...count).map {
      #"{"id":"p\#($0)","kind":"answer","statement":"What is \#($0) + 1?","answer":"\#(gold($0))"}"#
    }.joined(separator: "\n") + "\n"
  }

  static func playback(
    _ count: Int, _ completions: (Int) -> [String] = { ["Answer: \($0 + 1)"] }
  ) -> [PlaybackEntry] {
    (1...count).map { number in
      PlaybackEntry(
        prompt: "What is \(number) + 1?",
        completions: completions(number).map { RecordedCompletion(content: $0) })
    }
  }

  /// Stored outputs; the completion of every problem.
  static func outputs(_ count: Int, _ completion: (Int) -> String = { "Answer: \($0 + 1)" })
    -> String
  {
    (1...count).map { number in
      let line: JSON = [
        "problem_id": .string("p\(number)"), "completion": .string(completion(number)),
      ]
      return line.text + "\n"
    }.joined()
  }
}

/// A set in which everything happens that can happen to an attempt.
enum Exam {
  static let set = """
    {"id":"sum","kind":"answer","statement":"What is 2 + 2?","answer":"4"}
    {"id":"product","kind":"answer","statement":"What is 2 · 3?","answer":"6"}
    {"id":"even","kind":"choice","statement":"Which is even?","choices":["3","5","8"],"answer":"C"}
    {"id":"silent","kind":"answer","statement":"What is 9 − 4?","answer":"5"}
    {"id":"lost","kind":"answer","statement":"What is 9 − 5?","answer":"4"}

    """

  /// Right, wrong, right, without an answer; and nothing for `lost`.
  static let outputs = #"""
    {"problem_id":"sum","completion":"Two and two. Answer: \\boxed{4}","model":"pupil","usage":{"prompt_tokens":11,"completion_tokens":7},"latency_ms":250}
    {"problem_id":"product","completion":"Answer: \\boxed{7}"}
    {"problem_id":"even","completion":"Answer: C"}
    {"problem_id":"silent","completion":""}

    """#
}
