internal import Grading

/// A process that runs one test code after another, each in a child of its own that it forks.
///
/// It is a run like any other, shut in, and no submission's code ever enters it. To start a run for
/// each test code costs more than most test code does. What a test code leaves beside it (files,
/// processes, words on its output) is for no other: then it is replaced.
final class Referee {
  let child: Child
  /// What must be alike for another test code.
  let limits: Limits
  let toolchain: String
  /// Shown as its sources; empty.
  private let source: WorkDirectory
  private var served = 0
  /// The last test code's process was not told to be over yet.
  private var isBusy = false

  private static let mostServed = 200
  /// How long a test code that is over may take to end.
  private static let patience = 1_000

  init(child: Child, limits: Limits, toolchain: String, source: WorkDirectory) {
    self.child = child
    self.limits = limits
    self.toolchain = toolchain
    self.source = source
  }

  /// Hands over the next test code, unless this one is no longer to be used.
  func take(_ code: String, _ entryPoint: String, helper: Helper) throws(Fault) -> Bool {
    guard served < Referee.mostServed, try isReady(helper) else { return false }
    served += 1
    isBusy = true
    child.isIdle = false
    child.pid = 0  // another process will answer
    let words: JSON = .array([.string(code), .string(entryPoint)])
    child.send(Array("t".utf8) + Array(words.text.utf8))
    helper.flush(child)
    return true
  }

  /// Tells the test code that nothing more will come, if it still waits.
  func release(helper: Helper) {
    child.isIdle = true
    guard isBusy, child.ending == nil else { return }
    child.send(Array("q".utf8))
    helper.flush(child)
  }

  /// Waits for the end of the last test code; whether nothing of it is left.
  private func isReady(_ helper: Helper) throws(Fault) -> Bool {
    guard child.ending == nil, !child.channelEnded else { return false }
    if isBusy {
      var limits = limits
      limits.wallMilliseconds = Referee.patience
      var watch = Watch(child, limits: limits)
      var isClean = false
      waiting: while true {
        switch try watch.frame(of: child, helper: helper) {
        case .frame(.over(let left)):
          isClean = left
          break waiting
        // What it said before it was told to end.
        case .frame: continue
        case .stopped, .ended: return false
        }
      }
      isBusy = false
      guard isClean else { return false }
    }
    return child.errorTail.total == 0 && child.output.isEmpty
  }
}
