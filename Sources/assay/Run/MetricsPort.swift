import Grading
import Inference

/// The port at which Prometheus asks: taken before a problem is read, so that a busy one is told at once,
/// and answered with figures once there are any.
final class MetricsPort: Sendable {
  private let figures: Locked<@Sendable () -> String>

  /// - Parameter port: Of 127.0.0.1; 0 lets the system choose.
  init(_ port: UInt16) throws(Ending) {
    let figures = Locked<@Sendable () -> String>({ "" })
    self.figures = figures
    do throws(Fault) {
      let server = try MetricsServer(port: port) { figures.withLock(\.self)() }
      Terminal.standard.remark("Metrics: http://127.0.0.1:\(server.port)/metrics")
    } catch {
      throw .badInput("--metrics: \(error.message); name another, or 0 for one that is free")
    }
  }

  /// Answers with the figures of a run from now on.
  func show(_ progress: Progress) {
    figures.withLock { $0 = { [weak progress] in progress?.metrics ?? "" } }
  }
}
