public import Grading

/// How a model is asked to choose its words; what is `nil` is not sent, and the server decides.
public struct Sampling: Sendable, Hashable {
  public var temperature: Double?
  public var topP: Double?
  /// The most tokens of a completion.
  public var maxTokens: Int?
  /// The seed of the first attempt; attempt n is sent this + n − 1.
  public var seed: Int?
  /// Texts that end a completion.
  public var stop: [String]
  /// Members that are added to the request's body, or replace what Assay would write there.
  public var extraBody: JSON
  /// What the server's chat template is given, for example `enable_thinking`; sent as
  /// `chat_template_kwargs`.
  public var chatTemplate: JSON?
  /// What the server calls the limit of tokens: `max_tokens`, or `max_completion_tokens`.
  public var maxTokensField: String

  public init(
    temperature: Double? = nil, topP: Double? = nil, maxTokens: Int? = nil, seed: Int? = nil,
    stop: [String] = [], extraBody: JSON = [:], chatTemplate: JSON? = nil,
    maxTokensField: String = "max_tokens"
  ) {
    self.temperature = temperature
    self.topP = topP
    self.maxTokens = maxTokens
    self.seed = seed
    self.stop = stop
    self.extraBody = extraBody
    self.chatTemplate = chatTemplate
    self.maxTokensField = maxTokensField
  }

  /// The parameters as sent: members of a request's body, in a fixed order.
  public var parameters: JSON {
    var members: [JSON.Member] = []
    if let temperature { members.append(.init("temperature", .double(temperature))) }
    if let topP { members.append(.init("top_p", .double(topP))) }
    if let maxTokens { members.append(.init(maxTokensField, .int(maxTokens))) }
    if let seed { members.append(.init("seed", .int(seed))) }
    if !stop.isEmpty { members.append(.init("stop", .strings(stop))) }
    if let chatTemplate { members.append(.init("chat_template_kwargs", chatTemplate)) }
    return (extraBody.members ?? []).reduce(JSON.object(members)) {
      $0.setting($1.key, to: $1.value)
    }
  }

  /// `body` with the parameters after its own members; `extraBody` replaces either.
  ///
  /// - Parameter attempt: Numbered from 1; attempt n is sent the seed + n − 1, so that repeats differ
  ///   and each can be had again.
  func adding(to body: JSON, attempt: Int) -> JSON {
    var sampling = self
    sampling.seed = seed(of: attempt)
    return (sampling.parameters.members ?? []).reduce(body) {
      $0.setting($1.key, to: $1.value)
    }
  }

  func seed(of attempt: Int) -> Int? { seed.map { $0 &+ attempt &- 1 } }

  /// `body` with the members of `extraBody`, which replace those of the same name.
  func addingExtras(to body: JSON) -> JSON {
    (extraBody.members ?? []).reduce(body) { $0.setting($1.key, to: $1.value) }
  }
}
