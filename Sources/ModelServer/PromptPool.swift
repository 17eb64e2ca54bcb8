internal import FlyingFox
internal import FlyingSocks
internal import Glibc
internal import Grading

/// The library's socket pool, with Nagle's algorithm off.
///
/// The library writes a reply's head and body apart; the body would wait for the client's delayed
/// acknowledgement of the head, 40 ms a request. The library has no option for it, but it shows every
/// socket to its pool before it waits on it: the listening one first, from which Linux lets the
/// accepted ones inherit.
struct PromptPool: AsyncSocketPool {
  private let base: any AsyncSocketPool = HTTPServer.defaultPool()
  private let isFirst = Locked(true)

  func prepare() async throws { try await base.prepare() }

  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    let isFirst = isFirst.withLock { isFirst in
      defer { isFirst = false }
      return isFirst
    }
    if isFirst {
      let option = BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
      try? socket.setValue(true, for: option)  // without it, all still works
    }
    try await base.suspendSocket(socket, untilReadyFor: events)
  }
}
