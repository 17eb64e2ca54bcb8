internal import Grading

/// A thread with a helper of its own; runs one submission at a time.
actor Worker {
  private nonisolated let thread = ThreadExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Raised to interrupt what the worker waits for.
  nonisolated let interruption: Signal
  /// The process id of the living helper; 0 if there is none.
  nonisolated let helperID = Locked<Int32>(0)
  private let helperPath: String
  private var jail: Jail
  private var helper: Helper?

  init(helperPath: String, jail: Jail) throws(Fault) {
    self.helperPath = helperPath
    self.jail = jail
    self.interruption = try Signal()
  }

  /// Runs `body` with a living helper. After a fault nothing that it started goes on.
  func use<Result: Sendable>(
    _ body: @Sendable (Helper, Jail) throws(Fault) -> Result
  ) -> Swift.Result<Result, Fault> {
    do throws(Fault) {
      let helper = try livingHelper()
      do throws(Fault) {
        return .success(try body(helper, jail))
      } catch {
        helper.stopAll()
        throw error
      }
    } catch {
      return .failure(error)
    }
  }

  func setLevel(_ level: IsolationLevel) {
    jail.level = level
  }

  /// Ends the helper; the next use starts another.
  func stop() {
    helper = nil
    helperID.withLock { $0 = 0 }
  }

  private func livingHelper() throws(Fault) -> Helper {
    if let helper, !helper.isDead { return helper }
    helper = nil
    let new = try Helper(path: helperPath, cancellation: interruption.descriptor)
    helper = new
    helperID.withLock { $0 = new.pid }
    return new
  }
}

/// Hands out workers, first come, first served.
final class WorkerPool: Sendable {
  let workers: [Worker]
  private let state: Locked<State>

  private struct State {
    var idle: [Worker]
    var waiting: [(ticket: Int, continuation: CheckedContinuation<Worker?, Never>)] = []
    var nextTicket = 0
  }

  init(_ workers: [Worker]) {
    self.workers = workers
    self.state = Locked(State(idle: workers))
  }

  /// Runs `body` on a worker that is free, or becomes free; cancellation interrupts either wait.
  func use<Result: Sendable>(
    _ body: @escaping @Sendable (Helper, Jail) throws(Fault) -> Result
  ) async throws(Fault) -> Result {
    guard let worker = await acquire() else {
      throw Fault(.cancelled, "interrupted while waiting for a free sandbox")
    }
    let result = await withTaskCancellationHandler {
      await worker.use(body)
    } onCancel: {
      worker.interruption.raise()
    }
    release(worker)
    return try result.get()
  }

  private func acquire() async -> Worker? {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let worker: Worker?? = state.withLock { state in
          // Asked for in here: whoever cancels later finds the ticket.
          if Task.isCancelled { return .some(nil) }
          if let worker = state.idle.popLast() { return worker }
          state.waiting.append((ticket, continuation))
          return nil
        }
        if let worker { continuation.resume(returning: worker) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
      }
      waiter?.continuation.resume(returning: nil)
    }
  }

  private func release(_ worker: Worker) {
    worker.interruption.lower()
    let next = state.withLock { state -> CheckedContinuation<Worker?, Never>? in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
      state.idle.append(worker)
      return nil
    }
    next?.resume(returning: worker)
  }
}
