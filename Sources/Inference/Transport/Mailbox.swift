internal import Glibc
internal import Grading

/// What other threads hand to an event loop's thread: jobs of Swift tasks, and messages.
///
/// The loop is woken once for a batch, and not at all by its own thread, which looks here before it
/// sleeps. Waking is a system call and would cost more than most jobs.
final class Mailbox<Message: Sendable>: Sendable {
  private struct State {
    var jobs: [UnownedJob] = []
    var messages: [Message] = []
    var isSignalled = false
    var owner: pthread_t?

    /// Whether the sender must wake the loop.
    mutating func mustWake() -> Bool {
      if isSignalled { return false }
      if let owner, pthread_equal(owner, pthread_self()) != 0 { return false }
      isSignalled = true
      return true
    }
  }

  private let state = Locked(State())

  /// Makes the calling thread the loop's.
  func adopt() {
    state.withLock { $0.owner = pthread_self() }
  }

  /// Leaves a job; returns whether the loop must be woken.
  func post(_ job: UnownedJob) -> Bool {
    state.withLock { state in
      state.jobs.append(job)
      return state.mustWake()
    }
  }

  /// Leaves a message; returns whether the loop must be woken.
  func post(_ message: Message) -> Bool {
    state.withLock { state in
      state.messages.append(message)
      return state.mustWake()
    }
  }

  /// Takes all that is there, in the order left; what is handed in, emptied, is filled next.
  func takeAll(_ jobs: inout [UnownedJob], _ messages: inout [Message]) {
    jobs.removeAll(keepingCapacity: true)
    messages.removeAll(keepingCapacity: true)
    state.withLock { state in
      state.isSignalled = false
      swap(&state.jobs, &jobs)
      swap(&state.messages, &messages)
    }
  }

  var isEmpty: Bool {
    state.withLock { $0.jobs.isEmpty && $0.messages.isEmpty }
  }
}
