/// Turns attempts into grades.
///
///     Prompt ──model──▶ Completion ──extractor──▶ Answer ──scorer──▶ Score
///             slow, paid           └────── free, repeatable ──────┘
///
/// Every command is this pipeline behind another model: `grade` asks a server and writes each
/// completion down before it is marked, `rescore` replays the grade book, a test reads a script.
public struct Pipeline: Sendable {
  private let model: any Model
  private let width: Int
  private let backlog: Int
  private let scheme: @Sendable (Problem) throws(Fault) -> MarkScheme

  /// - Parameters:
  ///   - model: Where completions come from.
  ///   - width: The most requests in flight at once, at least 1.
  ///   - backlog: The most completions that wait for their marks; while it is full nothing more is
  ///     asked, so that a slow judge slows asking.
  ///   - scheme: How the completions of a problem are marked.
  public init(
    model: any Model, width: Int, backlog: Int = 256,
    scheme: @escaping @Sendable (Problem) throws(Fault) -> MarkScheme
  ) {
    precondition(width >= 1, "a pipeline needs room for at least one request")
    precondition(backlog >= 1, "a pipeline needs room for at least one completion")
    self.model = model
    self.width = width
    self.backlog = backlog
    self.scheme = scheme
  }

  /// Grades all `attempts`, handing each grade to `receive` as soon as it is ready.
  ///
  /// Grades arrive one at a time, in no particular order. A fault ends its own attempt only; an
  /// error thrown by `receive` ends the run. When the task is cancelled no more is asked, and what
  /// was in flight arrives as a fault or a grade.
  public func grade(
    _ attempts: some Sequence<Attempt>, receive: (Grade) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Step.self) { group in
      var waiting = attempts.makeIterator()
      var asking = 0
      var marking = 0

      func askMore() {
        while asking < width, marking < backlog, !Task.isCancelled, let attempt = waiting.next() {
          asking += 1
          group.addTask { await ask(attempt) }
        }
      }

      askMore()
      while let step = try await group.next() {
        switch step {
        case .completed(let attempt, let scheme, let completion):
          asking -= 1
          marking += 1
          group.addTask { await mark(attempt, scheme, completion) }
        case .marked(let grade):
          marking -= 1
          try await receive(grade)
        case .faulted(let id, let fault):
          asking -= 1
          try await receive(Grade(attempt: id, answer: nil, outcome: .faulted(fault)))
        }
        askMore()
      }
    }
  }

  /// What a child task hands back.
  private enum Step: Sendable {
    case completed(Attempt, MarkScheme, Completion)
    case marked(Grade)
    case faulted(AttemptID, Fault)
  }

  private func ask(_ attempt: Attempt) async -> Step {
    do throws(Fault) {
      let scheme = try scheme(attempt.problem)  // first: a problem nobody can mark costs nothing
      return .completed(attempt, scheme, try await model.complete(attempt.request))
    } catch {
      return .faulted(attempt.id, error)
    }
  }

  private func mark(_ attempt: Attempt, _ scheme: MarkScheme, _ completion: Completion) async
    -> Step
  {
    do throws(Fault) {
      let (answer, score) = try await scheme.mark(completion)
      return .marked(Grade(attempt: attempt.id, answer: answer, outcome: .scored(score)))
    } catch {
      return .marked(Grade(attempt: attempt.id, answer: nil, outcome: .faulted(error)))
    }
  }
}
