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
  ///   - backlog: The most completions that are marked or wait for it beside that; while they are so
  ///     many nothing more is asked, so that a slow judge slows asking.
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
  ///
  public func grade(
    _ attempts: some Sequence<Attempt> & Sendable, receive: (Grade) async throws -> Void
  ) async throws {
    try await grade(attempts) { grade, _ in try await receive(grade) }
  }

  /// As ``grade(_:receive:)``, with the completion that a grade is of, if there is one.
  public func grade(
    _ attempts: some Sequence<Attempt> & Sendable,
    withCompletions receive: (Grade, Completion?) async throws -> Void
  ) async throws {
    let known = attempts.underestimatedCount
    let (askers, markers) =
      known > 0 ? (min(width, known), min(backlog, known)) : (width, backlog)
    let desk = Desk(attempts, askers: askers, backlog: backlog)
    try await withThrowingTaskGroup(of: Void.self) { group in
      // Replies find their askers on the model's own thread, and nobody is woken elsewhere for each.
      for _ in 0..<askers {
        group.addTask(executorPreference: model.executor) { await ask(at: desk) }
      }
      for _ in 0..<markers { group.addTask { await mark(at: desk) } }
      do {
        while let grades = await desk.finished() {
          for grade in grades { try await receive(grade.grade, grade.completion) }
        }
      } catch {
        desk.close()
        throw error
      }
    }
  }

  /// Asks one attempt after the other until there is none left.
  private func ask(at desk: Desk) async {
    while !Task.isCancelled, let attempt = desk.next() {
      let asked: Asked
      do throws(Fault) {
        let scheme = try scheme(attempt.problem)  // first: a problem nobody can mark costs nothing
        asked = .completed(scheme, try await model.complete(attempt.request))
      } catch {
        asked = .failed(error)
      }
      await desk.hand(Paper(attempt.id, asked))
    }
    desk.leaveAsking()
  }

  /// Marks one completion after the other until there will be no more.
  private func mark(at desk: Desk) async {
    var isAwake = false
    while let paper = await desk.take(&isAwake) { await desk.put(await mark(paper)) }
  }

  private func mark(_ paper: Paper) async -> Graded {
    switch paper.asked {
    case .failed(let fault):
      return Graded(grade: Grade(attempt: paper.id, answer: nil, outcome: .faulted(fault)))
    case .completed(let scheme, let completion):
      do throws(Fault) {
        let (answer, score) = try await scheme.mark(completion)
        return Graded(
          grade: Grade(attempt: paper.id, answer: answer, outcome: .scored(score)),
          completion: completion)
      } catch {
        return Graded(
          grade: Grade(attempt: paper.id, answer: nil, outcome: .faulted(error)),
          completion: completion)
      }
    }
  }
}

/// What came of asking.
enum Asked: Sendable {
  case completed(MarkScheme, Completion)
  case failed(Fault)
}

/// An attempt on its way from those who ask to those who mark.
final class Paper: Sendable {
  let id: AttemptID
  let asked: Asked

  init(_ id: AttemptID, _ asked: Asked) {
    self.id = id
    self.asked = asked
  }

  /// Whether marking it waits for nobody.
  var isImmediate: Bool {
    switch asked {
    case .completed(let scheme, _): scheme.isImmediate
    case .failed: true
    }
  }
}

/// A grade with what it is of.
struct Graded: Sendable {
  var grade: Grade
  var completion: Completion?
}
