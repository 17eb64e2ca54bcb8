internal import Grading

/// Whether an endpoint can be reached, and which models it says it has.
public struct ProbeReport: Sendable, Hashable {
  public var endpoint: String
  /// `nil` if there was no reply.
  public var status: Int?
  /// At most ``Probe/mostModels``, in the server's order; an empty list does not mean no model.
  public var models: [String]
  /// `nil` if the list could be read.
  public var error: String?
  public var milliseconds: Double?

  public init(
    endpoint: String, status: Int? = nil, models: [String] = [], error: String? = nil,
    milliseconds: Double? = nil
  ) {
    self.endpoint = endpoint
    self.status = status
    self.models = models
    self.error = error
    self.milliseconds = milliseconds
  }
}

/// Asks endpoints for their models, without spending a token.
public struct Probe: Sendable {
  private let wire: any WireProtocol
  private let transport: any Transport
  private let key: Secret?
  private let limits: HTTPLimits

  /// Longer lists are cut.
  public static let mostModels = 1000

  public init(
    _ wire: any WireProtocol, over transport: any Transport, key: Secret? = nil,
    limits: HTTPLimits = HTTPLimits(
      connect: .seconds(5), total: .seconds(10), bodyBytes: 4 << 20)
  ) {
    self.wire = wire
    self.transport = transport
    self.key = key
    self.limits = limits
  }

  /// Asks one endpoint, once.
  public func report(on endpoint: Endpoint) async -> ProbeReport {
    var report = ProbeReport(endpoint: endpoint.display)
    let url = wire.modelsURL(at: endpoint)
    var request = HTTPRequest(
      .get, url ?? endpoint.url(endpoint.path.isEmpty ? "/" : endpoint.path))
    request.limits = limits
    request.headers.append(HTTPHeader("Accept", "application/json"))
    if let key { request.headers.append(wire.authorization(key)) }
    do throws(TransportFailure) {
      let response = try await transport.send(request)
      report.status = response.status
      report.milliseconds = response.timings.totalMilliseconds
      if url != nil { read(response, into: &report) }
    } catch {
      report.error = error.message
    }
    report.error = report.error.map { key?.redacted(from: $0) ?? $0 }
    return report
  }

  private func read(_ response: HTTPResponse, into report: inout ProbeReport) {
    guard 200..<300 ~= response.status else {
      let said = ServerError(body: response.body).message
      report.error = "answered \(response.status)" + (said.isEmpty ? "" : ": \(said)")
      return
    }
    do throws(ReplyFailure) {
      report.models = try Probe.models(try response.json())
    } catch {
      switch error {
      case .malformed(let text): report.error = text
      case .error(let said): report.error = said.message
      }
    }
  }

  /// The names in a list of models: `{"data": [{"id"}]}`, `{"models": [{"name"}]}`, or a bare list.
  static func models(_ json: JSON) throws(ReplyFailure) -> [String] {
    guard let list = json["data"]?.array ?? json["models"]?.array ?? json.array else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply is no list of models")
    }
    return list.prefix(mostModels).compactMap { entry in
      let name = entry.string ?? entry["id"]?.string ?? entry["name"]?.string
      return name.map { ServerError.line($0.utf8) }
    }
  }
}
