public import Grading

/// Sends each try as an OpenTelemetry span to a collector, by OTLP over HTTP in JSON.
///
/// Spans are collected and sent by the hundred. What a collector does not take is dropped and counted:
/// telemetry never holds a run up.
/// Source: OTLP 1.3, "JSON Protobuf Encoding"; semantic conventions for generative AI.
public final class SpanExporter: Sendable {
  private let url: String
  private let headers: [HTTPHeader]
  private let transport: any Transport
  private let model: String
  private let trace: String
  private let buffer = Locked(Buffer())

  private struct Buffer {
    var spans: [JSON] = []
    var isSending = false
    var dropped = 0
    var sent = 0
  }

  private static let batch = 512
  private static let room = 16_384

  /// - Parameters:
  ///   - endpoint: The collector's address, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it.
  ///   - headers: As `OTEL_EXPORTER_OTLP_HEADERS` has them: `name=value,…`, percent-encoding not read.
  ///   - run: Hashed into the trace's identifier: all spans of a run are one trace.
  /// - Throws: a `rejected` fault if the address is none.
  public init(
    endpoint: String, headers: String?, run: String, model: String, over transport: any Transport
  ) throws(Fault) {
    let base = try Endpoint(endpoint)
    url = base.url(base.path.hasSuffix("/v1/traces") ? base.path : base.path + "/v1/traces")
    self.headers = (headers ?? "").split(separator: ",").compactMap { pair in
      guard let equals = pair.firstIndex(of: "=") else { return nil }
      return HTTPHeader(
        String(pair[..<equals].drop { $0 == " " }), String(pair[pair.index(after: equals)...]),
        isSecret: true)
    }
    self.transport = transport
    self.model = model
    trace = String(SHA256.hex(run).prefix(32))
  }

  /// Takes a try that ended now.
  public func add(_ record: TryRecord, unixNanoseconds now: UInt64) {
    let span = span(record, now)
    let mustSend = buffer.withLock { buffer in
      guard buffer.spans.count < SpanExporter.room else {
        buffer.dropped += 1
        return false
      }
      buffer.spans.append(span)
      guard buffer.spans.count >= SpanExporter.batch, !buffer.isSending else { return false }
      buffer.isSending = true
      return true
    }
    if mustSend { Task { await send() } }
  }

  /// Sends what is left.
  ///
  /// - Returns: How many spans the collector took, and how many were lost.
  public func finish() async -> (sent: Int, dropped: Int) {
    // One that is under way may leave some behind.
    for _ in 0..<64 {
      await send()
      if buffer.withLock({ $0.spans.isEmpty }) { break }
    }
    return buffer.withLock { ($0.sent, $0.dropped) }
  }

  private func send() async {
    let spans = buffer.withLock { buffer in
      let spans = Array(buffer.spans.prefix(SpanExporter.batch))
      buffer.spans.removeFirst(spans.count)
      return spans
    }
    defer { buffer.withLock { $0.isSending = false } }
    guard !spans.isEmpty else { return }
    var request = HTTPRequest.json(document(spans), to: url)
    request.headers += headers
    request.limits = HTTPLimits(connect: .seconds(3), total: .seconds(10), bodyBytes: 1 << 20)
    var isTaken = false
    do throws(TransportFailure) {
      isTaken = 200..<300 ~= (try await transport.send(request)).status
    } catch {
      isTaken = false
    }
    buffer.withLock {
      if isTaken { $0.sent += spans.count } else { $0.dropped += spans.count }
    }
  }

  private func document(_ spans: [JSON]) -> JSON {
    let scope: JSON = ["scope": ["name": .string("assay")], "spans": .array(spans)]
    let resource: JSON = [
      "resource": ["attributes": .array([text("service.name", "assay")])],
      "scopeSpans": .array([scope]),
    ]
    return ["resourceSpans": .array([resource])]
  }

  private func span(_ record: TryRecord, _ now: UInt64) -> JSON {
    let lasted = UInt64(max(0, min(record.milliseconds, 1e10)) * 1_000_000)
    var attributes: [JSON] = [
      text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", model),
      text("server.address", record.endpoint), text("assay.problem_id", record.attempt.problemID),
      number("assay.attempt", record.attempt.number), number("assay.try", record.number),
      text("assay.request_id", record.sentID),
      number("assay.queue_ms", Int(record.queuedMilliseconds)),
    ]
    if let served = record.servedModel { attributes.append(text("gen_ai.response.model", served)) }
    if let tokens = record.promptTokens {
      attributes.append(number("gen_ai.usage.input_tokens", tokens))
    }
    if let tokens = record.completionTokens {
      attributes.append(number("gen_ai.usage.output_tokens", tokens))
    }
    if let status = record.status {
      attributes.append(number("http.response.status_code", status))
    }
    if let reason = record.finishReason {
      let values = JSON.array([["stringValue": .string(reason)]])
      attributes.append([
        "key": .string("gen_ai.response.finish_reasons"),
        "value": ["arrayValue": ["values": values]],
      ])
    }
    var state: JSON = ["code": .int(1)]
    if case .failed(let kind, let message, _) = record.outcome {
      attributes.append(text("error.type", kind.rawValue))
      state = ["code": .int(2), "message": .string(message)]
    }
    return [
      "traceId": .string(trace), "spanId": .string(String(SHA256.hex(record.sentID).prefix(16))),
      "name": .string("chat \(model)"), "kind": .int(3),
      "startTimeUnixNano": .string(String(now &- lasted)),
      "endTimeUnixNano": .string(String(now)), "attributes": .array(attributes),
      "status": state,
    ]
  }

  private func text(_ key: String, _ value: String) -> JSON {
    ["key": .string(key), "value": ["stringValue": .string(value)]]
  }

  private func number(_ key: String, _ value: Int) -> JSON {
    ["key": .string(key), "value": ["intValue": .string(String(value))]]
  }
}
