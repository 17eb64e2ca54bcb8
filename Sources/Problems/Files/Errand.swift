import Glibc
import Grading

/// Work on a thread of its own, whose result is waited for.
///
/// Not a task: files are read by code that may not suspend, and whose threads must not wait for others of
/// their pool.
final class Errand<Value: Sendable> {
  private var thread: pthread_t?
  private let result = Locked<Value?>(nil)

  init(_ work: @escaping @Sendable () -> Value) {
    let result = result
    let errand = Closure { result.withLock { [value = work()] in $0 = value } }
    let argument = Unmanaged.passRetained(errand)
    var thread = pthread_t()
    guard pthread_create(&thread, nil, runErrand, argument.toOpaque()) == 0 else {
      // No thread is left: it is done here and now.
      argument.release()
      errand.run()
      return
    }
    self.thread = thread
  }

  deinit { join() }

  /// Waits until the work is done; to be called once.
  func value() -> Value? {
    join()
    return result.withLock { value in
      defer { value = nil }
      return value
    }
  }

  private func join() {
    if let thread { pthread_join(thread, nil) }
    thread = nil
  }
}

private final class Closure: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runErrand(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  Unmanaged<Closure>.fromOpaque(argument).takeRetainedValue().run()
  return nil
}
