import Grading
import Testing

@testable import Inference

/// Prompts that end the servers that get them, and networks that only look so.
struct PoisonTests {
  struct Outcome: Sendable {
    var text: String
    var result: Result<Completion, Fault>
    var fault: Fault? { if case .failure(let fault) = result { fault } else { nil } }
  }

  /// Asks all, in this order.
  private func ask(
    _ texts: [String], _ servers: MortalServers, in time: VirtualTime, endpoints: Int,
    concurrency: Int = 8, policy: RetryPolicy = RetryPolicy()
  ) async throws -> [Outcome] {
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: try "abc".prefix(endpoints).map { try Endpoint("http://\($0)") },
      over: servers,
      options: .init(runPrefix: "r", userAgent: "a", concurrency: .fixed(concurrency)),
      policy: policy, clock: time.clock)
    time.start()
    defer { time.stop() }
    return await withTaskGroup(of: Outcome.self) { group in
      for text in texts {
        group.addTask(executorPreference: time) {
          do throws(Fault) {
            return Outcome(
              text: text, result: .success(try await model.complete(.test(text))))
          } catch {
            return Outcome(text: text, result: .failure(error))
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private static func texts(_ count: Int, poisonAt places: [Int]) -> [String] {
    (0..<count).map { places.contains($0) ? "poison \($0)" : "q\($0)" }
  }

  @Test(arguments: [1, 2, 3], [0.3, 0.7, 2, 10, 40])
  func aPromptThatEndsItsServerDoesSoThreeTimesAtMostAndTheOthersAreAnswered(
    endpoints: Int, downtime: Double
  ) async throws {
   for place in 0..<20 {
    let time = VirtualTime(seed: UInt64(place + 1))
    let servers = MortalServers(in: time, downtime: .milliseconds(Int(downtime * 1000)))
    let outcomes = try await ask(
      PoisonTests.texts(20, poisonAt: [place]), servers, in: time, endpoints: endpoints)
    print(endpoints, downtime, place, servers.deaths, time.now, outcomes.compactMap(\.fault))
    #expect(servers.deaths <= 3)
    let faults = outcomes.filter { $0.fault != nil }
    #expect(faults.map(\.text) == ["poison \(place)"])
    let fault = try #require(faults.first?.fault)
    #expect(fault.kind == .network)
    #expect(fault.message.hasPrefix("http://"))
    #expect(fault.message.contains("so the request itself seems to end it"))
   }
  }
}
