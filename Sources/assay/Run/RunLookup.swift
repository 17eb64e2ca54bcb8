import GradeBook
import Grading
import Problems

/// Finds the run that a user means and reads it whole.
struct RunLookup {
  let book: GradeBook

  init(_ book: GradeBook) { self.book = book }

  /// The one run that `text` names: `last`, a name or the beginning of an id.
  func run(_ text: String) async throws -> Run {
    let found = try await book.runs(matching: text)
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      let names = found.prefix(5).map(\.name).joined(separator: ", ")
      throw Ending.badInput("\(text): means several runs: \(names)")
    }
    let names = try await book.runs().suffix(3).map(\.name).joined(separator: ", ")
    throw Ending.badInput(
      names.isEmpty
        ? "\(text): the grade book \(book.path) has no runs yet"
        : "\(text): no such run; the newest are \(names)")
  }

  /// The run under its newest marking, or the one of that number; `nil` if it was never marked.
  ///
  /// - Parameter isWhole: Whether attempts have texts, steps and tests.
  func record(of run: Run, marking: Int? = nil, isWhole: Bool = true) async throws -> RunRecord? {
    try await book.record(of: run, marking: marking, isWhole: isWhole) { planned in
      RunLookup.card(planned)
    }
  }

  /// As ``record(of:marking:)``, for commands that need a marking.
  func marked(
    _ text: String, marking: Int? = nil, isWhole: Bool = true
  ) async throws -> RunRecord {
    let run = try await run(text)
    guard let record = try await record(of: run, marking: marking, isWhole: isWhole) else {
      let count = try await book.markings(of: run).count
      if let marking, count > 0 {
        throw Ending.badInput("\(run.name): has no marking \(marking); it has 1 to \(count)")
      }
      throw Ending.badInput("\(run.name): nothing was graded yet; repeat its grade command")
    }
    return record
  }

  /// The run's problems as they were when it was asked, with the rubrics that they name.
  func problems(of run: Run) async throws -> StoredProblems {
    var stored = StoredProblems(entries: [], rubrics: [:])
    for planned in try await book.problems(of: run) {
      let problem: Problem
      do throws(LoadingErrors) {
        problem = try Problem(document: planned.document)
      } catch {
        // Most likely it uses a language of the user's own, which has to be named again.
        let why = error.errors.first.map { "\($0)" } ?? "unknown"
        throw Ending.badInput(
          "\(book.path): the stored problem \(planned.id) cannot be read: \(why)")
      }
      stored.entries.append((problem, planned.prompt))
      if let name = problem.rubric, let text = planned.rubric {
        stored.rubrics[name] = try Loading.rubric(stored: text, name: name)
      }
    }
    return stored
  }

  struct StoredProblems {
    var entries: [(problem: Problem, prompt: Prompt)]
    var rubrics: [String: Rubric]
  }
}

extension RunLookup {
  /// What reports show of a stored problem; a document that cannot be read shows its id.
  static func card(_ planned: PlannedProblem) -> ProblemCard {
    if let problem = try? Problem(document: planned.document) { return ProblemCard(problem) }
    return ProblemCard(
      id: planned.id, kind: .open, title: nil, statement: planned.prompt.text, tags: [],
      difficulty: nil, languages: [], points: 1, expected: "?")
  }
}
