@preconcurrency import Dispatch
import Glibc

/// Ctrl-C, or the termination that Slurm and Kubernetes send: the first ends the run in order, the
/// second at once.
final class Interruption: Sendable {
  private static let signals = [SIGINT, SIGTERM]
  private let sources: [any DispatchSourceSignal]

  /// Calls `action` at the first of the signals while this value lives.
  init(
    says remark: String? =
      "Interrupting: what is in flight is given up, everything received is kept.",
    _ action: @escaping @Sendable () -> Void
  ) {
    let terminal = Terminal.standard
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Self.letGo()
        if let remark { terminal.remark(remark) }
        action()
      }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    Self.letGo()
  }

  /// From now on the signals end the process as usual.
  private static func letGo() {
    for number in signals { signal(number, SIG_DFL) }
  }
}
