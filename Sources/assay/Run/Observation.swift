import Glibc
import Grading
import Inference

/// All that watches a model at work: counts, a trace, telemetry, metrics, and the bill.
final class Observation: Sendable {
  let meter = InferenceMeter()
  private let prices: Prices?
  private let maxCost: Double?
  private let trace: TraceFile?
  private let exporter: SpanExporter?
  private let model = Locked<RemoteModel?>(nil)
  private let spent = Locked<Double?>(nil)

  /// - Parameters:
  ///   - run: The run's id.
  ///   - modelName: For telemetry.
  init(_ flags: EngineFlags, run: String, modelName: String) throws(Ending) {
    prices = flags.prices
    maxCost = flags.maxCost
    trace = try flags.trace.map { path throws(Ending) in try TraceFile(path) }
    exporter = try Observation.exporter(run: run, modelName)
  }

  /// An exporter, if the environment names a collector.
  private static func exporter(run: String, _ modelName: String) throws(Ending) -> SpanExporter? {
    guard let endpoint = environment("OTEL_EXPORTER_OTLP_ENDPOINT"), !endpoint.isEmpty
    else { return nil }
    do throws(Fault) {
      return try SpanExporter(
        endpoint: endpoint, headers: environment("OTEL_EXPORTER_OTLP_HEADERS"), run: run,
        model: modelName, over: try CurlTransport(.init(connections: 16)))
    } catch {
      throw .badInput("OTEL_EXPORTER_OTLP_ENDPOINT: \(error.message)")
    }
  }

  /// The model that is watched, once it is made: it can be asked how busy it is, and be stopped.
  func watch(_ watched: any Model) {
    model.withLock { $0 = watched as? RemoteModel ?? (watched as? WatchedModel)?.model }
  }

  var load: InferenceLoad? { model.withLock { $0 }?.load }

  @Sendable func heard(_ event: InferenceEvent) {
    meter.heard(event)
    guard case .tried(let record) = event else { return }
    trace?.write(record)
    exporter?.add(record, unixNanoseconds: Clock.unixNanoseconds)
    if maxCost != nil { checkCost() }
  }

  /// What the tokens cost so far; `nil` without prices.
  var cost: Double? {
    guard let prices else { return nil }
    let reading = meter.reading
    return prices.cost(
      promptTokens: reading.promptTokens, completionTokens: reading.completionTokens)
  }

  private func checkCost() {
    guard let maxCost, let cost, cost >= maxCost else { return }
    let isFirst = spent.withLock { spent in
      defer { spent = cost }
      return spent == nil
    }
    guard isFirst else { return }
    model.withLock { $0 }?.close(Fault(.cancelled, "--max-cost is spent"))
  }

  /// Why the run ended before its time: the money was spent.
  var stop: String? {
    guard spent.withLock({ $0 }) != nil, let maxCost, let cost else { return nil }
    return "--max-cost \(price(maxCost)) is spent (\(price(cost)))"
  }

  /// Ends the trace and sends the last spans.
  func finish() async {
    trace?.flush()
    if let exporter {
      let (sent, dropped) = await exporter.finish()
      if dropped > 0 {
        Terminal.standard.remark(
          "OpenTelemetry: the collector took \(sent) spans; \(dropped) were lost.")
      }
    }
  }

  /// A line or two about how the asking went; `nil` if nothing was asked.
  var remarks: [String] {
    var lines: [String] = []
    for endpoint in load?.endpoints ?? [] {
      guard let knee = endpoint.knee, let unloaded = endpoint.unloaded else { continue }
      lines.append(
        "\(endpoint.endpoint): served best with about \(knee.limit) requests in flight"
          + " (\(rate(knee.throughput)) a second, \(time(knee.milliseconds)) each;"
          + " \(time(unloaded.milliseconds)) with \(unloaded.limit)).")
    }
    if let cost {
      let reading = meter.reading
      let unknown =
        reading.uncounted > 0
        ? "; the server did not count those of \(count(reading.uncounted)) completions" : ""
      lines.append(
        "Cost: \(price(cost)) for \(count(reading.promptTokens)) prompt and"
          + " \(count(reading.completionTokens)) completion tokens\(unknown).")
    }
    return lines
  }

  /// A number as the figures above it show theirs: 360,000.
  private func count(_ value: Int) -> String {
    var groups = [Substring(String(value))]
    while groups[0].utf8.count > 3 {
      groups = [groups[0].dropLast(3), groups[0].suffix(3)] + groups.dropFirst()
    }
    return groups.joined(separator: ",")
  }

  private func price(_ value: Double) -> String {
    let cents = value < 0.1 ? 10_000.0 : 100.0
    return "\((value * cents).rounded() / cents)"
  }

  private func rate(_ value: Double) -> String {
    value >= 10 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
  }

  private func time(_ milliseconds: Double) -> String {
    milliseconds < 1000
      ? "\((milliseconds * 10).rounded() / 10) ms" : "\((milliseconds / 10).rounded() / 100) s"
  }
}

/// A file to which a JSON line is added for every try.
final class TraceFile: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var descriptor: Int32
  }
  private let state: Locked<State>

  init(_ path: String) throws(Ending) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .badInput("--trace \(path): \(String(cString: strerror(errno)))")
    }
    state = Locked(State(descriptor: descriptor))
  }

  deinit {
    flush()
    state.withLock { _ = close($0.descriptor) }
  }

  func write(_ record: TryRecord) {
    var line: [UInt8] = []
    record.json(at: Clock.timestamp).write(into: &line)
    line.append(10)
    state.withLock { state in
      state.pending.append(contentsOf: line)
      if state.pending.count >= 1 << 15 { TraceFile.drain(&state) }
    }
  }

  func flush() { state.withLock { TraceFile.drain(&$0) } }

  /// A trace that cannot be written, on a full disk, must not end the run.
  private static func drain(_ state: inout State) {
    var rest = state.pending[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    state.pending.removeAll(keepingCapacity: true)
  }
}
