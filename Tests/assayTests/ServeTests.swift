import Grading
import Testing

/// The embedded server on its own, and sets with recordings.
@Suite struct ServeTests {
  @Test func whatIsServedCanBeGradedAndProbed() async throws {
    let desk = try course()
    let (server, found) = try await Tool.serve(
      ["serve", "course", "--port", "0", "--faults", "500@first=1"], in: desk.path)
    let address = try #require(found)
    let graded = try await desk.assay(
      "grade", "course", "--endpoint", address, "--model", "recorded/good", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(try await desk.export().map { $0["score"]?.int } == [1, 1, 1])
    #expect(try await desk.export().compactMap { $0["tries"]?.int }.reduce(0, +) == 4)

    let doctor = try await desk.assay("doctor", "--endpoint", address, "--json")
    let finding = try doctor.lines()[0].array?.first { $0["subject"] == .string(address) }
    #expect(finding?["ok"] == .bool(true))
    #expect(finding?["finding"]?.string?.contains("recorded/good") == true)

    server.interrupt()
    let end = try await server.wait()
    #expect(end.status == 0)
    #expect(end.output.isEmpty)
    let gone = try await desk.assay("doctor", "--endpoint", address, "--json")
    #expect(gone.status == 1)
    let missing = try gone.lines()[0].array?.first { $0["subject"] == .string(address) }
    #expect(missing?["ok"] == .bool(false))
  }

  /// A server's lists may be well while every inference fails.
  @Test func theDoctorAsksAQuestion() async throws {
    let desk = try course()
    let (server, found) = try await Tool.serve(
      ["serve", "course", "--port", "0", "--faults", "500@every=1"], in: desk.path)
    let address = try #require(found)
    let doctor = try await desk.assay("doctor", "--endpoint", address, "--model", "x", "--json")
    let findings = try doctor.lines()[0].array ?? []
    #expect(findings.first { $0["subject"] == .string(address) }?["ok"] == .bool(true))
    let asked = findings.first { $0["subject"] == .string("openai-chat x") }
    #expect(asked?["ok"] == .bool(false))
    #expect(asked?["finding"]?.string?.contains("answered 500") == true)
    #expect(doctor.status == 1)
    server.interrupt()
    _ = try await server.wait()
  }

  @Test func withoutAnEndpointTheSetsRecordingIsPlayedAndItSaysSo() async throws {
    let desk = try course()
    let first = try await desk.assay("grade", "course", "--no-report")
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.messages.contains("No endpoint was given"))
    #expect(first.messages.contains("good"))
    #expect(try await desk.export().map { $0["score"]?.int } == [1, 1, 1])

    let named = try await desk.assay("grade", "course", "--recorded", "bad", "--no-report")
    #expect(named.status == 0, "\(named.messages)")
    #expect(!named.messages.contains("No endpoint was given"))
    #expect(try await desk.export().map { $0["score"]?.int } == [0, 0, 0])
    #expect(try await desk.export()[0]["model"] == .string("recorded/bad"))

    let unknown = try await desk.assay("grade", "course", "--recorded", "ugly", "--no-report")
    #expect(unknown.status == 2)
    #expect(unknown.messages.contains("ugly"))
    #expect(unknown.messages.contains("good"))
  }

  @Test func theEndpointOfTheEnvironmentIsAsked() async throws {
    let desk = try course()
    let (server, found) = try await Tool.serve(["serve", "course", "--port", "0"], in: desk.path)
    let address = try #require(found)
    for name in ["ASSAY_ENDPOINT", "OPENAI_BASE_URL"] {
      let graded = try await desk.assay(
        ["grade", "course", "--model", "x", "--no-report", "--fresh"],
        environment: [name: address + "/v1"])
      #expect(graded.status == 0, "\(graded.messages)")
      #expect(!graded.messages.contains("No endpoint was given"))
      #expect(try await desk.export()[0]["model"] == .string("x"))
    }
    server.interrupt()
    #expect(try await server.wait().status == 0)
  }

  /// A set of three problems with a good and a bad recording.
  private func course() throws -> Desk {
    let desk = Desk()
    try desk.write("course/set.yaml", "name: course\nrecorded:\n  good: {title: Good}\n  bad: {}\n")
    try desk.write("course/sums.jsonl", Sums.set(3))
    try desk.write("course/recorded/good.jsonl", Sums.outputs(3))
    try desk.write("course/recorded/bad.jsonl", Sums.outputs(3) { _ in "Answer: 0" })
    return desk
  }
}
