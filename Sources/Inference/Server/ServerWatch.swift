public import Grading

/// Learns from a run's completions who answers and what it ignores.
///
/// Bounded: what every completion says again is kept once.
public final class ServerWatch: Sendable {
  private let audit: ReplyAudit
  private let askedModel: String
  private let cards = Locked<[String: ServerCard]>([:])

  /// - Parameter warnings: What is known beforehand to go unheeded.
  public init(_ audit: ReplyAudit, askedModel: String) {
    self.audit = audit
    self.askedModel = askedModel
  }

  /// A model that is watched.
  public func watching(_ model: RemoteModel) -> WatchedModel {
    WatchedModel(model: model, watch: self)
  }

  func saw(_ completion: Completion, of request: ModelRequest) {
    guard let endpoint = completion.endpoint else { return }
    let warnings = audit.warnings(for: completion, of: request.prompt)
    cards.withLock { cards in
      var card = cards[endpoint] ?? ServerCard(endpoint: endpoint, askedModel: askedModel)
      ServerWatch.add(completion.servedModel, to: &card.servedModels)
      ServerWatch.add(completion.wire.systemFingerprint, to: &card.systemFingerprints)
      for warning in warnings { ServerWatch.add(warning, to: &card.warnings) }
      cards[endpoint] = card
    }
  }

  /// What is known of a server by now, beside what it said of itself.
  public func card(of endpoint: Endpoint, said: ServerCard) -> ServerCard {
    guard let seen = cards.withLock({ $0[endpoint.display] }) else { return said }
    return seen.merged(into: said)
  }

  private static func add(_ text: String?, to list: inout [String]) {
    guard let text, !text.isEmpty, list.count < ServerCard.mostRemarks, !list.contains(text)
    else { return }
    let line = ServerError.line(text.utf8)
    if !list.contains(line) { list.append(line) }
  }
}

/// A model whose completions tell of its servers.
public struct WatchedModel: Model {
  /// Itself.
  public let model: RemoteModel
  fileprivate let watch: ServerWatch

  public var executor: (any TaskExecutor)? { model.executor }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    let completion = try await model.complete(request)
    watch.saw(completion, of: request)
    return completion
  }
}
