import Dispatch
import Foundation
import Grading

@testable import Inference

/// A time of its own: one thread runs all tasks, and when none can go on, time jumps to what is due
/// next. Nobody waits for a clock.
final class VirtualTime: TaskExecutor {
  private struct State {
    var now = Duration.zero
    var jobs: [UnownedJob] = []
    var due: [(time: Duration, action: @Sendable () -> Void)] = []
    var isOver = false
    var random: UInt64
  }

  private let state: Locked<State>
  private let bell = DispatchSemaphore(value: 0)

  init(seed: UInt64 = 1) { state = Locked(State(random: seed)) }

  var now: Duration { state.withLock { $0.now } }

  /// Drawn evenly from 0 ..< 1.
  func chance() -> Double {
    state.withLock { state in
      state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state.random >> 11) / Double(1 << 53)
    }
  }

  func after(_ duration: Duration, _ action: @escaping @Sendable () -> Void) {
    state.withLock { $0.due.append(($0.now + duration, action)) }
    bell.signal()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    bell.signal()
  }

  func start() { Thread.detachNewThread { self.run() } }

  func stop() {
    state.withLock { $0.isOver = true }
    bell.signal()
  }

  private enum Next {
    case jobs([UnownedJob])
    case action(@Sendable () -> Void)
    case nothing
  }

  private func run() {
    while let next = next() {
      switch next {
      case .jobs(let jobs):
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      case .action(let action): action()
      case .nothing: bell.wait()
      }
    }
  }

  private func next() -> Next? {
    state.withLock { state in
      guard !state.isOver else { return nil }
      guard state.jobs.isEmpty else {
        defer { state.jobs = [] }
        return .jobs(state.jobs)
      }
      guard let first = state.due.indices.min(by: { state.due[$0].time < state.due[$1].time })
      else { return .nothing }
      let (time, action) = state.due.remove(at: first)
      state.now = max(state.now, time)
      return .action(action)
    }
  }

  var clock: RetryClock {
    RetryClock(
      now: { self.now }, unixSeconds: { 0 },
      sleep: { duration in
        try Task.checkCancellation()
        await withCheckedContinuation { continuation in
          self.after(duration) { continuation.resume() }
        }
      }, chance: { self.chance() })
  }
}

/// Servers in a time of their own that some prompts end: all that is in flight there breaks, and for a
/// while nobody is there.
final class MortalServers: Transport {
  private typealias Reply = CheckedContinuation<ScriptedTransport.Answer, Never>

  private struct Server {
    var downUntil = Duration.zero
    var inFlight: [Int: Reply] = [:]
    var deaths = 0
  }

  private struct State {
    var servers: [String: Server] = [:]
    var requests = 0
  }

  private let time: VirtualTime
  private let downtime: Duration
  private let resets: Double
  private let state = Locked(State())

  static let latency = Duration.milliseconds(200)
  /// How long a server works on a prompt before it dies of it.
  static let agony = Duration.milliseconds(150)

  /// - Parameters:
  ///   - downtime: How long a server is gone that died.
  ///   - resets: The share of replies in whose place the connection breaks.
  init(in time: VirtualTime, downtime: Duration, resets: Double = 0) {
    self.time = time
    self.downtime = downtime
    self.resets = resets
  }

  var executor: (any TaskExecutor)? { time }
  var deaths: Int { state.withLock { $0.servers.values.map(\.deaths).reduce(0, +) } }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let answer = await withCheckedContinuation { arrive(request, $0) }
    return try answer.get()
  }

  private func arrive(_ request: HTTPRequest, _ reply: Reply) {
    let now = time.now
    let host = String(request.url.prefix(8))
    let number = state.withLock { state -> Int? in
      state.requests += 1
      guard now >= state.servers[host, default: Server()].downUntil else { return nil }
      state.servers[host, default: Server()].inFlight[state.requests] = reply
      return state.requests
    }
    guard let number else {
      return time.after(.milliseconds(1)) {
        reply.resume(returning: .failure(.unconnected("refused")))
      }
    }
    if String(decoding: request.body, as: UTF8.self).contains("poison") {
      time.after(MortalServers.agony) { self.die(host, of: number) }
    } else {
      let breaks = time.chance() < resets
      time.after(MortalServers.latency) {
        self.state.withLock { $0.servers[host]?.inFlight.removeValue(forKey: number) }?
          .resume(returning: breaks ? .failure(.broken("reset")) : .reply(200))
      }
    }
  }

  private func die(_ host: String, of number: Int) {
    let now = time.now
    let broken = state.withLock { state -> [Int: Reply] in
      guard let server = state.servers[host], server.inFlight[number] != nil else { return [:] }
      state.servers[host] = Server(downUntil: now + downtime, deaths: server.deaths + 1)
      return server.inFlight
    }
    for (_, reply) in broken.sorted(by: { $0.key < $1.key }) {
      reply.resume(returning: .failure(.broken("reset")))
    }
  }
}
