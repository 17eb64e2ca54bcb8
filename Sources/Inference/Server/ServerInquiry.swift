public import Grading

/// Asks a server who it is: its models, its version, its software. Costs no token, and nothing fails
/// because it stays unanswered.
public struct ServerInquiry: Sendable {
  private let wire: any WireProtocol
  private let transport: any Transport
  private let key: Secret?
  private let userAgent: String

  /// Short, because a run's end may wait for it.
  static let limits = HTTPLimits(connect: .seconds(3), total: .seconds(5), bodyBytes: 1 << 20)

  public init(
    _ wire: any WireProtocol, over transport: any Transport, key: Secret?, userAgent: String
  ) {
    self.wire = wire
    self.transport = transport
    self.key = key
    self.userAgent = userAgent
  }

  /// Asks one server, in at most two requests.
  ///
  /// - Parameter model: The model that the run asks for.
  public func card(of endpoint: Endpoint, askedModel model: String) async -> ServerCard {
    var card = ServerCard(endpoint: endpoint.display, askedModel: model)
    if let url = wire.modelsURL(at: endpoint), let response = await get(url, into: &card) {
      let models = (try? Probe.models(try response.json())) ?? []
      card.models = Array(models.prefix(ServerCard.mostModels)).map(redacted)
      if !models.isEmpty, !models.contains(where: { ServerInquiry.areSame($0, model) }) {
        card.warnings.append("the server does not list the model \(model)")
      }
    }
    if let url = wire.versionURL(at: endpoint), let response = await get(url, into: &card),
      let json = try? response.json()
    {
      card.version = ServerInquiry.version(json).map(redacted)
    }
    return card
  }

  /// What a model's tensors are called, for protocols that leave that to the model; `nil` if the
  /// server does not say.
  public func signature(of model: String, at endpoint: Endpoint) async -> KServeSignature? {
    var card = ServerCard(endpoint: endpoint.display)
    let url = endpoint.url(KServeInfer.base(endpoint) + "/models/" + KServeInfer.escaped(model))
    guard let json = try? await get(url, into: &card)?.json() else { return nil }
    return KServeSignature(metadata: json)
  }

  /// A good reply, if there is one; any reply tells the software.
  private func get(_ url: String, into card: inout ServerCard) async -> HTTPResponse? {
    var request = HTTPRequest(.get, url, headers: wire.headers)
    request.headers += [
      HTTPHeader("Accept", "application/json"), HTTPHeader("User-Agent", userAgent),
    ]
    if let key { request.headers.append(wire.authorization(key)) }
    request.limits = ServerInquiry.limits
    let exchange = await transport.exchange(request, into: nil)
    guard exchange.failure == nil, let response = exchange.response else { return nil }
    card.software =
      card.software
      ?? response.header("server").map { redacted(String(ServerError.line($0.utf8).prefix(80))) }
    return 200..<300 ~= response.status ? response : nil
  }

  private func redacted(_ text: String) -> String { key?.redacted(from: text) ?? text }

  /// `{"version": "0.32.0"}`, or Triton's `{"name": "triton", "version": "2.51.0"}`.
  static func version(_ json: JSON) -> String? {
    guard let version = json["version"]?.string, !version.isEmpty else { return nil }
    let name = json["name"]?.string.map { $0 + " " } ?? ""
    return String(ServerError.line((name + version).utf8).prefix(80))
  }

  /// Ollama lists `qwen3:latest` for what may be called `qwen3`.
  private static func areSame(_ listed: String, _ asked: String) -> Bool {
    listed == asked || listed == asked + ":latest"
  }
}
