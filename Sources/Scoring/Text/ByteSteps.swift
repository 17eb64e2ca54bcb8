#if DEBUG
  import Synchronization

  /// How many bytes were looked at while a test counts.
  final class ByteSteps: Sendable {
    @TaskLocal static var current: ByteSteps?
    private let count = Atomic<Int>(0)

    var total: Int { count.load(ordering: .relaxed) }

    func add(_ steps: Int) { count.add(steps, ordering: .relaxed) }
  }
#endif
