import Foundation
import Glibc
import Grading
import ModelServer
import Testing

/// What was paid for is never lost: a run that is killed goes on as if nothing had happened.
@Suite(.serialized) struct InterruptionTests {
  private static let width = 4
  private static let problems = 60

  @Test func aRunKilledTenTimesEndsLikeOneThatWasNot() async throws {
    let scratch = Scratch()
    let set = try scratch.write("set.jsonl", setText)
    let whole = try await grade(set, store: scratch.file("whole.db"), killedAfter: [])
    let killed = try await grade(
      set, store: scratch.file("killed.db"), killedAfter: Array(stride(from: 5, through: 59, by: 6))
    )
    #expect(killed.kills == 10)
    #expect(killed.export == whole.export)
    #expect(whole.requests.values.allSatisfy { $0 == 1 })
    #expect(killed.requests.count == Self.problems)
    // Asked again at most once for each kill that caught it in flight; in all, no more than what
    // can be in flight at ten kills.
    let extra = killed.requests.values.reduce(0) { $0 + $1 - 1 }
    #expect(extra <= killed.kills * Self.width)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptedRunSaysHowToGoOn(_ signal: Int32) async throws {
    let scratch = Scratch()
    let set = try scratch.write("set.jsonl", setText)
    let reached = Signal()
    let server = ModelServer(
      playback: playback, options: .init(faults: [Injection(.hang, .every(10))]),
      onRequest: { if $0 == 10 { reached.fire() } })
    let address = try await server.start()
    let store = scratch.file("book.db")
    let arguments = [
      "grade", set, "--endpoint", address, "--model", "m", "--store", store, "--concurrency", "1",
      "--no-report",
    ]
    let tool = try Tool.Running(arguments)
    await reached.wait()
    tool.interrupt(by: signal)
    let result = try await tool.wait()
    await server.stop()
    #expect(result.status == 130)
    #expect(result.messages.contains("Interrupted: 9 of 60 attempts"))
    #expect(result.messages.contains("grade \(set)"))
    let export = try await Tool.run(["export", "last", "--store", store])
    #expect(try export.lines().count == 9)
  }

  @Test func aRunIsGradedByOneProcessAtATime() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", setText)
    let reached = Signal()
    let server = ModelServer(
      playback: playback, options: .init(faults: [Injection(.hang, .first(1))]),
      onRequest: { if $0 == 1 { reached.fire() } })
    let call = [
      "grade", "set.jsonl", "--endpoint", try await server.start(), "--model", "m", "--run", "r",
      "--no-report", "--concurrency", "1",
    ]
    let first = try Tool.Running(call, in: desk.path)
    await reached.wait()
    let second = try await desk.assay(call)
    #expect(second.status == 2)
    #expect(second.messages == "r: another process is grading this run\n")
    #expect(server.requestCount == 1)
    first.kill()
    _ = try await first.wait()
    // The dead hold nothing.
    #expect(try await desk.assay(call).status == 0)
    #expect(server.requestCount == 1 + Self.problems)
    await server.stop()
  }

  // MARK: Fixtures

  private struct Outcome {
    var export: [String]
    /// Requests by request body.
    var requests: [String: Int]
    var kills: Int
  }

  /// Grades the set, killing the process when the server has received each of the given numbers of
  /// requests and starting it again.
  private func grade(
    _ set: String, store: String, killedAfter points: [Int]
  ) async throws -> Outcome {
    let current = Locked<Tool.Running?>(nil)
    let waiting = Locked(points)
    let kills = Locked(0)
    let server = ModelServer(playback: playback) { number in
      let isDue = waiting.withLock { points in
        guard let next = points.first, number >= next else { return false }
        points.removeFirst()
        return true
      }
      guard isDue else { return }
      kills.withLock { $0 += 1 }
      current.withLock { $0?.kill() }
    }
    let address = try await server.start()
    var status: Int32 = -1
    for _ in 0...points.count where status != 0 {
      // Started under the lock, so that the server cannot kill before there is something to kill.
      let tool = try current.withLock { current in
        let tool = try Tool.Running([
          "grade", set, "--endpoint", address, "--model", "m", "--store", store, "--no-report",
          "--concurrency", "\(Self.width)", "--quiet",
        ])
        current = tool
        return tool
      }
      status = try await tool.wait().status
    }
    #expect(status == 0)
    var requests: [String: Int] = [:]
    for request in server.requests { requests[request.body, default: 0] += 1 }
    await server.stop()
    let export = try await Tool.run(["export", "last", "--store", store]).lines().map { line in
      ["run", "latency_ms", "tries"].reduce(line) { $0.setting($1, to: .null) }.text
    }
    return Outcome(export: export, requests: requests, kills: kills.withLock { $0 })
  }

  private var setText: String {
    (1...Self.problems).map {
      #"{"id":"p\#($0)","kind":"answer","statement":"What is \#($0) + 1?","answer":"\#($0 + 1)"}"#
    }.joined(separator: "\n")
  }

  private var playback: [PlaybackEntry] {
    (1...Self.problems).map {
      PlaybackEntry(
        prompt: "What is \($0) + 1?",
        completions: [RecordedCompletion(content: "Answer: \($0 % 3 == 0 ? $0 : $0 + 1)")])
    }
  }
}

/// Something that happens once and can be waited for.
private final class Signal: Sendable {
  private let state = Locked<(fired: Bool, waiting: CheckedContinuation<Void, Never>?)>(
    (false, nil))

  func fire() {
    let waiting = state.withLock { state in
      state.fired = true
      return state.waiting
    }
    waiting?.resume()
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let fired = state.withLock { state in
        state.waiting = state.fired ? nil : continuation
        return state.fired
      }
      if fired { continuation.resume() }
    }
  }
}
