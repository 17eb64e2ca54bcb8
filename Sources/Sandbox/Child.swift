internal import Glibc

/// A process in the sandbox, as its helper's owner sees it. Confined to one worker's thread.
final class Child {
  let id: UInt32
  let limits: ProcessLimits
  /// When to give up on the helper, on the monotonic clock.
  var deadline: Int64

  var outputPipe: Descriptor?
  var errorPipe: Descriptor?
  var channel: Descriptor?

  private(set) var output: [UInt8] = []
  private(set) var errorTail: Tail
  /// More was written than allowed.
  private(set) var isOverOutput = false

  var frames = FrameBuffer()
  var outgoing: [UInt8] = []
  var sent = 0
  /// The channel's other end was closed.
  var channelEnded = false
  /// The process that first spoke on the channel, in our numbering; 0 before.
  var pid: Int32 = 0

  /// Its working directory on the host, where there are no namespaces; goes when the child does.
  var box: WorkDirectory?

  /// Nobody waits for anything of it: its end, however it came, is no matter of a run's.
  var isIdle = false

  /// Something still held its output after everything of it should have been gone.
  var hasSurvivors = false

  /// Set when everything of it is gone.
  var ending: ProcessEnding?

  init(id: UInt32, limits: ProcessLimits, deadline: Int64) {
    self.id = id
    self.limits = limits
    self.errorTail = Tail(capacity: limits.keptErrorBytes)
    self.deadline = deadline
  }

  /// Takes what came on standard output; whether it is within the limit.
  func takeOutput(_ bytes: ArraySlice<UInt8>) -> Bool {
    let room = limits.outputBytes - output.count
    output += bytes.prefix(max(0, room))
    if bytes.count > room { isOverOutput = true }
    return !isOverOutput
  }

  /// Takes what came on standard error; whether it is within the limit.
  func takeError(_ bytes: ArraySlice<UInt8>) -> Bool {
    errorTail.append(bytes)
    if errorTail.total > limits.errorBytes { isOverOutput = true }
    return !isOverOutput
  }

  /// Queues a frame for the channel.
  func send(_ payload: [UInt8]) {
    if sent == outgoing.count {
      outgoing = FrameBuffer.frame(payload)
      sent = 0
    } else {
      outgoing += FrameBuffer.frame(payload)
    }
  }
}
