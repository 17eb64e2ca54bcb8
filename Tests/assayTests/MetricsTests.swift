import ModelServer
import Testing

/// The port that Prometheus asks.
@Suite struct MetricsTests {
  /// A port that is in use is told before anything is read, asked or stored.
  @Test(arguments: [
    ["set.jsonl"], ["set.jsonl", "--no-report", "--most-held-bytes", "0"], ["nothing.jsonl"],
    ["set.jsonl", "--outputs", "nothing.jsonl"],
  ])
  func aBusyPortIsToldAtOnce(arguments: [String]) async throws {
    let server = ModelServer(playback: Sums.playback(3))
    let address = try await server.start()
    let port = try #require(address.split(separator: ":").last.map(String.init))
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(3))
    let asked = arguments.contains("--outputs") ? [] : ["--endpoint", address, "--model", "m"]
    let result = try await desk.assay(["grade"] + arguments + asked + ["--metrics", port])
    #expect(result.status == 2)
    #expect(
      result.messages.hasSuffix(
        "--metrics: port \(port) cannot be had: Address already in use; name another, or 0 for one "
          + "that is free\n"), "\(result.messages)")
    #expect(result.messages.split(separator: "\n").count == 1)
    #expect(server.requestCount == 0)
    #expect(desk.files == ["set.jsonl"])
    await server.stop()
  }
}
