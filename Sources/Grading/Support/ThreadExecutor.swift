internal import Glibc

/// One operating-system thread as a serial executor.
///
/// For actors whose work blocks (SQLite's fsync, waiting for children), so that they never hold one
/// of the few threads of the cooperative pool. The thread lives as long as the process.
public final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  // Sendable: `jobs` is only touched with `mutex` held.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [UnownedJob] = []

  public init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
    var thread = pthread_t()
    let me = Unmanaged.passRetained(self).toOpaque()
    let status = pthread_create(&thread, nil, runThreadExecutor, me)
    precondition(status == 0, "the system has no thread left")
    pthread_detach(thread)
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pthread_mutex_lock(mutex)
    jobs.append(job)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(condition)
  }

  fileprivate func loop() -> Never {
    let executor = asUnownedSerialExecutor()
    while true {
      pthread_mutex_lock(mutex)
      while jobs.isEmpty { pthread_cond_wait(condition, mutex) }
      let batch = jobs
      jobs.removeAll(keepingCapacity: true)
      pthread_mutex_unlock(mutex)
      for job in batch { job.runSynchronously(on: executor) }
    }
  }
}

private func runThreadExecutor(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  Unmanaged<ThreadExecutor>.fromOpaque(argument).takeUnretainedValue().loop()
}
