import Grading
import Testing

@testable import Inference

/// Waiting for servers that are still starting.
struct ReadinessTests {
  private let clock = FakeClock()

  private func late(
    _ answers: [ScriptedTransport.Answer], atMost time: Duration = .seconds(60),
    at endpoint: String = "http://h/v1"
  ) async throws -> (late: [String], urls: [String]) {
    let transport = ScriptedTransport(answers)
    let readiness = Readiness(OpenAIChat(model: "m"), over: transport, clock: clock.clock)
    let late = await readiness.wait(for: [try Endpoint(endpoint)], atMost: time) { _, _ in }
    return (late.map(\.reason), transport.requests.map(\.url))
  }

  @Test func aServerThatLoadsItsModelIsAwaited() async throws {
    let loading = #"{"error":{"message":"Loading model","code":503}}"#
    let (late, urls) = try await late([
      .failure(.unconnected("refused")), .reply(503, loading), .reply(200, ""),
    ])
    #expect(late.isEmpty)
    #expect(urls == Array(repeating: "http://h/health", count: 3))
    #expect(clock.sleeps == [.seconds(1), .seconds(1)])
  }

  @Test func theNextAddressIsAskedWhereThereIsNone() async throws {
    let (late, urls) = try await late([.reply(404, ""), .reply(405, ""), .reply(200, "{}")])
    #expect(late.isEmpty)
    #expect(urls == ["http://h/health", "http://h/v2/health/ready", "http://h/v1/models"])
  }

  @Test(arguments: [200, 204, 301, 400, 401, 403, 500])
  func whateverElseAServerSaysItIsThere(status: Int) async throws {
    let (late, urls) = try await late([.reply(status, "")])
    #expect(late.isEmpty && urls.count == 1)
  }

  @Test func theWaitHasAnEnd() async throws {
    let (late, urls) = try await late(
      Array(repeating: .reply(503, "starting"), count: 20), atMost: .seconds(3))
    #expect(late == ["answered 503: starting"])
    #expect(urls.count == 4)
  }
}

/// What is counted of times.
struct LatencyHistogramTests {
  @Test func quantilesAreATenthOffAtMost() {
    var histogram = LatencyHistogram()
    for time in 1...10_000 { histogram.add(milliseconds: Double(time)) }
    for share in [0.01, 0.5, 0.95, 0.99, 1] {
      let found = histogram.quantile(share) ?? 0
      #expect(abs(found / (share * 10_000) - 1) < 0.11, "\(share): \(found)")
    }
    #expect(histogram.count == 10_000)
    #expect(LatencyHistogram().quantile(0.5) == nil)
  }

  @Test func whatIsNoTimeIsNone() {
    var histogram = LatencyHistogram()
    for time in [-1, .nan, .infinity, 1e300] { histogram.add(milliseconds: time) }
    #expect(histogram.count == 4)
  }
}

/// What is shown of a run.
struct SeenTests {
  private func record(_ outcome: TryRecord.Outcome, number: Int = 1) -> TryRecord {
    TryRecord(
      attempt: AttemptID(problemID: "p", number: 1), number: number, sentID: "r-p-a1-t\(number)",
      endpoint: "http://h", queuedMilliseconds: 2, milliseconds: 80, firstByteMilliseconds: 70,
      status: 200, reusedConnection: true, outcome: outcome, promptTokens: 10,
      completionTokens: 20, servedModel: "m", finishReason: "stop")
  }

  @Test func theMeterCountsWhatHappens() {
    let meter = InferenceMeter()
    let id = AttemptID(problemID: "p", number: 1)
    meter.heard(.sent(id, try: 1, endpoint: "http://h"))
    #expect(meter.reading.inFlight.count == 1)
    meter.heard(.tried(record(.failed(.server, message: "500", wait: .seconds(9)))))
    meter.heard(.retrying(id, try: 1, wait: .seconds(9), reason: "500"))
    #expect(meter.reading.inFlight.isEmpty && meter.reading.pausing.count == 1)
    meter.heard(.sent(id, try: 2, endpoint: "http://h"))
    meter.heard(.tried(record(.completed, number: 2)))
    let reading = meter.reading
    #expect(reading.pausing.isEmpty && reading.inFlight.isEmpty)
    #expect(reading.completed == 1 && reading.failed == [.server: 1] && reading.retries == 1)
    #expect(reading.promptTokens == 10 && reading.completionTokens == 20)
    #expect(Prices(prompt: 1, completion: 2).cost(promptTokens: 10, completionTokens: 20) == 5e-5)
  }

  @Test func prometheusReadsTheMetrics() {
    let meter = InferenceMeter()
    meter.heard(.tried(record(.completed)))
    meter.heard(.tried(record(.failed(.timeout, message: "late", wait: nil))))
    let text = Prometheus.text(meter.reading, nil, graded: 1, total: 4)
    for line in [
      "assay_graded_total 1", "assay_attempts_total 4",
      "assay_tries_total{outcome=\"completed\"} 1", "assay_tries_total{outcome=\"timeout\"} 1",
      "assay_tokens_total{of=\"completion\"} 20", "assay_request_seconds_bucket{le=\"0.05\"} 0",
      "assay_request_seconds_bucket{le=\"0.1\"} 1", "assay_request_seconds_bucket{le=\"+Inf\"} 1",
      "assay_request_seconds_sum 0.08", "assay_request_seconds_count 1",
    ] {
      #expect(text.contains(line + "\n"), "\(line)")
    }
  }

  @Test func theMetricsServerAnswersOverHTTP() async throws {
    let server = try MetricsServer(port: 0) { "assay_graded_total 7\n" }
    let response = try await CurlTransport().send(
      HTTPRequest(.get, "http://127.0.0.1:\(server.port)/metrics"))
    #expect(response.status == 200)
    #expect(String(decoding: response.body, as: UTF8.self) == "assay_graded_total 7\n")
    #expect(throws: Fault.self) { try MetricsServer(port: server.port) { "" } }
  }

  @Test func aTraceLineTellsWhatATryWas() {
    let line = record(.failed(.server, message: "answered 500", wait: .milliseconds(250)))
      .json(at: "2026-01-02T03:04:05Z").text
    #expect(
      line
        == #"{"time":"2026-01-02T03:04:05Z","problem_id":"p","attempt":1,"try":1,"#
        + #""request_id":"r-p-a1-t1","endpoint":"http://h","queue_ms":2,"latency_ms":80,"#
        + #""first_byte_ms":70,"status":200,"reused_connection":true,"outcome":"server","#
        + #""message":"answered 500","wait_ms":250}"#)
  }

  @Test func spansGoToTheCollectorByTheHundred() async throws {
    let transport = ScriptedTransport([], other: { _ in .reply(200, "{}") })
    let exporter = try SpanExporter(
      endpoint: "http://collector:4318", headers: "api-key=s3cret", run: "run", model: "m",
      over: transport)
    for number in 1...3 {
      exporter.add(record(.completed, number: number), unixNanoseconds: 1_000_000_000)
    }
    #expect(await exporter.finish() == (3, 0))
    let request = try #require(transport.requests.first)
    #expect(request.url == "http://collector:4318/v1/traces")
    #expect(request.headers.contains { $0.name == "api-key" && $0.value == "s3cret" })
    #expect(!"\(request.headers)".contains("s3cret"))
    let spans = try JSON(parsing: request.body)["resourceSpans"]?[0]?["scopeSpans"]?[0]?["spans"]
    let span = try #require(spans?[0])
    #expect(spans?.array?.count == 3)
    #expect(span["traceId"]?.string?.utf8.count == 32 && span["spanId"]?.string?.utf8.count == 16)
    #expect(span["startTimeUnixNano"]?.string == "920000000")
    let keys = span["attributes"]?.array?.compactMap { $0["key"]?.string } ?? []
    #expect(keys.contains("gen_ai.usage.output_tokens") && keys.contains("gen_ai.request.model"))
  }

  @Test func aDeafCollectorHoldsNothingUp() async throws {
    let transport = ScriptedTransport([], other: { _ in .failure(.unconnected("refused")) })
    let exporter = try SpanExporter(
      endpoint: "http://collector:4318", headers: nil, run: "run", model: "m", over: transport)
    for number in 1...3 {
      exporter.add(record(.completed, number: number), unixNanoseconds: 1)
    }
    #expect(await exporter.finish() == (0, 3))
  }
}
