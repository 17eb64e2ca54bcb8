/// Turns attempts into grades.
///
///     Prompt ──model──▶ Completion ──extractor──▶ Answer ──scorer──▶ Score
///             slow, paid           └────── free, repeatable ──────┘
///
/// Every command is this pipeline behind another model: `grade` asks a server and writes each
/// completion down before it is marked, `rescore` replays the grade book, a test reads a script.
public struct Pipeline: Sendable {
  private let model: any Model
  private let workers: Int
  private let asking: Turnstile
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
    workers = width + backlog
    asking = Turnstile(room: width)
    self.scheme = scheme
  }

  /// Grades all `attempts`, handing each grade to `receive` as soon as it is ready.
  ///
  /// Grades arrive one at a time, in no particular order. A fault ends its own attempt only; an
  /// error thrown by `receive` ends the run. When the task is cancelled no more is asked, and what
  /// was in flight arrives as a fault or a grade.
  public func grade(
    _ attempts: some Sequence<Attempt> & Sendable, receive: (Grade) async throws -> Void
  ) async throws {
    let desk = Desk(attempts)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<workers {
        guard let first = desk.begin() else { break }
        group.addTask { await work(at: desk, from: first) }
      }
      do {
        while let grades = await desk.finished() {
          for grade in grades { try await receive(grade) }
        }
      } catch {
        desk.close()
        throw error
      }
    }
  }

  /// Grades one attempt after the other until there is none left.
  private func work(at desk: Desk, from first: Attempt) async {
    var attempt = first
    while true {
      await desk.put(await grade(attempt))
      guard !Task.isCancelled, let next = desk.next() else { break }
      attempt = next
    }
    desk.leave()
  }

  private func grade(_ attempt: Attempt) async -> Grade {
    do throws(Fault) {
      let scheme = try scheme(attempt.problem)  // first: a problem nobody can mark costs nothing
      await asking.enter()
      let completion: Completion
      do throws(Fault) {
        completion = try await model.complete(attempt.request)
      } catch {
        asking.leave()
        throw error
      }
      asking.leave()
      let (answer, score) = try await scheme.mark(completion)
      return Grade(attempt: attempt.id, answer: answer, outcome: .scored(score))
    } catch {
      return Grade(attempt: attempt.id, answer: nil, outcome: .faulted(error))
    }
  }
}

/// Where workers take attempts and leave grades. No task is made for an attempt, and none is woken for
/// every grade.
private final class Desk: Sendable {
  private struct State {
    var waiting: any IteratorProtocol<Attempt>
    var working = 0
    var grades: [Grade] = []
    /// Who takes the grades, while there are none.
    var receiver: CheckedContinuation<Void, Never>?
    /// Workers whose grades lie here while the receiver does not keep up.
    var blocked: [CheckedContinuation<Void, Never>] = []
    var isClosed = false
  }
  private let state: Locked<State>

  /// The most grades that lie here before workers have to wait.
  private static let room = 1024

  init(_ attempts: some Sequence<Attempt> & Sendable) {
    state = Locked(State(waiting: attempts.makeIterator()))
  }

  /// A new worker's first attempt; `nil` if there is none left.
  func begin() -> Attempt? {
    state.withLock { state in
      guard let attempt = state.waiting.next() else { return nil }
      state.working += 1
      return attempt
    }
  }

  func next() -> Attempt? {
    state.withLock { $0.isClosed ? nil : $0.waiting.next() }
  }

  /// Leaves a grade; waits while far too many lie here.
  func put(_ grade: Grade) async {
    let (receiver, isFull) = state.withLock { state in
      state.grades.append(grade)
      return (state.receiver.take(), state.grades.count >= Desk.room)
    }
    receiver?.resume()
    guard isFull else { return }
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        guard state.grades.count >= Desk.room, !state.isClosed else { return true }
        state.blocked.append(continuation)
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  /// A worker has gone home.
  func leave() {
    state.withLock { state in
      state.working -= 1
      return state.working == 0 ? state.receiver.take() : nil
    }?.resume()
  }

  /// All grades that lie here, as soon as there are any; `nil` once there will be no more.
  func finished() async -> [Grade]? {
    while true {
      let (grades, blocked, isOver) = state.withLock { state in
        defer { (state.grades, state.blocked) = ([], []) }
        return (state.grades, state.blocked, state.working == 0)
      }
      for continuation in blocked { continuation.resume() }
      if !grades.isEmpty { return grades }
      if isOver { return nil }
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          guard state.grades.isEmpty, state.working > 0 else { return true }
          state.receiver = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    }
  }

  /// Hands out no more attempts, and lets everybody go.
  func close() {
    let blocked = state.withLock { state in
      state.isClosed = true
      defer { state.blocked = [] }
      return state.blocked
    }
    for continuation in blocked { continuation.resume() }
  }
}

/// Lets so many in at once; the others wait in the order of their coming.
private final class Turnstile: Sendable {
  private let state: Locked<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

  init(room: Int) { state = Locked((room, [])) }

  func enter() async {
    if state.withLock({ take(&$0) }) { return }
    await withCheckedContinuation { continuation in
      let isIn = state.withLock { state in
        if take(&state) { return true }
        state.waiting.append(continuation)
        return false
      }
      if isIn { continuation.resume() }
    }
  }

  func leave() {
    state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }?.resume()
  }

  private func take(_ state: inout (free: Int, waiting: [CheckedContinuation<Void, Never>]))
    -> Bool
  {
    guard state.free > 0 else { return false }
    state.free -= 1
    return true
  }
}
