internal import Grading

/// Waits until servers that are still starting can work.
///
/// Asks `/health` (vLLM, llama.cpp, SGLang), `/v2/health/ready` (KServe, Triton), then the protocol's list
/// of models; the first that says anything but 404 or 405 counts. A 503 or a refused connection means that
/// the server is starting; any other answer that it is there.
public struct Readiness: Sendable {
  private let wire: any WireProtocol
  private let transport: any Transport
  private let key: Secret?
  private let clock: RetryClock

  public init(
    _ wire: any WireProtocol, over transport: any Transport, key: Secret? = nil,
    clock: RetryClock = .system
  ) {
    self.wire = wire
    self.transport = transport
    self.key = key
    self.clock = clock
  }

  /// What a server says of itself.
  public enum State: Sendable, Hashable {
    case ready
    /// The text says how that shows.
    case starting(String)
    /// There is nobody, or not yet; the text says why.
    case unreachable(String)

    /// Why it cannot be asked; `nil` if it can.
    public var obstacle: String? {
      switch self {
      case .ready: nil
      case .starting(let reason), .unreachable(let reason): reason
      }
    }
  }

  /// Asks all endpoints once; the states are in their order.
  public func states(of endpoints: [Endpoint]) async -> [State] {
    await withTaskGroup(of: (Int, State).self) { group in
      for (place, endpoint) in endpoints.enumerated() {
        group.addTask { (place, await state(of: endpoint)) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Waits for all endpoints at once, at most so long.
  ///
  /// - Parameter onWait: Is told once which endpoint is waited for, and why.
  /// - Returns: The endpoints that were not ready in the end, each with what it said last.
  public func wait(
    for endpoints: [Endpoint], atMost time: Duration,
    onWait: @escaping @Sendable (Endpoint, String) -> Void
  ) async -> [(endpoint: Endpoint, reason: String)] {
    let end = clock.now() + time
    return await withTaskGroup(of: (Endpoint, String)?.self) { group in
      for endpoint in endpoints {
        group.addTask { await wait(for: endpoint, until: end, onWait) }
      }
      return await group.reduce(into: []) { late, one in
        if let one { late.append((one.0, one.1)) }
      }
    }
  }

  private func wait(
    for endpoint: Endpoint, until end: Duration, _ onWait: @Sendable (Endpoint, String) -> Void
  ) async -> (Endpoint, String)? {
    var isFirst = true
    while true {
      guard let reason = await state(of: endpoint).obstacle else { return nil }
      let left = end - clock.now()
      guard left > .zero, !Task.isCancelled else { return (endpoint, reason) }
      if isFirst { onWait(endpoint, reason) }
      isFirst = false
      try? await clock.sleep(min(.seconds(1), left))
    }
  }

  /// Asks once.
  public func state(of endpoint: Endpoint) async -> State {
    let base = endpoint.path.hasSuffix("/v1") ? String(endpoint.path.dropLast(3)) : ""
    var urls = [endpoint.url(base + "/health"), endpoint.url(base + "/v2/health/ready")]
    if let models = wire.modelsURL(at: endpoint) { urls.append(models) }
    for url in urls {
      var request = HTTPRequest(.get, url, headers: [HTTPHeader("Accept", "application/json")])
      request.limits = HTTPLimits(connect: .seconds(5), total: .seconds(10), bodyBytes: 4 << 20)
      if let key { request.headers.append(wire.authorization(key)) }
      let response: HTTPResponse
      do throws(TransportFailure) {
        response = try await transport.send(request)
      } catch {
        // One that works on somebody else's prompts may have no time for this.
        if case .timeout = error { return .starting(error.message) }
        return .unreachable(error.message)
      }
      switch response.status {
      case 404, 405: continue
      case 502, 503, 504:
        let said = ServerError(body: response.body).message
        return .starting("answered \(response.status)" + (said.isEmpty ? "" : ": \(said)"))
      default: return .ready
      }
    }
    return .ready  // it has no such address, but it is there
  }
}
