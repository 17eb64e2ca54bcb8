@preconcurrency import Dispatch
import Glibc

/// Ctrl-C: the first ends the run in order, the second at once.
final class Interruption: Sendable {
  private let source: any DispatchSourceSignal

  /// Calls `action` at the first SIGINT while this value lives.
  init(
    says remark: String? =
      "Interrupting: what is in flight is given up, everything received is kept.",
    _ action: @escaping @Sendable () -> Void
  ) {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    let terminal = Terminal.standard
    source.setEventHandler {
      signal(SIGINT, SIG_DFL)
      if let remark { terminal.remark(remark) }
      action()
    }
    source.activate()
    self.source = source
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
